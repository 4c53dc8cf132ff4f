"""What a file really is, by its first bytes and not by its name; and a guard against files that unpack to too much."""

from __future__ import annotations

import codecs
import gzip
import re
import struct
import zipfile
import zlib
from pathlib import Path
from typing import IO

TEXT, XLSX, XLS, GZIP = "text", "xlsx", "xls", "gzip"
CHUNK = 1 << 20
MOST_UNPACKED = 4 << 30
# Sheets and exports shrink to a twentieth; a bomb to a thousandth.
MOST_TIMES = 200
NEVER_A_BOMB = 64 << 20

SAVE_AS = "Open it in Excel (or LibreOffice), save it as .xlsx or 'CSV UTF-8' and load that."
EXPORT_AGAIN = "Export it again as .xlsx or CSV."
DAMAGED = "is damaged or cut off. Copy or export it again."
LOCKED = "is protected by a password. Open it in Excel, remove the password (File > Info), save it and load that."

# First bytes, and what such a file is called; a table is in none of them.
FOREIGN = (
    (b"%PDF", "a PDF document"),
    (b"Rar!", "a RAR archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"\x89PNG", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"GIF8", "a picture (GIF)"),
    (b"II*\0", "a picture (TIFF)"),
    (b"MM\0*", "a picture (TIFF)"),
    (b"SQLite format 3\0", "an SQLite database"),
    (b"\0\1\0\0Standard", "an Access database"),
    (b"PAR1", "a Parquet file"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\0", "an xz archive"),
    (b"(\xb5/\xfd", "a Zstandard archive"),
    (b"{\\rtf", "a Rich Text document"),
    (b"MZ", "a Windows program"),
    (b"\x7fELF", "a program"),
)
OLD_BIFF = (
    b"\x09\x00\x04\x00",
    b"\x09\x02\x06\x00",
    b"\x09\x04\x06\x00",
    b"\x09\x08\x08\x00\x00\x05",
    b"\x09\x08\x10\x00",
)
CFB = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MARKUP = re.compile(r"\s*(?:<\?xml|<!doctype html|<!--|<(?:html|head|meta|body|table|style|div|title|script)\b)", re.I)
SPREADSHEET_ML = "urn:schemas-microsoft-com:office:spreadsheet"


class ContainerError(Exception):
    """A file is of a kind we do not read; the message continues "<name> ..." and says what to do."""


def identify(path: Path) -> str:
    """``TEXT``, ``XLSX``, ``XLS`` or ``GZIP``.

    Raises:
        ContainerError: it is something else, damaged, or locked by a password.
        OSError: it cannot be opened.
    """
    if path.exists() and not path.is_file():
        raise ContainerError("is no ordinary file (a pipe or a device). Save what it gives as a file and load that.")
    with path.open("rb") as file:
        first = file.read(4096)
    for mark, called in FOREIGN:
        if first.startswith(mark):
            do = "Unpack it and load the files in it." if called.endswith("archive") else EXPORT_AGAIN
            raise ContainerError(f"is {called}, whatever its name says. {do}")
    if first[8:12] == b"DUCK":
        raise ContainerError(f"is a DuckDB database. {EXPORT_AGAIN}")
    if first.startswith(OLD_BIFF):
        raise ContainerError(f"is a bare sheet of an Excel before 1997. {SAVE_AS}")
    if first.startswith(b"\x1f\x8b"):
        return GZIP
    if first.startswith(b"PK"):
        return _zip(path)
    if first.startswith(CFB):
        return _compound(path)
    _refuse_markup(first)
    return TEXT


def _refuse_markup(first: bytes) -> None:
    text = _beginning(first)
    if text.lstrip()[:13].lower() == "mime-version:":
        raise ContainerError(f"is a web archive (MHTML) saved under another name. {SAVE_AS}")
    if re.match(r'\s*(?:\{\s*"|\[\s*\{)', text):
        raise ContainerError(f"is JSON, not a table. {EXPORT_AGAIN}")
    if not MARKUP.match(text):
        return
    if SPREADSHEET_ML in text:
        raise ContainerError(f"is an XML spreadsheet (Excel 2003) saved under another name. {SAVE_AS}")
    if "<html" in text.lower() or not text.lstrip().startswith("<?xml"):
        raise ContainerError(f"is a web page (HTML) saved under another name. {SAVE_AS}")
    raise ContainerError(f"is an XML document, not a table. {EXPORT_AGAIN}")


def _beginning(first: bytes) -> str:
    if first.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return first.decode("utf-16", errors="ignore")
    return first.removeprefix(codecs.BOM_UTF8).decode("utf-8", errors="ignore")


# ---------------------------------------------------------------------------------------------------------- containers


def _zip(path: Path) -> str:
    """A ZIP file: an .xlsx workbook, or what else it is.

    Raises:
        ContainerError: it is no .xlsx, unpacks to too much, or is damaged.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            called = _called(archive, names)
            if called:
                raise ContainerError(called)
            if any(entry.flag_bits & 1 for entry in archive.infolist()):
                raise ContainerError(LOCKED)
            guard = Guard(path)
            for entry in archive.infolist():
                with archive.open(entry) as stream:
                    guard.count(stream)
    except (zipfile.BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError, ValueError, KeyError) as error:
        raise ContainerError(DAMAGED) from error
    return XLSX


def _called(archive: zipfile.ZipFile, names: set[str]) -> str | None:
    """What a ZIP file is if it is no .xlsx, as the rest of a sentence."""
    if "xl/workbook.xml" in {name.lower().replace("\\", "/").lstrip("/") for name in names}:
        return None
    if "xl/workbook.bin" in names:
        return f"is a binary workbook (.xlsb). {SAVE_AS}"
    if "mimetype" in names and b"spreadsheet" in archive.open("mimetype").read(100):
        return f"is an OpenDocument sheet (.ods). {SAVE_AS}"
    for folder, program in (("word/", "a Word document"), ("ppt/", "a PowerPoint presentation")):
        if any(name.startswith(folder) for name in names):
            return f"is {program}, whatever its name says. {EXPORT_AGAIN}"
    return "is a ZIP archive, not a workbook. Unpack it and load the files in it."


class Guard:
    """Counts what a file unpacks to, and stops before a small file becomes an endless one."""

    def __init__(self, path: Path) -> None:
        self.packed = max(1, path.stat().st_size)
        self.unpacked = 0

    def count(self, stream: IO[bytes] | gzip.GzipFile, copy: IO[bytes] | None = None) -> None:
        """Unpack ``stream`` to its end, into ``copy`` if there is one.

        Raises:
            ContainerError: it is too much.
        """
        while chunk := stream.read(CHUNK):
            self.unpacked += len(chunk)
            bomb = self.unpacked > NEVER_A_BOMB and self.unpacked > MOST_TIMES * self.packed
            if bomb or self.unpacked > MOST_UNPACKED:
                raise ContainerError(
                    f"unpacks to more than {self.unpacked >> 20} MB from {self.packed >> 10} kB, which no export "
                    f"does. Nothing more of it was read. Ask where it comes from, or export it again in parts."
                )
            if copy:
                copy.write(chunk)


def unpacked(path: Path, copy: Path) -> Path:
    """A gzip file's content in ``copy``.

    Raises:
        ContainerError: it is damaged or unpacks to too much.
    """
    try:
        with gzip.open(path, "rb") as stream, copy.open("wb") as target:
            Guard(path).count(stream, target)
    except (gzip.BadGzipFile, EOFError, zlib.error, struct.error) as error:
        raise ContainerError(DAMAGED) from error
    return copy


def _compound(path: Path) -> str:
    """A compound file (the container of Office before 2007): an .xls workbook, or what else it is."""
    names = _stream_names(path)
    if "EncryptedPackage" in names:
        raise ContainerError(LOCKED)
    if names & {"Workbook", "Book"}:
        return XLS
    for stream, called in (("WordDocument", "a Word document"), ("PowerPoint Document", "a PowerPoint presentation")):
        if stream in names:
            raise ContainerError(f"is {called}, whatever its name says. {EXPORT_AGAIN}")
    raise ContainerError(f"holds no workbook that can be found: it is of another program, or damaged. {EXPORT_AGAIN}")


def _stream_names(path: Path) -> set[str]:
    """The names in a compound file's directory: entries of 128 bytes, the name's length in bytes 64-65, its type in
    66. Every place where one can stand is looked at, so that a damaged chain of sectors hides none."""
    names: set[str] = set()
    wanted = ("EncryptedPackage", "Workbook", "Book", "WordDocument", "PowerPoint Document")
    marks = {name: name.encode("utf-16-le") for name in wanted}
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            for name, mark in marks.items():
                place = chunk.find(mark)
                while place >= 0:
                    if place % 128 == 0 and chunk[place + 64 : place + 67] == bytes((len(mark) + 2, 0, 2)):
                        names.add(name)
                    place = chunk.find(mark, place + 1)
    return names
