"""What the store holds that a scope or a screen needs to know before it asks for numbers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import pandas as pd
from sqlalchemy import func, select

from data_access import tables
from data_access.fetch import fetch
from data_access.stores import Store
from measures.scope import UNIT_KINDS, Known


@dataclass(frozen=True)
class Holdings:
    """One version of the facts: its units and lists, how far it is complete, whether it is invented.

    ``units`` holds every unit that ever was; ``standing`` says who carries whose work from when to when.
    """

    version: str
    profile: str
    sample: bool
    known: Known
    units: pd.DataFrame
    standing: pd.DataFrame
    procedures: pd.DataFrame
    cut_offs: dict[str, dt.date]
    cut_off: dt.date
    first_cut_off: dt.date
    first_day: dt.date

    @cached_property
    def kinds(self) -> dict[str, str]:
        """The kind of every unit that ever was."""
        return dict(zip(self.units["unit_id"], self.units["kind"], strict=True))

    def units_on(self, day: dt.date) -> pd.DataFrame:
        """The units that exist on a day, in the order they are shown; none that the figures do not reach."""
        day = min(day, self.cut_off)
        begun = self.units["valid_from"].map(lambda start: pd.isna(start) or start <= day)
        ended = self.units["valid_to"].map(lambda end: pd.notna(end) and end < day)
        return self.units[begun & ~ended]

    def carriers(self, day: dt.date) -> dict[str, str]:
        """Unit -> the unit that carries its work on a day: itself or a successor."""
        rows = self.standing[(self.standing["stands_from"] <= day) & (self.standing["stands_until"] >= day)]
        return dict(zip(rows["unit_id"], rows["stands_as"], strict=True))

    def same_on(self, units: Iterable[str], day: dt.date) -> tuple[str, ...]:
        """The chosen units (or kinds) as they are called on a day: their successors after a merger, before it all that
        went into them."""
        existing, found = set(self.units_on(day)["unit_id"]), []
        for unit in units:
            if unit in UNIT_KINDS or unit in existing:
                found.append(unit)
                continue
            ever = zip(self.standing["unit_id"], self.standing["stands_as"], strict=True)
            related = {one if other == unit else other for one, other in ever if unit in (one, other)}
            found += [other for other in self.units["unit_id"] if other in related & existing] or [unit]
        return tuple(dict.fromkeys(found))

    def joins(self, units: Iterable[str], since: dt.date, day: dt.date) -> list[dt.date]:
        """The days after ``since`` on which units merged into those chosen (units or kinds, none = all) that stand on
        ``day``. A unit that only got a new name did not merge."""
        kinds, carriers = dict(zip(self.units["unit_id"], self.units["kind"], strict=True)), self.carriers(day)
        wanted = set(units)
        chosen = {unit for unit, carrier in carriers.items() if not wanted or {carrier, kinds[carrier]} & wanted}
        rows = self.standing[self.standing["unit_id"].isin(chosen) & (self.standing["stands_from"] > since)]
        found = set()
        for (start, successor), _ in rows[rows["stands_from"] <= day].groupby(["stands_from", "stands_as"]):
            before, now = self.carriers(start - dt.timedelta(1)), self.carriers(start)
            if len({before[unit] for unit, carrier in now.items() if carrier == successor} - {successor}) > 1:
                found.add(start)
        return sorted(found)

    def behind(self, until: dt.date) -> dict[str, dt.date]:
        """Units that are complete only to a day before the one looked at (and before the others).

        A unit that ended is never behind; its successor is, as long as it exported nothing.
        """
        existing = set(self.units_on(until)["unit_id"])
        found: dict[str, dt.date] = {}
        for unit, carrier in self.carriers(until).items():
            day = self.cut_offs.get(unit)
            if day and carrier in existing and day < min(until, self.cut_off):
                found[carrier] = min(day, found.get(carrier, day))
        return found


def short_version(version: str) -> str:
    """ "store-000012-3fa9c1.duckdb" -> "12-3fa9c1"."""
    number, _, mark = version.removeprefix("store-").removesuffix(".duckdb").partition("-")
    return f"{number.lstrip('0')}-{mark}"


def holdings(store: Store, version: str) -> Holdings:
    """Look over one version of the facts."""
    units = fetch(store, select(tables.unit).order_by(tables.unit.c.number, tables.unit.c.name), version)
    procedures = fetch(store, select(tables.procedure).order_by(tables.procedure.c.name), version)
    cuts = fetch(store, select(tables.source_cut_off), version)
    loads = fetch(store, select(tables.load).order_by(tables.load.c.load_id), version)
    first_day = fetch(store, select(func.min(tables.dossier.c.received_on).label("day")), version).loc[0, "day"]
    last = loads.iloc[-1]
    return Holdings(
        version=version,
        profile=str(last["profile"]),
        sample=bool(loads["sample"].any()),
        known=Known(
            units=tuple(zip(units["unit_id"], _names(units), strict=True)),
            fields=tuple(sorted(procedures["field"].unique())),
            procedures=tuple(zip(procedures["procedure_id"], procedures["name"], strict=True)),
        ),
        units=units,
        standing=fetch(store, select(tables.standing), version),
        procedures=procedures,
        cut_offs=dict(zip(cuts["unit_id"], cuts["last_complete_day"], strict=True)),
        cut_off=max(cuts["last_complete_day"]),
        first_cut_off=loads["cut_off"].iloc[0],
        first_day=first_day,
    )


def _names(units: pd.DataFrame) -> list[str]:
    """Names that tell units apart: one used again has its days behind it, as "Phường 1 (… – 31/12/2024)"."""
    twice = units["name"].duplicated(keep=False)
    return [
        f"{row.name} ({_day(row.valid_from)} – {_day(row.valid_to)})" if again else row.name
        for row, again in zip(units[["name", "valid_from", "valid_to"]].itertuples(index=False), twice, strict=True)
    ]


def _day(day: dt.date | None) -> str:
    return "…" if pd.isna(day) else f"{day:%d/%m/%Y}"
