"""Lists of rows beside dossiers (people at the desk, inspections, gaps in receipt numbers ...), as people read them."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from measures import order_rows
from measures.postings import FAULT_WORDS
from text import Language, mark
from ui.codes import code_of
from ui.session import Session

COLUMNS = {
    "unit": mark("Unit"),
    "staff_no": mark("Person no."),
    "counter_no": mark("Counter"),
    "started_on": mark("First day at the desk"),
    "left_on": mark("Last day at the desk"),
    "meets_grade": mark("Grade"),
    "meets_experience": mark("Years of work"),
    "meets_performance": mark("Performance"),
    "meets_conduct": mark("Conduct and manner"),
    "inspection_no": mark("Inspection"),
    "planned_on": mark("Planned"),
    "done_on": mark("Done"),
    "finding_no": mark("Finding"),
    "finding_kind": mark("Kind of finding"),
    "found_on": mark("Found"),
    "remedy_due_on": mark("To be remedied by"),
    "remedied_on": mark("Remedied"),
    "event_no": mark("Entry"),
    "held_on": mark("Held"),
    "form": mark("Form of help"),
    "people": mark("People"),
    "procedure": mark("Procedure"),
    "announced_on": mark("Announced"),
    "desk_posted_on": mark("Posted at the desk"),
    "web_posted_on": mark("Posted on the web"),
    "days_to_post": mark("Working days to post"),
    "removed_on": mark("Taken down"),
    "fault": mark("To mend"),
    "is_complete": mark("Complete"),
    "is_correct": mark("Content correct"),
    "is_in_form": mark("In the prescribed form"),
    "numbered_on": mark("Day in the code"),
    "prefix": mark("Prefix"),
    "first_missing": mark("First number missing"),
    "last_missing": mark("Last number missing"),
    "missing": mark("Numbers missing"),
    "dossier_code": mark("Dossier code"),
    "applied_on": mark("Submitted"),
    "comparison": mark("Compared"),
    "listed_on": mark("Day of the list"),
    "our_state": mark("State here"),
    "portal_state": mark("State on the portal"),
    "our_due_on": mark("Due here"),
    "portal_due_on": mark("Due on the portal"),
    "our_finished_on": mark("Finished here"),
    "portal_finished_on": mark("Finished on the portal"),
}
FINDING_KINDS = {
    "posting": mark("posting of procedures"),
    "reception": mark("reception and return"),
    "papers": mark("papers beyond the rules"),
    "deadline": mark("overdue, apology letters"),
    "conduct": mark("manner, communication"),
    "discipline": mark("discipline, working hours"),
    "other": mark("other"),
}
FORMS = {"desk": mark("help at the desk"), "event": mark("outreach event")}
COMPARISONS = {
    "equal": mark("equal"),
    "unknown": mark("not known here"),
    "state": mark("another state"),
    "due": mark("another due day"),
    "finish": mark("another day of finish"),
}
STATES = {
    "new": mark("registered"),
    "refused": mark("refused"),
    "open": mark("in progress"),
    "finished": mark("finished"),
    "ended": mark("withdrawn or stopped"),
}
OWN_GROUPS = ("months_at_desk", "counter", "finding_kind", "form", "comparison")
WORDS = {"finding_kind": FINDING_KINDS, "form": FORMS, "comparison": COMPARISONS}
WORDS |= {"fault": {"": "", **FAULT_WORDS}, "our_state": STATES, "portal_state": STATES}


def is_beside(counts: str) -> bool:
    """Whether a measure is taken over rows that are no dossiers."""
    return counts in order_rows.ROWS


def caption(session: Session) -> str:
    """Period, units and day, for under a figure of such rows: no filter of dossiers holds for them."""
    scope, language = session.scope, session.language
    parts = [scope.period.title(language), scope.unit_words(language, session.held.known)]
    parts.append(language.say("Figures up to {day}", day=language.date(min(scope.until, session.held.cut_off))))
    parts += [language.say("Sample data")] if session.held.sample else []
    return ". ".join(part[:1].upper() + part[1:] for part in parts) + "."


def count_words(counts: str, total: int, words: str, language: Language) -> str:
    """How many rows, and which."""
    if counts == order_rows.STAFF:
        return language.count("{n} person: {words}", "{n} people: {words}", total, words=words)
    if counts == order_rows.INSPECTION:
        return language.count("{n} inspection: {words}", "{n} inspections: {words}", total, words=words)
    if counts == order_rows.FINDING:
        return language.count("{n} finding: {words}", "{n} findings: {words}", total, words=words)
    if counts == order_rows.POSTING:
        return language.count("{n} posting: {words}", "{n} postings: {words}", total, words=words)
    if counts == order_rows.GAP:
        return language.count("{n} gap: {words}", "{n} gaps: {words}", total, words=words)
    if counts in (order_rows.ODD_CODE, order_rows.LISTED):
        return language.count("{n} dossier: {words}", "{n} dossiers: {words}", total, words=words)
    return language.count("{n} entry: {words}", "{n} entries: {words}", total, words=words)


def table(rows: pd.DataFrame, session: Session) -> pd.DataFrame:
    """Rows of ``members`` with headings and words in the reader's language; dates stay dates."""
    say, units = session.language.say, dict(session.held.known.units)
    shown = {}
    for name in rows.columns:
        if name == "unit":
            shown[say(COLUMNS[name])] = [units.get(unit, unit) for unit in rows[name]]
        elif name == "dossier_code":
            shown[say(COLUMNS[name])] = [code_of(session, code) for code in rows[name]]
        elif name == "procedure":
            known = dict(session.held.known.procedures)
            shown[say(COLUMNS[name])] = [known.get(procedure, procedure) for procedure in rows[name]]
        elif name in (*order_rows.STANDARDS, *order_rows.POSTED_AS):
            shown[say(COLUMNS[name])] = [say("met") if met else say("not met") for met in rows[name]]
        elif name in WORDS:
            shown[say(COLUMNS[name])] = [_word(name, value, session.language) for value in rows[name]]
        else:
            shown[say(COLUMNS[name])] = _whole(rows[name])
    return pd.DataFrame(shown)


def _word(name: str, value: object, language: Language) -> str:
    """A coded value in words; nothing where there is none."""
    return "" if pd.isna(value) or not value else language.say(WORDS[name].get(str(value), str(value)))


def _whole(column: pd.Series) -> pd.Series:
    """Numbers of people, counters and entries are whole, also where some are missing."""
    return column.astype("Int64") if pd.api.types.is_float_dtype(column) else column


def view(rows: pd.DataFrame, session: Session) -> None:
    """One page of them."""
    frame = table(rows, session)
    date = st.column_config.DateColumn(format="DD/MM/YYYY")
    dates = {session.language.say(COLUMNS[name]): date for name in rows.columns if name.endswith("_on")}
    st.dataframe(frame, hide_index=True, width="stretch", height="content", column_config=dates, placeholder="")


def group_words(name: str, value: str, language: Language) -> str:
    """One group of a dimension of such rows."""
    if name == "months_at_desk":
        return language.count("{n} month at the desk", "{n} months at the desk", int(value))
    return language.say(WORDS[name][value]) if value in WORDS.get(name, {}) else value


def read_group(name: str, value: str) -> object:
    """A group of the address as the store is asked for it.

    Raises:
        ValueError: it is none.
    """
    if name not in order_rows.DIMENSIONS:
        raise ValueError(name)
    return int(value) if name in ("months_at_desk", "counter") else value
