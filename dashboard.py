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

# Path in the address, title, which right of the viewer it needs ("": none), where the menu shows it ("": nowhere).
MENU, MORE = "menu", "more"
PAGES = (
    ("tong-quan", mark("Overview"), "", MENU),
    ("tre-han", mark("Lateness"), "", MENU),
    ("truc-tuyen", mark("Online"), "", MENU),
    ("thu-xin-loi", mark("Apology letters"), "", MENU),
    ("phuong-cua-toi", mark("My unit"), "may_list", MENU),
    ("trinh-chieu", mark("Projection"), "", MENU),
    ("theo-doi", mark("Order 1400"), "", MORE),
    ("diem-nghen", mark("Bottlenecks"), "", MORE),
    ("dat-dai", mark("Land"), "", MORE),
    ("niem-yet", mark("Posting"), "", MORE),
    ("giay-to", mark("Papers"), "", MORE),
    ("nhan-su", mark("Desk staff"), "", MORE),
    ("kiem-tra", mark("Inspections"), "", MORE),
    ("doi-soat", mark("Completeness"), "", MORE),
    ("don-doc", mark("Reminders"), "", MORE),
    ("cuoc-hop", mark("Meeting"), "may_list", MORE),
    ("bieu-mau", mark("Forms"), "may_list", MORE),
    ("dinh-nghia", mark("Definitions"), "", MORE),
    ("du-lieu", mark("Data and loads"), "sees_all", MORE),
    ("nhat-ky", mark("Journal"), "may_audit", MORE),
    ("danh-sach", mark("Dossiers"), "may_list", ""),
)

language = current_language()
st.set_page_config(page_icon="static/logo-quan6.svg", layout="wide")
st.logo("static/logo-quan6.svg", size="large")
page_style(language)
language_switch(language)
somebody = at_the_door()


def page(path: str, title: str, right: str, where: str) -> st.Page:
    """A page of the menu; where this person may not see it, a sentence at the same address."""
    options = {"title": language.say(title), "url_path": path, "default": path == "tong-quan"}
    if not isinstance(somebody, Person):
        return st.Page(partial(turned_away, language, somebody), visibility="hidden", **options)
    if right and not getattr(somebody.viewer, right):
        return st.Page(partial(not_for_you, language, somebody), visibility="hidden", **options)
    file = f"pages/{path.replace('-', '_')}.py"
    return st.Page(file, visibility="visible" if where else "hidden", **options)


menu = [page(*known) for known in PAGES if known[3] != MORE]
more = [page(*known) for known in PAGES if known[3] == MORE]
st.navigation({"": menu, language.say("More"): more}, position="top").run()
