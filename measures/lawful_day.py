"""The lawful day of an apology letter: a dated setting of the profile, as SQL (COUNTING section 3).

By HCMC Decision 5157/QĐ-UBND (2016) the letter goes out on the due day at the latest; by Decree 61/2018 one day before
it. Which setting holds is told by the due day of the promise.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from itertools import pairwise

from sqlalchemy import ColumnElement, Date, Integer, and_, case, cast, func, literal, null, select

from data_access import tables
from data_access.profiles import LawfulDay
from measures.sets import d

ON_THE_DUE_DAY = LawfulDay("due", "", dt.date.min)


def lawful_on(settings: Sequence[LawfulDay]) -> ColumnElement:
    """The lawful day of a dossier with a letter, by the due day of its deciding promise."""
    *before, last = _in_force(settings)
    if not before:
        return _day_of(last)
    ends = [following.valid_from for following in (*before[1:], last)]
    cases = [(d.c.due < literal(end, Date), _day_of(one)) for one, end in zip(before, ends, strict=True)]
    return case(*cases, else_=_day_of(last))


def _in_force(settings: Sequence[LawfulDay]) -> tuple[LawfulDay, ...]:
    """By the day from which they hold; before the first, and without any, the due day."""
    return (ON_THE_DUE_DAY, *settings) if settings else (ON_THE_DUE_DAY,)


def _day_of(setting: LawfulDay) -> ColumnElement:
    if setting.rule == "due":
        return d.c.due
    return d.c.letter_eve if setting.unit == "working" else cast(d.c.due - literal(1, Integer), Date)


def last_due_day(settings: Sequence[LawfulDay], as_of_number: ColumnElement) -> ColumnElement:
    """The last due day whose lawful day comes by the next working day after T (its working-day number is given)."""
    in_force = _in_force(settings)
    bounds = []
    for one, following in pairwise((*in_force, None)):
        assert one is not None
        bound = _last_due(one, as_of_number)
        if following:
            bound = func.least(bound, literal(following.valid_from - dt.timedelta(1), Date))
        bounds.append(case((bound >= literal(one.valid_from, Date), bound), else_=null()))
    return func.greatest(*bounds) if len(bounds) > 1 else bounds[0]


def _last_due(setting: LawfulDay, as_of_number: ColumnElement) -> ColumnElement:
    if setting.rule == "due":
        return working_day(as_of_number + 1)
    if setting.unit == "working":
        return working_day(as_of_number + 2)
    return cast(working_day(as_of_number + 1) + literal(1, Integer), Date)


def working_day(number: ColumnElement) -> ColumnElement:
    """The working day that has a running number."""
    day = tables.calendar.alias()
    found = select(day.c.day).where(and_(day.c.working, day.c.working_number == number))
    return found.scalar_subquery()
