"""Units beside each other: each judged, with its months, for one measure."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from data_access.profiles import Profile, Target
from measures import registry
from measures.asking import Asked
from measures.comparing import (
    both_periods,
    compared_units,
    comparison_scope,
    rates,
    span,
    trend_months,
    with_staleness,
)
from measures.headlines import HEADLINES, aim, of_measure
from measures.judging import complete, judge, where_offered
from measures.known import Holdings
from measures.measure import Reference
from measures.published import comparison_of
from measures.scope import Scope

TILE_MONTHS = 12
ONLINE, OFFERED = "online_share", "online_share_eligible"


@dataclass(frozen=True)
class UnitMap:
    """The units of the comparison in the chosen period.

    units: one judged row each, with stale and stale_from. tiles: their last 12 months. level: (numerator, denominator)
    of all of them. target: None where it is not meant. hidden: how many units this viewer is shown nothing of
    (``measures.published``).
    """

    key: str
    units: pd.DataFrame
    tiles: pd.DataFrame
    level: tuple[float, float]
    target: Target | None
    hidden: int

    @property
    def against_target(self) -> bool:
        """Whether the verdicts compare with the target instead of the other units."""
        return self.target is not None and registry.get(self.key).compare_with is Reference.TARGET


def judged_units(
    key: str, both: list[pd.DataFrame], comparison: Scope, shown: list[str], wanted: float | None
) -> pd.DataFrame:
    """One judged row for each of the units ``shown`` in the chosen period.

    ``both``: the long tables (measure, unit, numerator, denominator) of the period before and of the chosen one, of the
    latter with ``OFFERED`` too; ``wanted``: the target as a rate.
    """
    rows = both_periods([of_measure(frame, key) for frame in both], comparison, shown)
    judged = judge(rows, registry.get(key), wanted)
    units = judged[judged["period"] == comparison.period.start]
    return where_offered(units, of_measure(both[1], OFFERED), wanted) if key == ONLINE else units


def unit_maps(asked: Asked, scope: Scope, held: Holdings, profile: Profile) -> dict[str, UnitMap]:
    """A map of every headline, by key, in three questions."""
    comparison, months = comparison_scope(scope, held), trend_months(scope, held)
    year = span(scope, months[-TILE_MONTHS:])
    keys, periods = (*HEADLINES, OFFERED), (scope.period.previous(), scope.period)
    beside = comparison_of(asked, keys, comparison, held, [year])
    by_unit = beside.table(HEADLINES, ["unit", "month"], comparison.with_period(year))
    both = [beside.table(keys, ["unit"], comparison.with_period(period)) for period in periods]
    every = compared_units(comparison, both[1], held)
    maps = {}
    for key in HEADLINES:
        target = profile.target(key, scope.until)
        wanted, shown = aim(key, target, scope.certification), beside.shown(key, every)
        units = with_staleness(judged_units(key, both, comparison, shown, wanted), comparison, held)
        tiles = rates(complete(of_measure(by_unit, key), shown, [m.start for m in months[-TILE_MONTHS:]]))
        level = (float(units["numerator"].sum()), float(units["denominator"].sum()))
        maps[key] = UnitMap(key, units, tiles, level, target if wanted is not None else None, len(every) - len(shown))
    return maps
