"""Facts of an older layout: refused with what to do, then brought up without losing anything."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import pandas as pd
import pytest
from sqlalchemy import select

from data_access.__main__ import main
from data_access.fetch import fetch
from data_access.stores import StoreError, open_store
from data_access.tables import metadata
from tests.data_access.desk import Desk, dossier, letter, move, pause, step

FACTS = ("dossier", "promise", "due_move", "pause", "step", "letter", "source_cut_off", "load_file", "rejected_row")


@pytest.fixture
def older(tmp_path: Path) -> tuple[Desk, dict[str, pd.DataFrame]]:
    """A store in the tables of the first layout, with all kinds of rows, and what stood in it."""
    desk = Desk(tmp_path)
    first = [dossier(f"H-{number}") for number in range(9)]
    files = [desk.write(kind, row("H-1")) for kind, row in KINDS.items()]
    desk.load(desk.write("dossier", *first, name="a.csv"), *files)
    # A move that was only seen, not told: it could not be worked out again from the files.
    desk.load_dossiers(dossier("H-2", due_at="17/06/2020", exported_at="01/07/2020 18:00"))
    held = {table: _sorted(desk, table) for table in FACTS}
    folder = Path(shutil.copytree(desk.store.folder, tmp_path / "older"))  # nobody has this one open
    with duckdb.connect(str(folder / str(desk.store.version()))) as connection:
        connection.execute("DROP TABLE layout; DROP TABLE standing; ALTER TABLE load_file DROP COLUMN columns_personal")
        connection.execute("UPDATE dossier SET breached = false, due_month = NULL")  # an answer that has changed since
    desk.store = open_store(str(folder))
    return desk, held


KINDS = {"promise": move, "pause": pause, "step": step, "letter": letter}


def _sorted(desk: Desk, table: str) -> pd.DataFrame:
    frame = fetch(desk.store, select(metadata.tables[table])).drop(columns="load_id", errors="ignore")
    return frame.sort_values(list(frame.columns)).reset_index(drop=True)


def test_an_older_layout_is_refused_with_what_to_do(older: tuple[Desk, object]) -> None:
    desk, _ = older
    with pytest.raises(StoreError, match="python -m data_access upgrade"):
        desk.rows("dossier")
    with pytest.raises(StoreError, match="python -m data_access upgrade"):
        desk.load_dossiers(dossier("H-99", exported_at="02/07/2020 18:00"))


@pytest.mark.parametrize("command", [["upgrade"], ["sample", "--if-empty"]])
def test_an_upgrade_keeps_what_was_told_and_seen_and_answers_anew(
    older: tuple[Desk, dict[str, pd.DataFrame]], command: list[str]
) -> None:
    desk, held = older
    assert main(["--store", str(desk.store.folder), *command]) == 0
    for table, before in held.items():
        pd.testing.assert_frame_equal(_sorted(desk, table), before)
    assert len(desk.rows("standing")) >= len(desk.rows("unit"))
    newest = desk.rows("load").iloc[-1]
    assert (newest["rows_read"], newest["mapping"], newest["profile"]) == (0, "mot-cua", "quan6")


def test_an_empty_store_needs_no_upgrade(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--store", str(tmp_path / "none"), "upgrade"]) == 0
    assert "nothing to upgrade" in capsys.readouterr().out
