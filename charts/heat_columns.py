"""The columns of a heat map: as many fields as fit, their widths, and their headings broken into lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from charts import theme
from charts.heat_cells import DISTRICT, Grid, field_title
from charts.lettering import text_width, wrapped
from text import NBSP, Language

HEADER_LINES = 3
_NARROWEST, _WIDEST = 58, 150


@dataclass(frozen=True)
class Column:
    """A column: its heading and the fields whose dossiers it holds."""

    name: str
    fields: Sequence[str]


def fitting(grid: Grid, order: Sequence[str], room: float, language: Language) -> tuple[list[Column], list[float]]:
    """As many fields as fit, the smallest added up in a last column; the room left over goes to those with rates."""
    for kept in range(len(grid.fields), 0, -1):
        columns = [Column(field_title(field, language), [field]) for field in grid.fields[:kept]]
        if grid.fields[kept:]:
            columns.append(Column(language.say("Other fields"), grid.fields[kept:]))
        widths = [_needs(column, grid, order, language) for column in columns]
        if sum(widths) <= room:
            break
    if sum(widths) > room:  # even one is too wide: the words are cut rather than the drawing
        return columns, [room / len(columns)] * len(columns)
    wide = [any(field in grid.offered for field in column.fields) for column in columns]
    widest = max(_WIDEST, room / len(columns))
    for growing in (wide, [True] * len(columns)):
        spare = (room - sum(widths)) / max(sum(growing), 1)
        widths = [
            max(one, min(one + spare, widest)) if grows else one for one, grows in zip(widths, growing, strict=True)
        ]
    return columns, widths


def _needs(column: Column, grid: Grid, order: Sequence[str], language: Language) -> float:
    """The width of a column: its widest cell, and a heading of at most three lines."""
    cells = max(grid.cell(unit, column.fields).needs(language) for unit in (*order, DISTRICT))
    width = max(cells, _NARROWEST)
    name = column.name.replace(" –", f"{NBSP}–")
    while len(wrapped(name, width - 8, theme.NOTE_SIZE)) > HEADER_LINES and width < _WIDEST:
        width += 4
    words = max(text_width(word, theme.NOTE_SIZE) for word in name.split(" "))
    return max(width, words + 8)


def lines(name: str, width: float) -> list[str]:
    """A heading on as few lines as it needs, of about equal length; a dash stays with the word before it."""
    name = name.replace(" –", f"{NBSP}–")
    found = wrapped(name, width, theme.NOTE_SIZE)[:HEADER_LINES]
    for narrower in range(int(width), 20, -4):
        tried = wrapped(name, narrower, theme.NOTE_SIZE)
        if len(tried) > len(found):
            break
        if max(text_width(line, theme.NOTE_SIZE) for line in tried) <= narrower:
            found = tried
    return found
