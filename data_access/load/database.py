"""The result of a SELECT on a source database, as a table of text. It is read in a transaction that is rolled back."""

from __future__ import annotations

import csv
import hashlib
import re
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, CursorResult, create_engine, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError

from data_access.load.encoding import new_copy
from data_access.load.inputs import ReadError, Table
from data_access.load.sheet_reader import text_of

AT_ONCE = 10_000
PATIENCE = 15  # seconds until a server that does not answer is given up
# What makes a session unable to write, by kind of database; others are only rolled back.
READ_ONLY = {
    "sqlite": ("PRAGMA query_only = ON",),
    "mysql": ("SET SESSION TRANSACTION READ ONLY",),
    "mariadb": ("SET SESSION TRANSACTION READ ONLY",),
    "oracle": ("SET TRANSACTION READ ONLY",),
}
FILES = ("sqlite", "duckdb")
COMMENTS = re.compile(r"\s*(?:--[^\n]*(?:\n|$)|/\*.*?\*/\s*)+", re.S)
DRIVERS = {"postgresql": "psycopg", "mysql": "pymysql", "mariadb": "pymysql", "oracle": "oracledb", "mssql": "pyodbc"}


def query(address: str, select: str, scratch: Path) -> Table:
    """The rows that ``select`` (SQL, or the path of a ``.sql`` file) gives at a SQLAlchemy URL, copied to ``scratch``.

    Its column names are the header. Neither the table's name nor a message ever holds a password.

    Raises:
        ReadError: the address, the driver, the password or the SQL is wrong, or the result cannot be read.
    """
    statement = _statement(select)
    url = _url(address)
    shown = shown_name(url)
    try:
        engine = create_engine(url, **_options(url))
    except (NoSuchModuleError, ImportError) as error:
        raise ReadError(f"{shown}: {_missing_driver(url)}") from error
    except (SQLAlchemyError, TypeError, ValueError) as error:
        raise ReadError(f"{shown}: the address is not understood. {_HOW}") from error
    copy = new_copy(scratch)
    try:
        with engine.connect() as connection:
            digest = _read(connection, statement, copy, shown)
    except DBAPIError as error:
        raise ReadError(f"{shown}: {_what(error)}: {_told(error, url)}") from error
    except (SQLAlchemyError, ImportError, UnicodeError) as error:
        raise ReadError(f"{shown}: the rows cannot be read. Try the SELECT with the database's own program.") from error
    finally:
        engine.dispose()
    return Table(shown, Path(shown), copy, digest, numbered=True)


_HOW = "It is written like postgresql+psycopg://user@host/database or sqlite:///file.db."


def _statement(select: str) -> str:
    """The SQL, from a file if it is one; a single SELECT."""
    text = select
    if select.strip().lower().endswith(".sql"):
        try:
            text = Path(select.strip()).read_text(encoding="utf-8-sig")
        except (OSError, ValueError) as error:
            raise ReadError(
                f"{select}: cannot be read as a file of SQL in UTF-8. Check the path and the file."
            ) from error
    bare = COMMENTS.sub(" ", text).strip().rstrip(";").rstrip()
    if not re.match(r"(?:\(\s*)*(?:select|with)\b", bare, re.I):
        raise ReadError("--select must be one SELECT (or WITH ... SELECT): nothing else is run on a source database.")
    return bare


def _url(address: str) -> URL:
    try:
        url = make_url(address)
        url.get_backend_name()
        _ = url.port
    except (ArgumentError, ValueError, AttributeError) as error:
        raise ReadError(f"--database is no address of a database. {_HOW}") from error
    in_file = url.get_backend_name() in FILES and url.database not in (None, "", ":memory:")
    if in_file and not Path(str(url.database)).is_file():
        raise ReadError(f"{shown_name(url)}: there is no such file. Check the path.")
    return url


def shown_name(url: URL) -> str:
    """The database without user, password and options: "postgresql host/name"."""
    place = "/".join(part for part in (url.host, url.database) if part)
    return f"{url.get_backend_name()} {place}".strip()


def _options(url: URL) -> dict[str, Any]:
    backend = url.get_backend_name()
    if backend == "postgresql":
        read_only = {"postgresql_readonly": True, "isolation_level": "REPEATABLE READ"}
        return {"execution_options": read_only, "connect_args": {"connect_timeout": PATIENCE}}
    if backend == "duckdb":
        return {"connect_args": {"read_only": True}}
    return {}


def _missing_driver(url: URL) -> str:
    backend = url.get_backend_name()
    if backend in DRIVERS:
        return f"the driver for {url.drivername} is not installed: pip install {DRIVERS[backend]}."
    return f"databases of the kind {url.drivername!r} are not known here. {_HOW}"


def _read(connection: Connection, statement: str, copy: Path, shown: str) -> str:
    """Write the rows to ``copy`` and return their SHA-256. Whatever the statement did is rolled back."""
    for setting in READ_ONLY.get(connection.dialect.name, ()):
        connection.exec_driver_sql(setting)
    options = {"stream_results": True, "no_parameters": True, "max_row_buffer": AT_ONCE}
    result = connection.exec_driver_sql(statement, execution_options=options)
    try:
        if not result.returns_rows:
            raise ReadError(f"{shown}: the statement gives no rows. It must be a SELECT.")
        return _write(result, copy)
    finally:
        connection.rollback()


def _write(result: CursorResult[Any], copy: Path) -> str:
    digest = hashlib.sha256()
    with copy.open("w", encoding="utf-8", errors="replace", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([1, *result.keys()])
        number = 1
        for rows in result.partitions(AT_ONCE):
            for row in rows:
                number += 1
                cells = [text_of(value) for value in row]
                digest.update("\x1f".join(cells).encode("utf-8", "replace") + b"\n")
                writer.writerow([number, *cells])
    return digest.hexdigest()


def _what(error: DBAPIError) -> str:
    return "it cannot be reached, or refuses user and password" if error.statement is None else "the SELECT fails"


def _told(error: DBAPIError, url: URL) -> str:
    """The database's own first line, without the password."""
    told = next(iter(str(error.orig).strip().splitlines()), "no reason was given")
    for secret in filter(None, (url.password, str(url.password or ""))):
        told = told.replace(str(secret), "***")
    return told if told.endswith(".") else told + "."
