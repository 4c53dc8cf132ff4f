"""Control limits as drawn: a stepped band and a centre line, both broken where a new baseline begins."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import pandas as pd

from charts import theme

Edge = tuple[dt.datetime, dt.datetime]  # where the stretch of one period begins and ends on the axis


def edges(periods: Sequence[dt.date]) -> list[Edge]:
    """The stretch of the axis that belongs to each period: half-way to its neighbours."""
    moments = [dt.datetime.combine(day, dt.time()) for day in periods]
    middles = [earlier + (later - earlier) / 2 for earlier, later in pairwise(moments)]
    half = (moments[-1] - moments[0]) / (2 * max(len(moments) - 1, 1)) or dt.timedelta(days=15)
    return list(zip([moments[0] - half, *middles], [*middles, moments[-1] + half], strict=True))


def baselines(frame: pd.DataFrame) -> list[list[int]]:
    """Runs of rows that share one centre line."""
    runs: list[list[int]] = []
    previous = math.nan
    for index, centre in enumerate(frame["centre"].astype(float)):
        if math.isnan(centre):
            previous = math.nan
            continue
        if math.isclose(centre, previous, rel_tol=1e-9, abs_tol=1e-12):
            runs[-1].append(index)
        else:
            runs.append([index])
        previous = centre
    return runs


def centre_trace(frame: pd.DataFrame, stretches: Sequence[Edge]) -> dict[str, Any]:
    """The centre as a solid slate line."""
    x: list[Any] = []
    y: list[float | None] = []
    for run in baselines(frame):
        level = float(frame["centre"].iloc[run[0]])
        x += [stretches[run[0]][0], stretches[run[-1]][1], None]
        y += [level, level, None]
    line = {"color": theme.WHISKER, "width": theme.LINE_WIDTH}
    return {"type": "scatter", "mode": "lines", "name": "centre", "x": x, "y": y, "line": line, "hoverinfo": "skip"}


def band_trace(frame: pd.DataFrame, stretches: Sequence[Edge]) -> dict[str, Any]:
    """The limits as a faint stepped band, one closed outline per baseline."""
    x: list[Any] = []
    y: list[float | None] = []
    for run in baselines(frame):
        bounded = [index for index in run if frame[["lower", "upper"]].iloc[index].notna().all()]
        upper = _steps(bounded, frame["upper"], stretches)
        lower = _steps(bounded, frame["lower"], stretches)[::-1]
        outline = upper + lower + upper[:1]
        x += [moment for moment, _ in outline] + [None]
        y += [value for _, value in outline] + [None]
    return {
        "type": "scatter",
        "mode": "lines",
        "name": "limits",
        "x": x,
        "y": y,
        "fill": "toself",
        "fillcolor": theme.PAGE,
        "line": {"color": theme.FAINT, "width": 1},
        "hoverinfo": "skip",
        "hoveron": "points",
    }


def _steps(indices: Sequence[int], values: pd.Series, stretches: Sequence[Edge]) -> list[tuple[dt.datetime, float]]:
    """Two corners per period, left and right end of its stretch."""
    return [(moment, float(values.iloc[index])) for index in indices for moment in stretches[index]]
