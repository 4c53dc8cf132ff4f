"""The cards of "Trễ hạn": units compared, months, and what waits where."""

from __future__ import annotations

import streamlit as st

from measures import findings, lateness_findings
from measures.lateness_page import OWN, REST, Lateness
from measures.overview import HEADLINE
from ui import choosing, lateness_parts, lateness_tables, lists, longer_period
from ui.beside import groups
from ui.blocks import caption, figure, plain, responsive, titled
from ui.drawn import drawn
from ui.loading import lateness_figures, load_lateness
from ui.session import Session


@drawn
def page_title(session: Session) -> None:
    """The sentence of the page."""
    st.title(lateness_findings.page_sentence(load_lateness(session), session.held, session.language), anchor=False)


def ranking_card(session: Session) -> None:
    """The units in groups of the verdict, with intervals and possible ranks; a click chooses one."""
    language = session.language
    with st.container(key="card-ranking", height="stretch"):
        title = titled(
            session,
            lambda: lateness_findings.ranking_title(load_lateness(session), session.held, language),
            "ranking",
            lambda: lateness_tables.ranking(session, load_lateness(session)),
            HEADLINE,
        )
        _how_to_rank(session)
        _both(session, "ranking", title)
        longer_period.by_quarter(session, lambda: load_lateness(session).units)
        _rule_of_ranking(session)


@drawn
def _how_to_rank(session: Session) -> None:
    with st.container(key="sub-ranking"):
        st.markdown(
            session.language.say(
                "Overdue rate with 95% intervals, for reading only: groups follow the verdict. Click a unit."
            ),
            help=lateness_parts.rule_help(session),
        )


@drawn
def _rule_of_ranking(session: Session) -> None:
    seen = load_lateness(session)
    with st.container(key="note-ranking", gap=None):
        for line in lateness_findings.case_mix_lines(seen, session.held, session.language):
            st.markdown(plain(line))
        st.markdown(choosing.rule(session, seen.level, seen.units, seen.comparison))


def _both(session: Session, name: str, title: str) -> None:
    """A clickable figure for desk and phone, or the sentence that there is nothing to draw."""
    figures = lateness_figures(*session.cache_key)
    if name not in figures:
        st.markdown(session.language.say("No dossier came due in this period."))
        return
    responsive(
        name,
        lambda: choosing.clickable(session, figures[name], title, name),
        lambda: choosing.clickable(session, figures[f"{name}-phone"], title, f"{name}-phone"),
    )


def funnel_card(session: Session) -> None:
    """Rate against number of dossiers with the limits of chance. Too few units for it: the sentence says so."""
    with st.container(key="card-funnel", height="stretch"):
        title = titled(
            session,
            lambda: lateness_findings.funnel_title(load_lateness(session), session.language),
            "funnel",
            lambda: lateness_tables.funnel(session, load_lateness(session)),
            HEADLINE,
        )
        if _how_to_read_the_funnel(session):
            _both(session, "funnel", title)
            _limits_of_funnel(session)


@drawn
def _how_to_read_the_funnel(session: Session) -> bool:
    """Whether there is one."""
    say = session.language.say
    if "funnel" not in lateness_figures(*session.cache_key):
        st.markdown(say("Too few units or dossiers for this figure; the ranking beside it shows them all."))
        return False
    with st.container(key="sub-funnel"):
        st.markdown(say("Few dossiers vary more, so the limits are wider there. One mark a unit; click one."))
    return True


@drawn
def _limits_of_funnel(session: Session) -> None:
    with st.container(key="note-funnel", gap=None):
        st.markdown(
            session.language.say("Limits drawn around the common level; verdicts use the rate of the other units.")
        )
        st.markdown(caption(session, load_lateness(session).comparison))


def control_card(session: Session) -> None:
    """Up to 24 months of the chosen units: limits, signals, known causes, and two statements in words. Where late
    dossiers are rare, the days between them stand for the months."""
    with st.container(key="card-control"):
        if _nothing_came_due(session):
            return
        title = titled(
            session,
            lambda: lateness_findings.control_title(load_lateness(session), session.language),
            "control",
            lambda: lateness_tables.control(session, load_lateness(session)),
            HEADLINE,
        )
        _months(session, title)


@drawn
def _nothing_came_due(session: Session) -> bool:
    nothing = not load_lateness(session).history["denominator"].sum()
    if nothing:
        st.header(session.language.say("No dossier came due in these months"), anchor=False)
    return nothing


@drawn
def _months(session: Session, title: str) -> None:
    seen, figures = load_lateness(session), lateness_figures(*session.cache_key)
    words, icons = st.columns([62, 38], gap="small")
    with words, st.container(key="sub-control", gap=None):
        lateness_parts.headline(session, seen)
        said = (findings.against(change, session.language) for change in (seen.change, seen.against_last_year))
        for line in dict.fromkeys(said):  # what stands before six months is the same half of the year before
            st.markdown(line)
    with icons, st.container(key="icons-control", horizontal=True, gap="medium"):
        lateness_parts.icons(session, seen)
    if "control" in figures:  # not where no dossier was late
        responsive(
            "control",
            lambda: figure(figures["control"], title, "control-desk"),
            lambda: figure(figures["control-phone"], title, "control-small"),
        )
    with st.container(key="note-control", gap=None):
        for line in lateness_parts.baselines(session, seen):
            st.markdown(plain(line))
        st.markdown(f"{lateness_parts.band_words(session, seen)} {caption(session)}")


def ageing_card(session: Session) -> None:
    """Open overdue dossiers by age, those without a letter marked."""
    with st.container(key="card-ageing", height="stretch"):
        title = titled(
            session,
            lambda: lateness_findings.ageing_title(load_lateness(session), session.language),
            "ageing",
            lambda: lateness_tables.ages(session, load_lateness(session)),
            "overdue_open",
        )
        _ages(session, title)


@drawn
def _ages(session: Session, title: str) -> None:
    language, say = session.language, session.language.say
    seen, figures = load_lateness(session), lateness_figures(*session.cache_key)
    if not seen.overdue:
        st.markdown(f":blue[:material/check_circle:] {say('There is no dossier here.')}")
        return
    with st.container(key="sub-ageing", gap=None):
        lateness_parts.origins(session, seen)
        lateness_parts.letters(session, seen)
    responsive(
        "ageing",
        lambda: figure(figures["ageing"], title, "ageing-desk"),
        lambda: figure(figures["ageing-phone"], title, "ageing-small"),
    )
    with st.container(key="sub-ages", gap=None):
        st.markdown(say("Working days late:"))
        counts = dict(zip(seen.ages["age"], seen.ages["count"], strict=True))
        present = {age: int(n) for age, n in counts.items() if n}
        groups(session, "age", {age: lists.age_words(age, language) for age in present}, present)
    with st.container(key="note-ageing"):
        st.markdown(caption(session))


def holders_card(session: Session) -> None:
    """Where open overdue dossiers wait: other units, or the unit itself. Units only, never people."""
    with st.container(key="card-holders", height="stretch"):
        title = titled(
            session,
            lambda: lateness_findings.holders_title(load_lateness(session), session.language),
            "holders",
            lambda: lateness_tables.holders(session, load_lateness(session)),
            "overdue_open",
        )
        _holders(session, title)


@drawn
def _holders(session: Session, title: str) -> None:
    say, figures = session.language.say, lateness_figures(*session.cache_key)
    if "holders" not in figures:
        return
    with st.container(key="sub-holders"):
        st.markdown(say("Who holds open overdue dossiers; working days late. Dark: outside the unit; pale: its own."))
    responsive(
        "holders",
        lambda: figure(figures["holders"], title, "holders-desk"),
        lambda: figure(figures["holders-phone"], title, "holders-small"),
    )
    with st.container(key="sub-holding", gap=None):
        _holder_lists(session, load_lateness(session))
    with st.container(key="note-holders"):
        st.markdown(caption(session))


def _holder_lists(session: Session, seen: Lateness) -> None:
    """All dossiers outside, then those of each holder.

    A chosen unit may hold its own and those of another, and the last row holds several units: no list says exactly
    that, but they are in the list of all outside.
    """
    language, own_too = session.language, set(findings.chosen_units(seen)["unit"])
    outside = int(seen.holders.loc[seen.holders["outside"], "count"].sum())
    with st.container(horizontal=True, gap="small", key="groups-holder", vertical_alignment="center"):
        words = language.say("all outside the unit: {n}", n=language.number(outside))
        lists.number(session, words, "overdue_open", within=("held_by", "outside"), count=outside)
        for row in seen.holders.itertuples(index=False):
            own = not row.outside and row.holder != ""
            words = f"{lateness_tables.holder_words(language, row.holder, row.name)}: {language.number(row.count)}"
            if own or row.holder == OWN:
                lists.number(session, words, "overdue_open", within=("held_by", "own"))
            elif row.holder == REST or row.holder in own_too:
                st.markdown(words, width="content")
            else:
                lists.number(session, words, "overdue_open", within=("holder", row.holder))
