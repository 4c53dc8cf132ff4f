"""Form II.06a/VPCP/KSTT (COUNTING section 5): its rows, totals and notes, and whether it closes.

The form is one of volume: it holds everything its unit received, same-day certification too, and what the unit still
had to do when the period began. Statuses 1 and 3 are on no form. Every dossier has one origin and one state at T.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import pandas as pd

from data_access.profiles import OfficialForm, Profile
from data_access.stores import Store
from data_access.viewer import Viewer
from measures.known import Holdings
from measures.official_counts import (
    CARRIED,
    DESK,
    FAULTY,
    LETTER,
    ONLINE,
    Question,
    faulty_codes,
    official_counts,
    official_scope,
    refuses,
)
from measures.official_states import NOTES, UNKNOWN, states
from measures.scope import UNIT_KINDS, Scope
from text import mark

COLUMNS = tuple(str(number) for number in range(3, 14))
SUMS = {"3": ("4", "5", "6"), "7": ("8", "9", "10"), "11": ("12", "13")}
ORIGINS = {"4": ONLINE, "5": DESK, "6": CARRIED}
LETTERS = {"10": ("10a", "10b"), "13": ("13a", "13b")}  # with letter, without
BY = ("field", "unit")
SECTIONS = {
    "field": {
        "ward": mark("Procedures at ward level"),
        "district": mark("Procedures at district level"),
        "land_branch": mark("Procedures of the land registry branch"),
    },
    "unit": {
        "ward": mark("Ward committees"),
        "desk": mark("One-stop desk of the district"),
        "department": mark("Departments"),
        "land_branch": mark("Land registry branch"),
    },
}
OTHERS = mark("Other levels or units")
FAULTS = {
    "none": mark("has no state of the form"),
    "several": mark("has several states of the form"),
    UNKNOWN: mark("finished, the day of finish is not recorded"),
}
Figures = Mapping[str, int]


@dataclass(frozen=True)
class Row:
    """One line: ``key`` is "section:name", the same in every period; ``figures`` by column ("3" to "13"), "10a" and
    "13a" with apology letter, "10b" and "13b" without, and "note 1" to "note 8"."""

    key: str
    section: str
    name: str
    figures: Figures


@dataclass(frozen=True)
class Form:
    """A form as counted. ``by`` is "field" or "unit"; ``until`` the last day counted; ``faults``: dossier code -> why
    it keeps the form from closing (``FAULTS``); ``behind``: units complete only to an earlier day."""

    scope: Scope
    by: str
    rules: OfficialForm
    version: str
    until: dt.date
    rows: tuple[Row, ...]
    behind: Mapping[str, dt.date]
    faults: Mapping[str, str]

    @cached_property
    def total(self) -> Figures:
        return added([row.figures for row in self.rows])

    @property
    def closes(self) -> bool:
        """Whether it may be issued: every dossier has one place, and so all sums of the form hold."""
        return not self.faults and all(is_closed(row.figures) for row in (*self.rows, self._whole))

    @property
    def _whole(self) -> Row:
        return Row("", "", "", self.total)

    @property
    def notes(self) -> dict[int, int]:
        """Number of the note -> count, those that count something."""
        return {number: count for number in NOTES if (count := self.total[f"note {number}"])}

    def sections(self) -> dict[str, list[Row]]:
        """The rows under the heading they belong to, in order."""
        found: dict[str, list[Row]] = {}
        for row in self.rows:
            found.setdefault(row.section, []).append(row)
        return found


def is_closed(figures: Figures) -> bool:
    """(3) = (7) + (11), each the sum of its columns."""
    sums = all(figures[whole] == sum(figures[part] for part in parts) for whole, parts in SUMS.items())
    return sums and figures["3"] == figures["7"] + figures["11"]


def added(several: list[Figures]) -> dict[str, int]:
    """Column by column; all 0 without any."""
    return {name: sum(figures[name] for figures in several) for name in _names()}


def question(store: Store, version: str, viewer: Viewer, scope: Scope, profile: Profile) -> Question:
    """What the form of a scope asks; the settings are those of the last day of the period."""
    return Question(store, version, viewer, official_scope(scope), profile.official_form(scope.until))


def official_form(asked: Question, held: Holdings, by: str) -> Form:
    """The form of the question's scope, with rows by "field" inside level or by "unit" inside kind.

    Raises:
        ValueError: ``by`` is neither.
    """
    return forms(asked, held, by, [asked.scope])[0]


def forms(asked: Question, held: Holdings, by: str, scopes: list[Scope]) -> list[Form]:
    """Forms of several scopes that differ in their units only (each one unit, a kind, or all), by one question of the
    store. ``asked`` covers them all."""
    if by not in BY:
        raise ValueError(f"rows by {by!r}: write field or unit")
    counted = official_counts(asked)
    faults = faulty_codes(asked) if counted[FAULTY].any() or _is_refused(counted, asked.rules) else {}
    made = []
    for scope in scopes:
        own = counted[counted["unit"].isin(_members(scope, held))] if scope.units else counted
        wrong = faults if scope.units == asked.scope.units else _own_faults(asked, scope, faults)
        made.append(_form(replace(asked, scope=scope), held, by, own, wrong))
    return made


def _own_faults(asked: Question, scope: Scope, faults: Mapping[str, str]) -> Mapping[str, str]:
    return faulty_codes(replace(asked, scope=scope)) if faults else {}


def _is_refused(counted: pd.DataFrame, rules: OfficialForm) -> bool:
    return refuses(rules) and bool(counted[UNKNOWN].any())


def _members(scope: Scope, held: Holdings) -> set[str]:
    """Unit ids behind the units or kinds of a scope."""
    kinds = held.units["kind"].isin([unit for unit in scope.units if unit in UNIT_KINDS])
    return set(held.units.loc[kinds, "unit_id"]) | set(scope.units)


def _form(asked: Question, held: Holdings, by: str, counted: pd.DataFrame, faults: Mapping[str, str]) -> Form:
    until = min(asked.scope.until, held.cut_off)
    units = _members(asked.scope, held) if asked.scope.units else set(held.units["unit_id"])
    behind = {unit: day for unit, day in held.behind(until).items() if unit in units}
    placed = counted.assign(row=_rows_by_field(counted, held) if by == "field" else _rows_by_unit(counted, held))
    by_row = {key: _figures(group.sum(numeric_only=True), asked.rules) for key, group in placed.groupby("row")}
    if by == "unit":
        by_row = {key: dict.fromkeys(_names(), 0) for key in _existing(asked.scope, held, units)} | by_row
    rows = tuple(_row(key, by, held, by_row[key]) for key in _ordered(by_row, by, held))
    return Form(asked.scope, by, asked.rules, asked.version, until, rows, behind, faults)


def _figures(sums: pd.Series, rules: OfficialForm) -> dict[str, int]:
    """The columns of one line from its origins and states."""
    figures = dict.fromkeys(_names(), 0)
    for column, origin in ORIGINS.items():
        figures[column] = int(sums[origin])
    figures["3"] = sum(figures[column] for column in ORIGINS)
    for state in states(rules):
        count = int(sums[state.key])
        figures[state.column] += count
        figures["11" if state.open else "7"] += count
        if state.note:
            figures[f"note {state.note}"] += count
        if state.late:
            with_letter, without = LETTERS[state.column]
            lettered = int(sums[f"{state.key}{LETTER}"])
            figures[with_letter] += lettered
            figures[without] += count - lettered
    return figures


def _names() -> list[str]:
    letters = [name for pair in LETTERS.values() for name in pair]
    return [*COLUMNS, *letters, *(f"note {number}" for number in NOTES)]


def row_keys(frame: pd.DataFrame, by: str, held: Holdings) -> list[str]:
    """The line of the form on which each row of ``frame`` (columns unit, procedure) stands."""
    return _rows_by_field(frame, held) if by == "field" else _rows_by_unit(frame, held)


def _rows_by_field(frame: pd.DataFrame, held: Holdings) -> list[str]:
    listed = held.procedures.set_index("procedure_id")
    places = (listed["level"] + ":" + listed["field"]).to_dict()
    return [places[procedure] for procedure in frame["procedure"]]


def _rows_by_unit(frame: pd.DataFrame, held: Holdings) -> list[str]:
    kinds = dict(zip(held.units["unit_id"], held.units["kind"], strict=True))
    return [f"{kinds.get(unit, '')}:{unit}" if isinstance(unit, str) else ":" for unit in frame["unit"]]


def _existing(scope: Scope, held: Holdings, units: set[str]) -> list[str]:
    """Wards of the scope that stand on its day: on the form even where they have nothing."""
    there = held.units_on(scope.carried_on)
    return [f"ward:{unit}" for unit in there.loc[there["kind"] == "ward", "unit_id"] if unit in units]


def _ordered(by_row: Mapping[str, Figures], by: str, held: Holdings) -> list[str]:
    """Sections in their order, in them fields by name and units by number."""
    sections = [*SECTIONS[by]]
    places = {unit: place for place, unit in enumerate(held.units["unit_id"])} if by == "unit" else {}

    def place(key: str) -> tuple[int, int, str]:
        section, _, name = key.partition(":")
        return sections.index(section) if section in sections else len(sections), places.get(name, 0), name

    return sorted(by_row, key=place)


def _row(key: str, by: str, held: Holdings, figures: Figures) -> Row:
    section, _, name = key.partition(":")
    if by == "unit":
        name = dict(held.known.units).get(name, name)
    return Row(key, SECTIONS[by].get(section, OTHERS), name, figures)
