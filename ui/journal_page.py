"""The page "Nhật ký": who signed in, was refused, opened a list, took a file away or loaded data."""

from __future__ import annotations

import datetime as dt
import math

import pandas as pd
import streamlit as st

from data_access.journal import KINDS, PAGE_SIZE, Asked, Entry
from measures import registry
from text import Language, mark
from ui import journal
from ui.blocks import files, message, plain, responsive
from ui.lists import ListError
from ui.session import LANGUAGE_PARAMETER, Session
from ui.tables import Table

WHO, WHAT, DAY, PAGE = "ai", "viec", "ngay", "trang"
WORDS = {
    "signed_in": mark("signed in"),
    "signed_out": mark("signed out"),
    "refused": mark("refused"),
    "list_opened": mark("opened a list"),
    "exported": mark("took a file away"),
    "loaded": mark("loaded data"),
}
REASONS = {
    "expired": mark("signed in too long ago"),
    "unverified": mark("e-mail not verified"),
    "unknown": mark("no rights"),
    "ambiguous": mark("groups with different rights"),
    "not_through_proxy": mark("not through the web server"),
}
PARTS = {
    "numerator": mark("all counted dossiers"),
    "denominator": mark("all dossiers of the rate"),
    "frozen": mark("list to confirm before a meeting"),
}
ROLES = {"leader": mark("Leader"), "chair": mark("Chair"), "office": mark("Office"), "screen": mark("Shared screen")}


def asked_for() -> tuple[Asked, int]:
    """Filter and page number of the address.

    Raises:
        ListError: one of them is none.
    """
    params = st.query_params
    who, what, day, page = (params.get(name, "") for name in (WHO, WHAT, DAY, PAGE))
    if what and what not in KINDS:
        raise ListError(what)
    if page and not (page.isdecimal() and int(page) > 0):
        raise ListError(page)
    if not day:
        return Asked(who, what), int(page or 1)
    try:
        start = dt.datetime.combine(dt.date.fromisoformat(day), dt.time()).astimezone()
    except (ValueError, OverflowError) as error:
        raise ListError(day) from error
    return Asked(who, what, start, start + dt.timedelta(days=1)), int(page or 1)


def show(session: Session) -> None:
    """Filters, one page of lines, newest first, and all of them as a file."""
    say = session.language.say
    if not session.person.who:
        st.title(say("Journal"), anchor=False)
        message("history", say("Nobody has to sign in, so nothing is written down."))
        return
    book, (asked, number) = journal.the_journal(), asked_for()
    total = book.count(asked)
    pages = max(1, math.ceil(total / PAGE_SIZE))
    if number > pages:
        raise ListError(str(number))
    st.title(session.language.count("Journal: {n} entry", "Journal: {n} entries", total), anchor=False)
    with st.container(key="card-journal"):
        _filters(session.language, asked, book.people())
        lines = table(book.entries(asked, number), session.language)
        _lines(lines, session.language)
        _turn(session.language, number, pages)
        files(session, "nhat-ky", lambda: Table(table(book.entries(asked, None), session.language)))


def table(entries: list[Entry], language: Language) -> pd.DataFrame:
    """Lines as people read them; times of the server's clock."""
    say = language.say
    return pd.DataFrame(
        {
            say("When"): [_when(entry.at, language) for entry in entries],
            say("Account"): [entry.who for entry in entries],
            say("Role"): [say(ROLES[entry.role]) if entry.role in ROLES else "" for entry in entries],
            say("What"): [say(WORDS[entry.what]) for entry in entries],
            say("Details"): [_details(entry, language) for entry in entries],
        },
        dtype=str,
    )


def _lines(lines: pd.DataFrame, language: Language) -> None:
    """All columns on a desk; on a phone three, each with what belongs to it."""
    shown = lines.map(plain)  # as it is, whatever Markdown would make of it
    # An account as code: it would become a link to write to.
    shown.iloc[:, 1] = [f"`{who.replace('`', '')}`" if who else "" for who in lines.iloc[:, 1]]
    when, who, _, what, details = (shown[column] for column in shown.columns)
    small = pd.DataFrame({shown.columns[0]: when, shown.columns[1]: who, shown.columns[3]: what + " " + details})

    def draw(name: str, frame: pd.DataFrame) -> None:
        with st.container(key=f"table-journal{name}"):
            st.table(frame, border="horizontal", hide_index=True, alt=language.say("Journal"))

    responsive("journal", lambda: draw("", shown), lambda: draw("-small", small))


def _when(at: dt.datetime, language: Language) -> str:
    local = at.astimezone()
    return f"{language.date(local.date())} {local:%H:%M:%S}"


def _details(entry: Entry, language: Language) -> str:
    """Measure, part, group, scope, file, how many, version: whatever was written down."""
    say, told = language.say, dict(entry.details)
    parts = [say(REASONS[str(told["reason"])])] if told.get("reason") in REASONS else []
    if (key := told.get("measure")) in registry.MEASURES:
        parts.append(say(registry.get(str(key)).title))
    if (part := told.get("part")) is not None:
        parts.append(say(PARTS[str(part)]) if part in PARTS else str(part))
    parts += [str(told[name]) for name in ("within", "file", "scope") if name in told]
    if "count" in told:
        number = language.number(int(told["count"]))
        parts.append(say("{n} files", n=number) if entry.what == "loaded" else say("{n} rows", n=number))
    return "; ".join(parts + ([str(told["version"])] if "version" in told else []))


def _filters(language: Language, asked: Asked, people: list[str]) -> None:
    """Person, deed and day; the address is the only truth."""
    say, columns = language.say, st.columns([3, 2, 2, 5], vertical_alignment="bottom")
    with columns[0]:
        everybody = dict.fromkeys(["", *people, asked.who])
        _choice(say("Account"), WHO, list(everybody), lambda name: name or say("everybody"), asked.who, language)
    with columns[1]:
        title = lambda what: say(WORDS[what]) if what else say("everything")  # noqa: E731
        _choice(say("What"), WHAT, ["", *KINDS], title, asked.what, language)
    with columns[2]:
        key = "journal-day"
        st.session_state[key] = language.date(asked.since.date()) if asked.since else ""
        st.text_input(say("Day"), key=key, placeholder="dd/mm/yyyy", on_change=_day, args=(key,))


def _choice(label: str, name: str, options: list[str], title, current: str, language: Language) -> None:  # type: ignore[no-untyped-def]
    key = f"journal-{name}-{language.code}"
    st.session_state[key] = current
    st.selectbox(label, options, format_func=title, key=key, on_change=lambda: _go(**{name: st.session_state[key]}))


def _day(key: str) -> None:
    typed = st.session_state[key].strip()
    try:
        _go(**{DAY: dt.datetime.strptime(typed, "%d/%m/%Y").date().isoformat() if typed else ""})  # noqa: DTZ007
    except ValueError:
        _go(**{DAY: typed})  # the page says that it is no day


def _go(**changes: str) -> None:
    """Other lines, from the first page on."""
    kept = {
        name: value for name, value in st.query_params.to_dict().items() if name in (WHO, WHAT, DAY, LANGUAGE_PARAMETER)
    }
    st.query_params.from_dict({name: value for name, value in (kept | changes).items() if value})


def _turn(language: Language, number: int, pages: int) -> None:
    if pages < 2:
        return
    say = language.say
    with st.container(horizontal=True, vertical_alignment="center"):
        if st.button(say("Previous page"), disabled=number <= 1, icon=":material/chevron_left:"):
            _go(**{PAGE: str(number - 1)})
            st.rerun()
        st.markdown(say("Page {n} of {pages}", n=number, pages=pages), width="content")
        if st.button(say("Next page"), disabled=number >= pages, icon=":material/chevron_right:"):
            _go(**{PAGE: str(number + 1)})
            st.rerun()
