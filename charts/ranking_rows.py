"""What a ranking shows: its rows, their verdict groups, and where everything stands on the sheet."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from charts import theme
from charts.lettering import text_width
from measures.verdict import Direction, Verdict
from text import Language, mark

# Below ten dossiers there are counts only, below thirty no rank (COUNTING 4.3).
FEWEST_FOR_RATE = 10
FEWEST_FOR_RANK = 30

HEADING_HEIGHT = 26
HEADING_GAP = 6
NOTE_HEIGHT = 16
HEADER_ROW = 19
AXIS_HEIGHT = 26

_GROUPS = (
    (Verdict.HIGHER,),
    (Verdict.WATCH_HIGHER, Verdict.WATCH_LOWER),
    (Verdict.NO_EVIDENCE,),
    (Verdict.LOWER,),
    (Verdict.TOO_FEW,),
    (Verdict.NO_DATA,),
)

# Whole on a desk, short on a phone.
_HEADINGS = {
    Verdict.HIGHER: (mark("Clearly higher than the common level"), mark("Clearly higher")),
    Verdict.WATCH_HIGHER: (mark("Watch: beyond the 95% limits once"), mark("Watch")),
    Verdict.NO_EVIDENCE: (mark("No evidence of a difference from the common level"), mark("No evidence")),
    Verdict.LOWER: (mark("Clearly lower than the common level"), mark("Clearly lower")),
    Verdict.TOO_FEW: (mark("Too few to judge"), mark("Too few to judge")),
    Verdict.NO_DATA: (mark("No dossiers"), mark("No dossiers")),
}


@dataclass(frozen=True)
class Row:
    """One unit of the ranking. ``ranks`` and ``mix`` are None where they may not or cannot be told."""

    unit_id: str
    name: str
    short_name: str
    number: float
    numerator: int
    denominator: int
    rate: float
    low: float
    high: float
    verdict: Verdict
    ranks: tuple[int, int] | None
    mix: float | None
    stale: bool
    stale_from: dt.date | None

    @property
    def has_rate(self) -> bool:
        """True if there are dossiers enough for a rate and its interval."""
        return self.denominator >= FEWEST_FOR_RATE and not math.isnan(self.rate)

    @property
    def order(self) -> tuple[float, float, str]:
        """Highest rate first, counts alone last, equal ones by number."""
        return (-self.rate if self.has_rate else 1.0, self.number, self.name)

    def stale_words(self, language: Language) -> str:
        """Since when the unit has sent nothing."""
        words = language.say("not updated")
        if self.stale_from is None:
            return words
        return f"{words} {language.say('since {date}', date=language.day_month(self.stale_from))}"

    def rank_words(self) -> str:
        """The ranks the unit could have: "1–4"."""
        if self.ranks is None:
            return "–"
        first, last = self.ranks
        return f"{first}–{last}" if first != last else str(first)


@dataclass(frozen=True)
class Group:
    """The rows of one verdict, never empty."""

    rows: Sequence[Row]

    @property
    def verdict(self) -> Verdict:
        """The verdict the heading shows: of the first row, because "watch" has two directions."""
        return self.rows[0].verdict

    def heading(self, language: Language, *, short: bool) -> str:
        """The verdict in words and how many units have it."""
        key = Verdict.WATCH_HIGHER if self.verdict is Verdict.WATCH_LOWER else self.verdict
        words = language.say(_HEADINGS[key][short])
        return f"{words}: {language.count('{n} unit', '{n} units', len(self.rows))}"


def read_rows(frame: pd.DataFrame, units: pd.DataFrame) -> list[Row]:
    """The judged units with their names."""
    named = {str(unit.unit_id): unit for unit in units.itertuples()}
    return [_row(one, named[str(one.unit)]) for one in frame.itertuples() if str(one.unit) in named]


def _row(one: Any, unit: Any) -> Row:
    ranked = one.denominator >= FEWEST_FOR_RANK and not (pd.isna(one.rank_low) or pd.isna(one.rank_high))
    mix = getattr(one, "case_mix_rate", math.nan)
    return Row(
        unit_id=str(one.unit),
        name=unit.name,
        short_name=unit.short_name,
        number=math.inf if pd.isna(unit.number) else float(unit.number),
        numerator=int(one.numerator),
        denominator=int(one.denominator),
        rate=float(one.rate),
        low=float(one.low),
        high=float(one.high),
        verdict=Verdict(one.verdict),
        ranks=(round(one.rank_low), round(one.rank_high)) if ranked else None,
        mix=None if pd.isna(mix) or one.denominator < FEWEST_FOR_RATE else float(mix),
        stale=bool(one.stale),
        stale_from=None if pd.isna(one.stale_from) else one.stale_from,
    )


def grouped(rows: Sequence[Row]) -> list[Group]:
    """The groups that have rows: highest verdicts first, then what cannot be judged."""
    members = [sorted((row for row in rows if row.verdict in one), key=lambda row: row.order) for one in _GROUPS]
    return [Group(group) for group in members if group]


@dataclass(frozen=True)
class Style:
    """What all rows have in common."""

    good: Direction
    target: float | None
    level: float
    language: Language
    phone: bool
    counted: str

    @property
    def references(self) -> list[tuple[str, float]]:
        """Level and target, as far as there are any, the lower first."""
        found = [] if math.isnan(self.level) else [("level", self.level)]
        found += [] if self.target is None else [("target", self.target)]
        return sorted(found, key=lambda one: one[1])

    def reference_words(self, key: str) -> str:
        """The label of a reference line."""
        if key == "level":
            return self.language.say("Common level {rate}", rate=self.language.percent(self.level))
        if self.good is Direction.HIGHER:
            value, whole = self.target or 0, round((self.target or 0) * 100, 6).is_integer()
            return self.language.say("Target: at least {value}", value=self.language.percent(value, 0 if whole else 1))
        return self.language.say("Target {rate}", rate=self.language.percent(self.target or 0))


def fraction_words(row: Row, language: Language) -> str:
    """The counts, or that there is nothing to count."""
    return language.fraction(row.numerator, row.denominator) if row.denominator else language.say("no dossiers")


Column = tuple[str, str, list[str], float]  # key, title, cells in the order of the rows, size


def columns(rows: Sequence[Row], style: Style) -> list[Column]:
    """The columns at the right, from left to right. A phone has room for two; the ranks stand in a second line."""
    language = style.language
    rates = [language.percent(row.rate) if row.has_rate else "" for row in rows]
    fractions = [fraction_words(row, language) for row in rows]
    found: list[Column] = [
        ("rate", language.say("Rate"), rates, theme.LABEL_SIZE),
        ("fraction", style.counted, fractions, theme.LABEL_SIZE),
    ]
    if style.phone:
        return found
    if any(row.mix is not None for row in rows):
        mixes = ["–" if row.mix is None else language.percent(row.mix) for row in rows]
        found.append(("mix", language.say("By case mix"), mixes, theme.LABEL_SIZE))
    return [*found, ("rank", language.say("Possible rank"), [row.rank_words() for row in rows], theme.LABEL_SIZE)]


def column_width(column: Column) -> float:
    """The width that a column's title and cells need, in px."""
    _, title, cells, size = column
    cells_width = max((text_width(cell, size, theme.SEMIBOLD) for cell in cells), default=0)
    return max(text_width(title, theme.NOTE_SIZE), cells_width)
