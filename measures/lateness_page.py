"""What the page "Trễ hạn" shows: units compared, signals over time, open overdue dossiers, and the official rates."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from sqlalchemy import select

from data_access import tables
from data_access.fetch import fetch
from data_access.profiles import Profile, Target
from data_access.stores import Store
from data_access.viewer import Viewer
from measures import registry, statistics
from measures.asking import Asked
from measures.case_mix import case_mix
from measures.comparing import (
    as_far,
    both_periods,
    compared_period,
    compared_units,
    comparison_scope,
    monthly,
    trend_months,
    with_staleness,
)
from measures.dimensions import AGES, DAYS_OVER, OLDEST
from measures.judging import Change, Trend, change, judge, with_signals
from measures.known import Holdings
from measures.overview import BESIDE, HEADLINE
from measures.period import Period
from measures.published import comparison_of
from measures.rare_events import DaysBetween, days_between
from measures.scope import Scope

OWN, REST, UNKNOWN = "own", "rest", ""  # holders that are no single unit
MOST_HOLDERS = 8
HOLDER_COLUMNS = ("holder", "name", "outside", "count", "longest", "total")
FUNNEL_POINTS = 80
OFFICIAL = ("late_of_finished", "overdue_of_open", "on_time_766", "late_against_first_promise")
# From B to the late of the official form, |L| + |D|. B = due in the period and finished late + still open + ended.
# L and D hold the first two, and what came due earlier; ended dossiers are in neither.
RECONCILIATION = (
    (HEADLINE, 1),
    ("overdue_rate.ended_after", -1),
    ("late_of_finished.due_before", 1),
    ("overdue_of_open.due_before", 1),
)


@dataclass(frozen=True)
class Lateness:
    """Everything on the page, for one scope.

    scope, comparison: the chosen units; all units of their kind. level: (late, came due) of the comparison. now, parts:
    the headline of the chosen units and the three parts of its numerator ("finished_late", "open", "ended_after").

    units: one judged row per unit of the comparison: unit, numerator, denominator, rate, low, high, reference,
    expected, factor, side, verdict, can_be_lower; rank_low, rank_high (1 = most late; NaN below 30 dossiers); stale,
    stale_from; case_mix (late ones expected with the others' rates in each procedure), case_mix_rate (NaN without
    others, and where nothing came due).

    funnel: denominator, low95, high95, low998, high998: the limits of the verdict rule around the common level, for
    drawing. A point strictly outside is beyond. Empty where nothing was late or everything.

    history: 24 months (period, numerator, denominator, rate) of the chosen units. trend: the same with limits, the
    profile's baselines applied. joins: days on which units merged into those shown.

    rare: where a month expects fewer than 5 late ones and there are not twelve whole quarters: the working days between
    late dossiers instead, which then stand for the trend; else None.

    variation: the newest point of the trend: "common", "higher", "lower" or "provisional" (no limits or no dossiers);
    with ``rare`` the newest interval: "common", "longer", "closer" or "few" (too few late ones for limits).
    assurance: what the limits of the newest point say of the target: "met" (all of them good enough), "missed" (none),
    "mixed", or "" (no target, no limits, or certification counted, for which the target is not meant).

    ages: age ("0", "1-3", "4-7", "8-15", "16-30", ">30"; all six, in order), count, without_letter: open overdue ones.
    holders: where they wait: holder, name, outside, count, longest, total (working days late). Units outside, most
    first; what the units hold themselves is one row, its holder the unit, or OWN where there are several; REST, the
    last row, adds up the outside units after the eighth; UNKNOWN where nobody is recorded. ``name`` is "" for these
    three. ``outside`` is False for the own row and for UNKNOWN. No rows when looking back: who held it then is not
    recorded.

    officials: (numerator, denominator) of "late_of_finished", "overdue_of_open", "on_time_766" (absent before it was
    law) and "late_against_first_promise". reconciliation: (measure and part, signed count) from the headline's B to
    the late of the official form: they add up to the first two numerators of ``officials``. beside: counts of what is
    in no rate. change, against_last_year: against the period before, and the same period of the year before.
    """

    scope: Scope
    comparison: Scope
    level: tuple[float, float]
    now: tuple[float, float]
    parts: dict[str, int]
    target: Target | None
    units: pd.DataFrame
    funnel: pd.DataFrame
    history: pd.DataFrame
    trend: Trend
    rare: DaysBetween | None
    joins: list[dt.date]
    variation: str
    assurance: str
    ages: pd.DataFrame
    holders: pd.DataFrame
    officials: dict[str, tuple[float, float]]
    reconciliation: list[tuple[str, int]]
    beside: dict[str, int]
    change: Change
    against_last_year: Change

    @property
    def overdue(self) -> int:
        """Open dossiers past their due day."""
        return int(self.ages["count"].sum())


def lateness_page(
    store: Store, version: str, scope: Scope, viewer: Viewer, held: Holdings, profile: Profile
) -> Lateness:
    """Count and judge the page. ``scope.lateness`` and all filters hold for every number on it."""
    asked, comparison = Asked(store, version, viewer), comparison_scope(scope, held)
    target = profile.target(HEADLINE, scope.until)
    units = _units(asked, comparison, held)
    history, trend, rare = over_time(asked, scope, held, profile)
    counted = asked.pairs((HEADLINE, *OFFICIAL, *_part_keys(HEADLINE, *OFFICIAL[:2]), *BESIDE), scope)
    overdue = _overdue(asked, scope)
    level = (float(units["numerator"].sum()), float(units["denominator"].sum()))
    return Lateness(
        scope=scope,
        comparison=comparison,
        level=level,
        now=counted[HEADLINE],
        parts={key.partition(".")[2]: int(counted[key][0]) for key in _part_keys(HEADLINE)},
        target=target,
        units=units,
        funnel=_funnel(units, level),
        history=history,
        trend=trend,
        rare=rare,
        joins=held.joins(scope.units, history["period"].min(), scope.carried_on),
        variation=rare.variation(scope.period.start) if rare else variation(trend),
        assurance="" if scope.certification else assurance(trend, target),
        ages=_ages(overdue),
        holders=holders(overdue.iloc[:0] if scope.until < held.cut_off else overdue, dict(held.known.units)),
        officials={key: counted[key] for key in OFFICIAL if _applies(key, scope)},
        reconciliation=[(key, sign * int(counted[key][0])) for key, sign in RECONCILIATION],
        beside={key: int(counted[key][0]) for key in BESIDE},
        change=_compared(asked, scope, counted[HEADLINE], compared_period(scope, held)),
        against_last_year=_compared(asked, scope, counted[HEADLINE], as_far(scope, held, scope.period.year_before())),
    )


def _part_keys(*keys: str) -> list[str]:
    return [part.key for key in keys for part in registry.parts(registry.get(key))]


def _applies(key: str, scope: Scope) -> bool:
    """Whether the measure was law when the period began."""
    valid_from = registry.get(key).valid_from
    return valid_from is None or scope.period.start >= valid_from


def _units(asked: Asked, comparison: Scope, held: Holdings) -> pd.DataFrame:
    """The units of the comparison in the chosen period: judged, ranked, with their case-mix. Of the procedures of units
    that the viewer may not look into only the sum of all the others is used."""
    period, beside = comparison.period, comparison_of(asked, [HEADLINE], comparison, held)
    before = beside.series(HEADLINE, ["unit"], comparison.with_period(period.previous()))
    mix = case_mix(beside.series(HEADLINE, ["unit", "procedure"], comparison))
    now = mix.reset_index()[["unit", "numerator", "denominator"]].assign(period=period.start)
    shown = beside.shown(HEADLINE, compared_units(comparison, now, held))
    both = both_periods([before, now], comparison, shown)
    judged = judge(both, registry.get(HEADLINE))
    units = with_staleness(judged[judged["period"] == period.start], comparison, held).reset_index(drop=True)
    first, last = statistics.rank_ranges(units["numerator"], units["denominator"])
    return units.assign(rank_low=first, rank_high=last).join(mix[["case_mix", "case_mix_rate"]], on="unit")


def _funnel(units: pd.DataFrame, level: tuple[float, float]) -> pd.DataFrame:
    """The limits for as many dossiers as the units have, and a little beyond at both ends."""
    counted = units[units["denominator"] > 0]
    grid = np.array([])
    if 0 < level[0] < level[1]:
        grid = np.linspace(
            max(1, 0.8 * counted["denominator"].min()), 1.1 * counted["denominator"].max(), FUNNEL_POINTS
        )
    factor, rate = (counted["factor"].iloc[0], level[0] / level[1]) if len(grid) else (1.0, 0.5)
    low95, high95 = statistics.funnel_limits(grid, rate, factor, statistics.WARNING)
    low998, high998 = statistics.funnel_limits(grid, rate, factor, statistics.ACTION)
    return pd.DataFrame({"denominator": grid, "low95": low95, "high95": high95, "low998": low998, "high998": high998})


def over_time(
    asked: Asked, scope: Scope, held: Holdings, profile: Profile
) -> tuple[pd.DataFrame, Trend, DaysBetween | None]:
    """The history, trend and rare events of the chosen units (see ``Lateness``)."""
    baselines = [baseline.day for baseline in profile.baselines]
    history = _history(asked, scope, held)
    trend = with_signals(history.drop(columns="rate"), baselines)
    rare = _rare(asked, scope, held, baselines) if trend.grain == "quarter" and trend.provisional else None
    return history, trend, rare


def _history(asked: Asked, scope: Scope, held: Holdings) -> pd.DataFrame:
    months = trend_months(scope, held)
    span = Period(scope.period.token, months[0].start, months[-1].end)
    return monthly(asked.series(HEADLINE, ["month"], scope.with_period(span)), months)


def _rare(asked: Asked, scope: Scope, held: Holdings, baselines: list[dt.date]) -> DaysBetween:
    """The working days between late dossiers, day by day over the months of the trend."""
    months, until = trend_months(scope, held), complete_until(scope, held)
    span = Period(scope.period.token, months[0].start, months[-1].end)
    day = tables.calendar.c
    numbers = select(day.day, day.working_number).where(day.day >= span.start, day.day <= until)
    calendar = fetch(asked.store, numbers, asked.version)
    daily = asked.series(HEADLINE, ["day"], scope.with_period(span))
    return days_between(daily, dict(zip(calendar["day"], calendar["working_number"], strict=True)), until, baselines)


def complete_until(scope: Scope, held: Holdings) -> dt.date:
    """The last complete day of the chosen units, the latest of them: days that nobody exported are no days without a
    late dossier."""
    kinds = dict(zip(held.units["unit_id"], held.units["kind"], strict=True))
    carriers = held.carriers(scope.carried_on) if scope.unit_role == "receiving" else {}
    ends = [
        held.cut_offs[unit]
        for unit, carrier in carriers.items()
        if unit in held.cut_offs and {carrier, kinds.get(carrier)} & set(scope.units)
    ]
    return min(scope.until, max(ends, default=held.cut_off))


def variation(trend: Trend) -> str:
    """The signal of the newest point: "common", "higher", "lower", or "provisional" (see ``Lateness``)."""
    if trend.provisional or trend.frame.empty or not trend.frame["denominator"].iloc[-1]:
        return "provisional"
    return trend.frame["signal"].iloc[-1] or "common"


def assurance(trend: Trend, target: Target | None) -> str:
    """Whether a process that stays within its limits keeps the target: always, never, or now and then."""
    if target is None or variation(trend) == "provisional":
        return ""
    newest, sign = trend.frame.iloc[-1], 1 if target.direction == "at_most" else -1
    best, worst = sorted(sign * newest[end] for end in ("lower", "upper"))
    if worst <= sign * target.value:
        return "met"
    return "missed" if best > sign * target.value else "mixed"


def _overdue(asked: Asked, scope: Scope) -> pd.DataFrame:
    """Open overdue dossiers by everything that the page groups them by: age, letter, holder, days."""
    return asked.series("overdue_open", ["age", "letter", "held_by", "holder", DAYS_OVER], scope)


def _ages(overdue: pd.DataFrame) -> pd.DataFrame:
    names = pd.Index([*(name for _, name in AGES), OLDEST], name="age")
    without = overdue[overdue["letter"] == "without"]
    sums = {"count": overdue, "without_letter": without}
    columns = {name: rows.groupby("age")["numerator"].sum() for name, rows in sums.items()}
    return pd.DataFrame(columns).reindex(names).fillna(0).astype(int).reset_index()


def holders(overdue: pd.DataFrame, names: dict[str, str]) -> pd.DataFrame:
    """Where open overdue dossiers wait (see ``Lateness``), of counts by held_by, holder and days_over."""
    rows = overdue.copy()
    rows["outside"] = rows["held_by"] == "outside"
    own = rows["held_by"] == "own"
    if rows.loc[own, "holder"].nunique() > 1:
        rows.loc[own, "holder"] = OWN
    rows["total"] = rows["numerator"] * rows[DAYS_OVER]
    found = _summed(rows).sort_values(["count", "total", "holder"], ascending=[False, False, True])
    outside = found[found["outside"]]
    if len(outside) > MOST_HOLDERS:
        rest = outside.index[MOST_HOLDERS:]
        last = found.loc[rest].assign(holder=REST).rename(columns={"count": "numerator", "longest": DAYS_OVER})
        found = pd.concat([found.drop(index=rest), _summed(last)])
    return found.assign(name=found["holder"].map(names).fillna("")).reset_index(drop=True)[list(HOLDER_COLUMNS)]


def _summed(rows: pd.DataFrame) -> pd.DataFrame:
    """One row a holder: how many, the longest, all days together."""
    grouped = rows.groupby(["holder", "outside"], as_index=False)
    return grouped.agg(count=("numerator", "sum"), longest=(DAYS_OVER, "max"), total=("total", "sum")).astype(
        {"outside": bool, "count": int, "longest": int, "total": int}
    )


def _compared(asked: Asked, scope: Scope, now: tuple[float, float], period: Period) -> Change:
    return change(now, asked.pair(HEADLINE, replace(scope.with_period(period), as_of=None)), period)
