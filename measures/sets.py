"""The sets of COUNTING section 2 as conditions on a dossier. Every measure is made of these.

Conditions speak of the columns of the rule "day"; ``aggregate`` swaps them where a scope asks for "instant". Three
values are placeholders until a query is built: PERIOD_START (A), AS_OF (T, the source unit's own) and its working-day
number. What holds for the period of a date column needs none of them (decision 6).
"""

from __future__ import annotations

from sqlalchemy import Date, Integer, and_, bindparam, or_

from data_access import tables

d = tables.dossier
in_force = tables.promise.alias("in_force")
at_rest = tables.pause.alias("at_rest")

PERIOD_START = bindparam("period_start", type_=Date)
AS_OF = bindparam("as_of", type_=Date)
AS_OF_NUMBER = bindparam("as_of_number", type_=Integer)
DUE_SOON_DAYS = 3

NEW, REFUSED_AT_INTAKE, WITHDRAWN, STOPPED, COLLECTED = 1, 3, 7, 8, 10

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
OPEN_OVERDUE = and_(OPEN, d.c.breached, d.c.due <= AS_OF)
PAUSED = and_(OPEN, at_rest.c.dossier_code.is_not(None))
# A promise in force whose day has passed without a breach was paused on that day and not resumed since.
UNDECIDED = and_(OPEN, ~and_(d.c.breached, d.c.due <= AS_OF), in_force.c.due <= AS_OF)
DUE_SOON = and_(
    OPEN,
    at_rest.c.dossier_code.is_(None),
    ~and_(d.c.breached, d.c.due <= AS_OF),
    in_force.c.due > AS_OF,
    in_force.c.due_number <= AS_OF_NUMBER + DUE_SOON_DAYS,
)
FINISHED_IN_PERIOD = and_(d.c.finished_on >= PERIOD_START, d.c.finished_on <= AS_OF)
UNCOLLECTED = and_(
    d.c.finished_on <= AS_OF,
    or_(d.c.returned_on > AS_OF, and_(d.c.returned_on.is_(None), d.c.status != COLLECTED)),
)

# The three parts of B at T.
PART_FINISHED_LATE = and_(BREACHED, d.c.finished_on <= AS_OF)
PART_OPEN = and_(BREACHED, or_(d.c.left_on.is_(None), d.c.left_on > AS_OF))
PART_ENDED_AFTER = and_(BREACHED, d.c.ended_on <= AS_OF)
