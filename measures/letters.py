"""Apology letters (COUNTING section 3): is one sent for every broken promise, in time, complete, and kept?"""

from __future__ import annotations

from sqlalchemy import and_, not_

from measures import sets
from measures.lateness import NOTHING, REVIEWED
from measures.measure import Kind, Measure
from measures.sets import d
from measures.verdict import Direction
from text import mark

LETTER_LAW = mark("Decree 61/2018/NĐ-CP; Decision 5157/QĐ-UBND of Ho Chi Minh City (2016); order 1400/UBND (2020)")
OVERDUE = mark("overdue")

RATES = (
    Measure(
        "letter_rate",
        mark("With apology letter"),
        mark("overdue dossiers with a letter issued by the day looked at / dossiers of the period that became overdue"),
        Kind.RATIO,
        numerator=sets.WITH_LETTER,
        numerator_words=mark("with letter"),
        denominator=sets.BREACHED,
        denominator_words=OVERDUE,
        counted_on=d.c.due,
        good=Direction.HIGHER,
        legal_basis=LETTER_LAW,
        left_out=NOTHING,
        why=mark("The order: a letter for every late dossier, and check that it is sent."),
        **REVIEWED,
    ),
    Measure(
        "letter_on_time_rate",
        mark("Letter by the lawful day"),
        mark("overdue dossiers whose first letter was issued by the lawful day / overdue dossiers of the period"),
        Kind.RATIO,
        numerator=and_(sets.BREACHED, sets.IN_TIME),
        numerator_words=mark("with letter by the lawful day"),
        denominator=sets.BREACHED,
        denominator_words=OVERDUE,
        counted_on=d.c.due,
        good=Direction.HIGHER,
        legal_basis=LETTER_LAW,
        left_out=NOTHING,
        why=mark("A citizen should hear of the delay before it happens."),
        **REVIEWED,
    ),
    Measure(
        "letter_complete_rate",
        mark("Letter complete and signed"),
        mark("letters with all seven contents, signed by the head / overdue dossiers with a letter"),
        Kind.RATIO,
        numerator=and_(sets.WITH_LETTER, sets.COMPLETE),
        numerator_words=mark("letter complete and signed"),
        denominator=sets.WITH_LETTER,
        denominator_words=mark("with letter"),
        counted_on=d.c.due,
        good=Direction.HIGHER,
        legal_basis=LETTER_LAW,
        left_out=mark("Dossiers without a letter; second letters."),
        why=mark("Applicant, type, receipt number, state, reason, next date, apology."),
        **REVIEWED,
    ),
    Measure(
        "new_date_kept_rate",
        mark("New date kept"),
        mark("dossiers finished by the date their first letter named / first letters whose date came in the period"),
        Kind.RATIO,
        numerator=and_(sets.NEW_DATE_CAME, sets.KEPT_NEW_DATE),
        numerator_words=mark("new date kept"),
        denominator=sets.NEW_DATE_CAME,
        denominator_words=mark("new date came"),
        counted_on=d.c.letter_new_due,
        good=Direction.HIGHER,
        legal_basis=LETTER_LAW,
        left_out=mark("Letters without a later date; dossiers withdrawn or stopped on or before it."),
        why=mark("An apology that is broken again is worth little."),
        **REVIEWED,
    ),
)


def _count(key: str, title: str, formula: str, condition, why: str, **rest) -> Measure:  # type: ignore[no-untyped-def]
    """A count of dossiers; on the day their promise came due unless ``rest`` says otherwise."""
    rest = {"kind": Kind.COUNT, "counted_on": d.c.due, "good": None, **rest}
    return Measure(
        key=key,
        title=title,
        formula=formula,
        numerator=condition,
        numerator_words=rest.pop("words", title),
        why=why,
        legal_basis=LETTER_LAW,
        left_out=NOTHING,
        **REVIEWED,
        **rest,
    )


_STEP = mark("A step of the follow-up; each holds the next.")
_LOSS = mark("What the follow-up loses at a step.")
STEPS = (
    _count(
        "step_breached",
        mark("Overdue dossiers"),
        mark("dossiers of the period that became overdue"),
        sets.BREACHED,
        _STEP,
    ),
    _count(
        "step_letter",
        mark("Letter issued"),
        mark("of these, with a letter issued by the day looked at"),
        sets.WITH_LETTER,
        _STEP,
    ),
    _count(
        "step_in_time",
        mark("Letter issued in time"),
        mark("of these, the first letter issued by the lawful day"),
        sets.STEP_IN_TIME,
        _STEP,
    ),
    _count(
        "step_complete",
        mark("Complete and signed"),
        mark("of these, the letter has all seven contents and is signed by the head"),
        sets.STEP_COMPLETE,
        _STEP,
    ),
    _count(
        "step_kept",
        mark("Kept the new date"),
        mark("of these, finished by the date the letter named"),
        sets.STEP_KEPT,
        _STEP,
    ),
    _count(
        "loss_no_letter",
        mark("No letter"),
        mark("overdue dossiers of the period without a letter by the day looked at"),
        sets.WITHOUT_LETTER,
        _LOSS,
        good=Direction.LOWER,
    ),
    _count(
        "loss_tardy",
        mark("Letter after the lawful day"),
        mark("first letter issued after the lawful day"),
        and_(sets.WITH_LETTER, not_(sets.IN_TIME)),
        _LOSS,
        good=Direction.LOWER,
    ),
    _count(
        "loss_incomplete",
        mark("Letter incomplete or not signed"),
        mark("letter issued in time, a content or the signature of the head missing"),
        and_(sets.STEP_IN_TIME, not_(sets.COMPLETE)),
        _LOSS,
        good=Direction.LOWER,
    ),
    _count(
        "loss_second_breach",
        mark("New date broken"),
        mark("letter complete and in time, not finished by the date it named"),
        sets.LOST_BROKEN,
        _LOSS,
        good=Direction.LOWER,
    ),
    _count(
        "loss_not_yet_due",
        mark("New date still to come"),
        mark("letter complete and in time, the date it named not come yet or not recorded"),
        sets.NEW_DATE_TO_COME,
        _LOSS,
    ),
    _count(
        "loss_ended",
        mark("Withdrawn or stopped by the new date"),
        mark("letter complete and in time, withdrawn or stopped on or before the date it named"),
        sets.LOST_ENDED,
        _LOSS,
    ),
)

COUNTS = (
    _count(
        "second_breach",
        mark("New date broken too"),
        mark("dossiers not finished by the date their first letter named, that date being in the period"),
        and_(sets.NEW_DATE_CAME, not_(sets.KEPT_NEW_DATE)),
        mark("The citizen was told a date twice, in vain."),
        counted_on=d.c.letter_new_due,
        good=Direction.LOWER,
    ),
    _count(
        "repeat_letters",
        mark("More than one letter"),
        mark("dossiers whose second letter was issued in the period"),
        and_(d.c.accepted, d.c.second_letter_on.is_not(None)),
        mark("The rule allows one new appointment."),
        counted_on=d.c.second_letter_on,
        good=Direction.LOWER,
    ),
    _count(
        "letters_in_advance",
        mark("Apologised, then kept"),
        mark("dossiers finished on time although a letter had been issued for their promise"),
        and_(sets.CAME_DUE, not_(sets.BREACHED), d.c.first_letter_on <= d.c.due),
        mark("Lawful and counted apart: such letters are in no rate."),
    ),
)

STOCKS = (
    _count(
        "letters_missing",
        mark("Letters missing"),
        mark("dossiers that became overdue by the day looked at, of whatever period, without a letter issued by then"),
        sets.LETTER_MISSING,
        mark("A missing letter does not vanish on the first of the month."),
        kind=Kind.STOCK,
        counted_on=None,
        good=Direction.LOWER,
        words=mark("without letter"),
        among=sets.BREACHED_BY_T,
        oldest_first=True,
        parts=(
            ("open", mark("still open"), and_(sets.LETTER_MISSING, sets.PART_OPEN)),
            ("finished", mark("finished late"), and_(sets.LETTER_MISSING, sets.PART_FINISHED_LATE)),
            ("ended", mark("ended after the due day"), and_(sets.LETTER_MISSING, sets.PART_ENDED_AFTER)),
        ),
    ),
    _count(
        "letters_drafted",
        mark("Drafted, not issued"),
        mark("dossiers without a letter for which a draft exists"),
        sets.LETTER_DRAFTED,
        mark("A draft is no letter."),
        kind=Kind.STOCK,
        counted_on=None,
        among=sets.BREACHED_BY_T,
        oldest_first=True,
    ),
    _count(
        "letters_needed",
        mark("Letter needed by tomorrow"),
        mark("open dossiers without a letter, not overdue yet, whose lawful day comes by the next working day"),
        sets.LETTER_NEEDED,
        mark("Unless it is finished in time, the letter must go out now."),
        kind=Kind.STOCK,
        counted_on=None,
        among=sets.OPEN,
    ),
)
