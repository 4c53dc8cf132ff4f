"""What the office decided, in the order in which it was: figures issued, lists frozen, objections, actions agreed.

Each record has a kind, a subject that ties records together (an action, a form of a period) and a body of plain values.
The state of anything is what its records say one after the other; nothing is ever changed. What a kind of record must
hold is said where it is written (``data_access.journal`` modules of that name); a dossier is named by its code only.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, Column, DateTime, Integer, MetaData, Table, Text, insert, select

from data_access.journal.book import Book, utc

TABLE = "record"


@dataclass(frozen=True)
class Record:
    """One record. ``at`` is UTC; ``who`` is "" where nobody signs in; ``body``: what JSON can hold."""

    number: int
    at: dt.datetime
    who: str
    role: str
    kind: str
    subject: str
    body: Mapping[str, Any]


class Records:
    """The records at an address (``journal_address()``). Opens nothing before it is used."""

    def __init__(self, address: str) -> None:
        self._book = Book(address, TABLE)
        self._record = Table(
            TABLE,
            MetaData(schema=self._book.schema),
            Column("number", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
            Column("at", DateTime(timezone=True), nullable=False),
            Column("who", Text, nullable=False),
            Column("role", Text, nullable=False),
            Column("kind", Text, nullable=False),
            Column("subject", Text, nullable=False),
            Column("body", Text, nullable=False),
        )

    def add(self, kind: str, subject: str, body: Mapping[str, Any], who: str = "", role: str = "") -> int:
        """Add a record, at once or not at all; its number.

        Raises:
            JournalError: it was not written.
        """
        written = json.dumps(dict(body), ensure_ascii=False, sort_keys=True)
        row = {"at": dt.datetime.now(dt.UTC), "who": who, "role": role}
        row |= {"kind": kind, "subject": subject, "body": written}
        with self._book.open() as connection:
            number = connection.scalar(insert(self._record).returning(self._record.c.number), row)
            connection.commit()
        return int(number or 0)

    def of(self, kinds: Sequence[str], subject: str | None = None) -> list[Record]:
        """The records of these kinds, oldest first; of one subject, or of all (None)."""
        c = self._record.c
        wanted = select(self._record).where(c.kind.in_(list(kinds))).order_by(c.number)
        if subject is not None:
            wanted = wanted.where(c.subject == subject)
        with self._book.open() as connection:
            rows = connection.execute(wanted).all()
        return [
            Record(row.number, utc(row.at), row.who, row.role, row.kind, row.subject, json.loads(row.body))
            for row in rows
        ]

    def last(self) -> int:
        """The number of the newest record, 0 without any: it changes whenever something was decided."""
        newest = select(self._record.c.number).order_by(self._record.c.number.desc()).limit(1)
        with self._book.open() as connection:
            return int(connection.scalar(newest) or 0)

    def assert_ready(self) -> None:
        """Raises: JournalError: a record could not be written now."""
        self._book.assert_ready()
