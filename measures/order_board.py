"""The follow-up of order 1400: every unit beside every line of the order, met or not, with its number and day.

A cell is judged by what the line asks for: a target of the profile, no case at all, everybody, or at least something.
That a target was missed is said only where the 95 % interval lies beyond it, or chance would shame a unit; a duty (a
letter, a finding past its day) is a fact and needs no interval. A line that is not for a kind of unit has no cell; a
unit that told nothing has "no data", never a zero.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import pandas as pd

from data_access.journal.actions import Action
from data_access.profiles import Profile, Target
from measures import statistics
from measures.asking import Asked
from measures.board_counts import Counted, count_lines
from measures.board_lines import LINES, Line, Rule
from measures.judging import EXPECTED_AT_LEAST
from measures.known import Holdings
from measures.reminders import followed, tallies
from measures.reminders_page import day_of
from measures.scope import Scope

FEWEST = 10  # below ten dossiers there are counts only (COUNTING 4.3)
KINDS = ("ward", "desk", "department", "land_branch")
COLUMNS = ("line", "unit", "state", "x", "n", "day")


class State(StrEnum):
    """What a cell says."""

    MET = "met"
    NOT_MET = "not_met"
    FEW = "few"  # not enough data to say
    NONE = "none"  # nothing of the kind in the period
    UNSET = "unset"  # no target is set
    NO_DATA = "no_data"


@dataclass(frozen=True)
class Board:
    """The board of one period.

    units: unit_id, name, short_name, kind, in the order shown. cells: one row for each line and unit that it is for
    (``COLUMNS``): x and n as the line's measure counts them (n NaN where it is no rate), day = the last one counted.
    before: state by (line, unit) at the end of the period before; empty where nothing reaches back so far. targets: by
    measure, those in force.
    """

    scope: Scope
    units: pd.DataFrame
    cells: pd.DataFrame
    before: Mapping[tuple[str, str], State]
    targets: Mapping[str, Target]

    def of(self, state: State) -> pd.DataFrame:
        """The cells of one state."""
        return self.cells[self.cells["state"] == state]

    @property
    def changes(self) -> pd.DataFrame:
        """What is met now and was not at the end of the period before, or the other way round: the cells with a column
        ``was``; newly missed first, then in the order of lines and units."""
        judged = {State.MET, State.NOT_MET}
        was = [self.before.get((line, unit)) for line, unit in zip(self.cells["line"], self.cells["unit"], strict=True)]
        found = self.cells.assign(was=pd.Series(was, index=self.cells.index, dtype=object))
        changed = found["was"].isin(judged) & found["state"].isin(judged) & (found["was"] != found["state"])
        return found[changed].sort_values("state", ascending=False, kind="stable", ignore_index=True)


def board_scope(scope: Scope) -> Scope:
    """What the board holds of the scope that was asked for."""
    chosen = () if scope.units == ("ward",) else scope.units
    return replace(scope, units=chosen, fields=(), procedures=(), channels=(), certification=False)


def order_board(
    asked: Asked, scope: Scope, held: Holdings, profile: Profile, actions: Sequence[Action] | None, today: dt.date
) -> Board:
    """Count and judge the board. Of the scope only period, day and chosen units hold; all wards stand for everybody.

    ``actions``: what the journal holds, None = there is no journal to read; ``today``: their day.
    """
    scope = board_scope(scope)
    units = shown(asked, scope, held)
    targets = {line.measure: target for line in LINES if (target := profile.target(line.measure, scope.until))}
    cells = _cells(asked, scope, held, units, targets, _reminders(actions, scope, held, today))
    earlier, before = replace(scope.with_period(scope.period.previous()), as_of=None), {}
    if earlier.period.start >= held.first_day:
        then = {key: aim for key in targets if (aim := profile.target(key, earlier.until))}
        told = _cells(asked, earlier, held, units, then, _reminders(actions, earlier, held, today))
        pairs = zip(told["line"], told["unit"], strict=True)
        before = dict(zip(pairs, (State(state) for state in told["state"]), strict=True))
    return Board(scope, units, cells, before, targets)


def shown(asked: Asked, scope: Scope, held: Holdings) -> pd.DataFrame:
    """The units of the board: all that receive or resolve, unless some are chosen; of these what the viewer may see."""
    existing, viewer = held.units_on(scope.carried_on), asked.viewer
    rows = existing[existing["kind"].isin(KINDS)]
    if scope.units:
        rows = rows[rows["unit_id"].isin(scope.units) | rows["kind"].isin(scope.units)]
    if viewer.units is not None:
        rows = rows[rows["unit_id"].isin(viewer.units)]
    order = {kind: place for place, kind in enumerate(KINDS)}
    rows = rows.sort_values("kind", key=lambda kinds: kinds.map(order), kind="stable", ignore_index=True)
    return rows[["unit_id", "name", "short_name", "kind"]]


@dataclass(frozen=True)
class _Reminded:
    """(answer overdue, followed) by unit, as it stands at the close of ``day``; None without a journal."""

    day: dt.date
    by_unit: dict[str, tuple[int, int]] | None


def _reminders(actions: Sequence[Action] | None, scope: Scope, held: Holdings, today: dt.date) -> _Reminded:
    day = day_of(scope, held.cut_off, today)
    if actions is None:
        return _Reminded(day, None)
    those = followed(actions, scope.period.start, day)
    counted = tallies(those, lambda one: one.unit, scope.period.start, day)
    return _Reminded(day, {unit: (found.overdue, found.followed) for unit, found in counted})


def _cells(
    asked: Asked,
    scope: Scope,
    held: Holdings,
    units: pd.DataFrame,
    targets: Mapping[str, Target],
    reminders: _Reminded,
) -> pd.DataFrame:
    counted = count_lines(asked, scope, held, reminders.by_unit)
    behind, until = held.behind(scope.until), min(scope.until, held.cut_off)
    rows = []
    for line in LINES:
        for unit, kind in zip(units["unit_id"], units["kind"], strict=True):
            if kind in line.kinds:
                figure = counted[line.key].get(unit)
                state = judged(line, figure, targets.get(line.measure))
                x, n = (figure.x, figure.n) if figure else (None, None)
                day = behind.get(unit, until) if line.measure else reminders.day
                rows.append((line.key, unit, state, x, n, day))
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype({"x": float, "n": float})


def judged(line: Line, figure: Counted | None, target: Target | None) -> State:
    """The state of a cell; ``figure`` None = the unit told nothing of the line."""
    if figure is None:
        return State.NO_DATA
    if line.rule is Rule.TARGET:
        return _against(figure, target)
    if line.rule is Rule.SOME:
        return State.MET if figure.x else State.NOT_MET
    if figure.n == 0:
        return State.NONE
    left = figure.x if line.rule is Rule.ZERO else int(figure.n or 0) - figure.x
    return State.NOT_MET if left else State.MET


def _against(figure: Counted, target: Target | None) -> State:
    """A rate against its target: missed only where the whole interval lies beyond it."""
    if not figure.n:
        return State.NONE
    if target is None:
        return State.UNSET
    if figure.n < FEWEST or (figure.could is not None and figure.could * target.value < EXPECTED_AT_LEAST):
        return State.FEW
    low, high = statistics.wilson(pd.Series([float(figure.x)]), pd.Series([float(figure.n)]))
    at_most, rate = target.direction == "at_most", figure.x / figure.n
    if rate <= target.value if at_most else rate >= target.value:
        return State.MET
    beyond = low[0] > target.value if at_most else high[0] < target.value
    return State.NOT_MET if beyond else State.FEW
