"""The definitions of the measures as people read them, all made from the registry."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from measures import statistics
from measures.judging import EXPECTED_AT_LEAST, POINTS_FOR_LIMITS
from measures.measure import Kind, Measure, Reference
from measures.overview import HEADLINE
from measures.registry import MEASURES
from measures.verdict import Direction
from text import Language, mark
from ui import choosing
from ui.blocks import DEFINITION, downloads, plain
from ui.lists import ListError, came_from
from ui.session import CAME_FROM, Session, address
from ui.tables import Table

GROUPS = (
    (mark("Rates"), (Kind.RATIO,)),
    (mark("Counts of the period"), (Kind.COUNT,)),
    (mark("State at the close of the day"), (Kind.STOCK,)),
    (mark("Totals, working days"), (Kind.TOTAL, Kind.QUANTILE)),
)
UNITS = {
    "dossiers": mark("dossiers"),
    "working days": mark("working days"),
    "steps": mark("steps"),
    "people": mark("people"),
    "inspections": mark("inspections"),
    "findings": mark("findings"),
    "demands": mark("demands"),
    "postings": mark("postings"),
    "receipt numbers": mark("receipt numbers"),
}
DIRECTIONS = {
    Direction.LOWER: mark("lower is better"),
    Direction.HIGHER: mark("higher is better"),
    None: mark("neither is better by itself"),
}
REFERENCES = {
    Reference.OTHERS: mark("the rate of the other units"),
    Reference.TARGET: mark("the target"),
}
# What puts a dossier into the period, by the column of the date.
DATES = {
    "due": mark("by the due day that decides"),
    "first_due": mark("by the first due day"),
    "finished_on": mark("by the day of finish"),
    "received_on": mark("by the day of reception"),
    "ended_on": mark("by the day it was withdrawn or stopped"),
    "left_on": mark("by the day it was finished or ended"),
    "announced_on": mark("by the day of announcement"),
    "staff.left_on": mark("by the last day at the desk"),
    "applied_on": mark("by the day of submission"),
    "intake_due_on": mark("by the day the 8 working hours were over"),
    "letter_new_due": mark("by the new date that the first letter names"),
    "second_letter_on": mark("by the day the second letter was issued"),
    "stay.started_on": mark("by the day the step began"),
    "stay.finished_on": mark("by the day the step was finished"),
    "returned_on": mark("by the day of collection"),
    "planned_on": mark("by the day of the plan"),
    "remedy_due_on": mark("by the day to be remedied"),
    "found_on": mark("by the day it was found"),
    "held_on": mark("by the day it was held"),
    "numbered_on": mark("by the day in the code"),
}


def asked() -> Measure:
    """The measure that the address names; without one the headline.

    Raises:
        ListError: there is no such measure.
    """
    key = st.query_params.get(DEFINITION, HEADLINE)
    if key not in MEASURES:
        raise ListError(key)
    return MEASURES[key]


def lines(measure: Measure, session: Session) -> list[tuple[str, str]]:
    """What is said of a measure: (what it is, the words), in the order of reading."""
    say, language = session.language.say, session.language
    counted = _counted(measure)
    found = [
        (say("Formula"), say(measure.formula)),
        (say("Numerator"), say(measure.numerator_words)),
        (say("Denominator"), say(measure.denominator_words) if measure.denominator_words else ""),
        (say("Adds up from"), ", ".join(say(words) for _, words, _ in measure.parts)),
        (say("Unit of count"), say(UNITS[measure.unit])),
        (say("Counted"), say(counted)),
        (say("Direction"), say(DIRECTIONS[measure.good])),
        (say("Compared with"), say(REFERENCES[measure.compare_with]) if measure.kind is Kind.RATIO else ""),
        (say("Target"), target_words(session, measure)),
        (say("Left out"), say(measure.left_out)),
        (say("Why"), say(measure.why)),
        (say("Legal basis"), say(measure.legal_basis)),
        (say("Applies since"), language.date(measure.valid_from) if measure.valid_from else ""),
        (say("Reviewed on"), _reviewed(measure, language)),
    ]
    return [(label, words[:1].upper() + words[1:]) for label, words in found if words]


def _counted(measure: Measure) -> str:
    """When a row counts; of rows beside dossiers a column may bear the name of one of theirs."""
    if measure.counted_on is None:
        return mark("at the close of the day")
    name = measure.counted_on.name
    return DATES.get(f"{measure.counts}.{name}") or DATES[name]


def _reviewed(measure: Measure, language: Language) -> str:
    days = {"day": language.date(measure.reviewed_on), "next": language.date(measure.next_review)}
    return language.say("{day}, next by {next}", **days)


def target_words(session: Session, measure: Measure) -> str:
    """The target in force on the last day looked at with who set it; "" where a rate has none it is "none set"."""
    language, say = session.language, session.language.say
    target = session.profile.target(measure.key, min(session.scope.until, session.held.cut_off))
    if target is None:
        return say("none set") if measure.kind is Kind.RATIO else ""
    value = language.percent(target.value)
    least = (
        say("at most {value}", value=value) if target.direction == "at_most" else say("at least {value}", value=value)
    )
    since = say("since {day}", day=language.date(target.valid_from))
    return ". ".join(part for part in (least, target.set_by, target.document, since) if part)


def index_card(session: Session, chosen: Measure) -> None:
    """Every measure by group, to choose from: each has an address of its own."""
    say = session.language.say
    with st.container(key="card-definitions"):
        with st.container(horizontal=True, vertical_alignment="top", gap="small", key="title-definitions"):
            st.header(say("All measures"), anchor=False)
            downloads(lambda: table(session), "definitions", session)
        for title, kinds in GROUPS:
            with st.container(key=f"index-{kinds[0]}", gap=None):
                st.markdown(say(title))
                for measure in MEASURES.values():
                    if measure.kind in kinds:
                        _link(session, measure, measure.key == chosen.key)


def _link(session: Session, measure: Measure, here: bool) -> None:
    """A button, because a link to the page one is on would leave the address in the browser as it was."""
    params = address(session.scope, session.default, **{DEFINITION: measure.key, CAME_FROM: came_from()})
    with st.container(key=f"entry-{'here' if here else 'other'}-{measure.key}"):
        st.button(
            session.language.say(measure.title),
            type="tertiary",
            key=f"define-{measure.key}",
            on_click=st.query_params.from_dict,
            args=(params,),
        )


def measure_card(session: Session, measure: Measure) -> None:
    """One measure, completely."""
    with st.container(key="card-definition"):
        st.header(session.language.say(measure.title), anchor=False)
        for number, (label, words) in enumerate(lines(measure, session)):
            with st.container(horizontal=True, gap="small", key=f"term-{number}"):
                st.markdown(plain(label))
                st.markdown(plain(words))


def verdict_card(session: Session) -> None:
    """The one rule behind the words "clearly higher", "watch" and so on, with its numbers."""
    say, number = session.language.say, session.language.number
    with st.container(key="card-verdicts"):
        st.header(say("When a unit is called clearly higher or lower"), anchor=False)
        rules = (
            say(
                "Clear: beyond the exact {action} limits around the rate of the other units, or beyond {warning} in "
                "two periods running. Beyond {warning} once: watch. Inside: no evidence.",
                action=session.language.percent(1 - 2 * statistics.ACTION),
                warning=session.language.percent(1 - 2 * statistics.WARNING, 0),
            ),
            say(
                "No verdict where fewer than {few} late are expected. Where the units differ by more than chance, the "
                "limits are widened by the factor that stands beside them.",
                few=number(EXPECTED_AT_LEAST),
            ),
            say(
                "Over time: exact limits that vary with the number of dossiers; fewer than {points} points are "
                "provisional, without limits.",
                points=number(POINTS_FOR_LIMITS),
            ),
            choosing.errors_of_rule(session.language),
            say("A target is arithmetic: met or not met. It says nothing of chance."),
        )
        for rule in rules:
            st.markdown(rule)


def table(session: Session) -> Table:
    """All definitions as rows, to take away."""
    say = session.language.say
    rows = [
        {say("Measure"): say(measure.title), **dict(lines(measure, session))}
        for _, kinds in GROUPS
        for measure in MEASURES.values()
        if measure.kind in kinds
    ]
    return Table(pd.DataFrame(rows).fillna(""))
