"""The dossiers behind form II.06a/VPCP/KSTT: those overdue, those it carries on, and what is known of single ones."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select

from data_access import tables
from data_access.fetch import fetch
from measures import sets
from measures.aggregate import dossiers
from measures.dimensions import holder
from measures.official_counts import Question, rows_of_form
from measures.official_states import ENDED_BY_T, FINISHED_BY_T, OVERDUE, carried, states
from measures.resolving import resolved
from measures.sets import d

MOST_IN_A_QUESTION = 1000


def overdue_list(question: Question) -> pd.DataFrame:
    """The dossiers of columns (10) and (13), the longest late first.

    Columns: dossier_code, unit, procedure (ids), received_on, due, finished_on, ended_on, column ("10" or "13"), state
    ("finished", "ended", "open" or "paused" at T), days_late (working days from the due day to the finish, the end or
    T), letter (an apology letter was issued by T for the broken promise), stage, holder (of open ones; NULL = unknown).
    """
    late = [state for state in states(question.rules) if state.late]
    still_open = or_(*(state.condition for state in late if state.column == OVERDUE))
    columns = [
        d.c.dossier_code,
        question.scope.unit_column.label("unit"),
        d.c.procedure_id.label("procedure"),
        d.c.received_on,
        d.c.due,
        case((FINISHED_BY_T, d.c.finished_on)).label("finished_on"),
        case((ENDED_BY_T, d.c.ended_on)).label("ended_on"),
        case((FINISHED_BY_T, "finished"), (ENDED_BY_T, "ended"), (sets.UNDER_PAUSE, "paused"), else_="open").label(
            "state"
        ),
        _days_late().label("days_late"),
        sets.LETTER_BY_T.label("letter"),
        d.c.stage,
        holder(question.scope).label("holder"),
    ]
    left_late = or_(*(state.condition for state in late if state.column != OVERDUE))
    found = [rows_of_form(question, columns, left_late), rows_of_form(question, columns, and_(sets.OPEN, still_open))]
    rows = pd.concat([frame for frame in found if len(frame)] or found[:1], ignore_index=True)
    rows.insert(7, "column", ["10" if state in ("finished", "ended") else "13" for state in rows["state"]])
    return rows.sort_values(["days_late", "dossier_code"], ascending=[False, True], kind="stable", ignore_index=True)


def _days_late() -> ColumnElement[int]:
    ended = select(tables.calendar.c.working_number).where(tables.calendar.c.day == d.c.ended_on).scalar_subquery()
    until = case((ENDED_BY_T, ended), else_=sets.AS_OF_NUMBER)
    return case((FINISHED_BY_T, d.c.days_late), else_=until - d.c.due_number)


def open_codes(question: Question) -> pd.DataFrame:
    """The dossiers of column (11): dossier_code, unit, procedure. What the next form has to carry on."""
    return rows_of_form(question, _place(question), sets.OPEN)


def carried_codes(question: Question) -> pd.DataFrame:
    """The dossiers of column (6): dossier_code, unit, procedure."""
    return rows_of_form(question, _place(question), carried(question.scope.period.start))


def _place(question: Question) -> list[ColumnElement]:
    return [d.c.dossier_code, question.scope.unit_column.label("unit"), d.c.procedure_id.label("procedure")]


def known_of(question: Question, codes: Sequence[str]) -> pd.DataFrame:
    """What the data now say of single dossiers, whatever unit they are at: dossier_code, unit, procedure, accepted,
    received_on, left_on, finish_unknown, load_id (of the load that last changed the row). Without a row: not stored, or
    not for this reader."""
    frames = [
        fetch(question.store, _known(question, codes[start : start + MOST_IN_A_QUESTION]), question.version)
        for start in range(0, max(1, len(codes)), MOST_IN_A_QUESTION)
    ]
    return pd.concat(frames, ignore_index=True)


def _known(question: Question, codes: Sequence[str]) -> Select:
    facts = [d.c.accepted, d.c.received_on, d.c.left_on, d.c.finish_unknown, d.c.load_id]
    statement = select(*_place(question), *facts).select_from(dossiers(question.scope))
    return resolved(statement.where(question.viewer.rows(d), d.c.dossier_code.in_(list(codes))), question.scope)


def newest_load(question: Question) -> int:
    """The number of the last load of this version of the data."""
    return int(fetch(question.store, select(func.max(tables.load.c.load_id)), question.version).iloc[0, 0])
