"""The cards of "Trễ hạn": units compared, months, and what waits where."""

from __future__ import annotations

import streamlit as st

from charts.theme import Figure
from measures import findings, lateness_findings
from measures.lateness_page import OWN, REST, Lateness
from measures.overview import HEADLINE
from ui import choosing, lateness_parts, lateness_tables, lists, longer_period
from ui.beside import groups
from ui.blocks import caption, figure, plain, responsive, titled
from ui.session import Session


def ranking_card(session: Session, seen: Lateness, figures: dict[str, Figure]) -> None:
    """The units in groups of the verdict, with intervals and possible ranks; a click chooses one."""
    language, say = session.language, session.language.say
    with st.container(key="card-ranking", height="stretch"):
        title = lateness_findings.ranking_title(seen, session.held, language)
        titled(session, title, "ranking", lambda: lateness_tables.ranking(session, seen), HEADLINE)
        with st.container(key="sub-ranking"):
            st.markdown(
                say("Overdue rate with 95% intervals, for reading only: groups follow the verdict. Click a unit."),
                help=lateness_parts.rule_help(session),
            )
        _both(session, figures, "ranking", title)
        longer_period.by_quarter(session, seen.units)
        with st.container(key="note-ranking", gap=None):
            for line in lateness_findings.case_mix_lines(seen, session.held, language):
                st.markdown(plain(line))
            st.markdown(choosing.rule(session, seen.level, seen.units, seen.comparison))


def _both(session: Session, figures: dict[str, Figure], name: str, title: str) -> None:
    """A clickable figure for desk and phone, or the sentence that there is nothing to draw."""
    if name not in figures:
        st.markdown(session.language.say("No dossier came due in this period."))
        return
    responsive(
        name,
        lambda: choosing.clickable(session, figures[name], title, name),
        lambda: choosing.clickable(session, figures[f"{name}-phone"], title, f"{name}-phone"),
    )


def funnel_card(session: Session, seen: Lateness, figures: dict[str, Figure]) -> None:
    """Rate against number of dossiers with the limits of chance. Too few units for it: the sentence says so."""
    say = session.language.say
    with st.container(key="card-funnel", height="stretch"):
        title = lateness_findings.funnel_title(seen, session.language)
        titled(session, title, "funnel", lambda: lateness_tables.funnel(session, seen), HEADLINE)
        if "funnel" not in figures:
            st.markdown(say("Too few units or dossiers for this figure; the ranking beside it shows them all."))
            return
        with st.container(key="sub-funnel"):
            st.markdown(say("Few dossiers vary more, so the limits are wider there. One mark a unit; click one."))
        _both(session, figures, "funnel", title)
        with st.container(key="note-funnel", gap=None):
            st.markdown(say("Limits drawn around the common level; verdicts use the rate of the other units."))
            st.markdown(caption(session, seen.comparison))


def control_card(session: Session, seen: Lateness, figures: dict[str, Figure]) -> None:
    """Up to 24 months of the chosen units: limits, signals, known causes, and two statements in words. Where late
    dossiers are rare, the days between them stand for the months."""
    language, say = session.language, session.language.say
    with st.container(key="card-control"):
        if not seen.history["denominator"].sum():
            st.header(say("No dossier came due in these months"), anchor=False)
            return
        title = lateness_findings.control_title(seen, language)
        titled(session, title, "control", lambda: lateness_tables.control(session, seen), HEADLINE)
        words, icons = st.columns([62, 38], gap="small")
        with words, st.container(key="sub-control", gap=None):
            lateness_parts.headline(session, seen)
            said = (findings.against(change, language) for change in (seen.change, seen.against_last_year))
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


def ageing_card(session: Session, seen: Lateness, figures: dict[str, Figure]) -> None:
    """Open overdue dossiers by age, those without a letter marked."""
    language, say = session.language, session.language.say
    with st.container(key="card-ageing", height="stretch"):
        title = lateness_findings.ageing_title(seen, language)
        titled(session, title, "ageing", lambda: lateness_tables.ages(session, seen), "overdue_open")
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


def holders_card(session: Session, seen: Lateness, figures: dict[str, Figure]) -> None:
    """Where open overdue dossiers wait: other units, or the unit itself. Units only, never people."""
    say = session.language.say
    with st.container(key="card-holders", height="stretch"):
        title = lateness_findings.holders_title(seen, session.language)
        titled(session, title, "holders", lambda: lateness_tables.holders(session, seen), "overdue_open")
        if "holders" not in figures:
            return
        with st.container(key="sub-holders"):
            st.markdown(
                say("Who holds open overdue dossiers; working days late. Dark: outside the unit; pale: its own.")
            )
        responsive(
            "holders",
            lambda: figure(figures["holders"], title, "holders-desk"),
            lambda: figure(figures["holders-phone"], title, "holders-small"),
        )
        with st.container(key="sub-holding", gap=None):
            _holder_lists(session, seen)
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
