"""Fields in which a handful of dossiers would tell of people: their small cells are not shown by themselves.

Which fields, the profile says (``sensitive_fields``). What is left beside a total must not give a small cell away
either, so what is merged never holds fewer than ``LEAST`` dossiers of a unit, unless all fields are merged.
"""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

LEAST = 5  # dossiers
MERGED = ""  # the name of the fields that are shown as one


def merged_fields(cells: pd.DataFrame, sensitive: Collection[str]) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Rows of unit, field, numerator, denominator (nothing else), and the fields shown as one, ``MERGED``.

    These are the sensitive fields of which any unit has 1 to 4 dossiers, for all units alike, and the smallest other
    fields until no unit has so few of them together.
    """
    volumes = cells.groupby("field")["denominator"].sum().sort_values(kind="stable")
    together = [field for field in volumes.index if field in sensitive and _is_small(cells, [field])]
    rest = [field for field in volumes.index if field not in together]
    while together and rest and (len(together) == 1 or _is_small(cells, together)):
        together.append(rest.pop(0))
    if not together:
        return cells, ()
    named = cells.assign(field=cells["field"].mask(cells["field"].isin(together), MERGED))
    return named.groupby(["unit", "field"], as_index=False).sum(), tuple(sorted(together))


def _is_small(cells: pd.DataFrame, fields: Collection[str]) -> bool:
    """Whether a unit has a few dossiers of these fields together."""
    of_units = cells[cells["field"].isin(fields)].groupby("unit")["denominator"].sum()
    return bool(of_units.between(1, LEAST - 1).any())


def is_small(procedures: pd.DataFrame, sensitive: Collection[str]) -> pd.Series:
    """Which rows (field, denominator) are procedures of a sensitive field with 1 to 4 dossiers."""
    return procedures["field"].isin(sensitive) & procedures["denominator"].between(1, LEAST - 1)
