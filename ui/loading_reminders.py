"""The counts of "Đôn đốc", kept under what they depend on (see ``ui.loading``): of the journal its last record."""

from __future__ import annotations

import datetime as dt
import logging

import streamlit as st

from data_access.journal import JournalError, journal_address
from data_access.profiles import load_profile
from data_access.viewer import Viewer
from measures.action_progress import the_day
from measures.asking import Asked
from measures.reminders_page import Reminders, reminders_page
from measures.scope import Scope
from ui.loading import ENTRIES
from ui.loading_meeting_records import _actions, the_records
from ui.session import Session, _holdings, the_store

log = logging.getLogger(__name__)


# As it is and not as a copy: it is read in every run and changed in none.
@st.cache_resource(max_entries=ENTRIES, show_spinner=False, hash_funcs={Scope: repr})
def _reminders(
    journal: str, last: int, scope: Scope, version: str, viewer: Viewer, profile: str, today: dt.date
) -> Reminders:
    asked, actions = Asked(the_store(), version, viewer), tuple(_actions(journal, last))
    return reminders_page(asked, actions, _holdings(version), load_profile(profile), scope, today)


def load_reminders(session: Session) -> tuple[Reminders | None, str]:
    """The counted page of this scope, and in short what it depends on beside the session's question, for blocks that
    are drawn once. None where the journal cannot be read, the reason in the log."""
    held, today = session.held, the_day(session.held)
    try:
        journal, last = journal_address(), the_records().last()
        seen = _reminders(journal, last, session.scope, session.version, session.viewer, held.profile, today)
    except JournalError as error:
        log.error("%s", error)
        return None, "unreadable"
    return seen, repr((journal, last, today))
