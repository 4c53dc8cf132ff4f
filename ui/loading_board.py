"""The numbers and the figure of "Bảng theo dõi", kept under what they depend on: of the journal its last record."""

from __future__ import annotations

import pandas as pd

from charts.finished import finished
from charts.order_board import order_board as draw_board
from charts.theme import Figure
from data_access.journal import JournalError, journal_address
from data_access.profiles import load_profile
from data_access.viewer import Viewer
from measures.action_progress import the_day
from measures.asking import Asked
from measures.board_lines import LINES
from measures.order_board import Board, order_board
from measures.scope import Scope
from text import language
from ui.board_words import hover_words
from ui.loading import kept
from ui.loading_meeting_records import _actions, the_records
from ui.session import Session, _holdings, the_store

UNREADABLE = -1  # in place of the number of the last record


@kept
def _board(scope: Scope, version: str, viewer: Viewer, journal: str, last: int) -> Board:
    held = _holdings(version)
    asked = Asked(the_store(), version, viewer)
    told = None if last == UNREADABLE else _actions(journal, last)
    return order_board(asked, scope, held, load_profile(held.profile), told, the_day(held))


def _records_until() -> tuple[str, int]:
    """The address of the journal and its last record."""
    try:
        return journal_address(), the_records().last()
    except JournalError:
        return "", UNREADABLE


def state_of_journal() -> str:
    """What the board depends on beside the session's question, for blocks that are drawn once."""
    return repr(_records_until())


def load_board(session: Session) -> Board:
    """The counted board of this scope. It asks for the newest record: what is drawn once asks here, and nobody else."""
    return _board(session.scope, session.version, session.viewer, *_records_until())


@kept
def _figure(scope: Scope, version: str, viewer: Viewer, journal: str, last: int, code: str) -> Figure | None:
    seen, spoken = _board(scope, version, viewer, journal, last), language(code)
    if seen.cells.empty:
        return None
    held = _holdings(version)
    hovers = [hover_words(seen, row, spoken) for row in seen.cells.itertuples(index=False)]
    late = {
        unit: spoken.say("to {day}", day=spoken.day_month(day)) for unit, day in held.behind(seen.scope.until).items()
    }
    heads = {line.key: (spoken.say(line.short), spoken.say(line.title)) for line in LINES}
    cells = seen.cells.assign(hover=pd.Series(hovers, index=seen.cells.index, dtype=object))
    return finished(draw_board(cells, seen.units, heads, late, spoken))


def board_figure(session: Session) -> Figure | None:
    """The board as a figure for a desk; None where there is no cell."""
    return _figure(session.scope, session.version, session.viewer, *_records_until(), session.language.code)
