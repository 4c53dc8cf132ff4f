"""What a file may look like, what is said of one that cannot be read, and how a unit may be written."""

from __future__ import annotations

import codecs
import unicodedata
from pathlib import Path

import pandas as pd
import pytest
from sqlalchemy import String, cast, func, select

from data_access import tables
from data_access.fetch import fetch
from data_access.load import LoadRefused, MappingError, ReadError
from data_access.profiles.units import unit_key
from tests.data_access.desk import Desk, dossier, letter


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_a_byte_order_mark_makes_no_difference(desk: Desk, encoding: str) -> None:
    path = desk.write("dossier", dossier("H-1"), encoding=encoding)
    assert path.read_bytes().startswith(codecs.BOM_UTF8) == (encoding == "utf-8-sig")
    assert desk.load(path).total("new") == 1
    assert list(desk.rows("dossier")["dossier_code"]) == ["H-1"]


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_other_delimiters(desk: Desk, delimiter: str) -> None:
    path = desk.write("dossier", dossier("H-1"))
    path.write_text(path.read_text(encoding="utf-8").replace(",", delimiter), encoding="utf-8")
    assert desk.load(path).total("new") == 1


def test_headers_and_values_in_other_letters_and_another_unicode_form(desk: Desk) -> None:
    path = desk.write("dossier", dossier("H-1", channel="  nộp TRỰC   tuyến ", submitted_at="29/05/2020 09:00"))
    text = path.read_text(encoding="utf-8").replace("Mã hồ sơ", "MÃ HỒ  SƠ").replace("Ngày tiếp nhận", "ngày tiếp nhận")
    path.write_text(text, encoding="utf-8")
    assert desk.load(path).total("new") == 1
    assert desk.dossier("H-1")["channel"] == 2


SPELLINGS = ("Phường 01", "Phường 1", "P.1", "P1", "p 1", "UBND Phường 1", "ubnd  phường 01", "P. 01", "27370")


def test_every_spelling_of_a_ward_is_one_ward(desk: Desk) -> None:
    rows = [dossier(f"H-{number}", receiving_unit=text) for number, text in enumerate(SPELLINGS)]
    rows.append(dossier("H-11", receiving_unit="P11"))  # 11 is not 1
    summary = desk.load_dossiers(*rows)
    assert summary.reasons == {}
    assert desk.rows("dossier")["receiving_unit_id"].value_counts().to_dict() == {"p01": len(SPELLINGS), "p11": 1}


@pytest.mark.parametrize(("one", "other"), [("P.1", "P.10"), ("Phường 1", "Phòng 1"), ("P.01", "P.0"), ("P1", "1")])
def test_names_that_are_not_the_same_unit(one: str, other: str) -> None:
    assert unit_key(one) != unit_key(other)


def test_the_fixed_procedure_tells_the_resolving_unit_where_the_export_does_not(desk: Desk) -> None:
    desk.load_dossiers(
        dossier("OWN", procedure="1.004873"),  # a procedure of the ward itself
        dossier("OTHER", procedure="1.001612"),  # the profile: resolved by the economic department
        dossier("TOLD", procedure="1.001612", resolving_unit="Phòng Tư pháp"),
    )
    resolving = desk.rows("dossier").set_index("dossier_code")["resolving_unit_id"].to_dict()
    assert resolving == {"OWN": "p01", "OTHER": "kinh-te", "TOLD": "tu-phap"}


MARKER = "Nguyễn Văn A 0903123456"


def everything_stored(desk: Desk) -> str:
    """Every cell of every table of the published version as one text."""
    return "\n".join(
        fetch(desk.store, select(*(cast(column, String) for column in table.columns))).to_csv()
        for table in tables.metadata.tables.values()
    )


def test_columns_that_the_mapping_does_not_name_are_never_read(desk: Desk) -> None:
    good = [dossier(f"H-{number}", **{"Họ tên": MARKER, "Ghi chú": "x"}) for number in range(60)]
    refused = dossier("H-BAD", procedure="seen in the refused row", **{"Họ tên": MARKER})
    letters = desk.write("letter", letter("H-1", **{"Người nhận": MARKER}))
    summary = desk.load(desk.write("dossier", *good, refused), letters, rejected_folder=desk.folder)
    assert [file.left_out for file in summary.files] == [["Họ tên", "Ghi chú"], ["Người nhận"]]
    stored = everything_stored(desk)
    assert "seen in the refused row" in stored  # so the search does look at the refused row
    assert MARKER not in stored
    # Nor does it stand anywhere in the files, though DuckDB may compress a longer text.
    database = desk.store.folder / desk.store.version()
    assert MARKER.encode() not in database.read_bytes()
    assert summary.rejected_file


def test_the_load_keeps_what_was_read_and_what_was_left_out(desk: Desk) -> None:
    desk.load_dossiers(dossier("H-1", **{"Họ tên": "x"}))
    file = desk.rows("load_file").iloc[0]
    assert (file["name"], file["kind"], file["columns_left_out"]) == ("dossier.csv", "dossier", "Họ tên")
    assert len(file["sha256"]) == 64


UNREADABLE = {
    # why: (bytes of the file, what the message must say)
    "nothing in it": (b"", "the file is empty"),
    "only line ends": (b"\r\n\r\n", "the file is empty"),
    "UTF-16 with the wrong columns": ("Mã hồ sơ\tTrạng thái\n".encode("utf-16"), "fit no kind .* read as utf-16"),
    "UTF-16 cut off within a letter": ("Mã hồ sơ\n".encode("utf-16")[:-1], "not utf-16 either"),
    "NUL bytes, as in .xls": (b"Ma,Trang\0thai\n", "NUL bytes"),
    "another encoding": ("Größe,Straße\n".encode("latin-1"), "read as windows-1258"),
    "in no encoding we know": (b"Ma h\xd2\xff\x81so,Tr\x8dng\n" + b"\xd2" * 3 + b"\x9d\n", "not UTF-8"),
    "cut off within a letter": ("Mã hồ sơ,Trạng thá".encode()[:-1], "not UTF-8"),
}


@pytest.mark.parametrize("why", UNREADABLE)
def test_files_that_cannot_be_read(desk: Desk, why: str) -> None:
    content, message = UNREADABLE[why]
    path = desk.folder / "export.csv"
    path.write_bytes(content)
    with pytest.raises(ReadError, match=rf"export\.csv.*{message}"):
        desk.load(path)
    assert desk.store.version() is None


def in_1258(text: str) -> bytes:
    """Text as Windows-1258 keeps it: what has no code of its own is a letter followed by its tone."""
    tones = "\u0300\u0301\u0303\u0309\u0323"
    written = b""
    for character in text:
        try:
            written += character.encode("cp1258")
        except UnicodeEncodeError:
            marks = unicodedata.normalize("NFD", character)
            base = unicodedata.normalize("NFC", "".join(mark for mark in marks if mark not in tones))
            written += (base + "".join(mark for mark in marks if mark in tones)).encode("cp1258")
    return written


ENCODINGS = {
    "UTF-16 as Excel's 'Unicode text'": lambda text: text.replace(",", "\t").encode("utf-16"),
    "UTF-16, the other end first": lambda text: b"\xfe\xff" + text.encode("utf-16-be"),
    "Windows-1258": in_1258,
    "decomposed letters": lambda text: unicodedata.normalize("NFD", text).encode(),
}


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_every_encoding_gives_the_same_dossiers(desk: Desk, tmp_path: Path, encoding: str) -> None:
    """Vietnamese in headers, units, procedures and states: the facts are those of the UTF-8 file."""
    rows = [dossier("H-Đ1", receiving_unit="Phường 2"), dossier("H-2", status="Yêu cầu bổ sung giấy tờ")]
    path = desk.write("dossier", *rows)
    plain = path.read_text(encoding="utf-8-sig")
    desk.load(path)
    other = Desk(tmp_path / "other")
    (tmp_path / "export.csv").write_bytes(ENCODINGS[encoding](plain))
    assert other.load(tmp_path / "export.csv").total("refused") == 0
    pd.testing.assert_frame_equal(other.rows("dossier"), desk.rows("dossier"))


def test_a_missing_file_and_an_empty_folder(desk: Desk) -> None:
    with pytest.raises(ReadError, match=r"gone\.csv: cannot be opened"):
        desk.load(desk.folder / "gone.csv")
    with pytest.raises(ReadError, match=r"no file in this folder that ends in \.csv"):
        desk.load(desk.folder)


def test_a_folder_means_its_files(desk: Desk) -> None:
    desk.write("dossier", dossier("H-1"), name="a.csv")
    desk.write("dossier", dossier("H-2"), name="b.csv")
    (desk.folder / "readme.md").write_text("not an export", encoding="utf-8")
    (desk.folder / "~$b.xlsx").write_bytes(b"an office program has b.xlsx open")
    (desk.folder / "old").mkdir()
    summary = desk.load(desk.folder)
    assert [file.name for file in summary.files] == ["a.csv", "b.csv"]
    assert summary.ignored == ["old", "readme.md", "~$b.xlsx"]
    assert desk.store.version()


def test_a_wrong_header_names_the_missing_columns(desk: Desk) -> None:
    path = desk.write("dossier", dossier("H-1"), without=("received_at", "status"))
    with pytest.raises(ReadError, match=r"needs 'Ngày tiếp nhận', 'Trạng thái'.*Found: 'Mã hồ sơ'") as caught:
        desk.load(path)
    assert "'Ngày hẹn trả'" not in str(caught.value).split("Found:")[0]


def test_two_columns_of_one_name(desk: Desk) -> None:
    path = desk.write("dossier", dossier("H-1", **{"MÃ HỒ SƠ": "H-2"}))
    with pytest.raises(ReadError, match="two columns are called 'Mã hồ sơ'"):
        desk.load(path)


def test_an_unknown_mapping_names_those_there_are(desk: Desk) -> None:
    with pytest.raises(MappingError, match=r"no mapping 'igate'.*mot-cua"):
        desk.load_dossiers(dossier("H-1"), mapping="igate")


def test_a_file_with_a_header_and_no_rows_changes_nothing(desk: Desk) -> None:
    path = desk.write("dossier", dossier("H-1"))
    path.write_text(path.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    summary = desk.load(path)
    assert (summary.version, summary.total("read")) == (None, 0)


def test_rows_are_numbered_as_they_stand_in_the_file(desk: Desk) -> None:
    """A row of the wrong width does not move the numbers of those after it; nor does a line end within a cell."""
    path = desk.write("dossier", *(dossier(f"H-{number}") for number in range(1, 201)))
    lines = path.read_text(encoding="utf-8").splitlines()
    lines[1] = lines[1].replace("Đang xử lý", '"Đang\nxử lý"')  # row 2, good: two lines of text
    lines[2] += ",one cell more"  # row 3
    lines[4] = lines[4].replace("H-4", "")  # row 5: no code
    lines[6] = "too,few"  # row 7
    lines[7] = lines[7].replace("H-7", "")  # row 8: no code
    path.write_text("\n".join(lines), encoding="utf-8")
    assert desk.load(path).total("read") == 200
    rejected = desk.rows("rejected_row").sort_values("row_no")
    assert list(zip(rejected["row_no"], rejected["reasons"], strict=True)) == [
        (3, "wrong_width"),
        (5, "missing:dossier_code"),
        (7, "wrong_width"),
        (8, "missing:dossier_code"),
    ]
    assert fetch(desk.store, select(func.count()).select_from(tables.dossier)).iloc[0, 0] == 196  # 200 − 4


def test_too_many_refused_rows_and_nothing_is_published(desk: Desk) -> None:
    """The profile allows 2 %: 1 of 50 is published, 2 of 50 are not."""
    rows = [dossier(f"H-{number}") for number in range(48)]
    bad, worse = dossier("H-48", procedure="?"), dossier("H-49", procedure="?")
    with pytest.raises(LoadRefused, match=r"2 of 50 rows were refused, more than the 2%") as caught:
        desk.load_dossiers(*rows, bad, worse, rejected_folder=desk.folder)
    assert caught.value.summary.reasons == {"unknown_procedure": 2}
    assert caught.value.summary.rejected_file.exists()
    assert desk.store.version() is None
    assert desk.load_dossiers(*rows, bad, dossier("H-49")).version
