"""Lists that units confirm before a meeting: frozen by the office, objected to per dossier, answered by the office.

Each step is a record (``data_access.journal.records``); a round is what its records say one after the other. An
objection stands beside a number and never changes one: the lists are those of the freeze, whatever came after. Nothing
in a record is free text: a dossier is its code, a reason is one of ``REASONS``, a document is its number.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from data_access.journal.records import Record, Records
from data_access.load.personal import masked

FROZEN, OBJECTED, TAKEN_BACK = "lists_frozen", "objected", "objection_withdrawn"
CONFIRMED, ANSWERED = "list_confirmed", "objection_answered"
KINDS = (FROZEN, OBJECTED, TAKEN_BACK, CONFIRMED, ANSWERED)
# Why a dossier should not stand in a list; "other" needs a document.
REASONS = ("promise_moved", "letter_sent", "finished_in_time", "pause_missing", "other_unit", "other")
ABOUT = ("overdue", "letter")
# "15/BC-UBND", "1400/2020/UBND-VP": a number and the signs of an office, nothing else.
DOCUMENT = re.compile(r"\d{1,6}[A-Z]?(/(19|20)\d\d)?/[A-ZĐ&]{1,8}(-[A-ZĐ&0-9.]{1,8}){0,3}")


class NotTaken(ValueError):
    """A record that must not be written; the message is one word for what is wrong."""


@dataclass(frozen=True)
class Listed:
    """A dossier in the list of a unit. ``about``: of ``ABOUT`` what is in question; ``state`` and ``days`` (working
    days past due, None: unknown) as at the close of the cut-off."""

    code: str
    about: tuple[str, ...]
    due: dt.date
    state: str
    days: int | None


@dataclass(frozen=True)
class Objection:
    """What a unit says of one dossier. ``number`` counts the objections of the round from 1, ``late``: it came after
    the deadline; ``answer``: "", "accepted" (to be corrected at the source) or "not_accepted"."""

    number: int
    unit: str
    code: str
    reason: str
    document: str
    on: dt.date
    late: bool
    answer: str = ""

    @property
    def stands(self) -> bool:
        """Whether it is said beside the number: until the office finds that the number is right."""
        return self.answer != "not_accepted"


@dataclass(frozen=True)
class Round:
    """One round: what was frozen, and what became of it. ``confirmed``: unit -> the day it said that its list is
    right but for its objections. ``scope``: the filters of the lists as an address has them."""

    subject: str
    period: str
    number: int
    version: str
    cut_off: dt.date
    scope: str
    deadline: dt.date
    frozen_on: dt.date
    lists: Mapping[str, tuple[Listed, ...]]
    objections: tuple[Objection, ...] = ()
    confirmed: Mapping[str, dt.date] = field(default_factory=dict)

    def of_unit(self, unit: str) -> tuple[Objection, ...]:
        return tuple(one for one in self.objections if one.unit == unit)

    def state(self, unit: str) -> str:
        """ "objected", "confirmed" or "" (has said nothing)."""
        if self.of_unit(unit):
            return "objected"
        return "confirmed" if unit in self.confirmed else ""

    def silent(self) -> tuple[str, ...]:
        """Units that have neither confirmed nor objected."""
        return tuple(unit for unit in self.lists if not self.state(unit))

    def missed(self, today: dt.date) -> tuple[str, ...]:
        """The silent ones once the deadline is over: on the day after it."""
        return self.silent() if today > self.deadline else ()

    def unanswered(self) -> tuple[Objection, ...]:
        return tuple(one for one in self.objections if not one.answer)


def subject_of(period: str, number: int) -> str:
    """What ties the records of a round together: "2020-06/1"."""
    return f"{period}/{number}"


def checked_document(document: str) -> str:
    """A document number as it may be kept, "" for none.

    Raises:
        NotTaken: "document": it is more, or something else, than a number like 15/BC-UBND.
    """
    written = document.strip().upper().replace(" ", "")
    spelt = re.sub(r"[^\w]+", " ", document)
    if not written:
        return ""
    if not DOCUMENT.fullmatch(written) or masked(document) != document or masked(spelt) != spelt:
        raise NotTaken("document")
    return written


# ------------------------------------------------------------------------------------------------------- writing


@dataclass(frozen=True)
class Pen:
    """Who writes, and on which day it counts (``who`` is "" where nobody signs in)."""

    records: Records
    today: dt.date
    who: str = ""
    role: str = ""

    def write(self, record: str, of: str, /, **body: object) -> None:
        self.records.add(record, of, {**body, "on": self.today.isoformat()}, self.who, self.role)


def freeze(pen: Pen, frozen: Round) -> bool:
    """Write down the lists of a round; False where this round was frozen already (a button pressed twice).

    Raises:
        NotTaken: "deadline": it is over before it begins; "lists": no unit has anything to confirm.
    """
    if frozen.deadline < pen.today:
        raise NotTaken("deadline")
    if not frozen.lists:
        raise NotTaken("lists")
    if pen.records.of([FROZEN], frozen.subject):
        return False
    pen.write(
        FROZEN,
        frozen.subject,
        period=frozen.period,
        number=frozen.number,
        version=frozen.version,
        cut_off=frozen.cut_off.isoformat(),
        scope=frozen.scope,
        deadline=frozen.deadline.isoformat(),
        lists={unit: [_written(one) for one in rows] for unit, rows in frozen.lists.items()},
    )
    return True


def object_to(pen: Pen, of: Round, unit: str, codes: Iterable[str], reason: str, document: str = "") -> int:
    """Object to dossiers of the unit's own list; how many were not objected to in these words already.

    Raises:
        NotTaken: "code": none of the list, "reason", "document".
    """
    codes, kept = list(dict.fromkeys(codes)), checked_document(document)
    if not codes or not {row.code for row in of.lists.get(unit, ())}.issuperset(codes):
        raise NotTaken("code")
    if reason not in REASONS:
        raise NotTaken("reason")
    if reason == "other" and not kept:
        raise NotTaken("document")
    said = {(one.code, one.reason, one.document) for one in _now(pen, of).of_unit(unit) if not one.answer}
    new = [code for code in codes if (code, reason, kept) not in said]
    for code in new:
        pen.write(OBJECTED, of.subject, unit=unit, code=code, reason=reason, document=kept)
    return len(new)


def take_back(pen: Pen, of: Round, unit: str, code: str) -> bool:
    """Withdraw an objection that is not answered yet; False where there is none."""
    if not any(one.code == code and not one.answer for one in _now(pen, of).of_unit(unit)):
        return False
    pen.write(TAKEN_BACK, of.subject, unit=unit, code=code)
    return True


def confirm(pen: Pen, of: Round, unit: str) -> bool:
    """The unit says that its list is right but for its objections; False where it did. Raises: NotTaken: "unit"."""
    if unit not in of.lists:
        raise NotTaken("unit")
    if unit in _now(pen, of).confirmed:
        return False
    pen.write(CONFIRMED, of.subject, unit=unit)
    return True


def answer(pen: Pen, of: Round, unit: str, code: str, accepted: bool) -> bool:
    """The office's answer to an objection; False where there is none without answer."""
    if not any(one.code == code and not one.answer for one in _now(pen, of).of_unit(unit)):
        return False
    pen.write(ANSWERED, of.subject, unit=unit, code=code, answer="accepted" if accepted else "not_accepted")
    return True


def _now(pen: Pen, of: Round) -> Round:
    """The round as it is this moment: somebody may have written since the page was drawn."""
    return next((one for one in rounds(pen.records.of(KINDS, of.subject))), of)


# ------------------------------------------------------------------------------------------------------- folding


def rounds(records: Iterable[Record]) -> list[Round]:
    """What the records say, one round after the other, oldest first. Records that fit nothing say nothing."""
    found: dict[str, Round] = {}
    numbers: dict[str, int] = {}
    for record in sorted(records, key=lambda record: record.number):
        if record.kind == FROZEN:
            found.setdefault(record.subject, _frozen(record))
        elif record.subject in found:
            before = found[record.subject]
            numbers[record.subject] = numbers.get(record.subject, 0) + (record.kind == OBJECTED)
            found[record.subject] = _after(before, record, numbers[record.subject])
    return list(found.values())


def newest(of: Iterable[Round], period: str) -> Round | None:
    """The last round of a period."""
    return next(reversed(of_period(of, period)), None)


def of_period(of: Iterable[Round], period: str) -> list[Round]:
    """The rounds of a period, the first one first."""
    return sorted((one for one in of if one.period == period), key=lambda one: one.number)


def _after(before: Round, record: Record, number: int) -> Round:
    """The round after one more record of it."""
    body, unit = record.body, str(record.body.get("unit", ""))
    code, on = str(body.get("code", "")), dt.date.fromisoformat(body["on"])
    others = tuple(one for one in before.objections if (one.unit, one.code) != (unit, code))
    mine = next((one for one in before.objections if (one.unit, one.code) == (unit, code)), None)
    if record.kind == OBJECTED and code in {row.code for row in before.lists.get(unit, ())}:
        late = on > before.deadline
        new = Objection(number, unit, code, str(body["reason"]), str(body["document"]), on, late)
        return replace(before, objections=(*others, new))
    if record.kind == CONFIRMED and unit in before.lists:
        return replace(before, confirmed={unit: on, **before.confirmed})
    if record.kind == TAKEN_BACK and mine and not mine.answer:
        return replace(before, objections=others)
    if record.kind == ANSWERED and mine and not mine.answer:
        answered = replace(mine, answer=str(body["answer"]))
        return replace(before, objections=tuple(answered if one is mine else one for one in before.objections))
    return before


def _frozen(record: Record) -> Round:
    body = record.body
    return Round(
        subject=record.subject,
        period=str(body["period"]),
        number=int(body["number"]),
        version=str(body["version"]),
        cut_off=dt.date.fromisoformat(body["cut_off"]),
        scope=str(body["scope"]),
        deadline=dt.date.fromisoformat(body["deadline"]),
        frozen_on=dt.date.fromisoformat(body["on"]),
        lists={unit: tuple(_read(row) for row in rows) for unit, rows in body["lists"].items()},
    )


def _written(row: Listed) -> list[object]:
    return [row.code, list(row.about), row.due.isoformat(), row.state, row.days]


def _read(row: list) -> Listed:
    code, about, due, state, days = row
    return Listed(code, tuple(about), dt.date.fromisoformat(due), state, days)
