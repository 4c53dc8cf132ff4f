"""The lines of order 1400, each with the measure that shows it, what it asks for, whom it is for and its page."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from text import mark

WARD, DESK, DEPARTMENT, LAND = "ward", "desk", "department", "land_branch"
RESOLVERS, COUNTERS, ALL = (WARD, DEPARTMENT, LAND), (WARD, DESK, LAND), (WARD, DESK, DEPARTMENT, LAND)


class Rule(Enum):
    """What a line asks for."""

    TARGET = "target"  # the rate reaches the target of the profile
    ZERO = "zero"  # no case at all
    EVERYBODY = "everybody"  # all of them
    SOME = "some"  # at least something


@dataclass(frozen=True)
class Line:
    """``measure``: whose numerator (and, of a rate, denominator) is shown; "" = a count from the journal. ``short``:
    for the head of a column. ``asks``: what the line asks for, after its title."""

    key: str
    title: str
    short: str
    asks: str
    measure: str
    rule: Rule
    kinds: tuple[str, ...]
    page: str


LINES = (
    Line(
        "on_time",
        mark("Dossiers resolved by the day promised"),
        mark("On time"),
        mark("the overdue rate reaches the target"),
        "overdue_rate",
        Rule.TARGET,
        RESOLVERS,
        "tre-han",
    ),
    Line(
        "coordination",
        mark("No step past its day while the dossier still has time"),
        mark("Coordination"),
        mark("no such step is under way"),
        "steps_late",
        Rule.ZERO,
        RESOLVERS,
        "diem-nghen",
    ),
    Line(
        "letters",
        mark("An apology letter for every overdue dossier"),
        mark("Apology letters"),
        mark("no letter is missing"),
        "letters_missing",
        Rule.ZERO,
        RESOLVERS,
        "thu-xin-loi",
    ),
    Line(
        "online",
        mark("Dossiers submitted online"),
        mark("Online share"),
        mark("the online share reaches the target"),
        "online_share",
        Rule.TARGET,
        (WARD, DESK),
        "truc-tuyen",
    ),
    Line(
        "help",
        mark("Citizens told of, and helped with, submitting online"),
        mark("Online help"),
        mark("somebody was helped or reached in the period"),
        "assisted_online",
        Rule.SOME,
        (WARD, DESK),
        "truc-tuyen",
    ),
    Line(
        "posting",
        mark("Procedures posted in time, in full and correctly"),
        mark("Posting"),
        mark("nothing is to be mended"),
        "postings_to_mend",
        Rule.ZERO,
        (WARD, DESK),
        "niem-yet",
    ),
    Line(
        "papers",
        mark("No papers demanded outside the list"),
        mark("Extra papers"),
        mark("no dossier with such a demand"),
        "extra_documents_rate",
        Rule.ZERO,
        COUNTERS,
        "giay-to",
    ),
    Line(
        "copies",
        mark("No certified copies where a plain copy is enough"),
        mark("Copies"),
        mark("no dossier with such a demand"),
        "certified_copies_rate",
        Rule.ZERO,
        COUNTERS,
        "giay-to",
    ),
    Line(
        "staff",
        mark("Desk staff meet the standards"),
        mark("Desk staff"),
        mark("everybody at the desk meets all of them"),
        "staff_qualified_rate",
        Rule.EVERYBODY,
        COUNTERS,
        "nhan-su",
    ),
    Line(
        "inspections",
        mark("Findings of inspections remedied"),
        mark("Inspections"),
        mark("no finding is past its day"),
        "findings_open.overdue",
        Rule.ZERO,
        ALL,
        "kiem-tra",
    ),
    Line(
        "reminders",
        mark("Reminders answered"),
        mark("Reminders"),
        mark("no answer is overdue"),
        "",
        Rule.ZERO,
        ALL,
        "don-doc",
    ),
    Line(
        "complete",
        mark("Nothing handled outside the system"),
        mark("Completeness"),
        mark("no receipt number is missing"),
        "serial_gaps",
        Rule.ZERO,
        COUNTERS,
        "doi-soat",
    ),
)
BY_KEY = {line.key: line for line in LINES}
