"""Tổng quan: who needs help, is it getting better, what must be done."""

from __future__ import annotations

import streamlit as st

from measures.headlines import HEADLINES
from ui import overview as cards
from ui.attention import attention_card
from ui.frame import page
from ui.overview_map import map_card
from ui.session import Session


def show(session: Session) -> None:
    """The page: its sentence, four cards, what stands beside the rates, the map beside what needs attention."""
    cards.page_title(session)
    *places, last = st.columns(len(HEADLINES) + 1, gap="small")
    for place, key in zip(places, HEADLINES, strict=True):
        with place:
            cards.headline_card(session, key)
    with last:
        cards.soon_card(session)
    cards.beside_strip(session)
    left, right = st.columns([802, 558], gap="small")
    with left:
        map_card(session)
    with right:
        attention_card(session)
        cards.trend_card(session)


page(show, name="tong-quan")
