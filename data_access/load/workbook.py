"""Workbooks (.xlsx, old .xls) as CSV, one file a sheet; read by a program of its own (``sheet_reader.py``)."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from data_access.load import sheet_reader
from data_access.load.container import DAMAGED, LOCKED, ContainerError

LONGEST = 900  # seconds; a million rows take a minute


@dataclass(frozen=True)
class Sheet:
    """A sheet with anything in it. Each row of ``text`` begins with its number in the spreadsheet."""

    name: str
    text: Path
    hidden: bool


def sheets(path: Path, folder: Path) -> list[Sheet]:
    """The sheets of a workbook that hold anything, in its order; copies are written into ``folder``.

    Formulas give the value they had when the workbook was saved, errors their text ("#REF!").

    Raises:
        ContainerError: it is damaged, locked by a password or too large.
        OSError: there is no room for the copies.
    """
    target = Path(tempfile.mkdtemp(dir=folder))
    command = [sys.executable, "-X", "utf8", sheet_reader.__file__, str(path.resolve()), str(target)]
    try:
        done = subprocess.run(command, capture_output=True, timeout=LONGEST, check=False)
    except subprocess.TimeoutExpired as error:
        raise ContainerError("takes more than a quarter of an hour to read. Save it as CSV UTF-8.") from error
    if done.returncode == sheet_reader.LOCKED:
        raise ContainerError(LOCKED)
    if done.returncode == sheet_reader.TOO_LARGE or b"memory allocation" in done.stderr:
        raise ContainerError(
            f"has cells beyond row {sheet_reader.MOST_ROWS:,} or column {sheet_reader.MOST_COLUMNS:,}, or needs more "
            f"memory than a load may take. Delete what stands far from the table, or save the sheet as CSV UTF-8."
        )
    if done.returncode in sheet_reader.NO_ROOM:
        raise OSError(done.returncode, "no room for the copy of a sheet")
    if done.returncode:
        raise ContainerError(DAMAGED)
    told = json.loads(done.stdout)
    return [Sheet(sheet["name"], target / sheet["file"], sheet["hidden"]) for sheet in told if sheet["rows"]]
