"""Units beside each other: the rule that judges them, and choosing one by a click on its mark."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import streamlit as st

from charts.theme import Figure
from measures import reliability
from measures.comparing import comparison_scope
from measures.published import own_units
from measures.scope import Scope
from text import Language, mark
from ui.blocks import caption, figure
from ui.scope_bar import go
from ui.session import Session

GRAINS = {"month": mark("by months"), "quarter": mark("by quarters")}


def clickable(session: Session, drawn: Figure, alt: str, name: str) -> None:
    """A figure whose click chooses a unit. Each click gets the figure a new key: a kept selection would come back with
    the browser's Back and set the scope again."""
    key = f"{name}-{st.session_state.get('clicks', 0)}"
    figure(drawn, alt, key, on_select=lambda: _choose(session, key), selection_mode="points")


def _choose(session: Session, key: str) -> None:
    """The unit of the mark becomes the scope; a second click on it goes back to all units."""
    points = st.session_state[key]["selection"]["points"]
    if not points:
        return
    st.session_state["clicks"] = st.session_state.get("clicks", 0) + 1
    unit = points[0]["customdata"][0]
    if not unit or session.scope.units == (unit,):  # "": the row of all units
        everyone = session.viewer.units is None
        go(session, comparison_scope(session.scope, session.held) if everyone else session.default)
    elif may_choose(session, unit):
        go(session, of_unit(session, unit))


def may_choose(session: Session, unit: str) -> bool:
    """Whether the pages of this unit are open to this reader; to compare oneself with it is something else."""
    return session.viewer.units is None or unit in own_units(session.viewer, session.held)


def of_unit(session: Session, unit: str) -> Scope:
    """The scope of one unit. Wards count by what they receive, departments and the branch by what they resolve."""
    role = "receiving" if session.held.kinds[unit] == "ward" else "resolving"
    return replace(session.scope, units=(unit,), unit_role=role)


def rule_of_target(session: Session, level: tuple[float, float], target: float, comparison: Scope) -> str:
    """The rule where each unit is compared with the target."""
    language, (x, n) = session.language, level
    words = language.say(
        "All units shown {rate} ({fraction}). Clear: beyond the exact 99.8% limits around the target of {target}, or "
        "beyond 95% in two periods running; no verdict below 5 expected.",
        rate=language.percent(x / n) if n else "–",
        fraction=language.fraction(x, n),
        target=language.percent(target, 0),
    )
    return f"{words} {caption(session, comparison)}"


def rule(session: Session, level: tuple[float, float], units: pd.DataFrame, comparison: Scope) -> str:
    """The rule behind the verdicts with its figures: level, limits, factor, and where nothing could be called lower."""
    language, say, (x, n) = session.language, session.language.say, level
    if not n:
        return say("No dossiers in this period.")
    factor = float(units["factor"].max())
    words = say(
        "Common level {rate} ({fraction}). Clear: beyond the exact 99.8% limits around the rate of the other units, "
        "or beyond 95% in two periods running; no verdict below 5 expected. Overdispersion factor {factor}{why}.",
        rate=language.percent(x / n),
        fraction=language.fraction(x, n),
        factor=language.number(factor, 2),
        why=say(" (the units differ by more than chance, which widens the limits)") if factor > 1 else "",
    )
    blind = int((~units["can_be_lower"] & (units["denominator"] > 0)).sum())
    lower = language.count(
        "In {n} unit even 0 could not be called lower.",
        "In {n} units even 0 could not be called lower.",
        blind,
    )
    return " ".join([words, lower if blind else "", caption(session, comparison)])


def errors_of_rule(language: Language) -> str:
    """How often the rule is wrong, and how soon it finds a real difference; computed, not promised."""
    said = [
        language.say(
            "Looked at {grain}: {clear} false clear signals a year and {watch} times a false watch, all 14 together; a "
            "ward at three times the rate is called clearly higher within 3 months in {found} of cases.",
            grain=language.say(words),
            clear=language.number(reliability.FALSE_CLEAR_A_YEAR[grain], 1),
            watch=language.number(reliability.FALSE_WATCH_A_YEAR[grain], 1),
            found=language.percent(reliability.FOUND_AT_THREE_TIMES[grain], 0),
        )
        for grain, words in GRAINS.items()
    ]
    return " ".join([language.say("Simulated with 14 wards of which none really differs."), *said])
