"""Questions of one reader to one version of the facts, answered as frames, pairs and counts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd

from data_access.stores import Store
from data_access.viewer import Viewer
from measures import registry
from measures.counts import counts
from measures.period import Period
from measures.scope import Scope

SOON_WEEKS = 13


@dataclass(frozen=True)
class Asked:
    """The questions of one reader to one version."""

    store: Store
    version: str
    viewer: Viewer

    def table(self, keys: Sequence[str], by: list[str], scope: Scope) -> pd.DataFrame:
        """The long table of several measures in one question."""
        return counts(self.store, registry.get_all(keys), by, scope, self.viewer, self.version)

    def series(self, key: str, by: list[str], scope: Scope) -> pd.DataFrame:
        frame = counts(self.store, [registry.get(key)], by, scope, self.viewer, self.version)
        return frame.drop(columns="measure")

    def pair(self, key: str, scope: Scope) -> tuple[float, float]:
        frame = self.series(key, [], scope)
        return float(frame["numerator"].sum()), float(frame["denominator"].sum())

    def pairs(self, keys: Sequence[str], scope: Scope) -> dict[str, tuple[float, float]]:
        """(numerator, denominator) by key in one question; (0, 0) where nothing was counted."""
        frame = counts(self.store, registry.get_all(keys), [], scope, self.viewer, self.version)
        found = {row.measure: (row.numerator, row.denominator) for row in frame.itertuples()}
        return {key: found.get(key, (0.0, 0.0)) for key in keys}

    def count_all(self, keys: Sequence[str], scope: Scope) -> dict[str, int]:
        """Numerators by key; 0 where nothing was counted."""
        frame = counts(self.store, registry.get_all(keys), [], scope, self.viewer, self.version)
        found = dict(zip(frame["measure"], frame["numerator"], strict=True))
        return {key: int(found.get(key, 0)) for key in keys}

    def groups(self, key: str, by: str, scope: Scope) -> dict:
        frame = self.series(key, [by], scope).dropna(subset=[by])
        return {group: int(n) for group, n in zip(frame[by], frame["numerator"], strict=True)}

    def weekly(self, keys: Sequence[str], scope: Scope, cut_off: dt.date) -> dict[str, pd.DataFrame]:
        """Stocks on the same weekday of the last 13 weeks, the last one at T."""
        last = min(scope.until, cut_off)
        days = [last - dt.timedelta(weeks=back) for back in reversed(range(SOON_WEEKS))]
        points = [replace(scope.with_period(Period.parse(day.isoformat())), as_of=None) for day in days]
        found = [self.count_all(keys, point) for point in points]
        return {key: pd.DataFrame({"period": days, "numerator": [float(n[key]) for n in found]}) for key in keys}
