"""Files that are no export, each as (name it comes under, its bytes, what must be said of it)."""

from __future__ import annotations

import gzip
import io
import struct
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import msoffcrypto.format.ooxml
import openpyxl
import xlsxwriter

from tests.data_access.desk import dossier
from tests.data_access.formats import Rows, as_csv, table, write_xls, write_xlsx

GOOD: Rows = table("dossier", *(dossier(f"H-{number}") for number in range(40)))
TEXT = as_csv(GOOD)
HEADER = as_csv(GOOD[:1])
NUMBER_OF_COLUMNS = len(GOOD[0])


@dataclass(frozen=True)
class Malformed:
    """``said`` is a regular expression for what the message holds beside the name."""

    name: str
    content: Callable[[], bytes]
    said: str


def xlsx(rows: Rows = GOOD) -> bytes:
    with TemporaryDirectory() as folder:
        return write_xlsx(Path(folder) / "so.xlsx", {"Sheet1": rows}).read_bytes()


def xls(rows: Rows = GOOD) -> bytes:
    with TemporaryDirectory() as folder:
        return write_xls(Path(folder) / "so.xls", {"Sheet1": rows}).read_bytes()


def zipped(**parts: bytes) -> bytes:
    """A ZIP file; "xl__workbook_xml" stands for "xl/workbook.xml"."""
    return archive({name.replace("__", "/").replace("_", "."): content for name, content in parts.items()})


def archive(parts: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return packed.getvalue()


def parts_of(workbook: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(workbook)) as file:
        return {name: file.read(name) for name in file.namelist()}


def bomb() -> bytes:
    """A workbook whose sheet unpacks to 200 MB."""
    return archive(parts_of(xlsx()) | {"xl/worksheets/sheet1.xml": b" " * (200 << 20)})


def without_sheet() -> bytes:
    return archive({name: part for name, part in parts_of(xlsx()).items() if "sheet1" not in name})


def broken_xml() -> bytes:
    parts = parts_of(xlsx())
    sheet = parts["xl/worksheets/sheet1.xml"]
    return archive(parts | {"xl/worksheets/sheet1.xml": sheet[: len(sheet) // 2] + b"<<<>"})


def damaged_within() -> bytes:
    """One byte of the packed sheet is another: its check sum no longer fits."""
    content = bytearray(xlsx())
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        place = file.getinfo("xl/worksheets/sheet1.xml").header_offset + 120
    content[place] ^= 0xFF
    return bytes(content)


def far_cell(reference: str) -> Callable[[], bytes]:
    def content() -> bytes:
        book, packed = openpyxl.Workbook(), io.BytesIO()
        book.active.append(GOOD[0])
        book.active[reference] = "x"
        book.save(packed)
        return packed.getvalue()

    return content


def empty_sheets() -> bytes:
    packed = io.BytesIO()
    with xlsxwriter.Workbook(packed) as book:
        book.add_worksheet("Một")
        book.add_worksheet("Hai")
    return packed.getvalue()


def with_password() -> bytes:
    packed = io.BytesIO()
    msoffcrypto.format.ooxml.OOXMLFile(io.BytesIO(xlsx())).encrypt("mật khẩu", packed)
    return packed.getvalue()


def old_with_password(kind: int) -> bytes:
    """An .xls that says it is locked: a FILEPASS record follows the first one."""
    content = xls()
    start = content.index(b"\x09\x08\x10\x00\x00\x06\x05\x00") + 20
    record = struct.pack("<HHHHH", 0x2F, 6, kind, 0x1234, 0x5678)
    end = content.index(b"\x0a\x00\x00\x00", start)
    return content[:start] + record + content[start : end - len(record)] + content[end:]


def compound(stream: str) -> bytes:
    """A compound file whose stream is called otherwise, as in .doc and .ppt."""
    name = (stream + "\0").encode("utf-16-le")
    content = bytearray(xls())
    place = content.index("Workbook\0".encode("utf-16-le"))
    content[place : place + 66] = name.ljust(64, b"\0") + struct.pack("<H", len(name))
    return bytes(content)


def lines(*numbers: int, change: Callable[[str], str]) -> bytes:
    """The good text with some of its lines changed."""
    text = TEXT.splitlines()
    for number in numbers:
        text[number] = change(text[number])
    return "\n".join(text).encode()


HTML = "<html><head><meta charset='utf-8'></head><body><table><tr><td>Mã hồ sơ</td></tr></table></body></html>"
SPREADSHEET_ML = (
    '<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n'
    '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet/></Workbook>'
)
WEB_PAGE = r"is a web page \(HTML\) saved under another name\. Open it in Excel"
DAMAGED = "is damaged or cut off. Copy or export it again"
LOCKED = "is protected by a password. Open it in Excel, remove the password"
ROWS_REFUSED = r"40 of 40 rows were refused, more than the 2%"

TEXTS = {
    "empty": Malformed("so.csv", lambda: b"", "the file is empty. Export it again"),
    "only-line-ends": Malformed("so.csv", lambda: b"\r\n\r\n \n", "the file is empty"),
    "only-a-byte-order-mark": Malformed("so.csv", lambda: b"\xef\xbb\xbf", "the file is empty"),
    "only-a-utf16-mark": Malformed("so.csv", lambda: b"\xff\xfe", "the file is empty"),
    "only-titles": Malformed("so.csv", "UBND PHƯỜNG 1\nSỔ THEO DÕI\n".encode, "fit no kind of file"),
    "wrong-header": Malformed("so.csv", lambda: b"a,b,c\n1,2,3\n", "fit no kind of file .* Found: 'a', 'b', 'c'"),
    "no-header": Malformed("so.csv", as_csv(GOOD[1:]).encode, "fit no kind of file"),
    "header-after-too-many-titles": Malformed("so.csv", ("tiêu đề\n" * 40 + TEXT).encode, "fit no kind of file"),
    "column-twice": Malformed(
        "so.csv", lambda: TEXT.replace("Trạng thái", "Mã hồ sơ").encode(), "also needs 'Trạng thái'"
    ),
    "two-columns-of-one-name": Malformed(
        "so.csv", lambda: lines(0, change=lambda line: line + ",MÃ HỒ SƠ"), "two columns are called 'Mã hồ sơ': delete"
    ),
    "millions-of-columns": Malformed("so.csv", lambda: b"Ma ho so," * 2_000_000 + b"\n", "longer than 4 MB"),
    "many-columns-after-the-header": Malformed(
        "so.csv", lambda: (HEADER.rstrip() + "," * 5_000 + "\n").encode(), "5,012 columns"
    ),
    "a-line-without-end": Malformed("so.csv", lambda: b"x" * (20 << 20), "first row is longer than 4 MB"),
    "mixed-encodings": Malformed(
        "so.csv",
        lambda: TEXT.encode() + "H-99,Phường,Đang xử lý\n".encode("utf-16-le").replace(b"\0", b"\xd2"),
        "two encodings are mixed: line 1 is UTF-8, line 42 is not",
    ),
    "utf8-and-windows-1258": Malformed(
        "so.csv", lambda: TEXT.encode() + "H-99,Đường".encode("cp1258", "replace"), "two encodings are mixed"
    ),
    "utf8-cut-off-in-a-letter": Malformed(
        "so.csv", lambda: TEXT.encode()[: TEXT.encode().rindex(b"\xbd")], "cut off within a letter"
    ),
    "utf16-cut-off": Malformed("so.csv", lambda: TEXT.encode("utf-16")[:-1], "not utf-16 either"),
    "utf16-without-mark": Malformed("so.csv", lambda: TEXT.encode("utf-16-le"), "NUL bytes"),
    "utf16-of-the-wrong-end": Malformed("so.csv", lambda: b"\xff\xfe" + TEXT.encode("utf-16-be"), "so.csv"),
    "utf32": Malformed("so.csv", lambda: TEXT.encode("utf-32"), "NUL characters"),
    "nul-bytes": Malformed("so.csv", lambda: TEXT.replace("H-7", "H\0-7").encode(), "NUL bytes"),
    "nul-characters": Malformed("so.csv", lambda: TEXT.replace("H-7", "H\0-7").encode("utf-16"), "NUL characters"),
    "of-no-encoding": Malformed("so.csv", lambda: b"Ma\xd2\xff\x81so,\x8d\x9d\n" * 9, "not UTF-8"),
    "quotation-mark-never-closed": Malformed(
        "so.csv", lambda: lines(20, change=lambda line: '"' + line), "opens in row 21 is not closed"
    ),
    "quotation-mark-that-swallows-rows": Malformed(
        "so.csv", lambda: lines(20, 25, change=lambda line: '"' + line), "opens in row 21 is not closed"
    ),
    "cut-off-in-quotation-marks": Malformed(
        "so.csv", lambda: TEXT.encode() + b'H-99,"UBND Ph', "opens in row 42 is not closed"
    ),
    "broken-quotes-and-mixed-line-ends": Malformed(
        "so.csv",
        lambda: lines(20, change=lambda line: '"' + line).replace(b"\n", b"\r\n", 9),
        "is not closed as it should be",
    ),
    "rows-of-another-width": Malformed(
        "so.csv", lambda: lines(*range(1, 41), change=lambda line: line + ",1,2"), ROWS_REFUSED
    ),
    "ten-megabyte-cells": Malformed(
        "so.csv", lambda: (HEADER + ("x" * (10 << 20) + "," * (NUMBER_OF_COLUMNS - 1) + "\n") * 3).encode(), "3 of 3"
    ),
    "invalid-dates-everywhere": Malformed(
        "so.csv", lambda: TEXT.replace("01/06/2020", "31/02/2020").replace("10/06/", "99/99/").encode(), ROWS_REFUSED
    ),
    "formulas-for-dates": Malformed("so.csv", TEXT.replace("01/06/2020 08:00", "=TODAY()").encode, ROWS_REFUSED),
    "another-header-in-the-middle": Malformed(
        "so.csv", (HEADER + HEADER.replace("Mã hồ sơ", "Số hồ sơ")).encode, "1 of 1 rows were refused"
    ),
    "json": Malformed("so.csv", lambda: b'[{"MaHoSo": 1}]', "is JSON, not a table. Export it again"),
}

OTHER_PROGRAMS = {
    "html-as-xls": Malformed("so.xls", HTML.encode, WEB_PAGE),
    "html-in-utf16-as-xls": Malformed("so.xls", lambda: HTML.encode("utf-16"), WEB_PAGE),
    "html-table-as-csv": Malformed("so.csv", lambda: b"\xef\xbb\xbf\r\n <TABLE border=1><tr><td>x", WEB_PAGE),
    "mhtml-as-xls": Malformed("so.xls", lambda: b"MIME-Version: 1.0\r\nX: y\r\n\r\n", r"is a web archive \(MHTML\)"),
    "spreadsheetml-as-xls": Malformed("so.xls", SPREADSHEET_ML.encode, r"is an XML spreadsheet \(Excel 2003\)"),
    "xml": Malformed("so.csv", lambda: b'<?xml version="1.0"?><hoso/>', "is an XML document"),
    "pdf-as-xlsx": Malformed("so.xlsx", lambda: b"%PDF-1.7\n%\xe2\xe3", "is a PDF document, whatever its name says"),
    "png-as-csv": Malformed("so.csv", lambda: b"\x89PNG\r\n\x1a\n\0\0", r"is a picture \(PNG\)"),
    "jpeg-as-xls": Malformed("so.xls", lambda: b"\xff\xd8\xff\xe0\0\x10JFIF", r"is a picture \(JPEG\)"),
    "rar": Malformed("so.xlsx", lambda: b"Rar!\x1a\x07\x01\0", "is a RAR archive, .* Unpack it"),
    "seven-zip": Malformed("so.csv", lambda: b"7z\xbc\xaf\x27\x1c\0\x04", "is a 7-Zip archive, .* Unpack it"),
    "sqlite-as-csv": Malformed("so.csv", lambda: b"SQLite format 3\0" + b"\0" * 99, "is an SQLite database"),
    "duckdb-as-csv": Malformed("so.csv", lambda: b"\1" * 8 + b"DUCK" + b"\0" * 99, "is a DuckDB database"),
    "word-as-xlsx": Malformed(
        "so.xlsx", lambda: archive({"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"}), "is a Word document"
    ),
    "old-word-as-xls": Malformed("so.xls", lambda: compound("WordDocument"), "is a Word document"),
    "old-powerpoint-as-xls": Malformed(
        "so.xls", lambda: compound("PowerPoint Document"), "is a PowerPoint presentation"
    ),
    "another-compound-file": Malformed("so.xls", lambda: compound("Installer"), "holds no workbook"),
    "ods": Malformed(
        "so.xlsx", lambda: archive({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}), r"\(\.ods\)"
    ),
    "xlsb": Malformed("so.xlsx", lambda: archive({"xl/workbook.bin": b"\0"}), r"\(\.xlsb\)\. Open it in Excel"),
    "zip-of-a-csv": Malformed("so.csv", lambda: archive({"so.csv": TEXT.encode()}), "is a ZIP archive, not a workbook"),
    "excel-before-1997": Malformed("so.xls", lambda: b"\x09\x00\x04\x00\x02\x00\x10\x00", "Excel before 1997"),
}

CONTAINERS = {
    "zip-bomb": Malformed("so.xlsx", bomb, r"unpacks to more than \d+ MB .* which no export does"),
    "gzip-bomb": Malformed("so.csv.gz", lambda: gzip.compress(b" " * (200 << 20), 6), "unpacks to more than"),
    "gzip-twice": Malformed("so.csv.gz", lambda: gzip.compress(gzip.compress(TEXT.encode())), "is packed twice"),
    "gzip-cut-off": Malformed("so.csv.gz", lambda: gzip.compress(TEXT.encode())[:-20], DAMAGED),
    "gzip-of-a-pdf": Malformed("so.csv.gz", lambda: gzip.compress(b"%PDF-1.4"), "is a PDF document"),
    "gzip-of-nothing": Malformed("so.csv.gz", lambda: gzip.compress(b""), "the file is empty"),
    "empty-zip": Malformed("so.xlsx", lambda: archive({}), "is a ZIP archive, not a workbook"),
    "xlsx-cut-off": Malformed("so.xlsx", lambda: xlsx()[:3000], DAMAGED),
    "xlsx-cut-off-at-once": Malformed("so.xlsx", lambda: xlsx()[:6], DAMAGED),
    "xlsx-damaged-within": Malformed("so.xlsx", damaged_within, DAMAGED),
    "xlsx-of-broken-xml": Malformed("so.xlsx", broken_xml, DAMAGED),
    "xlsx-without-its-sheet": Malformed("so.xlsx", without_sheet, DAMAGED),
    "xlsx-of-nothing-else": Malformed("so.xlsx", lambda: archive({"xl/workbook.xml": b"<workbook/>"}), "so.xlsx"),
    "xlsx-with-empty-sheets": Malformed("so.xlsx", empty_sheets, "holds no cell with a value"),
    "xlsx-with-a-password": Malformed("so.xlsx", with_password, LOCKED),
    "xls-with-a-password": Malformed("so.xls", lambda: old_with_password(1), LOCKED),
    "xls-with-a-weak-password": Malformed("so.xls", lambda: old_with_password(0), LOCKED),
    "xls-cut-off": Malformed("so.xls", lambda: xls()[:2000], "so.xls"),
    "xls-cut-off-at-once": Malformed("so.xls", lambda: xls()[:600], "so.xls"),
    "xls-without-its-end": Malformed("so.xls", lambda: xls()[:-2500], "so.xls"),
    "xls-of-noise": Malformed("so.xls", lambda: xls()[:512] + bytes(range(256)) * 40, "holds no workbook"),
    "cell-in-the-last-corner": Malformed("so.xlsx", far_cell("XFD1048576"), "far from the table"),
    "cell-in-the-last-column": Malformed("so.xlsx", far_cell("XFD1"), "far from the table"),
    "xlsx-with-two-columns-of-one-name": Malformed(
        "so.xlsx", lambda: xlsx([[*GOOD[0], "mã hồ sơ"], *GOOD[1:]]), "two columns are called 'Mã hồ sơ'"
    ),
    "xlsx-with-errors-for-dates": Malformed(
        "so.xlsx",
        lambda: xlsx([GOOD[0], *(["#REF!" if "/" in str(c) else c for c in r] for r in GOOD[1:])]),
        ROWS_REFUSED,
    ),
}

MALFORMED = TEXTS | OTHER_PROGRAMS | CONTAINERS
