"""What the weekly note of a unit is about: its last week, its month, and what it has to act on. All units at once."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

import pandas as pd

from data_access.profiles import Profile, Target
from data_access.stores import Store
from data_access.viewer import Viewer
from measures.asking import Asked
from measures.comparing import compared_period
from measures.headlines import HEADLINES, aim
from measures.judging import Change, change
from measures.known import Holdings
from measures.measure import Reference
from measures.period import Period, split
from measures.registry import MEASURES
from measures.scope import Scope
from measures.unit_map import UnitMap, unit_maps
from measures.verdict import Verdict
from measures.work import SOON, TASKS

LETTERS = "letter_rate"
# Whose notes, by the unit that counts for them: wards by what they received, the others by what they resolve.
GROUPS = ((("ward",), "receiving"), (("department", "land_branch"), "resolving"))
DAYS_OF_WEEK = 7
Pair = tuple[int, int]


@dataclass(frozen=True)
class Line:
    """One of the three measures of a unit. Pairs are (numerator, denominator) of dossiers; ``level``: of all units of
    the kind in the period; ``verdict``: None of letters, which are a duty; ``against_target``: it compares with the
    target, else with the others."""

    key: str
    week: Pair
    week_before: Pair
    now: Pair
    level: Pair
    change: Change
    target: Target | None
    verdict: Verdict | None
    against_target: bool


@dataclass(frozen=True)
class WeeklyNote:
    """The note of one unit. until: the last day counted; week: the last whole one by then; lines: by ``HEADLINES``;
    tasks: dossiers by work list of ``TASKS``; urgent: of these by "letters_missing.open" and "intake_waiting.over";
    own_letters: of the missing letters those that are its own duty to send;
    soon: (due day, dossiers) of the days after ``until``; stale_from: its data end before the others'."""

    unit: str
    scope: Scope
    week: Period
    until: dt.date
    lines: tuple[Line, ...]
    tasks: dict[str, int]
    urgent: dict[str, int]
    own_letters: int
    soon: tuple[tuple[dt.date, int], ...]
    stale_from: dt.date | None

    @property
    def to_do(self) -> int:
        """How many entries its work lists have; one dossier may be on several."""
        return sum(self.tasks.values())


def whole_week(until: dt.date) -> Period:
    """The last week from Monday to Sunday that is over on ``until``."""
    sunday = until - dt.timedelta((until.weekday() + 1) % DAYS_OF_WEEK)
    return split(Period("", sunday - dt.timedelta(DAYS_OF_WEEK - 1), sunday), "week")[0]


def weekly_notes(
    store: Store, version: str, scope: Scope, viewer: Viewer, held: Holdings, profile: Profile
) -> list[WeeklyNote]:
    """The notes of all wards, departments and land branches of the day, in the order in which units are shown. Period
    and rules are those of ``scope``, its units are not asked for."""
    asked = Asked(store, version, viewer)
    return [
        note
        for kinds, role in GROUPS
        for note in _of_group(asked, replace(scope, units=kinds, unit_role=role), held, profile)
    ]


def _of_group(asked: Asked, scope: Scope, held: Holdings, profile: Profile) -> list[WeeklyNote]:
    """The notes of the units of some kinds, in nine questions."""
    there = held.units_on(scope.carried_on)
    units = list(there.loc[there["kind"].isin(scope.units), "unit_id"])
    if not units:
        return []
    until = min(scope.until, held.cut_off)
    week = whole_week(until)
    maps = unit_maps(asked, scope, held, profile)
    spans = {"week": week, "week_before": week.previous(), "before": compared_period(scope, held)}
    by_span = {
        name: _pairs(asked.table(HEADLINES, ["unit"], replace(scope.with_period(span), as_of=None)))
        for name, span in spans.items()
    }
    keys = (*TASKS, "letters_missing.open", "intake_waiting.over")
    counts = _pairs(asked.table(keys, ["unit"], scope))
    soon = asked.series(SOON, ["unit", "due_day"], scope)
    own = _own_letters(asked, scope)
    behind = held.behind(scope.until)
    return [
        WeeklyNote(
            unit=unit,
            scope=scope,
            week=week,
            until=until,
            lines=tuple(_line(unit, key, maps[key], by_span, spans["before"], scope, profile) for key in HEADLINES),
            tasks={key: counts.get((key, unit), (0, 0))[0] for key in TASKS},
            urgent={key: counts.get((key, unit), (0, 0))[0] for key in keys[len(TASKS) :]},
            own_letters=own.get(unit, 0),
            soon=_days(soon, unit, until),
            stale_from=behind.get(unit),
        )
        for unit in units
    ]


def _own_letters(asked: Asked, scope: Scope) -> dict[str, int]:
    """Of the missing letters on the list of each unit, those that are its own duty: one of a ward's dossier that a
    department resolves is the department's."""
    rows = asked.series("letters_missing", ["unit", "duty"], scope)
    own = rows[rows["unit"] == rows["duty"]]
    return {row.unit: int(row.numerator) for row in own.itertuples()}


def _line(
    unit: str,
    key: str,
    compared: UnitMap,
    by_span: dict[str, dict[tuple[str, str], Pair]],
    before: Period,
    scope: Scope,
    profile: Profile,
) -> Line:
    rows = compared.units.set_index("unit")
    now = (int(rows.loc[unit, "numerator"]), int(rows.loc[unit, "denominator"])) if unit in rows.index else (0, 0)
    target = profile.target(key, scope.until)
    meant = target if aim(key, target, scope.certification) is not None else None
    judged = key != LETTERS and unit in rows.index
    return Line(
        key=key,
        week=by_span["week"].get((key, unit), (0, 0)),
        week_before=by_span["week_before"].get((key, unit), (0, 0)),
        now=now,
        level=(int(compared.level[0]), int(compared.level[1])),
        change=change(now, by_span["before"].get((key, unit), (0, 0)), before),
        target=meant,
        verdict=Verdict(rows.loc[unit, "verdict"]) if judged else None,
        against_target=meant is not None and MEASURES[key].compare_with is Reference.TARGET,
    )


def _pairs(frame: pd.DataFrame) -> dict[tuple[str, str], Pair]:
    """(measure, unit) -> (numerator, denominator)."""
    rows = frame.dropna(subset=["unit"]).fillna({"denominator": 0})
    return {(row.measure, row.unit): (int(row.numerator), int(row.denominator)) for row in rows.itertuples()}


def _days(soon: pd.DataFrame, unit: str, until: dt.date) -> tuple[tuple[dt.date, int], ...]:
    rows = soon[(soon["unit"] == unit) & (soon["due_day"] > until)].sort_values("due_day")
    return tuple((row.due_day, int(row.numerator)) for row in rows.itertuples())
