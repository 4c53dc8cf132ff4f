"""Danh sách: the dossiers behind a number, as many rows as the number says."""

from __future__ import annotations

import streamlit as st

from ui import journal, lists
from ui.blocks import files
from ui.frame import page
from ui.list_view import list_title, part_chooser, rows_view, turn_pages
from ui.loading import list_total
from ui.loading_forecast import whole_list
from ui.session import Session


def show(session: Session) -> None:
    """The list: back link, title with the count, parts, one page of rows, the whole list as a file."""
    say, wanted = session.language.say, lists.asked(session)
    question = (wanted.measure.key, wanted.part, wanted.within, session.scope, session.version, session.viewer)
    total = list_total(*question)
    lists.check_page(wanted, total)
    journal.opened_list(session, wanted.measure.key, wanted.part, ":".join(wanted.group or ()), total)
    lists.back_link(session)
    st.title(list_title(session, wanted, total), anchor=False)
    with st.container(key="card-list"):
        st.header(say(wanted.measure.title), anchor=False)
        st.markdown(lists.caption_of(session, wanted), help=say(wanted.measure.formula))
        part_chooser(session, wanted)
        rows_view(session, wanted, total)
        turn_pages(session, wanted, total)
        name = f"{wanted.measure.key}-{wanted.part}".replace(".", "-")
        files(session, name, lambda: lists.as_table(whole_list(*question), session))


page(show)
