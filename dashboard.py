"""The one-stop dossier dashboard: page set-up and navigation, nothing else. Start it with ``make run``."""

from __future__ import annotations

import streamlit as st

from ui.blocks import page_style
from ui.scope_bar import language_switch
from ui.session import current_language

language = current_language()
st.set_page_config(page_icon="static/logo-quan6.svg", layout="wide")
st.logo("static/logo-quan6.svg", size="large")
page_style(language)
language_switch(language)
st.navigation(
    [
        st.Page("pages/tong_quan.py", title=language.say("Overview"), url_path="tong-quan", default=True),
        st.Page("pages/tre_han.py", title=language.say("Lateness"), url_path="tre-han"),
        st.Page("pages/truc_tuyen.py", title=language.say("Online"), url_path="truc-tuyen"),
        st.Page("pages/thu_xin_loi.py", title=language.say("Apology letters"), url_path="thu-xin-loi"),
        st.Page("pages/dinh_nghia.py", title=language.say("Definitions"), url_path="dinh-nghia"),
        st.Page("pages/du_lieu.py", title=language.say("Data and loads"), url_path="du-lieu"),
        st.Page("pages/danh_sach.py", title=language.say("Dossiers"), url_path="danh-sach", visibility="hidden"),
    ],
    position="top",
).run()
