"""The heat map: the share of every unit in every field. Grey by magnitude only: no judgement, so no colour."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from charts import heat_legend, theme
from charts.heat_cells import DISTRICT, PADDING, RATE_SIZE, Cell, Grid, Kind, Word, field_title, read_grid
from charts.heat_columns import Column, fitting
from charts.heat_columns import lines as heading_lines
from charts.lettering import fits, shortened, text_width
from text import Language

# Composed for the narrower end of what the page gives: what fits there fits everywhere.
DESK_WIDTH = 750
PHONE_WIDTH = 326
HEADER = 49
ROW = 27
NOTE_HEIGHT = 16
_PHONE_HEADER = 6
_PHONE_ROW = 31
_DISTRICT_GAP = 8
BELOW_ROWS = _DISTRICT_GAP + ROW + heat_legend.HEIGHT  # all units together, and the legend
LONGEST_NAME = 150
_LINE = 15
_NAME_LEFT = 6
_GAP = 2  # between cells


@dataclass(frozen=True)
class _Sheet:
    """Where everything stands, in px: edges of the columns, rows as (unit, top, height), the names drawn and whole."""

    width: float
    columns: Sequence[Column]
    edges: Sequence[float]
    rows: Sequence[tuple[str, float, float]]
    height: float
    names: dict[str, str]
    whole: dict[str, str]
    language: Language


def heat_map(
    frame: pd.DataFrame,
    units: pd.DataFrame,
    *,
    order: Sequence[str],
    offered: Collection[str],
    language: Language,
    selected: str | None = None,
    taller: Collection[str] = (),
) -> go.Figure:
    """The heat map for a desk: about 750 to 770 px wide; its height follows from the units.

    Args:
        frame: unit, field, numerator, denominator; a unit and field without dossiers need no row.
        units: unit_id, name, short_name.
        order: the units from top to bottom, as in the ranking beside it.
        offered: fields that have a procedure offered online.
        language: the language of the words.
        selected: the unit_id with the ink border.
        taller: units whose row in the ranking has a second line, so that both keep their rows on one line.
    """
    grid = read_grid(frame, offered)
    names = names_of(units, order) | {DISTRICT: language.say("All units")}
    widest = max(text_width(name, theme.LABEL_SIZE, theme.SEMIBOLD) for name in names.values())
    left = min(widest, LONGEST_NAME) + _NAME_LEFT + 12
    columns, widths = fitting(grid, order, DESK_WIDTH - left, language)
    edges = [left]
    for width in widths:
        edges.append(edges[-1] + width)
    rows, bottom = _rows(order, HEADER, ROW, taller)
    whole = dict(zip(units["unit_id"], units["name"], strict=True)) | {DISTRICT: names[DISTRICT]}
    sheet = _Sheet(DESK_WIDTH, columns, edges, rows, bottom + heat_legend.HEIGHT, names, whole, language)
    return _draw(sheet, grid, _headings(sheet), selected, heat_legend.legend(bottom, language))


def heat_map_phone(
    frame: pd.DataFrame,
    units: pd.DataFrame,
    *,
    field: str,
    order: Sequence[str],
    offered: Collection[str],
    language: Language,
    selected: str | None = None,
) -> go.Figure:
    """One field for 326 px; arguments as for :func:`heat_map`."""
    grid = read_grid(frame, offered)
    names = dict(zip(units["unit_id"], units["short_name"], strict=True)) | {DISTRICT: language.say("All units")}
    left = (
        min(max(text_width(name, theme.LABEL_SIZE, theme.SEMIBOLD) for name in names.values()), 110) + _NAME_LEFT + 10
    )
    rows, bottom = _rows(order, _PHONE_HEADER, _PHONE_ROW, ())
    columns = [Column(field_title(field, language), [field])]
    whole = dict(zip(units["unit_id"], units["name"], strict=True)) | {DISTRICT: names[DISTRICT]}
    sheet = _Sheet(
        PHONE_WIDTH, columns, [left, PHONE_WIDTH], rows, bottom + heat_legend.PHONE_HEIGHT, names, whole, language
    )
    return _draw(sheet, grid, [], selected, heat_legend.legend(bottom, language, phone=True))


def names_of(units: pd.DataFrame, shown: Iterable[str]) -> dict[str, str]:
    """The names of the units shown; the short one where the whole is too long."""
    rows = units[units["unit_id"].isin(list(shown))]
    return {
        str(unit): name if fits(name, LONGEST_NAME, theme.LABEL_SIZE, theme.SEMIBOLD) else short
        for unit, name, short in zip(rows["unit_id"], rows["name"], rows["short_name"], strict=True)
    }


def fields_of(frame: pd.DataFrame) -> list[str]:
    """The fields that have dossiers, by volume: what a phone can choose from."""
    return list(read_grid(frame, ()).fields)


def _rows(
    order: Sequence[str], top: float, height: float, taller: Collection[str]
) -> tuple[list[tuple[str, float, float]], float]:
    """The units, and set apart from them all together; and names drawn and whole."""
    rows = []
    for unit in order:
        extent = height + (NOTE_HEIGHT if unit in taller else 0)
        rows.append((unit, top, extent))
        top += extent
    return [*rows, (DISTRICT, top + _DISTRICT_GAP, height)], top + _DISTRICT_GAP + height


def _headings(sheet: _Sheet) -> list[Word]:
    """The names of the columns, their last line just above the cells."""
    found = []
    for column, (left, right) in zip(sheet.columns, pairwise(sheet.edges), strict=True):
        lines = [
            shortened(line, right - left - 2, theme.NOTE_SIZE) for line in heading_lines(column.name, right - left - 8)
        ]
        for place, line in enumerate(lines):
            y = HEADER - 12 - (len(lines) - 1 - place) * _LINE
            found.append((line, (left + right) / 2, y, "middle center", theme.NOTE_SIZE, theme.INK2, 400))
    return found


def _draw(
    sheet: _Sheet, grid: Grid, words: Sequence[Word], selected: str | None, legend: tuple[list[Any], list[Word]]
) -> go.Figure:
    """Cells as bars, all words in one trace of text: hundreds of annotations would be slow."""
    cells = [
        (grid.cell(unit, column.fields), left, top, right, top + height, column.name)
        for unit, top, height in sheet.rows
        for column, (left, right) in zip(sheet.columns, pairwise(sheet.edges), strict=True)
    ]
    swatches, below = legend
    written = [*words, *_names(sheet), *(word for one in cells for word in _cell_words(*one[:5], sheet)), *below]
    layout = {
        "height": sheet.height,
        "hovermode": "closest",
        "clickmode": "event+select",
        "barmode": "overlay",
        "xaxis": theme.bare_axis(0, sheet.width),
        "yaxis": theme.bare_axis(sheet.height, 0),
        "shapes": [*swatches, *_framed(sheet, selected)],
    }
    return theme.figure([_names_cover(sheet), _bars(cells, sheet), _text(written)], layout, sheet.language)


def _names(sheet: _Sheet) -> list[Word]:
    room = sheet.edges[0] - _NAME_LEFT - 6
    found: list[Word] = []
    for unit, top, _ in sheet.rows:
        height = _PHONE_ROW if sheet.width == PHONE_WIDTH else ROW
        name = shortened(sheet.names[unit], room, theme.LABEL_SIZE, theme.SEMIBOLD)
        found.append((name, _NAME_LEFT, top + height / 2, "middle right", theme.LABEL_SIZE, theme.INK, theme.SEMIBOLD))
    return found


def _cell_words(cell: Cell, left: float, top: float, right: float, bottom: float, sheet: _Sheet) -> list[Word]:
    rate, fraction = cell.words(sheet.language)
    line = _PHONE_ROW if sheet.width == PHONE_WIDTH else ROW  # of a taller row the first, as in the ranking
    (dark, pale), y, small = cell.inks(), top + min(bottom - top, line) / 2, theme.SMALLEST_SIZE
    if not rate:
        fraction = shortened(fraction, right - left - 4, small)
        return [(fraction, (left + right) / 2, y, "middle center", small, pale, 400)]
    return [
        (rate, left + PADDING, y, "middle right", RATE_SIZE, dark, theme.SEMIBOLD),
        (fraction, right - PADDING - _GAP, y, "middle left", small, pale, 400),
    ]


def _bars(cells: Sequence[tuple[Cell, float, float, float, float, str]], sheet: _Sheet) -> dict[str, Any]:
    """The cells; a click on one chooses its unit (all of them together: "")."""
    trace = {
        "type": "bar",
        "name": "cells",
        "orientation": "h",
        "base": [left for _, left, *_ in cells],
        "x": [right - left - _GAP for _, left, _, right, *_ in cells],
        "y": [(top + bottom) / 2 for _, _, top, _, bottom, _ in cells],
        "width": [bottom - top - _GAP for _, _, top, _, bottom, _ in cells],
        "marker": {
            "color": [cell.fill for cell, *_ in cells],
            "line": {"color": theme.GRID, "width": 1},
            # "overlay": else plotly draws the lines in the colour of the cell, white on white.
            "pattern": {
                "shape": ["/" if cell.kind is Kind.FEW else "" for cell, *_ in cells],
                "fillmode": "overlay",
                "fgopacity": 0.28,
                "size": 7,
                "solidity": 0.2,
            },
        },
        "customdata": [[cell.unit] for cell, *_ in cells],
        "hovertext": [cell.hover(sheet.whole[cell.unit], name, sheet.language) for cell, *_, name in cells],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }
    return theme.always_shown(trace)


def _names_cover(sheet: _Sheet) -> dict[str, Any]:
    """Invisible bars over the names, so that these can be clicked too."""
    rows = sheet.rows
    trace = {
        "type": "bar",
        "name": "names",
        "orientation": "h",
        "base": 0,
        "x": [sheet.edges[0]] * len(rows),
        "y": [top + height / 2 for _, top, height in rows],
        "width": [height for *_, height in rows],
        "marker": {"color": theme.TRANSPARENT, "line": {"width": 0}},
        "customdata": [[unit] for unit, *_ in rows],
        "hovertext": [sheet.whole[unit] for unit, *_ in rows],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }
    return theme.always_shown(trace)


def _framed(sheet: _Sheet, selected: str | None) -> list[dict[str, Any]]:
    """The ink border of the chosen unit."""
    right, line = sheet.edges[-1] - 1, {"color": theme.INK, "width": 1.5}
    return [
        {"type": "rect", "x0": 1, "y0": top, "x1": right, "y1": top + height - 1, "line": line}
        for unit, top, height in sheet.rows
        if selected and unit == selected
    ]


def _text(words: Sequence[Word]) -> dict[str, Any]:
    texts, xs, ys, anchors, sizes, colours, weights = zip(*words, strict=True)
    return {
        "type": "scatter",
        "mode": "text",
        "name": "words",
        "x": xs,
        "y": ys,
        "text": texts,
        "textposition": anchors,
        "textfont": {"size": sizes, "color": colours, "weight": weights},
        "hoverinfo": "skip",
        "cliponaxis": False,
    }
