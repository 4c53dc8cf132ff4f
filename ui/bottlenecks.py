"""The cards of "Điểm nghẽn": whose clock ran, where late days lay, the stages, how long each takes, what is stuck."""

from __future__ import annotations

import streamlit as st

from measures import bottlenecks_findings as findings
from measures.bottlenecks_page import DWELL_P90, LATE_DAYS, OWN_CLOCK, STEP_LATE, UNDER_WAY
from measures.overview import HEADLINE
from ui import bottlenecks_parts as parts
from ui import bottlenecks_tables as tables
from ui.blocks import caption, figure, plain, responsive, titled
from ui.drawn import drawn
from ui.loading_bottlenecks import bottlenecks_figures, load_bottlenecks
from ui.session import Session


@drawn
def page_title(session: Session) -> None:
    """The sentence of the page."""
    st.title(findings.page_sentence(load_bottlenecks(session), session.language), anchor=False)


def clock_card(session: Session) -> None:
    """The headline, the same without the coordinating agencies' days, and inter-agency dossiers apart."""
    with st.container(key="card-clock", height="stretch"):
        titled(
            session,
            lambda: findings.clock_title(load_bottlenecks(session), session.language),
            "clock",
            lambda: tables.clock(session, load_bottlenecks(session)),
            OWN_CLOCK,
        )
        _clock(session)


@drawn
def _clock(session: Session) -> None:
    seen, say = load_bottlenecks(session), session.language.say
    with st.container(key="sub-clock"):
        st.markdown(say("Whose clock: the headline stays as it is; beside it, as if the clock stood still elsewhere."))
    with st.container(key="rates-clock", gap=None):
        parts.rate_line(session, HEADLINE, seen.now, strong=True)
        parts.rate_line(session, OWN_CLOCK, seen.own_clock, told=seen.told or not seen.now[0])
    with st.container(key="sub-linked"):
        st.markdown(
            say("Inter-agency dossiers apart: those with a step at a coordinating agency, overdue of came due.")
        )
    with st.container(key="rates-linked", gap=None):
        parts.group_lines(session, seen)
    with st.container(key="note-clock", gap=None):
        st.markdown(say("All days at coordinating agencies are taken off, those within the time limit too."))
        for line in findings.unrecorded_words(seen, session.language):
            st.markdown(f":material/info: {plain(line)}")
        st.markdown(caption(session))


def late_card(session: Session) -> None:
    """Where the late days of the period lay, by holder and by cause."""
    with st.container(key="card-late-days", height="stretch"):
        title = titled(
            session,
            lambda: findings.late_title(load_bottlenecks(session), session.language),
            "late-days",
            lambda: tables.late(session, load_bottlenecks(session)),
            LATE_DAYS,
        )
        _late(session, title)


@drawn
def _late(session: Session, title: str) -> None:
    seen, say = load_bottlenecks(session), session.language.say
    figures = bottlenecks_figures(*session.cache_key)
    if not seen.now[1]:
        st.markdown(f":material/info: {say('no dossiers').capitalize()}")
    elif "late-days" not in figures:
        parts.nothing(session, say("No working day was late."))
    else:
        with st.container(key="sub-late-days"):
            st.markdown(
                say("Working days after the due day. Dark: coordinating agency; pale: own units; outlined: no holder.")
            )
        responsive(
            "late-days",
            lambda: figure(figures["late-days"], title, "late-days-desk"),
            lambda: figure(figures["late-days-phone"], title, "late-days-small"),
        )
        with st.container(key="sub-late-causes", gap=None):
            parts.cause_links(session, seen)
            parts.agency_links(session, seen)
    with st.container(key="note-late-days", gap=None):
        st.markdown(say("A day belongs to whoever held the dossier when it began; links open each time it was held."))
        st.markdown(caption(session))


def flow_card(session: Session) -> None:
    """The stages as a pipeline."""
    with st.container(key="card-flow"):
        title = titled(
            session,
            lambda: findings.flow_title(load_bottlenecks(session), session.language),
            "flow",
            lambda: tables.flow(session, load_bottlenecks(session)),
            UNDER_WAY,
        )
        _flow(session, title)


@drawn
def _flow(session: Session, title: str) -> None:
    seen, say = load_bottlenecks(session), session.language.say
    figures = bottlenecks_figures(*session.cache_key)
    if "flow" not in figures:
        st.markdown(f":material/info: {say('No data yet: no step is recorded for these dossiers.')}")
        return
    with st.container(key="sub-flow"):
        st.markdown(say("Steps under way at the close of the last day looked at, and what moved in the period."))
    responsive(
        "flow",
        lambda: figure(figures["flow"], title, "flow-desk"),
        lambda: figure(figures["flow-phone"], title, "flow-small"),
    )
    with st.container(key="sub-flow-links", gap=None):
        parts.stage_links(session, seen)
    with st.container(key="note-flow"):
        st.markdown(caption(session))


def dwell_card(session: Session) -> None:
    """How long the steps of finished dossiers took, by stage and holder."""
    with st.container(key="card-dwell", height="stretch"):
        titled(
            session,
            lambda: findings.dwell_title(load_bottlenecks(session), session.language),
            "dwell",
            lambda: tables.dwell(session, load_bottlenecks(session)),
            DWELL_P90,
        )
        _dwell(session)


@drawn
def _dwell(session: Session) -> None:
    seen, say = load_bottlenecks(session), session.language.say
    if seen.stages.empty:
        st.markdown(f":material/info: {say('No data yet: no step is recorded for these dossiers.')}")
        return
    with st.container(key="sub-dwell"):
        st.markdown(say("Dossiers finished in the period, working days. Medians are near zero, so they are not shown."))
    responsive("dwell", lambda: parts.dwell_table(session, seen), lambda: parts.dwell_small(session, seen))
    with st.container(key="sub-dwell-links", gap=None):
        parts.dwell_links(session, seen)
    with st.container(key="note-dwell", gap=None):
        st.markdown(parts.whole_words(session, seen))
        st.markdown(caption(session))


def stuck_card(session: Session) -> None:
    """Steps late whose dossier can still be kept: whom to ask."""
    with st.container(key="card-stuck", height="stretch"):
        titled(
            session,
            lambda: findings.stuck_title(load_bottlenecks(session), session.language),
            "stuck",
            lambda: tables.stuck(session, load_bottlenecks(session)),
            STEP_LATE,
        )
        _stuck(session)


@drawn
def _stuck(session: Session) -> None:
    seen, say = load_bottlenecks(session), session.language.say
    if not len(seen.flow):
        st.markdown(f":material/info: {say('No data yet: no step is recorded for these dossiers.')}")
    elif seen.stuck.empty:
        parts.nothing(session, say("No step under way is past its own day."))
    else:
        with st.container(key="sub-stuck"):
            st.markdown(say("The step is past its own day, the dossier not yet. Please urge, longest list first."))
        parts.stuck_lines(session, seen)
    with st.container(key="note-stuck"):
        st.markdown(caption(session))
