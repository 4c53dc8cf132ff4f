"""Files into raw text: one table ``raw_<kind>`` per kind of row, every cell still as it was written."""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import duckdb

from data_access.load.encoding import EncodingError, as_utf8
from data_access.load.mapping import Kind, Mapping, MappingError


class ReadError(Exception):
    """A file cannot be read; the message names the file, what was found and what to do."""


@dataclass
class SourceFile:
    """One file of a load and what became of its rows."""

    number: int
    path: Path
    text: Path  # the same as UTF-8
    kind: Kind
    places: dict[str, int]
    width: int
    delimiter: str
    sha256: str
    left_out: list[str]
    rows_read: int = 0


def open_file(path: Path, number: int, mapping: Mapping, folder: Path) -> SourceFile:
    """Look at a file: is it text, which kind of rows does it hold, where do the fields stand.

    ``folder`` takes UTF-8 copies of files that are written otherwise.

    Raises:
        ReadError: it is missing, no text we can read, or fits no kind of the mapping.
    """
    try:
        text = as_utf8(path, folder)
    except OSError as error:
        raise ReadError(f"{path}: cannot be opened ({error.strerror}). Check the path and the rights.") from error
    except EncodingError as error:
        raise ReadError(f"{path.name}: {error}") from error
    header, delimiter = _header(text.path)
    try:
        kind, places = mapping.recognise(header)
    except MappingError as error:
        read_as = "" if text.encoding == "utf-8" else f" It is not UTF-8 and was read as {text.encoding}."
        raise ReadError(f"{path.name}: {error}{read_as}") from error
    left_out = [cell for place, cell in enumerate(header) if place not in places.values()]
    return SourceFile(number, path, text.path, kind, places, len(header), delimiter, text.sha256, left_out)


def _header(path: Path) -> tuple[list[str], str]:
    """The cells of the first row, and what parts them: the comma, semicolon or tab that stands there most."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        first_line = file.readline()
        delimiter = max(",;\t", key=first_line.count)
        file.seek(0)
        return next(csv.reader(file, delimiter=delimiter), []), delimiter


def read_into(connection: duckdb.DuckDBPyConnection, files: list[SourceFile], kinds: dict[str, Kind]) -> None:
    """Fill ``raw_<kind>`` (file_no, row_no, one text column a field) and ``unreadable`` (file_no, line_no)."""
    connection.execute("CREATE OR REPLACE TEMP TABLE unreadable (file_no INTEGER, line_no BIGINT)")
    for kind in kinds.values():
        fields = ", ".join(f'"{field}" TEXT' for field in kind.fields)
        connection.execute(f"CREATE OR REPLACE TEMP TABLE raw_{kind.name} (file_no INTEGER, row_no BIGINT, {fields})")
    for file in files:
        _read_one(connection, file)
    counts: Counter[int] = Counter()
    for name in {file.kind.name for file in files}:
        counts.update(dict(connection.sql(f"SELECT file_no, count(*) FROM raw_{name} GROUP BY file_no").fetchall()))
    counts.update(dict(connection.sql("SELECT file_no, count(*) FROM unreadable GROUP BY file_no").fetchall()))
    for file in files:
        file.rows_read = counts[file.number]


def _read_one(connection: duckdb.DuckDBPyConnection, file: SourceFile) -> None:
    cells = [f"c{place}" for place in range(file.width)]
    fields = ", ".join(
        f"nullif(trim(c{file.places[field]}), '')" if field in file.places else "NULL" for field in file.kind.fields
    )
    try:
        connection.execute(
            f"""INSERT INTO raw_{file.kind.name} SELECT ?, row_number() OVER (), {fields}
                FROM read_csv(?, header = true, all_varchar = true, auto_detect = false, delim = ?, quote = '"',
                              escape = '"', columns = ?, strict_mode = true, store_rejects = true,
                              rejects_table = 'reject_errors', rejects_scan = 'reject_scans')""",
            [file.number, str(file.text), file.delimiter, dict.fromkeys(cells, "VARCHAR")],
        )
        connection.execute(
            "INSERT INTO unreadable SELECT DISTINCT ?, line - 1 FROM reject_errors WHERE line > 1", [file.number]
        )
        _count_unreadable_rows(connection, file)
    except duckdb.Error as error:
        first_line = str(error).splitlines()[0]
        raise ReadError(f"{file.path.name}: cannot be read as CSV ({first_line}). Export it again.") from error
    finally:
        connection.execute("DROP TABLE IF EXISTS reject_errors; DROP TABLE IF EXISTS reject_scans")


def _count_unreadable_rows(connection: duckdb.DuckDBPyConnection, file: SourceFile) -> None:
    """Number the rows as they stand in the file: those after an unreadable one move on by one."""
    if connection.execute("SELECT 1 FROM unreadable WHERE file_no = ? LIMIT 1", [file.number]).fetchone():
        connection.execute(
            f"""UPDATE raw_{file.kind.name} AS raw SET row_no = row_no + (
                    SELECT count(*) FROM (SELECT line_no - row_number() OVER (ORDER BY line_no) AS read_before
                                          FROM unreadable WHERE file_no = $1) WHERE read_before < raw.row_no)
                WHERE file_no = $1""",
            [file.number],
        )
