"""Where the journal is kept: a SQLite file beside the store, or the schema ``journal`` of the PostgreSQL database.

Triggers refuse to change or remove what was written. No load touches it.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, create_engine, func, make_url, select
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from data_access.stores.store import DEFAULT_FOLDER

SETTING, STORE_SETTING = "DOSSIER_JOURNAL_URL", "DOSSIER_DB_URL"
FILE, SCHEMA = "journal.sqlite", "journal"
FOLDER = Path(__file__).parent
WAIT_SECONDS = 10


class JournalError(Exception):
    """The journal cannot be written or read; the message says what to do."""


def journal_address(store: str | None = None) -> str:
    """Where the journal is: ``DOSSIER_JOURNAL_URL``, else with the store (``store``, else ``DOSSIER_DB_URL``)."""
    if told := os.environ.get(SETTING):
        return told
    place = (store or os.environ.get(STORE_SETTING) or DEFAULT_FOLDER).removeprefix("duckdb:///")
    return place if "://" in place else f"sqlite:///{Path(place) / FILE}"


class Book:
    """One table of the journal at an address. Opens nothing before it is used; several processes may write at once."""

    def __init__(self, address: str, table: str) -> None:
        try:
            url = make_url(address)
        except (ArgumentError, ValueError):  # their text would repeat a password
            raise JournalError(
                f"{SETTING} cannot be read: write sqlite:////folder/journal.sqlite or postgresql://user@host/database"
            ) from None
        self._name = table
        self._file = Path(url.database or "") if url.get_backend_name() == "sqlite" else None
        if self._file is None and url.get_backend_name() != "postgresql":
            raise JournalError(f"no journal in {url.get_backend_name()}: {SETTING} is sqlite:/// or postgresql://")
        self._place = str(self._file) if self._file else f"{url.host or url.query.get('host', '')}/{url.database}"
        server = {"connect_timeout": WAIT_SECONDS, "options": "-c statement_timeout=10000"}
        self._engine = create_engine(
            url if self._file else url.set(drivername="postgresql+psycopg"),
            connect_args={"timeout": WAIT_SECONDS} if self._file else server,
            poolclass=NullPool,  # lines are few, and whoever opened a journal need not close it
        )
        self._made = False

    @property
    def schema(self) -> str | None:
        """The schema of the table on a server."""
        return None if self._file else SCHEMA

    def assert_ready(self) -> None:
        """Raises: JournalError: a line could not be written now."""
        table = f"{SCHEMA}.{self._name}"
        with self.open() as connection:
            if self._file:
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            elif not connection.scalar(select(func.has_table_privilege(table, "INSERT"))):
                raise JournalError(f"the user of {self._place} may not add to {table} (deploy/postgresql.md)")

    @contextmanager
    def open(self) -> Iterator[Connection]:
        """A connection to a journal that is there.

        Raises:
            JournalError: it cannot be reached, made or written.
        """
        try:
            with self._engine.connect() as connection:
                if not self._made or (self._file and not self._file.exists()):
                    self._make(connection)
                    self._made = True
                yield connection
        except (SQLAlchemyError, OSError) as error:
            reason = str(getattr(error, "orig", None) or error).splitlines()[0]
            raise JournalError(f"the journal {self._place} cannot be used: {reason}") from error

    def _make(self, connection: Connection) -> None:
        """Tables and triggers, where they are not yet. On a server whoever may; else deploy/postgresql.md says who."""
        if not self._file:
            there = connection.exec_driver_sql(f"SELECT to_regclass('{SCHEMA}.{self._name}') IS NOT NULL").scalar()
            if not there:
                connection.exec_driver_sql((FOLDER / "postgresql.sql").read_text(encoding="utf-8"))
            connection.commit()
            return
        for statement in (FOLDER / "sqlite.sql").read_text(encoding="utf-8").split("\n\n"):
            connection.exec_driver_sql(statement)
        connection.commit()


def utc(at: dt.datetime) -> dt.datetime:
    """SQLite keeps no zone; what we write is UTC."""
    return at.astimezone(dt.UTC) if at.tzinfo else at.replace(tzinfo=dt.UTC)
