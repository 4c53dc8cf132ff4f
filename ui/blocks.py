"""Small parts that several pages use: responsive figures, downloads, messages, lists."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import streamlit as st
import xlsxwriter

from charts.theme import CONFIG, Figure
from measures.scope import Scope
from text import Language
from ui.session import Session

STYLE = Path(__file__).parent / "style.css"
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
LIST_PAGE = "pages/danh_sach.py"


def page_style(language: Language) -> None:
    """The one style sheet, and the language of the page for those who listen to it (a constant of two)."""
    st.html(STYLE)
    st.html(f"<script>document.documentElement.lang = '{language.code}'</script>", unsafe_allow_javascript=True)


def plain(text: str) -> str:
    """Text of the data as it is, whatever Markdown would make of it."""
    return re.sub(r"([\\`*_{}\[\]()#+.!|~:$<>-])", r"\\\1", text)


def figure(drawn: Figure, alt: str, key: str, **more: object) -> object:
    """A Plotly figure in our theme, with its finding as the name for those who cannot see it."""
    return st.plotly_chart(drawn, theme=None, config=CONFIG, alt=alt, key=key, **more)  # type: ignore[arg-type]


def responsive(name: str, desk: Callable[[], None], phone: Callable[[], None]) -> None:
    """Two versions of a block; the style sheet shows the one that fits the screen."""
    with st.container(key=f"desk-{name}"):
        desk()
    with st.container(key=f"phone-{name}"):
        phone()


def titled(session: Session, title: str, name: str, data: Callable[[], pd.DataFrame]) -> None:
    """The heading of a card, with the data of its figure at the right end."""
    with st.container(horizontal=True, vertical_alignment="top", gap="small", key=f"title-{name}"):
        st.subheader(title, anchor=False)
        downloads(data, name, session)


def downloads(data: Callable[[], pd.DataFrame], name: str, session: Session) -> None:
    """The data of a figure, to look at and to take away as CSV or XLSX; made when it is opened."""
    say = session.language.say
    with st.container(key=f"data-{name}", width="content"):
        box = st.popover(
            say("Data"), icon=":material/table_view:", type="tertiary", key=f"show-{name}", on_change="rerun"
        )
    if not box.open:
        return
    frame = data()
    with box:
        st.caption(caption(session))
        st.dataframe(frame, hide_index=True, width="stretch", height="auto")
        with st.container(horizontal=True):
            st.download_button("CSV", lambda: as_csv(frame), f"{name}.csv", "text/csv", key=f"csv-{name}")
            st.download_button("XLSX", lambda: as_xlsx(frame, caption(session)), f"{name}.xlsx", key=f"xlsx-{name}")


def caption(session: Session, scope: Scope | None = None) -> str:
    """Scope (default: the chosen one) and day, for under a figure and into a file."""
    scope = scope or session.scope
    until = session.language.date(min(scope.until, session.held.cut_off))
    parts = [scope.period.title(session.language), scope.describe(session.language, session.held.known)]
    parts.append(session.language.say("Figures up to {day}", day=until))
    return ". ".join(parts + ([session.language.say("Sample data")] if session.held.sample else [])) + "."


def as_csv(frame: pd.DataFrame) -> bytes:
    """UTF-8 with BOM, for spreadsheets; text that begins like a formula gets an apostrophe."""
    safe = frame.map(lambda cell: f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_STARTS) else cell)
    return safe.to_csv(index=False).encode("utf-8-sig")


def as_xlsx(frame: pd.DataFrame, note: str) -> bytes:
    """One sheet: the note, a header row, the rows. Text stays text; rates and dates are formatted."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(
        buffer, {"strings_to_formulas": False, "strings_to_urls": False, "nan_inf_to_errors": True}
    )
    sheet = book.add_worksheet()
    bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "dd/mm/yyyy"})
    sheet.write_string(0, 0, note)
    for column, title in enumerate(frame.columns):
        sheet.write_string(2, column, str(title), bold)
        sheet.set_column(column, column, max(12, min(48, len(str(title)) + 4)))
    for number, row in enumerate(frame.itertuples(index=False), start=3):
        for column, cell in enumerate(row):
            if pd.isna(cell):
                continue
            if hasattr(cell, "year"):
                sheet.write_datetime(number, column, cell, day)
            elif isinstance(cell, str):
                sheet.write_string(number, column, cell)
            else:
                sheet.write(number, column, cell)
    book.close()
    return buffer.getvalue()


def message(icon: str, lead: str, rest: str = "") -> None:
    """A sentence instead of a figure: what is not there, and what to do."""
    with st.container(border=True, key=f"card-message-{icon}"):
        st.markdown(f":material/{icon}: **{lead}**")
        if rest:
            st.markdown(rest)
