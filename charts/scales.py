"""Axes: round value ticks and the names of periods."""

from __future__ import annotations

import datetime as dt
import math
import statistics
from collections.abc import Sequence
from itertools import pairwise

from text import Language

_ROUND_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0, 20.0)
_MOST_TICKS = 6
_PERIOD_STEPS = (1, 2, 3, 4, 6, 12, 24, 36, 60)

# A period is named after the distance to the next one, in days.
_LONGEST_WEEK = 20
_LONGEST_MONTH = 45
_LONGEST_QUARTER = 200


def value_ticks(largest: float) -> list[float]:
    """Four to six round ticks from 0 to at least ``largest``."""
    largest = largest if largest > 0 else 0.01
    magnitude = 10.0 ** math.floor(math.log10(largest / _MOST_TICKS))
    for step in (magnitude * factor for factor in _ROUND_STEPS):
        # The small allowance keeps 0.6 / 0.2 = 3.0000000000000004 from asking for one more tick.
        steps = math.ceil(largest / step - 1e-9)
        if steps < _MOST_TICKS:
            return [round(step * count, 10) for count in range(steps + 1)]
    raise AssertionError("the last round step always suffices")


def percent_ticks(ticks: Sequence[float], language: Language) -> list[str]:
    """The ticks as percentages, with just the decimals that their step needs."""
    step = ticks[1] * 100
    decimals = next((count for count in range(4) if math.isclose(step, round(step, count))), 4)
    return [language.percent(tick, decimals) for tick in ticks]


def period_labels(periods: Sequence[dt.date], language: Language) -> list[str]:
    """Names of the periods according to their spacing: 15/06, 06/2020, Q2/2020 or 2020."""
    spacing = statistics.median((later - earlier).days for earlier, later in pairwise(periods)) if periods[1:] else 30
    if spacing < _LONGEST_WEEK:
        return [language.day_month(day) for day in periods]
    if spacing < _LONGEST_MONTH:
        return [language.month(day) for day in periods]
    if spacing < _LONGEST_QUARTER:
        return [_quarter(day, language) for day in periods]
    return [str(day.year) for day in periods]


def _quarter(day: dt.date, language: Language) -> str:
    return language.say("Q{quarter}/{year}", quarter=(day.month + 2) // 3, year=day.year)


def label_places(count: int, most: int) -> list[int]:
    """Indices of at most ``most`` periods to label, evenly spaced and counted back from the last one."""
    step = next((step for step in _PERIOD_STEPS if count <= step * most), math.ceil(count / most))
    return list(range(count - 1, -1, -step))[::-1]
