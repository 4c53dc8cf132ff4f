"""The numbers of "Đầy đủ và đối soát", kept under what they depend on (see ``ui.loading``)."""

from __future__ import annotations

from data_access.viewer import Viewer
from measures.completeness_page import Completeness, completeness_page
from measures.scope import Scope
from ui.loading import kept
from ui.session import Session, _holdings, the_store


@kept
def _completeness(scope: Scope, version: str, viewer: Viewer) -> Completeness:
    return completeness_page(the_store(), version, scope, viewer, _holdings(version))


def load_completeness(session: Session) -> Completeness:
    """The counted page of this scope."""
    return _completeness(session.scope, session.version, session.viewer)
