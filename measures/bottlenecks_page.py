"""What the page "Điểm nghẽn" shows: where late days lay, whose clock ran, how long each stage takes, what is stuck."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from data_access.stores import Store
from data_access.viewer import Viewer
from measures.asking import Asked
from measures.dimensions import DAYS_IN_STEP, DAYS_PAST_STEP
from measures.known import Holdings
from measures.lateness_page import OWN, REST
from measures.overview import HEADLINE
from measures.scope import Scope
from measures.stays import AGENCY, ALONE, CAUSES, LINKED, UNRECORDED
from measures.stays import OWN as OWN_STAFF

OWN_CLOCK, LATE_DAYS, DWELL, DWELL_P90 = "overdue_rate_own_clock", "late_days", "dwell_days", "dwell_p90"
BEGUN, FINISHED, UNDER_WAY, STEP_LATE = "steps_begun", "steps_finished", "steps_open", "steps_late"
STAGES = ("intake", "processing", "coordination", "approval")  # in this order; others after them
GROUPS = (LINKED, ALONE, UNRECORDED)
MOST_HOLDERS = 8
FEWEST = 10  # of fewer steps or dossiers neither a 90 % nor a rate is told
AGES_IN_STEP = ((3, "0-3"), (7, "4-7"), (15, "8-15"))
OLDEST_IN_STEP = ">15"
LATE_COLUMNS = ("cause", "holder", "name", "days", "stays")
FLOW_COLUMNS = ("stage", "begun", "finished", "open", "p90", "longest", "late")


@dataclass(frozen=True)
class Bottlenecks:
    """Everything on the page, for one scope.

    now: (overdue, came due); own_clock: the same without the days of coordinating agencies. groups: the headline by
    "linked", "alone", "unrecorded" (``stays.coordination``); those without dossiers are (0, 0).

    late: where the late days lay: cause, holder, name, days, stays. Coordinating agencies, most days first (those after
    the eighth add up in REST); OWN adds up the receiving and resolving units where there are several; then the wait for
    the citizen, closing, unknown, whose holder is "". name is "" for these.
    causes: late days by cause, all of ``stays.CAUSES``.

    dwell: of dossiers finished in the period: stage, holder, name, cause, stays, days, p90; in the order of the stages,
    most days first. stages: the same by stage: stage, stays, days, p90. elsewhere: their days outside any step, by
    cause. whole: all their working days.

    flow: stage, begun and finished (steps in the period), open (at T), p90 and longest (working days in the stage so
    far), late (step past its day, dossier not yet). ages: stage, age ("0-3", "4-7", "8-15", ">15"), count.
    stuck: late steps: stage, holder, name, count, longest (working days past the step's day), most first.

    silent: names of units whose dossiers came due and of which no step at all is recorded.
    """

    scope: Scope
    now: tuple[float, float]
    own_clock: tuple[float, float]
    groups: dict[str, tuple[float, float]]
    late: pd.DataFrame
    causes: dict[str, int]
    dwell: pd.DataFrame
    stages: pd.DataFrame
    elsewhere: dict[str, int]
    whole: int
    flow: pd.DataFrame
    ages: pd.DataFrame
    stuck: pd.DataFrame
    silent: list[str]

    @property
    def late_days(self) -> int:
        """All working days late of the overdue dossiers of the period."""
        return sum(self.causes.values())

    @property
    def told(self) -> bool:
        """Whether any step is known of what came due: without one nobody can say whose days they were."""
        return any(self.groups[group][1] for group in (LINKED, ALONE))

    @property
    def recorded(self) -> bool:
        """Whether any step is known of what came due, was finished or is open."""
        return self.told or bool(len(self.dwell) or len(self.flow))


def bottlenecks_page(store: Store, version: str, scope: Scope, viewer: Viewer, held: Holdings) -> Bottlenecks:
    """Count the page. All filters hold for every number on it."""
    asked, names = Asked(store, version, viewer), dict(held.known.units)
    by_unit = asked.series(HEADLINE, ["unit", "coordination"], scope)
    clock = asked.pair(OWN_CLOCK, scope)
    late = asked.series(LATE_DAYS, ["cause", "at_holder"], scope)
    spent = asked.table((DWELL, DWELL_P90), ["at_stage", "at_holder", "cause"], scope)
    dwell = _dwell(spent, names)
    outside = spent[(spent["measure"] == DWELL) & (spent["at_stage"] == "")]
    under_way = asked.series(UNDER_WAY, ["at_stage", DAYS_IN_STEP], scope)
    stuck = _stuck(asked.series(STEP_LATE, ["at_stage", "at_holder", DAYS_PAST_STEP], scope), names)
    return Bottlenecks(
        scope=scope,
        now=(float(by_unit["numerator"].sum()), float(by_unit["denominator"].sum())),
        own_clock=clock,
        groups=_groups(by_unit),
        late=_late(late, names),
        causes=_sums(late, "cause", CAUSES),
        dwell=dwell,
        stages=_by_stage(dwell, asked.series(DWELL_P90, ["at_stage"], scope)),
        elsewhere=_sums(outside, "cause", CAUSES),
        whole=int(spent.loc[spent["measure"] == DWELL, "numerator"].sum()),
        flow=_flow(asked.table((BEGUN, FINISHED), ["at_stage"], scope), under_way, stuck),
        ages=_ages(under_way),
        stuck=stuck,
        silent=_silent(by_unit, names),
    )


def _groups(by_unit: pd.DataFrame) -> dict[str, tuple[float, float]]:
    sums = by_unit.groupby("coordination")[["numerator", "denominator"]].sum()
    return {
        group: (float(sums.at[group, "numerator"]), float(sums.at[group, "denominator"]))
        if group in sums.index
        else (0.0, 0.0)
        for group in GROUPS
    }


def _sums(frame: pd.DataFrame, column: str, wanted: Iterable[str]) -> dict[str, int]:
    sums = frame.groupby(column)["numerator"].sum()
    return {name: int(sums.get(name, 0)) for name in wanted}


def _late(late: pd.DataFrame, names: dict[str, str]) -> pd.DataFrame:
    """Where the late days lay (see ``Bottlenecks``)."""
    rows = late.rename(columns={"at_holder": "holder", "numerator": "days", "denominator": "stays"})
    own = rows["cause"] == OWN_STAFF
    if rows.loc[own, "holder"].nunique() > 1:
        rows.loc[own, "holder"] = OWN
    rows = _added(rows)
    agencies = rows[rows["cause"] == AGENCY].sort_values(["days", "holder"], ascending=[False, True])
    if len(agencies) > MOST_HOLDERS + 1:
        rest = _added(agencies.iloc[MOST_HOLDERS:].assign(holder=REST))
        agencies = pd.concat([agencies.iloc[:MOST_HOLDERS], rest])
    others = rows[rows["cause"] != AGENCY]
    others = others.sort_values("cause", key=lambda causes: causes.map(CAUSES.index))
    found = pd.concat([agencies, others], ignore_index=True)
    return found.assign(name=found["holder"].map(names).fillna(""))[list(LATE_COLUMNS)]


def _added(rows: pd.DataFrame) -> pd.DataFrame:
    return (
        rows.groupby(["cause", "holder"], as_index=False)[["days", "stays"]].sum().astype({"days": int, "stays": int})
    )


def _dwell(spent: pd.DataFrame, names: dict[str, str]) -> pd.DataFrame:
    """Steps of finished dossiers by stage and holder."""
    keys = ["at_stage", "at_holder", "cause"]
    days = spent[(spent["measure"] == DWELL) & (spent["at_stage"] != "")]
    p90 = spent.loc[spent["measure"] == DWELL_P90, [*keys, "numerator"]].rename(columns={"numerator": "p90"})
    rows = days.merge(p90, on=keys).rename(
        columns={"at_stage": "stage", "at_holder": "holder", "numerator": "days", "denominator": "stays"}
    )
    rows = rows.assign(name=rows["holder"].map(names).fillna(""), place=rows["stage"].map(stage_place))
    rows = rows.sort_values(["place", "stage", "days", "holder"], ascending=[True, True, False, True])
    columns = ["stage", "holder", "name", "cause", "stays", "days", "p90"]
    return rows[columns].astype({"stays": int, "days": int, "p90": int}).reset_index(drop=True)


def stage_place(stage: str) -> int:
    """Known stages in their order, others behind them."""
    return STAGES.index(stage) if stage in STAGES else len(STAGES)


def _by_stage(dwell: pd.DataFrame, p90: pd.DataFrame) -> pd.DataFrame:
    sums = dwell.groupby("stage", as_index=False, sort=False)[["stays", "days"]].sum()
    level = dict(zip(p90["at_stage"], p90["numerator"], strict=True))
    return sums.assign(p90=[int(level.get(stage, 0)) for stage in sums["stage"]])


def _stuck(late: pd.DataFrame, names: dict[str, str]) -> pd.DataFrame:
    rows = late.groupby(["at_stage", "at_holder"], as_index=False).agg(
        count=("numerator", "sum"), longest=(DAYS_PAST_STEP, "max")
    )
    rows = rows.rename(columns={"at_stage": "stage", "at_holder": "holder"})
    rows = rows.assign(name=rows["holder"].map(names).fillna("")).astype({"count": int, "longest": int})
    rows = rows.sort_values(["count", "longest", "holder"], ascending=[False, False, True])
    return rows[["stage", "holder", "name", "count", "longest"]].reset_index(drop=True)


def _flow(moved: pd.DataFrame, under_way: pd.DataFrame, stuck: pd.DataFrame) -> pd.DataFrame:
    """Stages as a pipeline (see ``Bottlenecks``)."""
    sums = {key: moved[moved["measure"] == key].groupby("at_stage")["numerator"].sum() for key in (BEGUN, FINISHED)}
    late = stuck.groupby("stage")["count"].sum()
    stages = sorted({*moved["at_stage"], *under_way["at_stage"]}, key=lambda stage: (stage_place(stage), stage))
    rows = []
    for stage in stages:
        now = under_way[under_way["at_stage"] == stage].sort_values(DAYS_IN_STEP)
        rows.append(
            {
                "stage": stage,
                "begun": int(sums[BEGUN].get(stage, 0)),
                "finished": int(sums[FINISHED].get(stage, 0)),
                "open": int(now["numerator"].sum()),
                "p90": ninth_of_ten(now),
                "longest": int(now[DAYS_IN_STEP].max()) if len(now) else 0,
                "late": int(late.get(stage, 0)),
            }
        )
    return pd.DataFrame(rows, columns=list(FLOW_COLUMNS))


def ninth_of_ten(counts: pd.DataFrame) -> int:
    """The fewest days that nine of ten do not exceed, of sorted days with their counts; 0 without any."""
    reached = counts["numerator"].cumsum() * 10 >= counts["numerator"].sum() * 9
    return int(counts.loc[reached, DAYS_IN_STEP].iloc[0]) if len(counts) else 0


def _ages(under_way: pd.DataFrame) -> pd.DataFrame:
    def age(days: int) -> str:
        return next((name for most, name in AGES_IN_STEP if days <= most), OLDEST_IN_STEP)

    rows = under_way.assign(age=[age(days) for days in under_way[DAYS_IN_STEP]])
    sums = rows.groupby(["at_stage", "age"], as_index=False)["numerator"].sum()
    return sums.rename(columns={"at_stage": "stage", "numerator": "count"}).astype({"count": int})


def _silent(by_unit: pd.DataFrame, names: dict[str, str]) -> list[str]:
    """Units without any step, in the order of the known units."""
    told = set(by_unit.loc[by_unit["coordination"] != UNRECORDED, "unit"])
    there = set(by_unit["unit"].dropna())
    return [name for unit, name in names.items() if unit in there - told]
