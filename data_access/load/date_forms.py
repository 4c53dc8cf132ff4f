"""How dates are written: the forms that exports use, each with the format a mapping needs to read it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

DAYS = {
    "dd{s}mm{s}yyyy": (r"(\d{{1,2}}){s}(\d{{1,2}}){s}(?:19|20)\d\d", "%d{s}%m{s}%Y"),
    "dd{s}mm{s}yy": (r"(\d{{1,2}}){s}(\d{{1,2}}){s}\d\d", "%d{s}%m{s}%y"),
    "yyyy{s}mm{s}dd": (r"(?:19|20)\d\d{s}\d{{1,2}}{s}\d{{1,2}}", "%Y{s}%m{s}%d"),
}
CLOCKS = {
    "": ("", ""),
    " hh:mm": (r" \d{1,2}:\d\d", " %H:%M"),
    " hh:mm:ss": (r" \d{1,2}:\d\d:\d\d", " %H:%M:%S"),
    " hh:mm:ss AM": (r" \d{1,2}:\d\d:\d\d [AaPp][Mm]", " %I:%M:%S %p"),
}
SEPARATORS = "/-."


@dataclass(frozen=True)
class Form:
    """One way to write a date. ``read_as`` is empty where it is understood without being named in a mapping."""

    name: str
    pattern: re.Pattern[str]
    read_as: str = ""


ISO = r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?(?: ?(?:Z|[+-]\d\d:?\d\d))?)?"
SERIAL = r"[1-6]\d{4}(?:[.,]\d+)?"


def _forms() -> list[Form]:
    forms = [Form("ISO", re.compile(ISO)), Form("Excel serial number", re.compile(SERIAL))]
    for separator, (day, (cells, read_day)), (clock, (ticks, read_clock)) in product(
        SEPARATORS, DAYS.items(), CLOCKS.items()
    ):
        day, cells, read_day = (text.format(s=mark) for text, mark in _with(separator, day, cells, read_day))
        forms.append(Form(day + clock, re.compile(cells + ticks), read_day + read_clock))
        if clock in (" hh:mm", " hh:mm:ss"):
            pattern = re.compile(f"{ticks.strip()} {cells}")
            forms.append(Form(f"{clock.strip()} {day}", pattern, f"{read_clock.strip()} {read_day}"))
    forms.append(Form("yyyymmdd", re.compile(r"(?:19|20)\d\d[01]\d[0-3]\d"), "%Y%m%d"))
    return forms + [_month_first(form) for form in forms if form.pattern.groups]


def _with(separator: str, name: str, cells: str, read_as: str) -> list[tuple[str, str]]:
    return [(name, separator), (cells, re.escape(separator)), (read_as, separator)]


def _month_first(form: Form) -> Form:
    return Form(_swapped(form.name), form.pattern, re.sub(r"%d(.)%m", r"%m\1%d", form.read_as))


def _swapped(name: str) -> str:
    return re.sub(r"dd(.)mm", r"mm\1dd", name)


FORMS = {form.name: form for form in _forms()}


@lru_cache(maxsize=100_000)
def form_of(cell: str) -> str | None:
    """The name of the form a cell is written in, e.g. "dd/mm/yyyy hh:mm"; "mm/dd/yyyy" where only that makes a date of
    it; None where it is no date."""
    for form in FORMS.values():
        found = form.pattern.fullmatch(cell)
        if found:
            month_first = form.pattern.groups and int(found[2]) > 12 >= int(found[1])
            return _swapped(form.name) if month_first else form.name
    return None
