"""Form II.06a as a workbook: read back, recalculated by LibreOffice, laid out as the paper is; and its command."""

from __future__ import annotations

import datetime as dt
import io
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from data_access.journal import Records
from data_access.profiles import load_profile
from data_access.stores import open_store
from data_access.viewer import EVERYTHING
from measures.known import holdings
from measures.official_check import Difference
from measures.official_form import COLUMNS, LETTERS, forms, question
from measures.period import Period
from measures.scope import Scope
from reports import form_words, official_form, register
from reports.__main__ import main
from reports.form_workbook import FIRST, workbook
from reports.official_form import FormRefused, IssueRefused, Paper, papers
from reports.register import Issued
from tests.requirements_of_machine import need

WARDS = 14
SHEETS = (("II.06a", FIRST + 1), ("Thư xin lỗi", 7))
NOW = dt.datetime(2018, 11, 1, tzinfo=dt.UTC)
Sheets = dict[str, dict[str, object]]


def paper_of(store_folder: Path, by: str = "field", token: str = "2018-11", **scope: object) -> Paper:
    store = open_store(str(store_folder))
    version = store.version()
    assert version
    held = holdings(store, version)
    profile = load_profile(held.profile)
    whole = Scope(Period.parse(token), units=(), certification=True, **scope)  # type: ignore[arg-type]
    (made,) = papers(question(store, version, EVERYTHING, whole, profile), held, profile, by, [whole])
    return made


def read(content: bytes | Path, values: bool) -> openpyxl.Workbook:
    source = io.BytesIO(content) if isinstance(content, bytes) else content
    return openpyxl.load_workbook(source, data_only=values)


def cells(book: openpyxl.Workbook) -> dict[tuple[str, str], object]:
    return {
        (sheet.title, cell.coordinate): cell.value for sheet in book for row in sheet.rows for cell in row if cell.value
    }


def lines(sheet: Worksheet, first: int, columns: int) -> dict[str, list[object]]:
    """Name of the line -> its numbers, down to the total."""
    found = {}
    for row in sheet.iter_rows(min_row=first, values_only=True):
        found[str(row[1])] = list(row[2 : 2 + columns])
        if row[1] == form_words.GRAND_TOTAL:
            break
    return found


@pytest.mark.parametrize("by", ["field", "unit"])
def test_the_sheets_say_what_was_counted_and_libreoffice_sums_the_same(
    small_sample: Path, tmp_path: Path, by: str
) -> None:
    """Values beside the formulas, formulas worked out again by another program, and our figures: three times one."""
    paper = paper_of(small_sample, by)
    content = workbook(paper)
    shown, live = read(content, values=True), read(content, values=False)
    main_lines = lines(shown["II.06a"], FIRST + 1, len(COLUMNS))
    by_line = {row.name: row.figures for row in paper.form.rows} | {form_words.GRAND_TOTAL: paper.form.total}
    letters = lines(shown["Thư xin lỗi"], 7, 6)
    parts = [name for whole, pair in LETTERS.items() for name in (whole, *pair)]
    for row in (*paper.form.rows, None):
        name = row.name if row else form_words.GRAND_TOTAL
        if [one.name for one in paper.form.rows].count(name) == 1 or row is None:  # a field may stand at two levels
            assert main_lines[name] == [by_line[name][column] for column in COLUMNS]
            assert letters[name] == [by_line[name][part] for part in parts]
    overdue = [row for row in shown["Hồ sơ quá hạn"].iter_rows(min_row=6, values_only=True) if row[0]]
    assert len(overdue) == paper.form.total["10"] + paper.form.total["13"] > 0
    assert [row[1] for row in overdue] == list(paper.overdue["dossier_code"])

    formulas = {place: cell for place, cell in cells(live).items() if str(cell).startswith("=")}
    every = len(paper.form.rows) + len(paper.form.sections()) * (len(paper.form.sections()) > 1)
    assert len(formulas) >= 3 * every + len(COLUMNS) + 2 * len(paper.form.rows) + 6
    again = cells(recalculated(live, tmp_path))
    values = cells(shown)
    assert {place: again.get(place, 0) for place in formulas} == {place: values.get(place, 0) for place in formulas}


def recalculated(book: openpyxl.Workbook, folder: Path) -> openpyxl.Workbook:
    """The workbook without any values of formulas, worked out by LibreOffice."""
    need("LibreOffice (Debian: apt-get install libreoffice-calc-nogui)", shutil.which("soffice") is not None)
    (folder / "out").mkdir()
    book.save(folder / "form.xlsx")  # it writes formulas without their values
    settings = f"-env:UserInstallation={(folder / 'office').as_uri()}"
    command = ["soffice", settings, "--headless", "--convert-to", "xlsx", "--outdir", str(folder / "out")]
    subprocess.run([*command, str(folder / "form.xlsx")], check=True, capture_output=True, timeout=180)
    return read(folder / "out" / "form.xlsx", values=True)


def test_it_is_laid_out_as_the_paper_is(small_sample: Path) -> None:
    paper = paper_of(small_sample)
    book = read(workbook(paper), values=True)
    for sheet in book:
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.page_setup.paperSize == 9
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)  # one page wide, any long
        assert sheet.print_title_rows
        fonts = {cell.font.name for row in sheet.rows for cell in row}
        assert fonts == {"Times New Roman"}
    texts = [str(value) for (sheet, _), value in cells(book).items() if sheet == "II.06a"]
    for expected in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Biểu số II.06a/VPCP/KSTT",
        form_words.TITLE,
        "Kỳ báo cáo: Tháng 11/2018",
        "(Từ ngày 01/11/2018 đến ngày 30/11/2018)",
        "- Đơn vị báo cáo:\nUBND Quận 6",
        "- Đơn vị nhận báo cáo:\nUBND Thành phố Hồ Chí Minh",
        "SỐ LIỆU MẪU (dữ liệu giả lập)",
        "Đơn vị tính: Số hồ sơ TTHC",
        "THỦ TRƯỞNG ĐƠN VỊ",
    ):
        assert expected in texts
    assert "SỐ LIỆU MẪU" not in str(cells(read(workbook(replace(paper, held=replace(paper.held, sample=False))), True)))


def test_texts_of_the_data_are_never_formulas(small_sample: Path) -> None:
    paper = paper_of(small_sample)
    bad = "=HYPERLINK(1)"
    rows = (replace(paper.form.rows[0], name=bad), *paper.form.rows[1:])
    spoiled = replace(paper, form=replace(paper.form, rows=rows), overdue=paper.overdue.assign(dossier_code=bad))
    found: list[Cell] = [
        cell
        for sheet in read(workbook(spoiled), values=False)
        for row in sheet.rows
        for cell in row
        if cell.value == bad
    ]
    assert len(found) == 2 + len(paper.overdue)
    assert {cell.data_type for cell in found} == {"s"}


def test_a_form_that_does_not_close_is_no_paper(small_sample: Path, tmp_path: Path) -> None:
    paper = paper_of(small_sample)
    faults = {f"H-{number}": "none" for number in range(30)}
    broken = replace(paper, form=replace(paper.form, faults=faults))
    with pytest.raises(FormRefused, match=r"H-0 \(không có trạng thái.* và 10 hồ sơ khác"):
        workbook(broken)
    records = Records(f"sqlite:///{tmp_path / 'journal.sqlite'}")
    with pytest.raises(FormRefused) as refused:
        official_form.issue(broken, records, "", "office")
    assert refused.value.faults == faults
    assert register.versions(records) == []


def test_the_letter_sheet_has_the_groups_of_the_first_and_nothing_below_its_total(small_sample: Path) -> None:
    paper = paper_of(small_sample)
    book = read(workbook(paper), values=True)
    named = [[row[:2] for row in book[title].iter_rows(min_row=first, values_only=True)] for title, first in SHEETS]
    assert len(paper.form.sections()) > 1
    first, letters = named
    assert letters == first[: len(letters)]
    assert letters[-1][1] == form_words.GRAND_TOTAL
    assert [number for number, _ in letters if number in ("I", "II", "III")] == ["I", "II", "III"][
        : len(paper.form.sections())
    ]
    assert "Đối chiếu" not in book.sheetnames  # nothing was issued before
    assert "không kèm trang Đối chiếu" in str(cells(book).values())
    gone = Difference(paper.form.rows[0].key, 1, 0, {"H-1": "gone"}, {})
    before = Issued(1, NOW, "", "", "II.06a", {}, 1, "v", NOW.date(), 1, {})
    checked = read(workbook(replace(paper, before=before, differences=(gone,))), values=True)
    assert "H-1" in [cell.value for row in checked["Đối chiếu"].rows for cell in row]


@pytest.mark.parametrize(
    ("token", "reason"),
    [
        ("2018-W40", "Chỉ ban hành biểu của tháng, quý, năm"),
        ("2018-10-05", "Chỉ ban hành"),
        ("2018-10-LK", "Chỉ ban hành"),
        ("2018-6T", "Chỉ ban hành"),
        ("last", "Kỳ chưa kết thúc: số liệu mới đến hết ngày"),
        ("2018-Q3", ""),
        ("2018-10-BC", ""),
    ],
)
def test_only_periods_that_are_reported_and_over_are_issued(
    small_sample: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    token: str,
    reason: str,
) -> None:
    """Without ``--issue`` the file of any period is written."""
    journal = f"sqlite:///{tmp_path / 'journal.sqlite'}"
    monkeypatch.setenv("DOSSIER_JOURNAL_URL", journal)
    if token == "last":
        token = f"{paper_of(small_sample).held.cut_off + dt.timedelta(1):%Y}"
    command = ["form", "--store", str(small_sample), "--ky", token, "--out", str(tmp_path)]
    assert main(command) == 0
    assert main([*command, "--issue"]) == (2 if reason else 0)
    assert reason in capsys.readouterr().err
    records = Records(journal)
    assert len(register.versions(records)) == (0 if reason else 1)
    if reason:
        with pytest.raises(IssueRefused, match=reason):
            official_form.issue(paper_of(small_sample, token=token), records, "", "office")


def test_one_command_writes_all_wards_issues_them_and_checks_the_next_month(
    small_sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    journal = f"sqlite:///{tmp_path / 'journal.sqlite'}"
    monkeypatch.setenv("DOSSIER_JOURNAL_URL", journal)
    command = ["form", "--store", str(small_sample), "--all-wards", "--issue", "--out"]
    assert main([*command, str(tmp_path / "10"), "--ky", "2018-10"]) == 0
    files = sorted((tmp_path / "10").glob("*.xlsx"))
    assert len(files) == WARDS + 1
    issued = register.versions(Records(journal), official_form.PAPER)
    assert len(issued) == WARDS + 1
    whole = paper_of(small_sample, token="2018-10").form
    wards = [one for one in issued if one.about["unit"] != official_form.ALL]
    at_wards = forms_total(small_sample, "2018-10")
    for column in COLUMNS:
        assert sum(one.figures[f"total|{column}"] for one in wards) == at_wards[column] <= whole.total[column]

    assert main([*command, str(tmp_path / "again"), "--ky", "2018-10"]) == 0
    assert "không đổi" in capsys.readouterr().out
    assert len(register.versions(Records(journal))) == WARDS + 1
    assert main([*command, str(tmp_path / "11"), "--ky", "2018-11"]) == 0
    book = read(tmp_path / "11" / "II.06a-2018-11-p10-linh-vuc.xlsx", values=True)
    assert any("khớp từng dòng với cột (11)" in str(value) for value in cells(book).values())

    assert main([*command, str(tmp_path / "x"), "--ky", "2030-01"]) == 2
    assert main(["form", "--store", str(small_sample), "--unit", "p99", "--ky", "2018-11", "--out", str(tmp_path)]) == 2
    assert "p99" in capsys.readouterr().err


def forms_total(store_folder: Path, token: str) -> dict[str, int]:
    """All wards in one form."""
    paper = paper_of(store_folder, token=token)
    scope = replace(paper.form.scope, units=("ward",))
    return dict(forms(paper.question, paper.held, "field", [scope])[0].total)
