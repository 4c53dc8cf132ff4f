"""The card "Hướng dẫn người dân" of "Trực tuyến": who was helped to submit online, and the share before and after."""

from __future__ import annotations

import streamlit as st

from measures.online_help import ASSISTED, REACHED, OnlineHelp
from measures.opportunities import FEWEST
from text import mark
from ui import lists
from ui.blocks import plain, responsive, text_table, titled
from ui.drawn import drawn
from ui.loading_online import load_online_help
from ui.order_lists import caption
from ui.session import Session
from ui.tables import Table

HEADINGS = {
    "name": mark("Unit"),
    "helped": mark("Helped at the desk"),
    "reached": mark("Reached by outreach"),
    "before": mark("Online share, period before"),
    "now": mark("Online share, this period"),
}
PHONE = {"name": HEADINGS["name"], "helped": mark("Helped"), "now": mark("Rate")}


def help_card(session: Session) -> None:
    """People helped and reached in the period, unit by unit, with the share of the period before and of this one."""
    with st.container(key="card-help"):
        titled(session, lambda: _title(session), "help", lambda: help_table(session), ASSISTED)
        _help(session)


def _title(session: Session) -> str:
    seen, count = load_online_help(session), session.language.count
    if seen.told.empty:
        return session.language.say("No data yet on help to submit online")
    people = count("{n} citizen helped to submit online", "{n} citizens helped to submit online", seen.helped[0])
    return people + ", " + count("{n} reached by outreach", "{n} reached by outreach", seen.reached[0])


@drawn
def _help(session: Session) -> None:
    seen, language = load_online_help(session), session.language
    with st.container(key="sub-help"):
        st.markdown(
            language.say("Help and share side by side; that both rise does not prove that one follows from the other.")
        )
    if not seen.told.empty:
        responsive(
            "help",
            lambda: _rows(session, seen, "help", HEADINGS),
            lambda: _rows(session, seen, "help-small", PHONE),
        )
        with st.container(horizontal=True, gap="small", key="groups-help", vertical_alignment="center"):
            for key, (_, entries) in ((ASSISTED, seen.helped), (REACHED, seen.reached)):
                words = {
                    ASSISTED: language.count("{n} entry of help", "{n} entries of help", entries),
                    REACHED: language.count("{n} outreach event", "{n} outreach events", entries),
                }[key]
                lists.number(session, words, key, count=entries)
    with st.container(key="note-help", gap=None):
        if seen.silent:
            names = plain(language.listing(seen.silent))
            st.markdown(f":material/info: {language.say('No data yet: {units}.', units=names)}")
        st.markdown(caption(session))


def _rows(session: Session, seen: OnlineHelp, key: str, columns: dict[str, str]) -> None:
    """The units as a table of text: "–" where nothing was told or no share can be given."""
    say, number = session.language.say, session.language.number
    rows = []
    for row in seen.units.itertuples(index=False):
        cells = {
            "name": plain(row.name),
            "helped": number(row.helped) if row.helped == row.helped else "–",
            "reached": number(row.reached) if row.reached == row.reached else "–",
            "before": _share(session, row.online_before, row.received_before),
            "now": _share(session, row.online, row.received),
        }
        rows.append([cells[name] for name in columns])
    text_table(key, [say(title) for title in columns.values()], rows)


def _share(session: Session, x: float, n: float) -> str:
    language = session.language
    if not n:
        return language.say("no dossiers")
    fraction = language.fraction(x, n)
    return f"{fraction} ({language.percent(x / n)})" if n >= FEWEST else fraction


def help_table(session: Session) -> Table:
    """The same to take away."""
    say, frame = session.language.say, load_online_help(session).units
    shown = {
        say(HEADINGS["name"]): frame["name"],
        say(HEADINGS["helped"]): frame["helped"].astype("Int64"),
        say(HEADINGS["reached"]): frame["reached"].astype("Int64"),
        say(HEADINGS["before"]): frame["online_before"] / frame["received_before"].where(frame["received_before"] > 0),
        say(HEADINGS["now"]): frame["online"] / frame["received"].where(frame["received"] > 0),
    }
    return Table(type(frame)(shown), rates=(say(HEADINGS["before"]), say(HEADINGS["now"])))
