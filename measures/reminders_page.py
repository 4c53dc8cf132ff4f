"""What the page "Đôn đốc" shows: reminders by state, unit and task, and what became of their number."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from data_access.journal.actions import DECISION, REMINDER, Action
from data_access.profiles import Profile
from data_access.viewer import Viewer
from measures import reminders
from measures.action_progress import Progress, progress
from measures.asking import Asked
from measures.known import Holdings
from measures.published import own_units
from measures.reminders import CHANGES, STATES, Tally, change_since, state_on
from measures.scope import Scope
from text import Language

EVERYBODY = ("ward",)  # the choice of no unit: reminders go to departments too


@dataclass(frozen=True)
class Row:
    """One action: ``state`` of ``STATES``, ``unit`` that carries it now, ``progress`` None where it was taken back
    later, ``change`` of ``CHANGES``."""

    action: Action
    state: str
    unit: str
    progress: Progress | None
    change: str


@dataclass(frozen=True)
class Reminders:
    """Everything on the page as at the close of ``day``.

    told: whether any reminder was recorded by then, of whatever unit; without one there is no data, not zero. units and
    tasks: (unit or task, its tally), most overdue first. rows, decisions: what is followed, overdue answers first.
    changes: reminders by what became of their number (``CHANGES``).
    """

    scope: Scope
    day: dt.date
    told: bool
    tally: Tally
    units: tuple[tuple[str, Tally], ...]
    tasks: tuple[tuple[str, Tally], ...]
    changes: dict[str, int]
    rows: tuple[Row, ...]
    decisions: tuple[Row, ...]


def reminders_page(
    asked: Asked, actions: Sequence[Action], held: Holdings, profile: Profile, scope: Scope, today: dt.date
) -> Reminders:
    """Count the page. Of the filters units and time hold, all wards standing for everybody; a viewer with units of
    their own has only what was agreed for these, one without lists only what was agreed for all together."""
    day, start = day_of(scope, held.cut_off, today), scope.period.start
    carriers = held.carriers(scope.carried_on)
    seen = [one for one in actions if _is_seen(one, asked, held, scope, carriers)]
    rows = _rows(asked, reminders.followed(seen, start, day), held, profile, scope, day)
    mine = [row.action for row in rows]
    return Reminders(
        scope=scope,
        day=day,
        told=any(one.kind == REMINDER and state_on(one, day) for one in actions),
        tally=reminders.tally(mine, start, day),
        units=tuple(reminders.tallies(mine, lambda one: carriers.get(one.unit, one.unit), start, day)),
        tasks=tuple(reminders.tallies(mine, lambda one: one.task, start, day)),
        changes={name: sum(row.change == name for row in rows) for name in CHANGES},
        rows=rows,
        decisions=_rows(asked, reminders.followed(seen, start, day, DECISION), held, profile, scope, day),
    )


def day_of(scope: Scope, cut_off: dt.date, today: dt.date) -> dt.date:
    """At the close of which day reminders are looked at: the last one of the scope; of the newest period today, for
    what is agreed about a month is agreed after it."""
    if scope.as_of is None and scope.period.end >= cut_off:
        return today
    return min(scope.until, today)


def of_everybody(scope: Scope, viewer: Viewer) -> bool:
    """Whether the page is of all units together."""
    return viewer.units is None and (scope.units in ((), EVERYBODY) or not viewer.may_list)


def _is_seen(one: Action, asked: Asked, held: Holdings, scope: Scope, carriers: dict[str, str]) -> bool:
    if asked.viewer.units is not None:
        return one.unit in own_units(asked.viewer, held)
    if of_everybody(scope, asked.viewer):
        return True
    kinds = dict(zip(held.units["unit_id"], held.units["kind"], strict=True))
    unit = carriers.get(one.unit, one.unit)
    return unit in scope.units or kinds.get(unit) in scope.units


def _rows(
    asked: Asked, actions: Iterable[Action], held: Holdings, profile: Profile, scope: Scope, day: dt.date
) -> tuple[Row, ...]:
    """With their number as it is on the day looked at; overdue answers first, then by the day due."""
    actions, carriers = list(actions), held.carriers(scope.carried_on)
    shown = replace(scope, as_of=None, period=replace(scope.period, end=scope.until))
    found = {one.action.subject: one for one in progress(asked, actions, held, profile, shown)}
    rows = []
    for one in actions:
        now = found.get(one.subject)
        unit = now.unit if now else carriers.get(one.unit, one.unit)
        rows.append(Row(one, state_on(one, day), unit, now, change_since(now)))
    return tuple(sorted(rows, key=lambda row: (STATES.index(row.state), row.action.due, row.action.subject)))


def page_sentence(seen: Reminders | None, language: Language) -> str:
    """How many reminders, how many answered in time, how many answers are overdue."""
    if seen is None:
        return language.say("No data yet: the journal of reminders cannot be read.")
    if not seen.told:
        day = language.date(seen.day)
        return language.say("No data yet: no reminder has been recorded by {day}.", day=day)
    found = seen.tally
    if not found.followed:
        return language.say("No reminder is to be followed in this period.")
    parts = [language.count("{n} reminder followed", "{n} reminders followed", found.followed)]
    if found.due:
        x, n = language.number(found.in_time), language.number(found.due)
        parts.append(language.say("{x} of {n} answers due came in time", x=x, n=n))
    if found.overdue:
        parts.append(language.count("{n} answer is overdue", "{n} answers are overdue", found.overdue))
    return "; ".join(parts) + "."
