"""One unit among the others: a strip for each number, with the band of the others, its own mark and its verdict.

Pale bar: from the lowest to the highest of the others; darker: their middle half; slate tick: all units together;
dashed: the target. Below ten dossiers squares instead of a strip. The last trace, "rows", catches hover and click.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from charts import band_strip_parts as parts
from charts import theme
from charts.band_strip_parts import BandRow
from charts.lettering import shortened, text_width, wrapped
from charts.tile_parts import note
from text import Language

# Composed for the narrower end of what the page gives.
DESK_WIDTH = 1290
PHONE_WIDTH = 326
REACH = 44
_ROW, _LINE = 74, 18
_VALUE_SIZE, _PHONE_VALUE_SIZE = 30, 22
_TITLES, _VALUE_RIGHT, _STRIP, _WORDS = 262, 372, (408, 892), 940
_ICON_ROOM = 24
_LEGEND_FOOT = 8


@dataclass(frozen=True)
class _Stand:
    """One row on the sheet: where its parts stand."""

    row: BandRow
    top: float
    height: float
    strip: tuple[float, float]
    bar: float
    words: Sequence[str]
    second: Sequence[str]
    words_at: tuple[float, float]


Items = Sequence[tuple[str, str]]


def band_strip(rows: Sequence[BandRow], legend: Items, language: Language) -> go.Figure:
    """The strips for a desk: about 1290 to 1340 px wide; the height follows from the rows.

    Args:
        rows: at least one; see :class:`charts.band_strip_parts.BandRow`.
        legend: keys and words of what is explained ("own", "middle", "range", "level", "target").
        language: the language of the ticks.
    """
    explained = parts.legend(legend, DESK_WIDTH)
    stands, y = [], explained.bottom + _LEGEND_FOOT
    for row in rows:
        room = DESK_WIDTH - _WORDS - _ICON_ROOM
        words = wrapped(row.words, room, theme.LABEL_SIZE, theme.SEMIBOLD)
        second = wrapped(row.second, room, theme.NOTE_SIZE) if row.second else []
        height = max(_ROW, _LINE * (len(words) + len(second)) + 16)
        stands.append(_Stand(row, y, height, _STRIP, y + 26, words, second, (_WORDS, y + 20)))
        y += height
    texts = []
    for one in stands:
        texts += _desk_words(one)
    return _figure(stands, texts, explained, (DESK_WIDTH, y), language)


def band_strip_phone(rows: Sequence[BandRow], legend: Items, language: Language) -> go.Figure:
    """The same for 326 px, the words under their strip; arguments as for :func:`band_strip`."""
    explained = parts.legend(legend, PHONE_WIDTH)
    stands, texts, y = [], [], explained.bottom + _LEGEND_FOOT
    for row in rows:
        room = PHONE_WIDTH - _ICON_ROOM
        words = wrapped(row.words, room, theme.LABEL_SIZE, theme.SEMIBOLD)
        second = wrapped(row.second, room, theme.NOTE_SIZE) if row.second else []
        noted = bool(row.note) and row.kind == "squares"
        drawn = {"none": 0, "squares": 50 if noted else 30}.get(row.kind, 62)
        words_y = y + 48 + drawn + 8
        height = words_y - y + _LINE * (len(words) + len(second)) + 4
        stands.append(_Stand(row, y, height, (6, PHONE_WIDTH - 6), y + 64, words, second, (0, words_y)))
        texts += _phone_words(stands[-1])
        y += height
    return _figure(stands, texts, explained, (PHONE_WIDTH, y), language)


def _desk_words(one: _Stand) -> list[dict[str, Any]]:
    """Title, what it is of, and the value."""
    row, bold = one.row, theme.font(theme.LABEL_SIZE, theme.INK, theme.SEMIBOLD)
    title = shortened(row.title, _TITLES, theme.LABEL_SIZE, theme.SEMIBOLD)
    value = theme.font(_VALUE_SIZE, theme.INK, theme.SEMIBOLD)
    room = _VALUE_RIGHT - text_width(row.value, _VALUE_SIZE, theme.SEMIBOLD) - 8
    found = [
        note(shortened(title, room, theme.LABEL_SIZE, theme.SEMIBOLD), 0, one.top + 20, bold),
        note(shortened(row.sub, room, theme.NOTE_SIZE), 0, one.top + 40, theme.font(theme.NOTE_SIZE)),
        note(row.value, _VALUE_RIGHT, one.top + 30, value, "right"),
    ]
    if row.kind == "squares" and row.note:
        left = one.strip[0] + parts.PITCH * row.n + 14
        text = shortened(row.note, _WORDS - left - 30, theme.NOTE_SIZE)
        found.append(note(text, left, one.bar, theme.font(theme.NOTE_SIZE)))
    return found


def _phone_words(one: _Stand) -> list[dict[str, Any]]:
    row, bold = one.row, theme.font(theme.LABEL_SIZE, theme.INK, theme.SEMIBOLD)
    value = theme.font(_PHONE_VALUE_SIZE, theme.INK, theme.SEMIBOLD)
    room = PHONE_WIDTH - text_width(row.value, _PHONE_VALUE_SIZE, theme.SEMIBOLD) - 10
    found = [
        note(shortened(row.title, room, theme.LABEL_SIZE, theme.SEMIBOLD), 0, one.top + 18, bold),
        note(shortened(row.sub, room, theme.NOTE_SIZE), 0, one.top + 38, theme.font(theme.NOTE_SIZE)),
        note(row.value, PHONE_WIDTH, one.top + 26, value, "right"),
    ]
    if row.kind == "squares" and row.note:
        text = shortened(row.note, PHONE_WIDTH, theme.NOTE_SIZE)
        found.append(note(text, 0, one.bar + 24, theme.font(theme.NOTE_SIZE)))
    return found


def _figure(
    stands: Sequence[_Stand],
    texts: list[dict[str, Any]],
    explained: parts.Legend,
    size: tuple[float, float],
    language: Language,
) -> go.Figure:
    width, height = size
    marks, shapes, words = list(explained.marks), list(explained.shapes), [*explained.words, *texts]
    for one in stands:
        shapes.append(_rule(one.top, width))
        if one.row.kind in ("strip", "count"):
            axis = parts.axis_of(one.row, *one.strip, one.bar)
            shapes += parts.shapes(one.row, axis)
            words += parts.tick_words(one.row, axis, language)
            marks += parts.own_marks(one.row, axis)
        elif one.row.kind == "squares":
            marks += parts.squares(one.row, one.strip[0], one.bar)
        drawn, signs = parts.icon(one.row, one.words_at[0] + parts.ICON / 2, one.words_at[1])
        shapes += drawn
        words += [*signs, *_verdict(one)]
    marks.append(parts.rows_trace([(one.row, one.top, one.top + one.height) for one in stands], width))
    layout = {
        "height": height + 2,
        "hovermode": "closest",
        "hoverdistance": REACH,
        "clickmode": "event+select",
        "xaxis": theme.bare_axis(0, width),
        "yaxis": theme.bare_axis(height + 2, 0),
        "shapes": shapes,
        "annotations": words,
    }
    return theme.figure(marks, layout, language)


def _verdict(one: _Stand) -> list[dict[str, Any]]:
    """The verdict in words, beside its icon, and the second line."""
    x, y = one.words_at[0] + _ICON_ROOM, one.words_at[1]
    bold = theme.font(theme.LABEL_SIZE, parts.TONE_TEXT[one.row.tone], theme.SEMIBOLD)
    plain = theme.font(theme.NOTE_SIZE)
    lines = [*((line, bold) for line in one.words), *((line, plain) for line in one.second)]
    return [note(text, x, y + _LINE * place, font) for place, (text, font) in enumerate(lines)]


def _rule(y: float, width: float) -> dict[str, Any]:
    line = {"color": theme.GRID, "width": 1}
    return {"type": "line", "x0": 0, "x1": width, "y0": y, "y1": y, "line": line, "layer": "below"}
