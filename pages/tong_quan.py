"""Tổng quan: who needs help, is it getting better, what must be done."""

from __future__ import annotations

import streamlit as st

from measures import findings
from measures.headlines import HEADLINES
from ui import overview as cards
from ui.attention import attention_card
from ui.frame import page
from ui.loading import load_overview, overview_figures
from ui.overview_map import map_card
from ui.session import Session


def show(session: Session) -> None:
    """The page: its sentence, four cards, what stands beside the rates, the map beside what needs attention."""
    seen = load_overview(session)
    figures = overview_figures(*session.cache_key)
    st.title(findings.page_sentence(seen, session.held, session.language), anchor=False)
    *places, last = st.columns(len(HEADLINES) + 1, gap="small")
    for place, key in zip(places, HEADLINES, strict=True):
        with place:
            cards.headline_card(session, seen, key, figures)
    with last:
        cards.soon_card(session, seen, figures)
    cards.beside_strip(session, seen.beside)
    left, right = st.columns([802, 558], gap="small")
    with left:
        map_card(session, seen)
    with right:
        attention_card(session, seen)
        cards.trend_card(session, seen, figures)


page(show, name="tong-quan")
