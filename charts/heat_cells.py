"""What a heat map shows: a cell for every unit and field, and what stands in it."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import Enum

import pandas as pd

from charts import theme
from charts.lettering import text_width
from text import Language

# Below ten dossiers there are counts only (COUNTING 4.3).
FEWEST_FOR_RATE = 10
RAMP_TOP = 0.6
PADDING = 7
RATE_SIZE = 13
DISTRICT = ""  # the row of all units together
OTHERS = ""  # the column of the fields that have none of their own; a field of this name is several, merged
_DARK_FROM = 3  # steps of the ramp on which the paler ink would be hard to read
_WHITE_FROM = 5

Word = tuple[str, float, float, str, float, str, int]  # text, x, y, anchor, size, colour, weight


class Kind(Enum):
    """Why a cell looks as it does."""

    RATE = "rate"
    FEW = "few"
    NONE = "none"
    NOT_OFFERED = "not offered"


@dataclass(frozen=True)
class Cell:
    """Counts of one unit (or all) in one field."""

    unit: str
    field: str
    numerator: int
    denominator: int
    offered: bool

    @property
    def kind(self) -> Kind:
        """A field that is not offered has no rate; should something have come online all the same, it is shown."""
        if not self.offered and not self.numerator:
            return Kind.NOT_OFFERED
        if not self.denominator:
            return Kind.NONE
        return Kind.RATE if self.denominator >= FEWEST_FOR_RATE else Kind.FEW

    @property
    def step(self) -> int:
        """The place of the rate on the ramp: six steps of ten points, all above the top on the last."""
        last = len(theme.HEAT_RAMP) - 1
        return min(math.floor(self.numerator / self.denominator / RAMP_TOP * (last + 1) + 1e-9), last)

    @property
    def fill(self) -> str:
        """The ground of the cell."""
        return theme.HEAT_RAMP[self.step] if self.kind is Kind.RATE else theme.CARD

    def inks(self) -> tuple[str, str]:
        """The colours of rate and fraction, readable on the ground."""
        if self.kind is not Kind.RATE or self.step < _DARK_FROM:
            return theme.INK, theme.INK2
        return (theme.CARD, theme.CARD) if self.step >= _WHITE_FROM else (theme.INK, theme.INK)

    def words(self, language: Language) -> tuple[str, str]:
        """Rate and fraction; a cell without a rate has its words in the second place alone."""
        if self.kind is Kind.NOT_OFFERED:
            return "", "–"
        if self.kind is Kind.NONE:
            return "", language.count("{n} dossier", "{n} dossiers", 0)
        fraction = language.fraction(self.numerator, self.denominator)
        if self.kind is Kind.FEW:
            return "", fraction
        return language.percent(self.numerator / self.denominator, 0), fraction

    def needs(self, language: Language) -> float:
        """The width that the words need, in px."""
        rate, fraction = self.words(language)
        gap = 8 if rate else 0
        return (
            text_width(rate, RATE_SIZE, theme.SEMIBOLD)
            + gap
            + text_width(fraction, theme.SMALLEST_SIZE)
            + 2 * PADDING
            + 2
        )

    def hover(self, unit: str, field: str, language: Language) -> str:
        """Unit, field, rate with its counts, and why there is none."""
        lines = [f"<b>{unit}</b>", field]
        counts = language.say(
            "{fraction} submitted online", fraction=language.fraction(self.numerator, self.denominator)
        )
        if self.kind is Kind.RATE:
            lines.append(f"{language.percent(self.numerator / self.denominator)} · {counts}")
        elif self.kind is Kind.FEW:
            lines += [counts, language.say("below 10 dossiers: no rate")]
        elif self.kind is Kind.NONE:
            lines.append(language.say("no dossiers"))
        else:
            lines.append(language.count("{n} dossier", "{n} dossiers", self.denominator))
            lines.append(language.say("not offered online"))
        return "<br>".join(lines)


def field_title(field: str, language: Language) -> str:
    """A field as a heading; fields that are shown as one have no name of their own."""
    return field or language.say("Merged fields")


@dataclass(frozen=True)
class Grid:
    """The counts by unit and field, with sums. ``fields`` are in the order of their volume, the largest first."""

    counts: dict[tuple[str, str], tuple[int, int]]
    fields: Sequence[str]
    offered: Collection[str]

    def cell(self, unit: str, fields: Sequence[str]) -> Cell:
        """One field, or several added up; ``DISTRICT`` is all units together."""
        pairs = [
            pair for (one, field), pair in self.counts.items() if field in fields and (unit == DISTRICT or one == unit)
        ]
        name = fields[0] if len(fields) == 1 else OTHERS
        numerator, denominator = (sum(pair[place] for pair in pairs) for place in (0, 1))
        return Cell(unit, name, numerator, denominator, any(field in self.offered for field in fields))


def read_grid(frame: pd.DataFrame, offered: Collection[str]) -> Grid:
    """The grid of rows of unit, field, numerator, denominator. Fields of no dossiers at all have no column."""
    counts = {
        (str(row.unit), str(row.field)): (int(row.numerator), int(row.denominator))
        for row in frame[["unit", "field", "numerator", "denominator"]].itertuples(index=False)
    }
    volumes = frame.groupby("field")["denominator"].sum()
    fields = sorted((str(field) for field in volumes.index if volumes[field]), key=lambda one: (-volumes[one], one))
    return Grid(counts, fields, offered)
