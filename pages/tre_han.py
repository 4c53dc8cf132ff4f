"""Trễ hạn: who differs from the others, is there a signal over time, what waits where, and what official rates say."""

from __future__ import annotations

import streamlit as st

from ui import lateness as cards
from ui.beside import beside_card
from ui.forecast import forecast_card
from ui.frame import page
from ui.lateness_parts import officials_card
from ui.session import Session


def show(session: Session) -> None:
    """The page: its sentence, units compared, months, open overdue dossiers, official rates beside the headline."""
    cards.page_title(session)
    left, right = st.columns([802, 558], gap="small")
    with left:
        cards.ranking_card(session)
    with right:
        cards.funnel_card(session)
    cards.control_card(session)
    forecast_card(session)
    left, right = st.columns([558, 802], gap="small")
    with left:
        cards.ageing_card(session)
    with right:
        cards.holders_card(session)
    left, right = st.columns([802, 558], gap="small")
    with left:
        officials_card(session)
    with right:
        beside_card(session)


page(show, name="tre-han")
