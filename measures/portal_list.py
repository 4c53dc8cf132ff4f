"""The list of the national portal against what we know: one row a dossier of the newest list of each unit.

Compared is what we know as at the list's day: who came later is no difference. Of the states only those are told
apart that both sides must know: registered, refused, in progress (whether or not somebody waits for the citizen),
finished (collected or not), withdrawn or stopped. A day is compared where both sides tell one. A dossier counts once,
for the first thing that differs: it is known to the portal only, its state, its due day, the day it ended.

The form does not say of which days a list tells: what the portal lacks cannot be known from it.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, Date, and_, case, cast, func, literal_column, not_, or_, select

from data_access import tables
from measures.sets import d

LISTED = "listed"
NEW, REFUSED, OPEN, FINISHED, ENDED = "new", "refused", "open", "finished", "ended"
STATES = {1: NEW, 3: REFUSED, 7: ENDED, 8: ENDED, 9: FINISHED, 10: FINISHED}  # all others: in progress
EQUAL, UNKNOWN, STATE, DUE, FINISH = "equal", "unknown", "state", "due", "finish"
DIFFERENCES = (UNKNOWN, STATE, DUE, FINISH)
SIDE_BY_SIDE = tuple(f"{side}_{what}" for what in ("state", "due_on", "finished_on") for side in ("our", "portal"))

_portal, _move = tables.portal_dossier, tables.due_move
_newest = (
    select(_portal.c.unit_id, func.max(_portal.c.listed_on).label("day")).group_by(_portal.c.unit_id).subquery("newest")
)
# The first move of a due date after the list's day: before it the older date was promised.
_later = (
    select(_move.c.dossier_code, func.min(_move.c.set_at).label("set_at"))
    .select_from(_portal.join(_move, _move.c.dossier_code == _portal.c.dossier_code))
    .where(cast(_move.c.set_at, Date) > _portal.c.listed_on)
    .group_by(_move.c.dossier_code)
    .subquery("later")
)


def _word(text: str) -> ColumnElement[str]:
    return literal_column(f"'{text}'")


_day = _portal.c.listed_on
_our_state = case(
    (d.c.dossier_code.is_(None), None),
    (d.c.ended_on <= _day, _word(ENDED)),
    (or_(d.c.finished_on <= _day, d.c.finish_unknown), _word(FINISHED)),
    (d.c.status == literal_column("3"), _word(REFUSED)),
    (or_(not_(d.c.accepted), d.c.received_on > _day), _word(NEW)),
    else_=_word(OPEN),
)
_told = (
    select(
        _portal.c.unit_id,
        _portal.c.dossier_code,
        _portal.c.listed_on,
        d.c.dossier_code.is_not(None).label("known"),
        case(
            *((_portal.c.status == literal_column(str(status)), _word(state)) for status, state in STATES.items()),
            else_=_word(OPEN),
        ).label("portal_state"),
        _our_state.label("our_state"),
        cast(_portal.c.due_at, Date).label("portal_due_on"),
        cast(func.coalesce(_move.c.old_due_at, d.c.exported_due_at), Date).label("our_due_on"),
        cast(_portal.c.finished_at, Date).label("portal_finished_on"),
        case(
            (func.coalesce(d.c.finished_on, d.c.ended_on) <= _day, func.coalesce(d.c.finished_on, d.c.ended_on))
        ).label("our_finished_on"),
    )
    .select_from(
        _portal.join(_newest, and_(_newest.c.unit_id == _portal.c.unit_id, _newest.c.day == _day))
        .outerjoin(d, d.c.dossier_code == _portal.c.dossier_code)
        .outerjoin(_later, _later.c.dossier_code == _portal.c.dossier_code)
        .outerjoin(_move, and_(_move.c.dossier_code == _later.c.dossier_code, _move.c.set_at == _later.c.set_at))
    )
    .subquery("told")
)
listed = select(
    *_told.c,
    case(
        (not_(_told.c.known), _word(UNKNOWN)),
        (_told.c.our_state != _told.c.portal_state, _word(STATE)),
        (_told.c.our_due_on != _told.c.portal_due_on, _word(DUE)),
        (_told.c.our_finished_on != _told.c.portal_finished_on, _word(FINISH)),
        else_=_word(EQUAL),
    ).label("comparison"),
).subquery(LISTED)
