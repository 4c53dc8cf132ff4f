"""Refused rows: every reason can be reached, a row carries all of its own, and they go back as a workbook."""

from __future__ import annotations

import unicodedata
from collections import Counter
from pathlib import Path

import openpyxl
import pytest

from data_access.load import Summary
from data_access.load.checking import CHECKS
from data_access.load.reasons import FIELDS, REASONS, sentence
from tests.data_access.desk import FORMS, KINDS, Desk, Row, dossier, form, letter, move, pause, step
from text import ENGLISH, VIETNAMESE

GOOD = 7000  # enough good rows that the refused ones stay under 2 %
DOSSIER, MOVE, PAUSE, STEP, LETTER = "dossier", "promise", "pause", "step", "letter"
WITHDRAWN = "Công dân yêu cầu rút hồ sơ"

# Each row has one fault (or the faults named), so each reason has a row of its own. Events speak of the good dossier
# H-1; where the key must not be that of another row of the table, the row says so by its own number or time.
FAULTS: list[tuple[str, Row, str]] = [
    (DOSSIER, dossier(""), "missing:dossier_code"),
    (DOSSIER, dossier("X-01", receiving_unit=""), "missing:receiving_unit"),
    (DOSSIER, dossier("X-02", procedure=""), "missing:procedure"),
    (DOSSIER, dossier("X-03", status=""), "missing:status"),
    (DOSSIER, dossier("X-04", received_at=""), "missing:received_at"),
    (DOSSIER, dossier("X-05", receiving_unit="Phường 99"), "unknown_unit:receiving_unit"),
    (DOSSIER, dossier("X-06", resolving_unit="Phòng Kinh tế 2"), "unknown_unit:resolving_unit"),
    (DOSSIER, dossier("X-07", area_unit="Phường 15"), "unknown_unit:area_unit"),
    (DOSSIER, dossier("X-08", procedure="9.999999"), "unknown_procedure"),
    (DOSSIER, dossier("X-09", status="Đang chờ"), "unknown_value:status"),
    (DOSSIER, dossier("X-10", channel="Fax"), "unknown_value:channel"),
    (DOSSIER, dossier("X-11", received_at="2020.06.01"), "bad_date:received_at"),
    (DOSSIER, dossier("X-12", submitted_at="31/02/2020"), "bad_date:submitted_at"),  # no such day
    (DOSSIER, dossier("X-13", due_at="10/06/2020 25:00"), "bad_date:due_at"),  # no such hour
    (DOSSIER, dossier("X-14", finished_at="06/30/2020"), "bad_date:finished_at"),  # month first
    (DOSSIER, dossier("X-15", returned_at="hôm qua"), "bad_date:returned_at"),
    (DOSSIER, dossier("X-16", exported_at="30/06"), "bad_date:exported_at"),
    (DOSSIER, dossier("X-17", received_at="01/06/1920 08:00"), "date_out_of_range:received_at"),
    (DOSSIER, dossier("X-18", due_at="01/07/2022"), "date_out_of_range:due_at"),  # the export + 2 years = 30/06/2022
    (DOSSIER, dossier("X-19", submitted_at="01/07/2020 08:00"), "after_export:submitted_at"),
    (DOSSIER, dossier("X-20", received_at="30/06/2020 18:01", due_at=""), "after_export:received_at"),
    (DOSSIER, dossier("X-21", finished_at="30/06/2020 18:01"), "after_export:finished_at"),
    (DOSSIER, dossier("X-22", returned_at="01/07/2020"), "after_export:returned_at"),
    (DOSSIER, dossier("X-23", finished_at="01/06/2020 07:59"), "finished_before_received"),
    (DOSSIER, dossier("X-24", due_at="31/05/2020"), "due_before_received"),
    (DOSSIER, dossier("X-25", status=WITHDRAWN), "ended_without_date"),
    (DOSSIER, dossier("X-26", status="Dừng xử lý"), "ended_without_date"),
    (DOSSIER, dossier("X-27"), "duplicate"),
    (DOSSIER, dossier("X-27", status="Đã trả kết quả", returned_at="09/06/2020"), "duplicate"),
    (DOSSIER, dossier("X-ê"), "duplicate"),  # the same code in the other Unicode form, see below
    (DOSSIER, dossier(unicodedata.normalize("NFD", "X-ê")), "duplicate"),
    # Two faults, both told.
    (DOSSIER, dossier("X-28", procedure="9.999999", due_at="1/13/2020"), "unknown_procedure bad_date:due_at"),
    (DOSSIER, dossier("X-29", channel="?", finished_at="31/05/2020"), "unknown_value:channel finished_before_received"),
    (MOVE, move(""), "missing:dossier_code"),
    (MOVE, move("H-1", set_at=""), "missing:set_at"),
    (MOVE, move("H-1", set_at="02/06/2020", old_due_at=""), "missing:old_due_at"),
    (MOVE, move("H-1", set_at="03/06/2020", due_at=""), "missing:due_at"),
    (MOVE, move("H-1", set_at="08/06/20 09:00"), "date_out_of_range:set_at"),  # the year 20
    (MOVE, move("H-1", set_at="8.6.2020"), "bad_date:set_at"),
    (MOVE, move("H-1", set_at="04/06/2020", old_due_at="10-06-2020"), "bad_date:old_due_at"),
    (MOVE, move("H-1", set_at="05/06/2020", reason="Hết giấy"), "unknown_value:reason"),
    (MOVE, move("H-1", set_at="20/06/2020"), "due_before_set"),  # due 19/06
    (MOVE, move("NOBODY"), "no_dossier"),
    (MOVE, move("X-08"), "no_dossier"),  # of a dossier that was itself refused
    (MOVE, move("H-2"), "duplicate"),
    (MOVE, move("H-2", set_at="08/06/2020 09:00:00"), "duplicate"),  # the same moment written otherwise
    (PAUSE, pause("H-1", started_at=""), "missing:started_at"),
    (PAUSE, pause("H-1", reason=""), "missing:reason"),
    (PAUSE, pause("H-1", started_at="04/06/2020", reason="Nghỉ"), "unknown_value:reason"),
    (PAUSE, pause("H-1", started_at="05/06/2020", resumed_at="04/06/2020"), "resumed_before_paused"),
    (PAUSE, pause("H-1", started_at="08/06/2020", resumed_at="?"), "bad_date:resumed_at"),
    (STEP, step("H-1", step_no=""), "missing:step_no"),
    (STEP, step("H-1", step_no="II"), "bad_number:step_no"),
    (STEP, step("H-1", step_no="3", stage=""), "missing:stage"),
    (STEP, step("H-1", step_no="4", stage="Nghỉ trưa"), "unknown_value:stage"),
    (STEP, step("H-1", step_no="5", holder_unit=""), "missing:holder_unit"),
    (STEP, step("H-1", step_no="6", holder_unit="Bà Tư"), "unknown_unit:holder_unit"),
    (STEP, step("H-1", step_no="7", finished_at="02/06/2020 08:59"), "step_ends_before_start"),
    (STEP, step("H-2", step_no="1"), "duplicate"),
    (STEP, step("H-2", step_no="01"), "duplicate"),  # the same number written otherwise
    (LETTER, letter("H-1", letter_no=""), "missing:letter_no"),
    (LETTER, letter("H-1", letter_no="2", letter_state=""), "missing:letter_state"),
    (LETTER, letter("H-1", letter_no="3", letter_state="Đã gửi"), "unknown_value:letter_state"),
    (LETTER, letter("H-1", letter_no="4", issued_on=""), "issued_without_date"),
    (LETTER, letter("H-1", letter_no="5", has_apology="Có lẽ"), "unknown_value:has_apology"),
    (LETTER, letter("H-1", letter_no="6", signed_by_head="K."), "unknown_value:signed_by_head"),
    (LETTER, letter("H-1", letter_no="7", drafted_on="9"), "bad_date:drafted_on"),
    (LETTER, letter("NOBODY"), "no_dossier"),
]  # fmt: skip
# Of the forms beside dossiers: every needed field once, told apart by a number or day of its own, and each fault.
OWN_KEY = {
    "posting": "announced_on",
    "paper_demand": "demand_no",
    "staff": "staff_no",
    "inspection": "inspection_no",
    "finding": "finding_no",
    "assistance": "event_no",
    "portal_dossier": "dossier_code",
}


def odd(kind: str, number: int, **cells: str) -> Row:
    """A row of a form whose key no other row has."""
    key = f"{number:02}/05/2020" if kind == "posting" else f"N-{number}" if kind == "portal_dossier" else str(number)
    return form(kind, **{OWN_KEY[kind]: key} | cells)


FAULTS += [
    (kind, odd(kind, number, **{field: ""}), f"missing:{field}")
    for kind in FORMS
    for number, field in enumerate(CHECKS[kind].needed, start=10)
]
FAULTS += [
    ("posting", odd("posting", 20, removed_on="02/06/2020"), "removed_before_posted"),
    ("posting", odd("posting", 21, procedure="9.999999"), "unknown_procedure"),
    ("posting", odd("posting", 22, is_correct="Gần đúng"), "unknown_value:is_correct"),
    ("paper_demand", odd("paper_demand", 20, is_plain_enough=""), "missing:is_plain_enough"),
    ("paper_demand", odd("paper_demand", 21, paper="Ảnh"), "unknown_value:paper"),
    ("paper_demand", form("paper_demand", dossier_code="NOBODY"), "no_dossier"),
    ("staff", odd("staff", 20, left_on="31/05/2019"), "left_before_start"),
    ("staff", odd("staff", 21, counter_no="A"), "bad_number:counter_no"),
    ("inspection", odd("inspection", 20, inspected_unit="Phường 99"), "unknown_unit:inspected_unit"),
    ("finding", odd("finding", 20, remedied_on="01/06/2020"), "remedied_before_found"),
    ("finding", odd("finding", 21, finding_kind="Chuyện riêng"), "unknown_value:finding_kind"),
    ("assistance", odd("assistance", 20, people="-1"), "bad_number:people"),
    ("assistance", odd("assistance", 21, form="Gọi điện"), "unknown_value:form"),
    ("portal_dossier", odd("portal_dossier", 20, finished_at="?"), "bad_date:finished_at"),
]
# Rows that look odd and are good: not one of them may be refused.
GOOD_ROWS: list[tuple[str, Row]] = [
    (DOSSIER, dossier("G-1", due_at="01/06/2020")),  # due on the day received
    (DOSSIER, dossier("G-2", due_at="01/06/2020 07:00")),  # by the clock before it: days are compared
    (DOSSIER, dossier("G-3", due_at="30/06/2022 18:00")),  # the last moment in range
    (DOSSIER, dossier("G-4", finished_at="30/06/2020 18:00")),  # the moment of the export
    (DOSSIER, dossier("G-5", finished_at="01/06/2020 08:00")),  # the moment received
    (DOSSIER, dossier("G-6", status="Mới đăng ký", received_at="", due_at="")),  # nothing known yet
    (DOSSIER, dossier("G-7", status="Không được tiếp nhận", due_at="01/01/2020")),  # whatever dates it carries
    (MOVE, move("H-3", set_at="19/06/2020 17:00")),  # due on the day it is set
    (PAUSE, pause("H-3", resumed_at="03/06/2020 09:00")),  # resumed at once
    (LETTER, letter("H-3", letter_state="Dự thảo", issued_on="")),  # a draft has no day
    *((kind, form(kind)) for kind in FORMS),
    ("posting", form("posting", announced_on="02/06/2020", desk_posted_on="", web_posted_on="")),
    ("paper_demand", form("paper_demand", demand_no="2", is_certified_copy="Không", is_plain_enough="")),
    ("finding", form("finding", finding_no="2", remedy_due_on="")),
    ("portal_dossier", form("portal_dossier", dossier_code="ONLY-THERE")),  # what the list is there to find
]
# Lines of text that do not become rows, at the end of the file of dossiers.
UNREADABLE = {
    "wrong_width": "H-WIDE,P.1,too few cells\r\n",
    "broken_quotes": f'H-QUOTE,"P.1"x{"," * 10}\r\n',
    "too_long": f"H-LONG,{'x' * 2_000_000}{',' * 10}\r\n",
}


@pytest.fixture(scope="module")
def refused(tmp_path_factory: pytest.TempPathFactory) -> tuple[Desk, Summary]:
    """One load of all the rows above among good ones."""
    desk = Desk(tmp_path_factory.mktemp("refused"))
    rows: dict[str, list[Row]] = {kind: [] for kind in KINDS}
    for kind, row in [*GOOD_ROWS, *((kind, row) for kind, row, _ in FAULTS)]:
        rows[kind].append(row)
    rows[DOSSIER] += [dossier(f"H-{number}") for number in range(GOOD)]
    paths = [desk.write(kind, *rows[kind]) for kind in KINDS]
    with paths[0].open("a", encoding="utf-8", newline="") as file:
        file.writelines(UNREADABLE.values())
    return desk, desk.load(*paths, rejected_folder=desk.folder)


def test_every_fault_is_refused_with_all_its_reasons_and_nothing_else_is(refused: tuple[Desk, Summary]) -> None:
    desk, _ = refused
    kinds = dict(enumerate(KINDS, start=1))
    before = Counter(dict.fromkeys(KINDS, 1))  # the header, and then the odd but good rows
    before.update(kind for kind, _ in GOOD_ROWS)
    last = before[DOSSIER] + sum(kind == DOSSIER for kind, _, _ in FAULTS) + GOOD
    expected = {(DOSSIER, last + number): {reason} for number, reason in enumerate(UNREADABLE, start=1)}
    for kind, _, reasons in FAULTS:
        before[kind] += 1
        expected[kind, before[kind]] = set(reasons.split())
    found = {
        (kinds[row.file_no], row.row_no): set(row.reasons.split()) for row in desk.rows("rejected_row").itertuples()
    }
    assert found == expected


def test_no_reason_is_left_untested(refused: tuple[Desk, Summary]) -> None:
    _, summary = refused
    elsewhere = {"older_export", "contradicts_file", "contradicts_case"}  # test_loading, test_repeats, test_event_log
    assert {code.partition(":")[0] for code in summary.reasons} == set(REASONS) - elsewhere


def test_every_needed_field_is_missing_once(refused: tuple[Desk, Summary]) -> None:
    _, summary = refused
    needed = {f"missing:{field}" for checks in CHECKS.values() for field in checks.needed}
    assert needed <= set(summary.reasons)


def test_the_reasons_are_counted(refused: tuple[Desk, Summary]) -> None:
    _, summary = refused
    told = Counter(reason for _, _, reasons in FAULTS for reason in reasons.split())
    assert summary.reasons == dict(told) | dict.fromkeys(UNREADABLE, 1)


def test_every_reason_reads_as_a_sentence_in_both_languages(refused: tuple[Desk, Summary]) -> None:
    _, summary = refused
    for code in summary.reasons:
        english, vietnamese = sentence(code, ENGLISH), sentence(code, VIETNAMESE)
        assert english != vietnamese, f"{code} is not translated"
        assert "{" not in english + vietnamese
    assert all(ENGLISH.say(name) != VIETNAMESE.say(name) for name in FIELDS.values())


def test_the_rows_of_each_file_add_up(refused: tuple[Desk, Summary]) -> None:
    desk, summary = refused
    rejected = Counter(desk.rows("rejected_row")["file_no"])
    for number, (file, kind) in enumerate(zip(summary.files, KINDS, strict=True), start=1):
        good = GOOD * (kind == DOSSIER) + sum(k == kind for k, _ in GOOD_ROWS)
        unreadable = len(UNREADABLE) if kind == DOSSIER else 0
        assert file.new == good, kind
        assert file.refused == rejected[number] == sum(k == kind for k, _, _ in FAULTS) + unreadable, kind
        assert file.read == file.new + file.refused, kind


def test_a_refused_row_leaves_the_dossier_as_it_was(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    good = [dossier(f"H-{number}") for number in range(60)]
    desk.load_dossiers(*good)
    summary = desk.load_dossiers(*good[1:], dossier("H-0", status="?", finished_at="09/06/2020"), dossier("NEW"))
    assert summary.reasons == {"unknown_value:status": 1}
    assert len(desk.rows("dossier")) == 61  # 60 + NEW
    assert desk.dossier("H-0")["status"] == 4


def test_a_mistyped_year_of_export_is_refused(tmp_path: Path) -> None:
    """It would complete the unit for centuries, and make every date possible in the other rows."""
    desk = Desk(tmp_path)
    rows = [dossier(f"H-{number}") for number in range(60)]
    summary = desk.load_dossiers(*rows, dossier("TYPO", exported_at="30/06/2920 18:00"))
    assert summary.reasons == {"date_out_of_range:exported_at": 1}


def test_the_workbook_goes_back_with_reasons_in_both_languages(refused: tuple[Desk, Summary]) -> None:
    _, summary = refused
    sheet = openpyxl.load_workbook(summary.rejected_file).active
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][:4] == ("Tệp", "Dòng", "Lý do", "Reason")
    assert len(rows) - 1 == summary.total("refused")
    by_code = {row[rows[0].index(VIETNAMESE.say(FIELDS["dossier_code"]))]: row for row in rows[1:]}
    file, number, vietnamese, english = by_code["X-28"][:4]
    assert file == "dossier.csv"
    # The good rows of GOOD_ROWS come first, then those of FAULTS.
    codes = [row["dossier_code"] for kind, row in GOOD_ROWS if kind == DOSSIER]
    codes += [row["dossier_code"] for kind, row, _ in FAULTS if kind == DOSSIER]
    assert number == codes.index("X-28") + 2  # the header is row 1
    codes_of_reasons = ("unknown_procedure", "bad_date:due_at")
    assert english == "; ".join(sentence(code, ENGLISH) for code in codes_of_reasons)
    assert vietnamese == "; ".join(sentence(code, VIETNAMESE) for code in codes_of_reasons)
    assert "9.999999" in by_code["X-28"]  # the cell as it was read


FORMULAS = ("=1+1", '=HYPERLINK("http://x")', "+1", "-1", "@SUM(A1)", "http://example.com")


def test_a_cell_that_looks_like_a_formula_stays_text(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    good = [dossier(f"H-{number}") for number in range(400)]
    bad = [dossier(f"X-{number}", procedure=text) for number, text in enumerate(FORMULAS)]
    summary = desk.load_dossiers(*good, *bad, rejected_folder=desk.folder)
    sheet = openpyxl.load_workbook(summary.rejected_file).active
    column = [cell.value for cell in sheet[1]].index(VIETNAMESE.say(FIELDS["procedure"])) + 1
    cells = [sheet.cell(row, column) for row in range(2, 2 + len(FORMULAS))]
    assert [(cell.value, cell.data_type) for cell in cells] == [(text, "s") for text in FORMULAS]
    assert all(cell.hyperlink is None for cell in cells)
