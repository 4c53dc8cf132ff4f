"""Text files as UTF-8, whatever the office's machine wrote: UTF-8, UTF-16 or Windows-1258 (Vietnamese), in NFC."""

from __future__ import annotations

import codecs
import hashlib
import unicodedata
from dataclasses import dataclass
from pathlib import Path

CHUNK = 1 << 20
NOTHING = codecs.BOM_UTF8 + codecs.BOM_UTF16_LE + b"\0 \t\r\n"
UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class EncodingError(Exception):
    """A file is no text we can read; the message says what was found and what to do."""


@dataclass(frozen=True)
class Text:
    """A file's text as UTF-8: the file itself, or a copy of it. ``sha256`` is of the file as it came."""

    path: Path
    sha256: str
    encoding: str


def as_utf8(path: Path, folder: Path) -> Text:
    """The file as UTF-8; a copy in ``folder`` where it is written otherwise.

    Windows-1258 has no mark of its own: it is tried where a file is not UTF-8, and the header must then make sense.

    Raises:
        EncodingError: it is empty, holds NUL bytes, is cut off within a letter or is in none of the encodings.
        OSError: it cannot be opened.
    """
    digest, first = _digest(path)
    if not first.strip(NOTHING):
        raise EncodingError("the file is empty. Export it again.")
    if first.startswith(UTF16_MARKS):
        return Text(_copied(path, folder, "utf-16"), digest, "utf-16")
    fault = _utf8_fault(path)
    if fault is None:
        return Text(path, digest, "utf-8")
    if "unexpected end" in fault:
        raise EncodingError(f"not UTF-8: it is cut off within a letter ({fault}). Export it again.")
    return Text(_copied(path, folder, "cp1258"), digest, "windows-1258")


def new_copy(folder: Path) -> Path:
    """A free name in the folder of copies."""
    return folder / f"{len(list(folder.iterdir()))}.csv"


def _digest(path: Path) -> tuple[str, bytes]:
    """SHA-256 of the file and its first bytes."""
    digest, first = hashlib.sha256(), b""
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            first = first or chunk
            digest.update(chunk)
    return digest.hexdigest(), first


def sha256_of(path: Path) -> str:
    """SHA-256 of a file as it came, in hexadecimal."""
    return _digest(path)[0]


def _utf8_fault(path: Path) -> str | None:
    """Why the file is not UTF-8, or None.

    Raises:
        EncodingError: it holds NUL bytes, so it is no text at all.
    """
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with path.open("rb") as file:
            while chunk := file.read(CHUNK):
                if b"\0" in chunk:
                    raise EncodingError("the file holds NUL bytes, so it is no text. Export it as CSV UTF-8.")
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        return error.reason
    return None


def _copied(path: Path, folder: Path, encoding: str) -> Path:
    """A UTF-8 copy in NFC: Windows-1258 writes tones as letters of their own. Line by line, so that no tone is parted
    from its letter."""
    copy = new_copy(folder)
    try:
        if encoding != "utf-16":
            _refuse_mixture(path, encoding)
        with path.open(encoding=encoding, newline="") as source, copy.open("w", encoding="utf-8", newline="") as target:
            for line in source:
                if "\0" in line:
                    raise EncodingError("the file holds NUL characters, so it is no text. Save it as 'CSV UTF-8'.")
                target.write(unicodedata.normalize("NFC", line))
    except UnicodeError as error:
        raise EncodingError(f"not UTF-8, and not {encoding} either ({error}). Save it as 'CSV UTF-8'.") from error
    return copy


def _refuse_mixture(path: Path, encoding: str) -> None:
    """Two files of different encodings, joined: read as one of them, the other's words would turn to nonsense.

    Raises:
        EncodingError: some lines are UTF-8, which text of another encoding never is by accident.
    """
    found: dict[bool, int] = {}
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            if not line.isascii():
                found.setdefault(_is_utf8(line), number)
            if len(found) == 2:
                raise EncodingError(
                    f"two encodings are mixed: line {found[True]} is UTF-8, line {found[False]} is not (perhaps "
                    f"{encoding}). Save each part as 'CSV UTF-8' before joining them."
                )


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
