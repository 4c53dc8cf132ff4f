"""Giấy tờ: papers demanded beyond the rules, needless certified copies, repeated supplements; what to look into."""

from __future__ import annotations

import streamlit as st

from ui import papers as cards
from ui.frame import page
from ui.session import Session


def show(session: Session) -> None:
    """The page: its sentence, the figures, units and papers beside each other, the list to act on."""
    cards.page_title(session)
    cards.figures_card(session)
    few = cards.few_units(session)  # their card is short: the list stands under it
    left, right = st.columns([802, 558], gap="small")
    with left:
        cards.units_card(session)
        if few:
            cards.habits_card(session)
    with right:
        cards.what_card(session)
    if not few:
        cards.habits_card(session)


page(show, name="giay-to")
