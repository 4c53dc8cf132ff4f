"""The cards of "Bảng theo dõi": the board of order 1400, line by line with the ways on, and what changed."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from charts.order_board import WORDS, cell_words
from measures import board_findings as words
from measures.board_lines import BY_KEY, LINES, Line
from measures.order_board import Board, State, board_scope
from text import Language
from ui import choosing
from ui.blocks import caption, downloads, figure, plain, responsive, text_table
from ui.board_words import asked_words, board_table, counted_words
from ui.drawn import drawn
from ui.leading import lead
from ui.loading_board import board_figure, load_board
from ui.session import Session, address

PHONE_STATES = (State.NOT_MET, State.MET, State.FEW, State.NO_DATA)


@drawn
def page_title(session: Session, journal: str) -> None:
    """The sentence of the page."""
    st.title(words.board_sentence(load_board(session), session.language), anchor=False)


def board_card(session: Session, journal: str) -> None:
    """Units by lines; a click on a cell leads to the page of its line, on that unit."""
    say = session.language.say
    with st.container(key="card-board"):
        with st.container(horizontal=True, vertical_alignment="top", gap="small", key="title-board"):
            title = say("Every unit, every line of order 1400")
            st.header(title, anchor=False)
            downloads(lambda: board_table(load_board(session), session.language), "board", _of_board(session))
        responsive("board", lambda: _clickable(session, title), lambda: _counts(session, journal))
        _note(session)


@drawn
def _note(session: Session) -> None:
    with st.container(key="note-board", gap=None):
        st.markdown(_rule(session))
        st.markdown(plain(_counted(session.language)))
        st.markdown(caption(session, board_scope(session.scope)))


def _clickable(session: Session, title: str) -> None:
    """Each click gets the figure a new key, as in ``choosing.clickable``."""
    drawing = board_figure(session)
    if drawing is None:
        st.markdown(session.language.say("No data yet on the lines of order 1400."))
        return
    key = f"board-{st.session_state.get('clicks', 0)}"
    figure(drawing, title, key, on_select=lambda: _chosen(key), selection_mode="points")
    if wanted := st.session_state.pop("board-wanted", None):
        unit, line = wanted
        lead(page_file(BY_KEY[line]), _question(session, unit), st.session_state["clicks"])


def _chosen(key: str) -> None:
    """The cell that was clicked; the run that follows goes there."""
    if points := st.session_state[key]["selection"]["points"]:
        st.session_state["clicks"] = st.session_state.get("clicks", 0) + 1
        st.session_state["board-wanted"] = points[0]["customdata"]


def page_file(line: Line) -> str:
    """The script of the page of a line."""
    return f"pages/{line.page.replace('-', '_')}.py"


def _question(session: Session, unit: str) -> dict[str, str]:
    """The address of a page on one unit, in the period of the board."""
    return address(choosing.of_unit(_of_board(session), unit), session.default)


def _of_board(session: Session) -> Session:
    """The session with what the board holds of its scope: no filter of dossiers goes on to the pages."""
    return replace(session, scope=board_scope(session.scope))


@drawn
def _counts(session: Session, journal: str) -> None:
    """How many lines each unit meets, for a phone."""
    seen, say = load_board(session), session.language.say
    counts = seen.cells.groupby(["unit", "state"]).size()
    rows = [
        [plain(row.short_name), *(session.language.number(int(counts.get((row.unit_id, s), 0))) for s in PHONE_STATES)]
        for row in seen.units.itertuples(index=False)
    ]
    text_table("board", [say("Unit"), *(say(WORDS[state]).capitalize() for state in PHONE_STATES)], rows)


def _rule(session: Session) -> str:
    """How the cells are judged."""
    say = session.language.say
    return plain(
        say(
            "A target counts as missed only where the 95% interval lies beyond it; fewer than 10 dossiers say nothing. "
            "A duty is met when nothing is left to do on the last day counted. Point at a cell to see its day."
        )
    )


def _counted(language: Language) -> str:
    """Whose dossiers are counted."""
    return language.say(
        "Wards and the one-stop desk count by what they receive, departments and the land branch by what they resolve, "
        "letters by whose duty they are; without same-day certification."
    )


def lines_card(session: Session, journal: str) -> None:
    """Line by line what it asks for and who does not meet it; each way leads to its page."""
    say = session.language.say
    with st.container(key="card-lines"):
        st.header(say("Line by line: where something is to be done"), anchor=False)
        _lines(session, journal)


@drawn
def _lines(session: Session, journal: str) -> None:
    seen = load_board(session)
    for line in (line for line in LINES if (seen.cells["line"] == line.key).any()):
        with st.container(key=f"order-{line.key}", gap=None):
            _line(session, seen, line)


def _line(session: Session, seen: Board, line: Line) -> None:
    language, say = session.language, session.language.say
    cells = seen.cells[seen.cells["line"] == line.key]
    silent = int((cells["state"] == State.NO_DATA).sum())
    counts = [
        f"{language.number(int((cells['state'] == state).sum()))} {say(WORDS[state]).lower()}"
        for state in (State.MET, State.NOT_MET, State.FEW)
        if (cells["state"] == state).any()
    ]
    counts += [f"{language.number(silent)} {say(WORDS[State.NO_DATA])}"] if silent else []
    with st.container(key=f"groups-line-{line.key}", horizontal=True, gap="small", vertical_alignment="center"):
        params = address(replace(_of_board(session).scope, units=session.scope.units), session.default)
        with st.container(key=f"open-order-{line.key}", width="content"):
            st.page_link(page_file(line), label=say(line.title), query_params=params)
        st.markdown(plain(" · ".join(counts)) if counts else "–", width="content")
    asked, counted = asked_words(seen, line, language), counted_words(line, language)
    with st.container(key=f"note-order-{line.key}"):
        st.markdown(plain(f"{say('Asked for')}: {asked}. {say('What is counted')}: {counted}."))
    missed = cells[cells["state"] == State.NOT_MET]
    if missed.empty:
        return
    names = dict(zip(seen.units["unit_id"], seen.units["short_name"], strict=True))
    with st.container(key=f"groups-links-{line.key}", horizontal=True, gap="small", vertical_alignment="center"):
        for row in missed.itertuples(index=False):
            label = plain(f"{names[row.unit]}: {cell_words(row.state, row.x, row.n, language)}")
            st.page_link(page_file(line), label=label, query_params=_question(session, row.unit), width="content")


def changes_card(session: Session, journal: str) -> None:
    """What is newly met and what no longer is."""
    with st.container(key="card-changes"):
        _changes(session, journal)


@drawn
def _changes(session: Session, journal: str) -> None:
    seen, language = load_board(session), session.language
    st.header(words.changes_title(seen, language), anchor=False)
    for state, heading in ((State.NOT_MET, language.say("No longer met")), (State.MET, language.say("Newly met"))):
        if lines := words.changed_lines(seen, state, language):
            st.markdown(f"**{heading}**  \n" + "  \n".join(plain(line) for line in lines))
    with st.container(key="note-changes"):
        st.markdown(
            plain(
                language.say(
                    "Both days are judged by the same rules, on the data as loaded now. One case more or less can "
                    "change a cell; a change is a reason to look, no judgement."
                )
            )
        )
