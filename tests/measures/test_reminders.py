"""Reminders against a plain recount: random actions, told step by step, on random days."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import replace
from random import Random

import pytest

from data_access.journal.actions import TASKS, Action, subject_of
from measures import registry
from measures.action_progress import Progress
from measures.judging import CHANGE_LEVEL, Change
from measures.measure import Kind
from measures.period import Period
from measures.reminders import STATES, change_since, followed, state_on, tallies, tally
from measures.reminders_page import day_of
from measures.scope import Scope
from measures.verdict import Direction

FIRST, SPAN = dt.date(2020, 4, 20), 80
MAY, JUNE = Period.parse("2020-05"), Period.parse("2020-06")


def random_actions(seed: int, size: int = 150) -> list[Action]:
    rng = Random(seed)

    def after(day: dt.date, share: float) -> dt.date | None:
        return day + dt.timedelta(rng.randrange(25)) if rng.random() < share else None

    found = []
    for number in range(size):
        agreed = FIRST + dt.timedelta(rng.randrange(SPAN))
        due = agreed + dt.timedelta(rng.randrange(20))
        task, unit = rng.choice(list(TASKS)), rng.choice(("p01", "p02", "tnmt"))
        one = Action(
            f"{number}/{subject_of('2020-05', unit, task, due)}",
            rng.choice(("reminder", "reminder", "decision")),
            *(task, 3, unit, due, "2020-05", TASKS[task], 3, None, "v", agreed),
            answered_on=after(agreed, 0.5),
            solved_on=after(agreed, 0.3),
        )
        taken_back = after(agreed, 0.2)
        found.append(replace(one, withdrawn=True, withdrawn_on=taken_back) if taken_back else one)
    return found


def told(one: Action, day: dt.date) -> list[str]:
    """What had happened to an action by the close of a day."""
    steps = {"agreed": one.agreed_on, "answered": one.answered_on, "solved": one.solved_on}
    steps["withdrawn"] = one.withdrawn_on
    return [name for name, on in steps.items() if on is not None and on <= day]


def plain_state(one: Action, day: dt.date) -> str:
    steps = told(one, day)
    if "agreed" not in steps or "withdrawn" in steps:
        return ""
    if "answered" in steps:
        assert one.answered_on
        return "late" if (one.answered_on - one.due).days > 0 else "in_time"
    if "solved" in steps:
        return "closed"
    return "overdue" if (day - one.due).days > 0 else "waiting"


@pytest.mark.parametrize("seed", range(4))
def test_counts_equal_a_plain_recount(seed: int) -> None:
    """On every day of a month, in all, by unit and by task; each reminder stands in one way."""
    actions, met = random_actions(seed), Counter()
    for offset in range(30):
        day = JUNE.start + dt.timedelta(offset)
        mine = []
        for one in actions:
            before = told(one, MAY.end)
            waited = "agreed" in before and not {"answered", "solved", "withdrawn"} & set(before)
            new = JUNE.start <= one.agreed_on <= day
            if one.kind == "reminder" and plain_state(one, day) and (new or waited):
                mine.append(one)
        assert followed(actions, JUNE.start, day) == mine
        assert all(state_on(one, day) == plain_state(one, day) for one in actions)
        found = tally(mine, JUNE.start, day)
        expected = Counter(plain_state(one, day) for one in mine)
        assert {state: getattr(found, state) for state in STATES} == {state: expected[state] for state in STATES}
        assert (found.followed, found.sent) == (len(mine), sum(one.agreed_on >= JUNE.start for one in mine))
        assert found.due == len(mine) - expected["waiting"] - expected["closed"]
        for by in (lambda one: one.unit, lambda one: one.task):
            groups = tallies(mine, by, JUNE.start, day)
            assert Counter({name: group.followed for name, group in groups}) == Counter(map(by, mine))
            assert [group.overdue for _, group in groups] == sorted((g.overdue for _, g in groups), reverse=True)
            assert sum(group.in_time for _, group in groups) == found.in_time
        met += expected
    assert set(met) == set(STATES)


def test_what_became_of_the_number() -> None:
    """A verdict only where there is one, the good direction by the measure; a count only says which way it went."""
    action = random_actions(0)[0]
    rng, met = Random(1), Counter()
    for _ in range(400):
        task = rng.choice(list(TASKS))
        measure, then, now = registry.get(TASKS[task]), rng.randrange(3), rng.randrange(3)
        rate, periods = measure.kind is Kind.RATIO, rng.choice(((MAY, JUNE), (JUNE, JUNE)))
        p_value = rng.choice((0.01, CHANGE_LEVEL, 0.4, float("nan")))
        change = Change(MAY, (now - then) / 100, p_value) if rate and rng.random() < 0.8 else None
        one = Progress(
            replace(action, task=task, measure=measure.key, unit="p01"),
            *("open", rng.choice(("p01", "p01", "p99")), (then, 100 if rate else None), (now, 100 if rate else None)),
            *periods,
            change,
        )
        if rate:
            clear = change is not None and p_value < CHANGE_LEVEL
            up_is_good = measure.good is Direction.HIGHER
            verdict = "better" if (now > then) == up_is_good else "worse"
            none = "no_change" if change is not None and p_value >= CHANGE_LEVEL else "unknown"
            expected = verdict if clear else none
        elif one.unit != "p01" or periods == (JUNE, JUNE):
            expected = "unknown"
        else:
            expected = "as_many" if now == then else "more" if now > then else "fewer"
        assert change_since(one) == expected
        met[expected] += 1
    assert len(met) == 7  # every kind of change
    assert change_since(None) == "unknown"


def test_the_newest_period_is_looked_at_today() -> None:
    """Data to the end of May, a meeting about May in June: its reminders are of the newest period, not of April."""
    cut_off, today = MAY.end, dt.date(2020, 6, 3)
    assert day_of(Scope(MAY), cut_off, today) == today
    assert day_of(Scope(MAY, as_of=dt.date(2020, 5, 20)), cut_off, today) == dt.date(2020, 5, 20)
    assert day_of(Scope(Period.parse("2020-04")), cut_off, today) == dt.date(2020, 4, 30)
    assert day_of(Scope(JUNE), dt.date(2020, 6, 2), today) == today
