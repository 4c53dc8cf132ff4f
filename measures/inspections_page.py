"""What the page "Kiểm tra công vụ" shows: the plan and what was done, findings by kind, what is left to remedy."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pandas as pd

from data_access.stores import Store
from data_access.viewer import Viewer
from measures.asking import Asked
from measures.known import Holdings
from measures.period import Period
from measures.scope import Scope
from measures.told_units import pair_of, shown_units, told_by
from text import Language

DONE, REMEDIED, FOUND, OPEN = "inspections_done_rate", "findings_remedied_rate", "findings", "findings_open"
OVERDUE = f"{OPEN}.overdue"
COLUMNS = ("unit", "name", "planned", "done", "due", "remedied", "open", "overdue")


@dataclass(frozen=True)
class Inspections:
    """Everything on the page, for one scope.

    plan: (done, planned) of the period; year: the same from 1 January to T. remedied: (in time, came due) of findings.
    open, overdue: findings not remedied at T, and those of them past their day. kinds: findings of the period by kind,
    most first: kind, count. units: one row each (``COLUMNS``), counts; NaN throughout where nothing is known of a unit
    since 1 January and nothing is open: no data, not zero.
    """

    scope: Scope
    plan: tuple[int, int]
    year: tuple[int, int]
    remedied: tuple[int, int]
    open: int
    overdue: int
    kinds: pd.DataFrame
    units: pd.DataFrame

    @property
    def told(self) -> pd.DataFrame:
        """The units of which something is known."""
        return self.units.dropna(subset="planned")

    @property
    def silent(self) -> list[str]:
        """The names of the others."""
        return self.units.loc[self.units["planned"].isna(), "name"].tolist()


def inspections_page(store: Store, version: str, scope: Scope, viewer: Viewer, held: Holdings) -> Inspections:
    """Count the page. Of the filters only units and time hold: an inspection is of a unit, not of dossiers."""
    asked = Asked(store, version, viewer)
    counted = asked.table((DONE, REMEDIED, OPEN, OVERDUE), ["unit"], scope)
    year = asked.series(DONE, ["unit"], year_to_date(scope))
    kinds = asked.series(FOUND, ["finding_kind"], scope)
    units = _units(counted, year, shown_units(scope, viewer, held))
    return Inspections(
        scope=scope,
        plan=pair_of(counted, DONE),
        year=(int(year["numerator"].sum()), int(year["denominator"].sum())),
        remedied=pair_of(counted, REMEDIED),
        open=pair_of(counted, OPEN)[0],
        overdue=pair_of(counted, OVERDUE)[0],
        kinds=_kinds(kinds),
        units=units,
    )


def year_to_date(scope: Scope) -> Scope:
    """From 1 January of the last day looked at up to that day, of the same units."""
    year = replace(scope.with_period(Period.parse(str(scope.until.year))), as_of=None)
    return replace(year, as_of=scope.until)


def _kinds(frame: pd.DataFrame) -> pd.DataFrame:
    counts = frame.rename(columns={"finding_kind": "kind", "numerator": "count"})[["kind", "count"]]
    return counts.sort_values(["count", "kind"], ascending=[False, True], ignore_index=True).astype({"count": int})


def _units(counted: pd.DataFrame, year: pd.DataFrame, shown: pd.DataFrame) -> pd.DataFrame:
    parts = {
        "planned": (DONE, "denominator"),
        "done": (DONE, "numerator"),
        "due": (REMEDIED, "denominator"),
        "remedied": (REMEDIED, "numerator"),
        "open": (OPEN, "numerator"),
        "overdue": (OVERDUE, "numerator"),
    }
    found = pd.DataFrame({"unit": shown["unit_id"].to_numpy(), "name": shown["name"].to_numpy()})
    told = set(year["unit"]) | set(counted["unit"])
    for column, (key, part) in parts.items():
        found[column] = told_by(counted, key, part, found["unit"], told)
    return found


def page_sentence(seen: Inspections, language: Language) -> str:
    """What was done of the plan, and what is left to mend."""
    if seen.told.empty:
        return language.say("No data yet: no inspection is known of these units this year.")
    done, planned = seen.year
    plan = language.say(
        "{x} of {n} inspections planned since 1 January {year} are done", x=done, n=planned, year=seen.scope.until.year
    )
    if not seen.open:
        return language.say("{plan}; no finding is open.", plan=plan)
    left = language.count("{n} finding is open", "{n} findings are open", seen.open)
    late = language.count("{n} of them overdue for remedy", "{n} of them overdue for remedy", seen.overdue)
    return f"{plan}; {left}, {late}."


def units_title(seen: Inspections, language: Language) -> str:
    """Who has something to mend."""
    late = int((seen.told["overdue"] > 0).sum())
    if not late:
        return language.say("No unit has a finding past its day")
    return language.count("{n} unit has findings past their day", "{n} units have findings past their day", late)


def kinds_title(seen: Inspections, language: Language) -> str:
    """How many were found in the period."""
    total = int(seen.kinds["count"].sum())
    if not total:
        return language.say("Nothing was found in the period")
    return language.count("{n} finding in the period, by kind", "{n} findings in the period, by kind", total)
