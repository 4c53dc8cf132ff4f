"""Citizens helped to submit online and reached by outreach, beside the share that this is done for."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pandas as pd

from data_access.stores import Store
from data_access.viewer import Viewer
from measures.asking import Asked
from measures.known import Holdings
from measures.online_page import SHARE
from measures.period import Period
from measures.scope import Scope
from measures.told_units import pair_of, shown_units, told_by

ASSISTED, REACHED = "assisted_online", "outreach_people"
COLUMNS = ("unit", "name", "helped", "reached", "online", "received", "online_before", "received_before")


@dataclass(frozen=True)
class OnlineHelp:
    """One period. helped, reached: (people, entries). units: one row each (``COLUMNS``): people helped and reached (NaN
    where the unit told of neither: no data, not zero), and the dossiers of its online share in this period and in the
    one before."""

    scope: Scope
    helped: tuple[int, int]
    reached: tuple[int, int]
    units: pd.DataFrame

    @property
    def told(self) -> pd.DataFrame:
        """The units that told something."""
        return self.units.dropna(subset="helped")

    @property
    def silent(self) -> list[str]:
        """The names of the others."""
        return self.units.loc[self.units["helped"].isna(), "name"].tolist()


def online_help(store: Store, version: str, scope: Scope, viewer: Viewer, held: Holdings) -> OnlineHelp:
    """Count both side by side. That a share rises where people were helped is no proof that it rose because of it."""
    asked = Asked(store, version, viewer)
    people = asked.table((ASSISTED, REACHED), ["unit"], scope)
    units = shown_units(scope, viewer, held)
    found = pd.DataFrame({"unit": units["unit_id"].to_numpy(), "name": units["name"].to_numpy()})
    told = set(people["unit"])
    for column, key in (("helped", ASSISTED), ("reached", REACHED)):
        found[column] = told_by(people, key, "numerator", found["unit"], told)
    for suffix, period in (("", scope.period), ("_before", scope.period.previous())):
        shares = asked.series(SHARE, ["unit"], scope.with_period(period)).set_index("unit")
        for column, part in (("online", "numerator"), ("received", "denominator")):
            found[f"{column}{suffix}"] = found["unit"].map(shares[part]).fillna(0.0)
    return OnlineHelp(scope, pair_of(people, ASSISTED), pair_of(people, REACHED), found)


def outreach_events(
    store: Store, version: str, scope: Scope, viewer: Viewer, held: Holdings, since: dt.date
) -> list[tuple[dt.date, str, int]]:
    """(day, short name of the unit, people) of the outreach events from ``since`` to the last day looked at, those that
    reached most people first; of several of a unit on a day the sum."""
    period = Period(scope.period.token, since, scope.period.end)
    rows = Asked(store, version, viewer).series(REACHED, ["unit", "day"], scope.with_period(period))
    names = dict(zip(held.units["unit_id"], held.units["short_name"], strict=True))
    found = [(row.period, str(names[row.unit]), int(row.numerator)) for row in rows.itertuples() if row.numerator]
    return sorted(found, key=lambda one: (-one[2], one[0], one[1]))
