"""Tables into raw text: one database table ``raw_<kind>`` per kind of row, every cell still as it was written."""

from __future__ import annotations

from collections import Counter

import duckdb

from data_access.load.delimited import BrokenText, broken_quotes
from data_access.load.inputs import ReadError
from data_access.load.mapping import Kind
from data_access.load.opening import SourceFile

# Spaces of every kind, as word processors and web pages leave them around a cell.
BLANKS = " \t\r\n\u00a0\u200b\ufeff"
STATUS_FROM_DATES = "CASE WHEN {returned_at} IS NOT NULL THEN '10' WHEN {finished_at} IS NOT NULL THEN '9' ELSE '4' END"
REJECTS = {"UNQUOTED VALUE": "broken_quotes", "LINE SIZE OVER MAXIMUM": "too_long"}


def read_into(connection: duckdb.DuckDBPyConnection, files: list[SourceFile], kinds: dict[str, Kind]) -> None:
    """Fill ``raw_<kind>`` (file_no, row_no, one text column a field) and ``unreadable`` (file_no, row_no, reason).

    ``row_no`` is the row as a spreadsheet program shows it: under a header in row 1 the first is row 2. Rows without a
    value in a column that is read, and rows that repeat the header, are no rows.

    Raises:
        ReadError: a file is no CSV.
    """
    connection.execute("CREATE OR REPLACE TEMP TABLE unreadable (file_no INTEGER, row_no BIGINT, reason TEXT)")
    for kind in kinds.values():
        fields = ", ".join(f'"{name}" TEXT' for name in kind.fields)
        connection.execute(f"CREATE OR REPLACE TEMP TABLE raw_{kind.name} (file_no INTEGER, row_no BIGINT, {fields})")
    for file in files:
        _read_one(connection, file)
    count_rows(connection, files)


def count_rows(connection: duckdb.DuckDBPyConnection, files: list[SourceFile]) -> None:
    """Set ``rows_read`` of each file: what stands in the raw tables, and what could not be read."""
    counts: Counter[int] = Counter()
    for name in {f"raw_{file.kind.name}" for file in files} | {"unreadable"}:
        counts.update(dict(connection.sql(f"SELECT file_no, count(*) FROM {name} GROUP BY file_no").fetchall()))
    for file in files:
        file.rows_read = counts[file.number]


def _read_one(connection: duckdb.DuckDBPyConnection, file: SourceFile) -> None:
    """Read a table; where the fast reader gives up (mixed line ends), once more from a careful copy.

    That memory or a disk is full is no fault of the file: the store tells of it.
    """
    try:
        try:
            _insert(connection, file)
        except duckdb.InvalidInputException:
            if file.numbered:
                raise
            file.rewrite()
            _insert(connection, file)
    except duckdb.IOException as error:
        if file.text.exists():
            raise
        raise ReadError(f"{file.name}: it has gone since the load began. Load it again.") from error
    except BrokenText as error:
        raise ReadError(f"{file.name}: {error}") from error
    except duckdb.InvalidInputException as error:
        raise ReadError(f"{file.name}: it cannot be read as CSV. Export it again.") from error


def _insert(connection: duckdb.DuckDBPyConnection, file: SourceFile) -> None:
    columns = [*(["n"] if file.numbered else []), *(f"c{place}" for place in range(file.width))]
    number = "n::BIGINT" if file.numbered else "NULL"
    under = f"WHERE n::BIGINT > {file.header_row}" if file.numbered else ""
    values = ", ".join(_value(file, name) for name in file.kind.fields)
    try:
        connection.execute(
            f"""INSERT INTO raw_{file.kind.name} SELECT $number, {number}, {values}
                FROM read_csv($path, header = {not file.numbered}, all_varchar = true, auto_detect = false,
                              delim = $delimiter, quote = '"', escape = '"', columns = $columns, strict_mode = true,
                              compression = 'none', store_rejects = true, rejects_table = 'reject_errors',
                              rejects_scan = 'reject_scans') {under}""",
            {
                "number": file.number, "path": str(file.text), "delimiter": file.delimiter,
                "columns": dict.fromkeys(columns, "VARCHAR"),
            },
        )  # fmt: skip
        _number_rows(connection, file)
        _drop_what_is_no_row(connection, file)
        _note_unreadable(connection, file)
    finally:
        connection.execute("DROP TABLE IF EXISTS reject_errors; DROP TABLE IF EXISTS reject_scans")


def _value(file: SourceFile, name: str) -> str:
    """The SQL of a field: its column, or what stands for it."""
    if name in file.places:
        blanks = f", {_text(BLANKS)}" if file.odd_blanks else ""
        return f"nullif(trim(c{file.places[name]}{blanks}), '')"
    if name in file.constants:
        return _text(file.constants[name])
    if name == "status" and file.status_from_dates:
        dates = {date: _value(file, date) for date in ("returned_at", "finished_at")}
        return STATUS_FROM_DATES.format(**dates)
    return "NULL"


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _number_rows(connection: duckdb.DuckDBPyConnection, file: SourceFile) -> None:
    """Rows lie in the order of the file, so their place gives the number. Asking the reader itself for numbers would
    keep it to one core."""
    if not file.numbered:
        raw = f"raw_{file.kind.name}"
        connection.execute(
            f"""UPDATE {raw} SET row_no = rowid + 1 + $header
                - (SELECT min(rowid) FROM {raw} WHERE file_no = $number) WHERE file_no = $number""",
            {"number": file.number, "header": file.header_row},
        )


def _drop_what_is_no_row(connection: duckdb.DuckDBPyConnection, file: SourceFile) -> None:
    """Rows without a value that is read, and the header again (exports pasted together, pages of a register)."""
    conditions = [" AND ".join(f'"{name}" IS NULL' for name in file.places)]
    for header in file.headers:
        cells = {name: header[place].strip(BLANKS) for name, place in file.places.items() if place < len(header)}
        same = [f'"{name}" = {_text(cell)}' for name, cell in cells.items() if cell]
        if len(same) > 1:
            conditions.append(" AND ".join(same))
    for condition in conditions:
        connection.execute(f"DELETE FROM raw_{file.kind.name} WHERE {condition} AND file_no = ?", [file.number])


def _note_unreadable(connection: duckdb.DuckDBPyConnection, file: SourceFile) -> None:
    """Rows that the header does not fit. A quotation mark that swallows other rows makes the file unreadable."""
    if file.unfit:
        rows = [(file.number, *pair) for pair in file.unfit]
        connection.executemany("INSERT INTO unreadable VALUES (?, ?, ?)", rows)
    swallowing = connection.execute(
        r"""SELECT min(line) FROM reject_errors WHERE error_type = 'UNQUOTED VALUE' AND (
                regexp_matches(trim(csv_line, chr(13) || chr(10)), '[\r\n]')
                OR (length(csv_line) - length(replace(csv_line, '"', ''))) % 2 = 1)"""
    ).fetchone()
    if swallowing and swallowing[0]:
        raise BrokenText(broken_quotes(swallowing[0] - 1 + file.header_row))
    reasons = " ".join(f"WHEN '{kind}' THEN '{reason}'" for kind, reason in REJECTS.items())
    connection.execute(
        f"""INSERT INTO unreadable
            SELECT $number, line - 1 + $header, min(CASE error_type::TEXT {reasons} ELSE 'wrong_width' END)
            FROM reject_errors WHERE line > 1 GROUP BY line""",
        {"number": file.number, "header": file.header_row},
    )
    _count_unreadable_rows(connection, file)


def _count_unreadable_rows(connection: duckdb.DuckDBPyConnection, file: SourceFile) -> None:
    """Number the rows as they stand in the file: those after an unreadable one move on by one."""
    if connection.execute("SELECT 1 FROM reject_errors WHERE line > 1 LIMIT 1").fetchone():
        connection.execute(
            f"""UPDATE raw_{file.kind.name} AS raw SET row_no = row_no + (
                    SELECT count(*) FROM (SELECT row_no - row_number() OVER (ORDER BY row_no) AS read_before
                                          FROM unreadable WHERE file_no = $1) WHERE read_before < raw.row_no)
                WHERE file_no = $1""",
            [file.number],
        )
