"""The cards of "Trực tuyến": units against the target, fields, procedures, months."""

from __future__ import annotations

import streamlit as st

from charts.theme import Figure
from measures import findings, online_findings
from measures.online_page import ELIGIBLE, SHARE, Online
from ui import choosing, lists, online_parts, online_tables
from ui.blocks import caption, figure, responsive, titled
from ui.loading_online import MOST_PROCEDURES, heat_fields
from ui.session import Session


def shares_card(session: Session, seen: Online, figures: dict[str, Figure]) -> None:
    """The units against the target, best first; a click chooses one."""
    say = session.language.say
    with st.container(key="card-shares", height="stretch"):
        title = online_findings.ranking_title(seen, session.language)
        titled(session, title, "shares", lambda: online_tables.shares(session, seen), SHARE)
        if "shares" not in figures:
            st.markdown(say("No dossier was received in this period."))
            return
        with st.container(key="sub-shares"):
            words = say("95% intervals. Triangle: clearly unlike the others. Click a unit.")
            if seen.target:
                words = say("95% intervals. Triangle: clearly unlike the target. Click a unit.")
            st.markdown(words, help=online_parts.rule(session, seen))
        responsive(
            "shares",
            lambda: choosing.clickable(session, figures["shares"], title, "shares"),
            lambda: choosing.clickable(session, figures["shares-phone"], title, "shares-phone"),
        )
        with st.container(key="note-shares"):
            st.markdown(caption(session, seen.comparison))


def heat_card(session: Session, seen: Online, figures: dict[str, Figure]) -> None:
    """Every unit in every field; a phone shows one field at a time."""
    say = session.language.say
    with st.container(key="card-heat", height="stretch"):
        title = online_findings.heat_title(seen, session.language)
        titled(session, title, "heat", lambda: online_tables.cells(session, seen), SHARE)
        if "heat" not in figures or not heat_fields(seen):
            st.markdown(say("No dossier was received in this period."))
            return
        with st.container(key="sub-heat"):
            st.markdown(say("Share online by unit and field; online/received. Rows as in the ranking. Click a row."))
        responsive(
            "heat",
            lambda: choosing.clickable(session, figures["heat"], title, "heat"),
            lambda: _one_field(session, seen, figures, title),
        )
        with st.container(key="note-heat"):
            st.markdown(caption(session, seen.comparison))


def _one_field(session: Session, seen: Online, figures: dict[str, Figure], title: str) -> None:
    """The field is chosen here and not in the address: the filter of fields would empty the other cards."""
    fields = heat_fields(seen)
    say = session.language.say
    chosen = st.selectbox(say("Field"), fields, key="heat-field", placeholder=say("Field"))
    number = fields.index(chosen) if chosen in fields else 0
    choosing.clickable(session, figures[f"heat-{number}"], title, f"heat-phone-{number}")


def offered_card(session: Session, seen: Online, figures: dict[str, Figure]) -> None:
    """Procedures offered, asked for and used; each number opens its procedures."""
    with st.container(key="card-offered", height="stretch"):
        title = online_findings.offered_title(seen, session.language)
        titled(session, title, "offered", lambda: online_tables.offered_months(session, seen), ELIGIBLE)
        with st.container(key="sub-offered"):
            st.markdown(online_findings.offered_days(seen, session.language))
        responsive(
            "offered",
            lambda: figure(figures["offered"], title, "offered-desk"),
            lambda: figure(figures["offered-phone"], title, "offered-small"),
        )
        online_parts.by_level(session, seen)
        online_parts.unused(session, seen)
        with st.container(key="note-offered"):
            st.markdown(caption(session))


def opportunity_card(session: Session, seen: Online, figures: dict[str, Figure]) -> None:
    """Where dossiers of offered procedures still come to the counter."""
    language, say = session.language, session.language.say
    with st.container(key="card-opportunity", height="stretch"):
        title = online_findings.opportunity_title(seen, language)
        titled(session, title, "opportunity", lambda: online_tables.opportunity(session, seen), ELIGIBLE)
        if "opportunity" not in figures:
            return
        with st.container(horizontal=True, gap="small", key="sub-groups-opportunity", vertical_alignment="center"):
            st.markdown(say("Procedures while offered online (level 3, 4), by what is left:"), width="content")
            words = say("{fraction} online", fraction=language.fraction(*seen.eligible))
            lists.number(session, words, ELIGIBLE, "denominator", place="opportunity")
        responsive(
            "opportunity",
            lambda: figure(figures["opportunity"], title, "opportunity-desk"),
            lambda: figure(figures["opportunity-phone"], title, "opportunity-small"),
        )
        with st.container(key="note-opportunity", gap=None):
            more = len(seen.procedures) - MOST_PROCEDURES
            if more > 0:
                st.markdown(language.count("{n} more in the data.", "{n} more in the data.", more))
            st.markdown(caption(session))


def months_card(session: Session, seen: Online, figures: dict[str, Figure]) -> None:
    """Up to 24 months of the chosen units: limits, signals, and what changed, in words."""
    language, say = session.language, session.language.say
    with st.container(key="card-share-months"):
        if not seen.history["denominator"].sum():
            st.header(say("No dossier was received in these months"), anchor=False)
            return
        title = findings.trend_title(seen, language)
        titled(session, title, "share-months", lambda: online_tables.months(session, seen), SHARE)
        left, right = st.columns([62, 38], gap="small")
        with left, st.container(key="sub-share-months", gap=None):
            online_parts.headline(session, seen)
            for words in dict.fromkeys(
                findings.against(one, language) for one in (seen.change, seen.against_last_year)
            ):
                st.markdown(words)
        with right, st.container(key="icons-share-months", horizontal=True, gap="medium"):
            online_parts.icons(session, seen)
        if "share-months" in figures:  # not yet where a month expects few online and no quarter is whole
            responsive(
                "share-months",
                lambda: figure(figures["share-months"], title, "share-months-desk"),
                lambda: figure(figures["share-months-phone"], title, "share-months-small"),
            )
        with st.container(key="note-share-months", gap=None):
            grain = say("24 months")
            if seen.trend.grain == "quarter":
                grain = say("by quarter, because a month expects fewer than 5 online")
            band = say("Share online, {grain}. Band: what chance alone would give (99.8%).", grain=grain)
            st.markdown(f"{band} {caption(session)}")
