"""The cards of "Thư xin lỗi": the follow-up step by step, whose duty, what is needed by tomorrow, what is missing."""

from __future__ import annotations

import streamlit as st

from charts.letter_words import loss_words, part_words, step_words
from measures import findings, letters_findings, registry
from measures.letters_page import COMPLETE, FURTHER, HEADLINE, KEPT, LOSSES, ON_TIME, STEPS, Letters
from text import mark
from ui import letters_parts, letters_tables, lists
from ui.blocks import caption, definition, figure, plain, responsive, titled
from ui.drawn import drawn
from ui.loading_letters import letters_figures, load_letters
from ui.session import Session

VARIATION = {
    "common": (":gray[:material/radio_button_checked:]", mark("Usual variation")),
    "higher": (":blue[:material/check_circle:]", mark("Above the limits: better")),
    "lower": (":orange[:material/error:]", mark("Below the limits: a concern")),
    "provisional": (":gray[:material/pending:]", mark("Too few periods to tell")),
}


@drawn
def page_title(session: Session) -> None:
    """The sentence of the page."""
    st.title(letters_findings.page_sentence(load_letters(session), session.held, session.language), anchor=False)


def follow_up_card(session: Session) -> None:
    """From the broken promise to the kept one; a click on a bar, or its link below, opens the dossiers."""
    with st.container(key="card-follow-up", height="stretch"):
        title = titled(
            session,
            lambda: letters_findings.losses_title(load_letters(session), session.language),
            "follow-up",
            lambda: letters_tables.follow_up(session, load_letters(session)),
            HEADLINE,
        )
        if _read_me(session):
            figures = letters_figures(*session.cache_key)
            desk, phone = figures["follow-up"], figures["follow-up-phone"]
            responsive(
                "follow-up",
                lambda: letters_parts.opening(session, desk, title, "follow-up", _step_asked),
                lambda: letters_parts.opening(session, phone, title, "follow-up-small", _step_asked),
            )
        _steps(session)


@drawn
def _read_me(session: Session) -> bool:
    """Whether a promise was broken."""
    seen = load_letters(session)
    if seen.breached:
        with st.container(key="sub-follow-up"):
            letters_parts.read_me(session, seen)
    return bool(seen.breached)


@drawn
def _steps(session: Session) -> None:
    seen = load_letters(session)
    if seen.breached:
        with st.container(key="sub-steps", gap=None):
            _step_links(session, seen)
    with st.container(key="note-follow-up", gap=None):
        for line in letters_findings.lawful_lines(seen, session.language):
            st.markdown(plain(line))
        st.markdown(caption(session))


def _step_asked(data: list[str]) -> letters_parts.Asked:
    """A bar of the follow-up is its measure."""
    return data[0], None


def _step_links(session: Session, seen: Letters) -> None:
    """The same for the keyboard: the steps, then what became of the dossiers and what each step lost."""
    language, in_time = session.language, letters_findings.in_time_words(seen, session.language)
    with st.container(horizontal=True, gap="small", key="groups-steps", vertical_alignment="center"):
        st.markdown(language.say("Open the dossiers:"), width="content")
        for key in STEPS:
            words = step_words(key, in_time, language).partition(" (")[0]
            lists.number(session, f"{words}: {language.number(seen.counts[key])}", key, count=seen.counts[key])
    with st.container(horizontal=True, gap="small", key="groups-losses", vertical_alignment="center"):
        st.markdown(language.say("Among them:"), width="content")
        for state, n in seen.parts.items():
            if n:
                lists.number(session, part_words(state, n, language), STEPS[0], within=("state", state))
        for key in (key for losses in LOSSES.values() for key in losses if seen.counts[key]):
            lists.number(session, loss_words(key, seen.counts[key], language), key)


def units_card(session: Session) -> None:
    """The same dossiers by whose duty the letter is: units that resolve, departments and the land branch too."""
    with st.container(key="card-units", height="stretch"):
        title = titled(
            session,
            lambda: letters_findings.units_title(load_letters(session), session.language),
            "units",
            lambda: letters_tables.units(session, load_letters(session)),
            "letters_missing",
        )
        if not _how_to_read_units(session):
            return
        figures = letters_figures(*session.cache_key)
        responsive(
            "units",
            lambda: letters_parts.opening(session, figures["units"], title, "units", _unit_asked),
            lambda: letters_parts.opening(session, figures["units-phone"], title, "units-small", _unit_asked),
        )
        _missing_by_unit(session)


@drawn
def _how_to_read_units(session: Session) -> bool:
    """Whether a promise was broken."""
    if not load_letters(session).breached:
        return False
    with st.container(key="sub-units"):
        say = session.language.say
        st.markdown(say("By the unit that resolves it, whose duty the letter is. One square is one dossier."))
    return True


@drawn
def _missing_by_unit(session: Session) -> None:
    lacking = _lacking(load_letters(session))
    if lacking:
        with st.container(key="sub-lacking", gap=None):
            letters_parts.by_unit(session, "loss_no_letter", lacking, session.language.say("Without letter:"))
    with st.container(key="note-units"):
        st.markdown(caption(session))


def _unit_asked(data: list[str]) -> letters_parts.Asked:
    """A line of the squares is a unit; its right end asks for the missing letters."""
    unit, which = data
    return ("loss_no_letter" if which == "without" else "step_breached"), ("duty", unit)


def _lacking(seen: Letters) -> dict[str, int]:
    """Letters that units lack in the period, most first."""
    without = seen.units[seen.units["kind"] == "without"]
    return without.groupby("unit", sort=False)["count"].sum().sort_values(ascending=False, kind="stable").to_dict()


def needed_card(session: Session) -> None:
    """For the office: what needs a letter by the next working day, by due day and by unit."""
    with st.container(key="card-needed", height="stretch"):
        titled(
            session,
            lambda: letters_findings.needed_title(load_letters(session), session.language),
            "needed",
            lambda: letters_tables.needed(session, load_letters(session)),
            "letters_needed",
        )
        _needed(session)


@drawn
def _needed(session: Session) -> None:
    say, seen = session.language.say, load_letters(session)
    if not int(seen.needed["count"].sum()):
        letters_parts.nothing(session, say("Nothing to send by then."))
    else:
        with st.container(key="sub-needed"):
            st.markdown(say("Open, no letter yet, the lawful day comes next. Unless finished in time, send it now."))
        with st.container(key="sub-needed-by", gap=None):
            letters_parts.by_day(session, seen)
            letters_parts.by_unit(session, "letters_needed", seen.needed_by("unit"), say("By unit:"))
    with st.container(key="note-needed"):
        st.markdown(caption(session))


def further_card(session: Session) -> None:
    """New dates kept and broken, contents, repeated letters, drafts, and letters for promises that were kept."""
    with st.container(key="card-further", height="stretch"):
        titled(
            session,
            lambda: letters_findings.further_title(load_letters(session), session.language),
            "further",
            lambda: letters_tables.further(session, load_letters(session)),
            KEPT,
        )
        _further(session)


@drawn
def _further(session: Session) -> None:
    seen = load_letters(session)
    with st.container(key="rates-further", gap=None):
        for key in (KEPT, COMPLETE, *FURTHER):
            _further_line(session, seen, key)
    with st.container(key="note-further"):
        say = session.language.say
        words = say("New dates: those that came in the period. Drafts: on the last day looked at.")
        st.markdown(f"{words} {caption(session)}")


def _further_line(session: Session, seen: Letters, key: str) -> None:
    """Name, definition, number (opens the dossiers), and the rate where it is one."""
    language = session.language
    with st.container(key=f"official-{key}", horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(language.say(registry.get(key).title))
        definition(session, key, f"official-{key}")
        if key not in seen.rates:
            lists.number(session, language.number(seen.counts[key]), key, count=seen.counts[key])
            st.markdown(language.say("dossiers"))
            return
        x, n = seen.rates[key]
        if not n:
            st.markdown(language.say("no dossiers"))
            return
        lists.number(session, language.fraction(x, n), key)
        st.markdown(language.percent(x / n))


def months_card(session: Session) -> None:
    """Letters by the lawful day over 24 months. Not the share with any letter: that grows while months grow old."""
    with st.container(key="card-months"):
        if _nothing_overdue(session):
            return
        title = titled(
            session,
            lambda: letters_findings.months_title(load_letters(session), session.language),
            "months",
            lambda: letters_tables.months(session, load_letters(session)),
            ON_TIME,
        )
        _months(session, title)


@drawn
def _nothing_overdue(session: Session) -> bool:
    nothing = "months" not in letters_figures(*session.cache_key)
    if nothing:
        st.header(session.language.say("No dossier became overdue in these months"), anchor=False)
    return nothing


@drawn
def _months(session: Session, title: str) -> None:
    language, say = session.language, session.language.say
    seen, figures = load_letters(session), letters_figures(*session.cache_key)
    words, icons = st.columns([72, 28], gap="small")
    with words, st.container(key="sub-months", gap=None):
        letters_parts.on_time(session, seen)
        said = [findings.against(change, language) for change in (seen.change, seen.against_last_year)]
        for line in dict.fromkeys(said):  # what stands before six months is the same half of the year before
            st.markdown(line)
    with icons, st.container(key="icons-months", horizontal=True, gap="medium"):
        icon, said = VARIATION[letters_parts.variation_of(seen)]
        st.markdown(f"{icon} {say('Variation')}  \n**{say(said)}**", width="content")
    responsive(
        "months",
        lambda: figure(figures["months"], title, "months-desk"),
        lambda: figure(figures["months-phone"], title, "months-small"),
    )
    with st.container(key="note-months"):
        st.markdown(f"{letters_parts.band_words(session, seen)} {caption(session)}")


def missing_card(session: Session) -> None:
    """The stock of missing letters over all periods: by state, age and unit, and the oldest of them."""
    with st.container(key="card-missing"):
        titled(
            session,
            lambda: letters_findings.missing_title(load_letters(session), session.language),
            "missing",
            lambda: letters_tables.missing(session, load_letters(session)),
            "letters_missing",
        )
        _missing(session)


@drawn
def _missing(session: Session) -> None:
    say, seen = session.language.say, load_letters(session)
    states = seen.missing_by("state")
    if not states:
        letters_parts.nothing(session, say("There is no dossier here."))
        return
    with st.container(key="sub-missing"):
        st.markdown(say("Stock at the close of the last day looked at: a missing letter does not vanish."))
    with st.container(key="sub-missing-by", gap=None):
        letters_parts.by_state(session, states)
        letters_parts.by_age(session, seen.missing_by("age"))
        letters_parts.by_unit(session, "letters_missing", seen.missing_by("unit"), say("By unit:"))
    letters_parts.oldest(session, states)
    with st.container(key="note-missing"):
        st.markdown(f"{say('Codes are masked; no personal data is shown.')} {caption(session)}")
