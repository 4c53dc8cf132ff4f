"""The online measures of COUNTING section 3: what citizens send over the internet, of all and of what they could."""

from __future__ import annotations

from measures import sets
from measures.lateness import NOTHING, REVIEWED
from measures.measure import Kind, Measure, Reference
from measures.sets import d
from measures.verdict import Direction
from text import mark

ORDER_1400 = mark("Order 1400/UBND of District 6 (2020): raise the share of online submissions")

ONLINE = (
    Measure(
        "online_share",
        mark("Online share"),
        mark("dossiers submitted online / dossiers received in the period"),
        Kind.RATIO,
        numerator=sets.RECEIVED_ONLINE,
        numerator_words=mark("submitted online"),
        denominator=sets.RECEIVED,
        denominator_words=mark("received"),
        counted_on=d.c.received_on,
        good=Direction.HIGHER,
        compare_with=Reference.TARGET,
        legal_basis=ORDER_1400,
        left_out=NOTHING,
        why=mark("The headline, as counted nationwide: how citizens choose to come."),
        **REVIEWED,
    ),
    Measure(
        "online_share_of_finished",
        mark("Online among finished"),
        mark("dossiers submitted online among those finished / dossiers finished in the period"),
        Kind.RATIO,
        numerator=sets.FINISHED_ONLINE,
        numerator_words=mark("finished, submitted online"),
        denominator=sets.FINISHED,
        denominator_words=mark("finished"),
        counted_on=d.c.finished_on,
        good=Direction.HIGHER,
        legal_basis=ORDER_1400,
        left_out=mark("Dossiers whose finish day is unknown."),
        why=mark("The wording of the order: among all dossiers resolved."),
        **REVIEWED,
    ),
    Measure(
        "online_share_eligible",
        mark("Online where offered"),
        mark("dossiers submitted online / dossiers received of procedures offered online on that day"),
        Kind.RATIO,
        numerator=sets.OFFERED_ONLINE,
        numerator_words=mark("submitted online"),
        denominator=sets.OFFERED,
        denominator_words=mark("received, offered online"),
        counted_on=d.c.received_on,
        good=Direction.HIGHER,
        legal_basis=ORDER_1400,
        left_out=mark("Procedures that are not offered at level 3 or 4."),
        why=mark("What can be won by telling and helping citizens, apart from what is not offered at all."),
        **REVIEWED,
    ),
)
