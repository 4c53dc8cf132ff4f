"""What the page "Đầy đủ và đối soát" shows: what is missing, what the portal says, real late against data late."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

import pandas as pd

from data_access.stores import Store
from data_access.viewer import Viewer
from measures.asking import Asked
from measures.known import Holdings
from measures.overview import HEADLINE
from measures.portal_list import DIFFERENCES as KINDS
from measures.scope import Scope
from measures.stays import UNRECORDED
from measures.told_units import pair_of, shown_units, told_by
from text import Language

GAPS, ODD_CODES, WITHOUT_STEP = "serial_gaps", "codes_of_other_shape", "finished_without_step"
EQUAL, DIFFERENT = "portal_equal_rate", "portal_differences"
PARTS = tuple(f"{DIFFERENT}.{kind}" for kind in KINDS)
NOT_SYSTEM, OWN_CLOCK, RECORDED = "overdue_rate_not_system", "overdue_rate_own_clock", "overdue_rate_recorded"
READINGS = (HEADLINE, NOT_SYSTEM, OWN_CLOCK, RECORDED)
RECEIVED, LAND = "received", "land_branch"


@dataclass(frozen=True)
class Completeness:
    """Everything on the page, for one scope.

    missing: (numbers, gaps) of the period; odd: codes without such a number; without_step: (without, finished).
    units: unit, name, missing, finished, without_step, complete_to (day), behind (whether others are complete to a
    later day). NaN: nothing is known of it (no export; no code can be read; no steps are told or nothing was finished).

    land: the same of the land branch, where the scope leaves it out; else None.

    listed: (equal, on the list) of the lists that can be compared; differences: how many of each kind.
    portal: unit, name, listed, equal and each kind; NaN throughout where a unit has no list that can be compared.

    readings: the overdue rate by key, (overdue, came due); steps_told: whether any step of these dossiers is known.
    """

    scope: Scope
    missing: tuple[int, int]
    odd: int
    without_step: tuple[int, int]
    units: pd.DataFrame
    land: tuple[int, int] | None
    listed: tuple[int, int]
    differences: dict[str, int]
    portal: pd.DataFrame
    readings: dict[str, tuple[float, float]]
    steps_told: bool

    @property
    def numbers_told(self) -> bool:
        """Whether the numbers of any unit can be read."""
        return bool(self.units["missing"].notna().any())

    @property
    def behind(self) -> list[str]:
        """Names of units complete to an earlier day than the others."""
        return self.units.loc[self.units["behind"], "name"].tolist()

    @property
    def without_list(self) -> list[str]:
        """Names of units without a list that can be compared."""
        return self.portal.loc[self.portal["listed"].isna(), "name"].tolist()


def completeness_page(store: Store, version: str, scope: Scope, viewer: Viewer, held: Holdings) -> Completeness:
    """Count the page. Of the filters only units and time hold for receipt numbers and for the portal's list."""
    asked, shown = Asked(store, version, viewer), _shown(scope, viewer, held)
    told = pd.concat([asked.table((key,), ["unit"], scope) for key in (GAPS, ODD_CODES, WITHOUT_STEP)])
    portal = asked.table((EQUAL, *PARTS), ["unit"], scope)
    steps = asked.series(HEADLINE, ["coordination"], scope)
    return Completeness(
        scope=scope,
        missing=pair_of(told, GAPS),
        odd=pair_of(told, ODD_CODES)[0],
        without_step=pair_of(told, WITHOUT_STEP),
        units=_units(told, _received(asked, scope), shown, held, scope),
        land=_land(asked, scope, held),
        listed=pair_of(portal, EQUAL),
        differences={kind: pair_of(portal, key)[0] for kind, key in zip(KINDS, PARTS, strict=True)},
        portal=_portal(portal, shown),
        readings=asked.pairs(READINGS, scope),
        steps_told=bool((steps["coordination"] != UNRECORDED).any()),
    )


def _shown(scope: Scope, viewer: Viewer, held: Holdings) -> pd.DataFrame:
    """The units of the scope that receive dossiers; where none of them does, all of them: they have no data."""
    sources = {held.carriers(scope.carried_on).get(unit, unit) for unit in held.cut_offs}
    shown = shown_units(scope, viewer, held)
    if not scope.units:
        existing = held.units_on(scope.carried_on)
        mine = viewer.units is None or existing["unit_id"].isin(viewer.units or ())
        shown = existing[existing["unit_id"].isin({*shown["unit_id"], *sources}) & mine]
    receiving = shown[(shown["kind"] != "department") | shown["unit_id"].isin(sources)]
    return shown if receiving.empty else receiving


def of_land(scope: Scope) -> Scope:
    """The same of the land branch."""
    return replace(scope, units=(LAND,), unit_role="receiving", fields=(), procedures=(), channels=())


def _land(asked: Asked, scope: Scope, held: Holdings) -> tuple[int, int] | None:
    branches = shown_units(of_land(scope), asked.viewer, held)["unit_id"].tolist()
    if not branches or not scope.units or set(scope.units) & {LAND, *branches}:
        return None
    return pair_of(asked.table((GAPS,), [], of_land(scope)), GAPS)


def _received(asked: Asked, scope: Scope) -> dict[str, int]:
    """Dossiers received by each unit, whatever they are about."""
    whole = replace(
        scope, unit_role="receiving", fields=(), procedures=(), channels=(), certification=True, lateness="day"
    )
    return asked.groups(RECEIVED, "unit", whole)


def _units(
    told: pd.DataFrame, received: dict[str, int], shown: pd.DataFrame, held: Holdings, scope: Scope
) -> pd.DataFrame:
    units = shown["unit_id"].tolist()
    odd = dict(zip(units, told_by(told, ODD_CODES, "numerator", units, set(units)), strict=True))
    readable = {unit for unit in units if received.get(unit, 0) > odd[unit]}
    readable |= set(told.loc[told["measure"] == GAPS, "unit"])
    finished = set(told.loc[told["measure"] == WITHOUT_STEP, "unit"])
    behind, days = held.behind(scope.until), _complete_to(held, scope)
    return pd.DataFrame(
        {
            "unit": units,
            "name": shown["name"].tolist(),
            "missing": told_by(told, GAPS, "numerator", units, readable),
            "finished": told_by(told, WITHOUT_STEP, "denominator", units, finished),
            "without_step": told_by(told, WITHOUT_STEP, "numerator", units, finished),
            "complete_to": pd.Series([days.get(unit) for unit in units], dtype=object),
            "behind": [unit in behind for unit in units],
        }
    )


def _complete_to(held: Holdings, scope: Scope) -> dict[str, dt.date]:
    """The last complete day of all that a unit stands for."""
    found: dict[str, dt.date] = {}
    for unit, carrier in held.carriers(scope.carried_on).items():
        if day := held.cut_offs.get(unit):
            found[carrier] = min(day, found.get(carrier, day))
    return found


def _portal(counted: pd.DataFrame, shown: pd.DataFrame) -> pd.DataFrame:
    units = shown["unit_id"].tolist()
    told = set(counted.loc[counted["measure"] == EQUAL, "unit"])
    columns = {"listed": (EQUAL, "denominator"), "equal": (EQUAL, "numerator")}
    columns |= {kind: (key, "numerator") for kind, key in zip(KINDS, PARTS, strict=True)}
    counts = {name: told_by(counted, key, part, units, told) for name, (key, part) in columns.items()}
    return pd.DataFrame({"unit": units, "name": shown["name"].tolist(), **counts})


def page_sentence(seen: Completeness, language: Language) -> str:
    """What is missing, and what the portal says otherwise."""
    if not seen.numbers_told and not seen.listed[1]:
        return language.say("No data yet: no receipt number of these units can be read.")
    gaps = units_title(seen, language)
    if not seen.listed[1]:
        return language.say("{gaps}; no list of the national portal can be compared", gaps=gaps)
    equal, listed = seen.listed
    return language.say(
        "{gaps}; {x} of {n} dossiers on the national portal's list differ from ours",
        gaps=gaps,
        x=language.number(listed - equal),
        n=language.number(listed),
    )


def units_title(seen: Completeness, language: Language) -> str:
    """How many numbers are missing."""
    if not seen.numbers_told:
        return language.say("No data yet: no receipt number of these units can be read.")
    if not seen.missing[0] and seen.land and seen.land[0]:
        return language.count(
            "{n} receipt number is missing, at the land registry branch only",
            "{n} receipt numbers are missing, at the land registry branch only",
            seen.land[0],
        )
    if not seen.missing[0]:
        return language.say("No receipt number is missing")
    return language.count("{n} receipt number is missing", "{n} receipt numbers are missing", seen.missing[0])


def portal_title(seen: Completeness, language: Language) -> str:
    """How far the two systems agree."""
    equal, listed = seen.listed
    if not listed:
        return language.say("No list of the national portal that can be compared")
    return language.say(
        "{fraction} dossiers on the national portal's list are the same here", fraction=language.fraction(equal, listed)
    )


def readings_title(seen: Completeness, language: Language) -> str:
    """From which to which rate the readings go."""
    if not seen.readings[HEADLINE][1]:
        return language.say("Real late against data late: no dossiers")
    if not seen.steps_told:
        return language.say("Real late against data late: no data yet")
    rates = [x / n for x, n in seen.readings.values() if n]
    low, high = language.percent(min(rates)), language.percent(max(rates))
    if low == high:
        return language.say("Real late against data late: {rate} under each reading", rate=high)
    return language.say("Real late against data late: {low} to {high}, by reading", low=low, high=high)
