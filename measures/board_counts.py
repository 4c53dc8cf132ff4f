"""The figures behind the board of order 1400: one per line and unit, nothing where a unit told nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import pandas as pd

from measures.asking import Asked
from measures.inspections_page import year_to_date
from measures.known import Holdings
from measures.scope import Scope

OTHERS = ("department", "land_branch")
HELP, INSPECTED = ("assisted_online", "outreach_people"), "inspections_done_rate"


@dataclass(frozen=True)
class Counted:
    """x of n; n None = a count that is no part of anything. ``could``: how many of n could have come in (online)."""

    x: int
    n: int | None = None
    could: int | None = None


Figures = dict[str, Counted]


@dataclass(frozen=True)
class _Told:
    """Counts by unit of one question."""

    frame: pd.DataFrame
    by: str = "unit"

    def of(self, key: str) -> dict[str, tuple[int, int]]:
        """(numerator, denominator) of a measure by unit."""
        rows = self.frame[self.frame["measure"] == key]
        parts = (rows[self.by], rows["numerator"], rows["denominator"].fillna(0))
        return {str(unit): (int(x), int(n)) for unit, x, n in zip(*parts, strict=True)}


def count_lines(
    asked: Asked, scope: Scope, held: Holdings, reminders: dict[str, tuple[int, int]] | None
) -> dict[str, Figures]:
    """The figures of all lines, by the key of the line and the unit. Wards and desks count by what they receive,
    departments and the land branch by what they resolve, letters by whose duty they are."""
    whole = replace(scope, units=(), unit_role="receiving")
    year = year_to_date(whole)
    return {
        **_of_dossiers(asked, whole, held),
        **_of_papers(asked, whole),
        **_of_forms(asked, whole, year),
        "reminders": _of_reminders(held, scope, reminders),
    }


def _of_dossiers(asked: Asked, whole: Scope, held: Holdings) -> dict[str, Figures]:
    """Lateness and steps (both roles), online, letters."""
    keys = ("overdue_rate", "steps_late", "steps_open", "steps_begun")
    receiving = _Told(asked.table((*keys, "online_share", "online_share_eligible", "received"), ["unit"], whole))
    resolving = _Told(asked.table(keys, ["unit"], replace(whole, units=OTHERS, unit_role="resolving")))

    def both(key: str) -> dict[str, tuple[int, int]]:
        own = {unit: pair for unit, pair in receiving.of(key).items() if held.kinds.get(unit) not in OTHERS}
        return own | resolving.of(key)

    late, under_way, begun = both("steps_late"), both("steps_open"), both("steps_begun")
    shares, offered = receiving.of("online_share"), receiving.of("online_share_eligible")
    gaps = _Told(asked.table(["serial_gaps"], ["unit"], whole)).of("serial_gaps")
    return {
        "on_time": {unit: Counted(*pair) for unit, pair in both("overdue_rate").items()},
        "coordination": {
            unit: Counted(late.get(unit, (0, 0))[0], under_way.get(unit, (0, 0))[0]) for unit in {*under_way, *begun}
        },
        "online": {unit: Counted(*pair, could=offered.get(unit, (0, 0))[1]) for unit, pair in shares.items()},
        "complete": {unit: Counted(gaps.get(unit, (0, 0))[0]) for unit in {*receiving.of("received"), *gaps}},
        "letters": _of_letters(asked, whole, {**receiving.of("overdue_rate"), **resolving.of("overdue_rate")}),
    }


def _of_letters(asked: Asked, whole: Scope, known: Iterable[str]) -> Figures:
    """Letters missing at T by whose duty they are; of units that have dossiers at all."""
    duty = replace(whole, unit_role="resolving")
    missing = _Told(asked.table(["letters_missing"], ["duty"], duty), "duty").of("letters_missing")
    return {unit: Counted(missing.get(unit, (0, 0))[0]) for unit in {*known, *missing}}


def _of_papers(asked: Asked, whole: Scope) -> dict[str, Figures]:
    """Dossiers with a demand, of those of units that report demands."""
    keys = {"papers": "extra_documents_rate", "copies": "certified_copies_rate"}
    told = _Told(asked.table(tuple(keys.values()), ["unit"], whole))
    return {
        line: {unit: Counted(*pair) for unit, pair in told.of(key).items() if pair[1]} for line, key in keys.items()
    }


def _of_forms(asked: Asked, whole: Scope, year: Scope) -> dict[str, Figures]:
    """Staff, inspections, help. Who told nothing since 1 January has no figure of inspections and help."""
    keys = ("staff_qualified_rate", "findings_open.overdue", "postings_to_mend", "postings_in_force", *HELP)
    now = _Told(asked.table(keys, ["unit"], whole))
    since = _Told(asked.table((INSPECTED, *HELP), ["unit"], year))
    people = [now.of(key) for key in HELP]
    helped = {unit: sum(one.get(unit, (0, 0))[0] for one in people) for key in HELP for unit in since.of(key)}
    overdue, mend, shown = (now.of(key) for key in ("findings_open.overdue", "postings_to_mend", "postings_in_force"))
    inspected = {unit for unit, (_, planned) in since.of(INSPECTED).items() if planned} | set(overdue)
    return {
        "posting": {unit: Counted(mend.get(unit, (0, 0))[0], n) for unit, (n, _) in shown.items()},
        "staff": {unit: Counted(*pair) for unit, pair in now.of("staff_qualified_rate").items() if pair[1]},
        "inspections": {unit: Counted(overdue.get(unit, (0, 0))[0]) for unit in inspected},
        "help": {unit: Counted(n) for unit, n in helped.items()},
    }


def _of_reminders(held: Holdings, scope: Scope, reminders: dict[str, tuple[int, int]] | None) -> Figures:
    """Answers overdue of reminders sent, at the unit that carries the work now; without a journal nothing is known."""
    if reminders is None:
        return {}
    carriers, found = held.carriers(scope.carried_on), dict.fromkeys(held.units["unit_id"], (0, 0))
    for unit, pair in reminders.items():
        carrier = carriers.get(unit, unit)
        had = found.get(carrier, (0, 0))
        found[carrier] = (had[0] + pair[0], had[1] + pair[1])
    return {unit: Counted(*pair) for unit, pair in found.items()}
