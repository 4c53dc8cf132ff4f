"""What the page "Đất đai" shows: land dossiers in their four stages, late ones by ward of the parcel, waits for tax."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pandas as pd

from data_access.stores import Store
from data_access.viewer import Viewer
from measures import registry, statistics
from measures.asking import Asked
from measures.bottlenecks_page import (
    AGES_IN_STEP,
    BEGUN,
    DWELL,
    FINISHED,
    OLDEST_IN_STEP,
    STEP_LATE,
    UNDER_WAY,
    ninth_of_ten,
)
from measures.comparing import both_periods, compared_units
from measures.dimensions import DAYS_IN_STEP, DAYS_OVER, DAYS_PAST_STEP, DAYS_SINCE_FINISH
from measures.judging import judge
from measures.known import Holdings
from measures.overview import HEADLINE
from measures.scope import Scope
from measures.stays import CIRCULATE, RECEIVE, RESOLVE, RETURN, UNRECORDED

STEP_OVERDUE, UNCOLLECTED, UNCOLLECTED_LATE = "steps_overdue", "uncollected", "uncollected_late"
COLLECTED, FINISHED_DOSSIERS = "collected", "finished"
PAYMENT_DAYS, PAYMENT_WAITING, OVERDUE, OPEN = "payment_days", "payment_waiting", "overdue_open", "backlog"
STAGES = (RECEIVE, CIRCULATE, RESOLVE)  # and RETURN, the last
FLOW_COLUMNS = ("stage", "begun", "finished", "open", "p90", "longest", "late", "overdue")
WARD_COLUMNS = ("unit", *STAGES, RETURN, "overdue", "waiting", "waited", "days")


@dataclass(frozen=True)
class Land:
    """Everything on the page. ``scope`` is that of the land dossiers (:func:`land_scope`).

    flow: the four stages, always all of them (a stage that we do not know stands before the last): stage, begun and
    finished (steps in the period; of RETURN dossiers finished, and results handed over), open (steps under way at T;
    of RETURN dossiers finished and not collected), p90 and longest (working days in the stage, or since finished), late
    (steps past their own day, the dossier not yet; of RETURN 0: nothing says until when a result is to be collected),
    overdue (steps of overdue dossiers; of RETURN dossiers finished late). ages: stage, age, count.
    open, unrecorded: open dossiers, and those of them without any step recorded.

    now: (overdue, came due). wards: judged by ward of the parcel (``judge``). level: the sum of the wards. by_ward:
    a row for each of ``wards``: unit, receive, circulate, resolve, return, overdue (open ones), waiting (for a payment,
    at T), waited, days (finished dossiers that waited for a payment, and how long).

    tax: (working days, dossiers finished that waited). waiting: dossiers that wait for a payment now. whole: all
    working days of finished dossiers; finished: how many these are.

    overdue: open dossiers past their due day by procedure: procedure, name, count, longest (working days), most first.
    overdue_ages: the same by age (``aggregate.AGES``).
    stuck: late steps by holder: holder, name, count, longest.
    """

    scope: Scope
    comparison: Scope
    flow: pd.DataFrame
    ages: pd.DataFrame
    open: int
    unrecorded: int
    now: tuple[float, float]
    wards: pd.DataFrame
    level: tuple[float, float]
    by_ward: pd.DataFrame
    tax: tuple[int, int]
    waiting: int
    whole: int
    finished: int
    overdue: pd.DataFrame
    overdue_ages: dict[str, int]
    stuck: pd.DataFrame

    @property
    def recorded(self) -> bool:
        """Whether any step is known of what is open or moved in the period."""
        return bool(self.flow.loc[self.flow["stage"] != RETURN, ["begun", "finished", "open"]].to_numpy().sum())

    @property
    def told(self) -> pd.DataFrame:
        """The rows of ``flow`` that can be told: without any step recorded only the results."""
        return self.flow if self.recorded else self.flow[self.flow["stage"] == RETURN]

    @property
    def empty(self) -> bool:
        """Whether nothing at all is there to be told."""
        counted = (self.open, self.finished, self.now[1], self.flow[["begun", "finished", "open"]].to_numpy().sum())
        return not any(counted)


def land_fields(held: Holdings) -> tuple[str, ...]:
    """The fields of the procedures of land registration, and so of all procedures of these fields."""
    rows = held.procedures
    return tuple(sorted(rows.loc[rows["level"] == "land_branch", "field"].unique()))


def land_scope(scope: Scope, held: Holdings, viewer: Viewer) -> Scope | None:
    """The land dossiers of a scope by ward of the parcel, whoever received them; of the wards chosen by name only
    theirs. Somebody with units of their own keeps these. None where the chosen fields hold no land dossier."""
    fields = tuple(name for name in land_fields(held) if not scope.fields or name in scope.fields)
    if not fields:
        return None
    kinds = dict(zip(held.units["unit_id"], held.units["kind"], strict=True))
    wards = tuple(unit for unit in scope.units if kinds.get(unit) == "ward")
    if viewer.units is not None and not wards:
        return replace(scope, fields=fields)
    return replace(scope, fields=fields, units=wards, unit_role="area")


def land_page(store: Store, version: str, scope: Scope, viewer: Viewer, held: Holdings) -> Land:
    """Count and judge the page; ``scope`` as :func:`land_scope` gives it. All filters hold for every number."""
    asked, comparison = Asked(store, version, viewer), replace(scope, units=("ward",), unit_role="area")
    under_way = asked.series(UNDER_WAY, ["land_stage", DAYS_IN_STEP], scope)
    waiting = asked.series(UNCOLLECTED, [DAYS_SINCE_FINISH], scope)
    spans = pd.concat([_spans(under_way, "land_stage", DAYS_IN_STEP), _spans(waiting, "", DAYS_SINCE_FINISH)])
    moved = asked.table((BEGUN, FINISHED), ["land_stage"], scope)
    late = asked.table((STEP_LATE, STEP_OVERDUE), ["land_stage"], scope)
    counted = asked.pairs((HEADLINE, FINISHED_DOSSIERS, COLLECTED, UNCOLLECTED_LATE, PAYMENT_WAITING), scope)
    opened = asked.groups(OPEN, "coordination", scope)
    days = asked.pairs((PAYMENT_DAYS, DWELL), scope)
    overdue = asked.series(OVERDUE, ["procedure", "age", DAYS_OVER], scope)
    wards = _wards(asked, comparison, scope, held, viewer)
    return Land(
        scope=scope,
        comparison=comparison,
        flow=_flow(spans, moved, late, {key: int(x) for key, (x, _) in counted.items()}),
        ages=_ages(spans),
        open=sum(opened.values()),
        unrecorded=opened.get(UNRECORDED, 0),
        now=counted[HEADLINE],
        wards=wards,
        level=(float(wards["numerator"].sum()), float(wards["denominator"].sum())),
        by_ward=_by_ward(asked, comparison, list(wards["unit"])),
        tax=(int(days[PAYMENT_DAYS][0]), int(days[PAYMENT_DAYS][1])),
        waiting=int(counted[PAYMENT_WAITING][0]),
        whole=int(days[DWELL][0]),
        finished=int(counted[FINISHED_DOSSIERS][0]),
        overdue=_longest(overdue, "procedure", DAYS_OVER, dict(held.known.procedures)),
        overdue_ages={age: int(n) for age, n in overdue.groupby("age")["numerator"].sum().items()},
        stuck=_longest(
            asked.series(STEP_LATE, ["at_holder", DAYS_PAST_STEP], scope),
            "at_holder",
            DAYS_PAST_STEP,
            dict(held.known.units),
        ).rename(columns={"at_holder": "holder"}),
    )


def _spans(counted: pd.DataFrame, stage: str, days: str) -> pd.DataFrame:
    """stage, days, count of what is in a stage; without a column of stages all of it is in the last one."""
    columns = {
        "stage": counted[stage] if stage else RETURN,
        "days": counted[days].astype(int),
        "count": counted["numerator"].astype(int),
    }
    return pd.DataFrame(columns, index=counted.index)


def _flow(spans: pd.DataFrame, moved: pd.DataFrame, late: pd.DataFrame, of_return: dict[str, int]) -> pd.DataFrame:
    """The stages as a pipeline (see ``Land``)."""

    def sums(frame: pd.DataFrame, key: str) -> dict[str, int]:
        rows = frame[frame["measure"] == key]
        return {stage: int(n) for stage, n in zip(rows["land_stage"], rows["numerator"], strict=True)}

    columns = {"begun": sums(moved, BEGUN), "finished": sums(moved, FINISHED)}
    columns |= {"late": sums(late, STEP_LATE), "overdue": sums(late, STEP_OVERDUE)}
    ends = {"begun": FINISHED_DOSSIERS, "finished": COLLECTED, "overdue": UNCOLLECTED_LATE}
    for name, key in ends.items():
        columns[name][RETURN] = of_return[key]
    others = sorted({*moved["land_stage"], *spans["stage"]} - {*STAGES, RETURN})
    rows = []
    for stage in (*STAGES, *others, RETURN):
        here = spans[spans["stage"] == stage].sort_values("days")
        told = {name: found.get(stage, 0) for name, found in columns.items()}
        told |= {"open": int(here["count"].sum()), "longest": int(here["days"].max()) if len(here) else 0}
        counted = here.rename(columns={"count": "numerator", "days": DAYS_IN_STEP})
        rows.append({"stage": stage, "p90": ninth_of_ten(counted), **told})
    return pd.DataFrame(rows)[list(FLOW_COLUMNS)]


def _ages(spans: pd.DataFrame) -> pd.DataFrame:
    def age(days: int) -> str:
        return next((name for most, name in AGES_IN_STEP if days <= most), OLDEST_IN_STEP)

    rows = spans.assign(age=[age(days) for days in spans["days"]])
    return rows.groupby(["stage", "age"], as_index=False)["count"].sum()


def _wards(asked: Asked, comparison: Scope, scope: Scope, held: Holdings, viewer: Viewer) -> pd.DataFrame:
    """The wards of the parcels, judged beside each other; somebody with wards of their own sees these only."""
    now = asked.series(HEADLINE, ["unit"], comparison)
    before = asked.series(HEADLINE, ["unit"], comparison.with_period(comparison.period.previous()))
    shown = compared_units(comparison, now, held)
    if viewer.units is not None and scope.unit_role == "area":
        shown = [unit for unit in shown if unit in scope.units]
    kept = [rows[rows["unit"].isin(shown)] for rows in (before, now)]
    judged = judge(both_periods(kept, comparison, shown), registry.get(HEADLINE))
    units = judged[judged["period"] == comparison.period.start].reset_index(drop=True)
    first, last = statistics.rank_ranges(units["numerator"], units["denominator"])
    return units.assign(rank_low=first, rank_high=last, stale=False, stale_from=None)


def _by_ward(asked: Asked, comparison: Scope, wards: list[str]) -> pd.DataFrame:
    """What is where by ward of the parcel (see ``Land``)."""
    stages = asked.series(UNDER_WAY, ["unit", "land_stage"], comparison)
    counted = asked.table((UNCOLLECTED, OVERDUE, PAYMENT_WAITING, PAYMENT_DAYS), ["unit"], comparison)
    columns = {stage: stages[stages["land_stage"] == stage].set_index("unit")["numerator"] for stage in STAGES}
    by_key = {key: rows.set_index("unit") for key, rows in counted.groupby("measure")}
    nothing = counted.iloc[:0].set_index("unit")
    for name, key in (
        (RETURN, UNCOLLECTED),
        ("overdue", OVERDUE),
        ("waiting", PAYMENT_WAITING),
        ("days", PAYMENT_DAYS),
    ):
        columns[name] = by_key.get(key, nothing)["numerator"]
    columns["waited"] = by_key.get(PAYMENT_DAYS, nothing)["denominator"]
    found = pd.DataFrame({name: column.reindex(wards).fillna(0).astype(int) for name, column in columns.items()})
    return found.rename_axis("unit").reset_index()[list(WARD_COLUMNS)]


def _longest(counted: pd.DataFrame, by: str, days: str, names: dict[str, str]) -> pd.DataFrame:
    """``by``, name, count, longest: most first."""
    rows = counted.groupby(by, as_index=False).agg(count=("numerator", "sum"), longest=(days, "max"))
    rows = rows.assign(name=rows[by].map(names).fillna("")).astype({"count": int, "longest": int})
    rows = rows.sort_values(["count", "longest", by], ascending=[False, False, True])
    return rows[[by, "name", "count", "longest"]].reset_index(drop=True)
