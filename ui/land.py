"""The cards of "Đất đai": the four stages, wards of the parcel beside each other, what to ask for, waits for tax."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from measures import land_findings as findings
from measures.land_page import OVERDUE, PAYMENT_DAYS, land_scope
from measures.overview import HEADLINE
from measures.steps import STOCKS
from ui import choosing
from ui import land_parts as parts
from ui import land_tables as tables
from ui.blocks import caption, figure, message, responsive, titled
from ui.bottlenecks_parts import nothing
from ui.drawn import drawn
from ui.loading_land import land_figures, load_land
from ui.session import Session

UNDER_WAY = STOCKS[0].key


def land_session(session: Session) -> Session | None:
    """The same reader looking at land dossiers by ward of the parcel; None where the filters hold none."""
    scope = land_scope(session.scope, session.held, session.viewer)
    return replace(session, scope=scope) if scope else None


@drawn
def page_title(session: Session) -> bool:
    """The sentence of the page, and whose dossiers these are. Whether there is anything to show."""
    seen, say = load_land(session), session.language.say
    st.title(findings.page_sentence(seen, session.language), anchor=False)
    if seen.empty:
        return False
    with st.container(key="sub-land"):
        st.markdown(
            say(
                "Land dossiers by ward of the parcel, whoever received them. The branch is a partner agency: "
                "its work is followed and coordination is asked for."
            )
        )
    return True


def nothing_here(session: Session, of_land: Session | None) -> None:
    """Why there is no number: the filters, the rights, or no land procedure at all."""
    say = session.language.say
    if of_land is None:
        st.title(say("No land dossiers here"), anchor=False)
        message("event_busy", say("No data yet: the chosen fields hold no procedure of land registration."))
    elif session.viewer.units is not None:
        message("lock", say("Your unit received or resolves no land dossier; those of other units are not shown."))
    else:
        message("event_busy", say("No data yet: there is no land dossier in this period and with these filters."))


def flow_card(session: Session) -> None:
    """The four stages as a pipeline."""
    with st.container(key="card-land-flow"):
        title = titled(
            session,
            lambda: findings.flow_title(load_land(session), session.language),
            "land-flow",
            lambda: tables.flow(session, load_land(session)),
            UNDER_WAY,
        )
        _flow(session, title)


@drawn
def _flow(session: Session, title: str) -> None:
    seen, say = load_land(session), session.language.say
    figures = land_figures(*session.cache_key)
    if not seen.recorded:
        st.markdown(f":material/info: {say('No data yet: no step is recorded for these dossiers.')}")
    with st.container(key="sub-land-flow"):
        st.markdown(
            say(
                "Steps under way at the close of the last day looked at; the last box counts finished dossiers that "
                "nobody collected yet, in working days since finished."
            )
        )
    responsive(
        "land-flow",
        lambda: figure(figures["land-flow"], title, "land-flow-desk"),
        lambda: figure(figures["land-flow-phone"], title, "land-flow-small"),
    )
    parts.stage_links(session, seen)
    with st.container(key="note-land-flow", gap=None):
        parts.unrecorded_line(session, seen)
        st.markdown(caption(session))


def wards_card(session: Session, chosen: Session) -> None:
    """The overdue rate of land dossiers by ward of the parcel; a click chooses a ward in the filters of ``chosen``."""
    with st.container(key="card-land-wards", height="stretch"):
        title = titled(
            session,
            lambda: findings.wards_title(load_land(session), session.held, session.language),
            "land-wards",
            lambda: tables.wards(session, load_land(session)),
            HEADLINE,
        )
        _headline(session)
        figures = land_figures(*session.cache_key)
        if "land-wards" in figures:
            responsive(
                "land-wards",
                lambda: choosing.clickable(chosen, figures["land-wards"], title, "land-wards"),
                lambda: choosing.clickable(chosen, figures["land-wards-phone"], title, "land-wards-phone"),
            )
        _rule(session)


@drawn
def _headline(session: Session) -> None:
    seen, say = load_land(session), session.language.say
    with st.container(key="sub-land-wards", gap=None):
        st.markdown(say("The ward is where the parcel lies, not who handles the dossier: it says where to help first."))
        parts.headline(session, seen)


@drawn
def _rule(session: Session) -> None:
    seen = load_land(session)
    with st.container(key="note-land-wards", gap=None):
        parts.elsewhere_line(session, seen)
        if seen.level[1]:
            st.markdown(choosing.rule(session, seen.level, seen.wards, seen.comparison))
        else:
            st.markdown(caption(session, seen.comparison))


def ask_card(session: Session) -> None:
    """What the branch and the other agencies are asked to look at: overdue dossiers, then late steps."""
    with st.container(key="card-land-ask", height="stretch"):
        titled(
            session,
            lambda: findings.ask_title(load_land(session), session.language),
            "land-ask",
            lambda: tables.ask(session, load_land(session)),
            OVERDUE,
        )
        _ask(session)


@drawn
def _ask(session: Session) -> None:
    seen, say = load_land(session), session.language.say
    if len(seen.overdue):
        with st.container(key="sub-land-ask"):
            st.markdown(say("Open past the due day, by procedure; each list begins with the longest."))
        parts.overdue_lines(session, seen)
        parts.age_links(session, seen)
    else:
        nothing(session, say("No land dossier is overdue."))
    if len(seen.stuck):
        with st.container(key="sub-land-stuck"):
            st.markdown(say("Steps past their own day, the dossier not yet: with whom to coordinate now."))
        parts.stuck_lines(session, seen)
    elif seen.recorded:
        nothing(session, say("No step under way is past its own day."))
    with st.container(key="note-land-ask"):
        st.markdown(caption(session))


def tax_card(session: Session) -> None:
    """Waits for payment duty, which stand outside the clock, and everything by ward of the parcel."""
    with st.container(key="card-land-tax"):
        titled(
            session,
            lambda: findings.tax_title(load_land(session), session.language),
            "land-tax",
            lambda: tables.by_ward(session, load_land(session)),
            PAYMENT_DAYS,
        )
        _tax(session)


@drawn
def _tax(session: Session) -> None:
    seen, say = load_land(session), session.language.say
    with st.container(key="sub-land-tax"):
        st.markdown(say("The citizen waits for or pays the tax; these days are not counted to the time limit."))
    parts.tax_lines(session, seen)
    with st.container(key="sub-land-by-ward"):
        everyone = session.viewer.units is None  # only they may choose any ward
        words = say("By ward of the parcel; choose a ward above to open its dossiers.")
        st.markdown(words if everyone else say("By ward of the parcel."))
    responsive("land-tax", lambda: parts.ward_table(session, seen), lambda: parts.ward_small(session, seen))
    with st.container(key="note-land-tax", gap=None):
        st.markdown(say("A wait that began after the due day had passed stops no clock and is not counted here."))
        st.markdown(caption(session))
