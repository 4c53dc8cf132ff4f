"""The marks of the band strips: bands, ticks, intervals, squares, round icons and the legend, in px of the sheet."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from charts import theme
from charts.lettering import text_width
from charts.scales import percent_ticks, value_ticks
from charts.tile_parts import note
from measures.verdict import CLEAR, Direction, Verdict
from text import Language

RANGE, MIDDLE = theme.GRID, theme.HEAT_RAMP[2]
BAR, CAP, MARK = 16, 5, 12
TICKS_DROP = 31  # from the middle of the bar to the middle of the tick labels
SQUARE, PITCH = 17, 23
ICON = 16
_TONES = {"concern": theme.ORANGE, "info": theme.DATA, "good": theme.BLUE}
TONE_TEXT = {"concern": theme.ORANGE_TEXT, "info": theme.INK, "good": theme.BLUE}
_SIGNS = {"concern": "!", "info": "i"}
_LEGEND_MARK, _LEGEND_GAP = 22, 20
LEGEND_LINE = 20


@dataclass(frozen=True)
class BandRow:
    """One number of a unit among those of the others; every word comes ready.

    kind: "strip" (a rate on an axis of per cent), "count" (a count on an axis of its own), "squares" (below ten
    dossiers: one square each, ``missed`` where what is not in the numerator is a missed duty) or "none". own, low,
    high: where the unit stands, and its interval (nan: none). band: lowest, first and third quartile, highest of the
    others.
    tone: "concern", "info" or "good"; note: what stands behind squares.
    """

    key: str
    title: str
    sub: str
    value: str
    kind: str
    tone: str
    words: str
    second: str
    hover: str
    x: int = 0
    n: int = 0
    own: float = math.nan
    low: float = math.nan
    high: float = math.nan
    band: tuple[float, float, float, float] | None = None
    level: float | None = None
    target: float | None = None
    verdict: Verdict | None = None
    good: Direction | None = None
    missed: bool = False
    note: str = ""


@dataclass(frozen=True)
class Axis:
    """The ruler of one strip: its ends and middle on the sheet, its ticks."""

    left: float
    right: float
    y: float
    ticks: Sequence[float]

    def x(self, value: float) -> float:
        return self.left + value / self.ticks[-1] * (self.right - self.left)


def axis_of(row: BandRow, left: float, right: float, y: float) -> Axis:
    """From 0 to what the row shows. A count has whole ticks."""
    shown = [row.own, row.high, row.level, row.target, *(row.band or ())]
    largest = max((value for value in shown if value is not None and not math.isnan(value)), default=0.0)
    ticks = value_ticks(largest)
    if row.kind == "count":
        step = max(1, math.ceil(ticks[1]))
        ticks = [float(step * number) for number in range(max(2, math.ceil(largest / step)) + 1)]
    return Axis(left, right, y, ticks)


def shapes(row: BandRow, axis: Axis) -> list[dict[str, Any]]:
    """Range, middle half, ruler, level and target of a strip."""
    found = []
    if row.band:
        low, first, third, high = (axis.x(value) for value in row.band)
        found += [_bar(low, high, axis.y, RANGE), _bar(first, third, axis.y, MIDDLE)]
    ruler = axis.y + BAR / 2 + 11
    found.append(_line(axis.left, axis.right, ruler, ruler, theme.RULE, 1))
    found += [_line(axis.x(tick), axis.x(tick), ruler, ruler + 4, theme.RULE, 1) for tick in axis.ticks]
    top, bottom = axis.y - BAR / 2 - 5, axis.y + BAR / 2 + 5
    if row.level is not None:
        found.append(_line(axis.x(row.level), axis.x(row.level), top, bottom, theme.DATA, 2.2))
    if row.target is not None:
        line = _line(axis.x(row.target), axis.x(row.target), top, bottom, theme.INK, 1.6)
        found.append({**line, "line": {**line["line"], "dash": "4px,3px"}})
    return found


def _bar(left: float, right: float, y: float, colour: str) -> dict[str, Any]:
    """At least as wide as can be seen: all the others may stand at one value."""
    right = max(right, left + 2)
    box = {"x0": left, "x1": right, "y0": y - BAR / 2, "y1": y + BAR / 2}
    return {"type": "rect", **box, "fillcolor": colour, "line": {"width": 0}, "layer": "below"}


def _line(x0: float, x1: float, y0: float, y1: float, colour: str, width: float) -> dict[str, Any]:
    place = {"x0": x0, "x1": x1, "y0": y0, "y1": y1}
    return {"type": "line", **place, "line": {"color": colour, "width": width}, "layer": "below"}


def tick_words(row: BandRow, axis: Axis, language: Language) -> list[dict[str, Any]]:
    """The labels of the ruler."""
    texts = [language.number(tick) for tick in axis.ticks]
    if row.kind != "count":
        texts = percent_ticks(axis.ticks, language)
    font, y = theme.font(theme.NOTE_SIZE, theme.INK3), axis.y + TICKS_DROP
    found = []
    for tick, text in zip(axis.ticks, texts, strict=True):
        half = text_width(text, theme.NOTE_SIZE) / 2
        middle = min(max(axis.x(tick), axis.left - 6 + half), axis.right + 6 - half)
        found.append({**note(text, middle, y, font), "xanchor": "center"})
    return found


def own_marks(row: BandRow, axis: Axis) -> list[dict[str, Any]]:
    """The interval and the mark of the unit itself: in ink, coloured by a clear verdict only."""
    clear = row.verdict in CLEAR and row.good is not None and row.verdict is not None
    colour = theme.verdict_colour(row.verdict, row.good).mark if clear else theme.INK  # type: ignore[arg-type]
    found = []
    if not math.isnan(row.low):
        low, high = axis.x(row.low), axis.x(min(row.high, axis.ticks[-1]))
        xs = [low, low, None, low, high, None, high, high]
        ys = [axis.y - CAP, axis.y + CAP, None, axis.y, axis.y, None, axis.y - CAP, axis.y + CAP]
        line = {"color": colour, "width": 2}
        found.append(_trace(f"interval-{row.key}", xs, ys, mode="lines", line=line))
    symbol = theme.verdict_symbol(row.verdict or Verdict.NO_EVIDENCE)
    hollow = symbol.endswith("-open")
    marker = {
        "symbol": symbol.removesuffix("-open"),
        "size": MARK + 2 if clear else MARK,
        "color": theme.CARD if hollow else colour,
        "line": {"color": colour, "width": 1.8 if hollow else 0},
        "opacity": 1,
    }
    return [*found, _trace(f"own-{row.key}", [axis.x(row.own)], [axis.y], mode="markers", marker=marker)]


def squares(row: BandRow, left: float, y: float) -> list[dict[str, Any]]:
    """One square a dossier: filled in the numerator; outlined the others, crossed where a duty was missed."""
    places = [left + SQUARE / 2 + PITCH * number for number in range(row.n)]
    filled, others = places[: row.x], places[row.x :]
    found = [_squares(f"filled-{row.key}", filled, y, theme.INK, theme.INK)]
    if not row.missed:
        return [*found, _squares(f"others-{row.key}", others, y, theme.CARD, theme.SOFT)]
    cross = {"symbol": "x-thin", "size": 7, "line": {"color": theme.ORANGE, "width": 1.8}, "opacity": 1}
    found.append(_squares(f"others-{row.key}", others, y, theme.ORANGE_TINT, theme.ORANGE))
    return [*found, _trace(f"crosses-{row.key}", others, [y] * len(others), mode="markers", marker=cross)]


def _squares(name: str, xs: Sequence[float], y: float, fill: str, edge: str) -> dict[str, Any]:
    line = {"color": edge, "width": 1.4}
    marker = {"symbol": "square", "size": SQUARE, "color": fill, "line": line, "opacity": 1}
    return _trace(name, list(xs), [y] * len(xs), mode="markers", marker=marker)


def _trace(name: str, xs: Sequence[float | None], ys: Sequence[float | None], **more: Any) -> dict[str, Any]:
    trace = {"type": "scatter", "name": name, "x": list(xs), "y": list(ys), "hoverinfo": "skip", "cliponaxis": False}
    return theme.always_shown({**trace, **more}) if more["mode"] == "markers" else {**trace, **more}


def icon(row: BandRow, x: float, y: float) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The round icon of a tone (shapes) and its sign (annotations); a tick is drawn, for the font has none."""
    half, colour = ICON / 2, _TONES[row.tone]
    circle = {"type": "circle", "x0": x - half, "x1": x + half, "y0": y - half, "y1": y + half}
    drawn = [{**circle, "fillcolor": colour, "line": {"width": 0}}]
    if row.tone == "good":
        path = f"M{x - 3.6:.1f},{y + 0.2:.1f} L{x - 1:.1f},{y + 3:.1f} L{x + 4:.1f},{y - 2.8:.1f}"
        drawn.append({"type": "path", "path": path, "line": {"color": theme.CARD, "width": 1.8}})
        return drawn, []
    font = theme.font(12, theme.CARD, 700)
    return drawn, [{**note(_SIGNS[row.tone], x, y, font), "xanchor": "center"}]


@dataclass(frozen=True)
class Legend:
    """What explains the marks: marks, shapes and words, and where they end."""

    marks: list[dict[str, Any]]
    shapes: list[dict[str, Any]]
    words: list[dict[str, Any]]
    bottom: float


def legend(items: Sequence[tuple[str, str]], width: float) -> Legend:
    """On as many lines as needed. ``items``: the key of a mark ("own", "middle", "range", "level", "target") and its
    words."""
    marks, drawn, words = [], [], []
    x, y = 0.0, LEGEND_LINE / 2
    for key, text in items:
        needed = _LEGEND_MARK + 5 + text_width(text, theme.NOTE_SIZE)
        if x and x + needed > width:
            x, y = 0.0, y + LEGEND_LINE
        middle = x + _LEGEND_MARK / 2
        if key == "own":
            marker = {"symbol": "circle", "size": MARK - 2, "color": theme.INK, "opacity": 1}
            marks.append(_trace("legend-own", [middle], [y], mode="markers", marker=marker))
        else:
            drawn.append(_legend_shape(key, x, y))
        words.append(note(text, x + _LEGEND_MARK + 5, y, theme.font(theme.NOTE_SIZE)))
        x += needed + _LEGEND_GAP
    return Legend(marks, drawn, words, y + LEGEND_LINE / 2)


def _legend_shape(key: str, x: float, y: float) -> dict[str, Any]:
    if key in ("middle", "range"):
        box = {"x0": x, "x1": x + _LEGEND_MARK, "y0": y - 4.5, "y1": y + 4.5}
        return {"type": "rect", **box, "fillcolor": MIDDLE if key == "middle" else RANGE, "line": {"width": 0}}
    middle = x + _LEGEND_MARK / 2
    line = _line(middle, middle, y - 7, y + 7, theme.DATA if key == "level" else theme.INK, 2)
    return line if key == "level" else {**line, "line": {**line["line"], "dash": "4px,3px"}}


def rows_trace(rows: Sequence[tuple[BandRow, float, float]], width: float) -> dict[str, Any]:
    """Invisible points over every row, which answer to pointer and click with the key of the row."""
    steps = [(index + 0.5) * 60 for index in range(int(width // 60))]
    covered = [(row, x, (top + bottom) / 2) for row, top, bottom in rows for x in steps]
    return {
        **_trace(
            "rows",
            [x for _, x, _ in covered],
            [y for *_, y in covered],
            mode="markers",
            marker={"symbol": "square", "size": 2, "color": theme.TRANSPARENT, "opacity": 1},
        ),
        "customdata": [[row.key] for row, *_ in covered],
        "hovertext": [row.hover for row, *_ in covered],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "hoverinfo": None,
    }
