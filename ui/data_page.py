"""The cards of "Dữ liệu" that say how far the data reaches and what a reader must know of it."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from data_access.holdings_log import LoadLog
from data_access.load.reasons import sentence
from measures import quality
from measures.measure import Measure
from text import Language, mark
from ui import lists
from ui.blocks import caption, plain, responsive
from ui.loading import period_quality, stored_counts
from ui.session import Session

UPLOAD_ANCHOR = "nap-so-lieu"
BASES = {
    "export_time": mark("time of export in the file"),
    "given": mark("time of export given at the load"),
    "newest_event": mark("newest event in the file, which names no time of export"),
}
ALWAYS_SHOWN = "unknown_value:channel"  # an empty channel counts as counter, an unknown one is refused
# Key of ``stored_counts`` -> (words, what it means, what its share is taken of).
STORED = {
    "dossiers": (mark("Dossiers"), mark("all dossiers of all loads, whatever their state"), ""),
    "not_accepted": (mark("Not accepted"), mark("newly registered or refused at intake (status 1, 3)"), "dossiers"),
    "no_due_date": (mark("No due date"), mark("accepted, without any due date: nothing can be late"), "dossiers"),
    "finish_unknown": (
        mark("Finish day unknown"),
        mark("finished or collected, the day of finish missing"),
        "dossiers",
    ),
    "due_computed": (
        mark("Due date computed"),
        mark("the date follows from a pause after which none was set"),
        "dossiers",
    ),
    "no_area": (mark("No area"), mark("the ward of the person or parcel is not given"), "dossiers"),
    "moves_source": (mark("Moves of due dates told by the source"), mark("from the source's own history"), ""),
    "moves_observed": (mark("Moves observed between two loads"), mark("dated by the load that saw them"), ""),
    "pauses_source": (mark("Pauses told by the source"), mark("with the days they began and ended"), ""),
    "pauses_observed": (mark("Pauses observed"), mark("status 5 or 6 without a recorded pause"), ""),
    "letters_issued": (mark("Letters of apology issued"), mark("with a day of issue"), ""),
    "letters_draft": (mark("Drafts of letters"), mark("a draft is no letter"), ""),
}


def title(session: Session, log: LoadLog) -> None:
    """The state of the data as a sentence, and the way down to a new load."""
    say, language = session.language.say, session.language
    behind, refused = len(session.held.behind(session.held.cut_off)), int(log.loads["rows_refused"].iloc[0])
    late = language.count("{n} unit behind", "{n} units behind", behind) if behind else say("no unit behind")
    rows = language.count("{n} row refused in the last load", "{n} rows refused in the last load", refused)
    rows = rows if refused else say("no row refused in the last load")
    with st.container(horizontal=True, vertical_alignment="bottom", key="title-page"):
        reach = say("Figures up to {day}", day=language.date(session.held.cut_off))
        st.title(f"{reach}; {late}; {rows}", anchor=False)
        if session.viewer.may_load:
            st.markdown(f"[:material/upload: {say('Load data')}](#{UPLOAD_ANCHOR})", width="content")


def cut_off_card(session: Session, log: LoadLog) -> None:
    """Up to which day each source unit is complete; the ones behind first."""
    language, say, held = session.language, session.language.say, session.held
    with st.container(key="card-cut-offs", height="stretch"):
        st.header(_cut_off_title(session), anchor=False)
        with st.container(key="sub-cut-offs"):
            st.markdown(say("Last completely loaded day by source unit (the desk whose export tells of a dossier)."))
        newest = int(log.cut_offs["last_complete_number"].max()) if len(log.cut_offs) else 0
        rows = log.cut_offs.sort_values("last_complete_day", kind="stable")
        names = [plain(held.known.unit_name(unit)) for unit in rows["unit_id"]]
        days = [language.date(day) for day in rows["last_complete_day"]]
        behind = [_behind(row, session, newest) for row in rows.itertuples()]
        desk = {
            say("Source unit"): names,
            say("Complete to"): days,
            say("Against the newest"): behind,
            say("Known from"): [say(BASES[basis]) for basis in rows["basis"]],
            say("Load"): [language.number(load) for load in rows["load_id"]],
        }
        phone = {
            say("Source unit"): names,
            say("Complete to"): [f"{day} {words}" for day, words in zip(days, behind, strict=True)],
        }
        words = say("Last complete day of each source unit")
        responsive("cut-offs", lambda: table("cut-offs", desk, words), lambda: table("cut-offs-small", phone, words))


def _cut_off_title(session: Session) -> str:
    """Who is behind, or that nobody is."""
    language, held = session.language, session.held
    behind = held.behind(held.cut_off)
    if not behind:
        day = language.date(held.cut_off)
        return language.count(
            "{n} source unit is complete to {day}",
            "All {n} source units are complete to {day}",
            len(held.cut_offs),
            day=day,
        )
    names = language.listing([held.known.unit_name(unit) for unit in behind])
    return language.count(
        "{n} source unit is behind: {names}", "{n} source units are behind: {names}", len(behind), names=names
    )


def _behind(row, session: Session, newest: int) -> str:  # type: ignore[no-untyped-def]  # a row of itertuples
    """How far a unit is behind the newest day of all, in days and working days."""
    language, say = session.language, session.language.say
    days = (session.held.cut_off - row.last_complete_day).days
    if not days:
        return say("up to date")
    late = language.count("{n} day behind", "{n} days behind", days)
    working = language.count("{n} working day", "{n} working days", newest - row.last_complete_number)
    return f":orange[:material/error: {late} ({working})]"


def table(name: str, columns: dict[str, list[str]], words: str) -> None:
    """A small table as text: read by screen readers, selectable, numbers as we write them."""
    with st.container(key=f"table-{name}"):
        st.table(pd.DataFrame(columns), border="horizontal", hide_index=True, alt=words)


def refusals_card(session: Session, log: LoadLog) -> None:
    """Refused rows by reason, in the last load and in all."""
    language, say = session.language, session.language.say
    last, all_loads = log.reasons(int(log.loads["load_id"].iloc[0])), log.reasons()
    refused = int(log.loads["rows_refused"].sum())
    with st.container(key="card-refusals", height="stretch"):
        heading = language.count("{n} row refused in all loads", "{n} rows refused in all loads", refused)
        st.header(heading if refused else say("No row was ever refused"), anchor=False)
        with st.container(key="sub-refusals"):
            st.markdown(say("Kept whole with their reasons, to send back. A row can have several reasons."))
        codes = sorted({ALWAYS_SHOWN, *all_loads}, key=lambda code: (-all_loads.get(code, 0), code))
        table(
            "refusals",
            reasons_table(codes, {say("Last load"): last, say("All loads"): all_loads}, language),
            say("Refused rows by reason"),
        )
        with st.container(key="note-refusals"):
            st.markdown(say("An empty channel counts as counter; an unknown one is refused."))


def reasons_table(codes: list[str], counted: dict[str, dict[str, int]], language: Language) -> dict[str, list[str]]:
    """Reasons as sentences with their numbers of rows, one column a set of counts."""
    reasons = [sentence(code, language) for code in codes]
    columns = {language.say("Reason"): [plain(words[:1].upper() + words[1:]) for words in reasons]}
    return columns | {name: [language.number(n.get(code, 0)) for code in codes] for name, n in counted.items()}


def period_card(session: Session) -> None:
    """What is missing behind the rates of the chosen scope; the same numbers as on the overview."""
    found = period_quality(session.scope, session.version, session.viewer)
    with st.container(key="card-period", height="stretch"):
        st.header(session.language.say("Behind the rates of the chosen period"), anchor=False)
        with st.container(key="sub-period"):
            st.markdown(caption(session))
        for key, count in found.items():
            _period_line(session, quality.measure(key), count, quality.share(found, key))


def _period_line(session: Session, measure: Measure, count: int, share: float | None) -> None:
    say, written = session.language.say, session.language.number(count)
    with _line(measure.key, say(measure.title), say(measure.formula), bold=share is None):
        if measure is quality.DUE_COMPUTED:
            st.markdown(written, width="content")
        else:
            lists.number(session, written, measure.key, count=count)
        st.markdown(_share(share, session.language), width=72)


def _line(key: str, words: str, formula: str, bold: bool = False):  # type: ignore[no-untyped-def]
    """A row of a card: its words at the left (the formula on hover), room for number and share at the right."""
    box = st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"line-{key}")
    box.markdown(f"**{words}**" if bold else words, help=formula[:1].upper() + formula[1:] + ".")
    return box


def _share(share: float | None, language: Language) -> str:
    return "" if share is None else language.percent(share)


def stored_card(session: Session) -> None:
    """What the store holds in all, whatever the filters."""
    language, say = session.language, session.language.say
    found = stored_counts(session.version, session.viewer)
    with st.container(key="card-stored", height="stretch"):
        heading = language.count("{n} dossier is stored", "{n} dossiers are stored", found["dossiers"])
        st.header(heading, anchor=False)
        with st.container(key="sub-stored"):
            st.markdown(say("All loads, whatever the filters; shares of all dossiers."))
        for key, (words, meaning, whole) in list(STORED.items())[1:]:
            with _line(f"stored-{key}", say(words), say(meaning)):
                st.markdown(language.number(found[key]), width="content")
                share = found[key] / found[whole] if whole and found[whole] else None
                st.markdown(_share(share, language), width=72)
