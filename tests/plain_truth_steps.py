"""The second road to what is counted on steps: day by day, who held a dossier when the day began.

Read it beside ``measures/stays.py`` and COUNTING; nothing here comes from the product.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from tests import plain_truth as truth
from tests.district import District, Step
from tests.plain_truth import View

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Held:
    """A step begun by T, or (step None) all days of one other cause: how many of a dossier's days it held it."""

    code: str
    step: Step | None
    cause: str
    days: int
    late_days: int

    @property
    def stage(self) -> str:
        return self.step.stage if self.step else ""

    @property
    def holder(self) -> str:
        return self.step.holder if self.step else ""


def cause_of(view: View, step: Step) -> str:
    """Own where the units that received or resolve the dossier hold it."""
    return "own" if step.holder in (view.dossier.receiving, view.dossier.resolving) else "agency"


def known_steps(view: View, steps: Iterable[Step]) -> list[Step]:
    """Begun by T."""
    return [step for step in steps if step.started.date() <= view.to]


def finished_by(step: Step, view: View) -> date | None:
    """The day it was finished, if that is not after T."""
    return step.finished.date() if step.finished and step.finished.date() <= view.to else None


def life_days(view: View) -> list[date]:
    """The working days after reception up to the end, or T."""
    assert view.dossier.received
    end = view.now.left_at.date() if view.now.left_at else view.to
    day, found = view.dossier.received.date(), []
    while day < end:
        day += ONE_DAY
        if truth.is_working(day):
            found.append(day)
    return found


def holder_of_day(view: View, steps: list[Step], day: date) -> tuple[Step | None, str]:
    """The step that held it when the day began and the cause; waits for the citizen come before any step."""
    for span in truth.facts_by(view.dossier, view.pauses, view.to).spans:
        if span.start.date() <= day and (span.end is None or day < span.end.date()):
            return None, "citizen"
    holding = [
        step
        for step in steps
        if step.started.date() < day and (finished_by(step, view) is None or finished_by(step, view) >= day)  # type: ignore[operator]
    ]
    if holding:
        last = max(holding, key=lambda step: (step.started, step.number))
        return last, cause_of(view, last)
    ended = [finished_by(step, view) for step in steps]
    if view.now.left_at and ended and all(end is not None and end < day for end in ended):
        return None, "system"
    return None, "unknown"


def held(view: View, all_steps: Iterable[Step]) -> list[Held]:
    """All steps begun by T, with their days (0 too), and what was held by nobody."""
    steps = known_steps(view, all_steps)
    whole: dict[tuple[Step | None, str], list[date]] = {(step, cause_of(view, step)): [] for step in steps}
    for day in life_days(view):
        whole.setdefault(holder_of_day(view, steps, day), []).append(day)
    due = view.now.due
    return [
        Held(view.dossier.code, step, cause, len(days), sum(1 for day in days if due and day > due))
        for (step, cause), days in whole.items()
    ]


# ------------------------------------------------------------------------------------------------------ measures

breached = truth.RATES["overdue_rate"][0]
came_due = truth.RATES["overdue_rate"][1]
finished = truth.COUNTS["finished"]
is_open = truth.COUNTS["backlog"]
Keep = Callable[[View, Held], bool]

STAYS: dict[str, tuple[Callable[[View], bool], Keep, Callable[[Held], int], int | None]] = {
    "late_days": (breached, lambda _, one: one.late_days > 0, lambda one: one.late_days, None),
    "dwell_days": (finished, lambda _, one: True, lambda one: one.days, None),
    "dwell_p90": (finished, lambda _, one: one.step is not None, lambda one: one.days, 90),
}


def step_open(view: View, step: Step) -> bool:
    return is_open(view) and step.started.date() <= view.to and finished_by(step, view) is None


def step_late(view: View, step: Step) -> bool:
    due = step.due and truth.next_working(step.due if type(step.due) is date else step.due.date())  # type: ignore[attr-defined]
    late = truth.COUNTS["overdue_open"](view)
    return step_open(view, step) and bool(due and due <= view.to) and not late and not view.now.paused


STEPS: dict[str, Callable[[View, Step], bool]] = {
    "steps_begun": lambda view, step: truth.is_accepted(view.dossier) and view.within(step.started),
    "steps_finished": lambda view, step: truth.is_accepted(view.dossier) and view.within(step.finished),
    "steps_open": step_open,
    "steps_late": step_late,
    "steps_overdue": lambda view, step: step_open(view, step) and truth.COUNTS["overdue_open"](view),
}
CLOCK, NOT_SYSTEM, RECORDED = "overdue_rate_own_clock", "overdue_rate_not_system", "overdue_rate_recorded"
CLOCKS = (CLOCK, NOT_SYSTEM, RECORDED)
KEYS = (*CLOCKS, *STAYS, *STEPS)


class _Same:
    def __init__(self, district: District) -> None:
        self.district = district

    def __hash__(self) -> int:
        return id(self.district)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.district is other.district


@lru_cache(maxsize=8)
def _by_dossier(same: _Same) -> dict[str, list[Step]]:
    found: dict[str, list[Step]] = {}
    for step in same.district.steps:
        found.setdefault(step.code, []).append(step)
    return found


def steps_of(district: District, code: str) -> list[Step]:
    return _by_dossier(_Same(district)).get(code, [])


def own_clock_late(view: View, steps: list[Step]) -> bool:
    """Breached, and also if the days at coordinating agencies did not count; without such days nothing changes."""
    if not breached(view):
        return False
    away = sum(one.days for one in held(view, steps) if one.cause == "agency")
    late = len([day for day in life_days(view) if view.now.due and day > view.now.due])
    return not (away > 0 and late <= away)


def late_only(view: View, steps: list[Step], cause: str) -> bool:
    """Breached, with late days, and all of them of one cause."""
    late = [one.cause for one in held(view, steps) if one.late_days > 0] if breached(view) else []
    return bool(late) and set(late) == {cause}


def late_by(key: str, view: View, steps: list[Step]) -> bool:
    """The numerator of one of the readings of the overdue rate."""
    if key == CLOCK:
        return own_clock_late(view, steps)
    return breached(view) and not late_only(view, steps, "system" if key == NOT_SYSTEM else "unknown")


def rows(key: str, district: District, views: Iterable[View]) -> list[tuple[str, str, str, str, int]]:
    """(code, cause, stage, holder, amount) of everything counted; of the clock its numerator."""
    found = []
    for view in views:
        steps = steps_of(district, view.dossier.code)
        if key in CLOCKS:
            found += [(view.dossier.code, "", "", "", 1)] if late_by(key, view, steps) else []
        elif key in STEPS:
            for step in steps:
                if STEPS[key](view, step):
                    found.append((step.code, cause_of(view, step), step.stage, step.holder, 1))
        else:
            member, keep, amount, _ = STAYS[key]
            if member(view) and view.dossier.received:
                kept = [one for one in held(view, steps) if keep(view, one)]
                found += [(one.code, one.cause, one.stage, one.holder, amount(one)) for one in kept]
    return found


def number(
    key: str, counted: list[tuple[str, str, str, str, int]], views: Iterable[View]
) -> tuple[float, float | None]:
    """(numerator, denominator) of the long table."""
    amounts = [row[-1] for row in counted]
    if key in CLOCKS:
        late = {row[0] for row in counted}
        below = [view for view in views if came_due(view)]
        if key == RECORDED:
            below = [view for view in below if view.dossier.code in late or not breached(view)]
        return float(len(counted)), float(len(below))
    if key in STEPS:
        return float(len(counted)), None
    percent = STAYS[key][-1]
    value = sum(amounts) if percent is None else truth.nearest_rank(amounts, percent)
    return float(value or 0), float(len(counted))


def coordination(view: View, steps: Iterable[Step]) -> str:
    """Whether a coordinating agency held it by T, as far as steps are known at all."""
    causes = {cause_of(view, step) for step in known_steps(view, steps)}
    return "linked" if "agency" in causes else "alone" if causes else "unrecorded"
