"""Reminders (đôn đốc) of the journal as counts: sent, answered in time or not, and what became of their number.

Plain functions over actions: the journal is no table of the store. Everything is as at the close of one day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from data_access.journal.actions import REMINDER, Action
from measures import registry
from measures.action_progress import Progress
from measures.verdict import Direction

# How a reminder stands on a day; each stands in one way.
OVERDUE, WAITING, LATE, IN_TIME, CLOSED = "overdue", "waiting", "late", "in_time", "closed"
STATES = (OVERDUE, WAITING, LATE, IN_TIME, CLOSED)
# What became of the number since. Of a rate a verdict, of a count of open work only which way it went.
BETTER, WORSE, NO_CHANGE = "better", "worse", "no_change"
FEWER, MORE, AS_MANY = "fewer", "more", "as_many"
UNKNOWN = "unknown"
CHANGES = (BETTER, WORSE, NO_CHANGE, FEWER, MORE, AS_MANY, UNKNOWN)


@dataclass(frozen=True)
class Tally:
    """Reminders by state (``STATES``), which add up to ``followed``; ``sent``: those of them sent in the period."""

    sent: int = 0
    overdue: int = 0
    waiting: int = 0
    late: int = 0
    in_time: int = 0
    closed: int = 0

    @property
    def followed(self) -> int:
        return sum(getattr(self, state) for state in STATES)

    @property
    def due(self) -> int:
        """Answered, or past their day without answer: of these an answer in time can be said."""
        return self.in_time + self.late + self.overdue


def state_on(action: Action, day: dt.date) -> str:
    """How an action stands at the close of ``day``; "" where it was not agreed yet, or taken back by then.

    "in_time" and "late": answered, by the date of the answer; "closed": the office ended it without an answer.
    """
    gone = action.withdrawn and (action.withdrawn_on is None or action.withdrawn_on <= day)
    if action.agreed_on > day or gone:
        return ""
    if action.answered_on and action.answered_on <= day:
        return LATE if action.answered_late else IN_TIME
    if action.solved_on and action.solved_on <= day:
        return CLOSED
    return OVERDUE if action.due < day else WAITING


def followed(actions: Iterable[Action], start: dt.date, day: dt.date, kind: str = REMINDER) -> list[Action]:
    """What a period that begins on ``start`` looks at on ``day``: the actions of ``kind`` agreed in it, and those from
    before that were neither answered nor closed when it began. In the order agreed."""
    before = start - dt.timedelta(1)
    there = [one for one in actions if one.kind == kind and state_on(one, day)]
    return [one for one in there if one.agreed_on >= start or state_on(one, before) in (OVERDUE, WAITING)]


def tally(actions: Iterable[Action], start: dt.date, day: dt.date) -> Tally:
    """Count reminders that are followed."""
    counts = dict.fromkeys(("sent", *STATES), 0)
    for one in actions:
        counts[state_on(one, day)] += 1
        counts["sent"] += one.agreed_on >= start
    return Tally(**counts)


def tallies(
    actions: Iterable[Action], by: Callable[[Action], str], start: dt.date, day: dt.date
) -> list[tuple[str, Tally]]:
    """The same by group, those with most overdue answers first, then with most reminders."""
    groups: dict[str, list[Action]] = {}
    for one in actions:
        groups.setdefault(by(one), []).append(one)
    found = [(group, tally(those, start, day)) for group, those in groups.items()]
    return sorted(found, key=lambda pair: (-pair[1].overdue, -pair[1].followed, pair[0]))


def change_since(one: Progress | None) -> str:
    """What became of the number since (``CHANGES``). Of a rate "unknown" wherever ``action_progress`` finds no verdict;
    of a count too where it is looked at in the period it was taken in, or an earlier one, or at another unit."""
    if one is None:
        return UNKNOWN
    if one.then[1] is not None:
        word = one.change.word if one.change else ""
        if word in ("", "none"):
            return NO_CHANGE if word else UNKNOWN
        better = registry.get(one.action.measure).good is (Direction.HIGHER if word == "up" else Direction.LOWER)
        return BETTER if better else WORSE
    if one.then_period.start >= one.now_period.start or one.unit != one.action.unit:
        return UNKNOWN
    then, now = one.then[0], one.now[0]
    return AS_MANY if now == then else FEWER if now < then else MORE
