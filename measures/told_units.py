"""Which units a table shows that is filled from their own forms, whether or not they told anything."""

from __future__ import annotations

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
