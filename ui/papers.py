"""The cards of "Giấy tờ": the figures, units beside each other, what is demanded, what to look into."""

from __future__ import annotations

import streamlit as st

from measures import papers_findings as findings
from measures import registry
from measures.judging import EXPECTED_AT_LEAST
from measures.papers_page import COPIES, EXTRA, KINDS, REPEATED, per_100, rate_of
from measures.verdict import Verdict
from ui import lists
from ui import papers_parts as parts
from ui import papers_tables as tables
from ui.blocks import caption, plain, titled
from ui.bottlenecks_parts import nothing
from ui.drawn import drawn
from ui.loading_papers import load_papers
from ui.session import Session

MOST_OF_FEW = 3


@drawn
def page_title(session: Session) -> None:
    """The sentence of the page."""
    st.title(findings.page_sentence(load_papers(session), session.language), anchor=False)


def few_units(session: Session) -> bool:
    """Whether the card of units has only a line or two."""
    seen = load_papers(session)
    return len(seen.units[EXTRA]) + len(seen.silent) <= MOST_OF_FEW


def figures_card(session: Session) -> None:
    """Demands per 100 dossiers, needless copies per 100, repeated supplements."""
    with st.container(key="card-paper-figures"):
        titled(
            session,
            lambda: findings.figures_title(load_papers(session), session.language),
            "paper-figures",
            lambda: tables.figures(session, load_papers(session)),
            per_100(EXTRA),
        )
        _figures(session)


@drawn
def _figures(session: Session) -> None:
    seen = load_papers(session)
    extra, copies, repeated = st.columns(3, gap="medium")
    with extra:
        parts.per_100_figure(session, seen, EXTRA)
    with copies:
        parts.per_100_figure(session, seen, COPIES)
    with repeated:
        parts.repeated_figure(session, seen)
    with st.container(key="note-paper-figures", gap=None):
        if words := findings.silent_words(seen, session.language):
            st.markdown(f":material/info: {plain(words)}")
        st.markdown(caption(session))


def units_card(session: Session) -> None:
    """Both measures by unit, with the verdict on the proportion of dossiers."""
    with st.container(key="card-paper-units", height="content" if few_units(session) else "stretch"):
        titled(
            session,
            lambda: findings.units_title(load_papers(session), session.language),
            "paper-units",
            lambda: tables.units(session, load_papers(session)),
            rate_of(EXTRA),
        )
        _units(session)


@drawn
def _units(session: Session) -> None:
    seen, say = load_papers(session), session.language.say
    with st.container(key="sub-paper-units"):
        st.markdown(say("Demands of dossiers received, and per 100. Verdicts are on the share of dossiers with one."))
    for column, kind in zip(st.columns(2, gap="medium"), KINDS, strict=True):
        with column:
            with st.container(key=f"sub-units-{kind}"):
                st.markdown(f"**{say(registry.get(per_100(kind)).title)}**")
            parts.unit_lines(session, seen, kind)
    with st.container(key="note-paper-units", gap=None):
        if any(Verdict.TOO_FEW in set(seen.units[kind]["verdict"]) for kind in KINDS):
            st.markdown(say("No verdict: fewer than {n} such dossiers are expected.", n=EXPECTED_AT_LEAST))
        st.markdown(caption(session))


def what_card(session: Session) -> None:
    """What is demanded most, by procedure and by kind of paper."""
    with st.container(key="card-paper-what", height="stretch"):
        titled(
            session,
            lambda: findings.what_title(load_papers(session), session.language),
            "paper-what",
            lambda: tables.what(session, load_papers(session)),
            EXTRA,
        )
        _what(session)


@drawn
def _what(session: Session) -> None:
    seen, say = load_papers(session), session.language.say
    if seen.procedures.empty:
        _none(session, say("Nothing was demanded beyond the rules."))
        return
    with st.container(key="gain-head", horizontal=True, vertical_alignment="center"):
        st.markdown(say("Procedure"))
        st.markdown(say("Outside the list"))
        st.markdown(say("Needless copies"))
    parts.procedure_lines(session, seen)
    for kind in KINDS:
        if seen.now[kind][0]:
            parts.paper_links(session, seen, kind)
    with st.container(key="note-paper-what"):
        st.markdown(caption(session))


def habits_card(session: Session) -> None:
    """What one unit demands again and again in one procedure, and the dossiers asked twice: the list to act on."""
    with st.container(key="card-paper-habits"):
        titled(
            session,
            lambda: findings.habits_title(load_papers(session), session.language),
            "paper-habits",
            lambda: tables.habits(session, load_papers(session)),
            COPIES,
        )
        _habits(session)


@drawn
def _habits(session: Session) -> None:
    seen, language = load_papers(session), session.language
    if seen.habits.empty:
        _none(session, language.say("No unit demanded the same thing three times in one procedure."))
    else:
        with st.container(key="sub-paper-habits"):
            st.markdown(
                language.say("Three demands or more of one kind, in one procedure of one unit: please stop or explain.")
            )
        parts.habit_lines(session, seen)
    twice = int(seen.repeated[0])
    if twice:
        words = language.count(
            "{n} dossier was asked for a supplement more than once",
            "{n} dossiers were asked for a supplement more than once",
            twice,
        )
        with st.container(key="sub-paper-twice"):
            lists.number(session, words, REPEATED, count=twice, place="habits")
    with st.container(key="note-paper-habits", gap=None):
        if len(seen.habits) > parts.MOST_HABITS:
            n, total = language.number(parts.MOST_HABITS), language.number(len(seen.habits))
            st.markdown(language.say("The first {n} of {total}; all of them are in the data.", n=n, total=total))
        st.markdown(caption(session))


def _none(session: Session, words: str) -> None:
    """Good news where somebody reports; else that nothing is known."""
    seen = load_papers(session)
    if seen.reported:
        nothing(session, words)
    else:
        told = session.language.say("Units tell it in a form of their own; from the first report on it stands here.")
        st.markdown(f":material/info: {told}")
