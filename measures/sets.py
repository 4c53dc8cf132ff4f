"""The sets of COUNTING section 2 as conditions on a dossier. Every measure is made of these.

Conditions speak of the columns of the rule "day"; ``aggregate`` swaps them where a scope asks for "instant". Four
values are placeholders until a query is built: PERIOD_START (A), AS_OF (T, the source unit's own), its working-day
number, and SOON, the third working day after T. What holds for the period of a date column needs none of them
(decision 6).
"""

from __future__ import annotations

from sqlalchemy import Date, Integer, and_, bindparam, exists, func, not_, or_, select

from data_access import tables

d = tables.dossier
promise = tables.promise
pause = tables.pause

PERIOD_START = bindparam("period_start", type_=Date)
AS_OF = bindparam("as_of", type_=Date)
AS_OF_NUMBER = bindparam("as_of_number", type_=Integer)
SOON = bindparam("soon", type_=Date)

REFUSED_AT_INTAKE, WITHDRAWN, STOPPED, COLLECTED = 3, 7, 8, 10

RECEIVED = d.c.accepted
FINISHED = d.c.finished_on.is_not(None)
CAME_DUE = d.c.in_cohort
BREACHED = d.c.breached
FINISHED_LATE = and_(d.c.breached, FINISHED)
LEFT = and_(d.c.accepted, d.c.left_on.is_not(None))

OPEN = and_(
    d.c.accepted,
    ~d.c.finish_unknown,
    d.c.received_on <= AS_OF,
    or_(d.c.left_on.is_(None), d.c.left_on > AS_OF),
)
_OF_DOSSIER_AT_T = and_(
    promise.c.dossier_code == d.c.dossier_code,
    promise.c.set_on <= AS_OF,
    or_(promise.c.replaced_on.is_(None), promise.c.replaced_on > AS_OF),
)
# The due day in force at T; there is at most one promise, max() only says so. Looked up dossier by dossier: an outer
# join on these conditions was measured at 60 times the time.
DUE_IN_FORCE = select(func.max(promise.c.due)).where(_OF_DOSSIER_AT_T).scalar_subquery()
UNDER_PAUSE = exists().where(
    pause.c.dossier_code == d.c.dossier_code,
    pause.c.started_on <= AS_OF,
    or_(pause.c.closed_on.is_(None), pause.c.closed_on > AS_OF),
)

BREACHED_BY_T = and_(d.c.breached, d.c.due <= AS_OF)
OPEN_OVERDUE = and_(OPEN, BREACHED_BY_T)
PAUSED = and_(OPEN, UNDER_PAUSE)
# A promise in force whose day has passed without a breach was paused on that day and not resumed since.
UNDECIDED = and_(OPEN, not_(BREACHED_BY_T), DUE_IN_FORCE <= AS_OF)
DUE_SOON = and_(OPEN, not_(UNDER_PAUSE), not_(BREACHED_BY_T), DUE_IN_FORCE > AS_OF, DUE_IN_FORCE <= SOON)
FINISHED_IN_PERIOD = and_(d.c.finished_on >= PERIOD_START, d.c.finished_on <= AS_OF)
UNCOLLECTED = and_(
    d.c.finished_on <= AS_OF,
    or_(d.c.returned_on > AS_OF, and_(d.c.returned_on.is_(None), d.c.status != COLLECTED)),
)

# The three parts of B at T.
PART_FINISHED_LATE = and_(BREACHED, d.c.finished_on <= AS_OF)
PART_OPEN = and_(BREACHED, or_(d.c.left_on.is_(None), d.c.left_on > AS_OF))
PART_ENDED_AFTER = and_(BREACHED, d.c.ended_on <= AS_OF)
