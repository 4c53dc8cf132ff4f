"""Danh sách: the dossiers behind a number, as many rows as the number says."""

from __future__ import annotations

import streamlit as st

from ui import lists
from ui.blocks import as_csv, as_xlsx, caption
from ui.frame import page
from ui.list_view import part_chooser, rows_view, turn_pages
from ui.loading import list_total, member_rows
from ui.session import Session


def show(session: Session) -> None:
    """The list: back link, title with the count, parts, one page of rows, the whole list as a file."""
    say = session.language.say
    measure, part, number = lists.asked(session)
    total = list_total(measure.key, part, session.scope, session.version, session.viewer)
    st.page_link(
        "pages/tong_quan.py",
        label=say("Back to the overview"),
        icon=":material/arrow_back:",
        query_params=lists.back_to_overview(session),
    )
    words = dict(lists.parts_of(measure, session.language))[part]
    st.title(session.language.count("{n} dossier: {words}", "{n} dossiers: {words}", total, words=words), anchor=False)
    with st.container(key="card-list"):
        st.subheader(say(measure.title), anchor=False)
        st.markdown(caption(session), help=say(measure.formula))
        part_chooser(session, measure, part)
        rows_view(session, measure, part, number, total)
        turn_pages(session, measure, part, number, total)
        with st.container(horizontal=True):
            name = f"{measure.key}-{part}".replace(".", "-")
            everything = (measure.key, part, session.scope, session.version, session.viewer, None)
            whole = lambda: lists.table(member_rows(*everything), session)  # noqa: E731
            st.download_button("CSV", lambda: as_csv(whole()), f"{name}.csv", "text/csv")
            st.download_button("XLSX", lambda: as_xlsx(whole(), caption(session)), f"{name}.xlsx")


page(show)
