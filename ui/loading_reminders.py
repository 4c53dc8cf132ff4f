"""The counts of "Đôn đốc", kept under what they depend on (see ``ui.loading``)."""

from __future__ import annotations

import datetime as dt
import logging

from data_access.journal import JournalError
from data_access.journal.actions import Action
from data_access.profiles import load_profile
from data_access.viewer import Viewer
from measures.action_progress import the_day
from measures.asking import Asked
from measures.reminders_page import Reminders, reminders_page
from measures.scope import Scope
from ui.loading import kept
from ui.loading_meeting_records import actions_now
from ui.session import Session, _holdings, the_store

log = logging.getLogger(__name__)


@kept
def _reminders(
    actions: tuple[Action, ...], scope: Scope, version: str, viewer: Viewer, profile: str, today: dt.date
) -> Reminders:
    asked = Asked(the_store(), version, viewer)
    return reminders_page(asked, actions, _holdings(version), load_profile(profile), scope, today)


def load_reminders(session: Session) -> Reminders | None:
    """The counted page of this scope; None where the journal cannot be read, the reason in the log."""
    try:
        actions = tuple(actions_now())
    except JournalError as error:
        log.error("%s", error)
        return None
    held = session.held
    return _reminders(actions, session.scope, session.version, session.viewer, held.profile, the_day(held))
