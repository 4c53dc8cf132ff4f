"""Forecasts beside what came, month by month, and the month ahead with its interval."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from charts import theme
from charts.lettering import text_width
from charts.scales import label_places, percent_ticks, period_labels, value_ticks
from charts.tile_parts import note
from text import Language

DESK_WIDTH = 760
PHONE_WIDTH = 326
_HEIGHT = 232
_FOOT = 28
_LEGEND_ROW = 20
_AIR = 6
_BOTTOM = _HEIGHT - _FOOT


@dataclass(frozen=True)
class Ahead:
    """The month ahead: first day, forecast and its interval as shares (nan where there is none)."""

    period: dt.date
    rate: float
    low: float
    high: float


@dataclass(frozen=True)
class _Sheet:
    """Middles of the months in px, the top of the plot, and the largest tick."""

    width: float
    top: float
    left: float
    middles: Sequence[float]
    most: float

    def y(self, rate: float) -> float:
        return _BOTTOM - (_BOTTOM - self.top) * rate / self.most


def forecast(tests: pd.DataFrame, ahead: Ahead, language: Language) -> go.Figure:
    """The months for a desk: about 760 to 790 px wide.

    Args:
        tests: period, forecast, naive (as in the month before), numerator, denominator, rate; oldest first.
        ahead: the last column; left out where its rate is nan.
        language: the language of the words.
    """
    return _draw(tests, ahead, language, DESK_WIDTH, 7)


def forecast_phone(tests: pd.DataFrame, ahead: Ahead, language: Language) -> go.Figure:
    """The same for 326 px; arguments as for :func:`forecast`."""
    return _draw(tests, ahead, language, PHONE_WIDTH, 4)


def _draw(tests: pd.DataFrame, ahead: Ahead, language: Language, width: float, named: int) -> go.Figure:
    shown = not math.isnan(ahead.rate)
    periods = [*tests["period"], *([ahead.period] if shown else [])]
    rates = [float(rate) for name in ("forecast", "naive", "rate") for rate in tests[name]]
    ticks = value_ticks(max([*rates, *(rate for rate in (ahead.rate, ahead.high) if not math.isnan(rate))], default=0))
    words, rows = _legend(language, width, shown and not math.isnan(ahead.high))
    labels = percent_ticks(ticks, language)
    left = max(text_width(label, theme.NOTE_SIZE) for label in labels) + _AIR
    # The first and the last name of a month stand half beyond their marks.
    edge = text_width("00/0000", theme.NOTE_SIZE) / 2
    step = (width - left - 2 * edge) / max(1, len(periods) - 1)
    middles = [left + edge + step * place for place in range(len(periods))]
    sheet = _Sheet(width, rows * _LEGEND_ROW + 14, left, middles, ticks[-1])
    notes = [note(label, left - _AIR, sheet.y(tick), theme.font(theme.NOTE_SIZE, theme.INK3), "right")
             for tick, label in zip(ticks, labels, strict=True)]  # fmt: skip
    notes += [*words, *_names(periods, sheet, named, shown, language)]
    layout = {
        "height": _HEIGHT,
        "xaxis": theme.bare_axis(0, width),
        "yaxis": theme.bare_axis(_HEIGHT, 0),
        "shapes": [_line(left, sheet.y(tick), width, sheet.y(tick), theme.GRID) for tick in ticks],
        "annotations": notes,
    }
    traces = [*_legend_marks(words), *_months(tests, sheet, language)]
    if shown:
        traces += _next_month(ahead, sheet, language)
    return theme.figure(traces, layout, language)


def _line(x0: float, y0: float, x1: float, y1: float, colour: str) -> dict[str, Any]:
    line = {"color": colour, "width": 1}
    return {"type": "line", "x0": x0, "y0": y0, "x1": x1, "y1": y1, "line": line, "layer": "below"}


def _came(x: Sequence[float], y: Sequence[float]) -> dict[str, Any]:
    return _markers("came", x, y, {"symbol": "circle", "size": 7, "color": theme.INK})


def _said(x: Sequence[float], y: Sequence[float]) -> dict[str, Any]:
    ring = {"color": theme.DATA, "width": 1.8}
    return _markers("forecast", x, y, {"symbol": "circle", "size": 13, "color": theme.CARD, "line": ring})


def _naive(x: Sequence[float], y: Sequence[float]) -> dict[str, Any]:
    dash = {"color": theme.WHISKER, "width": 2}
    return _markers("naive", x, y, {"symbol": "line-ew", "size": 8, "color": theme.WHISKER, "line": dash})


def _markers(name: str, x: Sequence[float], y: Sequence[float], marker: dict[str, Any]) -> dict[str, Any]:
    more = {"hoverinfo": "skip", "cliponaxis": False}
    return {"type": "scatter", "mode": "markers", "name": name, "x": list(x), "y": list(y), "marker": marker, **more}


def _months(tests: pd.DataFrame, sheet: _Sheet, language: Language) -> list[dict[str, Any]]:
    """Stems (the errors), what the month before would have said, the forecast, what came."""
    middles = sheet.middles[: len(tests)]
    stems: list[tuple[float | None, float | None]] = []
    for x, row in zip(middles, tests.itertuples(), strict=True):
        stems += [(x, sheet.y(row.forecast)), (x, sheet.y(row.rate)), (None, None)]
    line = {"color": theme.SOFT, "width": theme.LINE_WIDTH}
    stem = {"type": "scatter", "mode": "lines", "name": "error", "line": line, "hoverinfo": "skip"}
    stem |= {"x": [x for x, _ in stems], "y": [y for _, y in stems]}
    heights = {name: [sheet.y(rate) for rate in tests[name]] for name in ("naive", "forecast", "rate")}
    hover = {"hoverinfo": None, "hovertext": _hover(tests, language), "hovertemplate": "%{hovertext}<extra></extra>"}
    drawn = [
        _naive(middles, heights["naive"]),
        _said(middles, heights["forecast"]) | hover,
        _came(middles, heights["rate"]) | hover,
    ]
    return [stem, *drawn]


def _next_month(ahead: Ahead, sheet: _Sheet, language: Language) -> list[dict[str, Any]]:
    """The forecast, its number above, and its interval as a whisker."""
    x, drawn = sheet.middles[-1], []
    if not math.isnan(ahead.high):
        line = {"color": theme.DATA, "width": 2.2}
        whisker = {"type": "scatter", "mode": "lines", "name": "interval", "line": line, "hoverinfo": "skip"}
        drawn.append(whisker | {"x": [x, x], "y": [sheet.y(ahead.low), sheet.y(ahead.high)]})
    lines = [
        f"<b>{language.month(ahead.period)}</b>",
        language.say("Forecast {rate}", rate=language.percent(ahead.rate)),
    ]
    hover = {"hoverinfo": None, "hovertext": "<br>".join(lines), "hovertemplate": "%{hovertext}<extra></extra>"}
    return [*drawn, _said([x], [sheet.y(ahead.rate)]) | hover]


def _hover(tests: pd.DataFrame, language: Language) -> list[str]:
    found = []
    for row in tests.itertuples():
        came = f"{language.percent(row.rate)} · {language.fraction(row.numerator, row.denominator)}"
        said = (language.percent(row.forecast), language.percent(row.naive))
        lines = [
            f"<b>{language.month(row.period)}</b>",
            language.say("Came: {rate}", rate=came),
            language.say("Forecast {rate}", rate=said[0]),
            language.say("As in the month before: {rate}", rate=said[1]),
        ]
        found.append("<br>".join(lines))
    return found


def _names(
    periods: Sequence[dt.date], sheet: _Sheet, most: int, ahead: bool, language: Language
) -> list[dict[str, Any]]:
    """Months below their marks; the month ahead, the last, in bold."""
    names = period_labels(list(periods), language)
    found = []
    for place in label_places(len(names), most):
        last = ahead and place == len(names) - 1
        font = theme.font(theme.NOTE_SIZE, theme.INK if last else theme.INK3, theme.SEMIBOLD if last else 400)
        middle = min(sheet.middles[place], sheet.width - text_width(names[place], theme.NOTE_SIZE, 600) / 2)
        found.append(note(names[place], middle, _BOTTOM + 16, font, "center"))
    return found


_MARK_ROOM = 18  # a mark and the gap to its words
_MARKS: dict[str, Callable[[Sequence[float], Sequence[float]], dict[str, Any]]] = {
    "came": _came,
    "forecast": _said,
    "naive": _naive,
}


def _legend(language: Language, width: float, interval: bool) -> tuple[list[dict[str, Any]], int]:
    """The words of the legend, each with room for its mark before it, and how many rows they take."""
    say = language.say
    words = {"came": say("what came"), "forecast": say("forecast"), "naive": say("as in the month before")}
    if interval:
        words["interval"] = say("{share} interval", share=language.percent(0.8, 0))
    found, x, row = [], 0.0, 0
    for name, text in words.items():
        needed = _MARK_ROOM + text_width(text, theme.NOTE_SIZE)
        if x and x + needed > width:
            x, row = 0.0, row + 1
        found.append({**note(text, x + _MARK_ROOM, 10 + row * _LEGEND_ROW, theme.font(theme.NOTE_SIZE)), "name": name})
        x += needed + 18
    return found, row + 1


def _legend_marks(words: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    drawn = []
    for one in words:
        x, y = one["x"] - _MARK_ROOM + 7, one["y"]
        if one["name"] in _MARKS:
            drawn.append({**_MARKS[one["name"]]([x], [y]), "name": f"legend-{one['name']}"})
            continue
        line = {"color": theme.DATA, "width": 2.2}
        whisker = {"type": "scatter", "mode": "lines", "name": "legend-interval", "line": line, "hoverinfo": "skip"}
        drawn.append(whisker | {"x": [x, x], "y": [y - 7, y + 7]})
    return drawn
