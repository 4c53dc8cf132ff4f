"""The cards of "Kiểm tra công vụ": the plan, findings by kind, what each unit has to mend."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from measures import inspections_page as page
from measures import registry
from measures.inspections_page import DONE, FOUND, OPEN, OVERDUE, REMEDIED, Inspections
from text import mark
from ui import lists, order_lists
from ui.blocks import definition, plain, responsive, text_table, titled
from ui.drawn import drawn
from ui.loading_inspections import load_inspections
from ui.order_lists import caption
from ui.session import Session
from ui.tables import Table

HEADINGS = {
    "name": mark("Unit"),
    "planned": mark("Planned in the period"),
    "done": mark("Done"),
    "due": mark("Findings to be remedied"),
    "remedied": mark("Remedied in time"),
    "open": mark("Open findings"),
    "overdue": mark("Past their day"),
}


@drawn
def page_title(session: Session) -> None:
    """The sentence of the page."""
    st.title(page.page_sentence(load_inspections(session), session.language), anchor=False)


def plan_card(session: Session) -> None:
    """Inspections done of those planned, findings remedied of those due, open findings; each opens its rows."""
    say = session.language.say
    with st.container(key="card-plan", height="stretch"):
        titled(session, lambda: say("Plan and remedy"), "plan", lambda: figures_table(session), DONE)
        _plan(session)


@drawn
def _plan(session: Session) -> None:
    seen, language = load_inspections(session), session.language
    with st.container(key="rates-plan", gap=None):
        _rate_line(session, DONE, seen.plan)
        _rate_line(session, REMEDIED, seen.remedied)
        _count_line(session, OPEN, seen.open)
        _count_line(session, OVERDUE, seen.overdue)
    done, planned = seen.year
    with st.container(key="note-plan", gap=None):
        year = language.say("Since 1 January: {fraction} inspections.", fraction=language.fraction(done, planned))
        st.markdown(plain(year) if planned else language.say("No inspection is planned for this year."))
        st.markdown(caption(session))


def _rate_line(session: Session, key: str, pair: tuple[int, int]) -> None:
    language, (x, n) = session.language, pair
    with st.container(key=f"official-{key}", horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(language.say(registry.get(key).title))
        definition(session, key, f"plan-{key}")
        if not n:
            st.markdown(language.say("none in the period"))
            return
        lists.number(session, language.fraction(x, n), key, "denominator", count=n)


def _count_line(session: Session, key: str, count: int) -> None:
    whole, _, part = key.partition(".")
    with st.container(key=f"official-{whole}-{part}", horizontal=True, vertical_alignment="center", gap="small"):
        measure = registry.get(key)
        st.markdown(session.language.say(measure.title).capitalize())
        definition(session, whole, f"plan-{whole}-{part}")
        lists.number(session, session.language.number(count), whole, part or "numerator", count=count)


def kinds_card(session: Session) -> None:
    """What inspections of the period found, by kind."""
    with st.container(key="card-kinds", height="stretch"):
        titled(
            session,
            lambda: page.kinds_title(load_inspections(session), session.language),
            "kinds",
            lambda: kinds_table(session),
            FOUND,
        )
        _kinds(session)


@drawn
def _kinds(session: Session) -> None:
    seen, language = load_inspections(session), session.language
    with st.container(key="sub-kinds"):
        st.markdown(language.say("What to explain to all units. More findings may mean more thorough inspections."))
    with st.container(key="rates-kinds", gap=None):
        for row in seen.kinds.itertuples(index=False):
            with st.container(
                key=f"official-kind-{row.kind}", horizontal=True, vertical_alignment="center", gap="small"
            ):
                st.markdown(order_lists.group_words("finding_kind", row.kind, language).capitalize())
                words = language.number(row.count)
                lists.number(session, words, FOUND, within=("finding_kind", row.kind), count=row.count)
    with st.container(key="note-kinds"):
        st.markdown(caption(session))


def units_card(session: Session) -> None:
    """What was planned, done, found and mended, unit by unit; open findings open their rows."""
    with st.container(key="card-inspected"):
        titled(
            session,
            lambda: page.units_title(load_inspections(session), session.language),
            "inspected",
            lambda: units_table(session),
            OPEN,
        )
        _units(session)


@drawn
def _units(session: Session) -> None:
    seen, say = load_inspections(session), session.language.say
    responsive(
        "inspected",
        lambda: _rows(session, seen, "inspected", tuple(HEADINGS)),
        lambda: _rows(session, seen, "inspected-small", ("name", "open", "overdue")),
    )
    open_ones = seen.told[seen.told["open"] > 0]
    if not open_ones.empty:
        with st.container(horizontal=True, gap="small", key="groups-inspected", vertical_alignment="center"):
            st.markdown(say("Open findings of"), width="content")
            for row in open_ones.itertuples(index=False):
                words = f"{row.name}: {session.language.number(row.open)}"
                lists.number(session, words, OPEN, within=("unit", row.unit), count=int(row.open))
    with st.container(key="note-inspected", gap=None):
        if seen.silent:
            names = session.language.listing(seen.silent)
            st.markdown(f":material/info: {say('No data yet: {units}.', units=plain(names))}")
        st.markdown(caption(session))


def _rows(session: Session, seen: Inspections, key: str, columns: tuple[str, ...]) -> None:
    """The units as a table of text: "–" where nothing is known."""
    say, number = session.language.say, session.language.number
    rows = [
        [plain(row.name), *(number(n) if n == n else "–" for n in (getattr(row, name) for name in columns[1:]))]
        for row in seen.units.itertuples(index=False)
    ]
    text_table(key, [say(HEADINGS[name]) for name in columns], rows)


def units_table(session: Session) -> Table:
    """The same to take away."""
    frame = load_inspections(session).units[list(HEADINGS)]
    counts = {name: "Int64" for name in HEADINGS if name != "name"}
    frame = frame.astype(counts)
    return Table(frame.rename(columns={name: session.language.say(title) for name, title in HEADINGS.items()}))


def kinds_table(session: Session) -> Table:
    """Findings by kind."""
    seen, language = load_inspections(session), session.language
    kinds = [order_lists.group_words("finding_kind", kind, language) for kind in seen.kinds["kind"]]
    return Table(pd.DataFrame({language.say("Kind of finding"): kinds, language.say("Findings"): seen.kinds["count"]}))


def figures_table(session: Session) -> Table:
    """The figures of the first card."""
    seen, say = load_inspections(session), session.language.say
    pairs = {DONE: seen.plan, REMEDIED: seen.remedied, OPEN: (seen.open, None), OVERDUE: (seen.overdue, None)}
    rows = [(say(registry.get(key).title), x, n) for key, (x, n) in pairs.items()]
    frame = pd.DataFrame(rows, columns=[say("Measure"), say("Numerator"), say("Denominator")])
    return Table(frame.astype({say("Denominator"): "Int64"}))
