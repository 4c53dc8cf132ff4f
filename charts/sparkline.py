"""The small line of a rate card: where the number comes from, without axes."""

from __future__ import annotations

from typing import Any, Literal

import pandas as pd
import plotly.graph_objects as go

from charts import theme
from charts.scales import period_labels
from text import Language

HEIGHT = 62
_MONTHS = 24
_DATES_HEIGHT = 18
_SMALLEST_SPAN = 1 / 3

Kind = Literal["rate", "count"]


def sparkline(history: pd.DataFrame, *, target: float | None, language: Language, kind: Kind = "rate") -> go.Figure:
    """The last 24 months as a slate line, target dashed, last month dotted, first and last month named.

    Args:
        history: period, numerator, denominator, rate, one row a month; a count is in ``numerator``.
        target: in the unit of the line, if there is one.
        language: the language of the dates.
        kind: whether the line shows rates or counts.
    """
    recent = history.sort_values("period").tail(_MONTHS)
    values = recent["rate" if kind == "rate" else "numerator"].astype(float)
    shown = [None if pd.isna(value) else value for value in values]
    positions = list(range(len(shown)))
    line = {
        "type": "scatter",
        "mode": "lines",
        "name": "line",
        "x": positions,
        "y": shown,
        "line": {"color": theme.DATA, "width": theme.LINE_WIDTH},
        "connectgaps": False,
    }
    layout = {
        "height": HEIGHT,
        "margin": {"l": 1, "r": 1, "t": 2, "b": _DATES_HEIGHT},
        # The dot of the last month is wider than its point.
        "xaxis": theme.bare_axis(-0.5, len(shown) - 0.4 + len(shown) / 40),
        "yaxis": theme.bare_axis(*_value_range(values, target)),
        "hovermode": False,  # a label would cover the whole figure; the card beside it has the counts
        "shapes": [] if target is None else [_target_line(target)],
        "annotations": _dates(recent, language),
    }
    return theme.figure([line, _last_dot(positions, shown)], layout, language)


def _value_range(values: pd.Series, target: float | None) -> tuple[float, float]:
    """The range of the values and the target, with air for the dot.

    Not from 0, since the number itself stands beside; but never so narrow that a ripple looks like a wave.
    """
    known = [*values.dropna(), *([] if target is None else [target])] or [0.0]
    low, high = min(known), max(known)
    missing = max(_SMALLEST_SPAN * abs(high) - (high - low), 0) or (1e-6 if high == low else 0)
    low, high = low - missing / 2, high + missing / 2
    air = (high - low) * 0.12
    return low - air, high + air


def _last_dot(positions: list[int], shown: list[float | None]) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "markers",
        "name": "last",
        "x": positions[-1:],
        "y": shown[-1:],
        "marker": {"color": theme.DATA, "size": 7},
        "cliponaxis": False,
    }


def _target_line(target: float) -> dict[str, Any]:
    dash = {"color": theme.INK, "width": 1.1, "dash": "3.5px,3px"}
    return {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": target, "y1": target, "line": dash}


def _dates(recent: pd.DataFrame, language: Language) -> list[dict[str, Any]]:
    """First and last month under the ends of the line."""
    if recent.empty:
        return []
    labels = period_labels(list(recent["period"]), language)
    font = theme.font(theme.SMALLEST_SIZE, theme.INK3)
    common = {"xref": "paper", "yref": "paper", "y": 0, "yanchor": "top"}
    return [
        {**common, "x": side, "xanchor": anchor, "text": label, "font": font, "yshift": -1}
        for side, anchor, label in ((0, "left", labels[0]), (1, "right", labels[-1]))
    ]
