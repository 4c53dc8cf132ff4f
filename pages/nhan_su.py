"""Nhân sự một cửa: who is at the desks (as numbers), which standards are met, how long the terms last."""

from __future__ import annotations

import streamlit as st

from ui import desk_staff as cards
from ui.frame import page
from ui.session import Session


def show(session: Session) -> None:
    """The page: its sentence, standards and terms, what is missing, unit by unit."""
    cards.page_title(session)
    left, right = st.columns([680, 680], gap="small")
    with left:
        cards.standards_card(session)
    with right:
        cards.lacking_card(session)
    cards.units_card(session)


page(show, name="nhan-su", filters="units")
