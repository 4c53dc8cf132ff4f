"""The board of order 1400: a row for every unit, a column for every line, a shape and a number in every cell.

Orange, "!" and a tint where a line is not met, a blue tick where it is; what cannot be said yet and what is unknown is
grey. A cell that is not for its kind of unit is empty. The last trace, "cells", is invisible and catches hover and
click with the unit and the line.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from charts import theme
from charts.lettering import fits, shortened, wrapped
from charts.tile_parts import note
from measures.order_board import State
from text import Language, mark

DESK_WIDTH = 1290
ROW, HEAD, FOOT, LEGEND = 25, 40, 30, 34
NAMES, LONGEST_NAME = 172, 112
_GROUP_GAP, _LINE, _SHAPE, _WORDS_LEFT = 7, 15, 14, 24
WORDS = {
    State.MET: mark("met"),
    State.NOT_MET: mark("not met"),
    State.FEW: mark("not enough data"),
    State.NONE: mark("none in period"),
    State.UNSET: mark("no target set"),
    State.NO_DATA: mark("no data"),
}
_SIDES = {"left": "right", "right": "left"}  # where words anchored left stand: right of their place
_GLYPHS = {State.MET: "✓", State.NOT_MET: "!", State.FEW: "?", State.NONE: "–", State.UNSET: "–"}
_INKS = {State.MET: theme.BLUE, State.NOT_MET: theme.CARD, State.FEW: theme.INK2}
_GROUNDS = {State.NOT_MET: (theme.ORANGE_TEXT, theme.ORANGE_TEXT), State.FEW: (theme.CARD, theme.WHISKER)}


@dataclass(frozen=True)
class _Sheet:
    """Edges of the columns by line, rows as (unit, top), in px; where the rows end."""

    edges: dict[str, tuple[float, float]]
    rows: Sequence[tuple[str, float]]
    bottom: float
    language: Language


def order_board(
    cells: pd.DataFrame,
    units: pd.DataFrame,
    heads: Mapping[str, tuple[str, str]],
    late: Mapping[str, str],
    language: Language,
) -> go.Figure:
    """The board for a desk, about 1290 px wide; its height follows from the units.

    Args:
        cells: line, unit, state, x, n (NaN = no rate), and ``hover``: what its hover says after the name of the unit.
        units: unit_id, name, short_name, kind, from top to bottom; a change of kind leaves a gap.
        heads: by line, in order: the head of its column and its whole title.
        late: for units that are complete only to an earlier day, that day in words.
        language: the language of the words.
    """
    sheet = _placed(units, list(heads), language)
    words = [*_heads(heads, sheet), *_names(units, late, sheet), *_cell_words(cells, sheet), *_feet(cells, sheet)]
    legend_marks, legend_words = _legend(sheet)
    layout = {
        "height": sheet.bottom + FOOT + LEGEND,
        "clickmode": "event+select",
        "barmode": "overlay",
        "xaxis": theme.bare_axis(0, DESK_WIDTH),
        "yaxis": theme.bare_axis(sheet.bottom + FOOT + LEGEND, 0),
        "shapes": _rules(sheet),
    }
    marks = [*_marks(cells, sheet), *legend_marks]
    traces = [_tints(cells, sheet), _text([*words, *legend_words]), _shapes(marks)]
    return theme.figure([*traces, _catching(cells, units, heads, sheet)], layout, language)


def _placed(units: pd.DataFrame, lines: Sequence[str], language: Language) -> _Sheet:
    width = (DESK_WIDTH - NAMES) / len(lines)
    edges = {line: (NAMES + place * width, NAMES + (place + 1) * width) for place, line in enumerate(lines)}
    rows, top, before = [], float(HEAD), None
    for unit, kind in zip(units["unit_id"], units["kind"], strict=True):
        top += _GROUP_GAP if before not in (None, kind) else 0
        rows.append((unit, top))
        top, before = top + ROW, kind
    return _Sheet(edges, rows, top, language)


def _heads(heads: Mapping[str, tuple[str, str]], sheet: _Sheet) -> list[dict[str, Any]]:
    """The heads of the columns, in one or two lines that end just above the cells."""
    found = []
    for line, (short, _) in heads.items():
        left, right = sheet.edges[line]
        lines = wrapped(short, right - left - 6, theme.NOTE_SIZE, theme.SEMIBOLD)
        for place, words in enumerate(lines):
            y = HEAD - 13 - (len(lines) - 1 - place) * _LINE
            font = theme.font(theme.NOTE_SIZE, theme.INK2, theme.SEMIBOLD)
            found.append(note(shortened(words, right - left - 4, theme.NOTE_SIZE, theme.SEMIBOLD), left + 4, y, font))
    return found


def _names(units: pd.DataFrame, late: Mapping[str, str], sheet: _Sheet) -> list[dict[str, Any]]:
    found = []
    for (unit, top), row in zip(sheet.rows, units.itertuples(index=False), strict=True):
        room = LONGEST_NAME if unit in late else NAMES - 12
        name = row.name if fits(row.name, room, theme.LABEL_SIZE, theme.SEMIBOLD) else row.short_name
        name, y = shortened(name, room, theme.LABEL_SIZE, theme.SEMIBOLD), top + ROW / 2
        found.append(note(name, 0, y, theme.font(theme.LABEL_SIZE, theme.INK, theme.SEMIBOLD)))
        if unit in late:
            found.append(note(late[unit], NAMES - 10, y, theme.font(theme.SMALLEST_SIZE, theme.INK3), "right"))
    return found


def _places(cells: pd.DataFrame, sheet: _Sheet) -> list[tuple[Any, float, float]]:
    """Every cell with its left edge and the middle of its row."""
    tops = dict(sheet.rows)
    return [
        (row, sheet.edges[row.line][0], tops[row.unit] + ROW / 2)
        for row in cells.itertuples(index=False)
        if row.line in sheet.edges
    ]


def cell_words(state: str, x: float, n: float, language: Language) -> str:
    """The number of a cell, or why there is none."""
    if state in (State.NO_DATA, State.NONE):
        return language.say(WORDS[State(state)])
    return language.number(int(x)) if n != n else language.fraction(int(x), int(n))


def _cell_words(cells: pd.DataFrame, sheet: _Sheet) -> list[dict[str, Any]]:
    found = []
    width = (DESK_WIDTH - NAMES) / len(sheet.edges)
    for row, left, y in _places(cells, sheet):
        words = cell_words(row.state, row.x, row.n, sheet.language)
        if row.state in (State.NO_DATA, State.NONE):
            font, x = theme.font(theme.SMALLEST_SIZE, theme.INK3), left + 4
        else:
            ink = theme.ORANGE_TEXT if row.state == State.NOT_MET else theme.INK
            font, x = (
                theme.font(theme.NOTE_SIZE, ink, theme.SEMIBOLD if row.state == State.NOT_MET else 400),
                left + _WORDS_LEFT,
            )
        found.append(note(shortened(words, left + width - x - 2, font["size"], font["weight"]), x, y, font))
    return found


def _marks(cells: pd.DataFrame, sheet: _Sheet) -> list[tuple[State, float, float]]:
    shown = (State.MET, State.NOT_MET, State.FEW, State.UNSET)
    return [(State(row.state), left + 12, y) for row, left, y in _places(cells, sheet) if row.state in shown]


def _shapes(marks: Sequence[tuple[State, float, float]]) -> dict[str, Any]:
    """A circle with its sign; of a tick only the sign is seen."""
    clear = (theme.TRANSPARENT, theme.TRANSPARENT)
    trace = {
        "type": "scatter",
        "name": "states",
        "mode": "markers+text",
        "x": [x for _, x, _ in marks],
        "y": [y for *_, y in marks],
        "text": [_GLYPHS[state] for state, *_ in marks],
        "textfont": {
            "size": [theme.LABEL_SIZE if state is State.MET else theme.SMALLEST_SIZE for state, *_ in marks],
            "color": [_INKS.get(state, theme.INK3) for state, *_ in marks],
            "weight": theme.SEMIBOLD,
        },
        "marker": {
            "size": _SHAPE,
            "color": [_GROUNDS.get(state, clear)[0] for state, *_ in marks],
            "line": {"width": 1.2, "color": [_GROUNDS.get(state, clear)[1] for state, *_ in marks]},
        },
        "hoverinfo": "skip",
        "cliponaxis": False,
    }
    return theme.always_shown(trace)


def _text(notes: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """All words in one trace: hundreds of annotations would be slow."""
    return {
        "type": "scatter",
        "mode": "text",
        "name": "words",
        "x": [one["x"] for one in notes],
        "y": [one["y"] for one in notes],
        "text": [one["text"] for one in notes],
        "textposition": [f"middle {_SIDES[one['xanchor']]}" for one in notes],
        "textfont": {key: [one["font"][key] for one in notes] for key in ("size", "color", "weight")},
        "hoverinfo": "skip",
        "cliponaxis": False,
    }


def _tints(cells: pd.DataFrame, sheet: _Sheet) -> dict[str, Any]:
    """The ground of cells that are not met."""
    missed = [(left, y) for row, left, y in _places(cells, sheet) if row.state == State.NOT_MET]
    return _bars(missed, sheet, "tints", theme.ORANGE_TINT, ROW - 3) | {"hoverinfo": "skip"}


def _catching(
    cells: pd.DataFrame, units: pd.DataFrame, heads: Mapping[str, tuple[str, str]], sheet: _Sheet
) -> dict[str, Any]:
    names = dict(zip(units["unit_id"], units["name"], strict=True))
    placed = _places(cells, sheet)
    told = {
        "customdata": [[row.unit, row.line] for row, *_ in placed],
        "hovertext": [f"<b>{names[row.unit]}</b><br>{heads[row.line][1]}<br>{row.hover}" for row, *_ in placed],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }
    return _bars([(left, y) for _, left, y in placed], sheet, "cells", theme.TRANSPARENT, ROW) | told


def _bars(
    places: Sequence[tuple[float, float]], sheet: _Sheet, name: str, colour: str, height: float
) -> dict[str, Any]:
    width = (DESK_WIDTH - NAMES) / len(sheet.edges) - 3
    trace = {
        "type": "bar",
        "name": name,
        "orientation": "h",
        "base": [left for left, _ in places],
        "x": [width] * len(places),
        "y": [y for _, y in places],
        "width": [height] * len(places),
        "marker": {"color": colour, "line": {"width": 0}},
    }
    return theme.always_shown(trace)


def _feet(cells: pd.DataFrame, sheet: _Sheet) -> list[dict[str, Any]]:
    """How many units do not meet each line."""
    say, y = sheet.language.say, sheet.bottom + FOOT / 2
    font = theme.font(theme.NOTE_SIZE, theme.INK2, theme.SEMIBOLD)
    missed = cells[cells["state"] == State.NOT_MET].groupby("line").size()
    found = [note(say("Units that do not meet it"), 0, y, font)]
    for line, (left, _) in sheet.edges.items():
        found.append(note(sheet.language.number(int(missed.get(line, 0))), left + _WORDS_LEFT, y, font))
    return found


def _legend(sheet: _Sheet) -> tuple[list[tuple[State, float, float]], list[dict[str, Any]]]:
    """The shapes with their words, below."""
    y, x, marks, words = sheet.bottom + FOOT + LEGEND / 2 + 4, 8.0, [], []
    for state in (State.NOT_MET, State.MET, State.FEW):
        marks.append((state, x, y))
        said = sheet.language.say(WORDS[state]).capitalize()
        words.append(note(said, x + 13, y, theme.font(theme.NOTE_SIZE, theme.INK2)))
        x += 13 + 8 * len(said) + 24
    empty = sheet.language.say("Empty: not for this kind of unit")
    return marks, [*words, note(empty, x, y, theme.font(theme.NOTE_SIZE, theme.INK2))]


def _rules(sheet: _Sheet) -> list[dict[str, Any]]:
    """A line above every row, a stronger one below the last."""
    tops = [top for _, top in sheet.rows]
    lines = [(top, theme.GRID) for top in tops] + [(sheet.bottom, theme.RULE)]
    return [
        {
            "type": "line",
            "x0": 0,
            "x1": DESK_WIDTH,
            "y0": y,
            "y1": y,
            "line": {"color": colour, "width": 1},
            "layer": "below",
        }
        for y, colour in lines
    ]
