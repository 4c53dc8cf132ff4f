"""Reporting periods: a week, month, quarter, ... with its neighbours, written as a short token in URLs and commands."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass

from text import Language

TOKENS = (
    "2020-06 (month), 2020-Q2, 2020-6T, 2020-9T, 2020, 2020-06-LK (year to date), 2020-06-BC (15th-14th), "
    "2020-W26, 2020-06-30"
)
REPORT_DAY = 15
# No two years in a row have a 29 February or a 53rd week.
LONGER_YEARS_ONLY = {"-02-29": "-02-28", "-W53": "-W52"}


@dataclass(frozen=True)
class Period:
    """From ``start`` to ``end``, both included. ``months`` is its length where it is made of months, else 0."""

    token: str
    start: dt.date
    end: dt.date
    months: int = 0

    @classmethod
    def parse(cls, token: str) -> Period:
        """The period a token stands for.

        Raises:
            ValueError: the token is none of the forms in ``TOKENS``, or no such day exists.
        """
        for pattern, build in _FORMS:
            if found := re.fullmatch(pattern, token, re.ASCII):
                try:
                    return build(token, *(int(part) for part in found.groups()))
                except ValueError as error:
                    raise ValueError(f"{token!r} is no period ({error}). Write e.g. {TOKENS}.") from error
        raise ValueError(f"{token!r} is no period. Write e.g. {TOKENS}.")

    def previous(self) -> Period:
        """The period just before; of a year to date, the same months of the year before."""
        year, month = self.start.year, self.start.month
        if self.token.endswith("LK"):
            return self.year_before()
        if self.token.endswith("BC"):
            return _report_month("", *_shifted(self.end.year, self.end.month, -1))
        if self.token.endswith(("6T", "9T")):
            return self.year_before()
        if self.months:
            start = _shifted(year, month, -self.months)
            return _months("", *start, self.months)
        days = (self.end - self.start).days + 1
        start_day = self.start - dt.timedelta(days)
        return _week("", *start_day.isocalendar()[:2]) if days == 7 else _day("", *_parts(start_day))

    def year_before(self) -> Period:
        """The same period a year earlier; of 29 February the 28th, of a 53rd week the 52nd."""
        year, rest = int(self.token[:4]) - 1, self.token[4:]
        return Period.parse(f"{year}{LONGER_YEARS_ONLY.get(rest, rest)}")

    def newest_like(self, day: dt.date) -> Period:
        """The newest period of the same kind that has begun by ``day``, cut to end no later than it."""
        year, suffix = f"{day:%Y}", self.token[4:]
        if suffix.endswith("BC"):
            ahead = int(day.day >= REPORT_DAY)
            found = _report_month("", *_shifted(day.year, day.month, ahead))
        elif suffix.endswith("LK"):
            found = Period.parse(f"{day:%Y-%m}-LK")
        elif suffix in ("", "-6T", "-9T"):
            found = Period.parse(year + suffix)
        else:
            grains = {3: "quarter" if suffix[1] == "Q" else "month", 4: "week", 6: "day"}
            found = _grain_of(day, grains[len(suffix)])
        return Period(found.token, found.start, min(found.end, day), found.months)

    def title(self, language: Language) -> str:
        """ "Tháng 6/2020"."""
        year, month, suffix = self.token[:4], f"{self.end.month}", self.token[4:]
        values = {"year": year, "month": month}
        if not suffix:
            return language.say("Year {year}", **values)
        if suffix[1:2] == "Q":
            return language.say("Quarter {quarter}/{year}", quarter=suffix[2:], **values)
        if suffix in ("-6T", "-9T"):
            return language.say("First {count} months of {year}", count=suffix[1], **values)
        if suffix.endswith("LK"):
            return language.say("{year} up to month {month}", **values)
        if suffix.endswith("BC"):
            return language.say("Report month {month}/{year}", **values)
        if suffix[1:2] == "W":
            return language.say("Week {week}/{year}", week=suffix[2:].lstrip("0"), **values)
        if len(suffix) == 6:
            return language.say("Day {day}", day=language.date(self.start))
        return language.say("Month {month}/{year}", **values)


def month_period(day: dt.date) -> Period:
    """The month that holds ``day``."""
    return _months("", day.year, day.month, 1)


def months_until(last: dt.date, count: int) -> list[Period]:
    """``count`` months, the last of which holds ``last``, oldest first."""
    return [_months("", *_shifted(last.year, last.month, -back), 1) for back in reversed(range(count))]


def split(period: Period, grain: str) -> list[Period]:
    """The days, weeks, months, quarters or years that a period is made of, cut to it at both ends.

    Raises:
        ValueError: the grain is none of them.
    """
    pieces, day = [], period.start
    while day <= period.end:
        piece = _grain_of(day, grain)
        pieces.append(Period(piece.token, max(piece.start, period.start), min(piece.end, period.end), piece.months))
        day = piece.end + dt.timedelta(1)
    return pieces


def _grain_of(day: dt.date, grain: str) -> Period:
    if grain == "day":
        return _day("", *_parts(day))
    if grain == "week":
        return _week("", *day.isocalendar()[:2])
    lengths = {"month": 1, "quarter": 3, "year": 12}
    if grain not in lengths:
        raise ValueError(f"unknown grain {grain!r}: use day, week, month, quarter or year")
    length = lengths[grain]
    return _months("", day.year, (day.month - 1) // length * length + 1, length)


def _parts(day: dt.date) -> tuple[int, int, int]:
    return day.year, day.month, day.day


def _shifted(year: int, month: int, by: int) -> tuple[int, int]:
    number = year * 12 + month - 1 + by
    return number // 12, number % 12 + 1


def _last_day(year: int, month: int) -> dt.date:
    return dt.date(year, month, calendar.monthrange(year, month)[1])


def _months(token: str, year: int, month: int, count: int) -> Period:
    end_year, end_month = _shifted(year, month, count - 1)
    names = {1: f"{year:04}-{month:02}", 3: f"{year:04}-Q{(month + 2) // 3}", 12: f"{year:04}"}
    return Period(token or names[count], dt.date(year, month, 1), _last_day(end_year, end_month), count)


def _report_month(token: str, year: int, month: int) -> Period:
    start = dt.date(*_shifted(year, month, -1), REPORT_DAY)
    return Period(token or f"{year:04}-{month:02}-BC", start, dt.date(year, month, REPORT_DAY - 1))


def _year_to_date(token: str, year: int, month: int) -> Period:
    return _months(token, year, 1, dt.date(year, month, 1).month)  # the date refuses a 13th month


def _quarter(token: str, year: int, quarter: int) -> Period:
    return _months(token, year, quarter * 3 - 2, 3)


def _week(token: str, year: int, week: int) -> Period:
    start = dt.date.fromisocalendar(year, week, 1)
    return Period(token or f"{year:04}-W{week:02}", start, start + dt.timedelta(6))


def _day(token: str, year: int, month: int, day: int) -> Period:
    date = dt.date(year, month, day)
    return Period(token or date.isoformat(), date, date)


_YEAR = r"((?:19|20)\d{2})"  # so that neighbours of a period never leave the calendar
_FORMS = (
    (rf"{_YEAR}-(\d{{2}})", lambda token, year, month: _months(token, year, month, 1)),
    (rf"{_YEAR}-Q([1-4])", _quarter),
    (rf"{_YEAR}-([69])T", lambda token, year, count: _months(token, year, 1, count)),
    (_YEAR, lambda token, year: _months(token, year, 1, 12)),
    (rf"{_YEAR}-(\d{{2}})-LK", _year_to_date),
    (rf"{_YEAR}-(\d{{2}})-BC", _report_month),
    (rf"{_YEAR}-W(\d{{2}})", _week),
    (rf"{_YEAR}-(\d{{2}})-(\d{{2}})", _day),
)
