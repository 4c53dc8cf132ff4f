"""A measure: one number, defined once and completely."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from sqlalchemy import Column, ColumnElement

from measures.verdict import Direction


class Kind(StrEnum):
    """What may be done with the numbers. Only ratios, counts, stocks and totals sum; stocks not over time."""

    RATIO = "ratio"
    COUNT = "count"
    STOCK = "stock"
    TOTAL = "total"
    QUANTILE = "quantile"


class Reference(StrEnum):
    """What a unit is compared with."""

    OTHERS = "others"
    TARGET = "target"


@dataclass(frozen=True)
class Measure:
    """A number and all that is said of it. It checks itself when it is made.

    ``numerator`` and ``denominator`` are conditions on a dossier (see ``sets``). ``counted_on`` is the date column
    that puts a dossier into a period; None means "as at T": the condition itself looks at AS_OF. A total or quantile
    takes ``value`` over the dossiers of the numerator; a quantile at ``level``. ``parts`` are named conditions that
    together make up the numerator. ``among`` is a cheap condition on the dossier that the numerator of a stock, or of
    what counts anything else than dossiers, implies. ``counts`` says what it is taken over: dossiers, or rows that hang
    on them (``measures.stays``). The list of one that is ``oldest_first`` is ordered by how long ago the promise came
    due, whatever became of the dossier. Titles and sentences are English, marked for translation.
    """

    key: str
    title: str
    formula: str
    kind: Kind
    numerator: ColumnElement[bool]
    numerator_words: str
    good: Direction | None
    why: str
    legal_basis: str
    left_out: str
    reviewed_on: dt.date
    next_review: dt.date
    denominator: ColumnElement[bool] | None = None
    denominator_words: str = ""
    counted_on: Column | None = None
    value: ColumnElement | None = None
    level: float | None = None
    unit: str = "dossiers"
    counts: str = "dossier"
    compare_with: Reference = Reference.OTHERS
    valid_from: dt.date | None = None
    parts: tuple[tuple[str, str, ColumnElement[bool]], ...] = field(default=())
    among: ColumnElement[bool] | None = None
    oldest_first: bool = False

    def __post_init__(self) -> None:
        faults = list(self._faults())
        if faults:
            raise ValueError(f"measure {self.key!r}: {'; '.join(faults)}")

    def _faults(self) -> Iterator[str]:
        if (self.kind is Kind.RATIO) != (self.denominator is not None):
            yield "a ratio needs a denominator, and nothing else has one"
        if (self.kind in (Kind.TOTAL, Kind.QUANTILE)) != (self.value is not None):
            yield "totals and quantiles need a value, and nothing else has one"
        if (self.kind is Kind.QUANTILE) != (self.level is not None):
            yield "a quantile needs its level, and nothing else has one"
        if self.kind is Kind.STOCK and self.counted_on is not None:
            yield "a stock is taken at T, so it has no counted_on"
        if self.kind in (Kind.COUNT, Kind.TOTAL, Kind.QUANTILE) and self.counted_on is None:
            yield "a count of a period needs counted_on"
        if self.next_review <= self.reviewed_on:
            yield "next_review must come after reviewed_on"

    @property
    def at_as_of(self) -> bool:
        """True where the number is taken at T instead of over the dates of a period."""
        return self.counted_on is None
