"""What the sample district decided: three actions of the meeting before and one round of confirmation, all invented.

Written once, into a journal that holds no record yet, so that the pages and slides about meetings have something to
show. Dossiers and counts are those of the sample itself.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from sqlalchemy import Column, ColumnElement, Date, FromClause, Select, and_, func, literal, or_, select

from data_access.fetch import fetch
from data_access.journal import Records
from data_access.journal.actions import TASKS, Action, agree, reply, solve
from data_access.journal.actions import subject_of as action_subject
from data_access.journal.confirmation import Listed, Pen, Round, confirm, freeze, object_to, subject_of
from data_access.stores import Store
from data_access.tables import calendar, dossier, load, source_cut_off, standing, unit

WHO = "du-lieu-mau"  # nobody signs in as this
WITHDRAWN = 7
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
    return sorted(_wards(store, last), key=lambda one: -int((late == one).sum()))[: len(NEXT_STEPS)]


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
    """The lists of every unit: two dossiers of the first ward are objected to, the last ward confirmed."""
    lists = _lists(store, first, last)
    rows = [(one, row.code) for one in _wards(store, last) for row in lists.get(one, ()) if "overdue" in row.about]
    if not rows:
        return
    token, deadline = f"{first:%Y-%m}", last + dt.timedelta(3)
    frozen = Round(subject_of(token, 1), token, 1, version, last, f"ky={token}", deadline, last, lists)
    office, chair = Pen(records, last, WHO, "office"), Pen(records, last, WHO, "chair")
    freeze(office, frozen)
    for (ward, code), reason in zip(rows, ("letter_sent", "pause_missing"), strict=False):
        object_to(chair, frozen, ward, [code], reason, "3/BC-MAU" if reason == "letter_sent" else "")
    confirm(chair, frozen, rows[-1][0])


def _lists(store: Store, first: dt.date, last: dt.date) -> dict[str, tuple[Listed, ...]]:
    """By unit, as a real round has them (``measures.frozen_lists``): overdue dossiers of the month, of wards those they
    received, of the others those they resolve; and missing letters of all periods, by whose duty they are."""
    others = unit.c.kind.in_(("department", "land_branch"))
    asked = (
        ("overdue", _listed(d.receiving_unit_id, last, _late(first, last), unit.c.kind == "ward")),
        ("overdue", _listed(d.resolving_unit_id, last, _late(first, last), others)),
        ("letter", _listed(d.resolving_unit_id, last, and_(d.breached, ~d.certification, _no_letter(last)))),
    )
    found: dict[str, dict[str, Listed]] = {}
    for about, statement in asked:
        for row in fetch(store, statement).itertuples():
            mine, new = found.setdefault(row.carrier, {}), _as_listed(row, about, last)
            known = mine.get(new.code)
            mine[new.code] = replace(known, about=(*known.about, about)) if known else new
    return {one: tuple(rows.values()) for one, rows in found.items()}


def _as_listed(row, about: str, last: dt.date) -> Listed:  # type: ignore[no-untyped-def]  # a row of itertuples
    """As at the close of ``last``; days are counted to the finish, else to where the unit's data ends."""
    finished, ended = _by(row.finished_on, last), _by(row.ended_on, last)
    left = "withdrawn" if row.status == WITHDRAWN else "stopped"
    state = "finished" if finished else left if ended else "open"
    return Listed(
        row.dossier_code, (about,), row.due, state, int(row.days_late if finished else row.number - row.due_number)
    )


def _wards(store: Store, on: dt.date) -> list[str]:
    """The wards of a day, by number."""
    known = select(unit.c.unit_id).where(unit.c.kind == "ward", _carried(unit.c.unit_id, unit.c.unit_id, on))
    return list(fetch(store, known.order_by(unit.c.number))["unit_id"])


def _no_letter(last: dt.date) -> ColumnElement[bool]:
    """No letter issued by the last day, or by the day on which the unit's data ends."""
    until = func.least(literal(last, Date), source_cut_off.c.last_complete_day)
    return or_(d.first_letter_on.is_(None), d.first_letter_on > until)


def _listed(role: Column, last: dt.date, *wanted: ColumnElement[bool]) -> Select:
    """Dossiers with who carries the unit of ``role``, and the working-day number of the day their unit's data ends."""
    columns = (d.dossier_code, d.status, d.due, d.due_number, d.days_late, d.finished_on, d.ended_on)
    carrier, number = carries.c.stands_as.label("carrier"), calendar.c.working_number.label("number")
    on_the_day = and_(carries.c.unit_id == role, carries.c.stands_from <= last, carries.c.stands_until >= last)
    return (
        select(*columns, carrier, number)
        .select_from(
            dossier.join(carries, on_the_day)
            .join(unit, unit.c.unit_id == carries.c.stands_as)
            .join(source_cut_off, source_cut_off.c.unit_id == d.receiving_unit_id)
            .join(calendar, calendar.c.day == source_cut_off.c.last_complete_day)
        )
        .where(*wanted, d.due <= source_cut_off.c.last_complete_day)
        .order_by(d.due, d.dossier_code)
    )


def _by(day: dt.date | None, last: dt.date) -> bool:
    return isinstance(day, dt.date) and day <= last
