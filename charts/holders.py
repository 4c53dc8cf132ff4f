"""Where overdue dossiers wait: a bar for each holder, dark outside the unit, pale at the unit itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from charts import theme
from charts.lettering import shortened, text_width, wrapped
from charts.tile_parts import note
from text import Language

DESK_WIDTH = 724
PHONE_WIDTH = 326
_HEADER = 30
_ROW = 31
_PHONE_ROW = 64
_BAR = 19
_COLUMN_GAP = 26
_WIDEST_NAME = 0.32  # of the sheet
_NAME_LINES = 2
_LINE = 16
_COUNT_SIZE = 15


@dataclass(frozen=True)
class _Row:
    name: str
    outside: bool
    count: int
    longest: str
    total: str


@dataclass(frozen=True)
class _Place:
    """Where the bars begin and end, and the right edges of both columns."""

    left: float
    right: float
    longest: float
    total: float


def holders(frame: pd.DataFrame, language: Language) -> go.Figure:
    """The bars for a desk: about 715 to 770 px wide; the height follows from the holders.

    Args:
        frame: at least one row, in the order they are shown: name, outside, count, longest and total (working days).
        language: the language of the words.
    """
    rows = _rows(frame, language)
    place = _place(rows, language)
    names = [_name_lines(row.name, place.left - 14) for row in rows]
    tops = _tops([max(_ROW, _LINE * len(lines) + 8) for lines in names])
    middles = [(top + bottom) / 2 for top, bottom in pairwise(tops)]
    grey, bold = theme.font(theme.NOTE_SIZE, theme.INK3), theme.font(theme.LABEL_SIZE, theme.INK, theme.SEMIBOLD)
    texts = [
        note(language.say("Open overdue dossiers"), place.left, 12, grey),
        note(language.say("Longest"), place.longest, 12, grey, "right"),
        note(language.say("Total days"), place.total, 12, grey, "right"),
    ]
    for row, lines, y in zip(rows, names, middles, strict=True):
        texts.append(note("<br>".join(lines), 0, y, bold))
        texts.append(note(row.longest, place.longest, y, theme.font(theme.LABEL_SIZE), "right"))
        texts.append(note(row.total, place.total, y, theme.font(theme.LABEL_SIZE), "right"))
    texts += _counts(rows, middles, (place.left, place.right), language)
    rules = [_rule(top, DESK_WIDTH) for top in tops[1:-1]]
    return _figure(rows, middles, (place.left, place.right), (DESK_WIDTH, tops[-1] + 4), (texts, rules), language)


def holders_phone(frame: pd.DataFrame, language: Language) -> go.Figure:
    """The same for 326 px: name, bar and days of a holder under each other; arguments as for :func:`holders`."""
    rows = _rows(frame, language)
    tops = [_PHONE_ROW * index for index in range(len(rows) + 1)]
    room = PHONE_WIDTH - 10 - _count_width(rows, language)
    texts = []
    for row, top in zip(rows, tops, strict=False):
        name = shortened(row.name, PHONE_WIDTH, theme.LABEL_SIZE, theme.SEMIBOLD)
        texts.append(note(name, 0, top + 12, theme.font(theme.LABEL_SIZE, theme.INK, theme.SEMIBOLD)))
        days = language.say("longest {longest}, {total} working days in total", longest=row.longest, total=row.total)
        texts.append(note(days, 0, top + 52, theme.font(theme.SMALLEST_SIZE, theme.INK3)))
    middles = [top + 33 for top in tops[:-1]]
    texts += _counts(rows, middles, (0, room), language)
    rules = [_rule(top, PHONE_WIDTH) for top in tops[1:-1]]
    return _figure(rows, middles, (0, room), (PHONE_WIDTH, tops[-1] + 4), (texts, rules), language)


def _rows(frame: pd.DataFrame, language: Language) -> list[_Row]:
    return [
        _Row(
            name=str(row.name),
            outside=bool(row.outside),
            count=int(row.count),
            longest=language.count("{n} day", "{n} days", int(row.longest)),
            total=language.number(int(row.total)),
        )
        for row in frame[["name", "outside", "count", "longest", "total"]].itertuples(index=False)
    ]


def _place(rows: Sequence[_Row], language: Language) -> _Place:
    """Names as wide as they need up to a third of the sheet, columns as wide as theirs, bars in between."""
    names = max(text_width(row.name, theme.LABEL_SIZE, theme.SEMIBOLD) for row in rows)
    left = min(names, _WIDEST_NAME * DESK_WIDTH) + 18
    total = DESK_WIDTH - 4
    longest = total - _width([language.say("Total days"), *(row.total for row in rows)]) - _COLUMN_GAP
    edge = longest - _width([language.say("Longest"), *(row.longest for row in rows)]) - _COLUMN_GAP
    return _Place(left, edge - _count_width(rows, language) - 10, longest, total)


def _width(texts: Sequence[str]) -> float:
    return max(text_width(text, theme.LABEL_SIZE) for text in texts)


def _count_width(rows: Sequence[_Row], language: Language) -> float:
    return max(text_width(language.number(row.count), _COUNT_SIZE, theme.SEMIBOLD) for row in rows)


def _name_lines(name: str, room: float) -> list[str]:
    """The name on at most two lines."""
    lines = wrapped(name, room, theme.LABEL_SIZE, theme.SEMIBOLD)
    if len(lines) > _NAME_LINES:
        lines = [*lines[: _NAME_LINES - 1], " ".join(lines[_NAME_LINES - 1 :])]
    return [shortened(line, room, theme.LABEL_SIZE, theme.SEMIBOLD) for line in lines]


def _tops(heights: Sequence[float]) -> list[float]:
    """The top of each row below the header, and the end of the last."""
    tops = [float(_HEADER)]
    for height in heights:
        tops.append(tops[-1] + height)
    return tops


def _bar_end(count: int, rows: Sequence[_Row], bars: tuple[float, float]) -> float:
    left, right = bars
    return left + (right - left) * count / max(*(row.count for row in rows), 1)


def _counts(
    rows: Sequence[_Row], middles: Sequence[float], bars: tuple[float, float], language: Language
) -> list[dict[str, Any]]:
    """The number of dossiers at the end of each bar."""
    font = theme.font(_COUNT_SIZE, theme.INK, theme.SEMIBOLD)
    ends = [_bar_end(row.count, rows, bars) + 7 for row in rows]
    numbers = [language.number(row.count) for row in rows]
    return [note(number, x, y, font) for number, x, y in zip(numbers, ends, middles, strict=True)]


def _rule(y: float, width: float) -> dict[str, Any]:
    line = {"color": theme.GRID, "width": 1}
    return {"type": "line", "x0": 0, "x1": width, "y0": y, "y1": y, "line": line, "layer": "below"}


def _figure(
    rows: Sequence[_Row],
    middles: Sequence[float],
    bars: tuple[float, float],
    size: tuple[float, float],
    parts: tuple[list[dict[str, Any]], list[dict[str, Any]]],
    language: Language,
) -> go.Figure:
    """Words and rules with the bars, dark for holders outside."""
    (width, height), (texts, rules) = size, parts
    drawn = {
        "type": "bar",
        "name": "holders",
        "orientation": "h",
        "base": bars[0],
        "x": [_bar_end(row.count, rows, bars) - bars[0] for row in rows],
        "y": list(middles),
        "width": _BAR,
        "marker": {"color": [theme.DATA if row.outside else theme.SOFT for row in rows], "line": {"width": 0}},
        "hovertext": [_hover(row, language) for row in rows],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }
    layout = {
        "height": height,
        "hovermode": "closest",
        "xaxis": theme.bare_axis(0, width),
        "yaxis": theme.bare_axis(height, 0),
        "shapes": rules,
        "annotations": texts,
    }
    return theme.figure([drawn], layout, language)


def _hover(row: _Row, language: Language) -> str:
    where = language.say("outside the unit") if row.outside else language.say("at the unit itself")
    days = language.say("longest {longest}, {total} working days in total", longest=row.longest, total=row.total)
    dossiers = language.count("{n} dossier", "{n} dossiers", row.count)
    return f"<b>{row.name}</b><br>{dossiers}, {where}<br>{days}"
