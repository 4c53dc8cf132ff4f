"""The numbers of "Giấy tờ", kept under what they depend on (see ``ui.loading``)."""

from __future__ import annotations

from data_access.viewer import Viewer
from measures.papers_page import Papers, papers_page
from measures.scope import Scope
from ui.loading import kept
from ui.session import Session, _holdings, the_store


@kept
def _papers(scope: Scope, version: str, viewer: Viewer) -> Papers:
    return papers_page(the_store(), version, scope, viewer, _holdings(version))


def load_papers(session: Session) -> Papers:
    """The counted page "Giấy tờ" of this scope."""
    return _papers(session.scope, session.version, session.viewer)
