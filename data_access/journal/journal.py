"""The journal: a SQLite file beside the store, or a table in the schema ``journal`` of the PostgreSQL database.

Triggers refuse to change or remove what was written. An entry names a person by sign-in name, never a dossier: what may
stand in its details is listed. No load touches it.
"""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Connection,
    DateTime,
    Integer,
    MetaData,
    Table,
    Text,
    and_,
    create_engine,
    func,
    insert,
    make_url,
    select,
)
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from data_access.stores.store import DEFAULT_FOLDER

SETTING, STORE_SETTING = "DOSSIER_JOURNAL_URL", "DOSSIER_DB_URL"
FILE, SCHEMA = "journal.sqlite", "journal"
FOLDER = Path(__file__).parent
KINDS = ("signed_in", "signed_out", "refused", "list_opened", "exported", "loaded")
DETAILS = ("reason", "measure", "part", "within", "scope", "count", "file", "version")
LONGEST = 500
PAGE_SIZE = 100
WAIT_SECONDS = 10


class JournalError(Exception):
    """The journal cannot be written or read; the message says what to do."""


@dataclass(frozen=True)
class Entry:
    """One line. ``at`` is UTC; ``role`` is "" for who was refused; ``details``: what of ``DETAILS`` is known."""

    at: dt.datetime
    who: str
    role: str
    what: str
    details: dict[str, str | int]


@dataclass(frozen=True)
class Asked:
    """Which lines: by person, by what was done, from one moment to before another; "" and None: any."""

    who: str = ""
    what: str = ""
    since: dt.datetime | None = None
    until: dt.datetime | None = None


def journal_address() -> str:
    """Where the journal is: ``DOSSIER_JOURNAL_URL``, else with the store (``DOSSIER_DB_URL``)."""
    if told := os.environ.get(SETTING):
        return told
    store = (os.environ.get(STORE_SETTING) or DEFAULT_FOLDER).removeprefix("duckdb:///")
    return store if "://" in store else f"sqlite:///{Path(store) / FILE}"


def _table(schema: str | None) -> Table:
    return Table(
        "entry",
        MetaData(schema=schema),
        Column("number", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
        Column("at", DateTime(timezone=True), nullable=False),
        Column("who", Text, nullable=False),
        Column("role", Text, nullable=False),
        Column("what", Text, nullable=False),
        Column("details", Text, nullable=False),
    )


class Journal:
    """The journal at an address. Opens nothing before it is used; several processes may write at once."""

    def __init__(self, address: str) -> None:
        try:
            url = make_url(address)
        except (ArgumentError, ValueError):  # their text would repeat a password
            raise JournalError(
                f"{SETTING} cannot be read: write sqlite:////folder/journal.sqlite or postgresql://user@host/database"
            ) from None
        self._file = Path(url.database or "") if url.get_backend_name() == "sqlite" else None
        if self._file is None and url.get_backend_name() != "postgresql":
            raise JournalError(f"no journal in {url.get_backend_name()}: {SETTING} is sqlite:/// or postgresql://")
        self._place = str(self._file) if self._file else f"{url.host or url.query.get('host', '')}/{url.database}"
        self._entry = _table(None if self._file else SCHEMA)
        server = {"connect_timeout": WAIT_SECONDS, "options": "-c statement_timeout=10000"}
        self._engine = create_engine(
            url if self._file else url.set(drivername="postgresql+psycopg"),
            connect_args={"timeout": WAIT_SECONDS} if self._file else server,
            poolclass=NullPool,  # lines are few, and whoever opened a journal need not close it
        )
        self._made = False

    def record(self, who: str, role: str, what: str, **details: str | int) -> None:
        """Add a line. ``what`` is one of ``KINDS``, the details some of ``DETAILS``.

        Raises:
            JournalError: it was not written.
            ValueError: a detail that the journal does not know.
        """
        if what not in KINDS or not set(details) <= set(DETAILS):
            raise ValueError(f"the journal has no place for {what} {sorted(details)}")
        kept = {name: value[:LONGEST] if isinstance(value, str) else value for name, value in details.items()}
        row = {
            "at": dt.datetime.now(dt.UTC),
            "who": who[:LONGEST],
            "role": role,
            "what": what,
            "details": json.dumps({name: value for name, value in kept.items() if value != ""}, ensure_ascii=False),
        }
        with self._open() as connection:
            connection.execute(insert(self._entry), row)
            connection.commit()

    def assert_ready(self) -> None:
        """Raises: JournalError: a line could not be written now."""
        with self._open() as connection:
            if self._file:
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            elif not connection.scalar(select(func.has_table_privilege(f"{SCHEMA}.entry", "INSERT"))):
                raise JournalError(f"the user of {self._place} may not add to {SCHEMA}.entry (deploy/postgresql.md)")

    def entries(self, asked: Asked, page: int | None = 1) -> list[Entry]:
        """The lines asked for, newest first: one page of ``PAGE_SIZE``, or all of them (None)."""
        wanted = select(self._entry).where(self._condition(asked)).order_by(self._entry.c.number.desc())
        if page is not None:
            wanted = wanted.limit(PAGE_SIZE).offset(PAGE_SIZE * (page - 1))
        with self._open() as connection:
            rows = connection.execute(wanted).all()
        return [Entry(_utc(row.at), row.who, row.role, row.what, json.loads(row.details)) for row in rows]

    def count(self, asked: Asked) -> int:
        """How many lines are asked for."""
        with self._open() as connection:
            counted = select(func.count()).select_from(self._entry).where(self._condition(asked))
            return int(connection.scalar(counted) or 0)

    def people(self) -> list[str]:
        """Everybody who is named in it, in order."""
        with self._open() as connection:
            return list(connection.scalars(select(self._entry.c.who).distinct().order_by(self._entry.c.who)))

    def _condition(self, asked: Asked) -> ColumnElement[bool]:
        c = self._entry.c
        conditions = [c.who == asked.who] if asked.who else []
        conditions += [c.what == asked.what] if asked.what else []
        conditions += [c.at >= asked.since] if asked.since else []
        conditions += [c.at < asked.until] if asked.until else []
        return and_(True, *conditions)

    @contextmanager
    def _open(self) -> Iterator[Connection]:
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
        """Table and triggers, where they are not yet. On a server whoever may; else deploy/postgresql.md says who."""
        if not self._file:
            there = connection.exec_driver_sql(f"SELECT to_regclass('{SCHEMA}.entry') IS NOT NULL").scalar()
            if not there:
                connection.exec_driver_sql((FOLDER / "postgresql.sql").read_text(encoding="utf-8"))
            connection.commit()
            return
        for statement in (FOLDER / "sqlite.sql").read_text(encoding="utf-8").split("\n\n"):
            connection.exec_driver_sql(statement)
        connection.commit()


def _utc(at: dt.datetime) -> dt.datetime:
    """SQLite keeps no zone; what we write is UTC."""
    return at.astimezone(dt.UTC) if at.tzinfo else at.replace(tzinfo=dt.UTC)
