"""Parts of the page "Cuộc họp": who may do what, writing a record, tables, sentences."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import streamlit as st

from data_access.journal.confirmation import NotTaken, Pen
from measures.action_progress import the_day
from measures.published import own_units
from text import mark
from ui import identity
from ui.blocks import plain
from ui.loading_meeting_records import the_records
from ui.session import NotYourUnit, Session

SAID = "meeting-said"
DATE = "DD/MM/YYYY"
MOST_ROWS = 12
WRONG = {
    "document": mark("A document is named by its number only, as 15/BC-UBND."),
    "deadline": mark("The deadline lies in the past."),
    "due": mark("The deadline lies in the past."),
    "dated": mark("The document is dated after today."),
    "lists": mark("There is nothing to confirm in this period."),
    "code": mark("Choose at least one dossier."),
}


def is_office(session: Session) -> bool:
    """Whether this person freezes lists, answers objections and keeps the actions."""
    return session.viewer.may_load and session.viewer.sees_all


def speaks_for(session: Session) -> frozenset[str]:
    """The units in whose name this person answers: a chair's own."""
    if not session.viewer.may_act or session.viewer.units is None:
        return frozenset()
    return own_units(session.viewer, session.held)


def pen(session: Session, unit: str | None = None) -> Pen:
    """Who writes: the office, or in the name of ``unit`` its chair. Asked when a button was pressed, once more.

    Raises:
        NotYourUnit: this person may not.
        Refused: the rights have gone since the page was drawn.
    """
    identity.confirm(session.person, session.profile.name, session.held.sample)
    allowed = is_office(session) if unit is None else unit in speaks_for(session)
    if not allowed:
        raise NotYourUnit(session.default)
    role = session.person.role if session.person.who else ""
    return Pen(the_records(), the_day(session.held), session.person.account, role)


def written(session: Session, write: Callable[[], object], said: str) -> None:
    """Write and draw the page anew with what was done as a sentence; what was refused is said in place."""
    try:
        done = write()
    except NotTaken as error:
        not_done(session.language.say(WRONG[str(error)]))
        return
    st.session_state[SAID] = said if done else session.language.say("This was done already.")
    st.rerun()


def not_done(words: str) -> None:
    """Why a pressed button did nothing."""
    st.markdown(f":orange[:material/error:] {words}")


def say_what_was_done() -> None:
    """The sentence of the run before, once."""
    if said := st.session_state.pop(SAID, ""):
        with st.container(key="card-strip"):
            st.markdown(f":blue[:material/check_circle:] **{plain(said)}**")


def table(rows: list[list[str]], titles: list[str], name: str, right: tuple[int, ...] = ()) -> None:
    """Rows as a table that wraps; ``right``: which columns hold numbers."""
    with st.container(key=f"table-meeting-{name}"):
        lines = ["| " + " | ".join(titles) + " |"]
        lines += ["|" + "|".join("---:" if place in right else "---" for place in range(len(titles))) + "|"]
        lines += ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows]
        st.markdown("\n".join(lines))


def frame_view(frame: pd.DataFrame, session: Session) -> None:
    """Dossiers as rows to look through; at most a dozen high."""
    say = session.language.say
    st.dataframe(
        frame,
        hide_index=True,
        width="stretch",
        height="content" if len(frame) <= MOST_ROWS else 440,
        column_config={say("Due"): st.column_config.DateColumn(format=DATE)},
    )
