"""The tile map of a slide: name, mark of the verdict, rate and n/N; nothing else is read from 8 m."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from charts.lettering import fits, wrapped
from charts.slide_sheet import BODY, LARGE, SMALL, Drawing
from charts.theme import SEMIBOLD
from charts.tile_grid import Box, Place, has_map, in_rows, on_map
from measures.unit_map import UnitMap
from measures.verdict import CLEAR, Direction, Verdict
from text import Language, mark

FEWEST_FOR_RATE = 30
GAP, PADDING = 10, 16
_ROWS, _COLUMNS, _MOST_COLUMNS = 4, 3, 5  # without a map; columns in all
_UNSURE = (Verdict.NO_EVIDENCE, Verdict.TOO_FEW)
_WATCHED = (Verdict.WATCH_HIGHER, Verdict.WATCH_LOWER)


@dataclass(frozen=True)
class Grid:
    """Where the tiles stand: places by unit, the area and how it is divided."""

    places: dict[str, Place]
    area: Box
    columns: int
    rows: int

    def box(self, place: Place) -> Box:
        """The rectangle of a place."""
        width = (self.area.width - (self.columns - 1) * GAP) / self.columns
        height = (self.area.height - (self.rows - 1) * GAP) / self.rows
        row, column = place
        return Box(self.area.left + column * (width + GAP), self.area.top + row * (height + GAP), width, height)


def arrange(units: pd.DataFrame, area: Box) -> tuple[Grid, bool]:
    """The units on their map, where it leaves the right end of its first two rows free for the legend; else in rows of
    three, the fourth column being the legend's. True: on the map."""
    places = on_map(units) if has_map(units) else {}
    columns = 1 + max((column for _, column in places.values()), default=0)
    free = {(0, columns - 1), (1, columns - 1)}.isdisjoint(places.values())
    if places and free and columns <= _MOST_COLUMNS:
        rows = 1 + max(row for row, _ in places.values())
        return Grid(places, area, columns, max(rows, _ROWS)), True
    places = in_rows(units.sort_values("number", kind="stable"), _COLUMNS)
    rows = 1 + max((row for row, _ in places.values()), default=0)
    return Grid(places, area, _COLUMNS + 1, max(rows, _ROWS)), False


def boxes_of(shown: UnitMap, units: pd.DataFrame, area: Box) -> dict[str, Box]:
    """The rectangle of each unit of the map."""
    grid, _ = arrange(units[units["unit_id"].isin(shown.units["unit"])], area)
    return {unit: grid.box(place) for unit, place in grid.places.items()}


def draw_map(drawing: Drawing, shown: UnitMap, units: pd.DataFrame, good: Direction, area: Box, reading: str) -> None:
    """Draw it in ``area``. ``reading``: what n and N are."""
    units = units[units["unit_id"].isin(shown.units["unit"])]
    grid, mapped = arrange(units, area)
    named = units.set_index("unit_id")
    for row in shown.units.itertuples():
        box = grid.box(grid.places[str(row.unit)])
        _tile(drawing, row, str(named.loc[row.unit, "short_name"]), good, box)
    _legend(drawing, shown, good, grid)
    _notes(drawing, grid, mapped, reading)


def _tile(drawing: Drawing, row: Any, name: str, good: Direction, box: Box) -> None:
    """One unit. Below 30 dossiers there is no rate."""
    language, palette, verdict = drawing.language, drawing.palette, Verdict(row.verdict)
    colours = palette.verdict(verdict, good)
    drawing.box(box, colours.tint, colours.edge, 4 if verdict in CLEAR else 2, radius=10)
    left, inner = box.left + PADDING, box.width - 2 * PADDING
    behind = row.stale and not pd.isna(row.stale_from) and box.height >= 180
    first, second, third = (step * box.height / 195 + box.top for step in ((32, 82, 128) if behind else (36, 92, 144)))
    beside = fits(name, inner - 40, SMALL + 2, SEMIBOLD)  # else the mark stands on the next line
    drawing.text(name, left, first, SMALL + 2, weight=SEMIBOLD, colour=colours.text, room=inner - 40 * beside)
    if row.denominator:
        shape = Verdict.NO_EVIDENCE if verdict in _UNSURE else verdict  # one answer, as the legend says
        drawing.verdict(shape, good, box.right - PADDING - 14, first if beside else second, 20)
    fraction = language.fraction(row.numerator, row.denominator)
    many = row.denominator >= FEWEST_FOR_RATE and not math.isnan(row.rate)
    value = language.percent(row.rate) if many else fraction
    if not row.denominator:
        for place, line in enumerate(wrapped(language.say("no dossiers"), inner, SMALL)):
            drawing.text(line, left, second + 38 * place, SMALL, colour=palette.ink2)
    else:
        size = LARGE if fits(value, inner, LARGE, SEMIBOLD) else BODY
        drawing.text(value, left, second, size, weight=SEMIBOLD, colour=colours.text, room=inner + 8)
    if many:
        drawing.text(fraction, left, third, SMALL + 2, colour=palette.ink2, room=inner + 8)
    if behind:
        words = language.say("up to {day}", day=language.day_month(row.stale_from))
        drawing.text(words, left, box.bottom - 26, SMALL, colour=palette.ink2, room=inner + 16)


def _legend(drawing: Drawing, shown: UnitMap, good: Direction, grid: Grid) -> None:
    """What the marks mean and how many units have each, in the free end of the first two rows."""
    language = drawing.language
    left, y = grid.box((0, grid.columns - 1)).left + 8, grid.area.top + 20
    for line in reference_lines(shown, language):
        drawing.text(line, left, y, SMALL, weight=SEMIBOLD)
        y += 38
    y += 12
    for verdict, words, count in legend(shown.units["verdict"], language):
        drawing.verdict(verdict, good, left + 16, y, 22)
        for line in (*words[:-1], f"{words[-1]}: {language.number(count)}"):
            drawing.text(line, left + 42, y, SMALL)
            y += 36
        y += 14


def reference_lines(shown: UnitMap, language: Language) -> list[str]:
    """What the verdicts compare with, in two lines."""
    x, n = shown.level
    return [language.say("Against the"), language.say("level {rate}", rate=language.percent(x / n))] if n else []


def legend(verdicts: Sequence[str], language: Language) -> list[tuple[Verdict, list[str], int]]:
    """Verdict, its words in two lines at most, number of units; "watch" only where it occurs."""
    found = [Verdict(one) for one in verdicts]
    rows = [
        (Verdict.HIGHER, mark("Clearly|higher"), found.count(Verdict.HIGHER)),
        (
            next((v for v in found if v in _WATCHED), Verdict.WATCH_HIGHER),
            mark("Watch"),
            sum(map(found.count, _WATCHED)),
        ),
        (Verdict.LOWER, mark("Clearly|lower"), found.count(Verdict.LOWER)),
        (Verdict.NO_EVIDENCE, mark("Cannot|be told"), sum(map(found.count, _UNSURE))),
    ]
    return [(one, language.say(words).split("|"), n) for one, words, n in rows if n or words != "Watch"]


def _notes(drawing: Drawing, grid: Grid, mapped: bool, reading: str) -> None:
    """North, and what the lower number is, where places are free."""
    language, palette, taken = drawing.language, drawing.palette, set(grid.places.values())
    corner = (grid.rows - 1, grid.columns - 1)
    if corner not in taken:
        box = grid.box(corner)
        for place, line in enumerate((language.say("Below:"), reading)):
            y = box.bottom - 60 + 38 * place
            drawing.text(line, box.left + 8, y, SMALL, colour=palette.ink2, room=box.width - 8)
    north = (grid.rows - 1, 0)
    if mapped and north not in taken:
        box = grid.box(north)
        x, bottom = box.left + 34, box.bottom - 12
        drawing.text(language.say("North"), x, box.top + 30, SMALL, colour=palette.ink2, anchor="center")
        drawing.line((x, bottom), (x, box.top + 84), palette.ink2, 4)
        drawing.symbol("triangle-up", x, box.top + 76, palette.ink2, 24)
