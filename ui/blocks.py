"""Small parts that several pages use: responsive figures, downloads, messages, lists."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import pandas as pd
import streamlit as st
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from charts.theme import CONFIG, Figure
from data_access.journal import JournalError
from measures import registry
from measures.published import is_published
from measures.scope import Scope
from text import Language
from ui import identity, journal
from ui.drawn import drawn
from ui.export_note import export_note
from ui.file_button import XLSX, file_button
from ui.session import CAME_FROM, Session, address
from ui.tables import Table

log = logging.getLogger(__name__)
STYLE = Path(__file__).parent / "style.css"
# The language of the page; and the roles of the menu's group on a phone, where Streamlit puts a <div> into a list.
SCRIPT = """<script>
document.documentElement.lang = '{code}';
window.dossierMenu ??= new MutationObserver(() => {{
    for (const group of document.querySelectorAll('[data-testid=stSidebarNavItems] > div:not([role])')) {{
        group.setAttribute('role', 'listitem');
        group.querySelectorAll('li').forEach(item => item.setAttribute('role', 'none'));
    }}
}});
window.dossierMenu.observe(document.body, {{childList: true, subtree: true}});
</script>"""
DEFINITIONS_PAGE, DEFINITION = "pages/dinh_nghia.py", "do"
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def page_style(language: Language) -> None:
    """The one style sheet, and the language of the page for those who listen to it (a constant of two)."""
    st.html(STYLE)
    st.html(SCRIPT.format(code=language.code), unsafe_allow_javascript=True)


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


def text_table(key: str, titles: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """A small table as text, numbers to the right; cells are words of ours or have gone through ``plain``."""
    lines = [f"| {' | '.join(cells)} |" for cells in rows]
    with st.container(key=f"table-figures-{key}"):
        st.markdown("\n".join([f"| {' | '.join(titles)} |", "|---|" + "---:|" * (len(titles) - 1), *lines]))


def titled(session: Session, title: Callable[[], str], name: str, data: Callable[[], Table], measure: str) -> str:
    """The heading of a card, with the definition of its measure and the data of its figure at the right end. Returns
    the title. ``title`` is asked only where the heading was not drawn before, ``data`` where somebody opens it."""
    with st.container(horizontal=True, vertical_alignment="top", gap="small", key=f"title-{name}"):
        said = _heading(session, name, measure, title)
        downloads(data, name, session)
    return said


@drawn
def _heading(session: Session, name: str, measure: str, title: Callable[[], str]) -> str:
    said = title()
    st.header(said, anchor=False)
    definition(session, measure, name)
    return said


def definition(session: Session, measure: str, name: str) -> None:
    """The way to what a number means: an icon to look at, a name to hear."""
    words = session.language.say("Definition: {title}", title=session.language.say(registry.get(measure).title))
    params = address(session.scope, session.default, **{DEFINITION: measure, CAME_FROM: session.page})
    with st.container(key=f"define-{name}", width="content"):
        st.page_link(DEFINITIONS_PAGE, label=words, icon=":material/help:", query_params=params)


def downloads(data: Callable[[], Table], name: str, session: Session) -> None:
    """The data of a figure, to look at and to take away as CSV or XLSX; made when it is opened."""
    say = session.language.say
    box = st.popover(say("Data"), icon=":material/table_view:", type="tertiary", key=f"data-{name}", on_change="rerun")
    if not box.open:
        return
    made = data()
    with box:
        st.caption(caption(session))
        files(session, name, lambda: made)
        shown = made.written(session.language)
        st.dataframe(shown, hide_index=True, width="stretch", height=min(320, 40 + 32 * max(1, len(shown))))


def files(session: Session, name: str, make: Callable[[], Table | pd.DataFrame]) -> None:
    """Two buttons: the rows as CSV and as XLSX, named after what they hold. Who takes them away is written down then;
    where that cannot be, no file is given out."""
    scope = session.scope
    file = "-".join([name, scope.period.token, *scope.units])
    if not ready(session):
        return

    def taken(kind: str) -> tuple[Table, list[str]]:
        identity.confirm(session.person, session.profile.name, session.held.sample)
        made = make()
        table = made if isinstance(made, Table) else Table(made)
        journal.exported(session, f"{file}.{kind}", len(table.frame))
        return table, export_note(session, caption(session))

    with st.container(horizontal=True):
        file_button("CSV", lambda: as_csv(*taken("csv")), f"{file}.csv", "text/csv", f"csv-{name}")
        file_button("XLSX", lambda: as_xlsx(*taken("xlsx")), f"{file}.xlsx", XLSX, f"xlsx-{name}")


def ready(session: Session) -> bool:
    """Whether a file could be given out: who takes it can be written down; else a sentence."""
    try:
        journal.assert_ready(session.person)
    except JournalError as error:
        log.error("%s", error)
        st.markdown(" ".join([":material/lock:", *closed_words(session.language)]))
        return False
    return True


def closed_words(language: Language) -> tuple[str, str]:
    """The sentences instead of a list or a file that cannot be written down."""
    lead = language.say("Lists and files are closed just now: what is opened cannot be written down.")
    return lead, language.say("The numbers of the pages stay open. The reason is in the log.")


def caption(session: Session, scope: Scope | None = None) -> str:
    """Scope (default: the chosen one) and day, for under a figure and into a file."""
    scope = scope or session.scope
    until = session.language.date(min(scope.until, session.held.cut_off))
    parts = [scope.period.title(session.language), scope.describe(session.language, session.held.known)]
    parts.append(session.language.say("Figures up to {day}", day=until))
    parts += [session.language.say("Sample data")] if session.held.sample else []
    if scope != session.scope and session.viewer.units is not None:
        parts.append(_of_others(session, scope))
    return ". ".join(parts) + "."


def _of_others(session: Session, comparison: Scope) -> str:
    """What somebody with units of their own is shown of the others (``measures.published``)."""
    say, least = session.language.say, session.viewer.least_cell
    if least is None:
        return say("Other units are not shown to you")
    if not is_published(comparison, session.held):
        return say("Other units are shown for whole months that are over, without further filters")
    return say("Other units are shown where every month of the year has at least {n} dossiers", n=least)


def as_csv(table: Table, note: list[str]) -> bytes:
    """UTF-8 with BOM, for spreadsheets: the note as one cell that begins with "# ", a header row, the rows. Text that
    begins like a formula gets an apostrophe."""

    def safe(cell: object) -> object:
        return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_STARTS) else cell

    told = " ".join(note).translate({ord(","): ";", ord('"'): "'", ord("\n"): " ", ord("\r"): " "})
    frame = table.frame.map(safe).rename(columns=safe)
    # With both characters in the line's end pandas quotes a cell that holds either: none begins a line by itself.
    rows = frame.to_csv(index=False, lineterminator="\r\n")
    return f"# {told}\r\n{rows}".encode("utf-8-sig")


def as_xlsx(table: Table, note: list[str]) -> bytes:
    """One sheet: the lines of the note, a header row, the rows. Text stays text; numbers, rates and dates stay what
    they are."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"strings_to_formulas": False, "strings_to_urls": False})
    sheet, bold = book.add_worksheet("Số liệu"), book.add_format({"bold": True})
    forms = {
        column: book.add_format({"num_format": _number_format(column, table)})
        for column in map(str, table.frame.columns)
    }
    for number, line in enumerate(note):
        sheet.write_string(number, 0, line)
    header = len(note) + 1
    for place, title in enumerate(forms):
        sheet.write_string(header, place, title, bold)
        sheet.set_column(place, place, max(12, min(48, len(title) + 4)))
    for number, row in enumerate(table.frame.itertuples(index=False), start=header + 1):
        for place, (cell, form) in enumerate(zip(row, forms.values(), strict=True)):
            _write_cell(sheet, number, place, cell, form)
    sheet.freeze_panes(header + 1, 1)
    book.close()
    return buffer.getvalue()


def _number_format(column: str, table: Table) -> str:
    if column in table.rates:
        return "0.0%"
    return "mm/yyyy" if column in table.months else "dd/mm/yyyy"


def _write_cell(sheet: Worksheet, row: int, column: int, cell: object, form: Format) -> None:
    if pd.isna(cell):  # type: ignore[call-overload]
        return
    if hasattr(cell, "year"):
        sheet.write_datetime(row, column, cell, form)
    elif isinstance(cell, str):
        sheet.write_string(row, column, cell)
    elif isinstance(cell, float):
        sheet.write_number(row, column, cell, form)
    else:
        sheet.write_number(row, column, int(cell))  # type: ignore[call-overload]


def message(icon: str, lead: str, rest: str = "") -> None:
    """A sentence instead of a figure: what is not there, and what to do."""
    with st.container(border=True, key=f"card-message-{icon}"):
        st.markdown(f":material/{icon}: **{lead}**")
        if rest:
            st.markdown(rest)
