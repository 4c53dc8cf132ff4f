"""What the journal says to a meeting: the actions agreed before it, and the objections beside its numbers.

A show goes on without them: where the journal cannot be read, its log says so.
"""

from __future__ import annotations

import logging

from charts.slide_actions import Agreed
from data_access.journal import JournalError
from data_access.journal import confirmation as confirming
from measures.action_progress import Progress, action_words, for_meeting, progress_words, status_words, the_day
from measures.confirmation_words import beside_words, dossiers_objected
from measures.scope import UNIT_KINDS
from ui.loading_meeting_records import actions_now, load_progress, rounds_now
from ui.session import Session

log = logging.getLogger(__name__)
ABOUT = {"overdue_rate": "overdue", "letter_rate": "letter"}
TONES = {"overdue": "concern", "solved": "closed"}


def agreed(session: Session) -> list[Agreed]:
    """The actions that the meeting about the period looks back on, in words, each with its measure then and now."""
    try:
        actions = for_meeting(actions_now(), session.scope.period)
    except JournalError as error:
        log.error("%s", error)
        return []
    named = set(session.scope.units) - set(UNIT_KINDS)
    wanted = [one for one in actions if not named or one.unit in named]
    if not wanted:
        return []
    return [_words(session, one) for one in load_progress(session, wanted)]


def _words(session: Session, one: Progress) -> Agreed:
    language, held = session.language, session.held
    return Agreed(
        what=action_words(one.action, held, language),
        status=status_words(one.action, the_day(held), language),
        progress=progress_words(one, held, language),
        due=language.day_month(one.action.due),
        tone=TONES.get(one.status, ""),
    )


def objections(session: Session, unit: str | None = None) -> dict[str, str]:
    """How many dossiers units object to in the round of the period, in words, by the headline they stand beside. They
    change no number. ``unit``: of this one only, else of the chosen units."""
    try:
        newest = confirming.newest(rounds_now(), session.scope.period.token)
    except JournalError as error:
        log.error("%s", error)
        return {}
    units = [unit] if unit else _units(session)
    found = {key: dossiers_objected(newest, about, units) for key, about in ABOUT.items()}
    return {key: beside_words(n, session.language) for key, n in found.items() if n}


def _units(session: Session) -> list[str] | None:
    """The chosen units, of a kind all of it; None where all are meant. Departments owe letters for what wards
    received, so theirs belong to the wards' numbers too."""
    chosen = set(session.scope.units)
    if session.viewer.units is None and (not chosen or "ward" in chosen):
        return None
    units = session.held.units
    return list(units.loc[units["unit_id"].isin(chosen) | units["kind"].isin(chosen), "unit_id"])
