"""What the store holds that a scope or a screen needs to know before it asks for numbers."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pandas as pd
from sqlalchemy import func, select

from data_access import tables
from data_access.fetch import fetch
from data_access.stores import Store
from measures.scope import Known


@dataclass(frozen=True)
class Holdings:
    """One version of the facts: its units and lists, how far it is complete, whether it is invented."""

    version: str
    profile: str
    sample: bool
    known: Known
    units: pd.DataFrame
    procedures: pd.DataFrame
    cut_offs: dict[str, dt.date]
    cut_off: dt.date
    first_cut_off: dt.date
    first_day: dt.date

    def behind(self, until: dt.date) -> dict[str, dt.date]:
        """Source units that are complete only to a day before the one looked at (and before the others)."""
        return {unit: day for unit, day in self.cut_offs.items() if day < min(until, self.cut_off)}


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
            units=tuple(zip(units["unit_id"], units["name"], strict=True)),
            fields=tuple(sorted(procedures["field"].unique())),
            procedures=tuple(zip(procedures["procedure_id"], procedures["name"], strict=True)),
        ),
        units=units,
        procedures=procedures,
        cut_offs=dict(zip(cuts["unit_id"], cuts["last_complete_day"], strict=True)),
        cut_off=max(cuts["last_complete_day"]),
        first_cut_off=loads["cut_off"].iloc[0],
        first_day=first_day,
    )
