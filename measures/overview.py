"""What the overview shows, counted and judged: the three headlines, units side by side, and what must be done."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pandas as pd

from data_access.profiles import Profile, Target
from data_access.stores import Store
from data_access.viewer import Viewer
from measures import registry
from measures.asking import Asked
from measures.comparing import comparison_scope
from measures.dimensions import AGES, OLDEST
from measures.headlines import Headline, headlines
from measures.judging import Change, Trend, with_signals
from measures.known import Holdings
from measures.scope import Scope
from measures.unit_map import UnitMap, unit_maps

HEADLINE, ONLINE, LETTERS = "overdue_rate", "online_share", "letter_rate"
BESIDE = ("paused_open", "undecided", "withdrawn", "stopped", "no_due_date", "finish_unknown")


@dataclass(frozen=True)
class Overview:
    """Everything on the page, for one scope. Counts are numbers of dossiers.

    headlines, maps: lateness, online share and letters, by key. parts: the three parts of B. trend: 24 months of the
    chosen units with limits, the profile's baselines applied. soon_by_day, ages, sides: counts by due day, age, holder
    ("own", "outside", "unknown"); sides is empty when looking back, for who held it then is not recorded. unwritten:
    B without letter by state ("open", "finished", "ended"). letters_missing: the stock at T, of all periods.
    """

    scope: Scope
    comparison: Scope
    headlines: dict[str, Headline]
    maps: dict[str, UnitMap]
    parts: dict[str, int]
    trend: Trend
    soon_by_day: dict[dt.date, int]
    soon_history: pd.DataFrame
    ages: dict[str, int]
    sides: dict[str, int]
    unwritten: dict[str, int]
    letters_missing: int
    beside: dict[str, int]

    @property
    def units(self) -> pd.DataFrame:
        """The units judged by lateness."""
        return self.maps[HEADLINE].units

    @property
    def level(self) -> tuple[float, float]:
        """(late, came due) of all units of the kind."""
        return self.maps[HEADLINE].level

    @property
    def now(self) -> tuple[float, float]:
        """(late, came due) of the chosen units."""
        return self.headlines[HEADLINE].now

    @property
    def change(self) -> Change:
        return self.headlines[HEADLINE].change

    @property
    def target(self) -> Target | None:
        return self.headlines[HEADLINE].target

    @property
    def history(self) -> pd.DataFrame:
        return self.headlines[HEADLINE].history

    @property
    def soon(self) -> int:
        return sum(self.soon_by_day.values())

    @property
    def overdue(self) -> int:
        return sum(self.ages.values())


def overview(store: Store, version: str, scope: Scope, viewer: Viewer, held: Holdings, profile: Profile) -> Overview:
    """Count and judge the overview. ``scope.lateness`` and all filters hold for every number on it."""
    asked = Asked(store, version, viewer)
    found = headlines(asked, scope, held, profile)
    part_keys = [part.key for part in registry.parts(registry.get(HEADLINE))]
    counted = asked.count_all((*part_keys, *BESIDE, "letters_missing"), scope)
    months = found[HEADLINE].history.drop(columns="rate")
    return Overview(
        scope=scope,
        comparison=comparison_scope(scope, held),
        headlines=found,
        maps=unit_maps(asked, scope, held, profile),
        parts={key.partition(".")[2]: counted[key] for key in part_keys},
        trend=with_signals(months, [baseline.day for baseline in profile.baselines]),
        soon_by_day=asked.groups("due_soon", "due_day", scope),
        soon_history=asked.weekly(("due_soon",), scope, held.cut_off)["due_soon"],
        ages=_in_order(asked.groups("overdue_open", "age", scope)),
        sides=asked.groups("overdue_open", "held_by", scope) if scope.until >= held.cut_off else {},
        unwritten=asked.groups("loss_no_letter", "state", scope),
        letters_missing=counted["letters_missing"],
        beside={key: counted[key] for key in BESIDE},
    )


def _in_order(ages: dict[str, int]) -> dict[str, int]:
    return {name: ages[name] for name in [*(name for _, name in AGES), OLDEST] if name in ages}
