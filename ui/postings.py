"""The cards of "Niêm yết": the rates, what is to be mended, unit by unit and field by field."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from measures import postings_page as page
from measures import registry
from measures.postings import FAULT_WORDS, FAULTS
from measures.postings_page import IN_FORCE, ON_TIME, RATES, TO_MEND, Postings
from text import mark
from ui import lists
from ui.blocks import definition, plain, responsive, text_table, titled
from ui.drawn import drawn
from ui.loading_postings import load_postings
from ui.order_lists import caption
from ui.session import Session
from ui.tables import Table

NONE = "–"
HEADINGS = {"name": mark("Unit"), "in_force": mark("Procedures to be posted"), "mend": mark("To mend")}
SHORT_FAULTS = {
    "outdated": mark("Outdated"),
    "not_at_desk": mark("Not at the desk"),
    "not_on_web": mark("Not on the web"),
    "incomplete": mark("Incomplete"),
    "incorrect": mark("Incorrect"),
    "not_in_form": mark("Not in form"),
}


@drawn
def page_title(session: Session) -> None:
    """The sentence of the page."""
    st.title(page.page_sentence(load_postings(session), session.language), anchor=False)


def rates_card(session: Session) -> None:
    """Posted in time, in full, correctly; each opens its versions."""
    say = session.language.say
    with st.container(key="card-rates", height="stretch"):
        titled(session, lambda: say("In time, in full, correctly"), "rates", lambda: rates_table(session), ON_TIME)
        _rates(session)


@drawn
def _rates(session: Session) -> None:
    seen, language = load_postings(session), session.language
    with st.container(key="rates-postings", gap=None):
        for key in RATES:
            x, n = seen.rates[key]
            words = f"{language.fraction(x, n)} ({language.percent(x / n)})" if n else ""
            _line(session, key, words, "denominator", n, not seen.told.empty)
        words = "" if seen.told.empty else language.number(seen.in_force)
        _line(session, IN_FORCE, words, "numerator", seen.in_force, not seen.told.empty)
    with st.container(key="note-rates", gap=None):
        st.markdown(plain(_time_words(session)))
        st.markdown(caption(session))


def _line(session: Session, key: str, words: str, part: str, count: int, told: bool) -> None:
    say = session.language.say
    with st.container(key=f"official-{key}", horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(say(registry.get(key).title))
        definition(session, key, f"rates-{key}")
        if not words:
            st.markdown(say("none in the period") if told else say("no data"))
            return
        lists.number(session, words, key, part, count=count)


def _time_words(session: Session) -> str:
    """Within how many working days, and who says so."""
    language, scope = session.language, session.scope
    days = language.count("within {n} working day", "within {n} working days", scope.posting_days)
    in_force = [wait for wait in scope.posting_waits if wait.valid_from <= scope.until]
    document = in_force[-1].document if in_force else ""
    if document:
        return language.say("In time: at the desk and on the web {days} ({document}).", days=days, document=document)
    return language.say("In time: at the desk and on the web {days}: an example, set by no document yet.", days=days)


def faults_card(session: Session) -> None:
    """What is to be mended by reason; each opens its list."""
    with st.container(key="card-faults", height="stretch"):
        titled(
            session,
            lambda: page.faults_title(load_postings(session), session.language),
            "faults",
            lambda: faults_table(session),
            TO_MEND,
        )
        _faults(session)


@drawn
def _faults(session: Session) -> None:
    seen, language = load_postings(session), session.language
    with st.container(key="rates-faults", gap=None):
        for fault in FAULTS:
            with st.container(key=f"official-fault-{fault}", horizontal=True, vertical_alignment="center", gap="small"):
                st.markdown(language.say(FAULT_WORDS[fault]).capitalize())
                count = seen.faults[fault]
                words = language.number(count) if not seen.told.empty else NONE
                lists.number(session, words, TO_MEND, fault, count=count)
    with st.container(key="note-faults", gap=None):
        st.markdown(language.say("Each version counts once, for the first that holds in this order."))
        st.markdown(caption(session))


def units_card(session: Session) -> None:
    """Unit by unit how many procedures are to be posted and what is to be mended; the numbers below open the list."""
    with st.container(key="card-postings"):
        titled(
            session,
            lambda: page.units_title(load_postings(session), session.language),
            "postings",
            lambda: units_table(session),
            TO_MEND,
        )
        _units(session)


@drawn
def _units(session: Session) -> None:
    seen, say = load_postings(session), session.language.say
    heads = {name: say(title) for name, title in (HEADINGS | SHORT_FAULTS).items()}
    responsive(
        "postings",
        lambda: _unit_rows(session, seen, "postings", heads),
        lambda: _unit_rows(session, seen, "postings-small", {name: heads[name] for name in HEADINGS}),
    )
    mending = seen.told[seen.told["mend"] > 0]
    if not mending.empty:
        with st.container(horizontal=True, gap="small", key="groups-postings", vertical_alignment="center"):
            st.markdown(say("To mend at"), width="content")
            for row in mending.itertuples(index=False):
                words = f"{row.name}: {session.language.number(row.mend)}"
                lists.number(session, words, TO_MEND, within=("unit", row.unit), count=int(row.mend))
    with st.container(key="note-postings", gap=None):
        if seen.silent:
            names = session.language.listing(seen.silent)
            st.markdown(f":material/info: {say('No data yet: {units}.', units=plain(names))}")
        st.markdown(caption(session))


def _unit_rows(session: Session, seen: Postings, key: str, heads: dict[str, str]) -> None:
    number = session.language.number
    rows = [
        [plain(row["name"]), *(number(row[name]) if row[name] == row[name] else NONE for name in list(heads)[1:])]
        for row in seen.units.to_dict("records")
    ]
    text_table(key, list(heads.values()), rows)


def fields_card(session: Session) -> None:
    """The matrix of gaps: unit by field, to mend of procedures to be posted."""
    say = session.language.say
    with st.container(key="card-fields"):
        titled(session, lambda: say("Gaps by unit and field"), "fields", lambda: fields_table(session), TO_MEND)
        _fields(session)


@drawn
def _fields(session: Session) -> None:
    seen, say = load_postings(session), session.language.say
    gaps = seen.fields.groupby("field")["mend"].sum().sort_values(ascending=False, kind="stable")
    fields = list(seen.fields.groupby("field")["in_force"].sum().sort_values(ascending=False, kind="stable").index)
    with_gaps = [field for field, count in gaps.items() if count]
    with st.container(key="sub-fields"):
        words = say("Postings to mend, in brackets the procedures to be posted. Empty: no procedure of the field.")
        st.markdown(plain(words))
    responsive(
        "fields",
        lambda: _field_rows(session, seen, "fields", fields),
        lambda: _field_rows(session, seen, "fields-small", with_gaps[:3]),
    )
    if with_gaps:
        with st.container(horizontal=True, gap="small", key="groups-fields", vertical_alignment="center"):
            st.markdown(say("To mend in"), width="content")
            for field in with_gaps:
                words = f"{field}: {session.language.number(int(gaps[field]))}"
                lists.number(session, words, TO_MEND, within=("field", field), count=int(gaps[field]))
    with st.container(key="note-fields", gap=None):
        if seen.silent:
            names = session.language.listing(seen.silent)
            st.markdown(f":material/info: {say('No data yet: {units}.', units=plain(names))}")
        st.markdown(
            plain(say("A narrow screen shows the three fields with most to mend; all of them are in the data."))
        )
        st.markdown(caption(session))


def _field_rows(session: Session, seen: Postings, key: str, fields: list[str]) -> None:
    cells = {(row.unit, row.field): row for row in seen.fields.itertuples(index=False)}
    told = set(seen.told["unit"])
    rows = [
        [plain(row.name), *(_cell(cells.get((row.unit, field)), row.unit in told, session) for field in fields)]
        for row in seen.units.itertuples(index=False)
    ]
    text_table(key, [session.language.say("Unit"), *(plain(field) for field in fields)], rows)


def _cell(row: object, told: bool, session: Session) -> str:
    """ "3 (9)", strong where something is to be mended; "–" of a unit that told nothing."""
    if row is None:
        return "" if told else NONE
    number = session.language.number
    said = plain(f"{number(row.mend)} ({number(row.in_force)})")  # type: ignore[attr-defined]
    return f"**{said}**" if row.mend else said  # type: ignore[attr-defined]


def rates_table(session: Session) -> Table:
    """The figures of the first card."""
    seen, say = load_postings(session), session.language.say
    rows = [(say(registry.get(key).title), *seen.rates[key]) for key in RATES]
    rows.append((say(registry.get(IN_FORCE).title), seen.in_force, None))  # type: ignore[arg-type]
    frame = pd.DataFrame(rows, columns=[say("Measure"), say("Numerator"), say("Denominator")])
    return Table(frame.astype({say("Denominator"): "Int64"}))


def faults_table(session: Session) -> Table:
    """What is to be mended by reason."""
    seen, say = load_postings(session), session.language.say
    rows = [(say(FAULT_WORDS[fault]), seen.faults[fault]) for fault in FAULTS]
    return Table(pd.DataFrame(rows, columns=[say("To mend"), say("Postings")]))


def units_table(session: Session) -> Table:
    """Unit by unit, to take away."""
    titles = HEADINGS | SHORT_FAULTS
    frame = load_postings(session).units[list(titles)].astype({name: "Int64" for name in titles if name != "name"})
    return Table(frame.rename(columns={name: session.language.say(title) for name, title in titles.items()}))


def fields_table(session: Session) -> Table:
    """Unit by field, to take away."""
    seen, say = load_postings(session), session.language.say
    names = dict(zip(seen.units["unit"], seen.units["name"], strict=True))
    frame = seen.fields.assign(unit=seen.fields["unit"].map(names)).dropna(subset="unit")
    titles = {"unit": say("Unit"), "field": say("Field"), "in_force": say(HEADINGS["in_force"])}
    return Table(frame.rename(columns=titles | {"mend": say("To mend")}))
