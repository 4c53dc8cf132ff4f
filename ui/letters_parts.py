"""Parts of the cards of "Thư xin lỗi": figures that open lists, groups of a stock, the oldest missing letters."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pandas as pd
import streamlit as st

from charts.theme import Figure
from measures import findings
from measures.lateness_page import variation
from measures.letters_page import ON_TIME, Letters
from measures.members import Page
from ui import lists
from ui.blocks import figure, plain, responsive
from ui.leading import lead
from ui.loading import member_page
from ui.session import Session

Asked = tuple[str, tuple[str, str] | None]  # a measure, and one group of it
ROWS, MOST_OPEN = 15, 10
OPEN_COLOUR, CLOSED_COLOUR = "#D65A00", "#7B8895"
# The same in both tables, so that their columns stand under each other.
WIDTHS = {"Dossier code": 105, "Whose duty": 234, "Procedure": 334, "State": 146, "Held by": 234}
PHONE_WIDTHS = {"Dossier code": 108, "Whose duty": 92, "Working days without letter": 122}
STATE_WORDS = ("open", "finished", "ended")


def opening(session: Session, drawn: Figure, alt: str, name: str, asked: Callable[[list[str]], Asked]) -> None:
    """A figure whose click opens the dossiers behind a mark. Each click gets the figure a new key: a kept selection
    would come back with the browser's Back and open the list again. Who may not open lists looks at it only."""
    if not session.viewer.may_list:
        figure(drawn, alt, name)
        return
    key = f"{name}-{st.session_state.get('clicks', 0)}"
    chosen = figure(drawn, alt, key, on_select="rerun", selection_mode="points")
    points = chosen.selection.points  # type: ignore[attr-defined]
    if points:
        st.session_state["clicks"] = st.session_state.get("clicks", 0) + 1
        measure, within = asked(points[0]["customdata"])
        where = lists.list_address(session, measure, "numerator", within=within)
        lead(lists.LIST_PAGE, where, st.session_state["clicks"])


def nothing(session: Session, words: str) -> None:
    """A tick and a sentence: nothing is left to do."""
    st.markdown(f":blue[:material/check_circle:] {words}")


def read_me(session: Session, seen: Letters) -> None:
    """What the percentages are of, and the target with who set it."""
    language, target = session.language, seen.target
    words = language.count(
        "Percentages are of the {n} overdue dossier.",
        "Percentages are always of all {n} overdue dossiers.",
        seen.breached,
    )
    if target is None:
        st.markdown(words)
        return
    since = language.say("since {day}", day=language.date(target.valid_from))
    source = ". ".join(part for part in (target.set_by, target.document, since) if part)
    value = language.percent(target.value, 0)
    st.markdown(f"{words} {language.say('Target: {value} with a letter.', value=value)}", help=plain(source))


def by_unit(session: Session, measure: str, counts: Mapping[str, int], lead: str) -> None:
    """Units with their counts, most first, each opening its dossiers."""
    names = dict(session.held.known.units)
    with st.container(horizontal=True, gap="small", key=f"groups-{measure}-duty", vertical_alignment="center"):
        st.markdown(lead, width="content")
        for unit, n in counts.items():
            lists.number(session, f"{names[unit]}: {session.language.number(n)}", measure, within=("duty", unit))


def by_day(session: Session, seen: Letters) -> None:
    """Due days with their counts. Units behind the others tell of days that have passed meanwhile."""
    language, until = session.language, min(session.scope.until, session.held.cut_off)
    with st.container(horizontal=True, gap="small", key="groups-needed-day", vertical_alignment="center"):
        st.markdown(language.say("By due day:"), width="content")
        for day, n in seen.needed_by("due_day").items():
            words = f"{language.day_month(day)}: {language.number(n)}"
            if day <= until:
                words = language.say("{day} (unit not updated): {n}", day=language.day_month(day), n=language.number(n))
            lists.number(session, words, "letters_needed", within=("due_day", day.isoformat()))


def by_state(session: Session, states: Mapping[str, int]) -> None:
    """Open, finished, ended: each opening its dossiers, oldest first."""
    language = session.language
    with st.container(horizontal=True, gap="small", key="groups-missing-state", vertical_alignment="center"):
        whole = language.count("See all {n}", "See all {n}", sum(states.values()))
        lists.number(session, whole, "letters_missing")
        for state in STATE_WORDS:
            n = states.get(state, 0)
            words = f"{language.number(n)} {language.say(lists.LEFT[state])}"
            lists.number(session, words, "letters_missing", state, count=n)


def by_age(session: Session, ages: Mapping[str, int]) -> None:
    """How long the letters are missing, in working days since the due day."""
    language = session.language
    with st.container(horizontal=True, gap="small", key="groups-missing-age", vertical_alignment="center"):
        st.markdown(language.say("Working days since due:"), width="content")
        for age, n in ages.items():
            words = f"{lists.age_words(age, language)}: {language.number(n)}"
            lists.number(session, words, "letters_missing", within=("age", age))


def oldest(session: Session, states: Mapping[str, int]) -> None:
    """The oldest missing letters: open dossiers first, because the citizen still waits; then finished ones."""
    if not session.viewer.may_list:
        return
    waiting = min(states.get("open", 0), MOST_OPEN)
    done = min(states.get("finished", 0), ROWS - waiting)
    say = session.language.say
    if waiting:
        words = say("Still open: the {n} that wait longest", n=session.language.number(waiting))
        _rows(session, "open", waiting, words, OPEN_COLOUR)
    if done:
        words = say("Finished without letter: the {n} oldest", n=session.language.number(done))
        _rows(session, "finished", done, words, CLOSED_COLOUR)


def _rows(session: Session, part: str, count: int, title: str, colour: str) -> None:
    """One part of the stock as a table; a phone has room for whose it is and how long."""
    question = ("letters_missing", part, None, session.scope, session.version, session.viewer)
    rows = member_page(*question, Page(1, count))
    with st.container(key=f"oldest-{part}", gap=None):
        st.markdown(f"**{title}**")
        responsive(
            f"oldest-{part}",
            lambda: _table(session, _shown(rows, session), WIDTHS, colour),
            lambda: _table(session, _shown_on_a_phone(rows, session), PHONE_WIDTHS, colour),
        )


def _table(session: Session, frame: pd.DataFrame, widths: Mapping[str, int], colour: str) -> None:
    say = session.language.say
    days = say("Working days without letter")
    most = max(1, int(frame[days].max()))
    bar = st.column_config.ProgressColumn(
        width=widths.get("Working days without letter"), format="%d", min_value=0, max_value=most, color=colour
    )
    st.dataframe(
        frame,
        hide_index=True,
        width="stretch",
        height="content",
        column_config={
            **{say(name): st.column_config.Column(width=width) for name, width in widths.items()},
            say("Due"): st.column_config.DateColumn(format="DD/MM/YYYY", width=100),
            days: bar,
        },
    )


def _shown(rows: pd.DataFrame, session: Session) -> pd.DataFrame:
    """As in every list, with the unit whose duty the letter is and the days since the due day. Codes are masked for
    everybody: this page is looked at, also by many at once; its lists are worked with."""
    say, units = session.language.say, dict(session.held.known.units)
    shown = lists.table(rows, session).assign(**{say("Dossier code"): [*map(lists.masked, rows["dossier_code"])]})
    found = shown[[say("Dossier code"), say("Procedure"), say("Due"), say("State"), say("Held by")]]
    found.insert(1, say("Whose duty"), [units.get(unit, "") for unit in rows["duty"]])
    return found.assign(**{say("Working days without letter"): rows["days_since_due"].astype(int)})


def _shown_on_a_phone(rows: pd.DataFrame, session: Session) -> pd.DataFrame:
    """Code, unit in short, days."""
    say, named = session.language.say, session.held.units.set_index("unit_id")
    return pd.DataFrame(
        {
            say("Dossier code"): [lists.masked(code) for code in rows["dossier_code"]],
            say("Whose duty"): [named["short_name"].get(unit, "") for unit in rows["duty"]],
            say("Working days without letter"): rows["days_since_due"].astype(int),
        }
    )


def on_time(session: Session, seen: Letters) -> None:
    """Rate and fraction of the period by the lawful day."""
    language, (x, n) = session.language, seen.rates[ON_TIME]
    period = findings.period_words(seen, session.held, language)
    if not n:
        st.markdown(language.say("{period}: no dossier became overdue", period=period))
        return
    with st.container(horizontal=True, gap="small", key="groups-on-time", vertical_alignment="center"):
        rate = language.say("{period}: {rate} by the lawful day", period=period, rate=language.percent(x / n))
        st.markdown(rate, width="content")
        words = language.say("{fraction} overdue dossiers", fraction=language.fraction(x, n))
        lists.number(session, words, ON_TIME)


def variation_of(seen: Letters) -> str:
    """What the newest point says of chance."""
    return variation(seen.trend)


def band_words(session: Session, seen: Letters) -> str:
    """How the band is to be read, and why it is this share."""
    say = session.language.say
    grain = say("24 months")
    if seen.trend.grain == "quarter":
        grain = say("by quarter, because a month expects fewer than 5")
    reason = say("Shown by the lawful day, because the share with any letter grows as a month grows old.")
    band = say(
        "Letters by the lawful day among overdue dossiers, {grain}. Band: what chance alone would give (99.8%).",
        grain=grain,
    )
    return f"{band} {reason}"
