"""Facts between a PostgreSQL server and DuckDB files, as CSV by COPY. An unquoted nothing is NULL, "" is empty text."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import psycopg
from sqlalchemy import Table, Text

from data_access.stores.postgresql_schema import SCHEMA, completion, creation, declared, key_of, listed, place
from data_access.stores.snapshots import attached, remove
from data_access.stores.store import StoreError

CHUNK = 1 << 20
USUAL_ROW = 1 << 21  # bytes
CSV = "FORMAT csv, HEADER false"


def pull(server: psycopg.Connection, target: duckdb.DuckDBPyConnection, scratch: Path) -> None:
    """Fill the declared tables of ``target`` with the facts of the server, all of one moment.

    A column that the server lacks (an older layout) takes its default.
    """
    with server.transaction():
        server.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        held = columns_held(server)
        for table in declared():
            columns = [column.name for column in table.columns if column.name in held.get(table.name, set())]
            if columns:
                _pull_table(server, target, table, columns, scratch)


def columns_held(server: psycopg.Connection) -> dict[str, set[str]]:
    """The columns of every table that the server has."""
    rows = server.execute(
        "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = %s", [SCHEMA]
    )
    held: dict[str, set[str]] = {}
    for table, column in rows:
        held.setdefault(table, set()).add(column)
    return held


def _pull_table(
    server: psycopg.Connection, target: duckdb.DuckDBPyConnection, table: Table, columns: list[str], scratch: Path
) -> None:
    with _file(scratch) as path:
        longest = _receive(server, f"COPY {place(table)} ({listed(columns)}) TO STDOUT ({_csv(table, columns)})", path)
        kinds = dict(
            target.execute(
                "SELECT column_name, data_type FROM duckdb_columns() WHERE table_name = ?", [table.name]
            ).fetchall()
        )
        target.execute(f"DELETE FROM {table.name}")
        target.execute(
            f"""INSERT INTO {table.name} ({listed(columns)}) SELECT * FROM read_csv($path, header = false,
            auto_detect = false, delim = ',', new_line = '\\n', quote = '"', escape = '"', nullstr = '',
            allow_quoted_nulls = false, max_line_size = $longest, columns = $columns)""",
            {
                "path": str(path),
                "longest": max(longest, USUAL_ROW),
                "columns": {name: kinds[name] for name in columns},
            },
        )


def _csv(table: Table, columns: list[str]) -> str:
    """How COPY shall write: every text in quotes; a bare one could be read as the end of data or a byte order mark."""
    quoted = listed([name for name in columns if isinstance(table.c[name].type, Text)])
    return f"{CSV}, FORCE_QUOTE ({quoted})" if quoted else CSV


def _receive(server: psycopg.Connection, statement: str, path: Path) -> int:
    """Write what COPY gives to a file; the bytes of its longest row (the server sends row by row)."""
    longest = 0
    with path.open("wb") as file, server.cursor().copy(statement.encode()) as copy:
        for row in copy:
            longest = max(longest, len(row))
            file.write(row)
    return longest


class OtherFacts(StoreError):
    """The server does not hold what the working copy of its version holds."""


@dataclass(frozen=True)
class _Way:
    """From DuckDB files to the server."""

    local: duckdb.DuckDBPyConnection
    server: psycopg.Connection
    scratch: Path

    def send(self, query: str, table: Table, target: str, columns: list[str], option: str = "") -> int:
        """Add the rows of a DuckDB query, columns of ``table``, to ``target``. How many they were."""
        with _file(self.scratch) as path:
            writing = f"COPY ({query}) TO $path ({_csv(table, columns)})"
            written = self.local.execute(writing, {"path": str(path)}).fetchone()
            count = int(written[0]) if written else 0
            if count:
                reading = f"COPY {target} ({listed(columns)}) FROM STDIN ({CSV}{option})"
                with path.open("rb") as file, self.server.cursor().copy(reading.encode()) as copy:
                    while chunk := file.read(CHUNK):
                        copy.write(chunk)
            return count

    def delete(self, query: str, table: Table) -> int:
        """Delete the rows whose keys a DuckDB query gives. How many they were."""
        key, gone = key_of(table), f'"gone_{table.name}"'
        keys = f"SELECT {listed(key)} FROM {place(table)} WHERE false"
        self.server.execute(f"CREATE TEMP TABLE {gone} ON COMMIT DROP AS {keys}".encode())
        count = self.send(query, table, gone, key)
        if count:
            self.server.execute(f"ANALYZE {gone}".encode())
            same = " AND ".join(f'held."{column}" = gone."{column}"' for column in key)
            done = self.server.execute(f"DELETE FROM {place(table)} AS held USING {gone} AS gone WHERE {same}".encode())
            if done.rowcount != count:
                raise OtherFacts(f"the table {table.name} of the server was changed by somebody else: load again")
        return count


def push_all(server: psycopg.Connection, new: Path, scratch: Path) -> None:
    """Make the tables and fill them. The rows are frozen: nobody can have seen these tables before."""
    with attached(scratch, new=new) as local:
        way = _Way(local, server, scratch)
        for table in declared():
            server.execute(creation(table).encode())
            every = [column.name for column in table.columns]
            way.send(f"SELECT {listed(every)} FROM new.{table.name}", table, place(table), every, ", FREEZE")
            for statement in completion(table):
                server.execute(statement.encode())
            server.execute(f"ANALYZE {place(table)}".encode())


def push_differences(server: psycopg.Connection, old: Path, new: Path, scratch: Path) -> None:
    """Turn the server's tables, which hold what ``old`` holds, into what ``new`` holds.

    Raises:
        OtherFacts: they hold something else.
    """
    with attached(scratch, old=old, new=new) as local:
        way = _Way(local, server, scratch)
        for table in declared():
            every = [column.name for column in table.columns]
            before, after = (f"SELECT {listed(every)} FROM {side}.{table.name}" for side in ("old", "new"))
            gone = way.delete(f"SELECT {listed(key_of(table))} FROM ({before} EXCEPT {after})", table)
            come = way.send(f"{after} EXCEPT {before}", table, place(table), every)
            if gone or come:
                server.execute(f"ANALYZE {place(table)}".encode())


@contextlib.contextmanager
def _file(scratch: Path) -> Iterator[Path]:
    path = scratch / "rows.csv.part"
    try:
        yield path
    finally:
        remove(path)
