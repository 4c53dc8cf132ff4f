"""What the measures of desks, inspections and help should be, counted row by row in plain Python."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from tests.desk_forms import Finding, Forms, Help, Inspection, Person

FormRow = Person | Inspection | Finding | Help
RATES = ("staff_qualified_rate", "terms_too_short_rate", "inspections_done_rate", "findings_remedied_rate")
TOTALS = ("assisted_online", "outreach_people")
LACKS = ("grade", "experience", "performance", "conduct")
SHORT = "staff_short_of_standards"
PARTS = ("findings_open.overdue", "findings_open.within", *(f"{SHORT}.{name}" for name in (*LACKS, "several")))
STAFF = ("staff_at_desk", SHORT, "staff_over_term")
KEYS = (*RATES, *TOTALS, *STAFF, "findings", "findings_open", *PARTS)


@dataclass(frozen=True)
class Window:
    """Of one unit: the first day of the period, T, and the least and most months of a term at the desk."""

    start: date
    to: date
    term: tuple[int, int] = (6, 24)

    def holds(self, day: date | None) -> bool:
        return day is not None and self.start <= day <= self.to


def rows(key: str, forms: Forms, windows: dict[str, Window]) -> tuple[list[FormRow], list[FormRow]]:
    """The rows of the numerator and of the denominator (empty but for rates), of the units with a window."""
    kind = _kind(key, forms)
    mine = [(row, windows[row.unit]) for row in kind if row.unit in windows]
    above = [row for row, window in mine if _counts(key, row, window)]
    return above, [row for row, window in mine if _belongs(key, row, window)] if key in RATES else []


def number(key: str, above: list[FormRow], below: list[FormRow]) -> tuple[float, float | None]:
    """(numerator, denominator) as the long table has them."""
    if key in TOTALS:
        return float(sum(row.people for row in above if isinstance(row, Help))), float(len(above))
    return float(len(above)), float(len(below)) if key in RATES else None


def months(one: Person, to: date) -> int:
    """Whole months at the desk: counted up one by one."""
    found = 0
    while _plus_months(one.started, found + 1) <= (to.year, to.month, to.day):
        found += 1
    return found


def _plus_months(day: date, count: int) -> tuple[int, int, int]:
    """The same day of a later month, whether or not that month has it."""
    years, month = divmod(day.month - 1 + count, 12)
    return day.year + years, month + 1, day.day


def _kind(key: str, forms: Forms) -> Iterable[FormRow]:
    if key.startswith(("staff", "terms")):
        return forms.staff
    if key.startswith("inspections"):
        return forms.inspections
    return forms.findings if key.startswith("findings") else forms.help


def _belongs(key: str, row: FormRow, window: Window) -> bool:
    """Whether a row is in the denominator of a rate."""
    if isinstance(row, Person) and key.startswith("terms"):
        return window.holds(row.left)
    if isinstance(row, Person):
        return row.started <= window.to and not (row.left and row.left < window.to)
    if isinstance(row, Inspection):
        return window.holds(row.planned)
    assert isinstance(row, Finding)
    return window.holds(row.due)


def _person(key: str, one: Person, window: Window) -> bool:
    """Of somebody at the desk, or whose term ended in the period."""
    lacking = [name for name, met in zip(LACKS, one.standards, strict=True) if not met]
    if key == "terms_too_short_rate":  # the last day is a day at the desk
        assert one.left
        return one.left + timedelta(1) < _end_of_term(one.started, window.term[0])
    if key == "staff_over_term":
        return window.to > _end_of_term(one.started, window.term[1])
    if key.startswith(f"{SHORT}."):
        only = lacking[0] if len(lacking) == 1 else "several" if lacking else ""
        return key == f"{SHORT}.{only}"
    return {"staff_at_desk": True, "staff_qualified_rate": not lacking, SHORT: bool(lacking)}[key]


def _end_of_term(start: date, count: int) -> date:
    """The same day so many months later; the last of its month where that has no such day."""
    year, month, day = _plus_months(start, count)
    return date(year, month, min(day, monthrange(year, month)[1]))


def _counts(key: str, row: FormRow, window: Window) -> bool:
    """Whether a row is in the numerator."""
    if key in RATES and not _belongs(key, row, window):
        return False
    if isinstance(row, Person):
        return _belongs(key, row, window) and _person(key, row, window)
    if isinstance(row, Inspection):
        return row.done is not None and row.done <= window.to
    if isinstance(row, Help):
        return row.form == ("desk" if key == "assisted_online" else "event") and window.holds(row.held)
    if key == "findings":
        return window.holds(row.found)
    if key == "findings_remedied_rate":
        return row.remedied is not None and row.due is not None and row.remedied <= row.due
    is_open = row.found <= window.to and not (row.remedied and row.remedied <= window.to)
    past = row.due is not None and row.due <= window.to
    return is_open and (key == "findings_open" or past == (key == "findings_open.overdue"))
