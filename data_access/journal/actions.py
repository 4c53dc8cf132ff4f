"""What a meeting agreed, and reminders (đôn đốc): who does what until when, answered, solved.

Each step is a record; an action is what its records say one after the other. An action has no free text: its sentence
is built from the kind of task, the unit, how many dossiers and the measure that the task is about.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace

from data_access.journal.confirmation import NotTaken, Pen, checked_document
from data_access.journal.records import Record

AGREED, ANSWERED, SOLVED, WITHDRAWN = "action_agreed", "action_answered", "action_solved", "action_withdrawn"
KINDS = (AGREED, ANSWERED, SOLVED, WITHDRAWN)
DECISION, REMINDER = "decision", "reminder"
# What can be agreed, and the measure by which its success is seen.
TASKS = {
    "send_letters": "letters_missing",
    "finish_overdue": "overdue_open",
    "finish_soon": "due_soon",
    "review_lateness": "overdue_rate",
    "correct_data": "overdue_rate",
    "raise_online": "online_share",
}
OPEN, OVERDUE, REPLIED, DONE, DROPPED = "open", "overdue", "answered", "solved", "withdrawn"
MOST = 1_000_000


@dataclass(frozen=True)
class Action:
    """One action. ``kind``: "decision" or "reminder"; ``task`` of ``TASKS``; ``count``: how many dossiers it names,
    0 = none. ``period`` (its token), ``measure`` with ``numerator`` and ``denominator`` (None unless a rate) at data
    ``version``: the state then. ``document``: number of the answer, ``answered_on`` its date."""

    subject: str
    kind: str
    task: str
    count: int
    unit: str
    due: dt.date
    period: str
    measure: str
    numerator: int
    denominator: int | None
    version: str
    agreed_on: dt.date
    answered_on: dt.date | None = None
    document: str = ""
    solved_on: dt.date | None = None
    withdrawn: bool = False
    withdrawn_on: dt.date | None = None

    def status(self, today: dt.date) -> str:
        """ "withdrawn", "solved", "answered", "overdue" (due before today, no answer) or "open"."""
        if self.withdrawn:
            return DROPPED
        if self.solved_on:
            return DONE
        if self.answered_on:
            return REPLIED
        return OVERDUE if self.due < today else OPEN

    @property
    def answered_late(self) -> bool:
        """Whether the answer came after the day agreed."""
        return self.answered_on is not None and self.answered_on > self.due


def subject_of(period: str, unit: str, task: str, due: dt.date) -> str:
    """What ties the records of an action together. The same agreed twice is one action."""
    return f"{period}/{unit}/{task}/{due.isoformat()}"


# ------------------------------------------------------------------------------------------------------- writing


def agree(pen: Pen, new: Action) -> bool:
    """Write down an action; False where it stands already.

    Raises:
        NotTaken: "kind", "task", "count" or "due" (before today).
    """
    if new.kind not in (DECISION, REMINDER):
        raise NotTaken("kind")
    if TASKS.get(new.task) != new.measure:
        raise NotTaken("task")
    if not 0 <= new.count <= MOST:
        raise NotTaken("count")
    if new.due < pen.today:
        raise NotTaken("due")
    known = _now(pen, new.subject)
    if known and not known.withdrawn:
        return False
    told = ("kind", "task", "count", "unit", "period", "measure", "numerator", "denominator", "version")
    pen.write(AGREED, new.subject, due=new.due.isoformat(), **{name: getattr(new, name) for name in told})
    return True


def reply(pen: Pen, subject: str, document: str, dated: dt.date) -> bool:
    """The unit answers with a document; False where it did, or where there is no such action.

    Raises:
        NotTaken: "document": no document number; "dated": after today.
    """
    number = checked_document(document)
    if not number:
        raise NotTaken("document")
    if dated > pen.today:
        raise NotTaken("dated")
    known = _now(pen, subject)
    if not known or known.withdrawn or known.answered_on:
        return False
    pen.write(ANSWERED, subject, document=number, dated=dated.isoformat())
    return True


def solve(pen: Pen, subject: str) -> bool:
    """The office finds it solved; False where it did, or where there is no such action."""
    known = _now(pen, subject)
    if not known or known.withdrawn or known.solved_on:
        return False
    pen.write(SOLVED, subject)
    return True


def withdraw(pen: Pen, subject: str) -> bool:
    """The office takes it back; False where it did, where it is solved, or where there is no such action."""
    known = _now(pen, subject)
    if not known or known.withdrawn or known.solved_on:
        return False
    pen.write(WITHDRAWN, subject)
    return True


def _now(pen: Pen, subject: str) -> Action | None:
    return next(iter(actions(pen.records.of(KINDS, subject))), None)


# ------------------------------------------------------------------------------------------------------- folding


def actions(records: Iterable[Record]) -> list[Action]:
    """What the records say, in the order agreed. Records that fit nothing say nothing."""
    found: dict[str, Action] = {}
    for record in sorted(records, key=lambda record: record.number):
        known = found.get(record.subject)
        if record.kind == AGREED and (known is None or known.withdrawn):
            found.pop(record.subject, None)
            found[record.subject] = _agreed(record)
        elif known and not known.withdrawn:
            found[record.subject] = _after(known, record)
    return list(found.values())


def _agreed(record: Record) -> Action:
    body = record.body
    below = body["denominator"]
    return Action(
        subject=record.subject,
        kind=str(body["kind"]),
        task=str(body["task"]),
        count=int(body["count"]),
        unit=str(body["unit"]),
        due=dt.date.fromisoformat(body["due"]),
        period=str(body["period"]),
        measure=str(body["measure"]),
        numerator=int(body["numerator"]),
        denominator=None if below is None else int(below),
        version=str(body["version"]),
        agreed_on=dt.date.fromisoformat(body["on"]),
    )


def _after(known: Action, record: Record) -> Action:
    """The action after one more record of it; what is solved stays so."""
    on = dt.date.fromisoformat(record.body["on"])
    if record.kind == ANSWERED and not known.answered_on:
        dated = dt.date.fromisoformat(record.body["dated"])
        return replace(known, answered_on=dated, document=str(record.body["document"]))
    if record.kind == SOLVED and not known.solved_on:
        return replace(known, solved_on=on)
    if record.kind == WITHDRAWN and not known.solved_on:
        return replace(known, withdrawn=True, withdrawn_on=on)
    return known
