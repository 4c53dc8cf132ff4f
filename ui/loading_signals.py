"""The numbers of "Điểm cần hỏi lại", kept under what they depend on (see ``ui.loading``)."""

from __future__ import annotations

from data_access.viewer import Viewer
from measures.scope import Scope
from measures.signals_page import Signal, signals
from ui.loading import kept
from ui.session import Session, _holdings, the_store


@kept
def _signals(scope: Scope, version: str, viewer: Viewer) -> list[Signal]:
    return signals(the_store(), version, scope, viewer, _holdings(version))


def load_signals(session: Session) -> list[Signal]:
    """The judged signals of this scope."""
    return _signals(session.scope, session.version, session.viewer)
