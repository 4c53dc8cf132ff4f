"""What one unit is shown of the others: published aggregates from which no single dossier can be told.

A viewer with ``least_cell`` has units of its own and sees those of the others only beside them, as numbers of whole,
finished months without further filters. These months are the atoms: every number shown is a sum of them, so every
difference of two such numbers is one too. A unit that has a month with fewer dossiers than ``least_cell``, but some, is
therefore hidden in the whole of that year (of the measure in question), and no total holds what is hidden. The same
goes for the months without, and of, same-day certification: a difference of both shows the certified ones.

The cell of a rate is its denominator: that a ward had 3 late of 241 is what the order of the district makes visible.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from data_access.viewer import Viewer
from measures import registry
from measures.asking import Asked
from measures.counts import counts
from measures.known import Holdings
from measures.period import Period
from measures.scope import Scope

NUMBERS_ONLY = Viewer(units=None)


@dataclass(frozen=True)
class Comparison:
    """The units beside each other, as far as ``asked.viewer`` may see them. ``hidden``: by measure the units that are
    not shown; ``viewer``: the rights that the questions go out with."""

    asked: Asked
    viewer: Viewer
    hidden: Mapping[str, frozenset[str]]

    def table(self, keys: Sequence[str], by: list[str], scope: Scope) -> pd.DataFrame:
        """The long table of several measures, as ``Asked.table``, without the hidden units. ``by`` holds "unit"."""
        found = counts(self.asked.store, registry.get_all(keys), by, scope, self.viewer, self.asked.version)
        kept = [unit not in self.hidden[key] for key, unit in zip(found["measure"], found["unit"], strict=True)]
        return found[pd.Series(kept, index=found.index, dtype=bool)].reset_index(drop=True)

    def series(self, key: str, by: list[str], scope: Scope) -> pd.DataFrame:
        return self.table([key], by, scope).drop(columns="measure")

    def shown(self, key: str, units: list[str]) -> list[str]:
        """Of these units the ones that are not hidden."""
        return [unit for unit in units if unit not in self.hidden[key]]


def comparison_of(
    asked: Asked, keys: Sequence[str], scope: Scope, held: Holdings, periods: Sequence[Period] = ()
) -> Comparison:
    """What may be compared in ``scope`` (all units of a kind) in its period, the one before and ``periods``."""
    viewer = asked.viewer
    if viewer.units is None:
        return Comparison(asked, viewer, dict.fromkeys(keys, frozenset()))
    others = frozenset(held.units["unit_id"]) - own_units(viewer, held)
    if viewer.least_cell is None or not is_published(scope, held):
        return Comparison(asked, viewer, dict.fromkeys(keys, others))
    small = _small(asked, keys, scope, held, (scope.period, scope.period.previous(), *periods), viewer.least_cell)
    behind = frozenset(held.behind(scope.until))
    return Comparison(asked, NUMBERS_ONLY, {key: others & (small[key] | behind) for key in keys})


def own_units(viewer: Viewer, held: Holdings) -> frozenset[str]:
    """The viewer's units and all whose work they have carried."""
    rows = held.standing[held.standing["stands_as"].isin(viewer.units or ())]
    return frozenset(viewer.units or ()) | frozenset(rows["unit_id"])


def is_published(scope: Scope, held: Holdings) -> bool:
    """Whether numbers of other units exist at this scope: whole months that are over, and no further filter. By area
    even the row of one's own ward would hold dossiers of others."""
    period = scope.period
    whole = period.start.day == 1 and (period.end + dt.timedelta(1)).day == 1
    filtered = scope.fields or scope.procedures or scope.channels or scope.as_of or scope.unit_role == "area"
    return whole and not filtered and period.end <= held.cut_off


def _small(
    asked: Asked, keys: Sequence[str], scope: Scope, held: Holdings, periods: Sequence[Period], least: int
) -> dict[str, frozenset[str]]:
    """By measure the units with a month of fewer dossiers than ``least``, but some, in a year the periods touch."""
    first, last = min(p.start for p in periods).year, max(p.end for p in periods).year
    end = min(dt.date(last, 12, 31), held.cut_off)
    years = scope.with_period(Period(scope.period.token, dt.date(first, 1, 1), end))
    cells = [_cells(asked, keys, replace(years, certification=with_it)) for with_it in (False, True)]
    certified = cells[1].sub(cells[0], fill_value=0)
    every = pd.concat([*cells, certified])
    small = every[every.between(1, least - 1)].reset_index()
    return {key: frozenset(small.loc[small["measure"] == key, "unit"]) for key in keys}


def _cells(asked: Asked, keys: Sequence[str], scope: Scope) -> pd.Series:
    """How many dossiers a month of a unit has: the denominator of a rate, the count of a count."""
    frame = counts(asked.store, registry.get_all(keys), ["unit", "month"], scope, NUMBERS_ONLY, asked.version)
    indexed = frame.set_index(["measure", "unit", "period"])
    return indexed["denominator"].fillna(indexed["numerator"])
