"""Actions agreed and reminders: what stands, a new one, an answer, the end of one."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from data_access.journal import actions as acting
from data_access.journal.actions import DECISION, REMINDER, TASKS, Action
from measures import action_progress as words
from measures.action_progress import Progress, the_day
from measures.period import Period
from ui.blocks import plain, responsive
from ui.loading_meeting_records import actions_now, figure_now, load_progress
from ui.meeting_parts import DATE, is_office, not_done, pen, speaks_for, table, written
from ui.session import Session

DAYS_TO_ACT = 10
KINDS_WITH_TASKS = ("ward", "department", "land_branch")


def actions_shown(session: Session) -> list[Action]:
    """The actions that this person may see: agreed for the chosen period or an earlier one, and not solved before it
    began; a chair's own only."""
    own, start = speaks_for(session), session.scope.period.start
    found = [one for one in actions_now() if not one.withdrawn and Period.parse(one.period).start <= start]
    found = [one for one in found if one.solved_on is None or one.solved_on >= start]
    return found if session.viewer.sees_all else [one for one in found if one.unit in own]


def withdrawn_shown(session: Session) -> list[Action]:
    """Those taken back since the period began: they stay to be read, and are counted nowhere."""
    own, start = speaks_for(session), session.scope.period.start
    found = [one for one in actions_now() if one.withdrawn_on and Period.parse(one.period).start <= start]
    found = [one for one in found if one.withdrawn_on and one.withdrawn_on >= start]
    return found if session.viewer.sees_all else [one for one in found if one.unit in own]


def actions_card(session: Session, shown: list[Action]) -> None:
    """What was agreed, how it stands, and the measure then and now."""
    language, today = session.language, the_day(session.held)
    say = language.say
    with st.container(key="card-actions"):
        st.header(_title(session, shown) if shown else say("Nothing agreed is waiting"), anchor=False)
        dropped = withdrawn_shown(session)
        if not shown and not dropped:
            return
        titles = [say("Agreed"), say("Due by"), say("State"), say("Measure then and now")]
        rows = [_row(session, one, today) for one in load_progress(session, shown)] if shown else []
        rows += [[*_said(session, one), words.status_words(one, today, language), ""] for one in dropped]
        responsive("actions", lambda: table(rows, titles, "actions"), lambda: _phone(session, rows))
        with st.container(key="note-actions"):
            st.markdown(
                say(
                    "Rates of two periods are compared by Fisher's exact test at 5%; counts of open work carry no "
                    "verdict. A change need not come from the action."
                )
            )


def _title(session: Session, shown: list[Action]) -> str:
    language, today = session.language, the_day(session.held)
    overdue = sum(one.status(today) == acting.OVERDUE for one in shown)
    said = language.count("{n} action agreed", "{n} actions agreed", len(shown))
    if overdue:
        said += ", " + language.count("{n} with answer overdue", "{n} with answer overdue", overdue)
    return said


def _phone(session: Session, rows: list[list[str]]) -> None:
    """The same below each other."""
    due = session.language.say("Due by")
    for number, (task, day, state, measure) in enumerate(rows):
        with st.container(key=f"finding-action-{number}"):
            st.markdown(f"**{task}**  \n{due} {day}: {state}  \n{measure}")


def _row(session: Session, one: Progress, today: dt.date) -> list[str]:
    language, action = session.language, one.action
    state = plain(words.status_words(action, today, language))
    marks = {"overdue": ":orange[:material/error:] ", "solved": ":material/task_alt: "}
    document = f" ({plain(action.document)})" if one.status == "answered" else ""
    measure = plain(words.progress_words(one, session.held, language, long=True))
    return [*_said(session, action), marks.get(one.status, "") + state + document, measure]


def _said(session: Session, action: Action) -> list[str]:
    """What was agreed, and its day."""
    language = session.language
    task = plain(words.action_words(action, session.held, language))
    return [f"{language.say(words.KIND_WORDS[action.kind])}: {task}", language.date(action.due)]


def new_card(session: Session) -> None:
    """A new decision or reminder."""
    language, today = session.language, the_day(session.held)
    say, code = language.say, language.code
    if not is_office(session):
        return
    units = _units(session)
    with st.container(key="card-new-action"):
        st.header(say("Record what was agreed"), anchor=False)
        with st.form(f"agree-{code}", border=False, enter_to_submit=False):
            kind = st.radio(
                say("Kind"),
                [DECISION, REMINDER],
                format_func=lambda key: say(words.KIND_WORDS[key]),
                horizontal=True,
                key=f"kind-{code}",
            )
            unit = st.selectbox(say("Unit"), list(units), format_func=units.__getitem__, key=f"action-unit-{code}")
            task = st.selectbox(
                say("Task"), list(TASKS), format_func=lambda key: _task(session, key), key=f"task-{code}"
            )
            count_of, due_by = st.columns(2)
            count = count_of.number_input(say("Dossiers (0: not named)"), 0, acting.MOST, 0, key="action-count")
            due = due_by.date_input(
                say("Due by"), today + dt.timedelta(DAYS_TO_ACT), today, format=DATE, key="action-due"
            )
            pressed = st.form_submit_button(say("Record"), icon=":material/add_task:")
        if pressed:
            new = _new(session, kind, unit, task, int(count), due)
            written(session, lambda: acting.agree(pen(session), new), say("The action is recorded."))


def _new(session: Session, kind: str, unit: str, task: str, count: int, due: dt.date) -> Action:
    """The action with its measure as it is now."""
    measure, period = TASKS[task], session.scope.period.token
    above, below = figure_now(session, measure, unit)
    subject = acting.subject_of(period, unit, task, due)
    today = the_day(session.held)
    return Action(subject, kind, task, count, unit, due, period, measure, above, below, session.version, today)


def _task(session: Session, task: str) -> str:
    said = session.language.say(words.TASK_WORDS[task][1])
    return said[:1].upper() + said[1:]


def _units(session: Session) -> dict[str, str]:
    """The units of the chosen period that can be given a task, wards first."""
    frame = session.held.units_on(session.scope.until)
    chosen = frame[frame["kind"].isin(KINDS_WITH_TASKS)]
    return {unit: session.held.known.unit_name(unit) for unit in chosen["unit_id"]}


def reply_card(session: Session, shown: list[Action]) -> None:
    """The answer of a unit: by its chair, or entered by the office; and the end of an action, by the office."""
    language, office = session.language, is_office(session)
    own = speaks_for(session)
    say = language.say
    waiting = {one.subject: one for one in shown if not one.solved_on and (office or one.unit in own)}
    unanswered = {key: one for key, one in waiting.items() if not one.answered_on}
    if not (waiting if office else unanswered):
        return
    with st.container(key="card-reply"):
        st.header(say("Answers and results"), anchor=False)
        _reply(session, unanswered)
        if office:
            _end(session, waiting)


def _reply(session: Session, waiting: dict[str, Action]) -> None:
    language, today = session.language, the_day(session.held)
    say, code = language.say, language.code
    if not waiting:
        st.markdown(say("Every action has been answered."))
        return
    with st.form(f"reply-{code}", border=False, enter_to_submit=False):
        chosen = st.selectbox(
            say("Answered action"),
            list(waiting),
            format_func=lambda key: _name(session, waiting[key]),
            key=f"replied-{code}",
        )
        number_of, day_of = st.columns(2)
        document = number_of.text_input(
            say("Document number"), placeholder="15/BC-UBND", max_chars=40, key=f"reply-paper-{code}"
        )
        dated = day_of.date_input(say("Dated"), today, max_value=today, format=DATE, key="reply-dated")
        pressed = st.form_submit_button(say("Record the answer"), icon=":material/reply:")
    if pressed:
        unit = None if is_office(session) else waiting[chosen].unit
        done = say("The answer is recorded.")
        written(session, lambda: acting.reply(pen(session, unit), chosen, document, dated), done)


def _end(session: Session, waiting: dict[str, Action]) -> None:
    """Closed, or taken back: only the office says so, of an action it has chosen."""
    say = session.language.say
    # With each action ended the form begins anew.
    code = f"{session.language.code}-{len(waiting)}"
    with st.form(f"end-{code}", border=False, enter_to_submit=False):
        chosen = st.selectbox(
            say("Action to end"),
            list(waiting),
            index=None,
            format_func=lambda key: _name(session, waiting[key]),
            placeholder=say("Choose an action"),
            key=f"ended-{code}",
        )
        sure = st.checkbox(say("To be taken back: agreed by mistake"), key=f"take-back-sure-{code}")
        with st.container(horizontal=True):
            closed = st.form_submit_button(say("Close the action"), icon=":material/task_alt:")
            dropped = st.form_submit_button(say("Take back"), icon=":material/undo:")
    if not chosen:
        if closed or dropped:
            not_done(say("Choose an action first."))
    elif closed:
        written(session, lambda: acting.solve(pen(session), chosen), say("The action is closed."))
    elif dropped and not sure:
        not_done(say("Nothing was taken back: tick that it was agreed by mistake."))
    elif dropped:
        written(session, lambda: acting.withdraw(pen(session), chosen), say("The action is taken back."))


def _name(session: Session, action: Action) -> str:
    language = session.language
    due = language.say("due by {day}", day=language.date(action.due))
    return f"{words.action_words(action, session.held, language)} ({due})"
