"""One page of dossiers: which part, the rows, turning pages."""

from __future__ import annotations

import math

import streamlit as st

from measures.measure import Measure
from measures.members import PAGE_SIZE, Page
from ui import lists
from ui.loading import member_rows
from ui.session import Session


def part_chooser(session: Session, measure: Measure, part: str) -> None:
    """Numerator, denominator and the parts, as one row of choices."""
    words = dict(lists.parts_of(measure, session.language))
    if len(words) < 2:
        return
    st.session_state["choose-part"] = part
    st.segmented_control(
        session.language.say("Part"),
        list(words),
        format_func=lambda name: words[name][:1].upper() + words[name][1:],
        key="choose-part",
        required=True,
        label_visibility="collapsed",
        on_change=lambda: lists.go_to(session, measure, st.session_state["choose-part"], 1),
    )


def rows_view(session: Session, measure: Measure, part: str, number: int, total: int) -> None:
    """The rows of one page, or the sentence that there are none."""
    say = session.language.say
    if not total:
        st.markdown(f":blue[:material/check_circle:] {say('There is no dossier here.')}")
        return
    rows = member_rows(measure.key, part, session.scope, session.version, session.viewer, Page(number))
    frame = lists.table(rows, session)
    days = say("Working days late")
    if frame[days].isna().all():
        frame = frame.drop(columns=days)
    date = st.column_config.DateColumn(format="DD/MM/YYYY")
    st.dataframe(
        frame,
        hide_index=True,
        width="stretch",
        height="content",
        column_config={say("Received"): date, say("Due"): date},
    )


def turn_pages(session: Session, measure: Measure, part: str, number: int, total: int) -> None:
    """Which rows these are, and the way to the others."""
    pages = math.ceil(total / PAGE_SIZE)
    if pages < 2:
        return
    say, first = session.language.say, PAGE_SIZE * (number - 1) + 1
    with st.container(horizontal=True, vertical_alignment="center"):
        if st.button(say("Previous page"), disabled=number <= 1, icon=":material/chevron_left:"):
            lists.go_to(session, measure, part, number - 1)
            st.rerun()
        st.markdown(
            say(
                "Rows {first} to {last} of {total}",
                first=session.language.number(first),
                last=session.language.number(min(total, first + PAGE_SIZE - 1)),
                total=session.language.number(total),
            ),
            width="content",
        )
        if st.button(say("Next page"), disabled=number >= pages, icon=":material/chevron_right:"):
            lists.go_to(session, measure, part, number + 1)
            st.rerun()
