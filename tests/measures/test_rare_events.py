"""Days between late dossiers: the limits against brute-force probabilities, the signals against plain counting."""

from __future__ import annotations

import datetime as dt
import itertools
import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from measures.rare_events import RUN, DaysBetween, days_between, dossiers_in_a_row

FIRST = dt.date(2018, 1, 1)  # a Monday
EVERY = [FIRST + dt.timedelta(n) for n in range(1000)]
NUMBERS = dict(zip(EVERY, itertools.accumulate(int(day.weekday() < 5) for day in EVERY), strict=True))
WORKING = [day for day in EVERY if day.weekday() < 5]


def judged(late: list[int], due: list[int] | int, idle: int = 0, baselines: tuple[dt.date, ...] = ()) -> DaysBetween:
    """Counts of the first working days, one a day, and ``idle`` more on which nothing came due."""
    dues = [due] * len(late) if isinstance(due, int) else due
    frame = pd.DataFrame({"period": WORKING[: len(late)], "numerator": late, "denominator": dues})
    until = WORKING[len(late) + idle - 1]
    return days_between(frame[frame["denominator"] > 0].astype({"numerator": float}), NUMBERS, until, baselines)


def every(step: int, count: int) -> list[int]:
    """One late dossier each ``step`` working days, ``count`` times, the last on the last day."""
    return ([0] * (step - 1) + [1]) * count


# ------------------------------------------------------------------------------------------------------- the intervals


def test_an_interval_is_the_working_days_from_one_due_day_to_the_next() -> None:
    """Late on Monday 1st, Friday 5th (two of them) and Monday 8th: 4, 0 and 1 working days; then 2 to Wednesday."""
    found = judged([1, 0, 0, 0, 2, 1, 0, 0], 3).frame
    assert list(found["days"]) == [4, 0, 1, 2]
    assert list(found["dossiers"]) == [9, 0, 0, 6]
    assert list(found["running"]) == [False, False, False, True]
    assert list(found["start"]) == [WORKING[n] for n in (0, 4, 4, 5)]
    assert list(found["end"]) == [WORKING[n] for n in (4, 4, 5, 7)]


def test_days_off_do_not_count() -> None:
    """A week of holidays (Tết) in the calendar: the interval over it is as long as any other."""
    numbers = dict(zip(EVERY, itertools.accumulate(int(n < 5 or n >= 12) for n in range(1000)), strict=True))
    frame = pd.DataFrame({"period": [EVERY[4], EVERY[12]], "numerator": [1.0, 1.0], "denominator": [2, 2]})
    assert list(days_between(frame, numbers, EVERY[12]).frame["days"]) == [1, 0]


def test_nothing_late_is_no_interval() -> None:
    found = judged([0] * 50, 3)
    assert found.frame.empty
    assert found.provisional
    assert found.newest(FIRST) is None
    assert found.variation(FIRST) == "few"


def test_what_lies_after_the_last_complete_day_does_not_count() -> None:
    frame = pd.DataFrame({"period": WORKING[:10], "numerator": [1.0] * 10, "denominator": 2})
    assert len(days_between(frame, NUMBERS, WORKING[4]).frame) == 4 + 1


@settings(max_examples=60, deadline=None)
@given(counts=st.lists(st.tuples(st.integers(0, 4), st.integers(0, 3)), min_size=1, max_size=80))
def test_every_interval_equals_a_plain_count(counts: list[tuple[int, int]]) -> None:
    """Each late dossier written down with its day; neighbours subtracted; the dossiers between counted one by one."""
    found = judged([late for late, _ in counts], [late + kept for late, kept in counts]).frame
    events = [n for n, (late, _) in enumerate(counts) for _ in range(late)]
    pairs = list(itertools.pairwise(events))
    assert list(found["days"][~found["running"]]) == [end - start for start, end in pairs]
    between = [sum(late + kept for late, kept in counts[start + 1 : end]) for start, end in pairs]
    assert list(found["dossiers"][~found["running"]]) == between
    if events:
        assert found["days"].iloc[-1] == len(counts) - 1 - events[-1]
        assert found["days"].sum() == len(counts) - 1 - events[0]


# ---------------------------------------------------------------------------------------------------------- the limits


@pytest.mark.parametrize("rate", [0.004, 0.02, 0.11, 0.5, 0.97, 1.0])
def test_so_many_dossiers_in_a_row_come_less_than_once_in_a_thousand(rate: float) -> None:
    """Multiplied out dossier by dossier; one fewer comes at least as often."""
    needed = dossiers_in_a_row(rate)
    assert math.prod([1 - rate] * needed) < 0.001
    assert math.prod([1 - rate] * (needed - 1)) >= 0.001


def test_the_limit_is_the_day_by_which_enough_dossiers_came_due() -> None:
    """20 late of 1000, so 342 in a row are needed. Two dossiers a day at first, later four: 171 and 86 working days."""
    late = [1, *[0] * 179, 1, *[0] * 69, *([1, 0, 0, 0, 0, 0, 0, 0] * 18)[: 18 * 8]]
    due = [2] * 180 + [4] * (len(late) - 180)
    found = judged(late, due).frame
    rate = sum(late) / sum(due)
    needed = dossiers_in_a_row(rate)
    start, limit = found[["start", "limit"]].iloc[0]
    after = list(itertools.accumulate(due[WORKING.index(start) + 1 :]))
    assert limit == next(n for n, so_far in enumerate(after, 1) if so_far >= needed)


def test_a_day_above_the_limit_is_a_signal_and_the_limit_itself_is_none() -> None:
    """14 late ones; the last wait is stretched to the limit, then by one day more, at the rate that results."""
    words = {}
    for wait in range(60, 140):
        found = judged([*every(8, 13), *[0] * (wait - 1), 1], 5).frame.iloc[-2]
        assert found["days"] == wait
        assert (found["signal"] == "longer") == (wait > found["limit"])
        between = 5 * (wait - 1)
        late, due = 14, 5 * (8 * 13 + wait)
        assert (found["signal"] == "longer") == ((1 - late / due) ** between < 0.001)
        words[wait] = found["signal"]
    assert set(words.values()) == {"", "longer"}


def test_days_on_which_little_came_due_are_no_improvement() -> None:
    """The same 120 working days without a late one: five dossiers a day are a signal, one a week is none."""
    busy, quiet = [5] * 120, [1 if n % 5 == 0 else 0 for n in range(120)]
    before = every(8, 14)
    for dues, signal in ((busy, "longer"), (quiet, "")):
        found = judged([*before, *[0] * 120], [5] * len(before) + dues).frame
        assert (found["days"].iloc[-1], found["signal"].iloc[-1]) == (120, signal)


def test_the_running_interval_says_longer_or_nothing() -> None:
    """It is at least so long: above the limit it is a signal; however short, it is none."""
    for idle in range(1, 150):
        found = judged([*every(8, 14), *[0] * idle], 5).frame
        last = found.iloc[-1]
        assert last["running"]
        assert last["signal"] == ("longer" if last["days"] > last["limit"] else "")
        assert (last["limit"] > idle) or last["signal"] or last["limit"] == idle
    assert last["signal"] == "longer"


def test_a_limit_that_lies_after_the_last_day_is_never_passed_and_goes_on_at_the_mean_pace() -> None:
    found = judged(every(8, 14), 5).frame
    rate = 14 / (14 * 8 * 5)
    assert found["limit"].iloc[-1] == math.ceil(dossiers_in_a_row(rate) / 5)
    assert found["days"].iloc[-1] == 0


def test_the_centre_is_working_days_a_late_dossier() -> None:
    assert set(judged(every(8, 14), 5).frame["centre"]) == {8.0}


@pytest.mark.parametrize(("intervals", "provisional"), [(11, True), (12, False)])
def test_fewer_than_twelve_intervals_have_no_limits(intervals: int, provisional: bool) -> None:
    found = judged([*every(8, intervals + 1), *[0] * 200], 5)
    assert int((~found.frame["running"]).sum()) == intervals
    assert found.provisional == provisional
    assert found.frame["limit"].isna().all() == provisional
    assert found.variation(FIRST) == ("few" if provisional else "longer")


# ------------------------------------------------------------------------------------------------- late ones in a row


def crowd(size: int) -> list[int]:
    """One late dossier each 10 working days for half a year, then ``size`` on one day soon after."""
    return [*every(10, 14), 0, size, 0, 0, 0]


def test_late_ones_that_come_too_close_together_are_a_signal() -> None:
    row = judged(crowd(RUN), 20).frame.query("signal == 'closer'").iloc[0]
    assert (row["run_late"], row["run_days"], row["end"]) == (RUN, 2, WORKING[141])


@pytest.mark.parametrize("size", range(1, RUN + 4))
def test_a_run_begins_after_the_latest_late_dossier_that_leaves_enough(size: int) -> None:
    """Brute force: the ways in which fewer than ``RUN`` of the dossiers since that day may be late, summed up.

    Fewer than ``RUN`` on one day reach further back, ten working days a late dossier: six of them are no signal.
    """
    found = judged(crowd(size), 20).frame
    since = 139 - 10 * max(0, RUN - size)
    late, rate, due = 14 + size, (14 + size) / (20 * 145), 20 * (141 - since)
    assert sum(crowd(size)) == late
    ways = 1 - sum(math.comb(due, k) * rate**k * (1 - rate) ** (due - k) for k in range(RUN))
    signals = found[found["signal"] == "closer"]
    assert list(signals["end"]) == ([WORKING[141]] if ways < 0.001 else [])
    assert list(signals["run_late"]) == ([max(RUN, size)] if ways < 0.001 else [])
    assert (ways < 0.001) == (size > 6)


def test_a_single_short_interval_is_never_a_signal() -> None:
    """Two on the same day, however rare they are."""
    found = judged([*every(30, 13), 0, 2, 0], 10).frame
    assert list(found["days"])[-3:] == [2, 0, 1]
    assert set(found["signal"]) == {""}


# ------------------------------------------------------------------------------------------------- what is said of them


def test_the_newest_signal_of_the_period_is_said_else_the_running_interval() -> None:
    found = judged([*crowd(RUN), *[0] * 5], 20)
    crowded = found.frame.index[found.frame["signal"] == "closer"][0]
    assert found.newest(WORKING[141]).equals(found.frame.loc[crowded])
    assert found.variation(WORKING[141]) == "closer"
    assert found.newest(WORKING[142]).equals(found.frame.iloc[-1])
    assert found.variation(WORKING[142]) == "common"


def test_a_new_baseline_begins_anew() -> None:
    """Rare at first, often later: each stretch has its own limits, and no interval crosses the day between."""
    late = [*every(20, 13), *every(3, 20)]
    change = WORKING[13 * 20]
    found = judged(late, 5, baselines=(change,)).frame
    assert set(found["centre"]) == {20.0, 3.0}
    assert not ((found["start"] < change) & (found["end"] >= change)).any()
    assert set(found["signal"]) == {""}
    assert int(found["running"].sum()) == 1
    few = judged([*every(20, 13), *every(3, 5)], 5, baselines=(change,))
    assert few.provisional
    assert few.frame["limit"].notna().sum() == 12  # the limits before it stand


# ------------------------------------------------------------------------------- how often chance alone gives a signal


def test_at_a_constant_rate_signals_are_as_seldom_as_promised() -> None:
    """200 units with 5 to 9 dossiers a working day for two years, 2 % late: of some 14.000 intervals at most one in
    1000 is called longer, and of as many starts at most one in 1000 begins a run. (The estimated rate makes them
    fewer.) A rule that never spoke would be no rule."""
    rng = np.random.default_rng(20200630)
    intervals, longer, runs = 0, 0, 0
    for _ in range(200):
        due = rng.integers(5, 10, 500)
        found = judged(list(rng.binomial(due, 0.02)), list(due)).frame
        intervals += len(found)
        longer += int((found["signal"] == "longer").sum())
        closer = found[found["signal"] == "closer"]
        runs += len(closer)
    allowed = stats.binom.isf(0.001, intervals, 0.001)
    assert intervals > 12_000
    assert 0 < longer <= allowed
    assert 0 < runs <= allowed
