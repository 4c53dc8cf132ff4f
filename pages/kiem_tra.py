"""Kiểm tra công vụ: the plan of inspections and what was done, what they found, what is still to be remedied."""

from __future__ import annotations

import streamlit as st

from ui import inspections as cards
from ui.frame import page
from ui.session import Session


def show(session: Session) -> None:
    """The page: its sentence, plan and remedy, findings by kind, unit by unit."""
    cards.page_title(session)
    left, right = st.columns([680, 680], gap="small")
    with left:
        cards.plan_card(session)
    with right:
        cards.kinds_card(session)
    cards.units_card(session)


page(show, name="kiem-tra", filters="units")
