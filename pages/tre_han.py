"""Trễ hạn: who differs from the others, is there a signal over time, what waits where, and what official rates say."""

from __future__ import annotations

import streamlit as st

from measures import lateness_findings as findings
from ui import lateness as cards
from ui import lateness_parts as parts
from ui.beside import beside_card
from ui.forecast import forecast_card
from ui.frame import page
from ui.loading import lateness_figures, load_lateness
from ui.session import Session


def show(session: Session) -> None:
    """The page: its sentence, units compared, months, open overdue dossiers, official rates beside the headline."""
    seen = load_lateness(session)
    figures = lateness_figures(*session.cache_key)
    st.title(findings.page_sentence(seen, session.held, session.language), anchor=False)
    left, right = st.columns([802, 558], gap="small")
    with left:
        cards.ranking_card(session, seen, figures)
    with right:
        cards.funnel_card(session, seen, figures)
    cards.control_card(session, seen, figures)
    forecast_card(session)
    left, right = st.columns([558, 802], gap="small")
    with left:
        cards.ageing_card(session, seen, figures)
    with right:
        cards.holders_card(session, seen, figures)
    left, right = st.columns([802, 558], gap="small")
    with left:
        parts.officials_card(session, seen)
    with right:
        beside_card(session, seen.beside)


page(show, name="tre-han")
