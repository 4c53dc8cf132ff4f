"""Where the table begins in a sheet: which row, or which two, are its header.

Exports carry titles above the table ("UBND PHƯỜNG 1", "SỔ THEO DÕI HỒ SƠ"), the official register has a header of two
rows whose upper cells span lower ones, and a row of column numbers "(1) (2) (3)" under it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from data_access.load.mapping import Kind, Mapping, Names, NothingFits

SEARCHED = 30
MOST_COLUMNS = 1_000
FEWEST_NUMBERS = 3


@dataclass(frozen=True)
class Header:
    """A header found. ``first`` and ``last`` are places in the rows searched: the header's first row, and the last
    one before the data. ``names`` are the columns as shown to people."""

    kind: Kind
    places: dict[str, int]
    names: list[str]
    first: int
    last: int

    @property
    def left_out(self) -> list[str]:
        taken = set(self.places.values())
        return [name for place, name in enumerate(self.names) if place not in taken and name]


def find_header(rows: list[list[str]], mapping: Mapping, given: frozenset[str] = frozenset()) -> Header:
    """The row (or two) of ``rows`` that fits a kind of the mapping best; the first, where several fit as well.

    Raises:
        NothingFits: none does; the message is that of the row which comes closest.
        MappingError: two columns claim the same field.
    """
    best: Header | None = None
    closest: NothingFits | None = None
    for first, height, names in candidates(rows):
        try:
            kind, places = mapping.recognise(names, given)
        except NothingFits as error:
            closest = error if closest is None or error.closeness > closest.closeness else closest
            continue
        if best is None or len(places) > len(best.places):
            shown = [cell[-1].strip() if cell else "" for cell in names]
            best = Header(kind, places, shown, first, _last(rows, first + height - 1))
    if best:
        return best
    widest = max(map(len, rows[:SEARCHED]), default=0)
    if widest > MOST_COLUMNS:
        raise NothingFits(
            f"it has {widest:,} columns, and no table of dossiers has more than {MOST_COLUMNS:,}. Export it again.",
            0,
        )
    raise closest or NothingFits("there is no row that could be a header. Export it again.", 0)


def candidates(rows: list[list[str]]) -> Iterator[tuple[int, int, Names]]:
    """(first row, number of rows, names of each column): each row alone, then each with the one below it."""
    searched = rows[:SEARCHED]
    for first, row in enumerate(searched):
        if any(cell.strip() for cell in row) and len(row) <= MOST_COLUMNS:
            yield first, 1, [(cell,) for cell in row]
    for first, (upper, lower) in enumerate(pairwise(searched)):
        if any(cell.strip() for cell in lower) and max(len(upper), len(lower)) <= MOST_COLUMNS:
            yield first, 2, _merged(upper, lower)


def _merged(upper: list[str], lower: list[str]) -> Names:
    """An upper cell spans the empty ones to its right that have something below: "Ngày" over "Nhận" and "Hẹn trả"."""
    names: list[tuple[str, ...]] = []
    spanning = ""
    for place in range(max(len(upper), len(lower))):
        above = upper[place].strip() if place < len(upper) else ""
        below = lower[place].strip() if place < len(lower) else ""
        spanning = above or (spanning if below else "")
        if below and spanning:
            names.append((below, f"{spanning} / {below}"))
        else:
            names.append((below or above,))
    return names


def _last(rows: list[list[str]], last: int) -> int:
    """The header's last row, or the row of column numbers under it."""
    return last + 1 if last + 1 < len(rows) and _are_numbers(rows[last + 1]) else last


def _are_numbers(row: list[str]) -> bool:
    """Whether a row only counts the columns: "(1) (2) (3)", "1 2 3", "A B 1 2"."""
    cells = [cell.strip().strip("()[]") for cell in row if cell.strip()]
    numbers = [int(cell) for cell in cells if re.fullmatch(r"[0-9]{1,3}", cell)]
    letters = [cell for cell in cells if re.fullmatch("[A-Z]", cell)]
    counted = numbers == list(range(numbers[0], numbers[0] + len(numbers))) if numbers else False
    return len(cells) >= FEWEST_NUMBERS and counted and len(numbers) + len(letters) == len(cells)
