"""A line of explained marks below a chart over time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from charts import theme
from charts.lettering import text_width
from measures.verdict import Direction, Verdict

HEIGHT = 24
_MARK_WIDTH = 22
_WORD_GAP = 5
_ITEM_GAP = 24
_TRIANGLES = {"higher": (Verdict.HIGHER, 1), "lower": (Verdict.LOWER, -1)}


def legend_line(
    items: Sequence[tuple[str, str]], good: Direction, axis: float
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Marks (shapes) and words (annotations) of the legend, from the left, ``axis`` px below the plot.

    ``items``: key of the mark ("common", "open", "higher", "lower", "centre", "limits", "target") and its words.
    """
    shapes, texts = [], []
    left, y = 0.0, -(axis + HEIGHT / 2)
    place = {"xref": "paper", "yref": "paper"}
    pixels = {"xsizemode": "pixel", "ysizemode": "pixel", "xanchor": 0, "yanchor": 0}
    for key, words in items:
        shapes.append({**place, **pixels, **_mark(key, left + _MARK_WIDTH / 2, y, good)})
        shift = {"x": 0, "y": 0, "xshift": left + _MARK_WIDTH + _WORD_GAP, "yshift": y}
        look = {"xanchor": "left", "yanchor": "middle", "text": words, "font": theme.font(theme.NOTE_SIZE)}
        texts.append({**place, **shift, **look})
        left += _MARK_WIDTH + _WORD_GAP + text_width(words, theme.NOTE_SIZE) + _ITEM_GAP
    return shapes, texts


def _mark(key: str, x: float, y: float, good: Direction) -> dict[str, Any]:
    """The mark that is explained, round its middle: px from the lower left corner of the plot, upwards."""
    wide, high = _MARK_WIDTH / 2, 5
    box = {"x0": x - wide, "x1": x + wide, "y0": y, "y1": y}
    circle = {"type": "circle", "x0": x - 4.5, "x1": x + 4.5, "y0": y - 4.5, "y1": y + 4.5}
    if key in _TRIANGLES:
        verdict, up = _TRIANGLES[key]
        path = f"M{x - 6:.1f},{y - up * high:.1f} L{x + 6:.1f},{y - up * high:.1f} L{x:.1f},{y + up * high:.1f} Z"
        colour = theme.verdict_colour(verdict, good).mark
        return {"type": "path", "path": path, "fillcolor": colour, "line": {"width": 0}}
    if key == "common":
        return {**circle, "fillcolor": theme.DATA, "line": {"width": 0}}
    if key == "open":
        return {**circle, "fillcolor": theme.CARD, "line": {"color": theme.DATA, "width": 1.8}}
    if key == "limits":
        area = {**box, "y0": y - high, "y1": y + high}
        return {"type": "rect", **area, "fillcolor": theme.PAGE, "line": {"color": theme.SOFT, "width": 1}}
    if key == "target":
        return {"type": "line", **box, "line": {"color": theme.INK, "width": 1.4, "dash": theme.TARGET_DASH}}
    return {"type": "line", **box, "line": {"color": theme.WHISKER, "width": theme.LINE_WIDTH}}
