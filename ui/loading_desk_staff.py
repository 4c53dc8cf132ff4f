"""The numbers of "Nhân sự một cửa", kept under what they depend on (see ``ui.loading``)."""

from __future__ import annotations

from data_access.viewer import Viewer
from measures.desk_staff_page import DeskStaff, desk_staff_page
from measures.scope import Scope
from ui.loading import kept
from ui.session import Session, _holdings, the_store


@kept
def _desk_staff(scope: Scope, version: str, viewer: Viewer) -> DeskStaff:
    return desk_staff_page(the_store(), version, scope, viewer, _holdings(version))


def load_desk_staff(session: Session) -> DeskStaff:
    """The counted page of this scope."""
    return _desk_staff(session.scope, session.version, session.viewer)
