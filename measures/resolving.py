"""A statement made ready for one scope: its lateness rule, and A, T and the lawful day in place of the placeholders."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import Column, ColumnElement, Date, FromClause, Integer, Select, func, literal, select
from sqlalchemy.sql.visitors import replacement_traverse

from data_access import tables
from measures.lawful_day import last_due_day, lawful_on, working_day
from measures.scope import Scope
from measures.sets import d

Columns = dict[Column, Column]
Values = dict[str, ColumnElement]
cut = tables.source_cut_off
RULE_COLUMNS: dict[Column, Column] = {
    d.c[column.name.removesuffix("_instant")]: column for column in d.columns if column.name.endswith("_instant")
}


def resolved(
    statement: Select,
    scope: Scope,
    piece: tuple[ColumnElement, ColumnElement] | None = None,
    ready: Sequence[FromClause] = (),
) -> Select:
    """The statement with the scope's lateness rule, and A and T in place of the placeholders.

    T is the source unit's own: min(end of period, day looked from, its last complete day). ``piece`` narrows A and T to
    the first and last day of a piece of the period. What is ``ready`` holds no placeholder: copying it too would take
    longer than all the rest.
    """
    columns = RULE_COLUMNS if scope.lateness == "instant" else {}
    values = _values(scope, piece, columns)
    return _replaced(statement, lambda element: _swap(element, values, columns), ready)


def _values(scope: Scope, piece: tuple[ColumnElement, ColumnElement] | None, columns: Columns) -> Values:
    """What stands for the placeholders of ``sets``."""
    until, start = literal(scope.until, Date), literal(scope.period.start, Date)
    number = select(tables.calendar.c.working_number).where(tables.calendar.c.day == until).scalar_subquery()
    as_of = func.least(until, cut.c.last_complete_day)
    as_of_number = func.least(number, cut.c.last_complete_number)
    if piece:
        first, last = (_replaced(end, lambda element: _swap(element, {}, columns)) for end in piece)
        start, as_of = first, func.least(as_of, last)
        ending = tables.calendar.alias("ending")
        on_last = select(ending.c.working_number).where(ending.c.day == last).scalar_subquery()
        as_of_number = func.least(as_of_number, on_last)
    soon = working_day(number + tables.DUE_SOON_DAYS)
    return {
        "period_start": start,
        "as_of": as_of,
        "as_of_number": as_of_number,
        "soon": func.least(soon, cut.c.soon_until),
        "lawful_on": _replaced(lawful_on(scope.lawful), lambda element: _swap(element, {}, columns)),
        "letter_soon": last_due_day(scope.lawful, as_of_number),
        "supplement_since": working_day(as_of_number - scope.supplement_days),
        "posting_days": literal(scope.posting_days, Integer),
        "desk_least": literal(scope.desk_months[0], Integer),
        "desk_most": literal(scope.desk_months[1], Integer),
    }


def _swap(element: Any, values: Values, columns: Columns) -> ColumnElement | None:
    if element.__visit_name__ == "bindparam" and element.key in values:
        return values[element.key]
    return columns.get(element) if isinstance(element, Column) else None


def _replaced(statement: Any, swap: Callable[[Any], ColumnElement | None], ready: Sequence[FromClause] = ()) -> Any:
    return replacement_traverse(statement, {"stop_on": ready}, swap)  # type: ignore[call-overload]  # typed for columns only
