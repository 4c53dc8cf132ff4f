"""Invented postings of procedures, and what their measures should be, version by version in plain Python."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from data_access.profiles import load_profile
from tests.data_access.desk import Desk, Row
from tests.district import unit_names
from tests.plain_truth import add_working_days

UNITS = ("p09", "p10", "mot-cua-q6")  # the last exports no dossiers
PROCEDURES = {one["procedure_id"]: one["field"] for one in load_profile("quan6").procedures[:24]}
ON_TIME, COMPLETE, CORRECT = "posted_on_time_rate", "posted_complete_rate", "posted_correct_rate"
IN_FORCE, TO_MEND = "postings_in_force", "postings_to_mend"
FAULTS = ("outdated", "not_at_desk", "not_on_web", "incomplete", "incorrect", "not_in_form")
RATES = (ON_TIME, COMPLETE, CORRECT)
KEYS = (*RATES, IN_FORCE, TO_MEND, *(f"{TO_MEND}.{fault}" for fault in FAULTS))


@dataclass(frozen=True)
class Posted:
    """One version of a procedure at one unit. ``sound``: complete, correct, in form."""

    unit: str
    procedure: str
    announced: date
    desk: date | None
    web: date | None
    removed: date | None
    sound: tuple[bool, bool, bool]


@dataclass(frozen=True)
class Window:
    """Of one unit: first day of the period, T, and the working days within which is to be posted."""

    start: date
    to: date
    days: int


def random_postings(seed: int, size: int = 60) -> tuple[Posted, ...]:
    """Versions crowded around the working days of June 2020, many a day before, at or after the end of their time."""
    rng, found = Random(seed), {}
    for _ in range(size):
        unit, procedure = rng.choice(UNITS), rng.choice(tuple(PROCEDURES))
        announced = date(2020, 5, 12) + timedelta(rng.randrange(48))
        places = [
            add_working_days(announced, rng.choice((1, 2, 3, 4, 5, 6, 7))) + timedelta(rng.choice((0, 0, 0, 1)))
            if rng.random() < 0.8
            else None
            for _ in range(2)
        ]
        last = max((day for day in places if day), default=announced)
        removed = last + timedelta(rng.randrange(25)) if rng.random() < 0.4 else None
        sound = (rng.random() < 0.7, rng.random() < 0.7, rng.random() < 0.7)
        found[unit, procedure, announced] = Posted(unit, procedure, announced, *places, removed, sound)
    return tuple(found.values())


def write_postings(desk: Desk, postings: Iterable[Posted]) -> list:
    """As a unit would write them."""
    names, yes = unit_names(), {True: "Có", False: "Không"}
    rows: list[Row] = [
        {
            "reporting_unit": names[one.unit],
            "procedure": one.procedure,
            "announced_on": _day(one.announced),
            "desk_posted_on": _day(one.desk),
            "web_posted_on": _day(one.web),
            "removed_on": _day(one.removed),
            "is_complete": yes[one.sound[0]],
            "is_correct": yes[one.sound[1]],
            "is_in_form": yes[one.sound[2]],
        }
        for one in postings
    ]
    return [desk.write("posting", *rows)]


def _day(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""


def rows(key: str, postings: Iterable[Posted], windows: dict[str, Window]) -> tuple[list[Posted], list[Posted]]:
    """The versions of the numerator and of the denominator (empty but for rates), of the units with a window."""
    every = list(postings)
    mine = [(one, windows[one.unit]) for one in every if one.unit in windows]
    above = [one for one, window in mine if _counts(key, one, every, window)]
    return above, [one for one, window in mine if _belongs(key, one, every, window)] if key in RATES else []


def number(key: str, above: list[Posted], below: list[Posted]) -> tuple[float, float | None]:
    """(numerator, denominator) as the long table has them."""
    return float(len(above)), float(len(below)) if key in RATES else None


def _time_over(one: Posted, window: Window) -> bool:
    return add_working_days(one.announced, window.days) <= window.to


def _newer(one: Posted, every: list[Posted], window: Window) -> bool:
    same = [other for other in every if (other.unit, other.procedure) == (one.unit, one.procedure)]
    return any(one.announced < other.announced <= window.to for other in same)


def _in_force(one: Posted, every: list[Posted], window: Window) -> bool:
    return one.announced <= window.to and not _newer(one, every, window)


def _stands(day: date | None, one: Posted, window: Window) -> bool:
    return day is not None and day <= window.to and not (one.removed and one.removed <= window.to)


def _belongs(key: str, one: Posted, every: list[Posted], window: Window) -> bool:
    if key == ON_TIME:
        return window.start <= one.announced <= window.to and _time_over(one, window)
    anywhere = _stands(one.desk, one, window) or _stands(one.web, one, window)
    return anywhere and _in_force(one, every, window)


def fault(one: Posted, every: list[Posted], window: Window) -> str:
    """The first thing to be mended, "" where there is none."""
    desk, web = _stands(one.desk, one, window), _stands(one.web, one, window)
    if one.announced > window.to:
        return ""
    if _newer(one, every, window):
        return "outdated" if desk or web else ""
    if _time_over(one, window) and not (desk and web):
        return "not_on_web" if desk else "not_at_desk"
    if desk or web:
        lacking = [name for name, sound in zip(FAULTS[3:], one.sound, strict=True) if not sound]
        return lacking[0] if lacking else ""
    return ""


def _counts(key: str, one: Posted, every: list[Posted], window: Window) -> bool:
    if key in RATES and not _belongs(key, one, every, window):
        return False
    if key == ON_TIME:
        last = add_working_days(one.announced, window.days)
        # A weekend after the last working day belongs to it: no working day has passed.
        return bool(one.desk and one.web) and add_working_days(last, 1) > max(one.desk, one.web)  # type: ignore[type-var]
    if key == COMPLETE:
        return one.sound[0]
    if key == CORRECT:
        return one.sound[1] and one.sound[2]
    if key == IN_FORCE:
        return _in_force(one, every, window)
    found = fault(one, every, window)
    return found == key.rpartition(".")[2] if "." in key else bool(found)
