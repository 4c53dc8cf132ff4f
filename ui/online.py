"""The cards of "Trực tuyến": units against the target, fields, procedures, months."""

from __future__ import annotations

import streamlit as st

from charts.heat_cells import field_title
from measures import findings, online_findings
from measures.online_page import ELIGIBLE, SHARE
from ui import choosing, lists, online_parts, online_tables
from ui.blocks import caption, figure, responsive, titled
from ui.drawn import drawn
from ui.loading_online import MOST_PROCEDURES, heat_fields, load_online, online_figures
from ui.session import Session


@drawn
def page_title(session: Session) -> None:
    """The sentence of the page."""
    st.title(online_findings.page_sentence(load_online(session), session.held, session.language), anchor=False)


def shares_card(session: Session) -> None:
    """The units against the target, best first; a click chooses one."""
    with st.container(key="card-shares", height="stretch"):
        title = titled(
            session,
            lambda: online_findings.ranking_title(load_online(session), session.language),
            "shares",
            lambda: online_tables.shares(session, load_online(session)),
            SHARE,
        )
        if not _how_to_read_shares(session):
            return
        figures = online_figures(*session.cache_key)
        responsive(
            "shares",
            lambda: choosing.clickable(session, figures["shares"], title, "shares"),
            lambda: choosing.clickable(session, figures["shares-phone"], title, "shares-phone"),
        )
        _compared_with(session, "shares")


@drawn
def _how_to_read_shares(session: Session) -> bool:
    """Whether there is anything to compare."""
    say, seen = session.language.say, load_online(session)
    if "shares" not in online_figures(*session.cache_key):
        st.markdown(say("No dossier was received in this period."))
        return False
    with st.container(key="sub-shares"):
        words = say("95% intervals. Triangle: clearly unlike the others. Click a unit.")
        if seen.target:
            words = say("95% intervals. Triangle: clearly unlike the target. Click a unit.")
        st.markdown(words, help=online_parts.rule(session, seen))
    return True


@drawn
def _compared_with(session: Session, name: str) -> None:
    seen = load_online(session)
    merged = ""
    if name == "heat" and seen.merged:
        names = session.language.listing(seen.merged)
        merged = (
            session.language.say("Merged, because of small cells of sensitive fields: {fields}.", fields=names) + " "
        )
    with st.container(key=f"note-{name}"):
        st.markdown(merged + caption(session, seen.comparison))


def heat_card(session: Session) -> None:
    """Every unit in every field; a phone shows one field at a time."""
    with st.container(key="card-heat", height="stretch"):
        title = titled(
            session,
            lambda: online_findings.heat_title(load_online(session), session.language),
            "heat",
            lambda: online_tables.cells(session, load_online(session)),
            SHARE,
        )
        fields = _how_to_read_the_fields(session)
        if not fields:
            return
        figures = online_figures(*session.cache_key)
        responsive(
            "heat",
            lambda: choosing.clickable(session, figures["heat"], title, "heat"),
            lambda: _one_field(session, fields, title),
        )
        _compared_with(session, "heat")


@drawn
def _how_to_read_the_fields(session: Session) -> tuple[str, ...]:
    """The fields shown."""
    say, fields = session.language.say, heat_fields(load_online(session))
    if "heat" not in online_figures(*session.cache_key) or not fields:
        st.markdown(say("No dossier was received in this period."))
        return ()
    with st.container(key="sub-heat"):
        st.markdown(say("Share online by unit and field; online/received. Rows as in the ranking. Click a row."))
    return tuple(fields)


def _one_field(session: Session, fields: tuple[str, ...], title: str) -> None:
    """The field is chosen here and not in the address: the filter of fields would empty the other cards."""
    say, named = session.language.say, lambda field: field_title(field, session.language)
    chosen = st.selectbox(say("Field"), fields, format_func=named, key="heat-field", placeholder=say("Field"))
    number = fields.index(chosen) if chosen in fields else 0
    drawn_field = online_figures(*session.cache_key)[f"heat-{number}"]
    choosing.clickable(session, drawn_field, title, f"heat-phone-{number}")


def offered_card(session: Session) -> None:
    """Procedures offered, asked for and used; each number opens its procedures."""
    with st.container(key="card-offered", height="stretch"):
        title = titled(
            session,
            lambda: online_findings.offered_title(load_online(session), session.language),
            "offered",
            lambda: online_tables.offered_months(session, load_online(session)),
            ELIGIBLE,
        )
        _offered(session, title)
        online_parts.by_level(session)
        _unused(session)


@drawn
def _offered(session: Session, title: str) -> None:
    figures = online_figures(*session.cache_key)
    with st.container(key="sub-offered"):
        st.markdown(online_findings.offered_days(load_online(session), session.language))
    responsive(
        "offered",
        lambda: figure(figures["offered"], title, "offered-desk"),
        lambda: figure(figures["offered-phone"], title, "offered-small"),
    )


@drawn
def _unused(session: Session) -> None:
    online_parts.unused(session, load_online(session))
    with st.container(key="note-offered"):
        st.markdown(caption(session))


def opportunity_card(session: Session) -> None:
    """Where dossiers of offered procedures still come to the counter."""
    with st.container(key="card-opportunity", height="stretch"):
        title = titled(
            session,
            lambda: online_findings.opportunity_title(load_online(session), session.language),
            "opportunity",
            lambda: online_tables.opportunity(session, load_online(session)),
            ELIGIBLE,
        )
        _opportunity(session, title)


@drawn
def _opportunity(session: Session, title: str) -> None:
    language, say = session.language, session.language.say
    seen, figures = load_online(session), online_figures(*session.cache_key)
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


def months_card(session: Session) -> None:
    """Up to 24 months of the chosen units: limits, signals, and what changed, in words."""
    with st.container(key="card-share-months"):
        if _nothing_received(session):
            return
        title = titled(
            session,
            lambda: findings.trend_title(load_online(session), session.language),
            "share-months",
            lambda: online_tables.months(session, load_online(session)),
            SHARE,
        )
        _months(session, title)


@drawn
def _nothing_received(session: Session) -> bool:
    nothing = not load_online(session).history["denominator"].sum()
    if nothing:
        st.header(session.language.say("No dossier was received in these months"), anchor=False)
    return nothing


@drawn
def _months(session: Session, title: str) -> None:
    language, say = session.language, session.language.say
    seen, figures = load_online(session), online_figures(*session.cache_key)
    left, right = st.columns([62, 38], gap="small")
    with left, st.container(key="sub-share-months", gap=None):
        online_parts.headline(session, seen)
        for words in dict.fromkeys(findings.against(one, language) for one in (seen.change, seen.against_last_year)):
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
