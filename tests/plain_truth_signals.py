"""What the signals should be, dossier by dossier in plain Python."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from tests.district import District, procedures
from tests.plain_truth import View, is_accepted, make_promise

LAST_HOURS, LEFT_NEAR = "finished_last_hours_rate", "left_near_due_rate"
SAME_MINUTE, MOVED = "same_minute_finish_rate", "due_moved_rate"
KEYS = (LAST_HOURS, LEFT_NEAR, SAME_MINUTE, MOVED)
Members = tuple[list[str], list[str]]


def members(key: str, district: District, views: list[View]) -> Members:
    """The codes of the numerator and of the denominator, sorted."""
    return OF[key](district, views)


def _sorted(rows: list[tuple[View, bool]]) -> Members:
    return sorted(view.dossier.code for view, signal in rows if signal), sorted(view.dossier.code for view, _ in rows)


def _finished(view: View) -> datetime | None:
    """When it was finished in the period, where the clock time is known."""
    moment = view.now.finished_at
    if not moment or not view.counts or not view.within(moment) or moment.time().replace(second=0) == time.min:
        return None
    return moment


def _last_hours(district: District, views: list[View]) -> Members:
    found = []
    for view in views:
        moment, due = _finished(view), view.now.due_at
        if moment and due and not view.now.breached:
            found.append((view, moment.date() == due.date() and moment.hour >= 15))
    return _sorted(found)


def _first_due(district: District, view: View) -> date | None:
    """The first due day, if it fell in the period."""
    one = view.dossier
    moves = sorted((move for move in district.moves if move.code == one.code), key=lambda move: move.set_at)
    raw = moves[0].old_due if moves else one.due
    if raw is None or one.received is None or not is_accepted(one):
        return None
    day = make_promise(raw, one.received).due
    return day if view.within(day) else None


def _left_near(district: District, views: list[View]) -> Members:
    found = []
    for view in views:
        day = _first_due(district, view)
        if day and view.dossier.received and view.dossier.received.date() < day - timedelta(3):
            moments = [pause.started for pause in view.pauses]
            moments += [view.dossier.ended] if view.dossier.ended and view.dossier.status in (7, 8) else []
            found.append((view, any(day - timedelta(3) <= moment.date() <= day for moment in moments)))
    return _sorted(found)


def _moved(district: District, views: list[View]) -> Members:
    found = []
    moved = {move.code for move in district.moves}
    telling = {one.receiving for one in district.dossiers if one.code in moved}
    for view in views:
        day = _first_due(district, view)
        if day and view.dossier.receiving in telling:
            moves = [move for move in district.moves if move.code == view.dossier.code and move.reason == "other"]
            off = [move for move in moves if _end(move.due) > _end(move.old_due) and move.set_at.date() <= day]
            found.append((view, bool(off)))
    return _sorted(found)


def _end(due: date) -> datetime:
    """A due date as a moment: the end of its day where it names no clock time."""
    return due if isinstance(due, datetime) else datetime.combine(due, time(23, 59, 59))


def _same_minute(district: District, views: list[View]) -> Members:
    certified = {key for key, one in procedures().items() if one.certification}
    crowd = Counter(
        (one.receiving, one.finished.replace(second=0, microsecond=0))
        for one in district.dossiers
        if one.finished and one.procedure not in certified and is_accepted(one) and one.status not in (7, 8)
    )
    found = []
    for view in views:
        moment = _finished(view)
        if moment and view.dossier.procedure not in certified:
            found.append((view, crowd[view.dossier.receiving, moment.replace(second=0, microsecond=0)] >= 5))
    return _sorted(found)


OF: dict[str, Callable[[District, list[View]], Members]] = {
    LAST_HOURS: _last_hours,
    LEFT_NEAR: _left_near,
    SAME_MINUTE: _same_minute,
    MOVED: _moved,
}
