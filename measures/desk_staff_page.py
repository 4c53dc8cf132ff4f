"""What the page "Nhân sự một cửa" shows: people at the desks, standards met, months at the desk against the limits."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pandas as pd

from data_access.stores import Store
from data_access.viewer import Viewer
from measures import registry
from measures.asking import Asked
from measures.known import Holdings
from measures.scope import Scope
from measures.told_units import pair_of, shown_units, told_by
from text import Language

QUALIFIED, AT_DESK, SHORT = "staff_qualified_rate", "staff_at_desk", "staff_short_of_standards"
OVER, TOO_SHORT = "staff_over_term", "terms_too_short_rate"
LACKING = tuple(name for name, _, _ in registry.get(SHORT).parts)
RECEIVED = "received"
COUNTS = ("people", "met", "lacking", "over", "ended", "too_short")
COLUMNS = ("unit", "name", *COUNTS, "counters", "least", "most", "dossiers")


@dataclass(frozen=True)
class DeskStaff:
    """Everything on the page, for one scope. Counts are numbers of people; nobody is named.

    qualified: (meet all standards, at the desk) at T. lacking: people by what they lack (``LACKING``), each once. over:
    beyond the longest term at T. too_short: (shorter than the shortest term, all) of the terms that ended in the
    period. limits: (least, most) whole months. units: one row each (``COLUMNS``): counts; ``counters`` that have
    somebody (NaN: no number told); ``least`` and ``most`` whole months of those at the desk; ``dossiers`` received in
    the period, certification included (NaN: the unit exports none). NaN throughout where a unit told of nobody at the
    desk and of no term that ended: no data, not zero.
    """

    scope: Scope
    qualified: tuple[int, int]
    lacking: dict[str, int]
    over: int
    too_short: tuple[int, int]
    limits: tuple[int, int]
    units: pd.DataFrame

    @property
    def told(self) -> pd.DataFrame:
        """The units of which something is known."""
        return self.units.dropna(subset="people")

    @property
    def silent(self) -> list[str]:
        """The names of the others."""
        return self.units.loc[self.units["people"].isna(), "name"].tolist()


def desk_staff_page(store: Store, version: str, scope: Scope, viewer: Viewer, held: Holdings) -> DeskStaff:
    """Count the page. Of the filters only units and time hold: a person works at a desk, not on a dossier."""
    asked = Asked(store, version, viewer)
    parts = [f"{SHORT}.{name}" for name in LACKING]
    counted = asked.table((QUALIFIED, SHORT, OVER, TOO_SHORT, *parts), ["unit"], scope)
    units = _units(counted, _named(counted, shown_units(scope, viewer, held), held))
    return DeskStaff(
        scope=scope,
        qualified=pair_of(counted, QUALIFIED),
        lacking={name: pair_of(counted, f"{SHORT}.{name}")[0] for name in LACKING},
        over=pair_of(counted, OVER)[0],
        too_short=pair_of(counted, TOO_SHORT),
        limits=scope.desk_months,
        units=_with_terms(asked, scope, units),
    )


def _named(counted: pd.DataFrame, shown: pd.DataFrame, held: Holdings) -> pd.DataFrame:
    """The units to show, and after them what else told: the district's own desk is of no kind that can be chosen."""
    rows = shown[["unit_id", "name"]].rename(columns={"unit_id": "unit"})
    more = sorted(set(counted["unit"].dropna()) - set(rows["unit"]))
    others = pd.DataFrame({"unit": more, "name": [held.known.unit_name(unit) for unit in more]})
    return pd.concat([rows, others], ignore_index=True)


def _units(counted: pd.DataFrame, shown: pd.DataFrame) -> pd.DataFrame:
    parts = {
        "people": (QUALIFIED, "denominator"),
        "met": (QUALIFIED, "numerator"),
        "lacking": (SHORT, "numerator"),
        "over": (OVER, "numerator"),
        "ended": (TOO_SHORT, "denominator"),
        "too_short": (TOO_SHORT, "numerator"),
    }
    told = set(counted["unit"])
    for column, (key, part) in parts.items():
        shown[column] = told_by(counted, key, part, shown["unit"], told)
    return shown


def _with_terms(asked: Asked, scope: Scope, units: pd.DataFrame) -> pd.DataFrame:
    """Counters, shortest and longest time at the desk, and dossiers received, by unit."""
    counters = asked.series(AT_DESK, ["unit", "counter"], scope).dropna(subset="counter")
    months = asked.series(AT_DESK, ["unit", "months_at_desk"], scope).groupby("unit")["months_at_desk"]
    plain = replace(scope, unit_role="receiving", fields=(), procedures=(), channels=(), certification=True)
    received = asked.series(RECEIVED, ["unit"], plain).set_index("unit")["numerator"]
    columns = {
        "counters": counters.groupby("unit")["counter"].nunique(),
        "least": months.min(),
        "most": months.max(),
        "dossiers": received,
    }
    for column, found in columns.items():
        units[column] = units["unit"].map(found).astype(float)
    return units


def page_sentence(seen: DeskStaff, language: Language) -> str:
    """How many meet the standards, and how many have been there too long."""
    if seen.told.empty:
        return language.say("No data yet: these units told of nobody at the desk.")
    met, people = seen.qualified
    if not people:
        return language.say("Nobody is at the desk on the last day looked at.")
    standards = language.say("{x} of {n} people at the desks meet all standards", x=met, n=people)
    months = seen.limits[1]
    if not seen.over:
        return language.say(
            "{standards}; nobody has been there beyond {most} months.", standards=standards, most=months
        )
    long = language.count(
        "{n} has been there beyond {most} months", "{n} have been there beyond {most} months", seen.over, most=months
    )
    return f"{standards}; {long}."


def lacking_title(seen: DeskStaff, language: Language) -> str:
    """How many lack a standard."""
    short = sum(seen.lacking.values())
    if not seen.qualified[1]:
        return language.say("Which standard is missing")
    if not short:
        return language.say("Nobody at the desk lacks a standard")
    return language.count("{n} person lacks a standard", "{n} people lack a standard", short)


def units_title(seen: DeskStaff, language: Language) -> str:
    """Where somebody lacks a standard or has been there too long."""
    there = int(((seen.told["lacking"] > 0) | (seen.told["over"] > 0)).sum())
    if not there:
        return language.say("No unit has somebody short of a standard or beyond the term")
    return language.count(
        "{n} unit has somebody short of a standard or beyond the term",
        "{n} units have somebody short of a standard or beyond the term",
        there,
    )
