"""What needs attention: three to five sentences, ranked by how many dossiers they concern and how sure they are.

Counts are sure; a verdict is said only where it is clear; what is merely watched weighs half. Concerns come first, one
good example last (LOOK section 6).
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import pandas as pd

from measures.findings import chosen_units, told
from measures.headlines import is_met
from measures.known import Holdings
from measures.overview import HEADLINE, LETTERS, ONLINE, Overview
from measures.verdict import Verdict
from text import Language

MOST = 5
LONG = ("16-30", ">30")
SURE, WATCHED = 1.0, 0.5


class Tone(StrEnum):
    """What a sentence asks for."""

    CONCERN = "concern"
    INFO = "info"
    GOOD = "good"


@dataclass(frozen=True)
class Link:
    """Where a sentence leads: to the page of a measure (``page`` is its key), in the scope of a unit where one is
    named; without ``page`` to the list behind ``measure``."""

    words: str
    page: str = ""
    units: tuple[str, ...] = ()
    measure: str = ""
    within: tuple[str, str] | None = None


@dataclass(frozen=True)
class Finding:
    """One sentence: ``lead`` is printed bold. ``concerned``: how many dossiers it is about; ``sure``: 0 to 1."""

    tone: Tone
    lead: str
    rest: str
    concerned: int
    link: Link | None = None
    sure: float = SURE

    @property
    def weight(self) -> float:
        return self.concerned * self.sure


def attention(seen: Overview, held: Holdings, language: Language) -> list[Finding]:
    """At most five sentences about the chosen units."""
    said = [finding for rule in RULES for finding in rule(seen, held, language)]
    concerns, notes, good = (
        sorted((f for f in said if f.tone is tone), key=lambda finding: -finding.weight)
        for tone in (Tone.CONCERN, Tone.INFO, Tone.GOOD)
    )
    return (concerns + notes)[: MOST - len(good[:1])] + good[:1]


def _higher(seen: Overview, held: Holdings, language: Language) -> Iterator[Finding]:
    """Units clearly above the others."""
    for row in _rows(seen, Verdict.HIGHER):
        rest = language.say("clearly above the common level of {level}.", level=_level(seen, language))
        yield Finding(
            Tone.CONCERN, _with_rate(row, held, language), rest, int(row.numerator), _unit_link(row.unit, language)
        )


def _letters(seen: Overview, _: Holdings, language: Language) -> Iterator[Finding]:
    """Overdue dossiers of the period without an apology letter: a missed duty; and those of all periods together."""
    missing, link = seen.headlines[LETTERS].without, Link(language.say("Apology letters"), LETTERS)
    if not missing and not seen.letters_missing:
        return
    stock = language.say("{n} with those of earlier periods.", n=language.number(seen.letters_missing))
    if not missing:
        lead = language.count(
            "{n} letter of earlier periods is missing",
            "{n} letters of earlier periods are missing",
            seen.letters_missing,
        )
        yield Finding(Tone.INFO, lead[:1].upper() + lead[1:], "", seen.letters_missing, link, WATCHED)
        return
    waiting = seen.unwritten.get("open", 0)
    rest = language.count("of these {n} still open;", "of these {n} still open;", waiting) if waiting else ""
    lead = language.count(
        "{n} overdue dossier of the period has no apology letter",
        "{n} overdue dossiers of the period have no apology letter",
        missing,
    )
    yield Finding(Tone.CONCERN, lead, f"{rest} {stock}".strip(), missing, link)


def _overdue(seen: Overview, _: Holdings, language: Language) -> Iterator[Finding]:
    """What is open and overdue today, of whatever period."""
    if not seen.overdue:
        return
    outside, long = seen.sides.get("outside", 0), sum(seen.ages.get(age, 0) for age in LONG)
    rest = [language.count("{n} waits outside the unit", "{n} wait outside the unit", outside)] if outside else []
    if long:
        rest.append(language.say("{count} for more than 15 working days", count=language.number(long)))
    details = language.say("of these {details}. Please review.", details="; ".join(rest)) if rest else ""
    lead = language.count("{n} open dossier is overdue", "{n} open dossiers are overdue", seen.overdue)
    link = Link(language.say("See the dossiers"), measure="overdue_open")
    yield Finding(Tone.CONCERN, lead, details, seen.overdue, link)


def _tomorrow(seen: Overview, held: Holdings, language: Language) -> Iterator[Finding]:
    """What comes due on the next working day after T, seen from the units that are up to date."""
    coming = {day: count for day, count in seen.soon_by_day.items() if day > min(seen.scope.until, held.cut_off)}
    if not coming:
        return
    day = min(coming)
    lead = language.count(
        "{n} dossier comes due on {day}", "{n} dossiers come due on {day}", coming[day], day=language.day_month(day)
    )
    rest = language.say("the next working day. Please remind today.")
    link = Link(language.say("See the dossiers"), measure="due_soon", within=("due_day", day.isoformat()))
    yield Finding(Tone.CONCERN, lead, rest, coming[day], link)


def _online(seen: Overview, held: Holdings, language: Language) -> Iterator[Finding]:
    """Dossiers missing to the online target; a concern only where a unit is clearly below it."""
    headline, compared = seen.headlines[ONLINE], seen.maps[ONLINE]
    if not compared.target or not headline.now[1] or is_met(headline.now, compared.target):
        return
    gap = math.ceil(compared.target.value * headline.now[1] - 1e-9) - int(headline.now[0])
    lead = language.count(
        "{n} online dossier short of the target of {target}",
        "{n} online dossiers short of the target of {target}",
        gap,
        target=language.percent(compared.target.value, 0),
    )
    below = told(chosen_units(seen, compared.units), Verdict.LOWER, held, language)
    rest = language.say("clearly below it: {units}.", units=below) if below else ""
    tone = Tone.CONCERN if below else Tone.INFO
    yield Finding(tone, lead, rest, gap, Link(language.say("Online"), ONLINE))


def _stale(seen: Overview, held: Holdings, language: Language) -> Iterator[Finding]:
    """Units whose data end before the others'. How many dossiers that hides nobody knows; its own weigh for them."""
    units = chosen_units(seen)
    for row in units[units["stale"]].itertuples():
        day = language.date(row.stale_from)
        lead = language.say("{unit} not updated since {day}", unit=held.known.unit_name(row.unit), day=day)
        rest = language.say("what came due after that day is in no rate yet.")
        yield Finding(Tone.INFO, lead, rest, int(row.denominator))


def _watched(seen: Overview, held: Holdings, language: Language) -> Iterator[Finding]:
    """Units beyond the 95 % limits once."""
    for row in _rows(seen, Verdict.WATCH_HIGHER):
        rest = language.say("to be watched: beyond the 95% limits once, not clear yet.")
        link = _unit_link(row.unit, language)
        yield Finding(Tone.INFO, _with_rate(row, held, language), rest, int(row.numerator), link, WATCHED)


def _lower(seen: Overview, held: Holdings, language: Language) -> Iterator[Finding]:
    """Units clearly below the others: a good example."""
    for row in _rows(seen, Verdict.LOWER):
        rest = language.say(
            "clearly below the common level of {level}. Suggestion: exchange ways of working.",
            level=_level(seen, language),
        )
        link = _unit_link(row.unit, language)
        yield Finding(Tone.GOOD, _with_rate(row, held, language), rest, int(row.denominator), link)


RULES = (_higher, _letters, _overdue, _tomorrow, _online, _stale, _watched, _lower)


def _rows(seen: Overview, verdict: Verdict):  # type: ignore[no-untyped-def]  # rows of itertuples
    units: pd.DataFrame = chosen_units(seen)
    return units[units["verdict"] == verdict].itertuples()


def _with_rate(row, held: Holdings, language: Language) -> str:  # type: ignore[no-untyped-def]  # a row of itertuples
    return language.say(
        "{unit}: {fraction} dossiers overdue ({rate})",
        unit=held.known.unit_name(row.unit),
        fraction=language.fraction(row.numerator, row.denominator),
        rate=language.percent(row.rate),
    )


def _unit_link(unit: str, language: Language) -> Link:
    return Link(language.say("See the unit"), HEADLINE, (unit,))


def _level(seen: Overview, language: Language) -> str:
    return language.percent(seen.level[0] / seen.level[1])
