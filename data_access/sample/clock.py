"""Moments, working days and office hours as plain integers, so that half a million lives fit into array arithmetic.

A *day* is the number of days since 1970, a *moment* the number of seconds since then (local time). *Work time* counts
only the seconds of office hours: adding to it can never land on an evening, a week-end or a holiday.
"""

from __future__ import annotations

import holidays
import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

DAY = 86_400
HOUR = 3_600
OFFICE = 8 * HOUR
MORNING = int(7.5 * HOUR)
NOON = int(11.5 * HOUR)
AFTERNOON = 13 * HOUR
CLOSING = 17 * HOUR
# Later than every export: "has not happened" and "will never happen" are cut off in one comparison.
NEVER = np.int64(2**62)

FIRST_DAY = int(np.datetime64("2017-12-01").astype("datetime64[D]").astype(np.int64))
LAST_DAY = int(np.datetime64("2027-12-31").astype("datetime64[D]").astype(np.int64))


def day_number(iso: str) -> int:
    """Day number of a date written yyyy-mm-dd."""
    return int(np.datetime64(iso, "D").astype(np.int64))


class Clock:
    """The working calendar of Vietnam: Monday to Friday without public holidays."""

    def __init__(self) -> None:
        """Work the calendar out once, from a month before the first dossier to years after the last."""
        days = np.arange(FIRST_DAY, LAST_DAY + 1)
        dates = days.astype("datetime64[D]")
        off = np.array(sorted(holidays.country_holidays("VN", years=range(2017, 2028))), dtype="datetime64[D]")
        self.weekday = (days + 3) % 7  # 01/01/1970 was a Thursday
        self.holiday = np.isin(dates, off)
        self._working = (self.weekday < 5) & ~self.holiday
        self._number = np.cumsum(self._working)
        self._day_of = np.concatenate([[FIRST_DAY], days[self._working]])

    def working(self, day: Ints) -> Bools:
        """Whether each day is a working day."""
        return self._working[day - FIRST_DAY]

    def add_working(self, day: Ints, count: Ints | int) -> Ints:
        """The count-th working day after each day (before it, if count is negative)."""
        return self._day_of[self._number[day - FIRST_DAY] + count]

    def roll(self, day: Ints) -> Ints:
        """Each day itself, or the next working day if it is a day off."""
        return self.add_working(day, 1 - self.working(day).astype(np.int64))

    def to_work(self, moment: Ints) -> Ints:
        """Work time of a moment; on a day off it stands still at the end of the last working day."""
        day, second = np.divmod(moment, DAY)
        spent = np.clip(second - MORNING, 0, 4 * HOUR) + np.clip(second - AFTERNOON, 0, 4 * HOUR)
        full = self._number[day - FIRST_DAY] * OFFICE
        return np.where(self.working(day), full - OFFICE + spent, full)

    def from_work(self, work: Ints) -> Ints:
        """Moment of a work time: the inverse of ``to_work`` within office hours."""
        number, spent = np.divmod(work, OFFICE)
        second = np.where(spent < 4 * HOUR, MORNING + spent, AFTERNOON + spent - 4 * HOUR)
        return self._day_of[number + 1] * DAY + second

    def between(self, start: Ints, end: Ints, share: NDArray[np.float64]) -> Ints:
        """The moment that lies a share of the work time after ``start`` on the way to ``end``, never outside both.

        On a single day off (Saturday morning at the desk) no work time passes: there the clock itself is divided.
        """
        work = self.to_work(start)
        inside = self.from_work(work + ((self.to_work(end) - work) * share).astype(np.int64))
        plain = start + ((end - start) * share).astype(np.int64)
        moment = np.where(start // DAY == end // DAY, np.where(self.working(start // DAY), inside, plain), inside)
        return np.clip(moment, start, np.maximum(start, end))

    def office_moment(self, rng: np.random.Generator, day: Ints) -> Ints:
        """A random office-hours moment on each day, denser in the last hours."""
        spent = (rng.beta(1.4, 1.1, day.size) * (OFFICE - 60)).astype(np.int64)
        return day * DAY + np.where(spent < 4 * HOUR, MORNING + spent, AFTERNOON + spent - 4 * HOUR)
