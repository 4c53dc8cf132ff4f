"""What the page of one unit shows: its numbers among the others, its months, its work lists, where it is stuck and why.

Of the other units only what is published for this viewer is asked (``measures.published``); where that is nothing,
there is no comparison, and the page says so.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

import numpy as np
import pandas as pd
from sqlalchemy import func, select

from data_access import tables
from data_access.fetch import fetch
from data_access.profiles import Profile, Target
from data_access.stores import Store
from data_access.viewer import Viewer
from measures import registry
from measures.asking import Asked
from measures.case_mix import others_rates
from measures.comparing import compared_units, comparison_scope
from measures.headlines import HEADLINES, aim, of_measure
from measures.judging import Trend
from measures.known import Holdings
from measures.lateness_page import complete_until, over_time, variation
from measures.letters_page import STEPS
from measures.measure import Reference
from measures.online_page import missing_to
from measures.opportunities import opportunities
from measures.published import comparison_of
from measures.rare_events import DaysBetween
from measures.scope import UNIT_KINDS, Scope
from measures.sensitive import is_small
from measures.unit_map import OFFERED, ONLINE, judged_units
from measures.verdict import Verdict
from measures.work import SOON, TASKS, stage_days

LATE, LETTERS = "overdue_rate", "letter_rate"
FEWEST = 10  # dossiers, below which counts only (COUNTING 4.3)
STAGES = ("intake", "processing", "coordination", "approval", "")  # "": not recorded
MOST_MOVES = 3
COUNTED = (*HEADLINES, *STEPS, *TASKS, "intake_waiting.over", "letters_missing.open", "loss_no_letter", "backlog")


@dataclass(frozen=True)
class Band:
    """Where the other units lie: lowest, first and third quartile, highest; and how many they are."""

    low: float
    first: float
    third: float
    high: float
    units: int


@dataclass(frozen=True)
class Standing:
    """One number of the unit among the others.

    x, n: numerator and denominator (of ``due_soon``, a count, n is 0). rate, low, high: with Wilson's 95 % interval,
    nan without dossiers. verdict: as everywhere else; None where there is no comparison. ``against_target``: it
    compares with ``target``, else with the other units. level: (numerator, denominator) of all units, None where those
    of others are not given; of ``due_soon``: their sum and number. band: of the other units with at least 10 dossiers.
    """

    key: str
    x: int
    n: int
    rate: float
    low: float
    high: float
    verdict: Verdict | None
    target: Target | None
    against_target: bool
    level: tuple[float, float] | None
    band: Band | None


@dataclass(frozen=True)
class Move:
    """What would change a number of the unit, in whole dossiers. ``kind``: "late" (its procedure as late as with the
    others), "online" (its procedure as often online as with half of them) or "letters" (all of them sent)."""

    kind: str
    dossiers: int
    procedure: str = ""


@dataclass(frozen=True)
class UnitPage:
    """Everything on the page, for the one unit of the scope. Counts are numbers of dossiers.

    standings: by key of ``HEADLINES`` and ``due_soon``. others: how many other units have published figures. counts: by
    key of ``COUNTED`` (numerators). missing: what would have to come online for the target (None: no target or
    dossiers). soon: the next working day after the last complete one, and how many are due then.

    history, trend, rare, joins, variation: its lateness over 24 months, as on "Trễ hạn".

    stages: one row for each of ``STAGES`` (the unrecorded only if there are any): stage, open, overdue, soon, days
    (median of the working days in it so far; nan where not recorded). outside: holder, open, overdue: the open
    dossiers that other units hold, most first. Both empty when looking back: who held it then is not recorded.

    procedures: its own in the period: procedure, numerator, denominator, expected (late ones at the others' rates; nan
    without others) and excess, the largest first. moves: at most three, the largest first.
    """

    scope: Scope
    unit: str
    comparison: Scope
    standings: dict[str, Standing]
    others: int
    counts: dict[str, int]
    missing: int | None
    soon: tuple[dt.date, int]
    history: pd.DataFrame
    trend: Trend
    rare: DaysBetween | None
    joins: list[dt.date]
    variation: str
    stages: pd.DataFrame
    outside: pd.DataFrame
    procedures: pd.DataFrame
    moves: tuple[Move, ...]

    @property
    def open(self) -> int:
        """Open dossiers."""
        return self.counts["backlog"]


def one_unit(scope: Scope) -> str | None:
    """The unit of a scope that is about exactly one, else None."""
    return scope.units[0] if len(scope.units) == 1 and scope.units[0] not in UNIT_KINDS else None


def unit_page(store: Store, version: str, scope: Scope, viewer: Viewer, held: Holdings, profile: Profile) -> UnitPage:
    """Count and judge the page of the one unit of ``scope``; all its filters hold for every number on it.

    Raises:
        ValueError: the scope is not about one unit.
    """
    unit = one_unit(scope)
    if unit is None:
        raise ValueError(f"the page of a unit needs one unit, not {scope.units!r}")
    asked, comparison = Asked(store, version, viewer), comparison_scope(scope, held)
    own = asked.pairs(COUNTED, scope)
    counts = {key: int(pair[0]) for key, pair in own.items()}
    standings, others = _standings(asked, unit, own, scope, held, profile)
    procedures, online = _procedures(asked, unit, comparison, held, profile)
    history, trend, rare = over_time(asked, scope, held, profile)
    stages, outside = _stuck(asked, scope, held)
    target = standings[ONLINE].target
    return UnitPage(
        scope=scope,
        unit=unit,
        comparison=comparison,
        standings=standings,
        others=others,
        counts=counts,
        missing=missing_to(target, own[ONLINE]),
        soon=_soon(asked, scope, held),
        history=history,
        trend=trend,
        rare=rare,
        joins=held.joins(scope.units, history["period"].min(), scope.carried_on),
        variation=rare.variation(scope.period.start) if rare else variation(trend),
        stages=stages,
        outside=outside,
        procedures=procedures,
        moves=moves(procedures, online, own[ONLINE][1], unit, counts["loss_no_letter"]),
    )


def _standings(
    asked: Asked, unit: str, own: dict[str, tuple[float, float]], scope: Scope, held: Holdings, profile: Profile
) -> tuple[dict[str, Standing], int]:
    """Each number among those of the others, and how many of these there are."""
    comparison = comparison_scope(scope, held)
    beside = comparison_of(asked, (*HEADLINES, OFFERED, SOON), comparison, held)
    before = beside.table(HEADLINES, ["unit"], comparison.with_period(scope.period.previous()))
    now = beside.table((*HEADLINES, OFFERED, SOON), ["unit"], comparison)
    every = list(dict.fromkeys([*compared_units(comparison, now, held), unit]))
    others, found = set(now["unit"].dropna()) - {unit}, {}
    for key in HEADLINES:
        shown = beside.shown(key, every)
        target = profile.target(key, scope.until)
        wanted = aim(key, target, scope.certification)
        units = judged_units(key, [before, now], comparison, shown, wanted)
        meant = target if wanted is not None else None
        found[key] = standing(key, units.set_index("unit"), unit, meant, bool(others & set(shown)))
    shown = beside.shown(SOON, every)
    soon = soon_standing(int(own[SOON][0]), of_measure(now, SOON), unit, shown if others & set(shown) else [unit])
    return found | {SOON: soon}, len(others & set(beside.shown(LATE, every)))


def standing(key: str, units: pd.DataFrame, unit: str, target: Target | None, given: bool) -> Standing:
    """The row of the unit among judged ones (index ``unit``: numerator, denominator, rate, low, high, verdict).
    ``given``: whether there are figures of others at all."""
    own, others = units.loc[unit], units.drop(index=unit)
    against_target = target is not None and registry.get(key).compare_with is Reference.TARGET
    enough = others[others["denominator"] >= FEWEST]
    return Standing(
        key=key,
        x=int(own["numerator"]),
        n=int(own["denominator"]),
        rate=float(own["rate"]),
        low=float(own["low"]),
        high=float(own["high"]),
        verdict=Verdict(own["verdict"]) if given or against_target else None,
        target=target,
        against_target=against_target,
        level=(float(units["numerator"].sum()), float(units["denominator"].sum())) if given else None,
        band=band(enough["rate"]),
    )


def soon_standing(x: int, counted: pd.DataFrame, unit: str, shown: list[str]) -> Standing:
    """A count among the counts of the others: no rate, no verdict."""
    everyone = counted.set_index("unit")["numerator"].reindex(shown).fillna(0)
    others, nothing = everyone.drop(index=unit), float("nan")
    level = (float(others.sum() + x), float(len(shown))) if len(others) else None
    return Standing(SOON, x, 0, nothing, nothing, nothing, None, None, False, level, band(others))


def band(values: pd.Series) -> Band | None:
    """Where these lie; None without any."""
    if values.empty:
        return None
    first, third = np.quantile(values.to_numpy(float), [0.25, 0.75])
    return Band(float(values.min()), float(first), float(third), float(values.max()), len(values))


def _soon(asked: Asked, scope: Scope, held: Holdings) -> tuple[dt.date, int]:
    """The first working day after T, and how many dossiers are due on it."""
    day, until = tables.calendar.c, complete_until(scope, held)
    following = select(func.min(day.day).label("day")).where(day.working, day.day > until)
    tomorrow = fetch(asked.store, following, asked.version).loc[0, "day"]
    return tomorrow, asked.groups(SOON, "due_day", scope).get(tomorrow, 0)


def _stuck(asked: Asked, scope: Scope, held: Holdings) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Open dossiers by stage, and those held outside."""
    keys = {"backlog": "open", "overdue_open": "overdue", SOON: "soon"}
    counted = asked.table(tuple(keys), ["stage", "held_by", "holder"], scope)
    if scope.until < held.cut_off:
        counted = counted.iloc[:0]
    counted = counted.assign(column=counted["measure"].map(keys))
    days = fetch(asked.store, stage_days(scope, asked.viewer), asked.version).set_index("stage")["days"]
    stages = _pivot(counted, "stage").reindex(list(STAGES), fill_value=0).rename_axis("stage").reset_index()
    stages["days"] = stages["stage"].map(days).astype(float)
    stages = stages[(stages["stage"] != "") | (stages["open"] > 0)] if len(counted) else stages.iloc[:0]
    outside = _pivot(counted[counted["held_by"] == "outside"], "holder").reset_index()
    outside = outside.sort_values(["open", "overdue", "holder"], ascending=[False, False, True])
    return stages.reset_index(drop=True), outside[["holder", "open", "overdue"]].reset_index(drop=True)


def _pivot(counted: pd.DataFrame, by: str) -> pd.DataFrame:
    """A row for each group, with the columns open, overdue, soon."""
    sums = counted.groupby([by, "column"])["numerator"].sum().unstack("column")
    return sums.reindex(columns=["open", "overdue", "soon"]).fillna(0).astype(int)


def _procedures(
    asked: Asked, unit: str, comparison: Scope, held: Holdings, profile: Profile
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The procedures of the unit with their lateness, and what all units receive of those offered online. Of the others
    only sums and medians leave this page; small numbers of sensitive fields are for those who act on the dossiers."""
    keys = (LATE, OFFERED)
    counted = comparison_of(asked, keys, comparison, held).table(keys, ["unit", "procedure"], comparison)
    late = of_measure(counted, LATE).reset_index(drop=True)
    found, online = procedures_of(late, unit), of_measure(counted, OFFERED)
    if asked.viewer.may_act:
        return found, online
    fields = held.procedures.set_index("procedure_id")["field"]
    kept = [
        rows[~is_small(rows.assign(field=rows["procedure"].map(fields)), profile.sensitive_fields)]
        for rows in (found, online)
    ]
    return kept[0].reset_index(drop=True), kept[1].reset_index(drop=True)


def procedures_of(counted: pd.DataFrame, unit: str) -> pd.DataFrame:
    """Late, due and expected of each procedure of a unit (see ``UnitPage``), of counts by unit and procedure."""
    rows = counted.assign(expected=others_rates(counted) * counted["denominator"])
    rows = rows[rows["unit"] == unit]
    rows = rows.assign(excess=rows["numerator"] - rows["expected"])
    ordered = rows.sort_values(["excess", "numerator", "procedure"], ascending=[False, False, True])
    return ordered[["procedure", "numerator", "denominator", "expected", "excess"]].reset_index(drop=True)


def moves(procedures: pd.DataFrame, online: pd.DataFrame, received: float, unit: str, letters: int) -> tuple[Move, ...]:
    """What would move the numbers of the unit most, in whole dossiers, the largest first."""
    own = online[online["unit"] == unit][["unit", "procedure", "numerator", "denominator"]]
    gains, _ = opportunities(own, online[["unit", "procedure", "numerator", "denominator"]], received)
    found = [Move("letters", letters)]
    found += [Move("late", _whole(row.excess), row.procedure) for row in procedures.dropna().itertuples()]
    found += [Move("online", int(row.gain), row.procedure) for row in gains.itertuples()]
    largest = sorted((move for move in found if move.dossiers > 0), key=lambda move: -move.dossiers)
    return tuple(largest[:MOST_MOVES])


def _whole(exact: float) -> int:
    """A number of dossiers, halves away from zero."""
    return int(Decimal(str(round(exact, 6))).quantize(Decimal(1), ROUND_HALF_UP))
