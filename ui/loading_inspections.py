"""The numbers of "Kiểm tra công vụ", kept under what they depend on (see ``ui.loading``)."""

from __future__ import annotations

from data_access.viewer import Viewer
from measures.inspections_page import Inspections, inspections_page
from measures.scope import Scope
from ui.loading import kept
from ui.session import Session, _holdings, the_store


@kept
def _inspections(scope: Scope, version: str, viewer: Viewer) -> Inspections:
    return inspections_page(the_store(), version, scope, viewer, _holdings(version))


def load_inspections(session: Session) -> Inspections:
    """The counted page of this scope."""
    return _inspections(session.scope, session.version, session.viewer)
