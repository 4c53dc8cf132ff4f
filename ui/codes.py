"""Dossier codes as this person may read them."""

from __future__ import annotations

from ui.session import Session


def masked(code: str) -> str:
    """ "775.10.H29-200518-0012" -> "…-200518-00••": enough to recognise, not to look anybody up."""
    head, _, number_of_day = code.rpartition("-")
    day = head.rpartition("-")[2] or head
    return f"…-{day[-6:]}-{number_of_day[:2]}••"


def code_of(session: Session, code: str) -> str:
    """In full for those who have to act on it, else masked."""
    return code if session.viewer.may_act else masked(code)
