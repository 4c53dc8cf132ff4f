"""Where the tiles of a tile map lie: geometry only, measured in px from the top left corner."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

Place = tuple[int, int]  # row, column


@dataclass(frozen=True)
class Box:
    """A rectangle of the drawing."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The x of the right edge."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """The y of the lower edge."""
        return self.top + self.height


@dataclass(frozen=True)
class Sheet:
    """The drawing sheet: so many columns of equal tiles across a width that the page may still stretch a little."""

    columns: int
    width: float
    tile_height: float
    gap: float = 10
    rim: float = 2  # keeps the 2 px border of the outer tiles on the sheet

    @property
    def tile_width(self) -> float:
        """The width left for each tile."""
        return (self.width - 2 * self.rim - (self.columns - 1) * self.gap) / self.columns

    def box(self, place: Place) -> Box:
        """The rectangle of one place of the grid."""
        row, column = place
        left = self.rim + column * (self.tile_width + self.gap)
        top = self.rim + row * (self.tile_height + self.gap)
        return Box(left, top, self.tile_width, self.tile_height)

    def height(self, rows: int) -> float:
        """The height of a sheet with so many rows."""
        return 2 * self.rim + rows * self.tile_height + (rows - 1) * self.gap


@dataclass(frozen=True)
class Arrangement:
    """Which place each unit and each note takes."""

    sheet: Sheet
    units: Mapping[str, Place]
    notes: Mapping[str, Place]

    def box(self, name: str) -> Box:
        """The rectangle of a unit or a note."""
        return self.sheet.box(self.units[name] if name in self.units else self.notes[name])

    @property
    def height(self) -> float:
        """The height of the sheet that all places need."""
        places = [*self.units.values(), *self.notes.values()]
        return self.sheet.height(1 + max(row for row, _ in places))


def has_map(units: pd.DataFrame) -> bool:
    """True if every unit has a place on the map; departments have none."""
    return bool(units[["tile_row", "tile_column"]].notna().all(axis=None))


def on_map(units: pd.DataFrame) -> dict[str, Place]:
    """Each unit at its place, north up; the first row and column used become 0."""
    rows = (units["tile_row"] - units["tile_row"].min()).astype(int)
    columns = (units["tile_column"] - units["tile_column"].min()).astype(int)
    return dict(zip(units["unit_id"], zip(rows, columns, strict=True), strict=True))


def in_rows(units: pd.DataFrame, columns: int) -> dict[str, Place]:
    """The units one after the other, as given."""
    return {unit: divmod(index, columns) for index, unit in enumerate(units["unit_id"])}


def place_notes(taken: Iterable[Place], columns: int, wanted: Mapping[str, Place]) -> dict[str, Place]:
    """A free place for each note: the wanted one, else the first free one, else in a row of its own at the end."""
    occupied = set(taken)
    rows = 1 + max((row for row, _ in occupied), default=-1)
    placed: dict[str, Place] = {}
    for note, wish in wanted.items():
        everywhere = [divmod(index, columns) for index in range((rows + len(wanted)) * columns)]
        choice = next(place for place in [wish, *everywhere] if place not in occupied)
        occupied.add(choice)
        placed[note] = choice
    return placed
