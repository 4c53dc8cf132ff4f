"""Thư xin lỗi: does every broken promise get its letter, whose duty is it, what is needed next, what is missing."""

from __future__ import annotations

import streamlit as st

from ui import letters as cards
from ui.frame import page
from ui.session import Session


def show(session: Session) -> None:
    """The page: its sentence, the follow-up, units, what comes next, months, and the stock of missing letters."""
    cards.page_title(session)
    left, right = st.columns([802, 558], gap="small")
    with left:
        cards.follow_up_card(session)
    with right:
        cards.units_card(session)
    left, right = st.columns([558, 802], gap="small")
    with left:
        cards.needed_card(session)
    with right:
        cards.further_card(session)
    cards.months_card(session)
    cards.missing_card(session)


page(show, name="thu-xin-loi")
