"""What a meeting looks at, counted once: slides, meeting pack and page draw from the same object.

The tasks follow by rule from what is open at T; nobody is named but where something is to be done.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from data_access.profiles import Profile
from data_access.stores import Store
from data_access.viewer import Viewer
from measures.asking import Asked
from measures.known import Holdings
from measures.letters_page import Letters, letters_page
from measures.online_page import Online, online_page
from measures.overview import Overview, overview
from measures.period import month_period
from measures.scope import Scope

# Until when a task is done, in working days after T: a missing letter is late already, a review needs some days.
WRITE_BY, REVIEW_BY, LETTERS_BY = 1, 3, 5


@dataclass(frozen=True)
class Task:
    """Something to be done: ``count`` dossiers of ``units`` (most first) by the day ``due``.

    kind: "write" (letters for open dossiers), "remind" (due on the next working day), "review" (open and overdue),
    "review_letters" (finished or ended late, without letter).
    """

    kind: str
    count: int
    units: tuple[str, ...]
    due: dt.date


@dataclass(frozen=True)
class Meeting:
    """Everything that slides and pack show, for one scope and data version. Counts are numbers of dossiers.

    soon: what comes due in the next three working days: unit, due_day, count. overdue: open overdue dossiers: unit,
    count, most first. until: the last day counted, T. The missing letters are ``letters.missing``, by whose duty they
    are, over all periods. months_until: up to which day the last point of the trend counts, which a week does not end.
    """

    version: str
    until: dt.date
    months_until: dt.date
    overview: Overview
    online: Online
    letters: Letters
    soon: pd.DataFrame
    overdue: pd.DataFrame
    tasks: tuple[Task, ...]

    @property
    def scope(self) -> Scope:
        return self.overview.scope

    @property
    def letters_missing(self) -> int:
        """The stock of missing letters at T."""
        return int(self.letters.missing["count"].sum())


def meeting(store: Store, version: str, scope: Scope, viewer: Viewer, held: Holdings, profile: Profile) -> Meeting:
    """Count all that a meeting looks at. All filters of ``scope`` hold but that of channels on the online share."""
    asked = Asked(store, version, viewer)
    letters = letters_page(store, version, scope, viewer, held, profile)
    soon = _by(asked, "due_soon", ["unit", "due_day"], scope)
    overdue = _by(asked, "overdue_open", ["unit"], scope)
    until = min(scope.until, held.cut_off)
    return Meeting(
        version=version,
        until=until,
        months_until=min(month_period(scope.until).end, held.cut_off),
        overview=overview(store, version, scope, viewer, held, profile),
        online=online_page(store, version, scope, viewer, held, profile),
        letters=letters,
        soon=soon,
        overdue=overdue,
        tasks=tuple(_tasks(letters.missing, soon, overdue, until, profile)),
    )


def _by(asked: Asked, key: str, by: list[str], scope: Scope) -> pd.DataFrame:
    """Counts of a stock: the columns of ``by`` and count, most first."""
    counted = asked.series(key, by, scope).rename(columns={"numerator": "count"}).astype({"count": int})
    return counted.sort_values("count", ascending=False, kind="stable")[[*by, "count"]].reset_index(drop=True)


def _tasks(
    missing: pd.DataFrame, soon: pd.DataFrame, overdue: pd.DataFrame, until: dt.date, profile: Profile
) -> Iterator[Task]:
    """What is to be done after T, the most urgent first."""
    still_open = missing["state"] == "open"
    yield from _task("write", missing[still_open], working_day_after(profile, until, WRITE_BY))
    coming = soon[soon["due_day"] > until]  # a unit whose data end before the others' has some due before
    if not coming.empty:
        day = min(coming["due_day"])
        yield from _task("remind", coming[coming["due_day"] == day], day)
    yield from _task("review", overdue, working_day_after(profile, until, REVIEW_BY))
    yield from _task("review_letters", missing[~still_open], working_day_after(profile, until, LETTERS_BY))


def _task(kind: str, rows: pd.DataFrame, due: dt.date) -> Iterator[Task]:
    sums = rows.groupby("unit")["count"].sum().sort_values(ascending=False, kind="stable")
    if not sums.empty:
        yield Task(kind, int(sums.sum()), tuple(sums.index), due)


def working_day_after(profile: Profile, day: dt.date, working_days: int) -> dt.date:
    """The day that comes so many working days after ``day`` in the calendar of the profile.

    Raises:
        ValueError: the calendar ends before.
    """
    later = [row["day"] for row in profile.calendar if row["day"] > day and row["working"]]
    if len(later) < working_days:
        raise ValueError(f"the calendar of {profile.name} ends before {working_days} working days after {day}")
    return later[working_days - 1]
