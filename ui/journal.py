"""Writing into the journal what the person of a session does, once where once is enough.

Without identity there is nobody to write down, and nothing but invented data to see: no journal then.
"""

from __future__ import annotations

import datetime as dt
import logging
from functools import lru_cache

import streamlit as st

from data_access.journal import Journal, JournalError, journal_address
from measures.period import month_period
from measures.scope import Scope
from ui.identity import Person, Refused
from ui.session import Session

log = logging.getLogger(__name__)
WRITTEN = "journal-written"
# A scope is written down as what differs from this one: its period always, its units unless they are all wards.
BLANK = Scope(month_period(dt.date(1900, 1, 1)))


@lru_cache(maxsize=4)
def _journal(address: str) -> Journal:
    return Journal(address)


def the_journal() -> Journal:
    """The journal of the store.

    Raises:
        JournalError: its address is none.
    """
    return _journal(journal_address())


def came_in(somebody: Person) -> None:
    """A sign-in, once a session. Numbers are shown even where it cannot be written down; lists and files are not."""
    if somebody.who:
        _once(("signed_in", somebody.account), somebody.account, somebody.role, "signed_in")


def went(somebody: Person) -> None:
    """A sign-out."""
    if somebody.who:
        _quietly(somebody.account, somebody.role, "signed_out")


def turned_away(refused: Refused) -> None:
    """A refusal, once a session and reason. Whoever has not signed in yet is none."""
    if refused.reason not in ("not_signed_in", "broken"):
        account = refused.who.account if refused.who else ""
        _once(("refused", refused.reason, account), account, "", "refused", reason=refused.reason)


def opened_list(session: Session, measure: str, part: str, within: str, count: int) -> None:
    """A list of dossiers, once a session.

    Raises:
        JournalError: it was not written down, so the list must not be shown.
    """
    if not session.person.who:
        return
    scope = scope_words(session.scope)
    about = {"measure": measure, "part": part, "within": within, "scope": scope, "version": session.version}
    key = ("list_opened", *about.values())
    if key not in _written():
        the_journal().record(session.person.account, session.person.role, "list_opened", count=count, **about)
        _written().add(key)


def exported(session: Session, file: str, count: int) -> None:
    """A file that was made. Raises: JournalError: it was not written down, so the file must not be given out."""
    if session.person.who:
        about = {"file": file, "scope": scope_words(session.scope), "version": session.version}
        the_journal().record(session.person.account, session.person.role, "exported", count=count, **about)


def loaded(somebody: Person, version: str, files: int) -> None:
    """New facts that somebody published."""
    if somebody.who:
        _quietly(somebody.account, somebody.role, "loaded", version=version, count=files)


def assert_ready(somebody: Person) -> None:
    """Raises: JournalError: what this person opens or takes away could not be written down."""
    if somebody.who:
        the_journal().assert_ready()


def scope_words(scope: Scope) -> str:
    """A scope as the journal has it: the parameters of its address."""
    return "&".join(f"{name}={value}" for name, value in scope.to_params(BLANK).items())


def _written() -> set[tuple[str, ...]]:
    return st.session_state.setdefault(WRITTEN, set())  # type: ignore[no-any-return]


def _once(key: tuple[str, ...], who: str, role: str, what: str, **details: str | int) -> None:
    if key not in _written() and _quietly(who, role, what, **details):
        _written().add(key)


def _quietly(who: str, role: str, what: str, **details: str | int) -> bool:
    try:
        the_journal().record(who, role, what, **details)
    except JournalError as error:
        log.error("not written down: %s %s: %s", who, what, error)
        return False
    return True
