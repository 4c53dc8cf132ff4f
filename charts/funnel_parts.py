"""The parts of a funnel: its scales, its lines, its points and their names."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from charts import theme
from charts.lettering import fits, shortened, text_width
from charts.point_labels import Placed, Wanted, place_labels
from measures.verdict import CLEAR, Direction, Verdict
from text import Language

_AROUND_POINT = 6
_LEADER_GAP = 7  # between a leader and the middle of its point
_WIDEST_NAME = 0.5  # of the plot, for the words of a signal with its whole name


@dataclass(frozen=True)
class Plot:
    """The drawing area in px, and its scales: dossiers from ``low`` to ``high``, rates from 0 to ``top``."""

    width: float
    height: float
    low: float
    high: float
    top: float
    logarithmic: bool

    def place(self, count: float) -> float:
        """A number of dossiers on the axis: itself, or its logarithm."""
        return math.log10(count) if self.logarithmic else count

    def px(self, count: float, rate: float) -> tuple[float, float]:
        """The same point in px from the top left."""
        low, high = self.place(self.low), self.place(self.high)
        return ((self.place(count) - low) / (high - low) * self.width, (1 - rate / self.top) * self.height)


def _label_text(row: Any, plot: Plot, language: Language) -> tuple[str, int]:
    """The words of a unit and their weight: a signal with name and counts, the others short."""
    if Verdict(row.verdict) not in CLEAR:
        return shortened(row.short_name, 110, theme.NOTE_SIZE), 400
    fraction = language.fraction(row.numerator, row.denominator)
    for name, share in ((row.name, _WIDEST_NAME), (row.short_name, 1)):
        written = f"{name}: {fraction}"
        if fits(written, share * plot.width, theme.NOTE_SIZE, theme.SEMIBOLD):
            return written, theme.SEMIBOLD
    return fraction, theme.SEMIBOLD


def placed(
    shown: pd.DataFrame, curves: pd.DataFrame, plot: Plot, lines: Sequence[float], language: Language
) -> list[Placed]:
    """A place for every name, off the reference ``lines``: signals choose first, then those with most neighbours."""
    spots = [plot.px(row.denominator, row.rate) for row in shown.itertuples()]
    wanted = []
    for row, spot in zip(shown.itertuples(), spots, strict=True):
        text, weight = _label_text(row, plot, language)
        crowd = sum(math.dist(spot, other) < 40 for other in spots)
        order = (Verdict(row.verdict) not in CLEAR, -crowd)
        wanted.append((order, Wanted(str(row.unit), spot, text_width(text, theme.NOTE_SIZE, weight))))
    ordered = [label for _, label in sorted(wanted, key=lambda one: one[0])]
    marks = [(x - _AROUND_POINT, y - _AROUND_POINT, x + _AROUND_POINT, y + _AROUND_POINT) for x, y in spots]
    heights = [plot.px(plot.low, value)[1] for value in lines]
    taken = marks + [(0.0, y - 1.5, plot.width, y + 1.5) for y in heights]
    return place_labels(ordered, taken, _curve_boxes(curves, plot), (plot.width, plot.height))


def _curve_boxes(curves: pd.DataFrame, plot: Plot) -> list[tuple[float, float, float, float]]:
    """The limits as chains of small boxes, as far as they are on the plot."""
    found = []
    for x in np.arange(0, plot.width + 1, 4):
        along = plot.place(plot.low) + x / plot.width * (plot.place(plot.high) - plot.place(plot.low))
        count = 10**along if plot.logarithmic else along
        for name in ("low95", "high95", "low998", "high998"):
            _, y = plot.px(count, float(np.interp(count, curves["denominator"], curves[name])))
            if 0 <= y < plot.height - 1:
                found.append((float(x) - 2, y - 2, float(x) + 2, y + 2))
    return found


def words(
    shown: pd.DataFrame, placed: Sequence[Placed], plot: Plot, good: Direction, language: Language
) -> list[dict[str, Any]]:
    rows = {str(row.unit): row for row in shown.itertuples()}
    found = []
    for label in placed:
        row = rows[label.key]
        text, weight = _label_text(row, plot, language)
        colour = theme.verdict_colour(Verdict(row.verdict), good).text if weight == theme.SEMIBOLD else theme.INK2
        found.append(
            {
                "name": label.key,
                "x": plot.place(row.denominator),
                "y": row.rate,
                "xshift": label.left - label.point[0],
                "yshift": label.point[1] - label.middle,
                "xanchor": "left",
                "yanchor": "middle",
                "text": text,
                "font": theme.font(theme.NOTE_SIZE, colour, weight),
            }
        )
    return found


def leader(label: Placed, plot: Plot) -> dict[str, Any]:
    """The thin line from a point to words that stand away from it, in px of the page."""
    (x, y), (end_x, end_y) = label.point, label.foot
    across, up = end_x - x, y - end_y
    begin = min(_LEADER_GAP / max(math.hypot(across, up), _LEADER_GAP), 1)
    return {
        "type": "line",
        "xref": "paper",
        "yref": "paper",
        "xsizemode": "pixel",
        "ysizemode": "pixel",
        "xanchor": x / plot.width,
        "yanchor": 1 - y / plot.height,
        "x0": begin * across,
        "y0": begin * up,
        "x1": across,
        "y1": up,
        "line": {"color": theme.SOFT, "width": 1},
    }


def _line(name: str, x: Sequence[float], y: Sequence[float], **line: Any) -> dict[str, Any]:
    trace = {"type": "scatter", "mode": "lines", "name": name, "x": list(x), "y": list(y)}
    return {**trace, "line": line, "hoverinfo": "skip"}


def band(curves: pd.DataFrame, plot: Plot) -> dict[str, Any]:
    """The 95 % limits as a filled band."""
    x = [plot.place(count) for count in curves["denominator"]]
    outline = [*curves["high95"], *curves["low95"][::-1]]
    band = _line("limits95", [*x, *x[::-1]], outline, color=theme.SOFT, width=1)
    return {**band, "fill": "toself", "fillcolor": theme.PAGE, "hoveron": "points"}


def dotted(curves: pd.DataFrame, plot: Plot) -> list[dict[str, Any]]:
    """The 99.8 % limits; the lower one only where it is above nothing."""
    found = []
    for name in ("high998", "low998"):
        seen = curves[curves[name] > 0]
        x = [plot.place(count) for count in seen["denominator"]]
        found.append(_line("limits998", x, seen[name], color=theme.INK3, width=1.2, dash="2px,3px"))
    return found


def references(plot: Plot, level: float, target: float | None) -> list[dict[str, Any]]:
    ends = [plot.place(plot.low), plot.place(plot.high)]
    found = [_line("level", ends, [level, level], color=theme.DATA, width=1.4)]
    if target is not None:
        found.append(_line("target", ends, [target, target], color=theme.INK, width=1.4, dash=theme.TARGET_DASH))
    return found


def points(shown: pd.DataFrame, plot: Plot, good: Direction, language: Language) -> dict[str, Any]:
    """The units: shape is direction, colour only for a clear verdict."""
    verdicts = [Verdict(verdict) for verdict in shown["verdict"]]
    hover = [
        f"<b>{row.name}</b><br>{language.percent(row.rate)} · {language.fraction(row.numerator, row.denominator)}"
        f"<br>{theme.verdict_word(Verdict(row.verdict), language)}"
        for row in shown.itertuples()
    ]
    trace = {
        "type": "scatter",
        "mode": "markers",
        "name": "points",
        "x": [plot.place(count) for count in shown["denominator"]],
        "y": list(shown["rate"].astype(float)),
        "customdata": [[str(unit)] for unit in shown["unit"]],
        "marker": theme.verdict_markers(verdicts, good, 9.5),
        "hovertext": hover,
        "hovertemplate": "%{hovertext}<extra></extra>",
        "cliponaxis": False,
    }
    return theme.always_shown(trace)
