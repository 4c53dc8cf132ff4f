"""The lists that units confirm before a meeting: what came due in the period and was not kept, and missing letters.

Wards answer for what they received, departments and the land branch for what they resolve, and each for the letters
that are its duty, of whatever period.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

import pandas as pd

from data_access.fetch import fetch
from data_access.journal.confirmation import Listed, Round, subject_of
from measures import registry
from measures.asking import Asked
from measures.known import Holdings
from measures.members import members
from measures.scope import Scope

LATE, LETTER = "overdue_rate", "letters_missing"
DEPARTMENTS = ("department", "land_branch")


def list_scopes(scope: Scope) -> tuple[tuple[str, str, Scope], ...]:
    """(measure, the column that says whose it is, scope) of every list, of the period and rules of ``scope`` without
    its filters."""
    whole = replace(scope, as_of=None, fields=(), procedures=(), channels=(), certification=False)
    wards = replace(whole, units=("ward",), unit_role="receiving")
    departments = replace(whole, units=DEPARTMENTS, unit_role="resolving")
    return (
        (LATE, "unit", wards),
        (LATE, "unit", departments),
        (LETTER, "duty", replace(whole, units=(), unit_role="resolving")),
    )


def lists_of(asked: Asked, scope: Scope, held: Holdings) -> dict[str, tuple[Listed, ...]]:
    """The dossiers in question by unit, in the order of the units; open ones first, then the longest late.

    Raises:
        NotAllowed: the viewer may not list dossiers.
    """
    found: dict[str, dict[str, Listed]] = {}
    for key, whose, of in list_scopes(scope):
        statement = members(registry.get(key), "numerator", of, asked.viewer)
        for unit, row in _rows(fetch(asked.store, statement, asked.version), whose, key):
            mine = found.setdefault(unit, {})
            known = mine.get(row.code)
            mine[row.code] = replace(known, about=(*known.about, *row.about)) if known else row
    return {unit: tuple(found[unit].values()) for unit in held.units["unit_id"] if unit in found}


def _rows(frame: pd.DataFrame, whose: str, key: str) -> Iterator[tuple[str, Listed]]:
    about = ("overdue",) if key == LATE else ("letter",)
    for row in frame.dropna(subset=[whose]).itertuples():
        days = row.days_late if pd.notna(row.days_late) else row.days_since_due
        known = None if pd.isna(days) else int(days)
        yield str(getattr(row, whose)), Listed(row.dossier_code, about, row.due, row.state, known)


def next_round(
    lists: dict[str, tuple[Listed, ...]], scope: Scope, held: Holdings, deadline: dt.date, number: int, words: str
) -> Round:
    """The round that freezes these lists. ``words``: the scope as an address has it."""
    return Round(
        subject=subject_of(scope.period.token, number),
        period=scope.period.token,
        number=number,
        version=held.version,
        cut_off=min(scope.period.end, held.cut_off),
        scope=words,
        deadline=deadline,
        frozen_on=deadline,
        lists=lists,
    )
