"""The numbers of "Niêm yết", kept under what they depend on (see ``ui.loading``)."""

from __future__ import annotations

from data_access.viewer import Viewer
from measures.postings_page import Postings, postings_page
from measures.scope import Scope
from ui.loading import kept
from ui.session import Session, _holdings, the_store


@kept
def _postings(scope: Scope, version: str, viewer: Viewer) -> Postings:
    return postings_page(the_store(), version, scope, viewer, _holdings(version))


def load_postings(session: Session) -> Postings:
    """The counted page of this scope."""
    return _postings(session.scope, session.version, session.viewer)
