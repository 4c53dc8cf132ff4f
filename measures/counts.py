"""Running ``aggregate``: the long table of numbers as a frame."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from data_access.fetch import fetch
from data_access.stores import Store
from data_access.viewer import Viewer
from measures.aggregate import aggregate
from measures.measure import Measure
from measures.scope import Scope


def counts(
    store: Store, measures: Sequence[Measure], by: Sequence[str], scope: Scope, viewer: Viewer, version: str
) -> pd.DataFrame:
    """The long table: measure, <by>, period, numerator, denominator (floats; nan where a count has none)."""
    frame = fetch(store, aggregate(measures, by, scope, viewer), version)
    return frame.astype({"numerator": float, "denominator": float})
