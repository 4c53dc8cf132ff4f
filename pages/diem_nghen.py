"""Điểm nghẽn: whose clock ran, where late days lay, what is in each stage, how long it takes, what is stuck."""

from __future__ import annotations

import streamlit as st

from ui import bottlenecks as cards
from ui.frame import page
from ui.session import Session


def show(session: Session) -> None:
    """The page: its sentence, the verdict on late days, the stages, the times, the list of steps to urge."""
    cards.page_title(session)
    left, right = st.columns([558, 802], gap="small")
    with left:
        cards.clock_card(session)
    with right:
        cards.late_card(session)
    cards.flow_card(session)
    left, right = st.columns([802, 558], gap="small")
    with left:
        cards.dwell_card(session)
    with right:
        cards.stuck_card(session)


page(show, name="diem-nghen")
