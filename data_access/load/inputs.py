"""What is given to a load, as tables of text: files, folders of them, workbooks sheet by sheet."""

from __future__ import annotations

import errno
import re
import shutil
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from data_access.load import container
from data_access.load.container import ContainerError
from data_access.load.encoding import EncodingError, as_utf8, new_copy, sha256_of
from data_access.load.workbook import sheets

READABLE = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xls", ".gz")
NO_ROOM = (errno.ENOSPC, errno.EDQUOT)
LOCK_FILE = "~$"
PATTERN = re.compile(r"[*?\[]")  # the fast reader would take such a name for a pattern of names


class ReadError(Exception):
    """A file cannot be read; the message names the file, what was found and what to do."""


@dataclass(frozen=True)
class Table:
    """A table as UTF-8 text with delimiters, and what people call it. ``numbered``: each row begins with its number."""

    name: str
    path: Path
    text: Path
    sha256: str
    numbered: bool = False
    encoding: str = "utf-8"


def expand(paths: Iterable[Path]) -> tuple[list[Path], list[str]]:
    """Files as they are, a folder as the readable files in it by name; and the names in folders that are passed over.

    Raises:
        ReadError: no file was given, or a folder holds none that could be read.
    """
    found: list[Path] = []
    ignored: list[str] = []
    for path in paths:
        inside = _inside(path)
        if inside is None:
            found.append(path)
            continue
        readable = [file for file in inside if _is_readable(file)]
        if not readable:
            raise ReadError(f"{path}: there is no file in this folder that ends in {', '.join(READABLE)}")
        found += readable
        ignored += [file.name for file in inside if file not in readable]
    if not found:
        raise ReadError("no file was given")
    return found, ignored


def _inside(path: Path) -> list[Path] | None:
    """What is in a folder, by name; None for a file."""
    try:
        return sorted(path.iterdir()) if path.is_dir() else None
    except OSError as error:
        raise cannot_open(path, error) from error


def _is_readable(path: Path) -> bool:
    hidden = path.name.startswith((LOCK_FILE, "."))
    return path.suffix.lower() in READABLE and not hidden and path.is_file()


def cannot_open(path: Path, error: OSError) -> ReadError:
    if error.errno in NO_ROOM:
        return ReadError(f"{path}: the disk for temporary files is full. Make room, or name another in TMPDIR.")
    return ReadError(f"{path}: cannot be opened ({error.strerror or error}). Check the path and the rights.")


def tables_of(path: Path, scratch: Path) -> list[Table]:
    """The tables of a file: one, or one for each sheet of a workbook that holds anything. Copies go to ``scratch``.

    Raises:
        ReadError: it is missing, or of a kind we cannot read.
    """
    try:
        return _tables_of(path, scratch)
    except OSError as error:
        raise cannot_open(path, error) from error
    except ContainerError as error:
        raise ReadError(f"{path.name} {error}") from error
    except EncodingError as error:
        raise ReadError(f"{path.name}: {error}") from error


def _tables_of(path: Path, scratch: Path) -> list[Table]:
    kind = container.identify(path)
    if kind == container.GZIP:
        return _unpacked_tables(path, scratch)
    if kind == container.TEXT:
        text = as_utf8(path, scratch)
        plain = text.path
        if PATTERN.search(str(plain)):
            plain = Path(shutil.copyfile(plain, new_copy(scratch)))
        return [Table(path.name, path, plain, text.sha256, encoding=text.encoding)]
    found = sheets(path, scratch)
    if not found:
        raise ContainerError("holds no cell with a value in any of its sheets. Export it again.")
    digest = sha256_of(path)
    names = [f"{path.name} · {sheet.name}" if len(found) > 1 else path.name for sheet in found]
    return [
        Table(name + (" (hidden)" if sheet.hidden else ""), path, sheet.text, digest, numbered=True)
        for name, sheet in zip(names, found, strict=True)
    ]


def _unpacked_tables(path: Path, scratch: Path) -> list[Table]:
    inner = container.unpacked(path, new_copy(scratch))
    if container.identify(inner) == container.GZIP:
        raise ContainerError("is packed twice. Unpack it and load what is in it.")
    digest = sha256_of(path)
    return [
        replace(table, name=path.name + table.name.removeprefix(inner.name), path=path, sha256=digest)
        for table in _tables_of(inner, scratch)
    ]
