"""What the page "Trực tuyến" shows: what citizens send online, by unit, field and procedure, and what more could be."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass, replace

import pandas as pd

from data_access.profiles import Profile, Target
from data_access.stores import Store
from data_access.viewer import Viewer
from measures import procedures_online, registry, statistics
from measures.asking import Asked
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
from measures.judging import Change, Trend, change, judge, where_offered, with_signals
from measures.known import Holdings
from measures.lateness_page import assurance, variation
from measures.opportunities import opportunities
from measures.period import Period
from measures.procedures_online import Offered
from measures.published import comparison_of, own_units
from measures.scope import Scope
from measures.sensitive import MERGED, is_small, merged_fields

SHARE, OF_FINISHED, ELIGIBLE, INTAKE = (
    "online_share",
    "online_share_of_finished",
    "online_share_eligible",
    "intake_late_rate",
)
RATES = (SHARE, OF_FINISHED, ELIGIBLE, INTAKE)


@dataclass(frozen=True)
class Online:
    """Everything on the page, for one scope. Every pair is (numerator, denominator) of dossiers.

    scope, comparison: the chosen units; all units of their kind. Both without the filter of channels: a share of a
    channel is counted over all of them. level: the share of the comparison. now, finished, eligible, intake: of the
    chosen units the share, that among the finished (the order's wording), that among procedures offered on the day of
    reception, and the online submissions accepted late. other_certification: the share with same-day certification
    (without, where it is in already).

    target: in force on the last day; none with certification, for which it is not meant. missing: dossiers that would
    have to come online for the target (0 = met); None without target or dossiers.

    units: one judged row per unit of the comparison, as on "Trễ hạn", against the target where there is one: unit,
    numerator, denominator, rate, low, high, verdict ..., rank_low, rank_high, stale, stale_from. cells: unit, field,
    numerator, denominator of the comparison, as far as the viewer may look into units; small cells of sensitive fields
    are merged (``measures.sensitive``), merged: which. inside: the units of ``cells``, with or without dossiers.
    intake_units: unit, numerator, denominator of the chosen ones.

    offered: procedures offered and used (see ``Offered``). procedures: of the chosen units, per procedure that was
    offered on the day of reception: procedure, name, numerator, denominator, median, units, below, gain, points (see
    ``opportunities``), small (its counts are not shown, ``measures.sensitive``). gain: all of them together: dossiers,
    and points of the share.

    history, trend, joins, variation, assurance, change, against_last_year: as on "Trễ hạn", of the share.
    """

    scope: Scope
    comparison: Scope
    level: tuple[float, float]
    now: tuple[float, float]
    finished: tuple[float, float]
    eligible: tuple[float, float]
    intake: tuple[float, float]
    other_certification: tuple[float, float]
    target: Target | None
    missing: int | None
    units: pd.DataFrame
    cells: pd.DataFrame
    merged: tuple[str, ...]
    inside: frozenset[str]
    intake_units: pd.DataFrame
    offered: Offered
    procedures: pd.DataFrame
    gain: tuple[int, float]
    history: pd.DataFrame
    trend: Trend
    joins: list[dt.date]
    variation: str
    assurance: str
    change: Change
    against_last_year: Change

    @property
    def offered_fields(self) -> list[str]:
        """The fields of ``cells`` with at least one procedure offered online."""
        offered = self.offered.fields
        return [*offered, *([MERGED] if set(offered) & set(self.merged) else [])]

    @property
    def counter(self) -> int:
        """Dossiers of procedures offered online that did not come online."""
        return int(self.eligible[1] - self.eligible[0])


def of_all_channels(scope: Scope) -> Scope:
    """The scope without a filter of channels: within one channel every share online is 0 or all."""
    return replace(scope, channels=())


def online_page(store: Store, version: str, scope: Scope, viewer: Viewer, held: Holdings, profile: Profile) -> Online:
    """Count and judge the page. All filters hold for every number on it, but that of channels."""
    scope = of_all_channels(scope)
    asked, comparison = Asked(store, version, viewer), comparison_scope(scope, held)
    target = None if scope.certification else profile.target(SHARE, scope.until)
    counted = asked.pairs(RATES, scope)
    now = counted[SHARE]
    units = _units(asked, comparison, held, target)
    history = _history(asked, scope, held)
    trend = with_signals(history.drop(columns="rate"), [baseline.day for baseline in profile.baselines])
    procedures, gain = _opportunities(asked, scope, comparison, held, now)
    procedures["small"] = is_small(procedures, profile.sensitive_fields)
    cells, merged = merged_fields(_cells(asked, comparison, held), profile.sensitive_fields)
    return Online(
        scope=scope,
        comparison=comparison,
        level=(float(units["numerator"].sum()), float(units["denominator"].sum())),
        now=now,
        finished=counted[OF_FINISHED],
        eligible=counted[ELIGIBLE],
        intake=counted[INTAKE],
        other_certification=asked.pair(SHARE, replace(scope, certification=not scope.certification)),
        target=target,
        missing=missing_to(target, now),
        units=units,
        cells=cells,
        merged=merged,
        inside=frozenset(units["unit"]) & (own_units(viewer, held) or frozenset(units["unit"])),
        intake_units=asked.series(INTAKE, ["unit"], scope).drop(columns="period"),
        offered=procedures_online.offered(asked, scope, held, profile.sensitive_fields),
        procedures=procedures,
        gain=gain,
        history=history,
        trend=trend,
        joins=held.joins(scope.units, history["period"].min(), scope.carried_on),
        variation=variation(trend),
        assurance=assurance(trend, target),
        change=_compared(asked, scope, now, compared_period(scope, held)),
        against_last_year=_compared(asked, scope, now, as_far(scope, held, scope.period.year_before())),
    )


def missing_to(target: Target | None, now: tuple[float, float]) -> int | None:
    """How many more of the same dossiers would have to come online for the target: whole ones, 0 where it is met."""
    if target is None or not now[1]:
        return None
    # 0.3 * 10 is 3.0000000000000004 in binary: no fourth dossier is needed.
    return max(0, math.ceil(round(target.value * now[1], 6)) - int(now[0]))


def _units(asked: Asked, comparison: Scope, held: Holdings, target: Target | None) -> pd.DataFrame:
    """The units of the comparison in the chosen period: judged and ranked."""
    period = comparison.period
    beside = comparison_of(asked, [SHARE, ELIGIBLE], comparison, held)
    both = [beside.series(SHARE, ["unit"], comparison.with_period(one)) for one in (period.previous(), period)]
    rows = both_periods(both, comparison, beside.shown(SHARE, compared_units(comparison, both[1], held)))
    judged = judge(rows, registry.get(SHARE), target.value if target else None)
    units = with_staleness(judged[judged["period"] == period.start], comparison, held).reset_index(drop=True)
    offered = beside.series(ELIGIBLE, ["unit"], comparison)
    units = where_offered(units, offered, target.value if target else None)
    first, last = statistics.rank_ranges(units["numerator"], units["denominator"])
    return units.assign(rank_low=first, rank_high=last)


def _cells(asked: Asked, comparison: Scope, held: Holdings) -> pd.DataFrame:
    """Every field of every unit that the viewer may look into."""
    cells = asked.series(SHARE, ["unit", "field"], comparison).drop(columns="period")
    viewer = asked.viewer
    return cells if viewer.units is None else cells[cells["unit"].isin(own_units(viewer, held))]


def _history(asked: Asked, scope: Scope, held: Holdings) -> pd.DataFrame:
    months = trend_months(scope, held)
    span = Period(scope.period.token, months[0].start, months[-1].end)
    return monthly(asked.series(SHARE, ["month"], scope.with_period(span)), months)


def _opportunities(
    asked: Asked, scope: Scope, comparison: Scope, held: Holdings, now: tuple[float, float]
) -> tuple[pd.DataFrame, tuple[int, float]]:
    by = ["unit", "procedure"]
    everyone = comparison_of(asked, [ELIGIBLE], comparison, held).series(ELIGIBLE, by, comparison)
    chosen = everyone if scope == comparison else asked.series(ELIGIBLE, by, scope)
    procedures, gain = opportunities(chosen, everyone, now[1])
    known = held.procedures.set_index("procedure_id")
    named = {column: procedures["procedure"].map(known[column]) for column in ("name", "field")}
    return procedures.assign(**named), gain


def _compared(asked: Asked, scope: Scope, now: tuple[float, float], period: Period) -> Change:
    return change(now, asked.pair(SHARE, replace(scope.with_period(period), as_of=None)), period)
