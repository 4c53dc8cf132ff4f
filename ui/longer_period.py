"""The way to a longer period, where the chosen one is too short to judge the units."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pandas as pd
import streamlit as st

from measures.known import Holdings
from measures.period import Period
from measures.scope import Scope
from measures.verdict import Verdict
from ui.drawn import drawn
from ui.scope_bar import go
from ui.session import Session

LONGEST_MONTH = 31
ONE_IN = 3  # of the units: from here on too many are left without a verdict


def by_quarter(session: Session, units: Callable[[], pd.DataFrame]) -> None:
    """One line that leads to the quarter, where at least a third of ``units`` (verdict) are too few to judge.

    By months 37 % of the wards get a verdict, by quarters 99 % (docs/statistics.md). A button, because a link to the
    page one is on would leave the address in the browser as it was.
    """
    offered = _offered(session, units)
    if not offered:
        return
    quarter = Period.parse(offered)
    title = quarter.title(session.language)
    units_then = session.held.same_on(session.scope.units, quarter.end)
    with st.container(key="longer-period"):
        st.button(
            session.language.say("See {quarter} for enough to judge by", quarter=title[:1].lower() + title[1:]),
            type="tertiary",
            key="by-quarter",
            on_click=go,
            args=(session, replace(session.scope, period=quarter, as_of=None, units=units_then)),
        )


@drawn
def _offered(session: Session, units: Callable[[], pd.DataFrame]) -> str:
    """The quarter as the address names it, "" where none is needed. It draws nothing; it is the answer that is kept."""
    quarter, judged = fuller_quarter(session.scope, session.held), units()
    few = int((judged["verdict"] == Verdict.TOO_FEW).sum())
    return quarter.token if quarter and few and ONE_IN * few >= len(judged) else ""


def fuller_quarter(scope: Scope, held: Holdings) -> Period | None:
    """The quarter of the last day looked at, for a month or less of which the data holds not all of the quarter."""
    period, last = scope.period, min(scope.until, held.cut_off)
    if (period.end - period.start).days >= LONGEST_MONTH:
        return None
    quarter = Period.parse(f"{last.year}-Q{(last.month + 2) // 3}")
    more = max(quarter.start, held.first_day) < period.start or min(quarter.end, held.cut_off) > last
    return quarter if more else None
