"""The slide of what comes due in the next three working days, by unit and day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from charts.lettering import text_width
from charts.slide_sheet import BODY, BOLD, HEIGHT, SMALL, WIDTH, Drawing, Palette
from charts.theme import SEMIBOLD
from charts.tile_grid import Box
from text import Language

_TOTALS, _MOST_ROWS, _PITCH = 118, 16, 48
_NUMBER = 66
PASSED = dt.date.max  # the last column: units behind the others, whose days have passed


def soon_slide(
    soon: pd.DataFrame, until: dt.date, units: pd.DataFrame, language: Language, palette: Palette
) -> go.Figure:
    """The slide.

    Args:
        soon: unit, due_day, count.
        until: the last complete day; days up to it are of units that are behind the others.
        units: unit_id, name, short_name.
        language: the language of the words.
        palette: light or dark.
    """
    drawing = Drawing(language, palette)
    if soon.empty:
        drawing.icon("", 22, 60, palette.favourable.mark)
        drawing.text(language.say("Nothing is waiting"), 54, 60, BODY)
        return drawing.figure()
    days = soon.assign(day=soon["due_day"].map(lambda day: day if day > until else PASSED))
    table = days.pivot_table(index="unit", columns="day", values="count", aggfunc="sum", fill_value=0)
    order = table.sum(axis=1).sort_values(ascending=False, kind="stable").index
    names = _names(units, order)
    left = max(text_width(name, BODY, SEMIBOLD) for name in names.values()) + 40
    columns = list(table.columns)
    width = (WIDTH - left - 130) / len(columns)
    boxes = [Box(left + width * place, 0, width - 40, HEIGHT) for place in range(len(columns))]
    _heads(drawing, table, boxes)
    shown = list(order) if len(order) <= _MOST_ROWS else list(order[: _MOST_ROWS - 1])
    pitch = min(_PITCH, (HEIGHT - _TOTALS - 8) / (len(shown) + (len(shown) < len(order))))
    _rows(drawing, table.loc[shown], names, boxes, pitch)
    if len(shown) < len(order):
        rest = table.loc[order[len(shown) :]]
        number = language.number(int(rest.to_numpy().sum()))
        words = language.count("{n} other unit: {number}", "{n} other units: {number}", len(rest), number=number)
        y = _TOTALS + pitch * (len(shown) + 0.5)
        drawing.text(words, 0, y, SMALL, colour=palette.ink2)
    return drawing.figure()


def _names(units: pd.DataFrame, order: Sequence[str]) -> dict[str, str]:
    rows = units[units["unit_id"].isin(order)].itertuples()
    return {
        str(row.unit_id): row.name if text_width(row.name, BODY, SEMIBOLD) <= 230 else row.short_name for row in rows
    }


def _heads(drawing: Drawing, table: pd.DataFrame, boxes: Sequence[Box]) -> None:
    """Each day with its sum, and the column of all days."""
    language, palette = drawing.language, drawing.palette
    for day, box in zip(table.columns, boxes, strict=True):
        words = language.say("not updated") if day == PASSED else language.day_month(day)
        number = language.number(int(table[day].sum()))
        drawing.text(number, box.left, 52, _NUMBER, weight=BOLD)
        aside = box.left + text_width(number, _NUMBER, BOLD) + 20
        drawing.text(words, aside, 66, BODY, weight=SEMIBOLD, colour=palette.ink2, room=box.right + 36 - aside)
    drawing.text(language.say("Sum"), WIDTH, 66, SMALL, colour=palette.ink2, anchor="right")
    drawing.line((0, _TOTALS - 8), (WIDTH, _TOTALS - 8), palette.rule, 2)


def _rows(drawing: Drawing, table: pd.DataFrame, names: dict[str, str], boxes: Sequence[Box], pitch: float) -> None:
    """One row a unit: bars on one scale, each with its number."""
    language, palette = drawing.language, drawing.palette
    scale = (boxes[0].width - 70) / max(int(table.to_numpy().max()), 1)
    for place, unit in enumerate(table.index):
        y = _TOTALS + pitch * (place + 0.5)
        drawing.text(names[str(unit)], 0, y, BODY, weight=SEMIBOLD)
        for day, box in zip(table.columns, boxes, strict=True):
            count = int(table.loc[unit, day])
            if count:
                drawing.box(Box(box.left, y - pitch * 0.32, count * scale, pitch * 0.64), palette.soft)
                drawing.text(language.number(count), box.left + count * scale + 14, y, BODY)
        total = language.number(int(table.loc[unit].sum()))
        drawing.text(total, WIDTH, y, BODY, weight=BOLD, anchor="right")
