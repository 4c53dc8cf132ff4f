"""The empty workbook: what stands in it, and that it loads when it is filled in."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path

import openpyxl
import pytest

from data_access.__main__ import main
from data_access.load import ReadError
from data_access.load.mapping import FIELDS as KINDS
from data_access.load.mapping import FOLDER, folded, load_mapping
from data_access.load.template import FIRST_ROW, HEADER_ROW, template
from data_access.load.template_words import EXAMPLE_TEXTS, GUIDANCE
from data_access.profiles import load_profile
from tests.data_access.desk import Desk, dossier
from text import VIETNAMESE

HEADER = HEADER_ROW + 1  # as a spreadsheet counts
GREEN = "FF0F6B4F"


def opened(kind: str) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(template(kind, "mot-cua", "quan6")))


def column_of(sheet, header: str) -> int:
    return [cell.value for cell in sheet[HEADER]].index(header) + 1


def lists_of(book: openpyxl.Workbook) -> dict[str, list[str]]:
    """Header -> the values that its list offers."""
    rows, allowed = book.worksheets[0], book.worksheets[2]
    offered = {}
    for check in rows.data_validations.dataValidation:
        if check.type == "list":
            for area in check.sqref.ranges:
                cells = allowed[check.formula1.split("!")[1].replace("$", "")]
                offered[rows.cell(HEADER, area.min_col).value] = [cell.value for (cell,) in cells]
    return offered


def test_every_field_of_every_mapping_has_guidance() -> None:
    fields = {
        (kind.name, field)
        for path in FOLDER.glob("*.toml")
        for kind in load_mapping(path.stem).kinds.values()
        for field in kind.headers
    }
    assert len(fields) > 40
    assert [pair for pair in fields if f"{pair[0]}.{pair[1]}" not in GUIDANCE and pair[1] not in GUIDANCE] == []
    known = {f"{kind}.{field}" for kind, field in fields} | {field for _, field in fields}
    assert set(GUIDANCE) <= known  # and none that no mapping has


@pytest.mark.parametrize("kind", KINDS)
def test_the_header_is_that_of_the_mapping(kind: str) -> None:
    wanted = load_mapping("mot-cua").kinds[kind]
    header = [cell.value for cell in opened(kind).worksheets[0][HEADER]]
    assert header == [names[0] for names in wanted.headers.values()]
    assert load_mapping("mot-cua").recognise([(cell,) for cell in header])[0].name == kind


@pytest.mark.parametrize("kind", KINDS)
def test_each_column_is_explained_and_fits_its_header(kind: str) -> None:
    book = opened(kind)
    sheet, guide = book.worksheets[:2]
    assert guide.title == VIETNAMESE.say("Guide")
    lines = {row[0]: row for row in guide.iter_rows(values_only=True) if row[1]}
    for place, cell in enumerate(sheet[HEADER], start=1):
        meaning = lines[cell.value][1]
        assert meaning in cell.comment.text
        assert lines[cell.value][3]
        widths = {n: d.width for d in sheet.column_dimensions.values() for n in range(d.min, d.max + 1)}
        assert widths[place] > max(len(word) for word in cell.value.split())
        assert (cell.fill.start_color.rgb == GREEN) == (lines[cell.value][2] == VIETNAMESE.say("Yes"))


def test_columns_of_dates_have_a_form_and_a_check() -> None:
    sheet = opened("dossier").worksheets[0]
    column = column_of(sheet, "Ngày hẹn trả")
    letter = openpyxl.utils.get_column_letter(column)
    checks = [check for check in sheet.data_validations.dataValidation if f"{letter}{FIRST_ROW + 1}" in check.sqref]
    assert [check.type for check in checks] == ["date"]
    assert sheet.cell(1, column).number_format == "dd/mm/yyyy hh:mm"


def test_the_lists_offer_only_what_a_load_takes() -> None:
    """Every value offered, written into an otherwise good row, is accepted."""
    mapping = load_mapping("mot-cua")
    profile = load_profile("quan6")
    for kind in KINDS:
        offered, known = lists_of(opened(kind)), mapping.kinds[kind]
        for field, values in known.values.items():
            if field != "flag":
                assert {values[folded(text)] for text in offered[known.headers[field][0]]} == set(values.values())
    offered = lists_of(opened("dossier"))
    assert set(offered["Đơn vị tiếp nhận"]) == {unit["name"] for unit in profile.units}
    names = {row[name] for row in profile.procedures for name in ("name", "procedure_id")}
    assert set(offered["Mã thủ tục"]) == names
    assert lists_of(opened("letter"))["Có lý do"] == ["Có", "Không"]


def filled(desk: Desk, rows: list[dict[str, object]], name: str = "mau-dossier.xlsx") -> Path:
    """The template of dossiers with these rows (header -> cell) written by a person."""
    book = opened("dossier")
    sheet = book.worksheets[0]
    for number, row in enumerate(rows, start=FIRST_ROW + 1):
        for header, cell in row.items():
            sheet.cell(number, column_of(sheet, header), cell)
    book.save(desk.folder / name)
    return desk.folder / name


ROW = {
    "Đơn vị tiếp nhận": "Phường 10",
    "Mã thủ tục": "Cấp Giấy xác nhận tình trạng hôn nhân",
    "Hình thức tiếp nhận": "Nộp trực tuyến",
    "Ngày nộp hồ sơ": dt.datetime(2020, 5, 29, 16, 30),
    "Ngày tiếp nhận": dt.datetime(2020, 6, 1, 8, 15),
    "Ngày hẹn trả": dt.datetime(2020, 6, 4),
    "Trạng thái": "Đang xử lý",
    "Thời điểm xuất": dt.datetime(2020, 6, 30, 18, 0),
}


def test_a_filled_template_loads(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    text = {"Ngày tiếp nhận": "02/06/2020 09:00", "Ngày hẹn trả": "05/06/2020", "Mã thủ tục": "1.004873"}
    rows = [{"Mã hồ sơ": "000.00.26-1", **ROW}, {"Mã hồ sơ": "000.00.26-2", **ROW, **text}]
    summary = desk.load(filled(desk, rows))
    assert (summary.total("read"), summary.total("new"), summary.reasons) == (2, 2, {})
    first, second = desk.dossier("000.00.26-1"), desk.dossier("000.00.26-2")
    assert first["submitted_at"] == dt.datetime(2020, 5, 29, 16, 30)
    assert first["received_at"] == dt.datetime(2020, 6, 1, 8, 15)
    assert second["received_at"] == dt.datetime(2020, 6, 2, 9, 0)
    # Without a clock time the date holds to the end of the day, however it is written.
    assert first["exported_due_at"] == dt.datetime(2020, 6, 4, 23, 59, 59)
    assert second["exported_due_at"] == dt.datetime(2020, 6, 5, 23, 59, 59)
    assert (first["receiving_unit_id"], first["channel"], first["status"]) == ("p10", 2, 4)
    assert first["procedure_id"] == second["procedure_id"] == "1.004873"


def test_the_forgotten_example_is_no_dossier(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.load(filled(desk, [{"Mã hồ sơ": "H-1", **ROW}]))
    assert list(desk.rows("dossier")["dossier_code"]) == ["H-1"]
    assert not desk.rows("dossier")["dossier_code"].str.contains(EXAMPLE_TEXTS["dossier_code"]).any()


@pytest.mark.parametrize("kind", KINDS)
def test_an_empty_template_changes_nothing(tmp_path: Path, kind: str) -> None:
    desk = Desk(tmp_path)
    desk.load_dossiers(dossier("H-1"))
    before = desk.store.version()
    (tmp_path / "mau.xlsx").write_bytes(template(kind, "mot-cua", "quan6"))
    summary = desk.load(tmp_path / "mau.xlsx")
    assert (summary.total("read"), desk.store.version()) == (0, before)
    assert summary.files[0].kind == kind


def test_the_command_never_writes_over_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    command = ["--store", str(tmp_path / "store"), "template", "letter"]
    assert main(command) == 0
    written = (tmp_path / "mau-letter.xlsx").read_bytes()
    (tmp_path / "mau-letter.xlsx").write_bytes(b"filled in by hand")
    assert main(command) == 2
    assert "is there already" in capsys.readouterr().err
    assert (tmp_path / "mau-letter.xlsx").read_bytes() == b"filled in by hand"
    assert main([*command, "--out", "other.xlsx"]) == 0
    assert len((tmp_path / "other.xlsx").read_bytes()) == len(written)
    assert main([*command, "--out", "no-folder/other.xlsx"]) == 2
    assert main([*command, "--mapping", "igate"]) == 2
    assert main([*command, "--mapping", "so-theo-doi", "--out", "third.xlsx"]) == 2  # it has no letters
    assert "Traceback" not in capsys.readouterr().err


def test_a_sheet_of_values_alone_is_no_export(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    book = opened("dossier")
    book.remove(book.worksheets[0])
    book.save(tmp_path / "values.xlsx")
    with pytest.raises(ReadError, match="fit no kind"):
        desk.load(tmp_path / "values.xlsx")
