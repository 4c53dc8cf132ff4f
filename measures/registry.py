"""All measures by key; the parts of a measure are measures too ("overdue_rate.open")."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from measures import (
    completeness,
    desks,
    land,
    lateness,
    lateness_counts,
    letters,
    online,
    papers,
    postings,
    signals,
    steps,
    waiting,
)
from measures.measure import Kind, Measure

DEFINED: tuple[Measure, ...] = (
    *lateness.RATES,
    *lateness_counts.COUNTS,
    *lateness_counts.STOCKS,
    *lateness_counts.DAYS,
    *online.ONLINE,
    *letters.RATES,
    *letters.STEPS,
    *letters.COUNTS,
    *letters.STOCKS,
    *waiting.STOCKS,
    *steps.CLOCK,
    *steps.DAYS,
    *steps.FLOW,
    *steps.STOCKS,
    *land.LAND,
    *desks.DESKS,
    *papers.PAPERS,
    *postings.POSTINGS,
    *completeness.COMPLETENESS,
    *signals.SIGNALS,
)
MEASURES: dict[str, Measure] = {measure.key: measure for measure in DEFINED}


def get(key: str) -> Measure:
    """The measure of this key, or the count of one of its parts ("overdue_rate.open").

    Raises:
        ValueError: there is none; the message lists those that exist.
    """
    whole, _, part = key.partition(".")
    measure = MEASURES.get(whole)
    if measure and not part:
        return measure
    if measure and part in {name for name, _, _ in measure.parts}:
        return part_of(measure, part)
    raise ValueError(f"unknown measure {key!r}: there are {', '.join(known_keys())}")


def known_keys() -> list[str]:
    """Every key, parts included."""
    parts = [f"{measure.key}.{name}" for measure in MEASURES.values() for name, _, _ in measure.parts]
    return [*MEASURES, *parts]


def parts(measure: Measure) -> list[Measure]:
    """The counts that add up to the numerator."""
    return [part_of(measure, name) for name, _, _ in measure.parts]


def part_of(measure: Measure, part: str) -> Measure:
    """One part of a numerator as a count of its own."""
    name, words, condition = next(found for found in measure.parts if found[0] == part)
    return replace(
        measure,
        key=f"{measure.key}.{name}",
        title=words,
        formula=words,
        kind=Kind.STOCK if measure.at_as_of else Kind.COUNT,
        numerator=condition,
        numerator_words=words,
        denominator=None,
        denominator_words="",
        parts=(),
    )


def get_all(keys: Iterable[str]) -> list[Measure]:
    return [get(key) for key in keys]
