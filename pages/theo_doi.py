"""Bảng theo dõi Công văn 1400: every unit beside every line of the order, and what changed since the period before."""

from __future__ import annotations

from ui import board
from ui.frame import page
from ui.session import Session


def show(session: Session) -> None:
    """The page: its sentence, the board, line by line, what changed."""
    board.page_title(session)
    board.board_card(session)
    board.changes_card(session)
    board.lines_card(session)


page(show, name="theo-doi")
