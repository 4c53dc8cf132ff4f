"""Invented frames of the page of lateness: Quận 6 in June 2020, with the intervals and ranks a judge would add."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping

import pandas as pd

from measures import statistics
from measures.verdict import Verdict
from tests.charts.frames import unit

COUNTS = {
    1: (2, 108),
    2: (1, 121),
    3: (3, 94),
    4: (2, 132),
    5: (4, 136),
    6: (2, 141),
    7: (5, 118),
    8: (2, 214),
    9: (3, 131),
    10: (15, 239),
    11: (3, 236),
    12: (8, 228),
    13: (0, 241),
    14: (4, 197),
}
VERDICTS = {10: Verdict.HIGHER, 12: Verdict.WATCH_HIGHER, 13: Verdict.LOWER}
LEVEL = sum(late for late, _ in COUNTS.values()) / sum(due for _, due in COUNTS.values())


def ranked(
    counts: Mapping[int, tuple[int, int]] = COUNTS,
    verdicts: Mapping[int, Verdict] = VERDICTS,
    stale: Mapping[int, dt.date | None] | None = None,
    *,
    mix: bool = True,
) -> pd.DataFrame:
    """One judged row per ward; ranks stand in for real ones: place, two up and down."""
    stale = stale or {}
    order = sorted(counts, key=lambda number: -counts[number][0] / max(counts[number][1], 1))
    rows = []
    for number, (late, due) in counts.items():
        low, high = (float(end[0]) for end in statistics.wilson([late], [due]))
        place = order.index(number) + 1
        row = {
            "unit": unit(number),
            "numerator": late,
            "denominator": due,
            "rate": late / due if due else math.nan,
            "low": low,
            "high": high,
            "verdict": verdicts.get(number, Verdict.NO_EVIDENCE if due else Verdict.NO_DATA),
            "rank_low": max(place - 2, 1.0) if due >= 30 else math.nan,
            "rank_high": min(place + 2, float(len(counts))) if due >= 30 else math.nan,
            "stale": number in stale,
            "stale_from": stale.get(number),
        }
        rows.append({**row, "case_mix_rate": 0.02 + number / 1000} if mix else row)
    return pd.DataFrame(rows)


def funnel_limits(level: float = LEVEL, most: int = 400) -> pd.DataFrame:
    """Limits for every number of dossiers up to ``most``, without overdispersion."""
    counts = list(range(1, most + 1))
    frame = pd.DataFrame({"denominator": counts})
    frame["low95"], frame["high95"] = statistics.funnel_limits(counts, level, 1, statistics.WARNING)
    frame["low998"], frame["high998"] = statistics.funnel_limits(counts, level, 1, statistics.ACTION)
    return frame


def named(names: Mapping[int, str]) -> pd.DataFrame:
    """Units with names of one's own."""
    return pd.DataFrame(
        {"unit_id": unit(number), "name": name, "short_name": f"P.{number}", "number": number}
        for number, name in names.items()
    )


AGES = ("0", "1-3", "4-7", "8-15", "16-30", ">30")


def ages(
    counts: tuple[int, ...] = (2, 5, 2, 16, 5, 3), without: tuple[float, ...] = (0, 3, 1, 3, 0, 0)
) -> pd.DataFrame:
    """Open overdue dossiers by age."""
    return pd.DataFrame({"age": AGES, "count": counts, "without_letter": without})


def holders() -> pd.DataFrame:
    """Where the overdue dossiers of the picture wait."""
    rows = [
        ("D1", "Phòng LĐ-TB&XH", True, 9, 55, 153),
        ("D2", "BHXH quận", True, 7, 27, 79),
        ("D3", "Công an quận", True, 6, 45, 107),
        ("D4", "Chờ xác minh nơi cư trú cũ", True, 6, 24, 94),
        ("P001", "Công chức thụ lý của phường", False, 3, 11, 23),
    ]
    return pd.DataFrame(rows, columns=["holder", "name", "outside", "count", "longest", "total"])
