"""The three headlines: lateness, online share, apology letters, each with its months and its comparisons."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pandas as pd

from data_access.profiles import Profile, Target
from measures.asking import Asked
from measures.comparing import as_far, compared_period, monthly, span, trend_months
from measures.judging import Change, change
from measures.known import Holdings
from measures.scope import Scope

HEADLINES = ("overdue_rate", "online_share", "letter_rate")
DROWNED = ("overdue_rate", "online_share")  # by same-day certification: the figure with it stands beside


@dataclass(frozen=True)
class Headline:
    """One headline of the chosen units.

    now, other_certification: (numerator, denominator) as asked, and with same-day certification the other way (None
    where it hardly matters). change, last_year: against the period before and the same period of the year before,
    each as known at its own close. history: up to 24 months (period, numerator, denominator, rate), each at its close.
    """

    key: str
    now: tuple[float, float]
    other_certification: tuple[float, float] | None
    change: Change
    last_year: Change
    target: Target | None
    history: pd.DataFrame

    @property
    def without(self) -> int:
        """Dossiers of the denominator that are not in the numerator."""
        return int(self.now[1] - self.now[0])


def headlines(asked: Asked, scope: Scope, held: Holdings, profile: Profile) -> dict[str, Headline]:
    """All three, by key, in four questions and one for the months."""
    months = trend_months(scope, held)
    before, year_before = compared_period(scope, held), as_far(scope, held, scope.period.year_before())
    now = asked.pairs(HEADLINES, scope)
    earlier = [asked.pairs(HEADLINES, replace(scope.with_period(p), as_of=None)) for p in (before, year_before)]
    other = asked.pairs(DROWNED, replace(scope, certification=not scope.certification))
    by_month = asked.table(HEADLINES, ["month"], scope.with_period(span(scope, months)))
    return {
        key: Headline(
            key=key,
            now=now[key],
            other_certification=other.get(key),
            change=change(now[key], earlier[0][key], before),
            last_year=change(now[key], earlier[1][key], year_before),
            target=profile.target(key, scope.until),
            history=monthly(of_measure(by_month, key), months),
        )
        for key in HEADLINES
    }


def of_measure(frame: pd.DataFrame, key: str) -> pd.DataFrame:
    """The rows of one measure of a long table."""
    return frame[frame["measure"] == key].drop(columns="measure")


def aim(key: str, target: Target | None, certification: bool) -> float | None:
    """The target as a rate, where it is meant: same-day certification would drown it."""
    return target.value if target and not (certification and key in DROWNED) else None


def is_met(now: tuple[float, float], target: Target) -> bool:
    """Arithmetic, not a verdict."""
    rate = now[0] / now[1]
    return rate <= target.value if target.direction == "at_most" else rate >= target.value
