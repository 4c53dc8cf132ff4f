"""What could come online without anything new: every unit doing in each procedure as half of the units do already."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import pandas as pd

FEWEST = 10  # dossiers of a procedure, below which a unit's share says nothing (COUNTING 4.3)
UNITS_FOR_MEDIAN = 3
COLUMNS = ("procedure", "numerator", "denominator", "median", "units", "below", "gain", "points")


def opportunities(
    chosen: pd.DataFrame, compared: pd.DataFrame, received: float
) -> tuple[pd.DataFrame, tuple[int, float]]:
    """The procedures, the most to be gained first, and what all of them together would bring.

    Both frames have unit, procedure, numerator (online) and denominator (received while it was offered online):
    the chosen units, and all they are compared with. ``received``: all dossiers of the chosen units, of which the
    share is taken.

    Added up over the chosen units: numerator, denominator. median: the middle share of the compared units with at
    least 10 dossiers of the procedure; NaN where fewer than 3 have so many. units: how many those are; below: how many
    of the chosen ones with at least 10 dossiers lie under it. gain: the dossiers more that would come online if each of
    these reached the median, whole ones a procedure; points: as a part of ``received``. Gained together: (dossiers,
    part), sums of these, so that the list adds up.
    """
    medians = _medians(compared)
    rows = chosen.merge(medians, on="procedure", how="left")
    # 7/25 * 25 is 7.000000000000001 in binary: the unit that is the median does not lie below it.
    missing = (rows["median"] * rows["denominator"] - rows["numerator"]).round(6)
    under = (rows["denominator"] >= FEWEST) & (missing > 0)
    rows["exact"] = missing.where(under, 0.0)
    rows["below"] = under.astype(int)
    sums = rows.groupby("procedure", as_index=False)[["numerator", "denominator", "exact", "below"]].sum()
    found = sums.merge(medians, on="procedure", how="left")
    found["units"] = found["units"].fillna(0).astype(int)
    found["gain"] = [_whole(exact) for exact in found["exact"]]
    found["points"] = found["gain"] / received if received else 0.0
    total = int(found["gain"].sum())
    found = found.sort_values(["exact", "denominator", "procedure"], ascending=[False, False, True])
    together = (total, total / received if received else 0.0)
    return found.reset_index(drop=True)[list(COLUMNS)], together


def _medians(compared: pd.DataFrame) -> pd.DataFrame:
    """procedure, median, units."""
    enough = compared[compared["denominator"] >= FEWEST]
    shares = enough.assign(share=enough["numerator"] / enough["denominator"])
    found = shares.groupby("procedure", as_index=False).agg(median=("share", "median"), units=("share", "size"))
    return found.assign(median=found["median"].where(found["units"] >= UNITS_FOR_MEDIAN))


def _whole(exact: float) -> int:
    """A number of dossiers, halves away from zero, as everywhere on screen."""
    return int(Decimal(str(round(exact, 6))).quantize(Decimal(1), ROUND_HALF_UP))
