"""The funnel: few dossiers scatter more, so the limits of chance are wider there. Every unit is named."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from charts import funnel_parts as parts
from charts import theme
from charts.lettering import text_width
from charts.scales import percent_ticks, value_ticks
from charts.trend_labels import EndLabel, end_labels, end_width
from measures.verdict import Direction
from text import Language

FEWEST_UNITS = 5
_FEWEST_FOR_RATE = 10  # below this there are counts only
_LOGARITHMIC_FROM = 10  # times the smallest: beyond this one large unit would press all others together
_TOP, _BOTTOM, _TICK_GAP = 10, 46, 5
_NICE = (1, 2, 5)
_LINEAR_NICE = (1, 2, 2.5, 5)


@dataclass(frozen=True)
class _Paper:
    width: float
    height: float
    most_ticks: int


_DESK_WIDTH = 500
_LOWEST, _HIGHEST = 500, 640
_PHONE_WIDTH = 326


def funnel(
    frame: pd.DataFrame,
    limits: pd.DataFrame,
    units: pd.DataFrame,
    *,
    good: Direction,
    target: float | None,
    level: float,
    language: Language,
    height: float = _LOWEST,
) -> go.Figure | None:
    """The funnel for a desk, about 500 to 525 px wide; None with fewer than 5 units to compare.

    Args:
        frame: unit, numerator, denominator, rate, verdict; those below 10 dossiers have no rate and are not drawn.
        limits: denominator, low95, high95, low998, high998: the limits of the verdict rule for a grid of dossiers.
        units: unit_id, name, short_name, number.
        good: which way is good.
        target: the target as a rate, if there is one.
        level: the common level.
        language: the language of the words.
        height: as high as the figure beside it, as far as a funnel can be read: 500 to 640 px.
    """
    paper = _Paper(_DESK_WIDTH, min(max(height, _LOWEST), _HIGHEST), 6)
    return _draw(frame, limits, units, (good, target, level, language), paper)


def funnel_phone(
    frame: pd.DataFrame,
    limits: pd.DataFrame,
    units: pd.DataFrame,
    *,
    good: Direction,
    target: float | None,
    level: float,
    language: Language,
) -> go.Figure | None:
    """The same for 326 px; arguments as for :func:`funnel`."""
    return _draw(frame, limits, units, (good, target, level, language), _Paper(_PHONE_WIDTH, 400, 4))


def _draw(
    frame: pd.DataFrame,
    limits: pd.DataFrame,
    units: pd.DataFrame,
    meaning: tuple[Direction, float | None, float, Language],
    paper: _Paper,
) -> go.Figure | None:
    good, target, level, language = meaning
    shown = frame.merge(units[["unit_id", "name", "short_name", "number"]], left_on="unit", right_on="unit_id")
    shown = shown[(shown["denominator"] >= _FEWEST_FOR_RATE) & shown["rate"].notna()].sort_values("number")
    if len(shown) < FEWEST_UNITS or math.isnan(level):
        return None
    low, high = _extent(shown["denominator"])
    curves = _within(limits, low, high)
    ticks = value_ticks(_largest(shown, curves, level, target))
    texts = percent_ticks(ticks, language)
    ends = _end_labels(curves, level, target, ticks[-1], language)
    left = _TICK_GAP + 6 + max(text_width(text, theme.NOTE_SIZE) for text in texts)
    right = end_width(ends)
    size = (paper.width - left - right, paper.height - _TOP - _BOTTOM)
    plot = parts.Plot(*size, low, high, ticks[-1], high / low > _LOGARITHMIC_FROM)
    lines = [value for value in (level, target) if value is not None]
    placed = parts.placed(shown, curves, plot, lines, language)
    layout = {
        "height": paper.height,
        "margin": {"l": left, "r": right, "t": _TOP, "b": _BOTTOM},
        "xaxis": _count_axis(plot, paper.most_ticks, language),
        "yaxis": {"range": [0, plot.top], "tickvals": ticks, "ticktext": texts, "ticklabelstandoff": _TICK_GAP},
        "annotations": [
            *end_labels(ends, plot.top, plot.height),
            *parts.words(shown, placed, plot, good, language),
            _axis_title(language),
        ],
        "shapes": [parts.leader(one, plot) for one in placed if one.leader],
    }
    drawn = [parts.band(curves, plot), *parts.dotted(curves, plot), *parts.references(plot, level, target)]
    return theme.figure([*drawn, parts.points(shown, plot, good, language)], layout, language)


def _extent(counts: pd.Series) -> tuple[float, float]:
    """From a little below the smallest unit to a little above the largest."""
    smallest, largest = float(counts.min()), float(counts.max())
    if largest / smallest > _LOGARITHMIC_FROM:
        return smallest / 1.3, largest * 1.3
    air = max((largest - smallest) * 0.1, largest * 0.04)
    return max(smallest - air, 1), largest + air


def _within(limits: pd.DataFrame, low: float, high: float) -> pd.DataFrame:
    """The limits between both ends, with values at the very ends."""
    ordered = limits.sort_values("denominator")
    grid = ordered["denominator"].to_numpy(float)
    wanted = np.unique(np.concatenate([[low], grid[(grid > low) & (grid < high)], [high]]))
    columns = ("low95", "high95", "low998", "high998")
    return pd.DataFrame(
        {"denominator": wanted} | {name: np.interp(wanted, grid, ordered[name].to_numpy(float)) for name in columns}
    )


def _largest(shown: pd.DataFrame, curves: pd.DataFrame, level: float, target: float | None) -> float:
    """All units, and the outer limit of a unit of middling size; what the limits of tiny units need is cut off."""
    middle = float(np.interp(shown["denominator"].median(), curves["denominator"], curves["high998"]))
    return min(max(float(shown["rate"].max()) * 1.04, middle, level, target or 0.0), 1.0)


def _end_labels(
    curves: pd.DataFrame, level: float, target: float | None, top: float, language: Language
) -> list[EndLabel]:
    """Names of the lines at their right ends."""
    slate, note = theme.font(theme.NOTE_SIZE, theme.INK2, theme.SEMIBOLD), theme.font(theme.NOTE_SIZE, theme.INK3)
    ends = curves.iloc[-1]
    found = [
        EndLabel(min(ends["high998"], top), language.say("{share} limit", share=language.percent(0.998)), note),
        EndLabel(min(ends["high95"], top), language.say("{share} limit", share=language.percent(0.95, 0)), note),
        EndLabel(level, language.say("Common level {rate}", rate=language.percent(level)), slate),
    ]
    if target is not None:
        words = language.say("Target {rate}", rate=language.percent(target))
        found.append(EndLabel(target, words, theme.font(theme.NOTE_SIZE, theme.INK)))
    return found


def _count_axis(plot: parts.Plot, most: int, language: Language) -> dict[str, Any]:
    """Round numbers of dossiers; on the logarithmic axis 1, 2 and 5 of each magnitude."""
    magnitudes = range(-1, int(math.log10(plot.high)) + 1)
    if plot.logarithmic:
        ticks = [nice * 10.0**power for power in magnitudes for nice in _NICE]
        ticks = [tick for tick in ticks if plot.low <= tick <= plot.high and tick >= 1]
        ticks = ticks[:: math.ceil(len(ticks) / most)]
    else:
        steps = [nice * 10.0**power for power in magnitudes for nice in _LINEAR_NICE if nice * 10.0**power >= 1]
        step = next((one for one in steps if (plot.high - plot.low) / one < most), steps[-1])
        first = math.ceil(plot.low / step)
        ticks = [step * index for index in range(first, math.floor(plot.high / step) + 1)]
    return {
        "range": [plot.place(plot.low), plot.place(plot.high)],
        "tickvals": [plot.place(tick) for tick in ticks],
        "ticktext": [language.number(tick) for tick in ticks],
        "ticklabelstandoff": _TICK_GAP,
    }


def _axis_title(language: Language) -> dict[str, Any]:
    return {
        "xref": "paper",
        "yref": "paper",
        "x": 0.5,
        "y": 0,
        "yshift": -_BOTTOM + 2,
        "xanchor": "center",
        "yanchor": "bottom",
        "text": language.say("Dossiers that came due in the period"),
        "font": theme.font(theme.NOTE_SIZE, theme.INK3),
    }
