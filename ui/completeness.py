"""The cards of "Đầy đủ và đối soát": what is missing, what the portal says, real late against data late."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from measures import completeness_page as page
from measures import registry
from measures.completeness_page import (
    DIFFERENT,
    EQUAL,
    GAPS,
    KINDS,
    ODD_CODES,
    PARTS,
    READINGS,
    WITHOUT_STEP,
    Completeness,
)
from measures.overview import HEADLINE
from text import mark
from ui import lists, order_lists
from ui.blocks import caption, definition, plain, responsive, text_table, titled
from ui.bottlenecks_parts import rate_line
from ui.drawn import drawn
from ui.loading_completeness import load_completeness
from ui.session import Session
from ui.tables import Table

UNITS = {
    "name": mark("Unit"),
    "missing": mark("Numbers missing"),
    "without_step": mark("Finished without step"),
    "complete_to": mark("Data complete to"),
}
PORTAL = {
    "name": mark("Unit"),
    "listed": mark("On the portal's list"),
} | order_lists.COMPARISONS


@drawn
def page_title(session: Session) -> None:
    """The sentence of the page."""
    st.title(page.page_sentence(load_completeness(session), session.language), anchor=False)


def units_card(session: Session) -> None:
    """Missing receipt numbers, dossiers finished without a step, how far data are complete; unit by unit."""
    with st.container(key="card-complete", height="stretch"):
        titled(
            session,
            lambda: page.units_title(load_completeness(session), session.language),
            "complete",
            lambda: units_data(session),
            GAPS,
        )
        _units(session)


@drawn
def _units(session: Session) -> None:
    seen, language = load_completeness(session), session.language
    missing, gaps = seen.missing
    with st.container(key="rates-complete", gap=None):
        if seen.numbers_told:
            _count_line(session, GAPS, missing, gaps)
            _count_line(session, ODD_CODES, seen.odd, seen.odd)
        if seen.land is not None:
            _land_line(session, *seen.land)
        _pair_line(session, WITHOUT_STEP, seen.without_step, language.say("no data yet"))
    responsive(
        "complete",
        lambda: _units_rows(session, seen, "complete", tuple(UNITS)),
        lambda: _units_rows(session, seen, "complete-small", ("name", "missing", "complete_to")),
    )
    _open_units(session, "complete", language.say("Missing numbers of"), GAPS, seen.units, "missing")
    with st.container(key="note-complete", gap=None):
        st.markdown(
            language.say(
                "Numbers run through all dossiers, certification too. A refused row is missing until it is mended."
            )
        )
        if seen.behind:
            names = plain(language.listing(seen.behind))
            st.markdown(f":material/info: {language.say('Behind the others: {units}.', units=names)}")
        st.markdown(order_lists.caption(session))


def _units_rows(session: Session, seen: Completeness, key: str, columns: tuple[str, ...]) -> None:
    language = session.language

    def cell(row, name: str) -> str:  # type: ignore[no-untyped-def]  # a row of itertuples
        if name == "name":
            return plain(row.name)
        if name == "complete_to":
            day = language.date(row.complete_to) if row.complete_to else language.say("no data yet")
            return language.say("{day}, behind", day=day) if row.behind else day
        known = getattr(row, name)
        if known != known:
            return "–"
        return language.number(known) if name == "missing" else language.fraction(known, row.finished)

    rows = [[cell(row, name) for name in columns] for row in seen.units.itertuples(index=False)]
    text_table(key, [language.say(UNITS[name]) for name in columns], rows)


def portal_card(session: Session) -> None:
    """The national portal's list against ours, unit by unit."""
    with st.container(key="card-portal", height="stretch"):
        titled(
            session,
            lambda: page.portal_title(load_completeness(session), session.language),
            "portal",
            lambda: portal_data(session),
            EQUAL,
        )
        _portal(session)


@drawn
def _portal(session: Session) -> None:
    seen, say = load_completeness(session), session.language.say
    if not seen.listed[1]:
        st.markdown(
            f":material/info: {say('No data yet: no list of the national portal up to a day we are complete to.')}"
        )
    else:
        with st.container(key="rates-portal", gap=None):
            _pair_line(session, EQUAL, seen.listed, "")
            for kind, key in zip(KINDS, PARTS, strict=True):
                _count_line(session, key, seen.differences[kind], seen.differences[kind])
        responsive(
            "complete-portal",
            lambda: _portal_rows(session, seen, "complete-portal", tuple(PORTAL)),
            lambda: _portal_rows(session, seen, "complete-portal-small", ("name", "listed", "equal")),
        )
        told = seen.portal.assign(different=seen.portal["listed"] - seen.portal["equal"])
        _open_units(session, "portal", say("Different at"), DIFFERENT, told, "different")
    with st.container(key="note-portal", gap=None):
        st.markdown(
            say(
                "Compared as at the day of the newest list. A dossier counts once, for the first that differs: unknown "
                "here, state, due day, day of finish. A list does not say which days it covers, so what the portal "
                "lacks cannot be counted."
            )
        )
        if seen.listed[1] and seen.without_list:
            names = plain(session.language.listing(seen.without_list))
            st.markdown(
                f":material/info: {say('No data yet (no list, or one newer than our data): {units}.', units=names)}"
            )
        st.markdown(order_lists.caption(session))


def _portal_rows(session: Session, seen: Completeness, key: str, columns: tuple[str, ...]) -> None:
    number = session.language.number
    told = seen.portal.dropna(subset="listed")
    rows = [
        [plain(row.name), *(number(getattr(row, name)) for name in columns[1:])] for row in told.itertuples(index=False)
    ]
    text_table(key, [_heading(PORTAL[name], session) for name in columns], rows)


def _heading(words: str, session: Session) -> str:
    said = session.language.say(words)
    return said[:1].upper() + said[1:]


def readings_card(session: Session) -> None:
    """The overdue rate as recorded, and without what may be late in the data only."""
    with st.container(key="card-readings"):
        titled(
            session,
            lambda: page.readings_title(load_completeness(session), session.language),
            "readings",
            lambda: readings_data(session),
            HEADLINE,
        )
        _readings(session)


@drawn
def _readings(session: Session) -> None:
    seen, say = load_completeness(session), session.language.say
    with st.container(key="sub-readings"):
        st.markdown(say("The official rate is the first; the others take off what may not be late work."))
    with st.container(key="rates-readings", gap=None):
        for key in READINGS:
            told = key == HEADLINE or seen.steps_told or not seen.readings[key][0]
            rate_line(session, key, seen.readings[key], strong=key == HEADLINE, told=told)
    with st.container(key="note-readings", gap=None):
        st.markdown(say("A dossier late in the system only counts as kept. Unrecorded late ones leave both sides."))
        st.markdown(caption(session))


def _pair_line(session: Session, key: str, pair: tuple[int, int], nothing: str) -> None:
    language, (x, n) = session.language, pair
    with st.container(key=f"official-{key}", horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(language.say(registry.get(key).title))
        definition(session, key, f"complete-{key}")
        if not n:
            st.markdown(nothing)
            return
        lists.number(session, language.fraction(x, n), key, "denominator", count=n)


def _count_line(session: Session, key: str, count: int, rows: int) -> None:
    whole, _, part = key.partition(".")
    with st.container(key=f"official-{whole}-{part}", horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(_heading(registry.get(key).title, session))
        definition(session, whole, f"complete-{whole}-{part}")
        lists.number(session, session.language.number(count), whole, part or "numerator", count=rows)


def _land_line(session: Session, missing: int, gaps: int) -> None:
    """Of the land branch, where the scope leaves it out: its dossiers are to be recorded as well."""
    language, scope = session.language, page.of_land(session.scope)
    with st.container(key="official-land-gaps", horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(language.say("Missing at the land registry branch"))
        definition(session, GAPS, "complete-land")
        lists.number(session, language.number(missing), GAPS, scope=scope, count=gaps)


def _open_units(session: Session, name: str, words: str, key: str, units: pd.DataFrame, column: str) -> None:
    """A link for each unit that has some."""
    some = units[units[column] > 0]
    if some.empty:
        return
    with st.container(horizontal=True, gap="small", key=f"groups-{name}", vertical_alignment="center"):
        st.markdown(words, width="content")
        for row in some.to_dict("records"):
            count = f"{row['name']}: {session.language.number(row[column])}"
            lists.number(session, count, key, within=("unit", row["unit"]), count=int(row[column]))


def units_data(session: Session) -> Table:
    """Completeness by unit, to take away."""
    columns = UNITS | {"finished": mark("Finished, of units that tell steps")}
    frame = load_completeness(session).units[list(columns)]
    frame = frame.astype({"missing": "Int64", "without_step": "Int64", "finished": "Int64"})
    return Table(frame.rename(columns={name: session.language.say(title) for name, title in columns.items()}))


def portal_data(session: Session) -> Table:
    """The portal's list by unit, to take away."""
    frame = load_completeness(session).portal[list(PORTAL)]
    frame = frame.astype({name: "Int64" for name in PORTAL if name != "name"})
    return Table(frame.rename(columns={name: _heading(title, session) for name, title in PORTAL.items()}))


def readings_data(session: Session) -> Table:
    """The readings of the overdue rate, to take away."""
    say, readings = session.language.say, load_completeness(session).readings
    rows = [(say(registry.get(key).title), int(x), int(n)) for key, (x, n) in readings.items()]
    return Table(pd.DataFrame(rows, columns=[say("Measure"), say("Numerator"), say("Denominator")]))
