"""What is compared with what: months, earlier periods, units of one kind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from measures.judging import complete
from measures.known import Holdings
from measures.period import Period, months_until
from measures.scope import UNIT_KINDS, Scope

TREND_MONTHS = 24


def trend_months(scope: Scope, held: Holdings) -> list[Period]:
    """The 24 months that end with the last one looked at, as far back as there are dossiers; one month at least."""
    months = months_until(min(scope.until, held.cut_off), TREND_MONTHS)
    return [month for month in months if month.end >= held.first_day] or months[-1:]


def span(scope: Scope, months: Sequence[Period]) -> Period:
    """One period over all of them."""
    return Period(scope.period.token, months[0].start, months[-1].end)


def compared_period(scope: Scope, held: Holdings) -> Period:
    """The period before; of a period under way only as many days of it: six months are not compared with twelve."""
    return as_far(scope, held, scope.period.previous())


def as_far(scope: Scope, held: Holdings, before: Period) -> Period:
    """Of an earlier period as many days as there are of the chosen one, where that is under way; of an earlier year up
    to the same day of the year, leap year or not."""
    until, start = min(scope.until, held.cut_off), scope.period.start
    if until >= scope.period.end:
        return before
    end = before.start + (until - start)
    if (before.start.month, before.start.day) == (start.month, start.day):
        day = 28 if (until.month, until.day) == (2, 29) else until.day
        end = until.replace(year=until.year - start.year + before.start.year, day=day)
    return Period(before.token, before.start, min(end, before.end))


def monthly(frame: pd.DataFrame, months: list[Period]) -> pd.DataFrame:
    """One row a month, gaps as 0/0."""
    return rates(complete(frame.assign(unit=""), [""], [month.start for month in months]).drop(columns="unit"))


def rates(frame: pd.DataFrame) -> pd.DataFrame:
    """With ``rate``, nan where nothing was counted."""
    return frame.assign(rate=(frame["numerator"] / frame["denominator"]).where(frame["denominator"] > 0))


def comparison_scope(scope: Scope, held: Holdings) -> Scope:
    """The scope that holds all units of the kind of the chosen ones, for the map."""
    kinds = held.units.set_index("unit_id")["kind"]
    wanted = tuple(dict.fromkeys(unit if unit in UNIT_KINDS else kinds[unit] for unit in scope.units))
    present = [kind for kind in UNIT_KINDS if (kinds == kind).any()]
    wanted = tuple(kind for kind in wanted if kind in UNIT_KINDS) or tuple(present[:1]) or ("ward",)
    if wanted in (("department",), ("land_branch",)):
        wanted = ("department", "land_branch")  # alone, the branch would have nobody to be compared with
    return replace(scope, units=wanted)


def compared_units(comparison: Scope, counted: pd.DataFrame, held: Holdings) -> list[str]:
    """The units on the map: those of the day looked at, and any that ended without successor and left dossiers."""
    units = held.units_on(comparison.carried_on)
    shown = set(units.loc[units["kind"].isin(comparison.units), "unit_id"]) | set(counted["unit"])
    return [unit for unit in held.units["unit_id"] if unit in shown]


def both_periods(frames: list[pd.DataFrame], scope: Scope, units: list[str]) -> pd.DataFrame:
    """The period before and the chosen one below each other, a row for every unit in each."""
    before, now = frames
    return pd.concat(
        [complete(before, units, [scope.period.previous().start]), complete(now, units, [scope.period.start])],
        ignore_index=True,
    )


def with_staleness(frame: pd.DataFrame, comparison: Scope, held: Holdings) -> pd.DataFrame:
    """``stale_from``: the day a unit's own export ends, where it lies before T.

    Departments share their desk's export, so nothing is said of them here.
    """
    behind = held.behind(comparison.carried_on) if comparison.unit_role == "receiving" else {}
    days = [behind.get(unit) for unit in frame["unit"]]
    return frame.assign(stale=[day is not None for day in days], stale_from=days)
