"""The days from which a month is looked at: T, and the same point of earlier months."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select

from data_access import tables
from data_access.fetch import fetch
from data_access.stores import Store
from measures.known import Holdings
from measures.period import Period, month_period, months_until
from measures.scope import Scope

TRAINING_MONTHS = 12
BACK_TESTS = 12
LONGEST = dt.timedelta(366 * 2 + 62), dt.timedelta(62)  # days of the calendar before and after T that are looked up


@dataclass(frozen=True)
class Point:
    """A day from which a month is looked at: number 0 is T, the others are as far before their month's end."""

    number: int
    day: dt.date
    working_number: int
    month: Period
    month_end_number: int


def points(scope: Scope, held: Holdings, store: Store, version: str) -> list[Point]:
    """T with the month it is asked about, then the same point of earlier months, as far back as there are dossiers.

    The month is that of the next working day: under way, or the one that begins. "The same point" has as many working
    days of its month ahead; the close before the month where T lies before its month.
    """
    day = min(scope.until, held.cut_off)
    c, (before, after) = tables.calendar.c, LONGEST
    statement = select(c.day, c.working, c.working_number).where(c.day >= day - before, c.day <= day + after)
    calendar = fetch(store, statement.order_by(c.day), version)
    number = dict(zip(calendar["day"], calendar["working_number"], strict=True))
    ahead = calendar[(calendar["day"] > day) & calendar["working"].astype(bool)]
    month = month_period(ahead["day"].iloc[0])
    rest = number[month.end] - number[day] if day >= month.start else None
    found = [Point(0, day, number[day], month, number[month.end])]
    for back, earlier in enumerate(reversed(months_until(month.end, TRAINING_MONTHS + BACK_TESTS + 1)[:-1]), 1):
        if earlier.start < held.first_day.replace(day=1):
            break
        then = _same_point(earlier, rest, number)
        found.append(Point(back, then, number[then], earlier, number[earlier.end]))
    return found


def _same_point(month: Period, rest: int | None, number: dict[dt.date, int]) -> dt.date:
    """The last day of ``month`` with ``rest`` working days after it; the day before the month where it has too few."""
    before = month.start - dt.timedelta(1)
    day = before if rest is None else month.end
    while day > before and number[month.end] - number[day] < (rest or 0):
        day -= dt.timedelta(1)
    return day
