"""What a reader must know of the data behind the rates of a period: what is missing, computed or not decided."""

from __future__ import annotations

from sqlalchemy import and_

from data_access.stores import Store
from data_access.viewer import Viewer
from measures import registry, sets
from measures.counts import counts
from measures.lateness import lateness_measure
from measures.measure import Kind, Measure
from measures.scope import Scope
from measures.sets import d
from text import mark

DUE_COMPUTED = lateness_measure(
    "due_computed",
    mark("Due date computed"),
    mark("dossiers due in the period whose due date follows from a pause, because the source set none after it"),
    Kind.COUNT,
    numerator=and_(sets.CAME_DUE, d.c.due_computed),
    numerator_words=mark("due date computed"),
    counted_on=d.c.due,
    good=None,
    why=mark("The citizen was told another date, or none."),
)
# Measure -> what its share is taken of; "" = it is a whole itself. All but the computed date open to their lists.
SHARES = {
    "received": "",
    "no_due_date": "received",
    "came_due": "",
    "due_computed": "came_due",
    "finish_unknown": "came_due",
    "backlog": "",
    "paused_open": "backlog",
    "undecided": "backlog",
}


def measure(key: str) -> Measure:
    """The measure behind a line of this page."""
    return DUE_COMPUTED if key == DUE_COMPUTED.key else registry.get(key)


def quality(store: Store, version: str, scope: Scope, viewer: Viewer) -> dict[str, int]:
    """Number of dossiers by key of ``SHARES``, counted as on the overview."""
    frame = counts(store, [measure(key) for key in SHARES], [], scope, viewer, version)
    found = dict(zip(frame["measure"], frame["numerator"], strict=True))
    return {key: int(found.get(key, 0)) for key in SHARES}


def share(found: dict[str, int], key: str) -> float | None:
    """The share of a line in its whole, None where it has none. Of unknown finish: of all that were due, for they are
    not among those that came due."""
    whole = SHARES[key]
    if not whole:
        return None
    total = found[whole] + (found[key] if key == "finish_unknown" else 0)
    return found[key] / total if total else None
