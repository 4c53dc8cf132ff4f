"""Invented forms of the units: people at the desks, inspections with findings, help to submit online.

As a clerk would write them, cell by cell: ``write_forms`` puts the headers of the layout ``mot-cua`` over them;
what the numbers should be is worked out in ``plain_truth_desks``, from the same rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random

from tests.data_access.desk import Desk, Row
from tests.district import unit_names

# Two that export dossiers, one that does not, and one of which no form ever tells.
UNITS = ("p09", "p10", "ldtbxh")
SILENT = "kinh-te"
KINDS_OF_FINDINGS = {"posting": "Niêm yết", "deadline": "Trễ hạn, thư xin lỗi", "conduct": "Tác phong, giao tiếp"}
FORMS_OF_HELP = {"desk": "Hướng dẫn nộp trực tuyến tại bộ phận", "event": "Buổi tuyên truyền"}


@dataclass(frozen=True)
class Person:
    """One term of one person at a desk."""

    unit: str
    number: int
    started: date
    left: date | None
    counter: int | None
    standards: tuple[bool, bool, bool, bool]  # grade, experience, performance, conduct


@dataclass(frozen=True)
class Inspection:
    number: str
    unit: str
    planned: date
    done: date | None


@dataclass(frozen=True)
class Finding:
    inspection: str
    number: int
    unit: str
    kind: str
    found: date
    due: date | None
    remedied: date | None


@dataclass(frozen=True)
class Help:
    unit: str
    number: str
    held: date
    form: str
    people: int


@dataclass(frozen=True)
class Forms:
    """What all units told beside their exports."""

    staff: tuple[Person, ...]
    inspections: tuple[Inspection, ...]
    findings: tuple[Finding, ...]
    help: tuple[Help, ...]


def random_forms(seed: int, size: int = 40) -> Forms:
    """Forms crowded around May and June 2020, so that ends of periods, of terms and of remedies meet."""
    rng = Random(seed)

    def day(first: date = date(2020, 5, 20), span: int = 45) -> date:
        return first + timedelta(rng.randrange(span))

    def later(start: date, share: float, span: int = 20) -> date | None:
        return start + timedelta(rng.randrange(span)) if rng.random() < share else None

    staff, inspections, findings, told = [], [], [], []
    for number in range(size):
        unit = rng.choice(UNITS)
        started = day(date(2018, 5, 1), 790)
        meets = (rng.random() < 0.9, rng.random() < 0.8, rng.random() < 0.9, rng.random() < 0.9)
        staff.append(Person(unit, number, started, later(started, 0.6, 700), rng.choice((None, 1, 2)), meets))
        planned = day()
        inspections.append(Inspection(f"{number}/KH", rng.choice(UNITS), planned, later(planned, 0.7)))
        found = day()
        due = later(found, 0.8)
        kind = rng.choice(tuple(KINDS_OF_FINDINGS))
        findings.append(Finding(f"{number}/KH", 1, rng.choice(UNITS), kind, found, due, later(found, 0.6)))
        told.append(Help(unit, str(number), day(), rng.choice(tuple(FORMS_OF_HELP)), rng.randrange(60)))
    staff += _terms_at_the_limits(rng, size)
    return Forms(tuple(staff), tuple(inspections), tuple(findings), tuple(told))


def _terms_at_the_limits(rng: Random, size: int) -> list[Person]:
    """Terms that at some day of June 2020 are a day short of some months, just so many, or a day over."""
    found = []
    for number in range(size, 2 * size):
        day = date(2020, 6, rng.choice((2, 8, 11, 14, 29)))
        left = day + timedelta(rng.randrange(-1, 1)) if rng.random() < 0.5 else None
        month = 12 * day.year + day.month - 1 - rng.choice((2, 3, 4, 6, 6, 6) if left else (17, 18, 19, 24, 24, 24))
        started = date(month // 12, month % 12 + 1, min(day.day, 28)) + timedelta(rng.randrange(-1, 3))
        standards = tuple(rng.random() < 0.6 for _ in range(4))
        found.append(
            Person(rng.choice((*UNITS, UNITS[-1])), number, started, left, rng.choice((None, 1, 3)), standards)
        )
    return found


def write_forms(desk: Desk, forms: Forms) -> list[Path]:
    """One file a kind of form."""
    names = unit_names()
    tables: dict[str, list[Row]] = {
        "staff": [_staff_row(one, names) for one in forms.staff],
        "inspection": [
            {
                "inspection_no": one.number,
                "inspected_unit": names[one.unit],
                "planned_on": _day(one.planned),
                "done_on": _day(one.done),
            }
            for one in forms.inspections
        ],
        "finding": [_finding_row(one, names) for one in forms.findings],
        "assistance": [
            {
                "reporting_unit": names[one.unit],
                "event_no": one.number,
                "held_on": _day(one.held),
                "form": FORMS_OF_HELP[one.form],
                "people": str(one.people),
            }
            for one in forms.help
        ],
    }
    return [desk.write(kind, *rows) for kind, rows in tables.items()]


def _staff_row(one: Person, names: dict[str, str]) -> Row:
    fields = ("meets_grade", "meets_experience", "meets_performance", "meets_conduct")
    return {
        "reporting_unit": names[one.unit],
        "staff_no": str(one.number),
        "started_on": _day(one.started),
        "left_on": _day(one.left),
        "counter_no": "" if one.counter is None else str(one.counter),
        **{field: "Có" if met else "Không" for field, met in zip(fields, one.standards, strict=True)},
    }


def _finding_row(one: Finding, names: dict[str, str]) -> Row:
    return {
        "inspection_no": one.inspection,
        "finding_no": str(one.number),
        "inspected_unit": names[one.unit],
        "finding_kind": KINDS_OF_FINDINGS[one.kind],
        "found_on": _day(one.found),
        "remedy_due_on": _day(one.due),
        "remedied_on": _day(one.remedied),
    }


def _day(day: date | None) -> str:
    return day.strftime("%d/%m/%Y") if day else ""
