"""Form II.06a/VPCP/KSTT in numbers: every dossier of R and K by unit, procedure, origin and state at the close of T."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd
from sqlalchemy import ColumnElement, Integer, Select, and_, case, func, literal, not_, or_, select

from data_access.fetch import fetch
from data_access.profiles import OfficialForm
from data_access.stores import Store
from data_access.viewer import Viewer
from measures import sets
from measures.aggregate import dossiers
from measures.official_states import UNKNOWN, State, carried, received, states
from measures.resolving import resolved
from measures.scope import Scope
from measures.sets import d

KEYS = ["unit", "procedure"]
ONLINE, DESK, CARRIED, FAULTY = "online", "desk", "carried", "faulty"
LETTER = "_letter"  # behind the name of a late state: those of it with an apology letter


@dataclass(frozen=True)
class Question:
    """Whose form of which period, read from one version by one reader. ``scope`` is of ``official_scope``."""

    store: Store
    version: str
    viewer: Viewer
    scope: Scope
    rules: OfficialForm


def official_scope(scope: Scope) -> Scope:
    """The scope as the form takes it: the same period, day and units, and of these every dossier.

    Same-day certification is in: the form is volume. Wards and desks count what they received, departments (which
    receive nothing) what they resolve: the role that the filter gives them; "area" is none that the form knows.
    """
    role = "receiving" if scope.unit_role == "area" else scope.unit_role
    return replace(scope, unit_role=role, fields=(), procedures=(), channels=(), certification=True)


def official_counts(question: Question) -> pd.DataFrame:
    """One row a unit and procedure: origin (online, desk, carried), each state, of late states those with a letter, and
    "faulty": dossiers that have not exactly one state. Numbers are integers."""
    gone, still = _parted(question.rules)
    origins = {
        ONLINE: and_(received(), d.c.channel == sets.ONLINE),
        DESK: and_(received(), d.c.channel != sets.ONLINE),
        CARRIED: carried(question.scope.period.start),
    }
    frames = [
        _fetch(question, [*_filters(origins), *_state_columns(gone, not_one(gone, sets.OPEN))], _of_form(question)),
        _fetch(question, _state_columns(still, not_one(still)), and_(_of_form(question), sets.OPEN)),
    ]
    both = pd.concat(frames).fillna(0)
    columns = [column for column in both.columns if column not in KEYS]
    return both.groupby(KEYS, as_index=False, dropna=False)[columns].sum().astype(dict.fromkeys(columns, int))


def faulty_codes(question: Question) -> dict[str, str]:
    """Dossier code -> "none" or "several" states; under the refusing setting also "finish_unknown"."""
    gone, still = _parted(question.rules)
    found: dict[str, str] = {}
    for of_states, members, beside in (
        (gone, _of_form(question), (sets.OPEN,)),
        (still, and_(_of_form(question), sets.OPEN), ()),
    ):
        columns = [d.c.dossier_code, _held(of_states, *beside).label("held"), d.c.finish_unknown.label("unknown")]
        refused = d.c.finish_unknown if refuses(question.rules) else literal(False)
        wrong = or_(not_one(of_states, *beside), refused)
        rows = fetch(question.store, _statement(question, columns, and_(members, wrong)), question.version)
        for row in rows.itertuples():
            found[row.dossier_code] = UNKNOWN if row.unknown and row.held == 1 else "several" if row.held else "none"
    return dict(sorted(found.items()))


def refuses(rules: OfficialForm) -> bool:
    """Whether a dossier without day of finish keeps the form from being issued."""
    return rules.finish_unknown == "refused"


def _parted(rules: OfficialForm) -> tuple[list[State], list[State]]:
    """Open ones apart: their look-ups in promises and pauses are costly, and there are few."""
    every = states(rules)
    return [state for state in every if not state.open], [state for state in every if state.open]


def _of_form(question: Question) -> ColumnElement[bool]:
    return or_(received(), carried(question.scope.period.start))


def _held(of_states: list[State], *others: ColumnElement[bool]) -> ColumnElement[int]:
    """How many of these conditions hold for a dossier; what is unknown does not."""
    count: ColumnElement[int] = literal(0, Integer)
    for condition in (*(state.condition for state in of_states), *others):
        count = count + case((condition, 1), else_=0)
    return count


def not_one(of_states: list[State], *others: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether a dossier has none of these states, or several."""
    return not_(_held(of_states, *others) == 1)


def _filters(conditions: dict[str, ColumnElement[bool]]) -> list[ColumnElement]:
    return [func.count().filter(condition).label(name) for name, condition in conditions.items()]


def _state_columns(of_states: list[State], faulty: ColumnElement[bool]) -> list[ColumnElement]:
    conditions = {state.key: state.condition for state in of_states}
    conditions |= {f"{state.key}{LETTER}": and_(state.condition, sets.LETTER_BY_T) for state in of_states if state.late}
    return _filters({**conditions, FAULTY: faulty})


def _fetch(question: Question, columns: Sequence[ColumnElement], members: ColumnElement[bool]) -> pd.DataFrame:
    keys = [question.scope.unit_column.label("unit"), d.c.procedure_id.label("procedure")]
    statement = _statement(question, [*keys, *columns], members, group=keys)
    return fetch(question.store, statement, question.version)


def _statement(
    question: Question,
    columns: Sequence[ColumnElement],
    members: ColumnElement[bool],
    group: Sequence[ColumnElement] | None = None,
) -> Select:
    """Rows (or groups) of the dossiers of a form that this reader may see."""
    scope = question.scope
    rows = (question.viewer.rows(d), scope.rows(), members)
    statement = select(*columns).select_from(dossiers(scope)).where(*rows)
    return resolved(statement.group_by(*group) if group else statement.order_by(d.c.dossier_code), scope)


def rows_of_form(question: Question, columns: Sequence[ColumnElement], members: ColumnElement[bool]) -> pd.DataFrame:
    """Dossiers of the form that ``members`` keeps, by code."""
    return fetch(question.store, _statement(question, columns, and_(_of_form(question), members)), question.version)
