"""Letters by unit: one square a dossier, filled where a letter was issued, crossed where it is missing.

Squares where they are few: as soon as one cell holds more than about twenty, the whole figure shows bars on one scale,
so that marks of one figure can be compared. The last trace, "rows", is invisible and catches hover and click.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from charts import theme
from charts import unit_squares_parts as parts
from charts.letter_words import side_words
from charts.lettering import text_width, wrapped
from charts.tile_parts import note
from charts.unit_squares_parts import Cell, Column, Frame, Line
from measures.letters_page import STATES
from text import Language

DESK_WIDTH = 500
PHONE_WIDTH = 326
MOST_SQUARES = 20
PITCH = 16
_WIDEST_NAME = 124
_MOST_A_LINE = 8  # on a phone
_HEADER = 24
_GAP = 14
_ROW, _NAME_ROW = 26, 20
_NOTE_LINE = 17


@dataclass(frozen=True)
class _Paper:
    """A version of the figure: its width, whether names have lines of their own, the most squares on a line."""

    width: float
    stacked: bool
    most: int


_DESK = _Paper(DESK_WIDTH, False, MOST_SQUARES)
_PHONE = _Paper(PHONE_WIDTH, True, _MOST_A_LINE)


def unit_squares(frame: pd.DataFrame, quiet: Sequence[str], language: Language) -> go.Figure:
    """The squares for a desk: about 500 to 525 px wide; the height follows from the units.

    Args:
        frame: at least one row: unit, name, short_name, side ("finished", "open", "ended"), kind (of ``KINDS``), count;
            units in the order they are shown.
        quiet: names of the units without any such dossier, for the note.
        language: the language of the words.
    """
    return _draw(frame, quiet, language, _DESK)


def unit_squares_phone(frame: pd.DataFrame, quiet: Sequence[str], language: Language) -> go.Figure:
    """The same for 326 px, squares wrapped at eight; arguments as for :func:`unit_squares`."""
    return _draw(frame, quiet, language, _PHONE)


def _draw(frame: pd.DataFrame, quiet: Sequence[str], language: Language, paper: _Paper) -> go.Figure:
    lines = _lines(frame)
    sides = [side for side in STATES if side != "ended" or any(line.cell("ended").total for line in lines)]
    place = _place(lines, sides, language, paper)
    stands, bottom = _stands(lines, place, paper)
    note_lines = _note_lines(quiet, language, paper)
    legend = parts.legend(lines, bottom + 18, paper.width, language)
    height = legend.bottom + _NOTE_LINE * len(note_lines) + 4
    layout = {
        "height": height,
        "barmode": "overlay",
        "hovermode": "closest",
        "hoverdistance": parts.REACH,
        "clickmode": "event+select",
        "xaxis": theme.bare_axis(0, paper.width),
        "yaxis": theme.bare_axis(height, 0),
        "shapes": [_rule(line.top, paper.width) for line in stands],
        "annotations": [
            *_header(place, language),
            *parts.names(stands, place),
            *parts.missing(stands, place, language),
            *(parts.bar_numbers(stands, place, language) if place.bars else []),
            *legend.texts,
            *_notes(note_lines, legend.bottom + _NOTE_LINE / 2),
        ],
    }
    marks = parts.bars(stands, place) if place.bars else parts.squares(stands, place)
    return theme.figure([*marks, *legend.marks, parts.clickable(stands, place, language)], layout, language)


def _lines(frame: pd.DataFrame) -> list[Line]:
    """The units in their order, each with its cells."""
    found = []
    for unit, rows in frame.groupby("unit", sort=False):
        counts: dict[str, dict[str, int]] = {}
        for row in rows[["side", "kind", "count"]].itertuples(index=False):
            counts.setdefault(str(row.side), {})[str(row.kind)] = int(row.count)
        first = rows.iloc[0]
        cells = {side: Cell(of_kind) for side, of_kind in counts.items()}
        found.append(Line(str(unit), str(first["name"]), str(first["short_name"]), cells))
    return found


def _place(lines: Sequence[Line], sides: Sequence[str], language: Language, paper: _Paper) -> Frame:
    """Names as wide as they need up to a limit, the last column as wide as its title, cells in between."""
    names = 0.0 if paper.stacked else max(parts.name_width(line, _WIDEST_NAME) for line in lines)
    last = 0.0 if paper.stacked else text_width(language.say("Missing"), theme.NOTE_SIZE) + _GAP
    left = names + _GAP if names else 0.0
    most = {side: max(line.cell(side).total for line in lines) for side in sides}
    heads = {side: text_width(side_words(side, language), theme.NOTE_SIZE) + _GAP for side in sides}
    room = paper.width - left - last
    bars = max(most.values()) > MOST_SQUARES
    number = max(parts.numbers_width(line.cell(side), language) for line in lines for side in sides)
    per_dossier = _scale(most, heads, room, number + _GAP) if bars else 0.0
    per_line = most if bars else _per_line(most, heads, room, paper)
    needs = {
        side: max(heads[side], most[side] * per_dossier + number + _GAP if bars else per_line[side] * PITCH + _GAP)
        for side in sides
    }
    spare = max(room - sum(needs.values()), 0) / len(sides)
    columns, x = [], left
    for side in sides:
        columns.append(Column(side, x, max(min(int((needs[side] + spare - _GAP) // PITCH), paper.most), 1)))
        x += needs[side] + spare
    return Frame(paper.width, names, columns, per_dossier, paper.stacked)


def _per_line(most: dict[str, int], heads: dict[str, float], room: float, paper: _Paper) -> dict[str, int]:
    """How many squares go on a line of each column: all of them, or as few lines as there is room for."""
    for count in range(1, MOST_SQUARES + 1):
        per_line = {side: min(math.ceil(n / count), paper.most) for side, n in most.items()}
        if sum(max(heads[side], n * PITCH + _GAP) for side, n in per_line.items()) <= room:
            break
    return per_line


def _scale(most: dict[str, int], heads: dict[str, float], room: float, number: float) -> float:
    """The px of a dossier in bars, the same in every column."""
    scale = (room - number * len(most)) / max(sum(most.values()), 1)
    while sum(max(heads[side], n * scale + number) for side, n in most.items()) > room and scale > 0.01:
        scale *= 0.95
    return scale


def _stands(lines: Sequence[Line], place: Frame, paper: _Paper) -> tuple[list[Line], float]:
    """The lines with their tops and heights, and where the last ends."""
    stands, y = [], float(_HEADER)
    for line in lines:
        deep = 1
        if not place.bars:
            deep = max(math.ceil(line.cell(column.side).total / column.per_line) for column in place.columns)
        height = (_NAME_ROW if paper.stacked else 0) + max(_ROW, PITCH * deep + 8)
        stands.append(replace(line, top=y, height=height))
        y += height
    return stands, y


def _header(place: Frame, language: Language) -> list[dict[str, Any]]:
    """The titles of the columns."""
    grey = theme.font(theme.NOTE_SIZE, theme.INK3)
    titles = [note(side_words(column.side, language), column.left, 11, grey) for column in place.columns]
    return [*titles, note(language.say("Missing"), place.width, 11, grey, "right")] if not place.stacked else titles


def _rule(y: float, width: float) -> dict[str, Any]:
    line = {"color": theme.GRID, "width": 1}
    return {"type": "line", "x0": 0, "x1": width, "y0": y, "y1": y, "line": line, "layer": "below"}


def _note_lines(quiet: Sequence[str], language: Language, paper: _Paper) -> list[str]:
    if not quiet:
        return []
    words = language.say("No overdue dossier: {units}", units=language.listing(quiet))
    return wrapped(words, paper.width, theme.NOTE_SIZE)


def _notes(said: Sequence[str], top: float) -> list[dict[str, Any]]:
    font = theme.font(theme.NOTE_SIZE, theme.INK3)
    return [note(text, 0, top + _NOTE_LINE * index, font) for index, text in enumerate(said)]
