"""Danh sách: the dossiers behind a number, as many rows as the number says."""

from __future__ import annotations

import streamlit as st

from ui import lists
from ui.blocks import caption, files
from ui.frame import page
from ui.list_view import list_title, part_chooser, rows_view, turn_pages
from ui.loading import all_members, list_total
from ui.session import Session, address


def show(session: Session) -> None:
    """The list: back link, title with the count, parts, one page of rows, the whole list as a file."""
    say, wanted = session.language.say, lists.asked(session)
    question = (wanted.measure.key, wanted.part, wanted.within, session.scope, session.version, session.viewer)
    total = list_total(*question)
    lists.check_page(wanted, total)
    st.page_link(
        "pages/tong_quan.py",
        label=say("Back to the overview"),
        icon=":material/arrow_back:",
        query_params=address(session.scope, session.default),
    )
    st.title(list_title(session, wanted, total), anchor=False)
    with st.container(key="card-list"):
        st.header(say(wanted.measure.title), anchor=False)
        st.markdown(caption(session), help=say(wanted.measure.formula))
        part_chooser(session, wanted)
        rows_view(session, wanted, total)
        turn_pages(session, wanted, total)
        name = f"{wanted.measure.key}-{wanted.part}".replace(".", "-")
        files(session, name, lambda: lists.table(all_members(*question), session))


page(show)
