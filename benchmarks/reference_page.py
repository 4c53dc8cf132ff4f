"""The page that the others are measured against: what a plain Streamlit script costs that computes nothing.

Four metrics, three figures of 24, 14 and 14 points, one frame of 14 rows, all constants; figures are built in every run
and drawn in Streamlit's own theme, as such a script does. Settings, frame and style sheet are the dashboard's; so is
the memory of the imports, which the garbage collector of every run passes over (``ui.session.the_store``).
"""

from __future__ import annotations

import gc
from functools import cache

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from text import VIETNAMESE
from ui.blocks import page_style
from ui.scope_bar import language_switch

MONTHS = [f"{year}-{month:02}" for year in (2019, 2020) for month in range(1, 13)]
RATES = [2.1, 2.4, 2.2, 2.9, 3.1, 2.7, 2.5, 2.2, 2.0, 2.3, 2.6, 2.8, 3.0, 2.9, 2.4, 2.1, 1.9, 2.2, 2.5, 2.7, 2.4, 2.3]
RATES += [2.0, 1.8]
WARDS = [f"Phường {number}" for number in range(1, 15)]
CAME_DUE = [812, 640, 701, 355, 498, 377, 420, 688, 305, 590, 733, 610, 512, 447]
OVERDUE = [21, 12, 18, 9, 11, 4, 16, 15, 7, 13, 25, 10, 12, 8]
METRICS = {"Trễ hạn": "2,6%", "Sắp đến hạn": "214", "Đang trễ": "96", "Tạm dừng": "41"}


@cache
def imported() -> None:
    """Once a process, when everything is imported."""
    gc.freeze()


def reference() -> None:
    """The page."""
    imported()
    st.title("Trang đối chiếu", anchor=False)
    for place, (label, value) in zip(st.columns(4, gap="small"), METRICS.items(), strict=True):
        place.metric(label, value)
    left, right = st.columns([802, 558], gap="small")
    left.plotly_chart(go.Figure(go.Scatter(x=MONTHS, y=RATES, mode="lines+markers")), key="months")
    right.plotly_chart(go.Figure(go.Bar(x=WARDS, y=CAME_DUE)), key="came-due")
    left.plotly_chart(go.Figure(go.Bar(x=OVERDUE, y=WARDS, orientation="h")), key="overdue")
    right.dataframe(pd.DataFrame({"Phường": WARDS, "Đến hạn": CAME_DUE, "Trễ hạn": OVERDUE}), hide_index=True)


def nothing() -> None:
    """A page to come from and to stand beside it in the bar."""


def main() -> None:
    """The frame of ``dashboard.py``, with as many entries in the bar."""
    st.set_page_config(page_icon="static/logo-quan6.svg", layout="wide")
    st.logo("static/logo-quan6.svg", size="large")
    page_style(VIETNAMESE)
    language_switch(VIETNAMESE)
    beside = [st.Page(nothing, title=title, url_path=f"beside-{title}") for title in ("a", "b", "c")]
    first = st.Page(reference, title="Trang đối chiếu", url_path="reference", default=True)
    st.navigation([first, *beside], position="top").run()


if __name__ == "__main__":
    main()
