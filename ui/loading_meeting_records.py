"""Rounds of confirmation and actions agreed, folded once for each new record (see ``ui.loading``)."""

from __future__ import annotations

from functools import lru_cache

from data_access.journal import Records, journal_address
from data_access.journal import actions as acting
from data_access.journal import confirmation as confirming
from data_access.journal.actions import Action
from data_access.journal.confirmation import Listed, Round
from data_access.profiles import load_profile
from data_access.viewer import Viewer
from measures.action_progress import Progress, figures, progress
from measures.asking import Asked
from measures.frozen_lists import lists_of
from measures.scope import Scope
from ui.loading import kept
from ui.session import Session, _holdings, the_store


@lru_cache(maxsize=4)
def _records(address: str) -> Records:
    return Records(address)


def the_records() -> Records:
    """The records of the store. Raises: JournalError: its address is none."""
    return _records(journal_address())


@kept
def _rounds(address: str, last: int) -> list[Round]:
    return confirming.rounds(_records(address).of(confirming.KINDS))


@kept
def _actions(address: str, last: int) -> list[Action]:
    return acting.actions(_records(address).of(acting.KINDS))


def rounds_now() -> list[Round]:
    """Every round, oldest first. Raises: JournalError: they cannot be read."""
    return _rounds(journal_address(), the_records().last())


def actions_now() -> list[Action]:
    """Every action, in the order agreed, those withdrawn too. Raises: JournalError: they cannot be read."""
    return _actions(journal_address(), the_records().last())


@kept
def _progress(actions: tuple[Action, ...], scope: Scope, version: str, viewer: Viewer) -> list[Progress]:
    held = _holdings(version)
    asked = Asked(the_store(), version, viewer)
    return progress(asked, actions, held, load_profile(held.profile), scope)


def load_progress(session: Session, actions: list[Action]) -> list[Progress]:
    """These actions with their measure now, as far as this person may see it."""
    return _progress(tuple(actions), session.scope, session.version, session.viewer)


def figure_now(session: Session, measure: str, unit: str) -> tuple[int, int | None]:
    """The measure of a unit in the chosen period, as it is kept with an action."""
    asked = Asked(session.store, session.version, session.viewer)
    wanted = [(measure, unit)]
    return figures(asked, wanted, session.held, session.profile, session.scope.period)[measure, unit]


def lists_to_freeze(session: Session) -> dict[str, tuple[Listed, ...]]:
    """The lists as they would be frozen now. Not kept: they are asked for when somebody freezes them."""
    return lists_of(Asked(session.store, session.version, session.viewer), session.scope, session.held)
