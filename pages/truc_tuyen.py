"""Trực tuyến: is the target met and by whom, in which fields and procedures, and what more could come online."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from measures import online_findings as findings
from measures.online_page import of_all_channels
from ui import online as cards
from ui import online_more as more
from ui import online_parts as parts
from ui.frame import page
from ui.loading_online import load_online, online_figures
from ui.session import Session


def show(session: Session) -> None:
    """The page: its sentence, both demands, units and fields, procedures, months, what more could be, late intake."""
    if session.scope.channels:
        parts.channels_note(session)
        session = replace(session, scope=of_all_channels(session.scope))
    seen = load_online(session)
    figures = online_figures(*session.cache_key)
    st.title(findings.page_sentence(seen, session.held, session.language), anchor=False)
    parts.demands_card(session, seen)
    left, right = st.columns([558, 802], gap="small")
    with left:
        cards.shares_card(session, seen, figures)
    with right:
        cards.heat_card(session, seen, figures)
    left, right = st.columns([558, 802], gap="small")
    with left:
        cards.offered_card(session, seen, figures)
    with right:
        cards.opportunity_card(session, seen, figures)
    cards.months_card(session, seen, figures)
    left, right = st.columns([802, 558], gap="small")
    with left:
        more.gains_card(session, seen)
    with right:
        more.intake_card(session, seen)


page(show, name="truc-tuyen")
