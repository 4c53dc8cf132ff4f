"""What the card "Điểm cần hỏi lại" shows: for each signal the usual level, its limits, and whom to ask."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pandas as pd

from data_access.stores import Store
from data_access.viewer import Viewer
from measures import registry, statistics
from measures.asking import Asked
from measures.comparing import both_periods, compared_units, comparison_scope
from measures.judging import judge
from measures.known import Holdings
from measures.scope import Scope
from measures.signals import SIGNALS
from measures.verdict import Verdict
from text import Language, mark

KEYS = tuple(signal.key for signal in SIGNALS)
ASKED = (Verdict.HIGHER, Verdict.WATCH_HIGHER)
QUESTIONS = {
    "finished_last_hours_rate": mark("why {unit} finished {fraction} dossiers in the last two hours before due"),
    "left_near_due_rate": mark("why at {unit} {fraction} dossiers were withdrawn, stopped or paused near the due day"),
    "same_minute_finish_rate": mark("why {unit} finished {fraction} dossiers in one minute with others"),
    "due_moved_rate": mark("why {unit} put off the due day of {fraction} dossiers without a recorded reason"),
}


@dataclass(frozen=True)
class Signal:
    """One signal in one period.

    own: (numerator, denominator) of the units of the scope. level: the same of all units of their kind, None for
    whoever sees only units of his own. limits: between which rates a unit of median size lies by chance alone in
    99.8 % of cases. few: nowhere are there enough to tell. units: unit, name, numerator, denominator, verdict of
    those to be asked, most certain first.
    """

    key: str
    own: tuple[int, int]
    level: tuple[int, int] | None
    limits: tuple[float, float] | None
    few: bool
    units: pd.DataFrame


def signals(store: Store, version: str, scope: Scope, viewer: Viewer, held: Holdings) -> list[Signal]:
    """Count and judge all signals: each unit against the others of its kind, by the one rule of all verdicts."""
    asked = Asked(store, version, viewer)
    if viewer.units is not None:
        return [Signal(key, _pair(asked.series(key, ["unit"], scope)), None, None, False, _nobody()) for key in KEYS]
    comparison = comparison_scope(scope, held)
    before = replace(comparison.with_period(scope.period.previous()), as_of=None)
    now_and_before = [asked.table(KEYS, ["unit"], one) for one in (before, comparison)]
    found = now_and_before[1] if scope == comparison else asked.table(KEYS, ["unit"], scope)
    units = compared_units(comparison, now_and_before[1], held)
    return [_judged(key, found, [_of(key, frame) for frame in now_and_before], comparison, units, held) for key in KEYS]


def _of(key: str, frame: pd.DataFrame) -> pd.DataFrame:
    return frame[frame["measure"] == key].drop(columns="measure")


def _pair(frame: pd.DataFrame) -> tuple[int, int]:
    return int(frame["numerator"].sum()), int(frame["denominator"].sum())


def _nobody() -> pd.DataFrame:
    return pd.DataFrame(columns=["unit", "name", "numerator", "denominator", "verdict"])


def _judged(
    key: str, own: pd.DataFrame, frames: list[pd.DataFrame], comparison: Scope, units: list[str], held: Holdings
) -> Signal:
    rows = judge(both_periods(frames, comparison, units), registry.get(key))
    rows = rows[rows["period"] == comparison.period.start]
    level, there = _pair(rows), rows[rows["denominator"] > 0]
    limits = None
    if len(there):
        low, high = statistics.limits([there["denominator"].median() // 1], level[0] / level[1])
        limits = (float(low[0]), float(high[0]))
    mine = _of(key, own)
    to_ask = rows[rows["verdict"].isin(ASKED) & rows["unit"].isin(mine["unit"])].sort_values(["verdict", "unit"])
    names = dict(zip(held.units["unit_id"], held.units["name"], strict=True))
    to_ask = to_ask.assign(name=to_ask["unit"].map(names))[["unit", "name", "numerator", "denominator", "verdict"]]
    few = bool(rows["verdict"].isin((Verdict.TOO_FEW, Verdict.NO_DATA)).all())
    return Signal(key, _pair(mine), level, limits, few, to_ask.reset_index(drop=True))


def signals_title(seen: list[Signal], language: Language) -> str:
    """How many questions there are."""
    questions = sum(len(signal.units) for signal in seen)
    if seen[0].level is None:
        return language.say("To be asked: figures of the own unit")
    if not questions:
        return language.say("To be asked: no unit lies beyond the limits")
    return language.count("To be asked: {n} question", "To be asked: {n} questions", questions)
