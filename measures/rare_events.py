"""Where late dossiers are rare: the working days from one to the next, instead of a rate by month (COUNTING 4.4).

A rate needs about five late ones a month to have limits worth the name, and quarters need three years for twelve
points. Below that the question is turned round: how long does it last until the next late dossier?

A point is the number of working days from the due day of one late dossier to the due day of the next (0 on the same
day). Working days, because due days always are: in calendar days Tết would look like an improvement. What is judged
are the dossiers that came due meanwhile: at a constant rate p, m dossiers in a row without a late one have probability
(1 − p)^m, however many come due a day. So a month in which little came due cannot pass for a better one, and the limit
in days is simply the day by which enough dossiers have come due. It varies as the limits of a p-chart do.

What can be told, and how often it is told by mistake at a constant rate:

- "longer" (better): an interval above its limit, at most once in 1000 intervals. The interval still running counts
  too; it is known only to be at least so long, so it can say "longer", never "closer".
- "closer" (worse): ``RUN`` late dossiers, or more that end on the same day, in so few dossiers that chance would bring
  ``RUN`` there at most once in 1000 starts. A single short interval is never a signal: the shortest, 0 days, comes
  too often by chance wherever there are enough late dossiers for limits at all.
- Not: a slow change. Longer means 6.9 times the average wait; ``RUN`` late ones must come about four times as fast.
  A doubled rate is as a rule not seen here; the tests between periods and the verdict beside other units see more.

The rate is estimated from the same days, as the centre of a p-chart is. Fewer than 12 intervals: no limits, no signals.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats

from measures.judging import POINTS_FOR_LIMITS
from measures.statistics import ACTION

RUN = 8  # late dossiers that are looked at together
COLUMNS = ("start", "end", "days", "dossiers", "running", "limit", "centre", "signal", "run_late", "run_days")


@dataclass(frozen=True)
class DaysBetween:
    """The intervals between late dossiers, judged, oldest first; the last one is still running.

    frame: start, end (due days of a late dossier and of the next; T for the running one), days (working days from one
    to the other), dossiers (came due on the days between, none of them late), running, limit and centre (working days;
    NaN without limits), signal ("longer", "closer" or ""), run_late and run_days (of "closer": how many late ones in
    how many working days; NaN else). Empty where no dossier was late. What went before the first late dossier, and
    across the day of a new baseline, is no interval: nobody knows its length.

    provisional: fewer than 12 finished intervals since the last baseline. in_a_row: so many dossiers in a row without a
    late one are beyond the limit (since the last baseline); 0 where provisional.
    """

    frame: pd.DataFrame
    provisional: bool
    in_a_row: int

    def newest(self, since: dt.date) -> pd.Series | None:
        """What is to be said: the newest signal that ends on or after ``since`` or still runs, else the interval still
        running. None where no dossier was late."""
        if self.frame.empty:
            return None
        signals = self.frame[(self.frame["end"] >= since) & (self.frame["signal"] != "")]
        return self.frame.iloc[-1] if signals.empty else signals.iloc[-1]

    def variation(self, since: dt.date) -> str:
        """The word of the newest interval: "longer", "closer", "common", or "few" (no limits)."""
        newest = self.newest(since)
        if self.provisional or newest is None:
            return "few"
        return str(newest["signal"]) or "common"


def days_between(
    daily: pd.DataFrame, numbers: Mapping[dt.date, int], until: dt.date, baselines: Sequence[dt.date] = ()
) -> DaysBetween:
    """Judge the intervals between the late dossiers of these days.

    ``daily``: period (a day), numerator (late), denominator (came due), one row a day, days without dossiers left out.
    ``numbers``: the running number of working days of each day up to ``until``, the last day that is complete.
    ``baselines``: the days from which the profile judges anew.
    """
    days = daily[daily["period"] <= until].groupby("period")[["numerator", "denominator"]].sum().sort_index()
    begun = sorted(day for day in baselines if len(days) and days.index[0] < day <= until)
    starts, frames, needed = [dt.date.min, *begun], [], 0
    for start, end in zip(starts, [*starts[1:], dt.date.max], strict=True):
        part = days[(days.index >= start) & (days.index < end)]
        newest = end == dt.date.max
        found = _intervals(part, numbers, until if newest else None)
        enough = (~found["running"]).sum() >= POINTS_FOR_LIMITS
        needed = dossiers_in_a_row(part["numerator"].sum() / part["denominator"].sum()) if enough else 0
        frames.append(_judged(found, part, numbers, until, needed) if enough else found)
    kept = [frame for frame in frames if len(frame)] or frames[-1:]
    return DaysBetween(pd.concat(kept, ignore_index=True)[list(COLUMNS)], not needed, needed)


def _intervals(days: pd.DataFrame, numbers: Mapping[dt.date, int], until: dt.date | None) -> pd.DataFrame:
    """One row from each late dossier to the next, not judged; the one still running where ``until`` is given."""
    rows: list[tuple[dt.date, dt.date, int, float, bool]] = []
    before, between = None, 0.0
    for day, late, due in zip(days.index, days["numerator"], days["denominator"], strict=True):
        if not late:
            between += due
            continue
        if before:
            rows.append((before, day, numbers[day] - numbers[before], between, False))
        rows += [(day, day, 0, 0.0, False)] * (int(late) - 1)
        before, between = day, 0.0
    if before and until:
        rows.append((before, until, numbers[until] - numbers[before], between, True))
    types = {"days": int, "dossiers": int, "running": bool}
    frame = pd.DataFrame(rows, columns=list(COLUMNS[:5])).astype(types)
    return frame.assign(limit=math.nan, centre=math.nan, signal="", run_late=math.nan, run_days=math.nan)


def _judged(
    frame: pd.DataFrame, days: pd.DataFrame, numbers: Mapping[dt.date, int], until: dt.date, needed: int
) -> pd.DataFrame:
    """With limit, centre and signals."""
    late, due = days["numerator"].sum(), days["denominator"].sum()
    last = until if frame["running"].any() else days.index[-1]
    working_days = numbers[last] - numbers[days.index[0]] + 1
    limits = _limits(frame["start"], days, numbers, needed, due / working_days)
    judged = frame.assign(limit=limits, centre=working_days / late)
    judged.loc[judged["days"] > judged["limit"], "signal"] = "longer"
    for end, found, span in _runs(days, numbers, late / due):
        row = judged.index[(judged["end"] == end) & ~judged["running"]][-1]
        judged.loc[row, ["signal", "run_late", "run_days"]] = ["closer", found, span]
    return judged


def dossiers_in_a_row(rate: float, tail: float = ACTION) -> int:
    """The fewest dossiers in a row without a late one that chance brings with a probability below ``tail``."""
    if rate >= 1:
        return 1
    return math.floor(math.log(tail) / math.log1p(-rate)) + 1


def _limits(
    starts: pd.Series, days: pd.DataFrame, numbers: Mapping[dt.date, int], needed: int, pace: float
) -> list[float]:
    """For each start the working days until ``needed`` dossiers have come due after it.

    Where they have not yet by the last day, the rest is reckoned at the mean ``pace`` (dossiers a working day): no
    interval known so far can reach that limit, so the reckoning is for drawing only.
    """
    due, place = days["denominator"].cumsum().to_numpy(float), [numbers[day] for day in days.index]
    limits = []
    for start in starts:
        wanted = due[days.index.get_loc(start)] + needed
        at = int(np.searchsorted(due, wanted))
        end = place[at] if at < len(place) else _beyond(place[-1], wanted - due[-1], pace)
        limits.append(float(end - numbers[start]))
    return limits


def _beyond(place: int, missing: float, pace: float) -> int:
    return place + max(1, math.ceil(missing / pace))


def _runs(days: pd.DataFrame, numbers: Mapping[dt.date, int], rate: float) -> list[tuple[dt.date, int, int]]:
    """Days on which ``RUN`` late dossiers have come too close together: day, how many, in how many working days.

    The run begins after the latest late dossier that leaves ``RUN`` behind it. Given that start, the day on which the
    next ``RUN`` are full is early with a probability below ``ACTION``.
    """
    sums = days.assign(late=days["numerator"].cumsum(), due=days["denominator"].cumsum())
    events = sums[sums["numerator"] > 0]
    late, due = events["late"].to_numpy(float), events["due"].to_numpy(float)
    before = np.searchsorted(late, late - RUN, side="right") - 1  # -1: too few before
    by_chance = stats.binom.sf(RUN - 1, due - due[before], rate)
    return [
        (events.index[end], int(late[end] - late[start]), numbers[events.index[end]] - numbers[events.index[start]])
        for end, start in enumerate(before)
        if start >= 0 and by_chance[end] < ACTION
    ]
