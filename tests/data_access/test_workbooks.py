"""Workbooks, registers and texts with titles above them: the same dossiers as from a plain CSV file."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pandas as pd
import pytest

from data_access.load import LoadRefused, ReadError
from data_access.load.sheet_reader import text_of
from tests.data_access.desk import Desk, dossier, letter
from tests.data_access.formats import (
    WORKBOOKS,
    Rows,
    as_csv,
    table,
    with_dates,
    write_csv,
    write_gz,
    write_xlsx,
)

EXPORTED = dt.datetime(2020, 6, 30, 18, 0)
BOTH = pytest.mark.parametrize("suffix", WORKBOOKS)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def dossiers(count: int, **cells: str) -> list[dict[str, str]]:
    return [dossier(f"H-{number}", **cells) for number in range(count)]


ROWS = [
    dossier("H-Đ1", receiving_unit="Phường 2", finished_at="09/06/2020 16:45"),
    dossier("0012", status="Yêu cầu bổ sung giấy tờ", channel="Nộp trực tuyến", submitted_at="29/05/2020 09:10"),
]


@BOTH
@pytest.mark.parametrize("dates", ["as text", "as dates"])
def test_a_workbook_gives_the_same_dossiers_as_a_csv_file(tmp_path: Path, suffix: str, dates: str) -> None:
    desk, other = Desk(tmp_path / "csv"), Desk(tmp_path / "workbook")
    rows = table("dossier", *ROWS)
    desk.load(write_csv(tmp_path / "so.csv", rows))
    sheet = with_dates(rows) if dates == "as dates" else rows
    summary = other.load(WORKBOOKS[suffix](tmp_path / f"so{suffix}", {"Sheet1": sheet}))
    assert (summary.files[0].name, summary.total("new")) == (f"so{suffix}", 2)
    pd.testing.assert_frame_equal(other.rows("dossier"), desk.rows("dossier"))


@BOTH
def test_every_sheet_that_fits_is_read_and_the_others_are_named(desk: Desk, suffix: str) -> None:
    misspelt = table("dossier", *dossiers(2))
    misspelt[0][0] = "Mã hồ sô"
    sheets: dict[str, Rows] = {
        "Tháng 5": table("dossier", dossier("H-5")),
        "Trống": [],
        "Tháng 6": table("dossier", dossier("H-6"), dossier("H-7")),
        "Thư": table("letter", letter("H-5")),
        "Cũ": table("dossier", dossier("H-8")),
        "Tháng 7": misspelt,
    }
    summary = desk.load(WORKBOOKS[suffix](desk.folder / f"so{suffix}", sheets, hidden=("Cũ",)))
    assert [(file.name, file.kind, file.read) for file in summary.files] == [
        (f"so{suffix} · Tháng 5", "dossier", 1),
        (f"so{suffix} · Tháng 6", "dossier", 2),
        (f"so{suffix} · Thư", "letter", 1),
        (f"so{suffix} · Cũ (hidden)", "dossier", 1),
    ]
    assert len(summary.sheets_left_out) == 1
    assert summary.sheets_left_out[0].startswith(f"so{suffix} · Tháng 7: ")
    assert "needs 'Mã hồ sơ'" in summary.sheets_left_out[0]


@BOTH
def test_where_no_sheet_fits_the_closest_is_told(desk: Desk, suffix: str) -> None:
    close = table("dossier", *dossiers(2))
    close[0][close[0].index("Trạng thái")] = "Trạng thái ???"
    path = WORKBOOKS[suffix](desk.folder / f"so{suffix}", {"Ghi chú": [["xin chào"]], "Hồ sơ": close})
    with pytest.raises(ReadError, match=rf"so{suffix} · Hồ sơ: .*also needs 'Trạng thái'\. Found: 'Mã hồ sơ'"):
        desk.load(path)
    assert desk.store.version() is None


@BOTH
def test_an_error_in_a_cell_is_refused_and_not_taken_for_empty(desk: Desk, suffix: str) -> None:
    rows = table("dossier", *dossiers(120))
    due = rows[0].index("Ngày hẹn trả")
    rows[4][due], rows[9][due] = "#REF!", "#N/A"
    rows[5][due] = ""  # an empty due date is a statement
    sheets = {"Trước": [["x", "#REF!"]], "Hồ sơ": rows}
    summary = desk.load(WORKBOOKS[suffix](desk.folder / f"so{suffix}", sheets))
    assert summary.reasons == {"bad_date:due_at": 2}
    rejected = desk.rows("rejected_row")
    assert sorted(rejected["row_no"]) == [5, 10]
    assert "#N/A" in rejected.set_index("row_no").loc[10, "row_values"]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (True, "1"),
        (False, "0"),
        (12.0, "12"),
        (-3.0, "-3"),
        (1.5, "1.5"),
        (1e300, "1e+300"),
        (dt.date(2020, 6, 1), "2020-06-01"),
        (dt.datetime(2020, 6, 1, 8, 30), "2020-06-01 08:30:00"),
        ("a\0b", "ab"),
        (" x ", " x "),
    ],
)
def test_cells_as_text(value: object, text: str) -> None:
    assert text_of(value) == text


def test_a_formula_gives_the_value_it_had(desk: Desk) -> None:
    import xlsxwriter

    path = desk.folder / "so.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Sheet1")
        for place, row in enumerate(table("dossier", *dossiers(1))):
            sheet.write_row(place, 0, row)
        sheet.write_formula(1, 0, '="H-"&"9"', value="H-9")
    assert desk.load(path).total("new") == 1
    assert list(desk.rows("dossier")["dossier_code"]) == ["H-9"]


TITLES: Rows = [["ỦY BAN NHÂN DÂN QUẬN 6"], [], ["DANH SÁCH HỒ SƠ, THÁNG 6", "", "Số: 12"], []]


@pytest.mark.parametrize("suffix", [*WORKBOOKS, ".csv", ".tsv"])
def test_titles_above_the_header_and_rows_as_the_spreadsheet_numbers_them(desk: Desk, suffix: str) -> None:
    rows = table("dossier", *dossiers(120))
    rows[10][0] = ""  # no code
    rows.insert(20, [])  # an empty row is no row, but has a number
    rows[30][0] = ""
    path = desk.folder / f"so{suffix}"
    if suffix in WORKBOOKS:
        WORKBOOKS[suffix](path, {"Sheet1": TITLES + rows})
    else:
        path.write_text(as_csv(TITLES + rows, "\t" if suffix == ".tsv" else ","), encoding="utf-8-sig")
    summary = desk.load(path)
    assert summary.reasons == {"missing:dossier_code": 2}
    assert sorted(desk.rows("rejected_row")["row_no"]) == [len(TITLES) + 11, len(TITLES) + 31]
    assert summary.total("read") == 120


def test_titles_without_empty_lines_do_not_leave_the_fast_road(desk: Desk) -> None:
    rows = table("dossier", *dossiers(120))
    rows[10][0] = ""
    path = desk.folder / "so.csv"
    path.write_text("sep=,\n" + '"HỒ SƠ\nTHÁNG 6",,\n' + as_csv(rows), encoding="utf-8-sig")
    desk.load(path)
    assert list(desk.rows("rejected_row")["row_no"]) == [13]


@pytest.mark.parametrize("how", ["mixed line ends", "blank lines", "titles"])
def test_the_careful_road_gives_the_same_dossiers_and_faults(tmp_path: Path, how: str) -> None:
    """Texts that the fast reader does not take."""
    rows = table("dossier", *dossiers(120, channel="Trực tiếp"))
    rows[7][0], rows[50] = "", [*rows[50], "one cell more"]
    plain = as_csv(rows)
    lines = plain.splitlines()
    odd = {
        "mixed line ends": "\r\n".join(lines[:60]) + "\n" + "\r".join(lines[60:]),
        "blank lines": "\n".join(lines[:100]) + "\n\n" + "\n".join(lines[100:]) + "\n\n\n",
        "titles": "Xuất từ phần mềm\n" + plain,
    }[how]
    found = []
    for name, text in (("plain", plain), ("odd", odd)):
        desk = Desk(tmp_path / name)
        path = tmp_path / f"{name}.csv"
        path.write_text(text, encoding="utf-8", newline="")
        summary = desk.load(path)
        found.append((summary.reasons, summary.total("read"), desk.rows("dossier").drop(columns="load_id")))
        numbers = sorted(desk.rows("rejected_row")["row_no"])
        assert numbers == ([9, 52] if how == "titles" and name == "odd" else [8, 51])
    assert found[0][:2] == found[1][:2]
    pd.testing.assert_frame_equal(*(frame.sort_values("dossier_code", ignore_index=True) for _, _, frame in found))


def test_a_header_repeated_within_the_table_is_no_row(desk: Desk) -> None:
    rows = table("dossier", *dossiers(4))
    path = write_csv(desk.folder / "so.csv", [*rows[:3], rows[0], *rows[3:], rows[0]])
    summary = desk.load(path)
    assert (summary.total("read"), summary.total("new")) == (4, 4)


def test_a_block_under_the_table_is_no_row_unless_it_fills_a_column_that_is_read(desk: Desk) -> None:
    rows = table("dossier", *dossiers(60, **{"Ghi chú": ""}))
    rows.append(["", "", "", "", "", "", "", "", "", "", "", "", "Tổng: 60"])
    rows.append(["Người lập biểu"])
    summary = desk.load(write_xlsx(desk.folder / "so.xlsx", {"Sheet1": rows}))
    assert (summary.total("read"), summary.total("refused")) == (61, 1)
    assert list(desk.rows("rejected_row")["row_no"]) == [63]


def test_a_packed_file(tmp_path: Path) -> None:
    rows = table("dossier", *dossiers(3))
    desk, other = Desk(tmp_path / "one"), Desk(tmp_path / "two")
    summary = desk.load(write_gz(tmp_path / "so.csv.gz", as_csv(rows).encode()))
    assert (summary.files[0].name, summary.total("new")) == ("so.csv.gz", 3)
    book = write_xlsx(tmp_path / "so.xlsx", {"Một": rows, "Hai": table("letter", letter("H-1"))})
    summary = other.load(write_gz(tmp_path / "so.xlsx.gz", book.read_bytes()))
    assert [file.name for file in summary.files] == ["so.xlsx.gz · Một", "so.xlsx.gz · Hai"]


@pytest.mark.parametrize("name", ["so [1].csv", "so*.csv", "what?.csv", "so.csv.gz", "sổ tháng 6.xlsx"])
def test_a_name_is_only_a_name(desk: Desk, name: str) -> None:
    """Neither a pattern of names nor the ending says what is in a file."""
    (desk.folder / "so1.csv").write_text("another file", encoding="utf-8")
    path = write_csv(desk.folder / name, table("dossier", *dossiers(2)))
    summary = desk.load(path)
    assert (summary.files[0].name, summary.total("new")) == (name, 2)


def test_a_folder_of_every_format(desk: Desk) -> None:
    folder = desk.folder / "exports"
    folder.mkdir()
    for number, suffix in enumerate(WORKBOOKS):
        WORKBOOKS[suffix](folder / f"b{suffix}", {"Sheet1": table("dossier", dossier(f"W-{number}"))})
    write_csv(folder / "a.csv", table("dossier", dossier("C-1")))
    write_csv(folder / "d.txt", table("dossier", dossier("T-1")))
    write_gz(folder / "e.csv.gz", as_csv(table("dossier", dossier("G-1"))).encode())
    (folder / "~$b.xlsx").write_bytes(b"\x05user")
    (folder / "thumbs.db").write_bytes(b"x")
    summary = desk.load(folder)
    assert [file.name for file in summary.files] == ["a.csv", "b.xls", "b.xlsx", "d.txt", "e.csv.gz"]
    assert summary.ignored == ["thumbs.db", "~$b.xlsx"]


# --------------------------------------------------------------------------------------------------------- the register

UPPER = ["TT", "Mã hồ sơ", "Tên TTHC", "Số lượng hồ sơ (bộ)", "Tên cá nhân, tổ chức", "Địa chỉ, số điện thoại"]
UPPER += ["Cơ quan chủ trì giải quyết", "Ngày, tháng, năm", "", "", "", "Trả kết quả", "", "", "Ghi chú"]
LOWER = ["Nhận hồ sơ", "Hẹn trả kết quả", "Chuyển hồ sơ đến cơ quan giải quyết", "Nhận kết quả từ cơ quan giải quyết"]
LOWER += ["Ngày, tháng, năm", "Phương thức nhận kết quả", "Ký nhận"]
REGISTER: Rows = [
    ["UBND QUẬN 6"],
    ["UBND PHƯỜNG 10"],
    ["SỔ THEO DÕI HỒ SƠ"],
    [],
    UPPER,
    [""] * 7 + LOWER + [""],
    [f"({number})" for number in range(1, 16)],
]


def entry(code: str, finished: str = "", returned: str = "") -> list[object]:
    """A line of the register, with an invented person in the columns that are never read."""
    who = ["1", "Người Nộp Bịa Đặt", "0 đường Không Có"]
    days = ["01/06/2020", "10/06/2020", "01/06/2020", finished, returned]
    return ["1", code, "1.004873", *who, "Phòng Kinh tế", *days, "Trực tiếp", "(ký)", "ghi chú"]


ENTRIES = [entry("S-1"), entry("S-2", "09/06/2020"), entry("S-3", "09/06/2020", "12/06/2020")]


@pytest.mark.parametrize("suffix", [*WORKBOOKS, ".csv"])
def test_the_official_register(desk: Desk, suffix: str) -> None:
    rows = [*REGISTER, *ENTRIES[:2], *REGISTER[4:7], *ENTRIES[2:]]  # the header stands on every printed page
    write = WORKBOOKS.get(suffix, lambda path, sheets: write_csv(path, sheets["Sổ"]))
    summary = desk.load(write(desk.folder / f"so{suffix}", {"Sổ": rows}), mapping="so-theo-doi", exported_at=EXPORTED)
    assert (summary.total("read"), summary.total("new")) == (3, 3)
    found = desk.rows("dossier").sort_values("dossier_code")
    assert list(found["status"]) == [4, 9, 10]
    assert set(found["receiving_unit_id"]) == {"p10"}
    assert set(found["resolving_unit_id"]) == {"kinh-te"}
    assert [str(day)[:10] for day in found["finished_at"]] == ["NaT", "2020-06-09", "2020-06-09"]
    assert [str(day)[:10] for day in found["returned_at"]] == ["NaT", "NaT", "2020-06-12"]
    assert set(found["received_at"]) == {pd.Timestamp(2020, 6, 1)}
    left_out = summary.files[0].left_out
    assert {"Tên cá nhân, tổ chức", "Trả kết quả / Ký nhận", "Số lượng hồ sơ (bộ)"} <= set(left_out)


def test_real_dates_and_merged_cells_in_the_register(desk: Desk) -> None:
    rows: Rows = [*REGISTER, *([_as_date(cell) for cell in line] for line in ENTRIES)]
    path = write_xlsx(desk.folder / "so.xlsx", {"Sổ": rows})
    assert desk.load(path, mapping="so-theo-doi", exported_at=EXPORTED).total("new") == 3
    assert desk.dossier("S-3")["returned_at"] == pd.Timestamp(2020, 6, 12)


def _as_date(cell: object) -> object:
    return with_dates([[], [cell]])[1][0]


def register(desk: Desk, *titles: str) -> Path:
    rows: Rows = [*([title] for title in titles), *REGISTER[4:], *ENTRIES]
    return write_xlsx(desk.folder / "so.xlsx", {"Sổ": rows})


UNITS = {
    # titles above the table: the unit they name
    ("Đơn vị: UBND P.10, Quận 6",): "p10",
    ("ỦY BAN NHÂN DÂN QUẬN 6", "Ủy ban nhân dân phường 1"): "p01",
    ("UBND QUẬN 6", "PHÒNG KINH TẾ"): "kinh-te",
}


@pytest.mark.parametrize("titles", UNITS)
def test_a_title_names_the_unit(desk: Desk, titles: tuple[str, ...]) -> None:
    desk.load(register(desk, *titles), mapping="so-theo-doi", exported_at=EXPORTED)
    assert set(desk.rows("dossier")["receiving_unit_id"]) == {UNITS[titles]}


@pytest.mark.parametrize(
    ("titles", "message"),
    [
        ((), "no title above it names one. .*--unit"),
        (("SỔ THEO DÕI HỒ SƠ NĂM 2020",), "no title above it names one"),
        (("PHƯỜNG 1 VÀ PHƯỜNG 2",), "name phường 1, phường 2. .*--unit"),
    ],
)
def test_nothing_tells_the_unit(desk: Desk, titles: tuple[str, ...], message: str) -> None:
    with pytest.raises(ReadError, match=message):
        desk.load(register(desk, *titles), mapping="so-theo-doi", exported_at=EXPORTED)


def test_the_unit_is_told_with_the_order(desk: Desk) -> None:
    desk.load(register(desk, "UBND PHƯỜNG 2"), mapping="so-theo-doi", exported_at=EXPORTED, unit="P.7")
    assert set(desk.rows("dossier")["receiving_unit_id"]) == {"p07"}


def test_the_unit_of_the_order_serves_any_table_without_one_and_no_other(desk: Desk) -> None:
    path = desk.write("dossier", dossier("H-1"), without=("receiving_unit",))
    other = desk.write("dossier", dossier("H-2", receiving_unit="Phường 3"), name="other.csv")
    with pytest.raises(ReadError, match=r"dossier\.csv: .*no column for the receiving unit \('Đơn vị tiếp nhận'\)"):
        desk.load(path)
    desk.load(path, other, unit="Phường 5")
    units = desk.rows("dossier").set_index("dossier_code")["receiving_unit_id"].to_dict()
    assert units == {"H-1": "p05", "H-2": "p03"}


def test_an_unknown_unit_in_the_order(desk: Desk) -> None:
    with pytest.raises(ReadError, match=r"no unit 'Phường 99' in the profile 'quan6'. There are: .*Phường 1"):
        desk.load(desk.write("dossier", dossier("H-1")), unit="Phường 99")


def test_a_refused_register_publishes_nothing(desk: Desk) -> None:
    rows: Rows = [*REGISTER, *([*line[:7], "32/13/2020", *line[8:]] for line in ENTRIES)]
    with pytest.raises(LoadRefused) as caught:
        desk.load(write_xlsx(desk.folder / "so.xlsx", {"Sổ": rows}), mapping="so-theo-doi", exported_at=EXPORTED)
    assert caught.value.summary.reasons == {"bad_date:received_at": 3}
    assert desk.store.version() is None
