"""Đầy đủ và đối soát: is all recorded, does the national portal say the same, real late against data late."""

from __future__ import annotations

import streamlit as st

from ui import completeness as cards
from ui.frame import page
from ui.session import Session
from ui.signals import signals_card


def show(session: Session) -> None:
    """The page: its sentence, gaps and silences, the rate under each reading, the portal's list, whom to ask."""
    cards.page_title(session)
    left, right = st.columns([620, 740], gap="small")
    with left:
        cards.units_card(session)
    with right:
        cards.readings_card(session)
        cards.portal_card(session)
    signals_card(session)


page(show, name="doi-soat")
