"""The states of form II.06a/VPCP/KSTT (COUNTING section 5) as conditions on a dossier, made of the sets of section 2.

A dossier of R or K has exactly one of them at the close of T. Each condition stands by itself, so that a dossier with
none or with two can be found; nothing here decides by the order of a CASE.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Date, and_, false, func, literal, not_, or_
from sqlalchemy.sql.visitors import replacement_traverse

from data_access.profiles import OfficialForm
from measures import sets
from measures.sets import d
from text import mark

FINISHED_BY_T = func.coalesce(d.c.finished_on <= sets.AS_OF, false())
ENDED_BY_T = func.coalesce(d.c.ended_on <= sets.AS_OF, false())
NO_DUE = d.c.due.is_(None)
UNKNOWN = "finish_unknown"
BEFORE, ON_TIME, LATE, WITHIN, OVERDUE = "8", "9", "10", "12", "13"

# Number of the note -> what it counts. Note 8 exists only where the setting says so.
NOTES = {
    1: mark("finished or ended without any due date, counted in column (9)"),
    2: mark("withdrawn, returned or stopped on or before the due day, counted in column (9)"),
    3: mark("withdrawn, returned or stopped after the due day, counted in column (10)"),
    4: mark("finished, day of finish not recorded, counted in column (9) of the period of reception"),
    5: mark("open without any due date, counted in column (12)"),
    6: mark("open and paused on the due day, not decided yet, counted in column (12)"),
    7: mark("open past the due day and paused since, counted in column (13)"),
    8: mark("open and due on the last day of the period, counted in column (12) as the source system does"),
}


@dataclass(frozen=True)
class State:
    """One state: its column of the form, its note (0: none), and whether it is one of the open dossiers."""

    key: str
    column: str
    note: int
    condition: ColumnElement[bool]

    @property
    def open(self) -> bool:
        return self.column in (WITHIN, OVERDUE)

    @property
    def late(self) -> bool:
        """Whether an apology letter is owed: columns (10) and (13)."""
        return self.column in (LATE, OVERDUE)


def received() -> ColumnElement[bool]:
    """R: received in the period, up to T."""
    return and_(sets.RECEIVED, d.c.received_on >= sets.PERIOD_START, d.c.received_on <= sets.AS_OF)


def carried(start: dt.date) -> ColumnElement[bool]:
    """K: what was open at the close of the day before ``start``; the same condition as of the open ones at T.

    Of a unit complete only to a day before that, what was open at its own last day: no period is left out between.
    """
    before = func.least(literal(start - dt.timedelta(1), Date), sets.AS_OF)

    def earlier(element: object) -> ColumnElement | None:
        return before if element is sets.AS_OF else None

    return replacement_traverse(sets.OPEN, {}, earlier)  # type: ignore[call-overload]


def states(rules: OfficialForm) -> tuple[State, ...]:
    """The states in the order of the form. ``rules``: what counts as overdue on the due day itself."""
    return (*_left(), *_open(rules))


def _left() -> tuple[State, ...]:
    """Those who left by T, and those of whom nobody knows when."""
    promised = not_(NO_DUE)
    on_the_day = and_(promised, not_(d.c.before_due), not_(d.c.breached))
    return (
        State("no_due_date", ON_TIME, 1, and_(or_(FINISHED_BY_T, ENDED_BY_T), NO_DUE)),
        State("finished_before", BEFORE, 0, and_(FINISHED_BY_T, promised, d.c.before_due)),
        State("finished_on", ON_TIME, 0, and_(FINISHED_BY_T, on_the_day)),
        State("finished_late", LATE, 0, and_(FINISHED_BY_T, promised, d.c.breached)),
        State("ended_in_time", ON_TIME, 2, and_(ENDED_BY_T, promised, not_(d.c.breached))),
        State("ended_late", LATE, 3, and_(ENDED_BY_T, promised, d.c.breached)),
        State(UNKNOWN, ON_TIME, 4, d.c.finish_unknown),
    )


def _open(rules: OfficialForm) -> tuple[State, ...]:
    not_late = and_(sets.OPEN, not_(sets.BREACHED_BY_T))
    late = sets.OPEN_OVERDUE
    today: tuple[State, ...] = ()
    if rules.overdue_from == "day_after":
        today = (State("due_today", WITHIN, 8, and_(late, d.c.due == sets.AS_OF)),)
        late = and_(late, d.c.due < sets.AS_OF)
    return (
        State("open_no_due_date", WITHIN, 5, and_(not_late, sets.DUE_IN_FORCE.is_(None))),
        State("undecided", WITHIN, 6, sets.UNDECIDED),
        State("open_in_time", WITHIN, 0, and_(not_late, sets.DUE_IN_FORCE > sets.AS_OF)),
        *today,
        State("open_late", OVERDUE, 0, and_(late, not_(sets.UNDER_PAUSE))),
        State("paused_late", OVERDUE, 7, and_(late, sets.UNDER_PAUSE)),
    )
