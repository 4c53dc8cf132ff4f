"""Bảng theo dõi Công văn 1400: every unit beside every line of the order, and what changed since the period before."""

from __future__ import annotations

from ui import board
from ui.frame import page
from ui.loading_board import state_of_journal
from ui.session import Session


def show(session: Session) -> None:
    """The page: its sentence, the board, line by line, what changed."""
    journal = state_of_journal()
    board.page_title(session, journal)
    board.board_card(session, journal)
    board.changes_card(session, journal)
    board.lines_card(session, journal)


page(show, name="theo-doi", filters="units")
