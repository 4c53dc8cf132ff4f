"""Reads a workbook and writes each of its sheets as CSV; run as a program of its own.

A workbook is a program's memory written out: a damaged one can ask for more memory than there is or bring the reader
down, and a dashboard that lives in the same process with it. Run as

    python sheet_reader.py WORKBOOK FOLDER

it writes ``FOLDER/<n>.csv`` (first column: the number of the row as a spreadsheet program shows it) and prints the list
of sheets as JSON. Exit code 0 = read, 3 = locked by a password, 4 = too large, the number of a system's error = the
disk is full, anything else = damaged.
It imports nothing of ours.
"""

from __future__ import annotations

import csv
import datetime as dt
import errno
import json
import re
import struct
import sys
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

DAMAGED, LOCKED, TOO_LARGE = 1, 3, 4
NO_ROOM = (errno.ENOSPC, errno.EDQUOT)
MOST_MEMORY = 4 << 30
MOST_ROWS, MOST_COLUMNS = 1_048_576, 1_000
EXACT = 2**53
HALF_A_SECOND = dt.timedelta(microseconds=500_000)
CHUNK = 1 << 20
COMPOUND = b"\xd0\xcf\x11\xe0"
BIFF_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
BOF, EOF, FORMULA, BOOLEAN_OR_ERROR, BOUND_SHEET, PASSWORD = 0x0809, 0x000A, 0x0006, 0x0205, 0x0085, 0x002F

Errors = dict[int, dict[int, str]]  # number of the row (from 1) -> place of the column (from 0) -> "#REF!"


class Locked(Exception):
    """The workbook says itself that a password protects it."""


class TooLarge(Exception):
    """A sheet has more rows or columns than any table of dossiers."""


def text_of(value: Any) -> str:
    """A cell as text: ISO dates, whole numbers without a point, 1 and 0 for true and false, nothing for nothing.

    Zeros at the end of NUL bytes are no text and go.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < EXACT else repr(value)
    if isinstance(value, dt.datetime):
        return value.isoformat(sep=" ")
    return str(value).replace("\0", "")


def _cell(value: Any) -> str:
    """``text_of`` a spreadsheet's cell: a clock time there is a fraction of a day and never exact to the second."""
    if isinstance(value, dt.datetime) and value.microsecond and value < dt.datetime.max - HALF_A_SECOND:
        value = (value + HALF_A_SECOND).replace(microsecond=0)
    return text_of(value)


def main(workbook: Path, folder: Path) -> int:
    from python_calamine import PasswordError, SheetTypeEnum, SheetVisibleEnum, load_workbook

    _limit_memory()
    try:
        errors = _errors(workbook)
        book = load_workbook(str(workbook))
        told = []
        for number, sheet in enumerate(book.sheets_metadata):
            if sheet.typ == SheetTypeEnum.WorkSheet:
                rows = _write(book.get_sheet_by_name(sheet.name), folder / f"{number}.csv", errors.get(number, {}))
                hidden = sheet.visible != SheetVisibleEnum.Visible
                told.append({"name": sheet.name, "file": f"{number}.csv", "hidden": hidden, "rows": rows})
    except (PasswordError, Locked):
        return LOCKED
    except (TooLarge, MemoryError):
        return TOO_LARGE
    except OSError as error:
        return error.errno if error.errno in NO_ROOM else DAMAGED
    print(json.dumps(told))
    return 0


def _limit_memory() -> None:
    """Where the system can: a workbook that asks for more ends this program, not the machine."""
    try:
        import resource
    except ImportError:  # Windows
        return
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    allowed = MOST_MEMORY if most == resource.RLIM_INFINITY else min(MOST_MEMORY, most)
    resource.setrlimit(resource.RLIMIT_AS, (allowed, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _write(sheet: Any, path: Path, errors: Errors) -> int:
    """Write the rows that hold anything. Returns how many."""
    if sheet.start is None:
        return 0
    if sheet.end[0] >= MOST_ROWS or sheet.end[1] >= MOST_COLUMNS:
        raise TooLarge
    left, written = sheet.start[1], 0
    with path.open("w", encoding="utf-8", errors="replace", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        for number, row in enumerate(sheet.iter_rows(), start=1):
            cells = [_cell(value) for value in row]
            for place, error in errors.get(number, {}).items():
                cells[place - left] = error
            if any(cells):
                writer.writerow([number, *[""] * left, *cells])
                written += 1
    return written


# -------------------------------------------------------------------------------------------------------- error cells
# calamine gives a cell that holds an error as empty. An empty due date is a statement, "#REF!" is a fault: both formats
# are looked through for them, sheet by sheet in the order of the workbook.


def _errors(workbook: Path) -> dict[int, Errors]:
    with workbook.open("rb") as file:
        if file.read(4) == COMPOUND:
            file.seek(0)
            return _errors_of_xls(file.read())
    with zipfile.ZipFile(workbook) as archive:
        parts = _sheet_parts(archive)
        return {number: _errors_of_part(archive, part) for number, part in enumerate(parts) if part}


def _sheet_parts(archive: zipfile.ZipFile) -> list[str]:
    """The file of each sheet within an .xlsx, "" where it is missing."""
    names = {_plain(name): name for name in archive.namelist()}
    relations = _tree(archive, names.get("xl/_rels/workbook.xml.rels"))
    targets = {element.get("Id"): element.get("Target", "") for element in relations}
    parts = []
    for element in _tree(archive, names["xl/workbook.xml"]):
        if _local(element.tag) == "sheet":
            target = targets.get(next((v for k, v in element.items() if _local(k) == "id"), ""), "")
            path = _plain(target) if target.startswith("/") else _plain("xl/" + target)
            parts.append(names.get(path, ""))
    return parts


def _tree(archive: zipfile.ZipFile, name: str | None) -> Iterable[ElementTree.Element]:
    return ElementTree.fromstring(archive.read(name)).iter() if name else ()


def _plain(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _errors_of_part(archive: zipfile.ZipFile, part: str) -> Errors:
    if not _holds(archive, part, re.compile(rb"""\bt\s*=\s*["']e["']""")):
        return {}
    found: Errors = {}
    row = place = 0
    with archive.open(part) as stream:
        for event, element in ElementTree.iterparse(stream, events=("start", "end")):
            tag = _local(element.tag)
            if event == "start" and tag == "row":
                row, place = int(element.get("r", row + 1)), -1
            elif event == "start" and tag == "c":
                place = _place(element.get("r", ""), place + 1)
            elif event == "end" and tag == "c" and element.get("t") == "e":
                value = next((child.text for child in element if _local(child.tag) == "v"), None)
                found.setdefault(row, {})[place] = value or "#N/A"
            elif event == "end" and tag == "row":
                element.clear()
    return found


def _holds(archive: zipfile.ZipFile, part: str, wanted: re.Pattern[bytes]) -> bool:
    tail = b""
    with archive.open(part) as stream:
        while chunk := stream.read(CHUNK):
            if wanted.search(tail + chunk):
                return True
            tail = chunk[-16:]
    return False


def _place(reference: str, following: int) -> int:
    """The column of "AB12", from 0; cells without a reference follow one another."""
    letters = re.match(r"[A-Za-z]{1,3}", reference)
    if not letters:
        return following
    place = 0
    for letter in letters[0].upper():
        place = place * 26 + ord(letter) - 64
    return place - 1


def _errors_of_xls(data: bytes) -> dict[int, Errors]:
    """The error cells of each sheet: cells that hold one, and formulas that give one."""
    book = _stream(data)
    starts = []
    for kind, content in _records(book, 0):
        if kind == PASSWORD:
            raise Locked
        if kind == BOUND_SHEET:
            starts.append(int.from_bytes(content[:4], "little"))
    return {number: _errors_of_sheet(book, start) for number, start in enumerate(starts)}


def _errors_of_sheet(book: bytes, start: int) -> Errors:
    found: Errors = {}
    for kind, content in _records(book, start):
        row, place = int.from_bytes(content[:2], "little") + 1, int.from_bytes(content[2:4], "little")
        if kind == BOOLEAN_OR_ERROR and len(content) >= 8 and content[7]:
            found.setdefault(row, {})[place] = BIFF_ERRORS.get(content[6], "#N/A")
        elif kind == FORMULA and content[12:14] == b"\xff\xff" and content[6] == 2:
            found.setdefault(row, {})[place] = BIFF_ERRORS.get(content[8], "#N/A")
    return found


def _records(book: bytes, place: int) -> Iterator[tuple[int, bytes]]:
    """The records (type, content) of one part of a book; the charts within it are parts of their own."""
    depth = 0
    while place + 4 <= len(book):
        kind, length = struct.unpack_from("<HH", book, place)
        depth += (kind == BOF) - (kind == EOF)
        if depth == 1:
            yield kind, book[place + 4 : place + 4 + length]
        if depth <= 0:
            return
        place += 4 + length


def _stream(data: bytes) -> bytes:
    """The stream "Workbook" of a compound file: its sectors, put together as its tables say."""
    shift, small_shift = struct.unpack_from("<HH", data, 30)
    numbers = struct.unpack_from("<5I", data, 48)  # directory, -, smallest in sectors, first of the small table, -
    size = 1 << shift

    def sectors(first: int, table: tuple[int, ...], unit: int = size, source: bytes = b"", skip: int = 1) -> bytes:
        parts, left = [], len(table) + 1
        while first < len(table) and left:
            parts.append((source or data)[(first + skip) * unit : (first + skip + 1) * unit])
            first, left = table[first], left - 1
        return b"".join(parts)

    table = _table(data, size)
    directory = sectors(numbers[0], table)
    entries = [directory[place : place + 128] for place in range(0, len(directory) - 127, 128)]
    names = [
        entry[: max(0, int.from_bytes(entry[64:66], "little") - 2)].decode("utf-16-le", "replace") for entry in entries
    ]
    chosen = entries[next(names.index(name) for name in ("Workbook", "Book") if name in names)]
    start, length = struct.unpack_from("<II", chosen, 116)
    if length >= numbers[2]:
        return sectors(start, table)[:length]
    small = sectors(struct.unpack_from("<I", entries[0], 116)[0], table)
    small_table = _numbers(sectors(numbers[3], table))
    return sectors(start, small_table, 1 << small_shift, small, 0)[:length]


def _table(data: bytes, size: int) -> tuple[int, ...]:
    """Which sector follows which. The sectors of this table are listed in the header and, if many, in a chain."""
    listed = list(struct.unpack_from("<109I", data, 76))
    following, left = struct.unpack_from("<II", data, 68)
    while left and (following + 2) * size <= len(data):
        more = _numbers(data[(following + 1) * size : (following + 2) * size])
        listed += more[:-1]
        following, left = more[-1], left - 1
    parts = (data[(n + 1) * size : (n + 2) * size] for n in listed if (n + 2) * size <= len(data) + size)
    return _numbers(b"".join(parts))


def _numbers(data: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4])


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
