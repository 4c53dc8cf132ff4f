"""The work lists of a unit: what somebody must do, the longest waiting first, with what a next step depends on."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, case, func, literal_column, select

from data_access import tables
from data_access.viewer import Viewer
from measures import registry, sets
from measures.aggregate import dossiers
from measures.members import Page, members
from measures.resolving import resolved
from measures.scope import Scope
from measures.sets import d

SOON = "due_soon"
# Every list by its measure, in the order in which they stand on the page, and the day from which its days count.
SINCE: dict[str, ColumnElement] = {
    "letters_missing": d.c.due,
    "new_date_passed": d.c.letter_new_due,
    SOON: sets.DUE_IN_FORCE,
    "supplement_long": sets.PAUSED_SINCE,
    "intake_waiting": d.c.applied_on,
    "uncollected": d.c.finished_on,
}
TASKS = tuple(SINCE)


@dataclass(frozen=True)
class Step:
    """What to do next with a dossier: a key of ``unit_findings.step_words``, and the unit to speak to ("" = none)."""

    key: str
    unit: str = ""


def work_rows(key: str, scope: Scope, viewer: Viewer, page: Page | None = None) -> Select:
    """The dossiers of a work list: those of :func:`members`, with more columns and in another order.

    ``since``: the day from which its days count (the broken promise, the date the letter named, the day asked for a
    supplement, submitted, finished; of what is due soon: the due day); ``waited``: working days from then to T, of what
    is due soon less than 0; ``over``: an online submission whose 8 working hours are over. Still open ones first, then
    the longest waiting.

    Raises:
        NotAllowed: the viewer may not list dossiers.
    """
    left = case((func.coalesce(d.c.left_on <= sets.AS_OF, False), 1), else_=0).label("left")
    more = (SINCE[key].label("since"), sets.AS_OF_NUMBER.label("number"), sets.INTAKE_OVER.label("over"), left)
    listed = members(registry.get(key), "numerator", scope, viewer).order_by(None).add_columns(*more)
    row, day = resolved(listed, scope).cte("listed"), tables.calendar.alias("since_day")
    shown = [column for column in row.c if column.name not in ("number", "left")]
    statement = (
        select(*shown, (row.c.number - day.c.working_number).label("waited"))
        .select_from(row.outerjoin(day, day.c.day == row.c.since))
        .order_by(row.c.left, row.c.since, row.c.dossier_code)
    )
    return statement.limit(page.size).offset(page.size * (page.number - 1)) if page else statement


def next_step(key: str, row, own: str) -> Step:  # type: ignore[no-untyped-def]  # a row of itertuples
    """By rule: whoever holds a dossier is spoken to; what the unit holds itself, it finishes.

    ``own``: the unit whose list it is.
    """
    holder = row.holder if isinstance(row.holder, str) and row.holder not in (own, row.unit) else ""
    if key == "letters_missing":
        if row.duty not in (own, row.unit):
            return Step("ask_letter", row.duty)
        return Step("send_letter" if row.state in ("open", "paused") else "review_letter")
    if key == "new_date_passed":
        return Step("urge_again", holder) if holder else Step("finish_again")
    if key == SOON:
        return Step("urge", holder) if holder else Step("sign" if row.stage == "approval" else "finish")
    return Step({"supplement_long": "supplement", "uncollected": "collect"}.get(key) or _intake(row))


def _intake(row) -> str:  # type: ignore[no-untyped-def]  # a row of itertuples
    return "accept_now" if row.over else "accept"


def stage_days(scope: Scope, viewer: Viewer) -> Select:
    """How long open dossiers have been in their stage: stage, dossiers (whose begin of it is recorded), days (median
    of the working days from then to T). Stages are those of the newest data."""
    step = tables.step
    begun = (
        select(step.c.dossier_code, step.c.stage, func.max(step.c.started_on).label("on"))
        .where(step.c.finished_at.is_(None))
        .group_by(step.c.dossier_code, step.c.stage)
        .subquery("begun")
    )
    same = (begun.c.dossier_code == d.c.dossier_code) & (begun.c.stage == d.c.stage)
    joined = dossiers(scope).join(begun, same).join(tables.calendar, tables.calendar.c.day == begun.c.on)
    days = func.greatest(sets.AS_OF_NUMBER - tables.calendar.c.working_number, literal_column("0"))
    median = func.percentile_disc(0.5).within_group(days)
    statement = (
        select(d.c.stage, func.count().label("dossiers"), median.label("days"))
        .select_from(joined)
        .where(viewer.rows(d), scope.rows(), sets.OPEN)
        .group_by(d.c.stage)
    )
    return resolved(statement, scope)
