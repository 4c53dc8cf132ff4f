"""The invented wards across two mergers: reproducible, marked, and full of what a merger makes difficult."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pandas as pd
import pytest
from sqlalchemy import select

from data_access import tables
from data_access.__main__ import main
from data_access.fetch import fetch
from data_access.sample.mergers import LAST_DAYS, write_generations
from data_access.stores import Store, open_store

CODE, RECEIVED_BY = "Mã hồ sơ", "Đơn vị tiếp nhận"
WARDS = (14, 10, 4)


@pytest.fixture(scope="module")
def generations(tmp_path_factory: pytest.TempPathFactory) -> list[list[Path]]:
    return write_generations(tmp_path_factory.mktemp("merged"))


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """The store that the command makes."""
    folder = str(tmp_path_factory.mktemp("store") / "store")
    assert main(["--store", folder, "sample", "--profile", "bon-phuong-quan6"]) == 0
    return open_store(folder)


def dossiers(paths: list[Path]) -> pd.DataFrame:
    files = [path for path in paths if path.name.startswith("ho-so_")]
    return pd.concat([pd.read_csv(path, dtype=str, encoding="utf-8-sig") for path in files])


def rows(store: Store, table: str) -> pd.DataFrame:
    return fetch(store, select(tables.metadata.tables[table]))


def test_the_same_seed_writes_the_same_bytes(generations: list[list[Path]], tmp_path: Path) -> None:
    again = write_generations(tmp_path / "again")
    assert [path.read_bytes() for paths in again for path in paths] == [
        path.read_bytes() for paths in generations for path in paths
    ]
    other = write_generations(tmp_path / "other", seed=7)
    assert other[0][0].read_bytes() != generations[0][0].read_bytes()


def test_each_time_has_its_wards_and_every_row_says_that_it_is_invented(generations: list[list[Path]]) -> None:
    for paths, wards in zip(generations, WARDS, strict=True):
        files = {path.stem for path in paths if path.stem.startswith("ho-so_") and "vpdk" not in path.stem}
        assert len(files - {"ho-so_mot-cua-q6"}) == wards
        assert set(dossiers(paths)["Ghi chú hệ thống"]) == {"DỮ LIỆU MẪU"}


def test_names_are_used_again_and_dossiers_run_on(generations: list[list[Path]]) -> None:
    old, middle, new = (dossiers(paths).set_index(CODE)[RECEIVED_BY] for paths in generations)
    assert all(codes.index.is_unique for codes in (old, middle, new))
    assert set(old.index) <= set(middle.index)
    assert set(old) & set(middle) - {"P.7", "P.8"}
    moved = old[old.ne(middle.reindex(old.index))]
    assert len(moved) > 500
    assert set(new[new.index.isin(old.index)]) & {"UBND Phường Bình Tiên", "Bình Tiên", "P. Bình Tiên", "P.Bình Tiên"}


def test_nothing_is_refused_and_each_generation_is_a_load(store: Store) -> None:
    loads = rows(store, "load")
    assert list(loads["cut_off"].astype(str)) == list(LAST_DAYS)
    assert (loads["rows_refused"].sum(), set(loads["sample"])) == (0, {True})


def test_dossiers_pauses_and_letters_run_over_each_merger(store: Store) -> None:
    table, pauses, letters = (rows(store, name) for name in ("dossier", "pause", "letter"))
    for merger in (dt.date(2025, 1, 1), dt.date(2025, 7, 1)):
        before, after = table["received_on"] < merger, table["left_on"] >= merger
        running = table[before & after]
        assert len(running) > 20
        assert not running["receiving_unit_id"].isin(["binh-tien", "binh-tay", "binh-phu", "phu-lam"]).any()
        assert ((pauses["started_on"] < merger) & (pauses["closed_on"] >= merger)).any()
        of_before = letters["dossier_code"].isin(table.loc[before, "dossier_code"])
        assert (of_before & (letters["issued_on"] >= merger)).any()
    seen = rows(store, "due_move")
    assert (seen["origin"] == "source").all()  # no merger was taken for a move of dates
