"""Which units a table shows that is filled from their own forms, whether or not they told anything."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from data_access.viewer import Viewer
from measures.known import Holdings
from measures.scope import UNIT_KINDS, Scope


def shown_units(scope: Scope, viewer: Viewer, held: Holdings) -> pd.DataFrame:
    """The units of the scope that this viewer may see: unit_id, name, ..., in the order in which they are shown."""
    existing = held.units_on(scope.carried_on)
    wanted = set(scope.units or UNIT_KINDS)
    rows = existing[existing["kind"].isin(wanted) | existing["unit_id"].isin(wanted)]
    return rows if viewer.units is None else rows[rows["unit_id"].isin(viewer.units)]


def pair_of(counted: pd.DataFrame, key: str) -> tuple[int, int]:
    """(numerator, denominator) of a measure over all rows of the long table; 0 where nothing was counted."""
    rows = counted[counted["measure"] == key]
    return int(rows["numerator"].sum()), int(rows["denominator"].fillna(0).sum())


def told_by(counted: pd.DataFrame, key: str, part: str, units: Iterable[str], told: set[str]) -> list[float]:
    """A measure's "numerator" or "denominator" of each unit: 0 where ``told`` has it, else NaN: no data is no zero."""
    found = counted[counted["measure"] == key].set_index("unit")[part].to_dict()
    return [float(found.get(unit, 0)) if unit in told else float("nan") for unit in units]
