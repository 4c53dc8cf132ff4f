"""Text files as UTF-8, whatever the office's machine wrote: UTF-8, UTF-16 or Windows-1258 (Vietnamese), in NFC."""

from __future__ import annotations

import codecs
import hashlib
import unicodedata
from dataclasses import dataclass
from pathlib import Path

CHUNK = 1 << 20
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
    if not first.strip():
        raise EncodingError("the file is empty. Export it again.")
    if first.startswith(UTF16_MARKS):
        return Text(_copied(path, folder, "utf-16"), digest, "utf-16")
    fault = _utf8_fault(path)
    if fault is None:
        return Text(path, digest, "utf-8")
    if "unexpected end" in fault:
        raise EncodingError(f"not UTF-8: it is cut off within a letter ({fault}). Export it again.")
    return Text(_copied(path, folder, "cp1258"), digest, "windows-1258")


def _digest(path: Path) -> tuple[str, bytes]:
    """SHA-256 of the file and its first bytes."""
    digest, first = hashlib.sha256(), b""
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            first = first or chunk
            digest.update(chunk)
    return digest.hexdigest(), first


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
    copy = folder / f"{len(list(folder.iterdir()))}-{path.name}"
    try:
        with path.open(encoding=encoding, newline="") as source, copy.open("w", encoding="utf-8", newline="") as target:
            for line in source:
                target.write(unicodedata.normalize("NFC", line))
    except UnicodeError as error:
        raise EncodingError(f"not UTF-8, and not {encoding} either ({error}). Save it as 'CSV UTF-8'.") from error
    return copy
