"""Who did what when: sign-ins, refusals, lists opened, files made.

An entry names a person by sign-in name, never a dossier: what may stand in its details is listed.
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    DateTime,
    Integer,
    MetaData,
    Table,
    Text,
    and_,
    func,
    insert,
    select,
)

from data_access.journal.book import Book, utc

KINDS = ("signed_in", "signed_out", "refused", "list_opened", "exported", "loaded")
DETAILS = ("reason", "measure", "part", "within", "scope", "count", "file", "version")
LONGEST = 500
PAGE_SIZE = 100


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
        self._book = Book(address, "entry")
        self._entry = _table(self._book.schema)

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
        with self._book.open() as connection:
            connection.execute(insert(self._entry), row)
            connection.commit()

    def assert_ready(self) -> None:
        """Raises: JournalError: a line could not be written now."""
        self._book.assert_ready()

    def entries(self, asked: Asked, page: int | None = 1) -> list[Entry]:
        """The lines asked for, newest first: one page of ``PAGE_SIZE``, or all of them (None)."""
        wanted = select(self._entry).where(self._condition(asked)).order_by(self._entry.c.number.desc())
        if page is not None:
            wanted = wanted.limit(PAGE_SIZE).offset(PAGE_SIZE * (page - 1))
        with self._book.open() as connection:
            rows = connection.execute(wanted).all()
        return [Entry(utc(row.at), row.who, row.role, row.what, json.loads(row.details)) for row in rows]

    def count(self, asked: Asked) -> int:
        """How many lines are asked for."""
        with self._book.open() as connection:
            counted = select(func.count()).select_from(self._entry).where(self._condition(asked))
            return int(connection.scalar(counted) or 0)

    def people(self) -> list[str]:
        """Everybody who is named in it, in order."""
        with self._book.open() as connection:
            return list(connection.scalars(select(self._entry.c.who).distinct().order_by(self._entry.c.who)))

    def _condition(self, asked: Asked) -> ColumnElement[bool]:
        c = self._entry.c
        conditions = [c.who == asked.who] if asked.who else []
        conditions += [c.what == asked.what] if asked.what else []
        conditions += [c.at >= asked.since] if asked.since else []
        conditions += [c.at < asked.until] if asked.until else []
        return and_(True, *conditions)
