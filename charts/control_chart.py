"""The control chart: the trend over the whole width of the page, with a legend line below."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from charts import theme
from charts.lettering import text_width
from charts.trend import KnownCause, Paper, draw
from measures.verdict import Direction, Verdict
from text import Language

# Composed for the narrower end of about 1300 to 1340 px.
_DESK = Paper(1290, 250, 9, keeps_limits=True)
_PHONE = Paper(326, 220, 3, keeps_limits=True)
_LEGEND_HEIGHT = 24
_MARK_WIDTH = 22
_WORD_GAP = 5
_ITEM_GAP = 24
_TRIANGLES = {"higher": (Verdict.HIGHER, 1), "lower": (Verdict.LOWER, -1)}


def control_chart(
    frame: pd.DataFrame,
    *,
    good: Direction,
    target: float | None,
    language: Language,
    events: Sequence[KnownCause] = (),
    joins: Sequence[dt.date] = (),
    provisional: bool = False,
) -> go.Figure:
    """The chart for a desk, about 1300 to 1340 px wide; arguments as for :func:`charts.trend.trend`.

    ``provisional`` is the newest baseline: limits and signals of earlier ones stand.
    """
    figure = draw(frame, good, target, language, (events, joins), provisional, _DESK)
    drawn = figure.layout
    marks, words = _legend(frame, good, target, language, drawn.margin.b)
    return figure.update_layout(
        height=_DESK.height + _LEGEND_HEIGHT,
        margin={"b": drawn.margin.b + _LEGEND_HEIGHT},
        shapes=[*drawn.shapes, *marks],
        annotations=[*drawn.annotations, *words],
    )


def control_chart_phone(
    frame: pd.DataFrame,
    *,
    good: Direction,
    target: float | None,
    language: Language,
    events: Sequence[KnownCause] = (),
    joins: Sequence[dt.date] = (),
    provisional: bool = False,
) -> go.Figure:
    """The same for 326 px, without the legend; arguments as for :func:`control_chart`."""
    return draw(frame, good, target, language, (events, joins), provisional, _PHONE)


def _legend(
    frame: pd.DataFrame, good: Direction, target: float | None, language: Language, axis: float
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Marks and words of the legend, from the left, ``axis`` px below the plot."""
    shapes, texts = [], []
    left, y = 0.0, -(axis + _LEGEND_HEIGHT / 2)
    place = {"xref": "paper", "yref": "paper"}
    pixels = {"xsizemode": "pixel", "ysizemode": "pixel", "xanchor": 0, "yanchor": 0}
    for key, words in _items(good, bool(frame["centre"].notna().any()), target is not None, language):
        shapes.append({**place, **pixels, **_mark(key, left + _MARK_WIDTH / 2, y, good)})
        shift = {"x": 0, "y": 0, "xshift": left + _MARK_WIDTH + _WORD_GAP, "yshift": y}
        look = {"xanchor": "left", "yanchor": "middle", "text": words, "font": theme.font(theme.NOTE_SIZE)}
        texts.append({**place, **shift, **look})
        left += _MARK_WIDTH + _WORD_GAP + text_width(words, theme.NOTE_SIZE) + _ITEM_GAP
    return shapes, texts


def _items(good: Direction, limited: bool, targeted: bool, language: Language) -> list[tuple[str, str]]:
    """What is explained: only what the chart can show."""
    say = language.say
    concern, better = say("Needs attention"), say("Improvement")
    high, low = (concern, better) if good is Direction.LOWER else (better, concern)
    found = [("common", say("Common variation"))]
    if limited:
        found += [
            ("higher", say("{word}: above the upper limit", word=high)),
            ("lower", say("{word}: below the lower limit", word=low)),
            ("centre", say("Average")),
            ("limits", say("{share} control limits", share=language.percent(0.998))),
        ]
    return [*found, ("target", say("Target"))] if targeted else found


def _mark(key: str, x: float, y: float, good: Direction) -> dict[str, Any]:
    """The mark that is explained, round its middle: px from the lower left corner of the plot, upwards."""
    wide, high = _MARK_WIDTH / 2, 5
    box = {"x0": x - wide, "x1": x + wide, "y0": y, "y1": y}
    if key in _TRIANGLES:
        verdict, up = _TRIANGLES[key]
        path = f"M{x - 6:.1f},{y - up * high:.1f} L{x + 6:.1f},{y - up * high:.1f} L{x:.1f},{y + up * high:.1f} Z"
        colour = theme.verdict_colour(verdict, good).mark
        return {"type": "path", "path": path, "fillcolor": colour, "line": {"width": 0}}
    if key == "common":
        circle = {"x0": x - 4.5, "x1": x + 4.5, "y0": y - 4.5, "y1": y + 4.5}
        return {"type": "circle", **circle, "fillcolor": theme.DATA, "line": {"width": 0}}
    if key == "limits":
        area = {**box, "y0": y - high, "y1": y + high}
        return {"type": "rect", **area, "fillcolor": theme.PAGE, "line": {"color": theme.SOFT, "width": 1}}
    if key == "target":
        return {"type": "line", **box, "line": {"color": theme.INK, "width": 1.4, "dash": theme.TARGET_DASH}}
    return {"type": "line", **box, "line": {"color": theme.WHISKER, "width": theme.LINE_WIDTH}}
