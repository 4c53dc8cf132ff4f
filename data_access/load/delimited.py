"""Text with delimiters: its first rows, and copies that the fast reader understands.

Numbered copies begin each row with its number in the file as a spreadsheet program shows it; workbooks and query
results become such copies too.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from data_access.load.header import SEARCHED

HEAD = 4 << 20
CHUNK = 1 << 20
DELIMITERS = ",;\t"
LONGEST_ROW = 2_000_000  # characters; the limit of the fast reader, too
LINE_ENDS_TWICE = (b"\n\n", b"\n\r\n", b"\r\r")
# Blanks as word processors and web pages leave them; a line end right before a closing quotation mark.
ODD_BLANKS = (b"\xc2\xa0", b"\xe2\x80\x8b", b"\xef\xbb\xbf", b'\n"')
BLANK_LINE = re.compile(rb"(?:\n\r?\n|\r\r)[\r\n]*[^\r\n]")


class BrokenText(Exception):
    """The text is no table; the message continues "<name>: ..." and says what to do."""


@dataclass
class Head:
    """The first rows of a table; ``numbers`` as a spreadsheet shows them, ``starts`` in bytes."""

    delimiter: str
    rows: list[list[str]] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)


def likely_delimiters(path: Path) -> list[str]:
    """Comma, semicolon and tab, the one that stands most in the first line first."""
    with path.open("rb") as file:
        line = file.readline(HEAD).decode("utf-8", errors="ignore")
    return sorted(DELIMITERS, key=line.count, reverse=True)


def read_head(path: Path, delimiter: str, numbered: bool) -> Head:
    """As many rows as a header is searched in.

    Raises:
        BrokenText: there is no end to the first of them.
    """
    with path.open("rb") as file:
        raw = file.read(HEAD)
    mark = len(codecs.BOM_UTF8) if raw.startswith(codecs.BOM_UTF8) else 0
    consumed = mark

    def lines() -> Iterator[str]:
        nonlocal consumed
        for line in io.StringIO(raw[mark:].decode("utf-8", errors="ignore"), newline=""):
            consumed += len(line.encode())
            yield line

    csv.field_size_limit(HEAD)
    head, start = Head(delimiter), mark
    for number, row in enumerate(csv.reader(lines(), delimiter=delimiter), start=1):
        if len(raw) == HEAD and consumed == HEAD:  # cut off here, not in the file
            break
        head.rows.append(row[1:] if numbered else row)
        head.numbers.append(int(row[0]) if numbered else number)
        head.starts.append(start)
        start = consumed
        if len(head.rows) > SEARCHED:
            break
    if not head.rows:
        raise BrokenText(
            f"its first row is longer than {HEAD >> 20} MB: this is no table of dossiers. Export it again."
        )
    return head


def look_through(path: Path, delimiter: str) -> tuple[bool, bool]:
    """Whether there are empty lines above the last row, which the fast reader leaves out of its count; and whether
    blanks other than spaces may stand around cells, which take longer to trim."""
    odd = ODD_BLANKS if delimiter == "\t" else (*ODD_BLANKS, b"\t")
    tail, blank_lines, odd_blanks = b"", False, False
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            window = tail + chunk
            odd_blanks = odd_blanks or any(_holds(window, blank) for blank in odd)
            may_be = any(_holds(window, ends) for ends in LINE_ENDS_TWICE)
            blank_lines = blank_lines or (may_be and bool(BLANK_LINE.search(window)))
            tail = window[-4:]
    return blank_lines, odd_blanks


def _holds(window: bytes, wanted: bytes) -> bool:
    """A single byte is found ten times as fast as several: the rarest one is looked for first."""
    rarest = b'"' if b'"' in wanted else b"\r" if b"\r" in wanted else wanted[:1]
    return rarest in window and wanted in window


def cut(path: Path, start: int, copy: Path) -> Path:
    """A copy that begins at the header: the titles above it are left out."""
    with path.open("rb") as source, copy.open("wb") as target:
        source.seek(start)
        shutil.copyfileobj(source, target, CHUNK)
    return copy


def rewritten(
    path: Path, copy: Path, delimiter: str, header_row: int, width: int
) -> tuple[Path, list[tuple[int, str]]]:
    """A numbered copy of the rows under the header, row by row: slow, but mixed line ends and blank lines do no harm.

    Returns the copy, and (number, reason) of the rows that do not fit the header.

    Raises:
        BrokenText: quotation marks do not pair.
    """
    csv.field_size_limit(CHUNK << 8)
    unfit: list[tuple[int, str]] = []
    number = 0
    with path.open(encoding="utf-8-sig", newline="") as source, copy.open("w", encoding="utf-8", newline="") as target:
        writer = csv.writer(target, lineterminator="\n")
        try:
            for number, row in enumerate(csv.reader(source, delimiter=delimiter, strict=True), start=1):
                if number > header_row and any(row):
                    reason = _fault(row, width)
                    if reason:
                        unfit.append((number, reason))
                    else:
                        writer.writerow([number, *row[:width]])
        except csv.Error as error:
            raise BrokenText(broken_quotes(number + 1)) from error
    return copy, unfit


def broken_quotes(row: int) -> str:
    return (
        f'a quotation mark (") that opens in row {row} is not closed as it should be, so that rows hang together. '
        f"Export the file again, or mend that row."
    )


def _fault(row: list[str], width: int) -> str:
    if sum(map(len, row)) > LONGEST_ROW:
        return "too_long"
    return "wrong_width" if len(row) < width or any(row[width:]) else ""
