"""What the sample district decided: three actions of the meeting before and one round of confirmation, all invented.

Written once, into a journal that holds no record yet, so that the pages and slides about meetings have something to
show. Dossiers and counts are those of the sample itself.
"""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Column, ColumnElement, FromClause, Select, and_, func, or_, select

from data_access.fetch import fetch
from data_access.journal import Records
from data_access.journal.actions import TASKS, Action, agree, reply, solve
from data_access.journal.actions import subject_of as action_subject
from data_access.journal.confirmation import Listed, Pen, Round, confirm, freeze, object_to, subject_of
from data_access.stores import Store
from data_access.tables import calendar, dossier, load, source_cut_off, standing, unit

WHO = "du-lieu-mau"  # nobody signs in as this
NEXT_STEPS = ("finish_overdue", "send_letters", "review_lateness")
d, carries = dossier.c, standing.alias("carries")


def write_records(store: Store, records: Records) -> bool:
    """Write the invented decisions; False where the journal has records, or the store holds no sample.

    Raises:
        JournalError: they cannot be written.
        StoreError: the store cannot be read.
    """
    version = store.version()
    if version is None or not _is_sample(store) or records.last():
        return False
    last = fetch(store, select(func.max(source_cut_off.c.last_complete_day).label("day"))).loc[0, "day"]
    first = last.replace(day=1)
    worst = _worst(store, first, last)
    if len(worst) < len(NEXT_STEPS):
        return False
    _actions(store, records, worst, first, version)
    _round(store, records, first, last, version)
    return True


def _is_sample(store: Store) -> bool:
    return bool(fetch(store, select(load.c.sample))["sample"].all())


def _late(first: dt.date, last: dt.date) -> ColumnElement[bool]:
    """Came due within these days and was not kept, without same-day certification."""
    return and_(d.in_cohort, d.breached, d.due >= first, d.due <= last, ~d.certification)


def _carried_by_wards(on: dt.date) -> FromClause:
    """Dossiers with the ward that carries them on a day (``carries.c.stands_as``)."""
    on_the_day = and_(carries.c.stands_from <= on, carries.c.stands_until >= on)
    joined = dossier.join(carries, and_(carries.c.unit_id == d.receiving_unit_id, on_the_day))
    return joined.join(unit, and_(unit.c.unit_id == carries.c.stands_as, unit.c.kind == "ward"))


def _carried(column: Column, one: str | Column, on: dt.date) -> ColumnElement[bool]:
    """Whether ``one`` carries the unit of a column on a day."""
    on_the_day = and_(carries.c.stands_from <= on, carries.c.stands_until >= on)
    return column.in_(select(carries.c.unit_id).where(carries.c.stands_as == one, on_the_day))


def _worst(store: Store, first: dt.date, last: dt.date) -> list[str]:
    """Three wards of that day, those with most overdue dossiers of the month."""
    ward = carries.c.stands_as.label("ward")
    late = fetch(store, select(ward).select_from(_carried_by_wards(last)).where(_late(first, last)))["ward"]
    known = select(unit.c.unit_id).where(unit.c.kind == "ward", _carried(unit.c.unit_id, unit.c.unit_id, last))
    wards = fetch(store, known.order_by(unit.c.number))["unit_id"]
    return sorted(wards, key=lambda one: -int((late == one).sum()))[: len(NEXT_STEPS)]


def _actions(store: Store, records: Records, units: list[str], first: dt.date, version: str) -> None:
    """Agreed three days into the month about the month before: one solved, one answered, one whose day has passed."""
    before = (first - dt.timedelta(1)).replace(day=1)
    until, period = first - dt.timedelta(1), f"{before:%Y-%m}"
    agreed, due = first + dt.timedelta(2), first + dt.timedelta(16)
    pens = [Pen(records, day, WHO, "office") for day in (agreed, due - dt.timedelta(2), due + dt.timedelta(3))]
    for number, (task, one) in enumerate(zip(NEXT_STEPS, units, strict=True)):
        above, below = _figure(store, TASKS[task], one, before, until)
        subject = action_subject(period, one, task, due)
        kind, count = "reminder" if number else "decision", above if below is None else 0
        action = Action(subject, kind, task, count, one, due, period, TASKS[task], above, below, version, agreed)
        agree(pens[0], action)
        if number < 2:
            reply(pens[1], subject, f"{number + 1}/BC-MAU", due - dt.timedelta(2))
        if number == 0:
            solve(pens[2], subject)


def _figure(store: Store, measure: str, one: str, first: dt.date, last: dt.date) -> tuple[int, int | None]:
    """The measure at the close of ``last``: a rate of the month, or what was open then."""
    broken = and_(d.breached, d.due <= last, ~d.certification)
    if measure == "letters_missing":
        no_letter = or_(d.first_letter_on.is_(None), d.first_letter_on > last)
        return _count(store, and_(broken, no_letter, _carried(d.resolving_unit_id, one, last))), None
    mine = _carried(d.receiving_unit_id, one, last)
    if measure == "overdue_open":
        open_still = and_(~d.finish_unknown, or_(d.left_on.is_(None), d.left_on > last))
        return _count(store, and_(broken, d.accepted, open_still, mine)), None
    came_due = and_(d.in_cohort, d.due >= first, d.due <= last, ~d.certification, mine)
    return _count(store, and_(came_due, d.breached)), _count(store, came_due)


def _count(store: Store, condition: ColumnElement[bool]) -> int:
    return int(fetch(store, select(func.count().label("n")).select_from(dossier).where(condition)).loc[0, "n"])


def _round(store: Store, records: Records, first: dt.date, last: dt.date, version: str) -> None:
    """The overdue dossiers of the month by ward: two are objected to, the last ward confirmed."""
    lists: dict[str, tuple[Listed, ...]] = {}
    for row in fetch(store, _listed(first, last)).itertuples():
        state = "finished" if _by(row.finished_on, last) else "stopped" if _by(row.ended_on, last) else "open"
        days = {"finished": row.days_late, "open": row.number - row.due_number}.get(state)
        letter = () if _by(row.first_letter_on, last) or row.resolving_unit_id != row.receiving_unit_id else ("letter",)
        listed = Listed(row.dossier_code, ("overdue", *letter), row.due, state, None if days is None else int(days))
        lists[row.ward] = (*lists.get(row.ward, ()), listed)
    if not lists:
        return
    token, deadline = f"{first:%Y-%m}", last + dt.timedelta(3)
    frozen = Round(subject_of(token, 1), token, 1, version, last, f"ky={token}", deadline, last, lists)
    office, chair = Pen(records, last, WHO, "office"), Pen(records, last, WHO, "chair")
    freeze(office, frozen)
    rows = [(ward, row.code) for ward, rows in lists.items() for row in rows]
    for (ward, code), reason in zip(rows, ("letter_sent", "pause_missing"), strict=False):
        object_to(chair, frozen, ward, [code], reason, "3/BC-MAU" if reason == "letter_sent" else "")
    confirm(chair, frozen, rows[-1][0])


def _listed(first: dt.date, last: dt.date) -> Select:
    """The overdue dossiers of the wards, with the working-day number of the day their unit's data ends on."""
    columns = (d.dossier_code, d.receiving_unit_id, d.resolving_unit_id, d.due, d.due_number, d.days_late)
    ward, number = carries.c.stands_as.label("ward"), calendar.c.working_number.label("number")
    return (
        select(*columns, d.finished_on, d.ended_on, d.first_letter_on, ward, number)
        .select_from(
            _carried_by_wards(last)
            .join(source_cut_off, source_cut_off.c.unit_id == d.receiving_unit_id)
            .join(calendar, calendar.c.day == source_cut_off.c.last_complete_day)
        )
        .where(_late(first, last), d.due <= source_cut_off.c.last_complete_day)
        .order_by(unit.c.number, d.due, d.dossier_code)
    )


def _by(day: dt.date | None, last: dt.date) -> bool:
    return isinstance(day, dt.date) and day <= last
