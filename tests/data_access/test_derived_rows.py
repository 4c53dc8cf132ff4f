"""Stored answers beside a dossier's own row: gaps in receipt numbers, and the days of steps, load after load."""

from __future__ import annotations

import random
import shutil
from datetime import date
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from data_access.__main__ import main
from data_access.stores import open_store
from tests.data_access.desk import Desk, Row, dossier, form, step

SEED = 1400
STEP_ANSWERS = (
    "resolving_unit_id",
    "started_on",
    "started_number",
    "due_on",
    "due_number",
    "finished_on",
    "finished_number",
)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def numbered(day: str, *numbers: int, prefix: str = "775.01.H29", **cells: str) -> list[Row]:
    return [dossier(f"{prefix}-{day}-{number:04}", **cells) for number in numbers]


def gaps(desk: Desk) -> list[tuple[str, str, int, int, int]]:
    """(unit, yymmdd, first, last, how many), in order."""
    rows = desk.rows("receipt_gap")
    days = [f"{day:%y%m%d}" for day in pd.to_datetime(rows["numbered_on"])]
    columns = (rows[name] for name in ("first_missing", "last_missing", "missing"))
    return sorted(zip(rows["unit_id"], days, *columns, strict=True))


def test_a_run_of_missing_numbers_is_a_row_until_a_load_fills_it(desk: Desk) -> None:
    desk.load_dossiers(*numbered("200601", 1, 4, 6), *numbered("200602", 2))
    assert gaps(desk) == [("p01", "200601", 2, 3, 2), ("p01", "200601", 5, 5, 1), ("p01", "200602", 1, 1, 1)]
    desk.load_dossiers(*numbered("200601", 2, 9))
    assert gaps(desk) == [
        ("p01", "200601", 3, 3, 1),
        ("p01", "200601", 5, 5, 1),
        ("p01", "200601", 7, 8, 2),
        ("p01", "200602", 1, 1, 1),
    ]
    desk.load_dossiers(*numbered("200601", 3, 5, 7, 8), *numbered("200602", 1))
    assert gaps(desk) == []


def test_each_prefix_and_day_counts_for_itself_and_names_who_received_the_next(desk: Desk) -> None:
    desk.load_dossiers(
        *numbered("200601", 1, 2),
        *numbered("200601", 2, prefix="775.02.H29", receiving_unit="UBND Phường 2"),
        *numbered("200602", 1),
    )
    assert gaps(desk) == [("p02", "200601", 1, 1, 1)]


@pytest.mark.parametrize(
    ("code", "day"),
    [
        ("775.01.H29-200518-0012", date(2020, 5, 18)),
        ("775.01.H29-200518-1", date(2020, 5, 18)),
        ("775.01.H29-991231-0001", date(2099, 12, 31)),
        ("775.01.H29-200631-0001", None),  # June has 30 days
        ("775.01.H29-20051-0012", None),
        ("775.01.H29-200518-0012345", None),
        ("775.01-H29-200518-0012", None),
        ("H-1", None),
    ],
)
def test_the_day_of_a_code(desk: Desk, code: str, day: date | None) -> None:
    desk.load_dossiers(dossier(code))
    told = desk.rows("dossier")["numbered_on"].iloc[0]
    assert (None if pd.isna(told) else pd.Timestamp(told).date()) == day


def test_a_gap_follows_the_dossier_after_it_to_another_unit(desk: Desk) -> None:
    desk.load_dossiers(*numbered("200601", 1, 3), *numbered("200602", 2))
    assert gaps(desk) == [("p01", "200601", 2, 2, 1), ("p01", "200602", 1, 1, 1)]
    moved = {"receiving_unit": "UBND Phường 2", "exported_at": "01/07/2020 18:00"}
    desk.load_dossiers(*numbered("200601", 3, **moved))
    assert gaps(desk) == [("p01", "200602", 1, 1, 1), ("p02", "200601", 2, 2, 1)]
    assert desk.dossier("775.01.H29-200601-0003")["receiving_unit_id"] == "p02"


def test_a_row_told_anew_leaves_the_gaps_as_they_are(desk: Desk) -> None:
    rows = numbered("200601", 1, 3)
    desk.load_dossiers(*rows)
    before = gaps(desk)
    late = {"finished_at": "25/06/2020 09:00", "status": "Đã xử lý xong", "exported_at": "01/07/2020 18:00"}
    desk.load_dossiers(*(row | late for row in rows))
    assert desk.rows("dossier")["finished_on"].notna().all()
    assert gaps(desk) == before


def test_gaps_after_several_loads_are_those_of_one(tmp_path: Path) -> None:
    rng = random.Random(SEED)
    days = ("200601", "200602", "200603")
    taken = [(day, number) for day in days for number in sorted(rng.sample(range(1, 60), 25))]
    rng.shuffle(taken)
    whole, piecewise = (Desk(tmp_path, str(tmp_path / name)) for name in ("whole", "piecewise"))
    whole.load_dossiers(*(numbered(day, number)[0] for day, number in taken))
    for start in range(0, len(taken), 15):
        piecewise.load_dossiers(*(numbered(day, number)[0] for day, number in taken[start : start + 15]))
    missing = {(day, n) for day in days for n in range(1, max(m for d, m in taken if d == day))} - set(taken)
    assert gaps(piecewise) == gaps(whole)
    assert {(day, n) for _, day, first, last, _ in gaps(whole) for n in range(first, last + 1)} == missing
    assert sum(count for *_, count in gaps(whole)) == len(missing)


def test_the_days_of_a_step(desk: Desk) -> None:
    """Begun on a Sunday, due on a Saturday, which rolls to Monday 08/06 (working-day number + 1), done that Monday."""
    told = step("H-1", started_at="31/05/2020 09:00", due_at="06/06/2020", finished_at="08/06/2020 10:00")
    desk.load(desk.write("dossier", dossier("H-1")), desk.write("step", told))
    row = desk.rows("step").iloc[0]
    days = desk.rows("calendar").set_index("day")["working_number"]
    friday, monday = days[pd.Timestamp(2020, 6, 5).date()], days[pd.Timestamp(2020, 6, 8).date()]
    assert [pd.Timestamp(row[name]).day for name in ("started_on", "due_on", "finished_on")] == [31, 8, 8]
    assert monday == friday + 1
    assert (row["due_number"], row["finished_number"]) == (monday, monday)
    assert row["started_number"] == days[pd.Timestamp(2020, 5, 29).date()]


def test_a_step_follows_its_dossier_to_another_resolving_unit(desk: Desk) -> None:
    files = desk.write("dossier", dossier("H-1", resolving_unit="Phòng Kinh tế")), desk.write("step", step("H-1"))
    desk.load(*files)
    before = desk.rows("step")["resolving_unit_id"].iloc[0]
    desk.load_dossiers(dossier("H-1", resolving_unit="Phòng Tư pháp", exported_at="01/07/2020 18:00"))
    after = desk.rows("step")["resolving_unit_id"].iloc[0]
    assert before != after
    assert after == desk.rows("dossier")["resolving_unit_id"].iloc[0]


def test_a_demand_knows_the_desk_of_its_dossier_and_follows_it(desk: Desk) -> None:
    desk.load_dossiers(dossier("H-1"))
    desk.load(desk.write("paper_demand", form("paper_demand")))
    assert desk.rows("paper_demand")["receiving_unit_id"].tolist() == ["p01"]
    desk.load_dossiers(dossier("H-1", receiving_unit="UBND Phường 2", exported_at="01/07/2020 18:00"))
    assert desk.rows("paper_demand")["receiving_unit_id"].tolist() == desk.rows("dossier")["receiving_unit_id"].tolist()


def test_an_upgrade_finds_what_an_older_layout_did_not_hold(desk: Desk, tmp_path: Path) -> None:
    rows = numbered("200601", 1, 4)
    code = rows[0]["dossier_code"]
    demand = desk.write("paper_demand", form("paper_demand", dossier_code=code))
    desk.load(desk.write("dossier", *rows), desk.write("step", step(code)), demand)
    found, steps, demands = gaps(desk), desk.rows("step"), desk.rows("paper_demand")
    folder = Path(shutil.copytree(desk.store.folder, tmp_path / "older"))  # nobody has this one open
    with duckdb.connect(str(folder / str(desk.store.version()))) as connection:
        dropped = "; ".join(f"ALTER TABLE step DROP COLUMN {name}" for name in STEP_ANSWERS)
        connection.execute(f"{dropped}; ALTER TABLE dossier DROP COLUMN numbered_on; DROP TABLE receipt_gap")
        connection.execute("ALTER TABLE paper_demand DROP COLUMN receiving_unit_id")
        connection.execute("UPDATE layout SET number = 4")
    desk.store = open_store(str(folder))
    assert main(["--store", str(folder), "upgrade"]) == 0
    assert gaps(desk) == found == [("p01", "200601", 2, 3, 2)]
    pd.testing.assert_frame_equal(desk.rows("step"), steps)
    pd.testing.assert_frame_equal(desk.rows("paper_demand"), demands)
    assert steps.notna()["resolving_unit_id"].all()
    assert demands.notna()["receiving_unit_id"].all()
