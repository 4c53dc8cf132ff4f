"""A profile: the units of one place over time, procedures, targets, rules and known events, read from its folder."""

from __future__ import annotations

import csv
import datetime as dt
import tomllib
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any, TypeVar

import holidays

from data_access.profiles.units import Unit, check_units

FOLDER = Path(__file__).parent
MONDAY_TO_FRIDAY = range(5)


@dataclass(frozen=True)
class Target:
    """A target with the document that sets it: COUNTING 4.8 wants to see who ordered it."""

    measure: str
    value: float
    direction: str
    set_by: str
    document: str
    valid_from: dt.date


@dataclass(frozen=True)
class Event:
    """A known cause that a chart may name."""

    day: dt.date
    title: str
    title_en: str


@dataclass(frozen=True)
class Baseline:
    """The day from which a trend is judged by new limits: a recorded decision with its reason (COUNTING 4.4)."""

    day: dt.date
    reason: str
    reason_en: str


@dataclass(frozen=True)
class LawfulDay:
    """Until when an apology letter must be issued, for promises due from ``valid_from`` on (COUNTING section 3).

    ``rule``: "due" (on the due day at the latest) or "day_before" (one day before it, ``unit`` "working" or
    "calendar"). ``document``: what orders it.
    """

    rule: str
    document: str
    valid_from: dt.date
    unit: str = "working"

    def __post_init__(self) -> None:
        if self.rule not in ("due", "day_before") or self.unit not in ("working", "calendar"):
            raise ValueError(
                f"lawful_day: {self.rule!r}, {self.unit!r}: write rule due or day_before, unit working or calendar"
            )


@dataclass(frozen=True)
class SupplementWait:
    """After how many working days a wait for a supplement counts as long, from ``valid_from`` on. ``document``: what
    sets it; empty = an example, set by nobody yet."""

    working_days: int
    document: str
    valid_from: dt.date

    def __post_init__(self) -> None:
        if self.working_days < 1:
            raise ValueError(f"supplement_wait: {self.working_days} working days; write 1 or more")


@dataclass(frozen=True)
class PostingWait:
    """Within how many working days of its announcement a procedure is to be posted, from ``valid_from`` on.
    ``document``: what sets it; empty = an example, set by nobody yet."""

    working_days: int
    document: str
    valid_from: dt.date

    def __post_init__(self) -> None:
        if self.working_days < 1:
            raise ValueError(f"posting_wait: {self.working_days} working days; write 1 or more")


@dataclass(frozen=True)
class DeskTerm:
    """How many whole months a term at the desk lasts at least and at most, from ``valid_from`` on."""

    least_months: int
    most_months: int
    document: str
    valid_from: dt.date

    def __post_init__(self) -> None:
        if not 0 <= self.least_months < self.most_months:
            raise ValueError(
                f"desk_term: {self.least_months} to {self.most_months} months; write least_months 0 or more and below "
                "most_months"
            )


@dataclass(frozen=True)
class OfficialForm:
    """How form II.06a/VPCP/KSTT is filled in, for periods that end on ``valid_from`` or later (COUNTING section 5).

    ``finish_unknown``: what is finished without a day of finish goes to "column_9" (note 4), or the form is "refused".
    ``overdue_from``: an open dossier is overdue at the close of its "due_day", or only on the "day_after" (note 8), as
    some systems count. ``reporter``: the office whose form the sum of all units is, to which a unit reports;
    ``recipient``: to whom that office reports (and each unit where there is no ``reporter``). ``document``: what
    orders the form.
    """

    valid_from: dt.date
    finish_unknown: str = "column_9"
    overdue_from: str = "due_day"
    reporter: str = ""
    recipient: str = ""
    document: str = ""

    def __post_init__(self) -> None:
        if self.finish_unknown not in ("column_9", "refused") or self.overdue_from not in ("due_day", "day_after"):
            raise ValueError(
                f"official_form: {self.finish_unknown!r}, {self.overdue_from!r}: write finish_unknown column_9 or "
                "refused, overdue_from due_day or day_after"
            )


Dated = TypeVar("Dated", LawfulDay, SupplementWait, PostingWait, DeskTerm, OfficialForm)


@dataclass(frozen=True)
class Profile:
    """Everything about a district, a city or a cluster of wards that is data, not code."""

    name: str
    title: str
    lateness: str
    closing_time: dt.time
    office_hours: tuple[tuple[dt.time, dt.time], ...]
    refused_share: float
    country: str
    first_day: dt.date
    last_day: dt.date
    extra_working: frozenset[dt.date]
    extra_off: frozenset[dt.date]
    targets: tuple[Target, ...]
    events: tuple[Event, ...]
    baselines: tuple[Baseline, ...]
    lawful_days: tuple[LawfulDay, ...]
    supplement_waits: tuple[SupplementWait, ...]
    posting_waits: tuple[PostingWait, ...]
    desk_terms: tuple[DeskTerm, ...]
    official_forms: tuple[OfficialForm, ...]
    sensitive_fields: frozenset[str]
    units: tuple[Unit, ...]
    procedures: tuple[dict[str, str], ...]

    def target(self, measure: str, day: dt.date) -> Target | None:
        """The target of a measure in force on a day, the latest if several."""
        in_force = [t for t in self.targets if t.measure == measure and t.valid_from <= day]
        return max(in_force, key=lambda t: t.valid_from, default=None)

    def official_form(self, day: dt.date) -> OfficialForm:
        """The settings of the official form for a period that ends on ``day``; the circular's own before the first."""
        in_force = [form for form in self.official_forms if form.valid_from <= day]
        return in_force[-1] if in_force else OfficialForm(dt.date.min)

    @cached_property
    def calendar(self) -> list[dict[str, Any]]:
        """One row a day for the table ``calendar``."""
        days = [self.first_day + dt.timedelta(n) for n in range((self.last_day - self.first_day).days + 1)]
        off = set(holidays.country_holidays(self.country, years=range(self.first_day.year, self.last_day.year + 1)))
        rows: list[dict[str, Any]] = []
        number = 0
        for day in days:
            working = self._is_working(day, off)
            number += working
            rows.append({"day": day, "working": working, "working_number": number})
        due_day = days[-1]
        for row in reversed(rows):
            due_day = row["day"] if row["working"] else due_day
            row["due_day"] = due_day
        return rows

    def _is_working(self, day: dt.date, holidays_of_country: set[dt.date]) -> bool:
        if day in self.extra_working or day in self.extra_off:
            return day in self.extra_working
        return day.weekday() in MONDAY_TO_FRIDAY and day not in holidays_of_country


@cache
def load_profile(name: str) -> Profile:
    """The profile in the folder ``name``.

    Raises:
        ValueError: there is no such profile, or its settings contradict each other.
    """
    folder = FOLDER / name
    if not (folder / "profile.toml").exists():
        known = sorted(path.parent.name for path in FOLDER.glob("*/profile.toml"))
        raise ValueError(f"unknown profile {name!r}: there are {', '.join(known)}")
    settings = tomllib.loads((folder / "profile.toml").read_text(encoding="utf-8"))
    calendar, units = settings["calendar"], _rows(folder / "units.csv")
    listed = FOLDER / settings.get("procedures", name) / "procedures.csv"
    if not listed.exists():
        raise ValueError(f"profile {name!r}: there is no {listed.parent.name}/{listed.name}; mend its 'procedures'")
    check_units(units)
    procedures = _rows(listed)
    return Profile(
        name=settings["name"],
        title=settings["title"],
        lateness=settings["lateness"],
        closing_time=settings["closing_time"],
        office_hours=_office_hours(settings["office_hours"]),
        refused_share=settings["refused_share"],
        country=calendar.get("country", "VN"),
        first_day=calendar["first"],
        last_day=calendar["last"],
        extra_working=frozenset(calendar["working"]),
        extra_off=frozenset(calendar["off"]),
        targets=tuple(Target(**target) for target in settings.get("target", [])),
        events=tuple(Event(**event) for event in settings.get("event", [])),
        baselines=tuple(Baseline(**baseline) for baseline in settings.get("baseline", [])),
        lawful_days=_dated(LawfulDay, settings.get("lawful_day", [])),
        supplement_waits=_dated(SupplementWait, settings.get("supplement_wait", [])),
        posting_waits=_dated(PostingWait, settings.get("posting_wait", [])),
        desk_terms=_dated(DeskTerm, settings.get("desk_term", [])),
        official_forms=_dated(OfficialForm, settings.get("official_form", [])),
        sensitive_fields=_sensitive_fields(settings.get("sensitive_fields", []), procedures),
        units=units,
        procedures=procedures,
    )


def _dated(kind: type[Dated], settings: list[dict[str, Any]]) -> tuple[Dated, ...]:
    """By the day from which they hold."""
    return tuple(sorted((kind(**one) for one in settings), key=lambda one: one.valid_from))


def _sensitive_fields(named: list[str], procedures: tuple[dict[str, str], ...]) -> frozenset[str]:
    """Fields in which a few dossiers would tell of people. A name that no procedure has would protect nobody."""
    known = {procedure["field"] for procedure in procedures}
    if unknown := sorted(set(named) - known):
        raise ValueError(
            f"sensitive_fields: no procedure is of {', '.join(unknown)}; there are {', '.join(sorted(known))}"
        )
    return frozenset(named)


def _rows(path: Path) -> tuple[dict[str, str], ...]:
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def _office_hours(texts: list[str]) -> tuple[tuple[dt.time, dt.time], ...]:
    """ "07:30-11:30" -> (07:30, 11:30). The intake rule needs them to add up to 8 hours (decision 10)."""
    hours = tuple(
        (dt.time.fromisoformat(start), dt.time.fromisoformat(end)) for start, end in (text.split("-") for text in texts)
    )
    minutes = sum((e.hour - s.hour) * 60 + e.minute - s.minute for s, e in hours)
    if minutes != 8 * 60:
        raise ValueError(f"office_hours add up to {minutes / 60:g} hours: the intake rule needs exactly 8")
    return hours
