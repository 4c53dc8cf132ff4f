"""What the overview shows, counted and judged: lateness of the chosen units beside that of all units of their kind."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

import pandas as pd

from data_access.profiles import Profile, Target
from data_access.stores import Store
from data_access.viewer import Viewer
from measures import registry
from measures.aggregate import AGES, OLDEST
from measures.asking import Asked
from measures.judging import Change, Trend, change, complete, judge, with_signals
from measures.known import Holdings
from measures.period import Period, months_until
from measures.scope import UNIT_KINDS, Scope

HEADLINE = "overdue_rate"
BESIDE = ("paused_open", "undecided", "withdrawn", "stopped", "no_due_date", "finish_unknown")
TREND_MONTHS = 24
TILE_MONTHS = 12


@dataclass(frozen=True)
class Overview:
    """Everything on the page, for one scope. Frames are long and judged; counts are numbers of dossiers.

    units: one row per unit of the comparison, judged, with stale and stale_from. tiles: their last 12 months.
    now, other_certification: (numerator, denominator) of the headline for the chosen units, as asked and the other
    way. parts: the three parts of B. trend: 24 months of the chosen units. soon_by_day, ages, sides: counts by due day,
    age, holder ("own", "outside", "unknown"); sides is empty when looking back, for who held it then is not recorded.
    """

    scope: Scope
    comparison: Scope
    units: pd.DataFrame
    tiles: pd.DataFrame
    level: tuple[float, float]
    now: tuple[float, float]
    other_certification: tuple[float, float]
    parts: dict[str, int]
    change: Change
    target: Target | None
    history: pd.DataFrame
    trend: Trend
    soon_by_day: dict[dt.date, int]
    soon_history: pd.DataFrame
    overdue_history: pd.DataFrame
    ages: dict[str, int]
    sides: dict[str, int]
    beside: dict[str, int]

    @property
    def soon(self) -> int:
        return sum(self.soon_by_day.values())

    @property
    def overdue(self) -> int:
        return sum(self.ages.values())


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


def overview(store: Store, version: str, scope: Scope, viewer: Viewer, held: Holdings, profile: Profile) -> Overview:
    """Count and judge the overview. ``scope.lateness`` and all filters hold for every number on it."""
    comparison = comparison_scope(scope, held)
    headline, asked = registry.get(HEADLINE), Asked(store, version, viewer)
    months = trend_months(scope, held)
    span = Period(scope.period.token, months[0].start, months[-1].end)
    by_unit = asked.series(HEADLINE, ["unit", "month"], comparison.with_period(span))
    history = monthly(asked.series(HEADLINE, ["month"], scope.with_period(span)), months)
    both = [
        asked.series(HEADLINE, ["unit"], comparison.with_period(p)) for p in (scope.period.previous(), scope.period)
    ]
    units = compared_units(comparison, both[1], held)
    judged = judge(both_periods(both, scope, units), headline)
    now = asked.pair(HEADLINE, scope)
    compared = compared_period(scope, held)
    before = asked.pair(HEADLINE, replace(scope.with_period(compared), as_of=None))
    trend, part_keys = history.drop(columns="rate"), [part.key for part in registry.parts(headline)]
    weekly = asked.weekly(("due_soon", "overdue_open"), scope, held.cut_off)
    return Overview(
        scope=scope,
        comparison=comparison,
        units=with_staleness(judged[judged["period"] == scope.period.start], comparison, held),
        tiles=rates(complete(by_unit, units, [m.start for m in months[-TILE_MONTHS:]])),
        level=asked.pair(HEADLINE, comparison),
        now=now,
        other_certification=asked.pair(HEADLINE, replace(scope, certification=not scope.certification)),
        parts={key.partition(".")[2]: n for key, n in asked.count_all(part_keys, scope).items()},
        change=change(now, before, compared),
        target=profile.target(HEADLINE, scope.until),
        history=history,
        trend=with_signals(trend),
        soon_by_day=asked.groups("due_soon", "due_day", scope),
        soon_history=weekly["due_soon"],
        overdue_history=weekly["overdue_open"],
        ages=_in_order(asked.groups("overdue_open", "age", scope)),
        sides=asked.groups("overdue_open", "held_by", scope) if scope.until >= held.cut_off else {},
        beside=asked.count_all(BESIDE, scope),
    )


def trend_months(scope: Scope, held: Holdings) -> list[Period]:
    """The 24 months that end with the last one looked at, as far back as there are dossiers; one month at least."""
    months = months_until(min(scope.until, held.cut_off), TREND_MONTHS)
    return [month for month in months if month.end >= held.first_day] or months[-1:]


def compared_period(scope: Scope, held: Holdings) -> Period:
    """The period before; of a period under way only as many days of it: six months are not compared with twelve."""
    return as_far(scope, held, scope.period.previous())


def as_far(scope: Scope, held: Holdings, before: Period) -> Period:
    """Of an earlier period as many days as there are of the chosen one, where that is under way."""
    until = min(scope.until, held.cut_off)
    if until >= scope.period.end:
        return before
    end = before.start + (until - scope.period.start)
    return Period(before.token, before.start, min(end, before.end))


def monthly(frame: pd.DataFrame, months: list[Period]) -> pd.DataFrame:
    """One row a month, gaps as 0/0."""
    return rates(complete(frame.assign(unit=""), [""], [month.start for month in months]).drop(columns="unit"))


def rates(frame: pd.DataFrame) -> pd.DataFrame:
    """With ``rate``, nan where nothing was counted."""
    return frame.assign(rate=(frame["numerator"] / frame["denominator"]).where(frame["denominator"] > 0))


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


def _in_order(ages: dict[str, int]) -> dict[str, int]:
    return {name: ages[name] for name in [*(name for _, name in AGES), OLDEST] if name in ages}
