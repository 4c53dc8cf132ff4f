"""Papers beyond the rules and needless certified copies, counted on demands (``measures.demands``).

Demands per 100 dossiers are no proportion: of one dossier several papers can be demanded. So "per 100" is a total of
demands over a count of dossiers, which nothing judges; verdicts come from the proportion of dossiers with a demand.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import and_

from measures import demands, sets
from measures.lateness import REVIEWED
from measures.measure import Kind, Measure
from measures.sets import d
from measures.verdict import Direction
from text import mark

ORDER_PAPERS = mark("Order 1400/UBND of District 6 (2020): no papers beyond those that the procedure lists")
DECREE_23 = mark("Article 6 of Decree 23/2015/NĐ-CP: a plain copy shown with its original is enough")
SILENT = mark("Dossiers received by units that never reported a demand: of these nothing is known.")
UNLISTED = mark("Demands reported without a dossier that the store knows.")


def _measure(key: str, title: str, formula: str, kind: Kind, counts: str, legal_basis: str, **rest: Any) -> Measure:
    rest = {"counted_on": d.c.received_on, "good": Direction.LOWER, "left_out": SILENT, **REVIEWED, **rest}
    return Measure(key=key, title=title, formula=formula, kind=kind, counts=counts, legal_basis=legal_basis, **rest)


PER_100 = tuple(
    _measure(
        key,
        title,
        formula,
        Kind.TOTAL,
        demands.ASKED,
        legal_basis,
        numerator=sets.RECEIVED,
        numerator_words=mark("received by units that report"),
        value=value,
        unit="demands",
        why=why,
    )
    for key, title, formula, legal_basis, value, why in (
        (
            "extra_documents_per_100",
            mark("Papers outside the list per 100 dossiers"),
            mark("demands outside the list, made by T, of dossiers received in the period / 100 of these dossiers"),
            ORDER_PAPERS,
            demands.EXTRA,
            mark("Each paper beyond the rules is a way that the citizen need not have gone."),
        ),
        (
            "certified_copies_per_100",
            mark("Needless certified copies per 100 dossiers"),
            mark(
                "certified copies demanded by T where a plain copy is enough, of dossiers received in the period "
                "/ 100 of these dossiers"
            ),
            DECREE_23,
            demands.NEEDLESS_COPIES,
            mark(
                "A certified copy costs the citizen a fee and a queue; shown with its original a plain one is enough."
            ),
        ),
    )
)

RATES = tuple(
    _measure(
        key,
        title,
        formula,
        Kind.RATIO,
        demands.ASKED,
        legal_basis,
        numerator=and_(sets.RECEIVED, asked > 0),
        numerator_words=words,
        denominator=sets.RECEIVED,
        denominator_words=mark("received by units that report"),
        why=mark("Units are compared by it: dossiers are separate trials, demands of one dossier are not."),
    )
    for key, title, formula, legal_basis, asked, words in (
        (
            "extra_documents_rate",
            mark("Dossiers with a paper demanded outside the list"),
            mark("dossiers of which a paper outside the list was demanded by T / dossiers received in the period"),
            ORDER_PAPERS,
            demands.EXTRA,
            mark("with a paper demanded outside the list"),
        ),
        (
            "certified_copies_rate",
            mark("Dossiers with a needless certified copy demanded"),
            mark("dossiers of which a needless certified copy was demanded by T / dossiers received in the period"),
            DECREE_23,
            demands.NEEDLESS_COPIES,
            mark("with a needless certified copy demanded"),
        ),
    )
)

COUNTS = tuple(
    _measure(
        key,
        title,
        formula,
        Kind.COUNT,
        demands.DEMAND,
        legal_basis,
        numerator=and_(sets.RECEIVED, demands.DEMANDED_ON <= sets.AS_OF, condition),
        numerator_words=words,
        unit="demands",
        left_out=UNLISTED,
        why=mark("Which paper it is, for which procedure: what to stop."),
    )
    for key, title, formula, legal_basis, condition, words in (
        (
            "extra_documents",
            mark("Papers demanded outside the list"),
            mark("demands outside the list, made by T, of dossiers received in the period"),
            ORDER_PAPERS,
            demands.IS_EXTRA,
            mark("papers demanded outside the list"),
        ),
        (
            "certified_copies",
            mark("Needless certified copies demanded"),
            mark("certified copies demanded by T where a plain copy is enough, of dossiers received in the period"),
            DECREE_23,
            demands.IS_NEEDLESS_COPY,
            mark("needless certified copies demanded"),
        ),
    )
)
PAPERS = (*PER_100, *RATES, *COUNTS)
