"""One page of dossiers: which part, the rows, turning pages."""

from __future__ import annotations

import datetime as dt
import math

import streamlit as st

from measures.demands import DEMAND
from measures.land_findings import LAND_STAGES
from measures.members import PAGE_SIZE, Page
from measures.papers_findings import PAPER_WORDS
from measures.scope import CHANNELS
from measures.stays import STAY, STEP
from ui import lists, order_lists
from ui.bottlenecks_tables import CAUSE_WORDS, GROUP_WORDS
from ui.lists import Asked
from ui.loading_forecast import list_page
from ui.session import Session


def list_title(session: Session, wanted: Asked, total: int) -> str:
    """How many dossiers, and which: the part, and the group where there is one."""
    language = session.language
    words = dict(lists.parts_of(wanted.measure, language))[wanted.part]
    words = words[:1].lower() + words[1:]
    if wanted.group:
        words += f" ({group_words(session, wanted.group)})"
    if order_lists.is_beside(wanted.measure.counts):
        return order_lists.count_words(wanted.measure.counts, total, words, language)
    if wanted.measure.counts == STEP:
        return language.count("{n} step: {words}", "{n} steps: {words}", total, words=words)
    if wanted.measure.counts == STAY:  # a dossier has a row each time it was held
        return language.count("held {n} time: {words}", "held {n} times: {words}", total, words=words)
    if wanted.measure.counts == DEMAND:
        return language.count("{n} demand: {words}", "{n} demands: {words}", total, words=words)
    return language.count("{n} dossier: {words}", "{n} dossiers: {words}", total, words=words)


def group_words(session: Session, group: tuple[str, str]) -> str:
    """A group of a stock in words: a due day, an age, who holds it, with or without letter."""
    name, value = group
    say = session.language.say
    if name in order_lists.OWN_GROUPS:
        return order_lists.group_words(name, value, session.language)
    if name == "due_day":
        return session.language.date(dt.date.fromisoformat(value))
    if name == "age":
        return say("{days} working days late", days=lists.age_words(value, session.language))
    if name in ("holder", "duty", "unit", "at_holder", "agency"):
        return dict(session.held.known.units).get(value) or say(lists.HELD_BY["unknown"])
    if name == "procedure":
        return dict(session.held.known.procedures).get(value, value)
    named = {"letter": lists.LETTERS, "held_by": lists.HELD_BY, "state": lists.LEFT, "stage": lists.STAGES}
    named |= {"at_stage": lists.STAGES, "cause": CAUSE_WORDS, "coordination": GROUP_WORDS, "paper": PAPER_WORDS}
    named |= {"land_stage": LAND_STAGES}
    known = named.get(name, {})
    words = known | ({str(channel): words for channel, words in CHANNELS.items()} if name == "channel" else {})
    return say(words[value]) if value in words else value


def part_chooser(session: Session, wanted: Asked) -> None:
    """Numerator, denominator and the parts, as one row of choices."""
    words = dict(lists.parts_of(wanted.measure, session.language))
    if len(words) < 2:
        return
    st.session_state["choose-part"] = wanted.part
    st.segmented_control(
        session.language.say("Part"),
        list(words),
        format_func=lambda name: words[name][:1].upper() + words[name][1:],
        key="choose-part",
        required=True,
        label_visibility="collapsed",
        on_change=lambda: lists.go_to(session, wanted, st.session_state["choose-part"], 1),
    )


def rows_view(session: Session, wanted: Asked, total: int) -> None:
    """The rows of one page, or the sentence that there are none."""
    say = session.language.say
    beside = order_lists.is_beside(wanted.measure.counts)
    if not total:
        none = say("There is nothing here.") if beside else say("There is no dossier here.")
        st.markdown(f":blue[:material/check_circle:] {none}")
        return
    question = (wanted.measure.key, wanted.part, wanted.within, session.scope, session.version, session.viewer)
    rows = list_page(*question, Page(wanted.page))
    if beside:
        order_lists.view(rows, session)
        return
    frame = lists.table(rows, session)
    days = say("Working days late")
    if frame[days].isna().all():
        frame = frame.drop(columns=days)
    if (chance := say(lists.CHANCE)) in frame:
        frame[chance] = [session.language.percent(share, 0) for share in frame[chance]]
        with st.container(key="note-chance"):
            st.markdown(
                say(
                    "Highest chance of ending late first: the share of like dossiers (procedure, stage, working days "
                    "left) of the twelve months before that were not finished by their due day."
                )
            )
    date = st.column_config.DateColumn(format="DD/MM/YYYY")
    most = int(rows["days_late"].max()) if rows["days_late"].notna().any() else 1
    late = st.column_config.ProgressColumn(format="%d", min_value=0, max_value=max(1, most), color="#B4BFC9")
    st.dataframe(
        frame,
        hide_index=True,
        width="stretch",
        height="content",
        column_config={say("Received"): date, say("Due"): date, say("Demanded on"): date, days: late},
        placeholder="",
    )


def turn_pages(session: Session, wanted: Asked, total: int) -> None:
    """Which rows these are, and the way to the others."""
    pages, number = math.ceil(total / PAGE_SIZE), wanted.page
    if pages < 2:
        return
    say, first = session.language.say, PAGE_SIZE * (number - 1) + 1
    with st.container(horizontal=True, vertical_alignment="center"):
        if st.button(say("Previous page"), disabled=number <= 1, icon=":material/chevron_left:"):
            lists.go_to(session, wanted, wanted.part, number - 1)
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
            lists.go_to(session, wanted, wanted.part, number + 1)
            st.rerun()
