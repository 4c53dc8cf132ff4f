"""The row of filters. The address bar is the only truth: a choice writes it, every run reads it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Literal

import streamlit as st

from measures.period import Period, month_period, months_until
from measures.published import own_units
from measures.scope import CHANNELS, PARAMETERS, UNIT_KINDS, Scope
from text import Language
from ui.blocks import plain
from ui.drawn import drawn
from ui.lists import PAGE
from ui.session import LANGUAGE_PARAMETER, Session, address

# Which filters a page has: of dossiers, of units and time alone where it counts no dossiers, or none.
Filters = Literal["dossiers", "units", ""]
DEPARTMENTS = ("department", "land_branch")


def show(session: Session, filters: Filters = "dossiers") -> None:
    """Draw the filters and the stamp that says up to when the figures reach."""
    say, scope, offered = session.language.say, session.scope, _offered(session)
    wanted = {"period": say("Period"), "unit": say("Unit"), "fields": say("Field"), "channels": say("Channel")}
    with st.container(key="scope-bar"):
        *places, more, stamp = st.columns([16, 18, 16, 14, 14, 46], vertical_alignment="bottom")
        if filters == "units":
            *places, more = places[:3]
        for place, (name, label) in zip(places, wanted.items(), strict=False):
            with place:
                _choice(session, name, label, offered[name])
        with more, st.popover(say("More filters"), width="stretch"):
            _more(session, scope, filters, offered["procedures"])
        with stamp:
            _stamp(session, filters)


def _choice(session: Session, name: str, label: str, titles: dict[Any, str]) -> None:
    """A select box that shows what the address says and writes what is chosen."""
    # A key per language: the browser would send back the label of the other one.
    key = f"choose-{name}-{session.language.code}"
    st.session_state[key] = _current(session.scope, name)
    st.selectbox(
        label, list(titles), format_func=titles.__getitem__, key=key, on_change=_write, args=(session, name, key)
    )


@drawn
def _offered(session: Session) -> dict[str, dict[Any, str]]:
    """What each filter can be set to, with its title; in front what the address says, if it is none of these. Nothing
    is drawn; it is the words that are kept."""
    say, language, known = session.language.say, session.language, session.held.known
    names = dict(known.procedures)
    of_fields, of_procedures = [(name,) for name in known.fields], [(procedure,) for procedure in names]
    offered: dict[str, tuple[list[Any], Callable[[Any], str]]] = {
        "period": (periods(session), lambda period: period.title(language)),
        "unit": (units(session), lambda choice: unit_title(session, choice)),
        "fields": ([(), *of_fields], lambda chosen: ", ".join(chosen) or say("All fields")),
        "channels": ([(), *((code,) for code in CHANNELS)], lambda chosen: channel_title(language, chosen)),
        "procedures": (
            [(), *of_procedures],
            lambda chosen: ", ".join(names[p] for p in chosen) or say("All procedures"),
        ),
    }
    titled = {}
    for name, (options, title) in offered.items():
        current = _current(session.scope, name)
        shown = options if current in options else [current, *options]
        titled[name] = {option: title(option) for option in shown}
    return titled


def _current(scope: Scope, name: str) -> object:
    return (scope.units, scope.unit_role) if name == "unit" else getattr(scope, name)


def _write(session: Session, name: str, key: str) -> None:
    chosen = st.session_state[key]
    changes = dict(zip(("units", "unit_role"), chosen, strict=True)) if name == "unit" else {name: chosen}
    if name == "period":
        changes |= {"as_of": None, "units": session.held.same_on(session.scope.units, chosen.end)}
    go(session, replace(session.scope, **changes))


def go(session: Session, scope: Scope) -> None:
    """Make ``scope`` the one of the address; the browser's Back returns to the one before. What else the address says,
    as which list is shown, stays; but a list begins anew."""
    other = {
        name: value for name, value in st.query_params.to_dict().items() if name not in (*PARAMETERS.values(), PAGE)
    }
    st.query_params.from_dict(other | address(scope, session.default))


def periods(session: Session) -> list[Period]:
    """Every period the data can answer, months first, the newest on top."""
    last, first = session.held.cut_off, session.held.first_day
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    months = list(reversed(months_until(last, count)))
    quarters = dict.fromkeys(f"{m.start.year}-Q{(m.start.month + 2) // 3}" for m in months)
    years = dict.fromkeys(str(m.start.year) for m in months)
    longer = [f"{year}{suffix}" for year in years for suffix in ("", "-6T", "-9T")]
    to_date, report = f"{month_period(last).token}-LK", [f"{month.token}-BC" for month in months[:6]]
    weeks = dict.fromkeys("{}-W{:02}".format(*(last - dt.timedelta(weeks=n)).isocalendar()[:2]) for n in range(8))
    tokens = [*quarters, to_date, *longer, *report, *weeks]
    return months + [period for period in map(Period.parse, tokens) if period.start <= last]


def units(session: Session) -> list[tuple[tuple[str, ...], str]]:
    """What can be chosen as unit on the day looked at: (units, role). Departments and the branch count by what they
    resolve. A chair chooses among own units."""
    frame = session.held.units_on(session.scope.carried_on)
    wards = [((unit,), "receiving") for unit in frame.loc[frame["kind"] == "ward", "unit_id"]]
    others = [((unit,), "resolving") for unit in frame.loc[frame["kind"].isin(DEPARTMENTS), "unit_id"]]
    if session.viewer.units is not None:
        own = own_units(session.viewer, session.held)
        mine = (session.default.units, session.default.unit_role)
        return list(dict.fromkeys([mine, *(choice for choice in (*wards, *others) if choice[0][0] in own)]))
    return [(("ward",), "receiving"), *wards, (DEPARTMENTS, "resolving"), *others]


def unit_title(session: Session, choice: tuple[tuple[str, ...], str]) -> str:
    """ "Tất cả (14 phường)", "Phường 10", "Phòng ban, đất đai"."""
    chosen, _ = choice
    if chosen == ("ward",):
        wards = int((session.held.units_on(session.scope.carried_on)["kind"] == "ward").sum())
        return session.language.count("All ({n} ward)", "All ({n} wards)", wards)
    if chosen == DEPARTMENTS:
        return session.language.say("Departments, land branch")
    say, known = session.language.say, session.held.known
    names = [say(UNIT_KINDS[unit]) if unit in UNIT_KINDS else known.unit_name(unit) for unit in chosen]
    return ", ".join(names) or say("all units").capitalize()


def channel_title(language: Language, channels: tuple[int, ...]) -> str:
    words = [language.say(CHANNELS[channel]) for channel in channels]
    return ", ".join(words).capitalize() or language.say("All channels")


def _more(session: Session, scope: Scope, filters: Filters, procedures: dict[Any, str]) -> None:
    say = session.language.say
    if filters == "dossiers":
        _choice(session, "procedures", say("Procedure"), procedures)
        key, words = "choose-certification", say("Count same-day certification too")
        st.session_state[key] = scope.certification
        st.toggle(words, key=key, on_change=_write, args=(session, "certification", key))
    _as_of(session)
    if scope != session.default and st.button(say("Clear all filters"), width="stretch"):
        go(session, session.default)
        st.rerun()


def _as_of(session: Session) -> None:
    """Looking back: a typed day, because the built-in calendar speaks the browser's language, not ours."""
    say, key = session.language.say, "choose-as-of"
    st.session_state.setdefault(key, "")
    if not st.session_state.get("as-of-refused"):
        st.session_state[key] = session.language.date(session.scope.as_of) if session.scope.as_of else ""
    st.text_input(
        say("Figures as at the close of day"),
        key=key,
        placeholder="dd/mm/yyyy",
        on_change=_write_as_of,
        args=(session, key),
    )
    if refused := st.session_state.pop("as-of-refused", ""):
        st.error(refused, icon=":material/error:")


def _write_as_of(session: Session, key: str) -> None:
    typed = st.session_state[key].strip()
    try:
        day = dt.datetime.strptime(typed, "%d/%m/%Y").date() if typed else None  # noqa: DTZ007 - a day has no zone
        end = session.scope.period.end
        units = session.held.same_on(session.scope.units, min(day or end, end))
        go(session, replace(session.scope, as_of=day, units=units))
    except ValueError:
        st.session_state["as-of-refused"] = session.language.say(
            "'{typed}' is no day from {start} on. Write dd/mm/yyyy.",
            typed=typed,
            start=session.language.date(session.scope.period.start),
        )


@drawn
def _stamp(session: Session, filters: Filters) -> None:
    """Up to when the figures reach, which dossiers they count, and whether they are invented."""
    say, held, language = session.language.say, session.held, session.language
    until = min(session.scope.until, held.cut_off)
    with st.container(key="stamp", gap=None):
        words, reach = say("Sample data"), say("Figures up to {day}", day=language.date(until))
        st.markdown((f":gray-badge[{words}] " if held.sample else "") + f"**{reach}**")
        if filters == "dossiers":
            st.markdown(session.scope.describe(language, held.known))
        elif session.scope.as_of:
            seen = say("as at {day}", day=language.date(session.scope.as_of))
            st.markdown(seen[:1].upper() + seen[1:])
        _ended(session)
        _behind(session)
        if until < held.first_cut_off:
            first = language.date(held.first_cut_off)
            st.markdown(say("rebuilt from the final figures (first load: {day})", day=first))


def _ended(session: Session) -> None:
    """Chosen units that do not exist on the day looked at, and who carries their work then."""
    language, held, day = session.language, session.held, min(session.scope.carried_on, session.held.cut_off)
    existing = {*UNIT_KINDS, *held.units_on(day)["unit_id"]}
    for unit in [unit for unit in session.scope.units if unit not in existing]:
        name, others = held.known.unit_name(unit), [held.known.unit_name(o) for o in held.same_on([unit], day)]
        words = language.say("{unit} does not exist on {day}", unit=name, day=language.date(day))
        if others != [name]:
            words = language.say("{words}; see {units}", words=words, units=language.listing(others))
        st.markdown(f":orange[:material/error: {plain(words)}]")


def _behind(session: Session) -> None:
    """The units of this scope whose own figures end earlier: the district's figure says so."""
    chosen = set(session.scope.units)
    behind = session.held.behind(session.scope.until) if session.scope.unit_role == "receiving" else {}
    for unit, day in behind.items():
        if chosen and unit not in chosen and "ward" not in chosen:  # none chosen: every unit is in the scope
            continue
        name = session.held.known.unit_name(unit)
        words = session.language.say("{unit} not updated since {day}", unit=name, day=session.language.date(day))
        st.markdown(f":orange[:material/error: {plain(words)}]")


def language_switch(session_language: Language) -> None:
    """The other language, one click away, at the right end of the top bar."""
    other = {"vi": ("en", "English"), "en": ("", "Tiếng Việt")}[session_language.code]
    with st.container(key="language"):
        if st.button(other[1], type="tertiary", key="switch-language"):
            params = {k: v for k, v in st.query_params.to_dict().items() if k != LANGUAGE_PARAMETER}
            st.query_params.from_dict(params | ({LANGUAGE_PARAMETER: other[0]} if other[0] else {}))
            st.rerun()
