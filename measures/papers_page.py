"""What the page "Giấy tờ" shows: papers outside the list, needless certified copies, repeated supplements."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from data_access.stores import Store
from data_access.viewer import Viewer
from measures import registry
from measures.asking import Asked
from measures.comparing import compared_period, comparison_scope
from measures.judging import judge
from measures.known import Holdings
from measures.scope import Scope
from measures.verdict import Verdict

EXTRA, COPIES = "extra_documents", "certified_copies"
KINDS = (EXTRA, COPIES)  # counts of demands; each has a "per 100" and a rate of dossiers
REPEATED, RECEIVED = "repeat_supplement_rate", "received"
FEWEST = 30  # of fewer dossiers no "per 100" is told
HABIT = 3  # so many demands of one kind, in one procedure of one unit: something to look into
UNIT_COLUMNS = ("unit", "name", "dossiers", "demands", "with_demand", "verdict")
HABIT_COLUMNS = ("unit", "name", "procedure", "title", "kind", "count", "paper", "of_paper")
TOP = {Verdict.HIGHER: 0, Verdict.WATCH_HIGHER: 1}


def per_100(kind: str) -> str:
    """The key of the demands per 100 dossiers."""
    return f"{kind}_per_100"


def rate_of(kind: str) -> str:
    """The key of the proportion of dossiers with a demand: what verdicts come from."""
    return f"{kind}_rate"


@dataclass(frozen=True)
class Papers:
    """Everything on the page, for one scope. "Dossiers" are those received in the period by units that report.

    now, before: (demands, dossiers) by kind, in the period and in the one before; (0, 0) where nobody reports.
    repeated: (asked for a supplement twice or more, asked at all) of dossiers finished or ended in the period.

    units: by kind the units that report: unit, name, dossiers, demands, with_demand (dossiers with one), verdict (None
    where the reader sees own units only); clearly higher ones first, then those to watch, then in the order of units.
    silent: names of units that received dossiers and never reported.

    procedures: procedure, title, dossiers and a column of demands for each kind; most demands first. papers: paper and
    the same columns. pairs: procedure, title, paper and these columns. habits: at least ``HABIT`` demands of one kind
    in one procedure of one unit: unit, name, procedure, title, kind, count, and the paper demanded most (paper,
    of_paper); most first.
    """

    scope: Scope
    now: dict[str, tuple[float, float]]
    before: dict[str, tuple[float, float]]
    repeated: tuple[float, float]
    units: dict[str, pd.DataFrame]
    silent: list[str]
    procedures: pd.DataFrame
    papers: pd.DataFrame
    pairs: pd.DataFrame
    habits: pd.DataFrame

    @property
    def reported(self) -> bool:
        """Whether any unit that received dossiers reports at all."""
        return bool(self.now[EXTRA][1])


def papers_page(store: Store, version: str, scope: Scope, viewer: Viewer, held: Holdings) -> Papers:
    """Count and judge the page. All filters hold for every number on it."""
    asked, names = Asked(store, version, viewer), dict(held.known.units)
    titles = dict(held.known.procedures)
    keys = [per_100(kind) for kind in KINDS]
    before = asked.pairs(keys, scope.with_period(compared_period(scope, held)))
    now = asked.pairs([*keys, REPEATED], scope)
    by_unit = asked.table([*keys, *(rate_of(kind) for kind in KINDS)], ["unit"], scope)
    demands = asked.table(KINDS, ["unit", "procedure", "paper"], scope)
    verdicts = _verdicts(asked, scope, held)
    of_procedure = asked.series(per_100(EXTRA), ["procedure"], scope)
    there = asked.series(RECEIVED, ["unit"], scope)
    return Papers(
        scope=scope,
        now={kind: now[per_100(kind)] for kind in KINDS},
        before={kind: before[per_100(kind)] for kind in KINDS},
        repeated=now[REPEATED],
        units={kind: _units(by_unit, kind, verdicts[kind], names) for kind in KINDS},
        silent=_silent(there, by_unit, names),
        procedures=_procedures(demands, of_procedure, titles),
        papers=_by(demands, ["paper"]),
        pairs=_by(demands, ["procedure", "paper"]).pipe(_titled, titles),
        habits=_habits(demands, names, titles),
    )


def _verdicts(asked: Asked, scope: Scope, held: Holdings) -> dict[str, dict[str, Verdict]]:
    """By kind the verdicts among all units of the kind of the chosen ones. Without rights to the others there is none,
    for there is nothing to compare with."""
    if not asked.viewer.sees_all:
        return {kind: {} for kind in KINDS}
    comparison, keys = comparison_scope(scope, held), [rate_of(kind) for kind in KINDS]
    before = asked.table(keys, ["unit"], comparison.with_period(scope.period.previous()))
    both = pd.concat([before, asked.table(keys, ["unit"], comparison)], ignore_index=True).dropna(subset=["unit"])
    found = {}
    for kind in KINDS:
        judged = judge(both[both["measure"] == rate_of(kind)], registry.get(rate_of(kind)))
        judged = judged[judged["period"] == scope.period.start]
        found[kind] = dict(zip(judged["unit"], judged["verdict"], strict=True))
    return found


def _units(by_unit: pd.DataFrame, kind: str, verdicts: dict[str, Verdict], names: dict[str, str]) -> pd.DataFrame:
    """The reporting units (see ``Papers``)."""
    told = by_unit[by_unit["measure"] == per_100(kind)].dropna(subset=["unit"])
    having = by_unit[by_unit["measure"] == rate_of(kind)].set_index("unit")["numerator"]
    place, word = {unit: place for place, unit in enumerate(names)}, told["unit"].map(lambda unit: verdicts.get(unit))
    frame = told.rename(columns={"denominator": "dossiers", "numerator": "demands"}).assign(
        name=told["unit"].map(names),
        with_demand=told["unit"].map(having).fillna(0).astype(int),
        verdict=word.astype(object).where(word.notna(), None),
        order=[(TOP.get(one, len(TOP)), place[unit]) for one, unit in zip(word, told["unit"], strict=True)],
    )
    frame = frame.sort_values("order", ignore_index=True)[list(UNIT_COLUMNS)]
    return frame.astype({"dossiers": int, "demands": int})


def _silent(there: pd.DataFrame, by_unit: pd.DataFrame, names: dict[str, str]) -> list[str]:
    """Units with dossiers of which nothing was ever reported, in the order of the known units."""
    silent = set(there["unit"].dropna()) - set(by_unit["unit"].dropna())
    return [name for unit, name in names.items() if unit in silent]


def _by(demands: pd.DataFrame, groups: list[str]) -> pd.DataFrame:
    """Demands of both kinds side by side, most first."""
    table = demands.pivot_table("numerator", groups, "measure", aggfunc="sum", fill_value=0)
    table = table.reindex(columns=list(KINDS), fill_value=0).astype(int).reset_index()
    return _most_first(table, groups)


def _most_first(table: pd.DataFrame, groups: list[str]) -> pd.DataFrame:
    ordered = table.assign(total=table[list(KINDS)].sum(axis=1))
    ordered = ordered.sort_values(["total", *groups], ascending=[False] + [True] * len(groups), ignore_index=True)
    return ordered.drop(columns="total").rename_axis(columns=None)


def _titled(table: pd.DataFrame, titles: dict[str, str]) -> pd.DataFrame:
    return table.assign(title=table["procedure"].map(titles).fillna(table["procedure"]))


def _procedures(demands: pd.DataFrame, of_procedure: pd.DataFrame, titles: dict[str, str]) -> pd.DataFrame:
    """Procedures of which anything was demanded."""
    table = _by(demands, ["procedure"])
    dossiers = of_procedure.set_index("procedure")["denominator"]
    return _titled(table, titles).assign(dossiers=table["procedure"].map(dossiers).fillna(0).astype(int))


def _habits(demands: pd.DataFrame, names: dict[str, str], titles: dict[str, str]) -> pd.DataFrame:
    """What one unit demands again and again in one procedure."""
    rows = demands.dropna(subset=["unit"]).rename(columns={"measure": "kind", "numerator": "of_paper"})
    keys = ["unit", "procedure", "kind"]
    rows = rows.sort_values([*keys, "of_paper", "paper"], ascending=[True, True, True, False, True])
    found = rows.groupby(keys, as_index=False).agg(
        count=("of_paper", "sum"), paper=("paper", "first"), of_paper=("of_paper", "first")
    )
    found = found[found["count"] >= HABIT].pipe(_titled, titles)
    found = found.assign(name=found["unit"].map(names).fillna(""))
    found = found.sort_values(["count", *keys], ascending=[False, True, True, True], ignore_index=True)
    return found.astype({"count": int, "of_paper": int})[list(HABIT_COLUMNS)]
