"""Going to another page from a click on the mark of a figure.

``st.switch_page`` with query parameters leaves two entries in the browser's history, this page with the address of the
other one between them, so that Back would return to a page that nobody saw. A link leaves one, so a link is pressed.
"""

from __future__ import annotations

from pathlib import Path

import streamlit as st

SCRIPT = Path(__file__).with_name("leading.js")
_press = st.components.v2.component("dossier_lead", js=SCRIPT.read_text(encoding="utf-8"))


def lead(page: str, params: dict[str, str], click: int) -> None:
    """Go to a page at an address; ``click``: the number of the click that asked for it."""
    with st.container(key="lead-away"):
        st.page_link(page, label="→", query_params=params)
    _press(key=f"lead-{click}")
