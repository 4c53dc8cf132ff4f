"""Who held a dossier when: its working days divided among its steps, waits for the citizen and what nobody recorded.

Each working day after the day of reception, up to the day it left (or T), belongs to exactly one of them:

* in a pause (COUNTING 1: start <= day < resumed): to the wait for the citizen;
* else to the step that held it when the day began: the day of a handover belongs to who hands over. Where steps
  overlap, the one begun last holds it;
* else, with all recorded steps finished and the dossier closed later: to closing it in the system;
* else to nobody known.

So the sum over the steps, pauses and gaps of a dossier is its whole time, the working days from reception to its end.
Late days are those of its days that lie after the deciding due day. Days are told by the running number of working
days: a span (first, last] has last - first of them.

A measure that counts "step" or "stay" is taken over rows of ``stay`` (columns below) joined to their dossier; one that
counts "clock" over dossiers with what their stays add up to.
"""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Date,
    FromClause,
    Integer,
    Select,
    Subquery,
    Text,
    and_,
    case,
    false,
    func,
    literal_column,
    select,
)
from sqlalchemy.types import TypeEngine

from data_access import tables
from measures import sets
from measures.scope import Scope
from measures.sets import d
from measures.stay_pieces import AGENCY, CITIZEN, OWN, SYSTEM, UNKNOWN, Pieces, life

DOSSIER, STEP, STAY, CLOCK = "dossier", "step", "stay", "clock"
CAUSES = (AGENCY, OWN, CITIZEN, SYSTEM, UNKNOWN)
LINKED, ALONE, UNRECORDED = "linked", "alone", "unrecorded"


def _column(source: str, name: str, kind: TypeEngine) -> ColumnElement:
    return literal_column(f"{source}.{name}", kind)


# Rows of "step" and "stay". A wait, a closing or a gap has no step_no, stage "" and holder "".
STEP_NO = _column(STAY, "step_no", Integer())
STAGE = _column(STAY, "stage", Text())
HOLDER = _column(STAY, "holder", Text())
CAUSE = _column(STAY, "cause", Text())
# The stage in the four of land registration: receive, circulate, resolve, and (finished dossiers) return.
RECEIVE, CIRCULATE, RESOLVE, RETURN = "receive", "circulate", "resolve", "return"
LAND_STAGE = case(
    (STAGE == "intake", literal_column(f"'{RECEIVE}'")),
    (STAGE == "coordination", literal_column(f"'{CIRCULATE}'")),
    (STAGE.in_(("processing", "approval")), literal_column(f"'{RESOLVE}'")),
    else_=STAGE,
)
# Of "step" only.
STARTED_ON = _column(STAY, "started_on", Date())
FINISHED_ON = _column(STAY, "finished_on", Date())
DUE_ON = _column(STAY, "due_on", Date())
STARTED_NUMBER = _column(STAY, "started_number", Integer())
DUE_NUMBER = _column(STAY, "due_number", Integer())
# Of "stay" only: working days, and those of them that lie after the deciding due day.
DAYS = _column(STAY, "days", Integer())
LATE_DAYS = _column(STAY, "late_days", Integer())
# Of "clock": kept its promise but for the days that coordinating agencies held it; NULL where it has no stays.
KEPT_WITHOUT_AGENCY = func.coalesce(_column(CLOCK, "kept", Boolean()), false())
# Of "clock" too: every late day was one of closing it in the system; of every late day nobody recorded who held it.
LATE_IN_SYSTEM = func.coalesce(_column(CLOCK, "late_in_system", Boolean()), false())
LATE_UNRECORDED = func.coalesce(_column(CLOCK, "late_unrecorded", Boolean()), false())

Resolve = Callable[[Select], Select]


def coordination(scope: Scope) -> ColumnElement[str]:
    """Of a dossier as known at T: some step at a coordinating agency ("linked"), all its steps at the units that
    received or resolve it ("alone"), or no step recorded ("unrecorded")."""
    step = tables.step.c.holder_unit_id
    units = ((step, "step_stands"), (d.c.receiving_unit_id, "desk_stands"), (d.c.resolving_unit_id, "duty_stands"))
    cause = _cause(*(_carrier(unit, name, scope) for unit, name in units))
    known = (
        select(func.max(case((cause == AGENCY, 1), else_=0)))
        .where(tables.step.c.dossier_code == d.c.dossier_code, tables.step.c.started_on <= sets.AS_OF)
        .correlate(d, tables.source_cut_off)
        .scalar_subquery()
    )
    return func.coalesce(
        case((known == 1, literal_column(f"'{LINKED}'")), (known == 0, literal_column(f"'{ALONE}'"))),
        literal_column(f"'{UNRECORDED}'"),
    )


def _carrier(unit: ColumnElement, name: str, scope: Scope) -> ColumnElement[str]:
    """The unit that carries a unit's work on the scope's day; itself where nobody does."""
    stands = tables.standing.alias(name)
    carrier = select(stands.c.stands_as).where(stands.c.unit_id == unit, scope.on_the_day(stands))
    return func.coalesce(carrier.correlate(d, tables.step).scalar_subquery(), unit)


def _cause(holder: ColumnElement, *own: ColumnElement) -> ColumnElement[str]:
    """Whether the units that received or resolve the dossier hold it, or another one."""
    return case((holder.in_(own), literal_column(f"'{OWN}'")), else_=literal_column(f"'{AGENCY}'"))


def steps(scope: Scope, of: FromClause | None = None) -> Select:
    """Recorded steps, every one or those ``of`` some dossiers: dossier_code, step_no, stage, holder and cause (on the
    scope's day), started_at, started_on, finished_on, due_on (rolled to a working day), and the working-day numbers of
    these days."""
    step = tables.step
    at, desk, duty = (tables.standing.alias(name) for name in ("holder_stands", "desk_stands", "duty_stands"))
    joined: FromClause = step if of is None else step.join(of, of.c.dossier_code == step.c.dossier_code)
    carried = ((at, step.c.holder_unit_id), (desk, step.c.receiving_unit_id), (duty, step.c.resolving_unit_id))
    for stands, unit in carried:
        joined = joined.outerjoin(stands, and_(stands.c.unit_id == unit, scope.on_the_day(stands)))
    holder, receiving, resolving = (func.coalesce(stands.c.stands_as, unit) for stands, unit in carried)
    told = (step.c.dossier_code, step.c.step_no, step.c.stage)
    days = (step.c.started_at, step.c.started_on, step.c.finished_on, step.c.due_on)
    numbers = (step.c.started_number, step.c.finished_number, step.c.due_number)
    cause = _cause(holder, receiving, resolving).label("cause")
    return (
        select(*told, holder.label("holder"), cause, *days, *numbers)
        .select_from(joined)
        .where(step.c.started_number.is_not(None))
    )


def source(counts: str, lives: Select, scope: Scope, resolve: Resolve) -> Subquery:
    """The rows that a measure counting "step", "stay" or "clock" is taken over.

    ``lives``: a select over ``dossiers(scope)`` that gives the dossiers in question (no columns needed); ``resolve``
    puts A and T in place.
    """
    if counts == STEP:
        return steps(scope).subquery(STAY)
    pieces = Pieces(resolve(life(lives)), lambda of: steps(scope, of))
    return pieces.clock().subquery(CLOCK) if counts == CLOCK else pieces.stays().subquery(STAY)
