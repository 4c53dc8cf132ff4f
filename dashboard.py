"""The one-stop dossier dashboard: page set-up, the door and navigation, nothing else. Start it with ``make run``."""

from __future__ import annotations

from functools import partial

import streamlit as st

from text import mark
from ui.blocks import page_style
from ui.frame import not_for_you, turned_away
from ui.identity import Person
from ui.scope_bar import language_switch
from ui.session import current_language
from ui.signing_in import at_the_door

# Path in the address, file, title, which right of the viewer it needs ("": none), whether the menu shows it.
PAGES = (
    ("tong-quan", mark("Overview"), "", True),
    ("tre-han", mark("Lateness"), "", True),
    ("truc-tuyen", mark("Online"), "", True),
    ("thu-xin-loi", mark("Apology letters"), "", True),
    ("phuong-cua-toi", mark("My unit"), "may_list", True),
    ("dinh-nghia", mark("Definitions"), "", True),
    ("du-lieu", mark("Data and loads"), "sees_all", True),
    ("nhat-ky", mark("Journal"), "may_audit", True),
    ("danh-sach", mark("Dossiers"), "may_list", False),
)

language = current_language()
st.set_page_config(page_icon="static/logo-quan6.svg", layout="wide")
st.logo("static/logo-quan6.svg", size="large")
page_style(language)
language_switch(language)
somebody = at_the_door()


def page(path: str, title: str, right: str, shown: bool) -> st.Page:
    """A page of the menu; where this person may not see it, a sentence at the same address."""
    options = {"title": language.say(title), "url_path": path, "default": path == "tong-quan"}
    if not isinstance(somebody, Person):
        return st.Page(partial(turned_away, language, somebody), visibility="hidden", **options)
    if right and not getattr(somebody.viewer, right):
        return st.Page(partial(not_for_you, language, somebody), visibility="hidden", **options)
    file = f"pages/{path.replace('-', '_')}.py"
    return st.Page(file, visibility="visible" if shown else "hidden", **options)


st.navigation([page(*known) for known in PAGES], position="top").run()
