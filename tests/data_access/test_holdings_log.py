"""What the store tells about itself: loads, refusals, cut-offs, counts, and who may see them."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest

from data_access import holdings_log
from data_access.holdings_log import LoadLog
from data_access.viewer import EVERYTHING, NOBODY, Viewer
from tests.data_access.desk import Desk, dossier, letter, move, pause

WARD_1 = Viewer(frozenset({"p01"}), may_list=True, may_load=True)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Two loads of two wards; of the 200 rows of the second three are refused, one for two reasons."""
    made = Desk(tmp_path_factory.mktemp("log"))
    made.load(
        made.write("dossier", dossier("A"), dossier("B", receiving_unit="UBND Phường 2"), dossier("C", due_at="")),
        made.write("promise", move("A")),
        made.write("pause", pause("B")),
        made.write("letter", letter("A"), letter("B", letter_state="Dự thảo", issued_on="")),
    )
    good = [dossier(f"D{n}", area_unit="Phường 3") for n in range(197)]
    bad = [
        dossier("E1", procedure="9.999999"),
        dossier("E2", procedure="9.999999", received_at="31/13/2020"),
        dossier("E3", channel="Chim bồ câu"),
    ]
    made.load_dossiers(*good, *bad)
    return made


def log(desk: Desk, viewer: Viewer = EVERYTHING) -> LoadLog:
    return holdings_log.load_log(desk.store, str(desk.store.version()), viewer)


def test_loads_come_newest_first_and_add_up(desk: Desk) -> None:
    loads = log(desk).loads
    assert list(loads["load_id"]) == [2, 1]
    assert list(loads["rows_read"]) == [200, 7]
    assert list(loads["rows_refused"]) == [3, 0]
    parts = loads[["rows_new", "rows_changed", "rows_unchanged", "rows_refused"]].sum(axis=1)
    assert list(parts) == list(loads["rows_read"])
    assert list(log(desk).files["load_id"]) == [2, 1, 1, 1, 1]


def test_a_row_counts_for_each_of_its_reasons(desk: Desk) -> None:
    expected = {"unknown_procedure": 2, "bad_date:received_at": 1, "unknown_value:channel": 1}
    assert log(desk).reasons() == expected
    assert log(desk).reasons(2) == expected
    assert log(desk).reasons(1) == {}


def test_what_is_stored_is_counted(desk: Desk) -> None:
    found = holdings_log.stored_counts(desk.store, str(desk.store.version()), EVERYTHING)
    assert found == {
        "dossiers": 200,
        "not_accepted": 0,
        "no_due_date": 1,
        "finish_unknown": 0,
        "due_computed": 0,
        "no_area": 3,
        "moves_source": 1,
        "moves_observed": 0,
        "pauses_source": 1,
        "pauses_observed": 0,
        "letters_issued": 1,
        "letters_draft": 1,
    }


def test_a_ward_sees_its_own(desk: Desk) -> None:
    version = str(desk.store.version())
    assert holdings_log.stored_counts(desk.store, version, WARD_1)["dossiers"] == 199
    assert holdings_log.stored_counts(desk.store, version, WARD_1)["pauses_source"] == 0
    seen = log(desk, WARD_1)
    assert list(seen.cut_offs["unit_id"]) == ["p01"]
    assert seen.loads.empty
    assert seen.files.empty
    assert seen.reasons() == {}


def test_nobody_sees_nothing(desk: Desk) -> None:
    seen = log(desk, NOBODY)
    assert [len(frame) for frame in (seen.loads, seen.files, seen.refusals, seen.cut_offs)] == [0, 0, 0, 0]
    assert not any(holdings_log.stored_counts(desk.store, str(desk.store.version()), NOBODY).values())


@pytest.mark.parametrize(
    ("viewer", "rows"),
    [
        (EVERYTHING, 3),
        (Viewer(units=None, may_list=True), 0),
        (WARD_1, 0),
        (NOBODY, 0),
    ],
    ids=["who loads", "who may not load", "a ward", "nobody"],
)
def test_refused_rows_are_for_those_who_load(desk: Desk, viewer: Viewer, rows: int) -> None:
    content = holdings_log.refused_workbook(desk.store, str(desk.store.version()), viewer, 2)
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    assert sheet.max_row == 1 + rows


def test_the_workbook_names_file_and_reason(desk: Desk) -> None:
    content = holdings_log.refused_workbook(desk.store, str(desk.store.version()), EVERYTHING, 2)
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    rows = [[str(cell or "") for cell in row] for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert {row[0] for row in rows} == {"dossier.csv"}
    assert [code for row in rows for code in ("E1", "E2", "E3") if code in row] == ["E1", "E2", "E3"]
    assert "thủ tục không có trong danh mục thủ tục" in rows[0][2].lower()


def test_moves_and_pauses_seen_between_loads_are_told_apart(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.load_dossiers(dossier("A", exported_at="03/06/2020 18:00"), dossier("B", exported_at="03/06/2020 18:00"))
    later = {"exported_at": "05/06/2020 18:00"}
    desk.load_dossiers(
        dossier("A", due_at="19/06/2020", **later), dossier("B", status="Yêu cầu bổ sung giấy tờ", **later)
    )
    found = holdings_log.stored_counts(desk.store, str(desk.store.version()), EVERYTHING)
    assert (found["moves_observed"], found["moves_source"]) == (1, 0)
    assert (found["pauses_observed"], found["pauses_source"]) == (1, 0)
