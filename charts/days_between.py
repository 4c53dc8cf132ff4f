"""Working days between late dossiers: teeth that rise until the next late one, below their limit. Higher is better."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from charts import days_between_parts as parts
from charts import theme
from charts import trend_labels as labels
from charts.legend_line import HEIGHT as LEGEND_HEIGHT
from charts.legend_line import legend_line
from charts.lettering import text_width
from charts.scales import label_places
from charts.trend_labels import EndLabel, Event
from measures.verdict import Direction
from text import Language

KnownCause = tuple[dt.date, str]

_STEPS = (1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500)
_MOST_STEPS = 5
_MOST_EVENTS = 2
_AXIS_HEIGHT = 26
_TICK_GAP = 5
_TOP = 8  # half the height of the topmost tick label
_MANY = 60  # points, from which on the marks are smaller


@dataclass(frozen=True)
class _Paper:
    """The size a figure is composed for, how many months it names, and the size of a mark where they are few, many."""

    width: float
    height: float
    most_labels: int
    marks: tuple[float, float]
    legend: bool


_DESK = _Paper(1290, 250, 9, (9, 7), True)
_HALF = _Paper(720, 240, 6, (8, 6), False)
_PHONE = _Paper(326, 220, 3, (7, 5), False)


def days_between(
    frame: pd.DataFrame,
    months: tuple[dt.date, dt.date],
    *,
    language: Language,
    events: Sequence[KnownCause] = (),
    joins: Sequence[dt.date] = (),
    provisional: bool = False,
) -> go.Figure:
    """The chart for a desk, about 1300 to 1340 px wide.

    Args:
        frame: at least one row; see :class:`measures.rare_events.DaysBetween`.
        months: the first and the last day of the months looked at.
        language: the language of the words.
        events: day and title of known causes; joins and the first causes, together two, are named above the plot.
        joins: days on which units merged into those shown.
        provisional: too few intervals for limits (since the last baseline): the figure says so.
    """
    return _draw(frame, months, (events, joins), provisional, language, _DESK)


def days_between_half(
    frame: pd.DataFrame,
    months: tuple[dt.date, dt.date],
    *,
    language: Language,
    events: Sequence[KnownCause] = (),
    joins: Sequence[dt.date] = (),
    provisional: bool = False,
) -> go.Figure:
    """The same beside another card, about 720 to 770 px wide, without the legend; arguments as for
    :func:`days_between`."""
    return _draw(frame, months, (events, joins), provisional, language, _HALF)


def days_between_phone(
    frame: pd.DataFrame,
    months: tuple[dt.date, dt.date],
    *,
    language: Language,
    events: Sequence[KnownCause] = (),
    joins: Sequence[dt.date] = (),
    provisional: bool = False,
) -> go.Figure:
    """The same for 326 px, without the legend; arguments as for :func:`days_between`."""
    return _draw(frame, months, (events, joins), provisional, language, _PHONE)


def _draw(
    frame: pd.DataFrame,
    months: tuple[dt.date, dt.date],
    marked: tuple[Sequence[KnownCause], Sequence[dt.date]],
    provisional: bool,
    language: Language,
    paper: _Paper,
) -> go.Figure:
    ticks = _ticks(float(frame[["days", "limit"]].max(axis=None)))
    tick_texts = [language.number(tick) for tick in ticks]
    ends = _end_labels(frame, language)
    left = _TICK_GAP + 6 + max(text_width(text, theme.NOTE_SIZE) for text in tick_texts)
    right = labels.end_width(ends)
    width, end = paper.width - left - right, months[1] + dt.timedelta(1)
    known = _known(months[0], end, marked, width, language)
    placed = labels.place_events(known, -left, width + right)
    rows = max((one.row + 1 for one in placed), default=0)
    top = _TOP + labels.STRIP_ROW * (rows + provisional)
    height, below = paper.height - top - _AXIS_HEIGHT, _AXIS_HEIGHT + LEGEND_HEIGHT * paper.legend
    shapes, words = legend_line(_items(frame, language), Direction.HIGHER, _AXIS_HEIGHT) if paper.legend else ([], [])
    leaders = labels.event_leaders(placed, 1, height)
    note = [_note(4 + rows * labels.STRIP_ROW, language)] if provisional else []
    layout = {
        "height": paper.height + LEGEND_HEIGHT * paper.legend,
        "margin": {"l": left, "r": right, "t": top, "b": below},
        "xaxis": {"range": [months[0], end], **_month_ticks(months, paper.most_labels, language)},
        "yaxis": _value_axis(ticks, tick_texts, height),
        "shapes": [*leaders, *(_line_at(day, day in marked[1]) for day in [one.day for one in known]), *shapes],
        "annotations": [
            *labels.end_labels(ends, ticks[-1], height),
            *labels.event_annotations(placed),
            *note,
            *words,
        ],
    }
    marked_as = parts.marks(frame, paper.marks[len(frame) > _MANY], language)
    traces = [parts.limits(frame), parts.centre(frame), parts.teeth(frame), marked_as]
    return theme.figure(traces, layout, language)


def _ticks(largest: float) -> list[float]:
    """Whole days from 0 to at least ``largest``."""
    step = next((step for step in _STEPS if math.ceil(largest / step) <= _MOST_STEPS), 1000)
    return [float(step * count) for count in range(max(1, math.ceil(largest / step)) + 1)]


def _month_ticks(months: tuple[dt.date, dt.date], most: int, language: Language) -> dict[str, Any]:
    """First days of months, evenly chosen, counted back from the last; a name needs room on both sides."""
    starts = [day.date() for day in pd.date_range(months[0], months[1], freq="MS")]
    named = [starts[place] for place in label_places(len(starts), most)]
    middles = [day + dt.timedelta(14) for day in named]
    return {"tickvals": middles, "ticktext": [language.month(day) for day in named]}


def _value_axis(ticks: list[float], texts: list[str], height: float) -> dict[str, Any]:
    # A mark on 0 stands whole above the names of the months; plotly.js leaves out gridlines on the very edge.
    rim = 6 * ticks[-1] / height
    return {
        "range": [-rim, ticks[-1] + rim / 3],
        "tickvals": ticks,
        "ticktext": texts,
        "ticklabelstandoff": _TICK_GAP,
    }


def _end_labels(frame: pd.DataFrame, language: Language) -> list[EndLabel]:
    """Days so far, average and limit of the interval still running."""
    last = frame.iloc[-1]
    bold = theme.font(theme.LABEL_SIZE, theme.INK, theme.SEMIBOLD)
    days = language.count("{n} day", "{n} days", int(last["days"]))
    found = [EndLabel(float(last["days"]), days, bold)]
    if not math.isnan(last["limit"]):
        grey = theme.font(theme.NOTE_SIZE, theme.INK3)
        average = language.say("Average {rate}", rate=language.number(last["centre"], 1))
        limit = language.say("Limit {days}", days=language.number(last["limit"]))
        found += [EndLabel(float(last["centre"]), average, grey), EndLabel(float(last["limit"]), limit, grey)]
    return found


def _known(
    first: dt.date,
    end: dt.date,
    marked: tuple[Sequence[KnownCause], Sequence[dt.date]],
    width: float,
    language: Language,
) -> list[Event]:
    """Joins and the first causes within the months, together two at most; their leaders end at the top of the plot."""
    merged = language.say("wards merged")
    named = [*((day, merged) for day in marked[1]), *sorted(marked[0])]
    inside = [(day, title) for day, title in named if first < day < end][:_MOST_EVENTS]
    return [
        Event(day, 1.0, (day - first) / (end - first) * width, f"{language.month(day)}: {title}")
        for day, title in sorted(inside)
    ]


def _line_at(day: dt.date, join: bool) -> dict[str, Any]:
    """A line across the plot: dashed where units merged, thin for a known cause."""
    look = {"color": theme.INK3, "dash": "2px,3px"} if join else {"color": theme.SOFT}
    place = {"type": "line", "yref": "paper", "x0": day, "x1": day, "y0": 0, "y1": 1}
    return {**place, "line": {"width": 1, **look}}


def _note(above: float, language: Language) -> dict[str, Any]:
    """The words that stand in for the limits."""
    place = {"xref": "paper", "yref": "paper", "x": 0, "y": 1, "yshift": above, "xanchor": "left", "yanchor": "bottom"}
    words = language.say("Provisional: fewer than 12 intervals")
    return {**place, "text": words, "font": theme.font(theme.NOTE_SIZE)}


def _items(frame: pd.DataFrame, language: Language) -> list[tuple[str, str]]:
    """What is explained: only what the chart can show."""
    say = language.say
    found = [("common", say("Common variation")), ("open", say("Still running"))]
    if frame["limit"].isna().all():
        return found
    return [
        *found,
        ("higher", say("{word}: above the upper limit", word=say("Improvement"))),
        ("lower", say("{word}: many late ones close together", word=say("Needs attention"))),
        ("centre", say("Average")),
        ("limits", say("Chance alone ({share})", share=language.percent(0.999))),
    ]
