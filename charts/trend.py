"""A rate over time with its control limits: grey unless a signal was found."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from charts import theme
from charts import trend_labels as labels
from charts.control_limits import Edge, band_trace, centre_trace, edges
from charts.lettering import text_width
from charts.scales import label_places, percent_ticks, period_labels, value_ticks
from charts.trend_labels import EndLabel, Event, PlacedEvent
from measures.verdict import Direction, Verdict
from text import Language

_MOST_EVENTS = 2
_AXIS_HEIGHT = 26
_TICK_GAP = 5
_TOP = 8  # half the height of the topmost tick label
_SIGNALS = {"higher": Verdict.HIGHER, "lower": Verdict.LOWER, "": Verdict.NO_EVIDENCE}

KnownCause = tuple[dt.date, str]


@dataclass(frozen=True)
class Paper:
    """The size a figure is composed for, and how many periods it can name.

    ``keeps_limits``: earlier baselines keep their limits while the newest is provisional.
    """

    width: float
    height: float
    most_labels: int
    keeps_limits: bool = False


# The page may be a little narrower than planned; composing for less than 520 px keeps the words apart there too.
_DESK = Paper(500, 240, 5)
_PHONE = Paper(326, 220, 3)


@dataclass(frozen=True)
class _Plot:
    """The drawing area inside the margins, in px, and the maximum of its value axis."""

    width: float
    height: float
    top: float


def trend(
    frame: pd.DataFrame,
    *,
    good: Direction,
    target: float | None,
    language: Language,
    events: Sequence[KnownCause] = (),
    joins: Sequence[dt.date] = (),
    provisional: bool = False,
) -> go.Figure:
    """The trend for a desk: about 520 x 240 px.

    Args:
        frame: at least one row; period, numerator, denominator, rate, lower, upper, centre (NaN where there are none),
            signal ("higher", "lower" or "").
        good: which way is good.
        target: the target as a rate, if there is one.
        language: the language of the words.
        events: day and title of known causes; joins and the first causes, together two, are named above the plot.
        joins: days on which units merged into those shown: each is a line across the plot.
        provisional: too few periods for limits: none are drawn, nothing is coloured, and the figure says so.
    """
    return draw(frame, good, target, language, (events, joins), provisional, _DESK)


def trend_phone(
    frame: pd.DataFrame,
    *,
    good: Direction,
    target: float | None,
    language: Language,
    events: Sequence[KnownCause] = (),
    joins: Sequence[dt.date] = (),
    provisional: bool = False,
) -> go.Figure:
    """The same for 326 px; arguments as for :func:`trend`."""
    return draw(frame, good, target, language, (events, joins), provisional, _PHONE)


def draw(
    frame: pd.DataFrame,
    good: Direction,
    target: float | None,
    language: Language,
    marked: tuple[Sequence[KnownCause], Sequence[dt.date]],
    provisional: bool,
    paper: Paper,
) -> go.Figure:
    """The trend on paper of any size; ``marked`` are the known causes and the joins."""
    frame = frame.sort_values("period").reset_index(drop=True)
    if provisional and not paper.keeps_limits:
        frame = frame.assign(lower=math.nan, upper=math.nan, centre=math.nan, signal="")
    stretches = edges(list(frame["period"]))
    ticks = value_ticks(_largest(frame, target))
    tick_texts = percent_ticks(ticks, language)
    ends = _end_labels(frame, target, language)
    left = _TICK_GAP + 6 + max(text_width(text, theme.NOTE_SIZE) for text in tick_texts)
    right = labels.end_width(ends)
    width = paper.width - left - right
    causes, seams = marked[0], _seams(frame, marked[1], stretches)
    joined = [_join_event(*seam, stretches, width, ticks[-1], language) for seam in seams]
    known = sorted([*joined, *_events(frame, causes, stretches, width, language)][:_MOST_EVENTS], key=lambda e: e.x)
    placed = labels.place_events(known, -left, width + right)
    rows = max((one.row + 1 for one in placed), default=0)
    top = _TOP + labels.STRIP_ROW * (rows + provisional)
    plot = _Plot(width, paper.height - top - _AXIS_HEIGHT, ticks[-1])
    layout = {
        "height": paper.height,
        "margin": {"l": left, "r": right, "t": top, "b": _AXIS_HEIGHT},
        "xaxis": _period_axis(frame, stretches, paper.most_labels, language),
        "yaxis": _value_axis(ticks, tick_texts, plot),
        "annotations": _annotations(ends, placed, plot, _note_row(rows, language) if provisional else []),
        "shapes": [*labels.event_leaders(placed, plot.top, plot.height), *(_join_line(x) for _, x in seams)],
    }
    limits = [band_trace(frame, stretches), centre_trace(frame, stretches)]
    line = [_line(frame), _marks(frame, good, language)]
    return theme.figure([*limits, *_target_trace(target, stretches), *line], layout, language)


def _largest(frame: pd.DataFrame, target: float | None) -> float:
    largest = frame[["rate", "upper", "centre"]].astype(float).max(axis=None)
    known = [value for value in (largest, target) if value is not None and not math.isnan(value)]
    return max(known, default=0.0)


def _end_labels(frame: pd.DataFrame, target: float | None, language: Language) -> list[EndLabel]:
    """Last rate, centre and target, as far as there are any."""
    found = []
    last, centre = (float(frame[column].iloc[-1]) for column in ("rate", "centre"))
    if not math.isnan(last):
        bold = theme.font(theme.LABEL_SIZE, theme.INK, theme.SEMIBOLD)
        found.append(EndLabel(last, language.percent(last), bold))
    if not math.isnan(centre):
        words = language.say("Average {rate}", rate=language.percent(centre))
        found.append(EndLabel(centre, words, theme.font(theme.NOTE_SIZE, theme.INK3)))
    if target is not None:
        words = language.say("Target {rate}", rate=language.percent(target))
        found.append(EndLabel(target, words, theme.font(theme.NOTE_SIZE, theme.INK)))
    return found


def _events(
    frame: pd.DataFrame, causes: Sequence[KnownCause], stretches: Sequence[Edge], width: float, language: Language
) -> list[Event]:
    """The causes that lie in the frame, each at the point of its period."""
    begin, end = stretches[0][0], stretches[-1][1]
    found = []
    for day, title in sorted(causes):
        inside = frame[frame["period"] <= day]
        if inside.empty or dt.datetime.combine(day, dt.time()) > end + (end - begin) / len(frame):
            continue
        period, rate = inside["period"].iloc[-1], float(inside["rate"].iloc[-1])
        along = (dt.datetime.combine(period, dt.time()) - begin) / (end - begin)
        value = 0.0 if math.isnan(rate) else rate
        found.append(Event(period, value, along * width, f"{language.month(day)}: {title}"))
    return found


def _seams(
    frame: pd.DataFrame, joins: Sequence[dt.date], stretches: Sequence[Edge]
) -> list[tuple[dt.date, dt.datetime]]:
    """Each join within the frame, and where it lies on the axis: between the last period before it and the next."""
    places = zip(frame["period"], stretches, strict=True)
    starts = [(period, begin) for period, (begin, _) in places]
    found = [(day, next((begin for period, begin in starts if period >= day), None)) for day in joins]
    return [(day, begin) for day, begin in found if begin and begin > stretches[0][0]]


def _join_event(
    day: dt.date, begin: dt.datetime, stretches: Sequence[Edge], width: float, top: float, language: Language
) -> Event:
    """The words of a join, on a leader that ends where its line begins: at the top of the plot."""
    first, last = stretches[0][0], stretches[-1][1]
    along = (begin - first) / (last - first)
    return Event(begin, top, along * width, f"{language.month(day)}: {language.say('wards merged')}")


def _join_line(begin: dt.datetime) -> dict[str, Any]:
    line = {"color": theme.INK3, "width": 1, "dash": "2px,3px"}
    return {"type": "line", "yref": "paper", "x0": begin, "x1": begin, "y0": 0, "y1": 1, "line": line}


def _period_axis(frame: pd.DataFrame, stretches: Sequence[Edge], most: int, language: Language) -> dict[str, Any]:
    names = period_labels(list(frame["period"]), language)
    named = label_places(len(names), most)
    return {
        "range": [stretches[0][0], stretches[-1][1]],
        "tickvals": [frame["period"].iloc[place] for place in named],
        "ticktext": [names[place] for place in named],
    }


def _value_axis(ticks: list[float], texts: list[str], plot: _Plot) -> dict[str, Any]:
    # plotly.js leaves out gridlines that lie on the very edge of the plot.
    rim = 2 * plot.top / plot.height
    return {
        "range": [-rim, plot.top + rim],
        "tickvals": ticks,
        "ticktext": texts,
        "ticklabelstandoff": _TICK_GAP,
    }


def _annotations(
    ends: Sequence[EndLabel], placed: Sequence[PlacedEvent], plot: _Plot, extra: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    return [*labels.end_labels(ends, plot.top, plot.height), *labels.event_annotations(placed), *extra]


def _note_row(row: int, language: Language) -> list[dict[str, Any]]:
    """The words that stand in for the limits, above the strip of causes."""
    return [
        {
            "xref": "paper",
            "yref": "paper",
            "x": 0,
            "y": 1,
            "yshift": 4 + row * labels.STRIP_ROW,
            "xanchor": "left",
            "yanchor": "bottom",
            "text": language.say("Provisional: fewer than 12 periods"),
            "font": theme.font(theme.NOTE_SIZE),
        }
    ]


def _target_trace(target: float | None, stretches: Sequence[Edge]) -> list[dict[str, Any]]:
    """The target across the plot. A trace, not a shape: it must lie over the band and under the marks."""
    if target is None:
        return []
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "name": "target",
            "x": [stretches[0][0], stretches[-1][1]],
            "y": [target, target],
            "line": {"color": theme.INK, "width": 1.4, "dash": theme.TARGET_DASH},
            "hoverinfo": "skip",
        }
    ]


def _line(frame: pd.DataFrame) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "name": "line",
        "x": list(frame["period"]),
        "y": _gapped(frame["rate"]),
        "line": {"color": theme.WHISKER, "width": theme.LINE_WIDTH},
        "connectgaps": False,
        "hoverinfo": "skip",
    }


def _gapped(values: pd.Series) -> list[float | None]:
    """The values with None where a period has none, which Plotly draws as a gap."""
    return [None if pd.isna(value) else float(value) for value in values]


def _marks(frame: pd.DataFrame, good: Direction, language: Language) -> dict[str, Any]:
    """One mark a period: a circle, or for a signal the coloured triangle of its direction."""
    verdicts = [_SIGNALS[signal] for signal in frame["signal"]]
    signalled = [verdict is not Verdict.NO_EVIDENCE for verdict in verdicts]
    return {
        "type": "scatter",
        "mode": "markers",
        "name": "marks",
        "x": list(frame["period"]),
        "y": _gapped(frame["rate"]),
        "marker": {
            "symbol": [theme.verdict_symbol(verdict) for verdict in verdicts],
            "color": [theme.verdict_colour(verdict, good).mark for verdict in verdicts],
            "size": [11 if signal else 9 for signal in signalled],
            "opacity": 1,
            "line": {"color": theme.CARD, "width": 1.2},
        },
        "hovertext": _hover_texts(frame, language),
        "hovertemplate": "%{hovertext}<extra></extra>",
        "cliponaxis": False,
    }


def _hover_texts(frame: pd.DataFrame, language: Language) -> list[str]:
    names = period_labels(list(frame["period"]), language)
    return [_hover_text(name, row, language) for name, row in zip(names, frame.itertuples(), strict=True)]


def _hover_text(name: str, row: Any, language: Language) -> str:
    """Period, rate with its counts, limits, signal."""
    if pd.isna(row.rate):
        return f"<b>{name}</b>"
    lines = [f"<b>{name}</b>", f"{language.percent(row.rate)} · {language.fraction(row.numerator, row.denominator)}"]
    if not (pd.isna(row.lower) or pd.isna(row.upper)):
        limits = {"lower": language.percent(row.lower), "upper": language.percent(row.upper)}
        lines.append(language.say("Limits {lower} to {upper}", **limits))
    if row.signal:
        lines.append(language.say("Unusually high") if row.signal == "higher" else language.say("Unusually low"))
    return "<br>".join(lines)
