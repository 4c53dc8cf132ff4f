"""Trực tuyến: is the target met and by whom, in which fields and procedures, and what more could come online."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from measures.online_page import of_all_channels
from ui import online as cards
from ui import online_more as more
from ui import online_parts as parts
from ui.frame import page
from ui.online_help import help_card
from ui.session import Session


def show(session: Session) -> None:
    """The page: its sentence, both demands, units and fields, procedures, months, what more could be, late intake."""
    if session.scope.channels:
        parts.channels_note(session)
        session = replace(session, scope=of_all_channels(session.scope))
    cards.page_title(session)
    parts.demands_card(session)
    left, right = st.columns([558, 802], gap="small")
    with left:
        cards.shares_card(session)
    with right:
        cards.heat_card(session)
    left, right = st.columns([558, 802], gap="small")
    with left:
        cards.offered_card(session)
    with right:
        cards.opportunity_card(session)
    cards.months_card(session)
    left, right = st.columns([802, 558], gap="small")
    with left:
        more.gains_card(session)
    with right:
        more.intake_card(session)
    help_card(session)


page(show, name="truc-tuyen")
