"""Procedures offered online, and used online: the first of the two numbers that the order asks for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass

import pandas as pd
from sqlalchemy import select

from data_access import tables
from data_access.fetch import fetch
from measures.asking import Asked
from measures.comparing import trend_months
from measures.known import Holdings
from measures.scope import Scope
from measures.sensitive import is_small

LOWEST_LEVEL = 3  # offered online = level 3 or 4
LEVELS = (3, 4)
LEVEL_OF_KIND = {"ward": "ward", "department": "district", "land_branch": "land_branch"}


@dataclass(frozen=True)
class Offered:
    """Procedures of the chosen units' level, or with dossiers there; without same-day certification as the scope says.

    procedures: procedure, name, field, level (3 or 4; 0 = not offered on the last day), numerator (dossiers submitted
    online), denominator (received in the period), small (these counts are not shown, ``measures.sensitive``): one row
    each, most received first. history: period (first of month),
    offered: how many were offered on its last day, 24 months. before: how many were a year before the last day.
    """

    day: dt.date
    procedures: pd.DataFrame
    history: pd.DataFrame
    before: int

    def step(self, name: str, level: int = 0) -> pd.DataFrame:
        """The rows of one bar: "all", "offered", "received" (offered, with dossiers), "online" (offered, with dossiers
        online), "counter" (offered, with dossiers, none of them online), "idle" (offered, without any) or
        "not_offered"; ``level`` keeps one."""
        rows = self.procedures
        offered, came, online = rows["level"] >= LOWEST_LEVEL, rows["denominator"] > 0, rows["numerator"] > 0
        wanted = {
            "all": offered | ~offered,
            "offered": offered,
            "not_offered": ~offered,
            "received": offered & came,
            "idle": offered & ~came,
            "online": offered & online,
            "counter": offered & came & ~online,
        }[name]
        return rows[wanted & (rows["level"] == level)] if level else rows[wanted]

    def count(self, name: str, level: int = 0) -> int:
        """How many procedures :meth:`step` has."""
        return len(self.step(name, level))

    @property
    def fields(self) -> list[str]:
        """Fields with at least one procedure offered online."""
        return sorted(set(self.step("offered")["field"]))


def offered(asked: Asked, scope: Scope, held: Holdings, sensitive: Collection[str]) -> Offered:
    """Count procedures and their dossiers on the last day looked at."""
    levels = fetch(asked.store, select(tables.procedure_online_level), asked.version)
    day = min(scope.until, held.cut_off)
    counted = asked.series("online_share", ["procedure"], scope)[["procedure", "numerator", "denominator"]]
    rows = _procedures(scope, held, set(counted["procedure"]))
    rows = rows.merge(counted, on="procedure", how="left").fillna({"numerator": 0, "denominator": 0})
    on_the_day = levels_on(levels, day)
    rows["level"] = [on_the_day.get(procedure, 0) for procedure in rows["procedure"]]
    rows = rows.sort_values(["denominator", "name"], ascending=[False, True]).reset_index(drop=True)
    rows["small"] = is_small(rows, sensitive)
    ends = {month.start: min(month.end, day) for month in trend_months(scope, held)}
    numbers = [number_on(levels, rows["procedure"], end) for end in ends.values()]
    return Offered(
        day=day,
        procedures=rows.astype({"numerator": int, "denominator": int}),
        history=pd.DataFrame({"period": list(ends), "offered": numbers}),
        before=number_on(levels, rows["procedure"], a_year_before(day)),
    )


def _procedures(scope: Scope, held: Holdings, with_dossiers: set[str]) -> pd.DataFrame:
    """procedure, name, field of what the chosen units have to do with."""
    rows = held.procedures.rename(columns={"procedure_id": "procedure", "level": "of"})
    kinds = dict(zip(held.units["unit_id"], held.units["kind"], strict=True))
    wanted = {LEVEL_OF_KIND.get(kinds.get(unit, unit), "") for unit in scope.units} or set(LEVEL_OF_KIND.values())
    kept = rows["of"].isin(wanted) | rows["procedure"].isin(with_dossiers)
    if not scope.certification:
        kept &= ~rows["certification"].astype(bool)
    for column, chosen in (("field", scope.fields), ("procedure", scope.procedures)):
        kept &= rows[column].isin(chosen) if chosen else True
    return rows.loc[kept, ["procedure", "name", "field"]]


def levels_on(levels: pd.DataFrame, day: dt.date) -> dict[str, int]:
    """Procedure -> the level at which it is offered online on a day; what is not offered is not there.

    ``levels``: procedure_id, valid_from, valid_to (NaT = still so), level.
    """
    begun = levels["valid_from"].map(lambda start: start <= day)
    ended = levels["valid_to"].map(lambda end: pd.notna(end) and end < day)
    rows = levels[begun & ~ended & (levels["level"] >= LOWEST_LEVEL)]
    return dict(zip(rows["procedure_id"], rows["level"].astype(int), strict=True))


def number_on(levels: pd.DataFrame, procedures: Iterable[str], day: dt.date) -> int:
    """How many of these procedures are offered online on a day."""
    return len(set(levels_on(levels, day)) & set(procedures))


def a_year_before(day: dt.date) -> dt.date:
    """The same day of the year before; of 29 February the 28th."""
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)
