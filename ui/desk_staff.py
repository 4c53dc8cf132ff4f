"""The cards of "Nhân sự một cửa": standards and terms, which standard is missing, the desks unit by unit."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from measures import desk_staff_page as page
from measures import registry
from measures.desk_staff_page import AT_DESK, LACKING, OVER, QUALIFIED, SHORT, TOO_SHORT, DeskStaff
from text import Language, mark
from ui import lists
from ui.blocks import definition, plain, responsive, text_table, titled
from ui.drawn import drawn
from ui.loading_desk_staff import load_desk_staff
from ui.order_lists import caption
from ui.session import Session
from ui.tables import Table

HEADINGS = {
    "name": mark("Unit"),
    "counters": mark("Counters"),
    "people": mark("At the desk"),
    "met": mark("Meet all standards"),
    "months": mark("Months at the desk"),
    "over": mark("Beyond the term"),
    "too_short": mark("Left too early"),
    "each": mark("Dossiers per person"),
}
DATA = {
    "name": HEADINGS["name"],
    "counters": HEADINGS["counters"],
    "people": HEADINGS["people"],
    "met": HEADINGS["met"],
    "least": mark("Fewest months at the desk"),
    "most": mark("Most months at the desk"),
    "over": HEADINGS["over"],
    "ended": mark("Terms that ended"),
    "too_short": HEADINGS["too_short"],
    "dossiers": mark("Dossiers received"),
}
NONE = "–"


@drawn
def page_title(session: Session) -> None:
    """The sentence of the page."""
    st.title(page.page_sentence(load_desk_staff(session), session.language), anchor=False)


def standards_card(session: Session) -> None:
    """Standards met, people beyond the longest term, terms that were too short; each opens its rows."""
    say = session.language.say
    with st.container(key="card-standards", height="stretch"):
        titled(session, lambda: say("Standards and terms"), "standards", lambda: figures_table(session), QUALIFIED)
        _standards(session)


@drawn
def _standards(session: Session) -> None:
    seen, language = load_desk_staff(session), session.language
    silent = seen.told.empty
    with st.container(key="rates-standards", gap=None):
        for key, count in ((AT_DESK, seen.qualified[1]), (OVER, seen.over)):
            with _line(session, key):
                if silent:
                    st.markdown(language.say("no data yet"))
                else:
                    lists.number(session, language.number(count), key, count=count)
        for key, pair in ((QUALIFIED, seen.qualified), (TOO_SHORT, seen.too_short)):
            with _line(session, key):
                if pair[1]:
                    lists.number(session, language.fraction(*pair), key, "denominator", count=pair[1])
                else:
                    st.markdown(language.say("no data yet") if silent else language.say("none in the period"))
    with st.container(key="note-standards", gap=None):
        least, most = seen.limits
        st.markdown(
            language.say("A term at the desk lasts at least {least} and at most {most} months.", least=least, most=most)
        )
        st.markdown(caption(session))


def _line(session: Session, key: str) -> Any:
    """One measure with its definition; its number goes into what is returned."""
    line = st.container(key=f"official-{key}", horizontal=True, vertical_alignment="center", gap="small")
    with line:
        st.markdown(session.language.say(registry.get(key).title))
        definition(session, key, f"standards-{key}")
    return line


def lacking_card(session: Session) -> None:
    """Which standard is missing; who lacks several is counted there once."""
    with st.container(key="card-lacking", height="stretch"):
        titled(
            session,
            lambda: page.lacking_title(load_desk_staff(session), session.language),
            "lacking",
            lambda: lacking_table(session),
            SHORT,
        )
        _lacking(session)


@drawn
def _lacking(session: Session) -> None:
    seen, language = load_desk_staff(session), session.language
    if not seen.qualified[1]:
        st.markdown(language.say("No data yet."))
        return
    with st.container(key="sub-lacking"):
        st.markdown(language.say("Each person stands once: whoever lacks more than one standard, in the last line."))
    with st.container(key="rates-lacking", gap=None):
        for name in LACKING:
            with st.container(key=f"official-{name}", horizontal=True, vertical_alignment="center", gap="small"):
                st.markdown(_part_words(name, language))
                count = seen.lacking[name]
                lists.number(session, language.number(count), SHORT, name, count=count)
    with st.container(key="note-lacking"):
        st.markdown(caption(session))


def _part_words(name: str, language: Language) -> str:
    words = language.say(registry.get(f"{SHORT}.{name}").title)
    return words[:1].upper() + words[1:]


def units_card(session: Session) -> None:
    """Counters, people, standards and months, unit by unit; who lacks a standard or is there too long opens."""
    with st.container(key="card-desks"):
        titled(
            session,
            lambda: page.units_title(load_desk_staff(session), session.language),
            "desks",
            lambda: units_table(session),
            AT_DESK,
        )
        _units(session)


@drawn
def _units(session: Session) -> None:
    seen, say = load_desk_staff(session), session.language.say
    responsive(
        "desks",
        lambda: _rows(session, seen, "desks", tuple(HEADINGS)),
        lambda: _rows(session, seen, "desks-small", ("name", "met", "over")),
    )
    for key, column, words in ((SHORT, "lacking", say("Lack a standard:")), (OVER, "over", say("Beyond the term:"))):
        there = seen.told[seen.told[column] > 0]
        if not there.empty:
            with st.container(horizontal=True, gap="small", key=f"groups-{column}", vertical_alignment="center"):
                st.markdown(words, width="content")
                for row in there.to_dict("records"):
                    label = f"{row['name']}: {session.language.number(row[column])}"
                    lists.number(session, label, key, within=("unit", row["unit"]), count=int(row[column]))
    with st.container(key="note-desks", gap=None):
        if seen.silent:
            names = session.language.listing(seen.silent)
            st.markdown(f":material/info: {say('No data yet: {units}.', units=plain(names))}")
        st.markdown(say("Dossiers received in the period, certification included, to each person at the desk now."))
        st.markdown(caption(session))


def _rows(session: Session, seen: DeskStaff, key: str, columns: tuple[str, ...]) -> None:
    """The units as a table of text: "–" where nothing is known."""
    say = session.language.say
    rows = [[_cell(row, name, session.language) for name in columns] for row in seen.units.to_dict("records")]
    text_table(key, [say(HEADINGS[name]) for name in columns], rows)


def _cell(row: dict[Any, Any], name: str, language: Language) -> str:
    if name == "name":
        return plain(row["name"])
    if row["people"] != row["people"]:  # nothing is known of this unit
        return NONE
    if name == "months":
        ends = sorted({row["least"], row["most"]}) if row["people"] else []
        return "–".join(language.number(end) for end in ends) or NONE
    if name == "met":
        return language.fraction(int(row["met"]), int(row["people"])) if row["people"] else NONE
    if name == "too_short":
        return language.fraction(int(row["too_short"]), int(row["ended"])) if row["ended"] else NONE
    if name == "each":
        told = row["people"] and row["dossiers"] == row["dossiers"]
        return language.number(row["dossiers"] / row["people"]) if told else NONE
    return language.number(row[name]) if row[name] == row[name] else NONE


def units_table(session: Session) -> Table:
    """The same to take away, as plain counts."""
    frame = load_desk_staff(session).units[list(DATA)]
    frame = frame.astype({name: "Int64" for name in DATA if name != "name"})
    return Table(frame.rename(columns={name: session.language.say(title) for name, title in DATA.items()}))


def lacking_table(session: Session) -> Table:
    """People by what they lack."""
    seen, language = load_desk_staff(session), session.language
    words = [_part_words(name, language) for name in LACKING]
    return Table(pd.DataFrame({language.say("Standard"): words, language.say("People"): list(seen.lacking.values())}))


def figures_table(session: Session) -> Table:
    """The figures of the first card."""
    seen, say = load_desk_staff(session), session.language.say
    counts = {AT_DESK: (seen.qualified[1], None), OVER: (seen.over, None)}
    pairs = counts | {QUALIFIED: seen.qualified, TOO_SHORT: seen.too_short}
    rows = [(say(registry.get(key).title), x, n) for key, (x, n) in pairs.items()]
    frame = pd.DataFrame(rows, columns=[say("Measure"), say("Numerator"), say("Denominator")])
    return Table(frame.astype({say("Denominator"): "Int64"}))
