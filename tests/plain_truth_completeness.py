"""What completeness and reconciliation should be, dossier by dossier in plain Python."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from tests.district import District, Dossier, procedures

GAPS, ODD, WITHOUT_STEP = "serial_gaps", "codes_of_other_shape", "finished_without_step"
PORTAL, DIFFERENCES = "portal_equal_rate", "portal_differences"
PARTS = ("unknown", "state", "due", "finish")
KEYS = (GAPS, ODD, WITHOUT_STEP, PORTAL, DIFFERENCES, *(f"{DIFFERENCES}.{part}" for part in PARTS))
Number = tuple[float, float | None]
STATES = {1: "new", 3: "refused", 7: "ended", 8: "ended", 9: "finished", 10: "finished"}


@dataclass(frozen=True)
class Shown:
    """A dossier as the portal's list shows it."""

    code: str
    unit: str
    listed: date
    status: int
    due: date | None
    finished: date | None


@dataclass(frozen=True)
class Window:
    """Of one unit: first day of the period, T."""

    start: date
    to: date


def read_code(code: str) -> tuple[str, date, int] | None:
    """Prefix, day and number, where the code tells them."""
    found = re.fullmatch(r"([^-]+)-(\d\d)(\d\d)(\d\d)-(\d{1,6})", code)
    if not found:
        return None
    prefix, year, month, day, number = found.groups()
    try:
        return prefix, date(2000 + int(year), int(month), int(day)), int(number)
    except ValueError:
        return None


def gaps(district: District) -> list[tuple[str, date, list[int]]]:
    """(unit that received the next one, day, the numbers missing) of each run that nobody has."""
    taken: dict[tuple[str, date], dict[int, str]] = defaultdict(dict)
    for one in district.dossiers:
        if told := read_code(one.code):
            taken[told[:2]][told[2]] = one.receiving
    found = []
    for (_, day), numbers in taken.items():
        missing: list[int] = []
        for number in range(1, max(numbers) + 1):
            if number not in numbers:
                missing.append(number)
            elif missing:
                found.append((numbers[number], day, missing))
                missing = []
    return found


def state_on(one: Dossier, day: date) -> str:
    """What the portal should have shown on a day."""
    if one.status in (1, 3):
        return "refused" if one.status == 3 else "new"
    if one.ended and one.ended.date() <= day:
        return "ended"
    if one.finished and one.finished.date() <= day:
        return "finished"
    if not one.finished and not one.ended and (one.status in (9, 10) or one.returned):
        return "finished"  # nobody knows when
    return "new" if one.received is None or one.received.date() > day else "open"


def due_on(district: District, one: Dossier, day: date) -> date | None:
    """The due day as it stood on a day."""
    later = sorted((move.set_at, move.old_due) for move in district.moves if move.code == one.code)
    due = next((old for set_at, old in later if set_at.date() > day), one.due)
    return truth_day(due)


def truth_day(moment: date | None) -> date | None:
    return date(moment.year, moment.month, moment.day) if moment else None


def compared(district: District, row: Shown) -> str:
    """Equal, or the first thing that differs."""
    one = next((dossier for dossier in district.dossiers if dossier.code == row.code), None)
    if one is None:
        return "unknown"
    if state_on(one, row.listed) != STATES.get(row.status, "open"):
        return "state"
    ours = due_on(district, one, row.listed)
    if ours and row.due and ours != row.due:
        return "due"
    ended = truth_day(one.ended or one.finished) if one.status not in (1, 3) else None
    if ended and ended <= row.listed and row.finished and ended != row.finished:
        return "finish"
    return "equal"


def newest(shown: Iterable[Shown]) -> list[Shown]:
    """The rows of the newest list of each unit."""
    rows = list(shown)
    last = {unit: max(row.listed for row in rows if row.unit == unit) for unit in {row.unit for row in rows}}
    return [row for row in rows if row.listed == last[row.unit]]


def rows(key: str, district: District, shown: Iterable[Shown], windows: dict[str, Window]) -> tuple[list, list]:
    """(numerator, denominator) rows: numbers missing a gap, codes, codes of the list; of the units with a window."""
    if key == GAPS:
        found = [run for unit, day, run in gaps(district) if unit in windows and _within(day, windows[unit])]
        return found, found
    if key in (ODD, WITHOUT_STEP):
        ours = [(one, windows[one.receiving]) for one in district.dossiers if one.receiving in windows]
        return _of_dossiers(key, district, ours)
    listed = [row for row in newest(shown) if row.unit in windows and row.listed <= windows[row.unit].to]
    told = [(row.code, compared(district, row)) for row in listed]
    part = key.partition(".")[2]
    wanted = {"equal"} if key == PORTAL else {part} if part else set(PARTS)
    return [code for code, how in told if how in wanted], [code for code, _ in told] if key == PORTAL else []


def number(key: str, above: list, below: list) -> Number:
    """As the long table has it."""
    if key == GAPS:
        return float(sum(map(len, above))), float(len(above))
    return float(len(above)), float(len(below)) if key in (PORTAL, WITHOUT_STEP) else None


def _of_dossiers(key: str, district: District, ours: list[tuple[Dossier, Window]]) -> tuple[list[str], list[str]]:
    if key == ODD:
        days = [(one.code, truth_day(one.submitted or one.received), window) for one, window in ours]
        return [code for code, day, to in days if read_code(code) is None and day and _within(day, to)], []
    with_step = {step.code for step in district.steps}
    tells = {one.receiving for one in district.dossiers if one.code in with_step}
    below = [
        one.code
        for one, window in ours
        if one.finished and one.status not in (1, 3) and _within(one.finished.date(), window)
        if one.receiving in tells and not procedures()[one.procedure].certification
    ]
    return [code for code in below if code not in with_step], below


def _within(day: date, window: Window) -> bool:
    return window.start <= day <= window.to
