"""The lateness rates of COUNTING section 3. One entry a measure; everything else follows from it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import and_, or_

from measures import sets
from measures.measure import Kind, Measure
from measures.sets import d
from measures.verdict import Direction
from text import mark

REVIEWED: dict[str, Any] = {"reviewed_on": dt.date(2026, 11, 23), "next_review": dt.date(2027, 11, 23)}
DECREE_61 = mark("Decree 61/2018/NĐ-CP; order 1400/UBND of District 6 (2020)")
FORM_06A = mark("Form II.06a/VPCP/KSTT, Circular 01/2020/TT-VPCP")
OUTSIDE_RATES = mark(
    "Counted beside it: finish day unknown, undecided (paused on the due day), "
    "withdrawn or stopped on or before the due day, no due date."
)
NOTHING = mark("nothing")


def lateness_measure(key: str, title: str, formula: str, kind: Kind, **rest: Any) -> Measure:
    """A measure with what most lateness measures share; ``rest`` says what is different."""
    rest = {"legal_basis": DECREE_61, "left_out": NOTHING, "good": Direction.LOWER, **REVIEWED, **rest}
    return Measure(key=key, title=title, formula=formula, kind=kind, **rest)


RATES = (
    lateness_measure(
        "overdue_rate",
        mark("Overdue rate"),
        mark("dossiers not finished on or before their due day / dossiers that came due in the period"),
        Kind.RATIO,
        numerator=and_(sets.CAME_DUE, sets.BREACHED),
        numerator_words=mark("overdue"),
        denominator=sets.CAME_DUE,
        denominator_words=mark("came due"),
        counted_on=d.c.due,
        parts=(
            ("finished_late", mark("finished late"), sets.PART_FINISHED_LATE),
            ("open", mark("still open"), sets.PART_OPEN),
            ("ended_after", mark("ended after the due day"), sets.PART_ENDED_AFTER),
        ),
        left_out=OUTSIDE_RATES,
        why=mark(
            "The headline. Not closing a dossier cannot improve it, and moving a date after it passed cannot either."
        ),
    ),
    lateness_measure(
        "late_of_finished",
        mark("Late among finished"),
        mark("dossiers finished after their due day / dossiers finished in the period"),
        Kind.RATIO,
        numerator=sets.FINISHED_LATE,
        numerator_words=mark("finished late"),
        denominator=sets.FINISHED,
        denominator_words=mark("finished"),
        counted_on=d.c.finished_on,
        parts=(
            ("due_in_period", mark("due in the period"), and_(sets.FINISHED_LATE, d.c.due >= sets.PERIOD_START)),
            ("due_before", mark("due before the period"), and_(sets.FINISHED_LATE, d.c.due < sets.PERIOD_START)),
        ),
        legal_basis=FORM_06A,
        left_out=mark("Dossiers whose finish day is unknown."),
        why=mark("Columns 10 of 7 of the official form. It improves while late dossiers stay open."),
    ),
    lateness_measure(
        "overdue_of_open",
        mark("Overdue among open"),
        mark("open dossiers past their due day / open dossiers at the close of the day"),
        Kind.RATIO,
        numerator=sets.OPEN_OVERDUE,
        numerator_words=mark("open past the due day"),
        denominator=sets.OPEN,
        denominator_words=mark("open"),
        parts=(
            ("due_in_period", mark("due in the period"), and_(sets.OPEN_OVERDUE, d.c.due >= sets.PERIOD_START)),
            ("due_before", mark("due before the period"), and_(sets.OPEN_OVERDUE, d.c.due < sets.PERIOD_START)),
        ),
        legal_basis=FORM_06A,
        why=mark("Columns 13 of 11 of the official form: how much of today's work is already late."),
    ),
    lateness_measure(
        "on_time_766",
        mark("On time by Decision 766"),
        mark("finished on time, without due date, or open and not overdue / finished in the period or open"),
        Kind.RATIO,
        numerator=or_(
            and_(sets.FINISHED_IN_PERIOD, ~d.c.breached),
            and_(sets.OPEN, ~and_(d.c.breached, d.c.due <= sets.AS_OF)),
        ),
        numerator_words=mark("on time"),
        denominator=or_(sets.FINISHED_IN_PERIOD, sets.OPEN),
        denominator_words=mark("finished or open"),
        good=Direction.HIGHER,
        legal_basis=mark("Decision 766/QĐ-TTg of 23/06/2022; does not apply to earlier periods"),
        valid_from=dt.date(2022, 6, 23),
        why=mark("The national service index. Open dossiers that are not due yet lift it."),
    ),
    lateness_measure(
        "late_against_first_promise",
        mark("Late against the first promise"),
        mark("dossiers not finished on or before their first due day / dossiers whose first due day came"),
        Kind.RATIO,
        numerator=and_(d.c.in_first_cohort, d.c.breached_first),
        numerator_words=mark("later than first promised"),
        denominator=d.c.in_first_cohort,
        denominator_words=mark("first due day came"),
        counted_on=d.c.first_due,
        left_out=mark("Finish day unknown, ended on or before the first due day, paused on the first due day."),
        why=mark("What the citizen was told first. Moving the date does not help here."),
    ),
    lateness_measure(
        "intake_late_rate",
        mark("Accepted late"),
        mark("online submissions not accepted within 8 working hours / online submissions whose 8 hours are over"),
        Kind.RATIO,
        numerator=or_(d.c.received_at.is_(None), d.c.received_at > d.c.intake_due_at),
        numerator_words=mark("not accepted in time"),
        denominator=d.c.intake_due_on.is_not(None),
        denominator_words=mark("online submissions"),
        counted_on=d.c.intake_due_on,
        why=mark("An online submission that nobody opens is late before it is a dossier."),
    ),
    lateness_measure(
        "rejection_rate",
        mark("Refused at intake"),
        mark("submissions not accepted / all submissions of the period"),
        Kind.RATIO,
        numerator=d.c.status == sets.REFUSED_AT_INTAKE,
        numerator_words=mark("refused at intake"),
        denominator=d.c.applied_on.is_not(None),
        denominator_words=mark("submitted"),
        counted_on=d.c.applied_on,
        why=mark("Refusing at the door is a way in which lateness hides."),
    ),
    lateness_measure(
        "withdrawal_rate",
        mark("Withdrawn"),
        mark("dossiers withdrawn / dossiers finished or ended in the period"),
        Kind.RATIO,
        numerator=and_(sets.LEFT, d.c.status == sets.WITHDRAWN),
        numerator_words=mark("withdrawn"),
        denominator=sets.LEFT,
        denominator_words=mark("finished or ended"),
        counted_on=d.c.left_on,
        why=mark("Asking citizens to withdraw is a way in which lateness hides."),
    ),
    lateness_measure(
        "supplement_rate",
        mark("Supplement asked for"),
        mark("dossiers with a request for supplement / dossiers finished or ended in the period"),
        Kind.RATIO,
        numerator=and_(sets.LEFT, d.c.supplements >= 1),
        numerator_words=mark("with a request for supplement"),
        denominator=sets.LEFT,
        denominator_words=mark("finished or ended"),
        counted_on=d.c.left_on,
        why=mark("Requests for supplement cost the citizen a journey and stop the clock."),
    ),
    lateness_measure(
        "repeat_supplement_rate",
        mark("Supplement asked for again"),
        mark("dossiers with two or more requests for supplement / dossiers with at least one"),
        Kind.RATIO,
        numerator=and_(sets.LEFT, d.c.supplements >= 2),
        numerator_words=mark("asked more than once"),
        denominator=and_(sets.LEFT, d.c.supplements >= 1),
        denominator_words=mark("with a request for supplement"),
        counted_on=d.c.left_on,
        why=mark("The rule is: once only."),
    ),
)
