"""``python -m data_access``: 0 and a summary, or 2 and a sentence; never a traceback."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest

from data_access.__main__ import main
from tests.data_access.desk import Desk, dossier


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.chdir(tmp_path)  # the workbook of refused rows goes to the current folder
    return Desk(tmp_path)


def run(desk: Desk, *arguments: str | Path) -> int:
    return main(["--store", str(desk.store.folder), *map(str, arguments)])


def test_load_look_and_go_back(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(desk, "info") == 0
    assert "the store is empty" in capsys.readouterr().out
    assert run(desk, "load", desk.write("dossier", dossier("H-1", **{"Họ tên": "x"}))) == 0
    told = capsys.readouterr().out
    first = desk.store.version()
    assert f"published {first}" in told
    assert "look like personal data: Họ tên" in told
    assert run(desk, "load", desk.write("dossier", dossier("H-1"))) == 0
    assert "nothing new" in capsys.readouterr().out
    assert run(desk, "load", desk.write("dossier", dossier("H-2")), "--dry-run") == 0
    assert "dry run: nothing was published" in capsys.readouterr().out
    assert run(desk, "load", desk.write("dossier", dossier("H-2"))) == 0
    capsys.readouterr()
    assert run(desk, "info") == 0
    told = capsys.readouterr().out
    assert f"version  {desk.store.version()}  (older ones kept: {first})" in told
    assert "dossiers 2" in told
    assert "30/06/2020" in told
    assert run(desk, "rollback") == 0
    assert desk.store.version() == first


def test_the_time_of_export_is_taken_from_the_command(desk: Desk) -> None:
    path = desk.write("dossier", dossier("H-1"), without=("exported_at",))
    assert run(desk, "load", path, "--exported-at", "2020-06-30T14:00") == 0
    assert desk.rows("source_cut_off")["last_complete_day"].tolist() == [dt.date(2020, 6, 29)]


REFUSED = {
    # why: (arguments, what the sentence says)
    "no such file": (("load", "gone.csv"), "gone.csv: cannot be opened"),
    "no such mapping": (("load", "good.csv", "--mapping", "igate"), "there is no mapping 'igate'"),
    "no such profile": (("load", "good.csv", "--profile", "quan7"), "unknown profile 'quan7'"),
    "not an export": (("load", "other.csv"), "the columns fit no kind of file"),
    "too many refused rows": (("load", "bad.csv"), "1 of 1 rows were refused"),
    "nothing to go back to": (("rollback",), "there is no older version"),
}


@pytest.mark.parametrize("why", REFUSED)
def test_refused_with_a_sentence(desk: Desk, capsys: pytest.CaptureFixture[str], why: str) -> None:
    desk.write("dossier", dossier("H-1"), name="good.csv")
    desk.write("dossier", dossier("H-1", status="?"), name="bad.csv")
    (desk.folder / "other.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    arguments, sentence = REFUSED[why]
    assert run(desk, *arguments) == 2
    told = capsys.readouterr()
    assert told.err.startswith("error: ")
    assert sentence in told.err
    assert "Traceback" not in told.err + told.out
    assert desk.store.version() is None


def test_a_refused_load_still_tells_what_was_wrong(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(desk, "load", desk.write("dossier", dossier("H-1", status="?"))) == 2
    told = capsys.readouterr().out
    assert "status has a value that the mapping does not know" in told
    workbook = re.search(r"refused rows written to (.+\.xlsx)", told)[1]
    assert (desk.folder / workbook).exists()


def test_an_unknown_address_of_a_store(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--store", "mysql://server/db", "info"]) == 2
    assert "no store for mysql://" in capsys.readouterr().err
