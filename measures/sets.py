"""The sets of COUNTING section 2 as conditions on a dossier. Every measure is made of these.

Conditions speak of the columns of the rule "day"; ``aggregate`` swaps them where a scope asks for "instant". Some
values are placeholders until a query is built: PERIOD_START (A), AS_OF (T, the source unit's own), its working-day
number, SOON, the third working day after T, and two of the scope's lawful day of apology letters: LAWFUL_ON, that of a
breached dossier, and LETTER_SOON, the last due day whose lawful day comes by the next working day after T; a wait for a
supplement that began before SUPPLEMENT_SINCE is a long one at T; DESK_LEAST and DESK_MOST are whole months of a term
at the desk, POSTING_DAYS the working days within which a procedure is posted. What holds for the period of a date
column needs none of them but LAWFUL_ON (decision 6).
"""

from __future__ import annotations

from sqlalchemy import Date, Integer, and_, bindparam, cast, exists, false, func, not_, or_, select, true

from data_access import tables

d = tables.dossier
promise = tables.promise
pause = tables.pause
letter = tables.letter

PERIOD_START = bindparam("period_start", type_=Date)
AS_OF = bindparam("as_of", type_=Date)
AS_OF_NUMBER = bindparam("as_of_number", type_=Integer)
SOON = bindparam("soon", type_=Date)
LAWFUL_ON = bindparam("lawful_on", type_=Date)
LETTER_SOON = bindparam("letter_soon", type_=Date)
SUPPLEMENT_SINCE = bindparam("supplement_since", type_=Date)
POSTING_DAYS = bindparam("posting_days", type_=Integer)
DESK_LEAST = bindparam("desk_least", type_=Integer)
DESK_MOST = bindparam("desk_most", type_=Integer)

REFUSED_AT_INTAKE, WITHDRAWN, STOPPED, COLLECTED = 3, 7, 8, 10
ONLINE = 2

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
# Due after T and by SOON, in one look-up, where two comparisons make two. (A placeholder with a look-up of its own that
# needs the cut-off, as LETTER_SOON, would not find it within this one.)
_DUE_BY_SOON = exists().where(_OF_DOSSIER_AT_T, promise.c.due > AS_OF, promise.c.due <= SOON)
PAUSED_AT_T = and_(
    pause.c.dossier_code == d.c.dossier_code,
    pause.c.started_on <= AS_OF,
    or_(pause.c.closed_on.is_(None), pause.c.closed_on > AS_OF),
)
UNDER_PAUSE = exists().where(PAUSED_AT_T)
# The day on which the pause of T began.
PAUSED_SINCE = select(func.max(pause.c.started_on)).where(PAUSED_AT_T).scalar_subquery()

BREACHED_BY_T = and_(d.c.breached, d.c.due <= AS_OF)
OPEN_OVERDUE = and_(OPEN, BREACHED_BY_T)
PAUSED = and_(OPEN, UNDER_PAUSE)
# A promise in force whose day has passed without a breach was paused on that day and not resumed since.
UNDECIDED = and_(OPEN, not_(BREACHED_BY_T), DUE_IN_FORCE <= AS_OF)
DUE_SOON = and_(OPEN, not_(UNDER_PAUSE), not_(BREACHED_BY_T), _DUE_BY_SOON)
FINISHED_IN_PERIOD = and_(d.c.finished_on >= PERIOD_START, d.c.finished_on <= AS_OF)
UNCOLLECTED = and_(
    d.c.finished_on <= AS_OF,
    or_(d.c.returned_on > AS_OF, and_(d.c.returned_on.is_(None), d.c.status != COLLECTED)),
)

# The three parts of B at T.
PART_FINISHED_LATE = and_(BREACHED, d.c.finished_on <= AS_OF)
PART_OPEN = and_(BREACHED, or_(d.c.left_on.is_(None), d.c.left_on > AS_OF))
PART_ENDED_AFTER = and_(BREACHED, d.c.ended_on <= AS_OF)

# Online: of what was received, and of what was finished.
RECEIVED_ONLINE = and_(RECEIVED, d.c.channel == ONLINE)
FINISHED_ONLINE = and_(FINISHED, d.c.channel == ONLINE)
OFFERED = and_(RECEIVED, d.c.offered_online)
OFFERED_ONLINE = and_(OFFERED, d.c.channel == ONLINE)

# Apology letters of breached dossiers. A missing value is no letter, no date: never NULL, so that NOT may be said.
LETTER_BY_T = func.coalesce(d.c.first_letter_on <= AS_OF, false())
WITH_LETTER = and_(BREACHED, LETTER_BY_T)
WITHOUT_LETTER = and_(BREACHED, not_(LETTER_BY_T))
IN_TIME = func.coalesce(d.c.first_letter_on <= LAWFUL_ON, false())
COMPLETE = func.coalesce(d.c.letter_complete, false())
KEPT_NEW_DATE = func.coalesce(d.c.finished_on <= d.c.letter_new_due, false())
ENDED_BY_NEW_DATE = func.coalesce(d.c.ended_on <= d.c.letter_new_due, false())
# Counted on the new date: what it came to is known then.
NEW_DATE_CAME = and_(BREACHED, d.c.letter_new_due.is_not(None), not_(ENDED_BY_NEW_DATE))

# The follow-up: each step holds the next one; what the last step loses has three reasons.
STEP_IN_TIME = and_(WITH_LETTER, IN_TIME)
STEP_COMPLETE = and_(STEP_IN_TIME, COMPLETE)
STEP_KEPT = and_(STEP_COMPLETE, KEPT_NEW_DATE, d.c.finished_on <= AS_OF)
LOST_ENDED = and_(STEP_COMPLETE, ENDED_BY_NEW_DATE, d.c.ended_on <= AS_OF)
LOST_BROKEN = and_(
    STEP_COMPLETE, not_(KEPT_NEW_DATE), not_(ENDED_BY_NEW_DATE), func.coalesce(d.c.letter_new_due <= AS_OF, false())
)
NEW_DATE_TO_COME = and_(
    STEP_COMPLETE,
    func.coalesce(d.c.letter_new_due > AS_OF, true()),
    not_(and_(KEPT_NEW_DATE, d.c.finished_on <= AS_OF)),
    not_(and_(ENDED_BY_NEW_DATE, d.c.ended_on <= AS_OF)),
)

# At T, whatever period the promise was of.
LETTER_MISSING = and_(BREACHED_BY_T, not_(LETTER_BY_T))
LETTER_DRAFTED = and_(LETTER_MISSING, func.coalesce(d.c.letter_drafted_on <= AS_OF, false()))
LETTER_FOR_PROMISE_IN_FORCE = exists().where(
    _OF_DOSSIER_AT_T,
    letter.c.dossier_code == promise.c.dossier_code,
    letter.c.issued_on <= AS_OF,
    letter.c.issued_on >= promise.c.set_on,
)
LETTER_NEEDED = and_(
    OPEN,
    not_(UNDER_PAUSE),
    not_(BREACHED_BY_T),
    DUE_IN_FORCE > AS_OF,
    DUE_IN_FORCE <= LETTER_SOON,
    not_(LETTER_FOR_PROMISE_IN_FORCE),
)

# What has to be done at T: a new date broken and still open, a long wait for a supplement, an online submission that
# nobody accepted or refused. The day of a refusal is not recorded: what was refused in the end is never waiting.
NEW_DATE_PASSED = and_(OPEN_OVERDUE, LETTER_BY_T, func.coalesce(d.c.letter_new_due <= AS_OF, false()))
SUPPLEMENT_LONG = and_(
    OPEN,
    select(func.max(pause.c.started_on)).where(PAUSED_AT_T, pause.c.reason == "supplement").scalar_subquery()
    < SUPPLEMENT_SINCE,
)
INTAKE_WAITING = and_(
    d.c.channel == ONLINE,
    d.c.applied_on <= AS_OF,
    or_(d.c.received_at.is_(None), cast(d.c.received_at, Date) > AS_OF),
    d.c.status != REFUSED_AT_INTAKE,
    ~d.c.finish_unknown,
    or_(d.c.left_on.is_(None), d.c.left_on > AS_OF),
)
INTAKE_OVER = func.coalesce(d.c.intake_due_on <= AS_OF, false())
