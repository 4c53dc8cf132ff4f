"""What waits for somebody to act, at the close of T: the stocks of the work lists that no other page counts."""

from __future__ import annotations

from sqlalchemy import and_, not_

from measures import sets
from measures.lateness import DECREE_61, REVIEWED
from measures.letters import LETTER_LAW
from measures.measure import Kind, Measure
from measures.verdict import Direction
from text import mark

STOCKS = (
    Measure(
        "new_date_passed",
        mark("New date passed, still open"),
        mark("open dossiers past the date that their apology letter named"),
        Kind.STOCK,
        numerator=sets.NEW_DATE_PASSED,
        numerator_words=mark("open past the new date"),
        good=Direction.LOWER,
        legal_basis=LETTER_LAW,
        left_out=mark("Letters without a later date."),
        why=mark("The citizen was told a date twice, in vain, and is still waiting."),
        among=sets.OPEN,
        **REVIEWED,
    ),
    Measure(
        "supplement_long",
        mark("Waiting long for a supplement"),
        mark("open dossiers waiting for a supplement for more working days than the setting says"),
        Kind.STOCK,
        numerator=sets.SUPPLEMENT_LONG,
        numerator_words=mark("waiting long for a supplement"),
        good=None,
        legal_basis=DECREE_61,
        left_out=mark("Waits for a payment."),
        why=mark("Nobody answers: ask again, or end it."),
        among=sets.OPEN,
        **REVIEWED,
    ),
    Measure(
        "intake_waiting",
        mark("Online, not accepted yet"),
        mark("online submissions neither accepted nor refused by the close of the day"),
        Kind.STOCK,
        numerator=sets.INTAKE_WAITING,
        numerator_words=mark("not accepted yet"),
        good=Direction.LOWER,
        legal_basis=DECREE_61,
        left_out=mark("Submissions refused since: the day of refusal is not recorded."),
        why=mark("The desk must answer within 8 working hours."),
        among=sets.INTAKE_WAITING,
        parts=(
            ("over", mark("8 working hours over"), and_(sets.INTAKE_WAITING, sets.INTAKE_OVER)),
            ("within", mark("within 8 working hours"), and_(sets.INTAKE_WAITING, not_(sets.INTAKE_OVER))),
        ),
        **REVIEWED,
    ),
)
