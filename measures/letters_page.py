"""What the page "Thư xin lỗi" shows: the follow-up step by step, by whose duty it is, what is missing, what comes next.

The scope of the filters says which dossiers; the *duty* to write lies with the resolving unit, so the page groups by it
and mixes nothing. ``letter_rate`` depends on how long ago the period was (letters go on being written), so periods are
compared by ``letter_on_time_rate``: the lawful day of each of its dossiers is over.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

import pandas as pd

from data_access.profiles import LawfulDay, Profile, Target
from data_access.stores import Store
from data_access.viewer import Viewer
from measures import registry
from measures.asking import Asked
from measures.comparing import as_far, compared_period, monthly, trend_months
from measures.counts import counts
from measures.dimensions import AGES, OLDEST
from measures.judging import Change, Trend, change, with_signals
from measures.known import Holdings
from measures.lawful_day import ON_THE_DUE_DAY
from measures.period import Period
from measures.scope import UNIT_KINDS, Scope

HEADLINE, ON_TIME, COMPLETE, KEPT = "letter_rate", "letter_on_time_rate", "letter_complete_rate", "new_date_kept_rate"
RATES = (HEADLINE, ON_TIME, COMPLETE, KEPT)
# Each step holds the next one; what each loses, in the order in which it follows the bar.
STEPS = ("step_breached", "step_letter", "step_in_time", "step_complete", "step_kept")
LOSSES = {
    "step_letter": ("loss_no_letter",),
    "step_in_time": ("loss_tardy",),
    "step_complete": ("loss_incomplete",),
    "step_kept": ("loss_not_yet_due", "loss_ended", "loss_second_breach"),
}
MISSED = ("loss_no_letter", "loss_tardy", "loss_incomplete", "loss_second_breach")
FOLLOW_UP = (*STEPS, *(key for losses in LOSSES.values() for key in losses))
KINDS = {"step_letter": "with", "loss_no_letter": "without"}
FURTHER = ("second_breach", "repeat_letters", "letters_drafted", "letters_in_advance")
STATES = ("finished", "open", "ended")
LONG_NAME = 24  # letters: longer ones would fill a heading
UNIT_COLUMNS = ("unit", "name", "short_name", "side", "kind", "count")


@dataclass(frozen=True)
class Letters:
    """Everything on the page, for one scope.

    counts: dossiers by key, of ``STEPS``, ``LOSSES`` and ``FURTHER``. parts: the breached ones of the period by their
    state at T ("finished", "open", "ended"). rates: (numerator, denominator) of ``RATES``.

    units: by whose duty the letter is: unit, name, short_name, side (a state), kind ("with", "without" letter), count;
    only what counts something; most missing letters first, then most overdue dossiers. quiet: names of the chosen units
    that owed no letter.

    missing: the stock of missing letters at T over all periods: unit, state, age (bins of ``AGES``), count. needed:
    what needs a letter by the next working day: unit, due_day, count.

    history: 24 months (period, numerator, denominator, rate) of letters by the lawful day; trend: the same with limits.
    joins: days on which units merged into those shown. change, against_last_year: of the same rate. lawful: the
    settings that hold for promises of the period, at least one.
    """

    scope: Scope
    counts: dict[str, int]
    parts: dict[str, int]
    rates: dict[str, tuple[float, float]]
    target: Target | None
    units: pd.DataFrame
    quiet: list[str]
    missing: pd.DataFrame
    needed: pd.DataFrame
    history: pd.DataFrame
    trend: Trend
    joins: list[dt.date]
    change: Change
    against_last_year: Change
    lawful: tuple[LawfulDay, ...]

    @property
    def breached(self) -> int:
        """B: dossiers of the period that became overdue, each of which must have a letter."""
        return self.counts["step_breached"]

    def missing_by(self, column: str) -> dict[str, int]:
        """The stock of missing letters by "unit", "state" or "age"."""
        return _sums(self.missing, column)

    def needed_by(self, column: str) -> dict:
        """What needs a letter by the next working day, by "unit" or "due_day"."""
        return _sums(self.needed, column)

    def lacking(self) -> dict[str, int]:
        """Names of units (long ones in short) with the letters they lack in the period, most first; equal ones in the
        order of the chart."""
        without = self.units[self.units["kind"] == "without"]
        long = without["name"].str.len() > LONG_NAME
        found = (
            without.groupby(without["name"].where(~long, without["short_name"]), sort=False)["count"]
            .sum()
            .sort_values(ascending=False, kind="stable")
        )
        return {str(name): int(count) for name, count in found.items()}


def letters_page(store: Store, version: str, scope: Scope, viewer: Viewer, held: Holdings, profile: Profile) -> Letters:
    """Count and judge the page. ``scope.lawful``, ``scope.lateness`` and all filters hold for every number on it."""
    asked = Asked(store, version, viewer)
    steps = counts(store, registry.get_all(FOLLOW_UP), ["duty", "state"], scope, viewer, version)
    units = by_duty(steps, held)
    rates = asked.pairs((*RATES, *FURTHER), scope)
    history = _history(asked, scope, held)
    sums = units.groupby("side")["count"].sum()
    return Letters(
        scope=scope,
        counts=_counted(steps) | {key: int(rates.pop(key)[0]) for key in FURTHER},
        parts={state: int(sums.get(state, 0)) for state in STATES},
        rates=rates,
        target=profile.target(HEADLINE, scope.until),
        units=units,
        quiet=_quiet(units, scope, held),
        missing=_stock(asked.series("letters_missing", ["duty", "state", "age"], scope)),
        needed=_stock(asked.series("letters_needed", ["duty", "due_day"], scope)),
        history=history,
        trend=with_signals(history.drop(columns="rate"), [baseline.day for baseline in profile.baselines]),
        joins=held.joins(scope.units, history["period"].min(), scope.carried_on),
        change=_compared(asked, scope, rates[ON_TIME], compared_period(scope, held)),
        against_last_year=_compared(asked, scope, rates[ON_TIME], as_far(scope, held, scope.period.year_before())),
        lawful=in_force(scope),
    )


def in_force(scope: Scope) -> tuple[LawfulDay, ...]:
    """The settings of the lawful day that hold for a promise due in the period; before the first it is the due day."""
    known = (ON_THE_DUE_DAY, *scope.lawful)
    ends = [*(later.valid_from for later in scope.lawful), dt.date.max]
    ended = zip(known, ends, strict=True)
    return tuple(one for one, end in ended if one.valid_from <= scope.until and end > scope.period.start)


def _counted(steps: pd.DataFrame) -> dict[str, int]:
    """Dossiers by key, all duties and states together."""
    sums = steps.groupby("measure")["numerator"].sum()
    return {key: int(sums.get(key, 0)) for key in FOLLOW_UP}


def by_duty(steps: pd.DataFrame, held: Holdings) -> pd.DataFrame:
    """The breached dossiers by the unit whose duty the letter is (see ``Letters``), of counts of the follow-up by
    measure, duty and state."""
    rows = steps.assign(kind=steps["measure"].map(KINDS)).dropna(subset=["kind"])
    rows = rows.rename(columns={"duty": "unit", "state": "side", "numerator": "count"}).astype({"count": int})
    named = held.units.set_index("unit_id")
    place = {unit: number for number, unit in enumerate(named.index)}
    missing = rows["unit"].map(rows[rows["kind"] == "without"].groupby("unit")["count"].sum()).fillna(0)
    total = rows["unit"].map(rows.groupby("unit")["count"].sum())
    rows = rows.assign(missing=missing, total=total, place=rows["unit"].map(place), name=rows["unit"].map(_names(held)))
    rows = rows.assign(short_name=rows["unit"].map(named["short_name"]).fillna(rows["name"]))
    ordered = rows.sort_values(
        ["missing", "total", "place", "side", "kind"], ascending=[False, False, True, True, True]
    )
    return ordered[list(UNIT_COLUMNS)].reset_index(drop=True)


def _names(held: Holdings) -> dict[str, str]:
    return dict(held.known.units)


def _quiet(units: pd.DataFrame, scope: Scope, held: Holdings) -> list[str]:
    """The chosen units, or all of the chosen kinds, that owed no letter in the period."""
    there, wanted = held.units_on(scope.carried_on), scope.units or tuple(UNIT_KINDS)
    chosen = there[there["unit_id"].isin(wanted) | there["kind"].isin(wanted)]
    names = _names(held)
    return [names[unit] for unit in chosen["unit_id"] if unit not in set(units["unit"])]


def _stock(frame: pd.DataFrame) -> pd.DataFrame:
    """Counts of a stock by unit and whatever else it is grouped by."""
    shown = frame.rename(columns={"duty": "unit", "numerator": "count"}).astype({"count": int})
    return shown.drop(columns=["period", "denominator"])


def _sums(frame: pd.DataFrame, column: str) -> dict:
    """Counts by one column: ages and states in their order, units by count, days by date."""
    sums = frame.groupby(column)["count"].sum()
    order = {"age": [*(name for _, name in AGES), OLDEST], "state": ["open", "finished", "ended"]}.get(column)
    if order:
        sums = sums.reindex([name for name in order if name in sums.index])
    elif column == "unit":
        sums = sums.sort_values(ascending=False, kind="stable")
    return {group: int(count) for group, count in sums.items()}


def _history(asked: Asked, scope: Scope, held: Holdings) -> pd.DataFrame:
    months = trend_months(scope, held)
    span = Period(scope.period.token, months[0].start, months[-1].end)
    return monthly(asked.series(ON_TIME, ["month"], scope.with_period(span)), months)


def _compared(asked: Asked, scope: Scope, now: tuple[float, float], period: Period) -> Change:
    return change(now, asked.pair(ON_TIME, replace(scope.with_period(period), as_of=None)), period)
