"""The lives of dossiers cut into pieces, each with who held it; the rules stand in ``measures.stays``.

A piece, a span and a wait are (first, last] in running numbers of working days: last - first of them.
"""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import (
    CTE,
    Case,
    ColumnElement,
    CompoundSelect,
    FromClause,
    Integer,
    Select,
    Text,
    and_,
    case,
    cast,
    false,
    func,
    literal_column,
    null,
    select,
    union,
    union_all,
)

from data_access import tables
from measures import sets
from measures.sets import d

OWN, AGENCY, CITIZEN, SYSTEM, UNKNOWN = "own", "agency", "citizen", "system", "unknown"


def life(lives: Select) -> Select:
    """Of each dossier: T, whether it left by then, and the numbers of its first and last day and of its due day.

    ``lives``: a select over ``dossiers(scope)`` that gives the dossiers in question.
    """
    gone = tables.calendar.alias("gone")
    number = select(gone.c.working_number).where(gone.c.day == d.c.left_on).scalar_subquery()
    left = func.coalesce(d.c.left_on <= sets.AS_OF, false())
    until = func.greatest(d.c.received_number, case((left, number), else_=sets.AS_OF_NUMBER))
    late_from = func.least(until, func.greatest(d.c.received_number, func.coalesce(d.c.due_number, until)))
    columns = (
        d.c.dossier_code,
        sets.AS_OF.label("as_of"),
        left.label("left"),
        d.c.received_number.label("begin"),
        until.label("until"),
        late_from.label("late_from"),
    )
    return lives.with_only_columns(*columns, maintain_column_froms=True).where(d.c.received_number.is_not(None))


class Pieces:
    """Every life cut wherever something begins or ends.

    ``life`` as :func:`life` gives it; ``steps`` gives the recorded steps of some dossiers (``stays.steps``).
    """

    def __init__(self, life: Select, steps: Callable[[FromClause], Select]) -> None:
        self.life = life.cte()
        self.span = _spans(self.life, steps(self.life))
        self.wait = _waits(self.life)
        self.piece = _pieces(self.life, self.span, self.wait)

    def stays(self) -> CompoundSelect:
        """One row a step begun by T, and one for all waits, the closing and all gaps of a dossier."""
        span, piece = self.span, self.piece
        here = and_(piece.c.dossier_code == span.c.dossier_code, piece.c.step_no == span.c.step_no)
        days = [func.coalesce(func.sum(piece.c[name]), 0).label(name) for name in ("days", "late_days")]
        told = (span.c.dossier_code, span.c.step_no, span.c.stage, span.c.holder, span.c.cause)
        held = select(*told, *days).select_from(span.outerjoin(piece, here)).group_by(*told)
        nobody: list[ColumnElement] = [cast(null(), Integer).label("step_no"), _empty("stage"), _empty("holder")]
        others = (
            select(piece.c.dossier_code, *nobody, piece.c.cause, *days)
            .where(piece.c.step_no.is_(None))
            .group_by(piece.c.dossier_code, piece.c.cause)
        )
        return union_all(held, others)

    def clock(self) -> Select:
        """One row a dossier: whether it would have kept its promise without the days of coordinating agencies;
        whether all its late days were those of closing it in the system, or of nobody known."""
        life, piece = self.life, self.piece
        agency = func.coalesce(func.sum(case((piece.c.cause == AGENCY, piece.c.days))), 0)
        over = life.c.until - life.c.late_from
        in_system, unrecorded = (
            and_(over > 0, func.sum(case((piece.c.cause == cause, piece.c.late_days), else_=0)) == over).label(name)
            for cause, name in ((SYSTEM, "late_in_system"), (UNKNOWN, "late_unrecorded"))
        )
        return (
            select(life.c.dossier_code, and_(agency > 0, over <= agency).label("kept"), in_system, unrecorded)
            .select_from(life.join(piece, piece.c.dossier_code == life.c.dossier_code))
            .group_by(life.c.dossier_code, life.c.until, life.c.late_from)
        )


def _spans(life: CTE, steps: Select) -> CTE:
    """Steps begun by T, as far as they lie within the life."""
    step = steps.subquery("step")
    last = case((step.c.finished_on <= life.c.as_of, step.c.finished_number), else_=life.c.until)
    told = (step.c.dossier_code, step.c.step_no, step.c.stage, step.c.holder, step.c.cause, step.c.started_at)
    return (
        select(*told, _within(step.c.started_number, life).label("first"), _within(last, life).label("last"))
        .select_from(life.join(step, step.c.dossier_code == life.c.dossier_code))
        .where(step.c.started_on <= life.c.as_of)
        .cte()
    )


def _waits(life: CTE) -> CTE:
    """Pauses known at T within the life: from the day before the pause to the day before it was resumed."""
    pause, begun, closed = tables.pause, tables.calendar.alias("paused"), tables.calendar.alias("resumed")
    last = case((pause.c.closed_on <= life.c.as_of, _before(closed)), else_=life.c.until)
    joined = life.join(pause, pause.c.dossier_code == life.c.dossier_code).join(
        begun, begun.c.day == pause.c.started_on
    )
    ends = (_within(_before(begun), life).label("first"), _within(last, life).label("last"))
    return (
        select(pause.c.dossier_code, *ends)
        .select_from(joined.outerjoin(closed, closed.c.day == pause.c.closed_on))
        .where(pause.c.started_on <= life.c.as_of)
        .cte()
    )


def _pieces(life: CTE, span: CTE, wait: CTE) -> CTE:
    """dossier_code, step_no, cause, days, late_days: no two pieces overlap, together they are the life."""
    held = _held(_cuts(life, span, wait), span, wait)
    done = select(span.c.dossier_code, func.max(span.c.last).label("last")).group_by(span.c.dossier_code)
    done_by = done.subquery("done")
    days = held.c.last - held.c.first
    joined = held.join(life, life.c.dossier_code == held.c.dossier_code)
    return (
        select(
            held.c.dossier_code,
            case((~held.c.waiting, held.c.step_no)).label("step_no"),
            _cause(held, life, done_by).label("cause"),
            days.label("days"),
            case((held.c.first >= life.c.late_from, days), else_=0).label("late_days"),
        )
        .select_from(joined.outerjoin(done_by, done_by.c.dossier_code == held.c.dossier_code))
        .where(held.c.place == 1)
        .cte()
    )


def _cuts(life: CTE, span: CTE, wait: CTE) -> FromClause:
    """dossier_code, first, last: from one mark to the next. The last mark has none after it."""
    marks = union(
        *(
            select(rows.c.dossier_code, rows.c[end].label("number"))
            for rows, ends in (
                (life, ("begin", "until", "late_from")),
                (span, ("first", "last")),
                (wait, ("first", "last")),
            )
            for end in ends
        )
    ).subquery("mark")
    following = func.lead(marks.c.number).over(partition_by=marks.c.dossier_code, order_by=marks.c.number)
    return select(marks.c.dossier_code, marks.c.number.label("first"), following.label("last")).subquery("cut")


def _held(cut: FromClause, span: CTE, wait: CTE) -> FromClause:
    """Each piece with every step that held it, the one begun last at place 1, and whether it was a wait."""
    place = func.row_number().over(
        partition_by=(cut.c.dossier_code, cut.c.first),
        order_by=(span.c.started_at.desc().nulls_last(), span.c.step_no.desc().nulls_last()),
    )
    told = (cut.c.dossier_code, cut.c.first, cut.c.last, span.c.step_no, span.c.cause)
    return (
        select(*told, wait.c.first.is_not(None).label("waiting"), place.label("place"))
        .select_from(cut.outerjoin(span, _covers(span, cut)).outerjoin(wait, _covers(wait, cut)))
        .where(cut.c.last.is_not(None))
        .subquery("held")
    )


def _covers(rows: CTE, cut: FromClause) -> ColumnElement[bool]:
    return and_(rows.c.dossier_code == cut.c.dossier_code, rows.c.first <= cut.c.first, rows.c.last >= cut.c.last)


def _cause(held: FromClause, life: CTE, done: FromClause) -> Case:
    return case(
        (held.c.waiting, literal_column(f"'{CITIZEN}'")),
        (held.c.step_no.is_not(None), held.c.cause),
        (and_(life.c.left, held.c.first >= done.c.last), literal_column(f"'{SYSTEM}'")),
        else_=literal_column(f"'{UNKNOWN}'"),
    )


def _within(number: ColumnElement, life: CTE) -> ColumnElement:
    return func.greatest(life.c.begin, func.least(life.c.until, number))


def _before(calendar: FromClause) -> ColumnElement:
    """The working-day number of the day before."""
    return calendar.c.working_number - case((calendar.c.working, 1), else_=0)


def _empty(name: str) -> ColumnElement[str]:
    return literal_column("''", Text()).label(name)
