"""Invented frames as the charts receive them: Quận 6 in June 2020."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from typing import Any

import pandas as pd

from measures.verdict import Direction, Verdict
from text import VIETNAMESE

PLACES = {
    13: (0, 0),
    14: (0, 1),
    9: (0, 2),
    6: (0, 3),
    12: (1, 1),
    5: (1, 2),
    2: (1, 3),
    11: (2, 1),
    8: (2, 2),
    4: (2, 3),
    1: (2, 4),
    10: (3, 1),
    7: (3, 2),
    3: (3, 3),
}
COUNTS = {n: (2, 100 + n) for n in range(1, 15)} | {10: (15, 239), 13: (0, 241)}
CLEAR = {10: Verdict.HIGHER, 13: Verdict.LOWER}
MONTHS = [dt.date(2018 + (6 + step) // 12, (6 + step) % 12 + 1, 1) for step in range(24)]
ARGUMENTS: dict[str, Any] = {"good": Direction.LOWER, "target": 0.02, "level": 0.023, "language": VIETNAMESE}


def unit(number: int) -> str:
    """The unit_id of a ward."""
    return f"P{number:03d}"


def units(*, mapped: bool = True) -> pd.DataFrame:
    """The fourteen wards, with or without their places."""
    return pd.DataFrame(
        {
            "unit_id": unit(number),
            "name": f"Phường {number}",
            "short_name": f"P.{number}",
            "number": number,
            "tile_row": place[0] if mapped else None,
            "tile_column": place[1] if mapped else None,
        }
        for number, place in PLACES.items()
    )


def judged(
    counts: Mapping[int, tuple[int, int]] = COUNTS,
    verdicts: Mapping[int, Verdict] = CLEAR,
    stale: Mapping[int, dt.date] | None = None,
) -> pd.DataFrame:
    """One row per ward."""
    stale = stale or {}
    return pd.DataFrame(
        {
            "unit": unit(number),
            "numerator": late,
            "denominator": due,
            "rate": late / due if due else math.nan,
            "verdict": verdicts.get(number, Verdict.NO_EVIDENCE),
            "stale": number in stale,
            "stale_from": stale.get(number),
        }
        for number, (late, due) in counts.items()
    )


def history() -> pd.DataFrame:
    """Twelve months of every ward; ward 1 has a month without dossiers."""
    rows = []
    for number in PLACES:
        for step, month in enumerate(MONTHS[-12:]):
            due = 0 if (number, step) == (1, 4) else 100
            late = (number + step) % 5 if due else 0
            rate = late / due if due else math.nan
            rows.append(
                {"unit": unit(number), "period": month, "numerator": late, "denominator": due, "rate": rate},
            )
    return pd.DataFrame(rows)


def series(count: int = 24, signals: Mapping[int, str] | None = None) -> pd.DataFrame:
    """A trend with limits; a new baseline begins with the 13th month."""
    signals = signals or {}
    rows = []
    for step, month in enumerate(MONTHS[-count:]):
        centre = 0.035 if step < 12 else 0.021
        late = 40 + step % 7
        rows.append(
            {
                "period": month,
                "numerator": late,
                "denominator": 2000,
                "rate": late / 2000,
                "lower": centre - 0.01,
                "upper": centre + 0.01,
                "centre": centre,
                "signal": signals.get(step, ""),
            }
        )
    return pd.DataFrame(rows)
