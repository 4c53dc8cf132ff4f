"""The control chart: the trend over the whole width of the page, with a legend line below."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from charts.legend_line import HEIGHT as LEGEND_HEIGHT
from charts.legend_line import legend_line
from charts.trend import KnownCause, Paper, draw
from measures.verdict import Direction
from text import Language

# Composed for the narrower end of about 1300 to 1340 px.
_DESK = Paper(1290, 250, 9, keeps_limits=True)
_PHONE = Paper(326, 220, 3, keeps_limits=True)


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
    items = _items(good, bool(frame["centre"].notna().any()), target is not None, language)
    marks, words = legend_line(items, good, drawn.margin.b)
    return figure.update_layout(
        height=_DESK.height + LEGEND_HEIGHT,
        margin={"b": drawn.margin.b + LEGEND_HEIGHT},
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
