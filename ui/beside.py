"""What stands beside the rates: groups of open overdue dossiers, and the counts in which lateness hides."""

from __future__ import annotations

import streamlit as st

from measures import registry
from ui import lists, tables
from ui.blocks import titled
from ui.drawn import drawn
from ui.loading import load_lateness
from ui.session import Session


def groups(session: Session, name: str, words: dict[str, str], counts: dict[str, int]) -> None:
    """One row of groups of the open overdue dossiers, each opening its list."""
    with st.container(horizontal=True, gap="small", key=f"groups-{name}"):
        for group, label in words.items():
            if group in counts:
                text = f"{label}: {session.language.number(counts[group])}"
                lists.number(session, text, "overdue_open", within=(name, group))


def beside_card(session: Session) -> None:
    """The counts that stand beside the rates: the ways in which lateness hides."""
    with st.container(key="card-beside", height="stretch"):
        titled(
            session,
            lambda: session.language.say("Counted beside the rate"),
            "beside",
            lambda: tables.counts(session, load_lateness(session).beside),
            "paused_open",
        )
        _counts(session)


@drawn
def _counts(session: Session) -> None:
    say = session.language.say
    with st.container(key="sub-beside", gap=None):
        for key, count in load_lateness(session).beside.items():
            title = say(registry.get(key).title)
            indent = say("of these {title}", title=title[:1].lower() + title[1:]) if key == "undecided" else title
            lists.number(session, f"{indent}: {session.language.number(count)}", key, count=count)
    with st.container(key="note-beside"):
        day = session.language.date(min(session.scope.until, session.held.cut_off))
        st.markdown(say("Paused: on {day}; the others: in the period. Here lateness can hide.", day=day))
