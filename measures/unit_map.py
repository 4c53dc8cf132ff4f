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
from measures.scope import Scope

TILE_MONTHS = 12
ONLINE, OFFERED = "online_share", "online_share_eligible"


@dataclass(frozen=True)
class UnitMap:
    """The units of the comparison in the chosen period.

    units: one judged row each, with stale and stale_from. tiles: their last 12 months. level: (numerator, denominator)
    of all of them. target: None where it is not meant.
    """

    key: str
    units: pd.DataFrame
    tiles: pd.DataFrame
    level: tuple[float, float]
    target: Target | None

    @property
    def against_target(self) -> bool:
        """Whether the verdicts compare with the target instead of the other units."""
        return self.target is not None and registry.get(self.key).compare_with is Reference.TARGET


def unit_maps(asked: Asked, scope: Scope, held: Holdings, profile: Profile) -> dict[str, UnitMap]:
    """A map of every headline, by key, in three questions."""
    comparison, months = comparison_scope(scope, held), trend_months(scope, held)
    by_unit = asked.table(HEADLINES, ["unit", "month"], comparison.with_period(span(scope, months[-TILE_MONTHS:])))
    keys, periods = (*HEADLINES, OFFERED), (scope.period.previous(), scope.period)
    both = [asked.table(keys, ["unit"], comparison.with_period(period)) for period in periods]
    shown = compared_units(comparison, both[1], held)
    maps = {}
    for key in HEADLINES:
        target = profile.target(key, scope.until)
        wanted = aim(key, target, scope.certification)
        rows = both_periods([of_measure(frame, key) for frame in both], comparison, shown)
        judged = judge(rows, registry.get(key), wanted)
        units = with_staleness(judged[judged["period"] == scope.period.start], comparison, held)
        if key == ONLINE:
            units = where_offered(units, of_measure(both[1], OFFERED), wanted)
        tiles = rates(complete(of_measure(by_unit, key), shown, [m.start for m in months[-TILE_MONTHS:]]))
        level = (float(units["numerator"].sum()), float(units["denominator"].sum()))
        maps[key] = UnitMap(key, units, tiles, level, target if wanted is not None else None)
    return maps
