"""The page "Đôn đốc": reminders by state, unit and task, and each with its number then and now."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pandas as pd
import streamlit as st

from measures import action_progress as words
from measures.published import own_units
from measures.reminders import (
    AS_MANY,
    BETTER,
    CHANGES,
    CLOSED,
    FEWER,
    IN_TIME,
    LATE,
    MORE,
    NO_CHANGE,
    OVERDUE,
    STATES,
    UNKNOWN,
    WAITING,
    WORSE,
)
from measures.reminders_page import Reminders, Row, of_everybody, page_sentence
from text import mark
from ui import choosing, unit_parts
from ui.blocks import downloads, message, plain, responsive, text_table
from ui.drawn import drawn
from ui.loading_reminders import load_reminders
from ui.meeting_parts import table
from ui.session import Session, address
from ui.tables import Table

STATE_WORDS = {
    OVERDUE: mark("answer overdue"),
    WAITING: mark("not due yet"),
    LATE: mark("answered late"),
    IN_TIME: mark("answered in time"),
    CLOSED: mark("closed without answer"),
}
CHANGE_WORDS = {
    BETTER: mark("Rate clearly better"),
    WORSE: mark("Rate clearly worse"),
    NO_CHANGE: mark("Rate: no change seen"),
    FEWER: mark("Open work: fewer"),
    MORE: mark("Open work: more"),
    AS_MANY: mark("Open work: as many"),
    UNKNOWN: mark("Not to be compared yet"),
}
TASK_WORDS = {task: none for task, (_, none) in words.TASK_WORDS.items()}
HEADINGS = (mark("Followed"), *(STATE_WORDS[state] for state in (OVERDUE, WAITING, LATE, IN_TIME, CLOSED)))
EVERY, CHOSEN = "all", "reminders-shown"
MEETING = "pages/cuoc_hop.py"


def show(session: Session) -> None:
    """The sentence, the counts, unit by unit and task by task, and the reminders themselves."""
    (seen, state), say = load_reminders(session), session.language.say
    st.title(page_sentence(seen, session.language), anchor=False)
    if seen is None:
        message("lock", say("No data yet."), say("Without the journal nothing is known of reminders."))
        return
    if not seen.told:
        how = say("A reminder is recorded by the office on the page Meeting: unit, task, day of answer.")
        message("edit_note", say("No data yet."), how)
        _meeting_link(session)
        return
    left, right = st.columns(2, gap="small")
    with left:
        _states_card(session, seen, state)
    with right:
        _changes_card(session, seen, state)
    if not seen.tally.followed and not seen.decisions:
        return
    _groups(session, seen, state)
    if session.viewer.may_list:
        _list_card(session, seen, state)
        _decisions_card(session, seen, state)
        _meeting_link(session)


def _meeting_link(session: Session) -> None:
    if session.viewer.may_list:
        params = address(session.scope, session.default)
        label = session.language.say("Record reminders and answers: page Meeting")
        st.page_link(MEETING, label=label, icon=":material/groups:", query_params=params)


def _head(session: Session, name: str, title: str, data: Callable[[], Table]) -> None:
    with st.container(horizontal=True, vertical_alignment="top", gap="small", key=f"title-{name}"):
        st.header(title, anchor=False)
        downloads(data, name, session)


def _of_lines(lines: Sequence[tuple[str, str]], *titles: str) -> Table:
    return Table(pd.DataFrame(lines, columns=list(titles)))


def _lines(name: str, lines: Sequence[tuple[str, str]]) -> None:
    with st.container(key=f"rates-{name}", gap=None):
        for place, (label, value) in enumerate(lines):
            with st.container(
                key=f"official-{name}-{place}", horizontal=True, vertical_alignment="center", gap="small"
            ):
                st.markdown(label)
                st.markdown(f"**{value}**")


def _note(session: Session, seen: Reminders, name: str, *more: str) -> None:
    """Period, units and day: no filter of dossiers holds for reminders."""
    language, scope = session.language, seen.scope
    everybody = of_everybody(scope, session.viewer)
    units = language.say("all units") if everybody else scope.unit_words(language, session.held.known)
    parts = [scope.period.title(language), units]
    parts += [language.say("as at {day}", day=language.date(seen.day))]
    parts += [language.say("Sample data")] if session.held.sample else []
    with st.container(key=f"note-{name}", gap=None):
        for sentence in more:
            st.markdown(sentence)
        st.markdown(". ".join(part[:1].upper() + part[1:] for part in parts) + ".")


def _states_card(session: Session, seen: Reminders, state: str) -> None:
    """Sent, answered in time of those due, overdue, not due yet."""
    say = session.language.say
    with st.container(key="card-sent", height="stretch"):
        titles = say("Reminders"), say("Count")
        _head(session, "sent", say("Sent and answered"), lambda: _of_lines(_sent(session, seen), *titles))
        _sent_lines(session, seen, state)


def _sent(session: Session, seen: Reminders) -> list[tuple[str, str]]:
    language, found = session.language, seen.tally
    say, number = language.say, language.number
    in_time = language.fraction(found.in_time, found.due) if found.due else say("none due yet")
    return [
        (say("Sent in the period"), number(found.sent)),
        (say("Sent before, still without answer when it began"), number(found.followed - found.sent)),
        (say("Answered in time, of answers due"), in_time),
        *((_state(session, state), number(getattr(found, state))) for state in (LATE, OVERDUE, WAITING, CLOSED)),
    ]


@drawn
def _sent_lines(session: Session, seen: Reminders, state: str) -> None:
    _lines("sent", _sent(session, seen))
    _note(session, seen, "sent")


def _changes_card(session: Session, seen: Reminders, state: str) -> None:
    """What became of the number that each reminder is about."""
    say = session.language.say
    with st.container(key="card-changes", height="stretch"):
        title, titles = say("The number since the reminder"), (say("Number since the reminder"), say("Reminders"))
        _head(session, "changes", title, lambda: _of_lines(_changes(session, seen), *titles))
        _changes_lines(session, seen, state)


def _changes(session: Session, seen: Reminders) -> list[tuple[str, str]]:
    language = session.language
    return [(language.say(CHANGE_WORDS[name]), language.number(seen.changes[name])) for name in CHANGES]


@drawn
def _changes_lines(session: Session, seen: Reminders, state: str) -> None:
    _lines("changes", _changes(session, seen))
    fisher = session.language.say(
        "Rates of two periods are compared by Fisher's exact test at 5%; counts of open work carry no verdict. A "
        "change need not come from the action."
    )
    _note(session, seen, "changes", fisher)


def _groups(session: Session, seen: Reminders, state: str) -> None:
    """By unit, for those who may see units by name, and by task."""
    say = session.language.say
    if session.viewer.may_list:
        _group_card(session, seen, state, "by-unit", _units_title(session, seen))
    _group_card(session, seen, state, "by-task", say("By task"))


def _units_title(session: Session, seen: Reminders) -> str:
    late = sum(found.overdue > 0 for _, found in seen.units)
    if not late:
        return session.language.say("No unit has an overdue answer")
    return session.language.count("{n} unit has an overdue answer", "{n} units have an overdue answer", late)


def _group_card(session: Session, seen: Reminders, state: str, name: str, title: str) -> None:
    with st.container(key=f"card-{name}"):
        _head(session, name, title, lambda: Table(_grouped(session, seen, name)))
        _group_rows(session, seen, state, name)


def _grouped(session: Session, seen: Reminders, name: str) -> pd.DataFrame:
    """A row each unit or task: its name, followed, and how many of each state; all counts as numbers."""
    language, known = session.language, session.held.known
    if name == "by-unit":
        what, groups = language.say("Unit"), [(known.unit_name(unit), found) for unit, found in seen.units]
    else:
        what = language.say("Task")
        groups = [(_capital(language.say(TASK_WORDS[task])), found) for task, found in seen.tasks]
    titles = [what, *(_capital(language.say(heading)) for heading in HEADINGS)]
    rows = [[label, *(getattr(found, part) for part in ("followed", *STATES))] for label, found in groups]
    return pd.DataFrame(rows, columns=titles)


@drawn
def _group_rows(session: Session, seen: Reminders, state: str, name: str) -> None:
    frame = _grouped(session, seen, name)
    rows = [[plain(label), *map(session.language.number, counts)] for label, *counts in frame.to_numpy().tolist()]
    titles = list(frame.columns)
    responsive(
        name,
        lambda: text_table(f"reminders-{name}", titles, rows),
        lambda: text_table(f"reminders-{name}-small", titles[:3], [row[:3] for row in rows]),
    )
    if name == "by-unit":
        _unit_links(session, seen)


def _unit_links(session: Session, seen: Reminders) -> None:
    """The page of each unit that has one."""
    with st.container(horizontal=True, gap="small", key="groups-links-reminded", vertical_alignment="center"):
        st.markdown(session.language.say("Pages of the units:"), width="content")
        for unit, _ in seen.units:
            if session.viewer.units is not None and unit not in own_units(session.viewer, session.held):
                continue
            params = address(choosing.of_unit(session, unit), session.default)
            label = session.held.known.unit_name(unit)
            st.page_link(unit_parts.PAGE, label=label, query_params=params, width="content")


def _list_card(session: Session, seen: Reminders, state: str) -> None:
    """The reminders themselves, all or those of one state: as many as the counts above say."""
    language = session.language
    if not seen.rows:
        return
    counts = {EVERY: seen.tally.followed} | {state: getattr(seen.tally, state) for state in STATES}
    counts = {state: count for state, count in counts.items() if count}
    said = {EVERY: language.say("All"), **{state: _state(session, state) for state in STATES}}
    with st.container(key="card-reminders"):
        _head(session, "reminders", language.say("The reminders"), lambda: _rows_table(session, seen.rows))
        chosen = st.segmented_control(
            language.say("State"),
            list(counts),
            format_func=lambda state: f"{said[state]} ({language.number(counts[state])})",
            default=EVERY,
            required=True,
            key=f"{CHOSEN}-{language.code}-{len(counts)}",
            label_visibility="collapsed",
        )
        _rows_view(session, [row for row in seen.rows if chosen in (EVERY, row.state)], "reminders", chosen, state)


def _decisions_card(session: Session, seen: Reminders, state: str) -> None:
    """What was decided at meetings is no reminder, and counted nowhere above."""
    if seen.decisions:
        with st.container(key="card-decisions"):
            title = session.language.say("Decisions of meetings, not counted above")
            _head(session, "decisions", title, lambda: _rows_table(session, seen.decisions))
            _rows_view(session, seen.decisions, "decisions", EVERY, state)


@drawn
def _rows_view(session: Session, rows: Sequence[Row], name: str, chosen: str, state: str) -> None:
    say, due = session.language.say, session.language.say("Due by")
    titles = [say("Agreed"), due, say("State"), say("Measure then and now")]
    cells = [[plain(cell) for cell in _cells(session, row)] for row in rows]
    for cell, row in zip(cells, rows, strict=True):
        cell[2] = f":orange[:material/error:] {cell[2]}" if row.state == OVERDUE else cell[2]

    def phone() -> None:
        for place, (task, day, state, number) in enumerate(cells):
            with st.container(key=f"finding-{name}-{place}"):
                st.markdown(f"**{task}**  \n{due} {day}: {state}  \n{number}")

    responsive(name, lambda: table(cells, titles, name), phone)


def _cells(session: Session, row: Row) -> list[str]:
    """Sentence, day due, state, and the number then and now."""
    language, held, action = session.language, session.held, row.action
    state = _state(session, row.state)
    state += f" ({action.document})" if row.state in (LATE, IN_TIME) else ""
    number = words.progress_words(row.progress, held, language, long=True) if row.progress else ""
    return [words.action_words(action, held, language), language.date(action.due), state, number]


def _rows_table(session: Session, rows: Sequence[Row]) -> Table:
    """The same to take away."""
    say = session.language.say
    titles = [say("Agreed"), say("Due by"), say("State"), say("Measure then and now")]
    cells = [_cells(session, row) for row in rows]
    frame = pd.DataFrame(cells, columns=titles)
    frame[say("Due by")] = [row.action.due for row in rows]
    return Table(frame)


def _state(session: Session, state: str) -> str:
    return _capital(session.language.say(STATE_WORDS[state]))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
