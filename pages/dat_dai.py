"""Đất đai: land dossiers in their four stages, late ones by ward of the parcel, waits for tax, what to ask for."""

from __future__ import annotations

import streamlit as st

from ui import land as cards
from ui.frame import page
from ui.session import Session


def show(session: Session) -> None:
    """The page: its sentence, the stages, wards beside what to ask for, the waits for payment duty."""
    of_land = cards.land_session(session)
    if of_land is None or not cards.page_title(of_land):
        cards.nothing_here(session, of_land)
        return
    cards.flow_card(of_land)
    left, right = st.columns([802, 558], gap="small")
    with left:
        cards.wards_card(of_land, session)
    with right:
        cards.ask_card(of_land)
    cards.tax_card(of_land)


page(show, name="dat-dai")
