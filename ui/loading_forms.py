"""The official form of "Biểu mẫu", kept under what it depends on (see ``ui.loading``), and the register beside it."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from data_access.journal import journal_address
from data_access.profiles import load_profile
from data_access.viewer import Viewer
from measures.official_check import Difference
from measures.official_counts import Question
from measures.official_form import Form, official_form, question
from measures.official_lists import overdue_list
from measures.scope import Scope
from reports import official_form as papers
from reports.official_form import Paper
from reports.register import Issued
from ui.loading import kept
from ui.loading_meeting_records import the_records
from ui.session import Session, _holdings, the_store


def _asked(scope: Scope, version: str, viewer: Viewer) -> Question:
    profile = load_profile(_holdings(version).profile)
    return question(the_store(), version, viewer, scope, profile)


@kept
def _form(scope: Scope, by: str, version: str, viewer: Viewer) -> Form:
    return official_form(_asked(scope, version, viewer), _holdings(version), by)


@kept
def _overdue(scope: Scope, version: str, viewer: Viewer) -> pd.DataFrame:
    return overdue_list(_asked(scope, version, viewer))


@kept
def _checked(
    scope: Scope, by: str, version: str, viewer: Viewer, last: int, address: str
) -> tuple[Issued | None, tuple[Difference, ...]]:
    """The first check against what the register of an address held when its newest record was number ``last``."""
    paper = papers.checked(_paper(scope, by, version, viewer), the_records())
    return paper.before, paper.differences


def _paper(scope: Scope, by: str, version: str, viewer: Viewer) -> Paper:
    held = _holdings(version)
    asked, rows = _asked(scope, version, viewer), _overdue(scope, version, viewer)
    return Paper(_form(scope, by, version, viewer), asked, held, load_profile(held.profile), rows)


def load_paper(session: Session, by: str) -> Paper:
    """The form of the session's scope, checked against the one issued before.

    Raises:
        JournalError: the register cannot be read.
    """
    asked = (session.scope, by, session.version, session.viewer)
    before, differences = _checked(*asked, the_records().last(), journal_address())
    return replace(_paper(*asked), before=before, differences=differences)
