"""What the page "Niêm yết" shows: how procedures are posted, and what each unit has to mend."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from data_access.stores import Store
from data_access.viewer import Viewer
from measures.asking import Asked
from measures.known import Holdings
from measures.postings import FAULTS
from measures.scope import Scope
from measures.told_units import pair_of, told_by
from text import Language

ON_TIME, COMPLETE, CORRECT = "posted_on_time_rate", "posted_complete_rate", "posted_correct_rate"
IN_FORCE, TO_MEND = "postings_in_force", "postings_to_mend"
RATES = (ON_TIME, COMPLETE, CORRECT)
KINDS = ("ward", "desk")  # who has a desk to post at


@dataclass(frozen=True)
class Postings:
    """Everything on the page, for one scope.

    rates: (numerator, denominator) by key. in_force, to_mend: counts. faults: how many are to mend by fault, in the
    order of ``postings.FAULTS``. units: unit, name, in_force, mend and a column for each fault; NaN where the unit told
    nothing: no data, not zero. fields: unit, field, in_force, mend.
    """

    scope: Scope
    rates: dict[str, tuple[int, int]]
    in_force: int
    to_mend: int
    faults: dict[str, int]
    units: pd.DataFrame
    fields: pd.DataFrame

    @property
    def told(self) -> pd.DataFrame:
        """The units that told something."""
        return self.units.dropna(subset="in_force")

    @property
    def silent(self) -> list[str]:
        """The names of the others."""
        return self.units.loc[self.units["in_force"].isna(), "name"].tolist()


def postings_page(store: Store, version: str, scope: Scope, viewer: Viewer, held: Holdings) -> Postings:
    """Count the page. Of the filters only units and time hold: a posting is of a unit, not of dossiers."""
    asked = Asked(store, version, viewer)
    faults = tuple(f"{TO_MEND}.{fault}" for fault in FAULTS)
    counted = asked.table((*RATES, IN_FORCE, TO_MEND, *faults), ["unit"], scope)
    return Postings(
        scope=scope,
        rates={key: pair_of(counted, key) for key in RATES},
        in_force=pair_of(counted, IN_FORCE)[0],
        to_mend=pair_of(counted, TO_MEND)[0],
        faults={fault: pair_of(counted, f"{TO_MEND}.{fault}")[0] for fault in FAULTS},
        units=_units(counted, _shown(scope, viewer, held)),
        fields=_fields(asked.table((IN_FORCE, TO_MEND), ["unit", "field"], scope)),
    )


def _shown(scope: Scope, viewer: Viewer, held: Holdings) -> pd.DataFrame:
    """The units with a desk that the scope names and the viewer may see."""
    existing = held.units_on(scope.carried_on)
    wanted = set(scope.units or KINDS)
    rows = existing[(existing["kind"].isin(wanted) & existing["kind"].isin(KINDS)) | existing["unit_id"].isin(wanted)]
    return rows if viewer.units is None else rows[rows["unit_id"].isin(viewer.units)]


def _units(counted: pd.DataFrame, shown: pd.DataFrame) -> pd.DataFrame:
    found = pd.DataFrame({"unit": shown["unit_id"].to_numpy(), "name": shown["name"].to_numpy()})
    told = set(counted["unit"])
    keys = {"in_force": IN_FORCE, "mend": TO_MEND} | {fault: f"{TO_MEND}.{fault}" for fault in FAULTS}
    for column, key in keys.items():
        found[column] = told_by(counted, key, "numerator", found["unit"], told)
    return found


def _fields(counted: pd.DataFrame) -> pd.DataFrame:
    wide = counted.pivot_table(index=["unit", "field"], columns="measure", values="numerator", aggfunc="sum")
    wide = wide.reindex(columns=[IN_FORCE, TO_MEND]).fillna(0).astype(int).reset_index()
    return wide.rename(columns={IN_FORCE: "in_force", TO_MEND: "mend"})


def page_sentence(seen: Postings, language: Language) -> str:
    """How many procedures are to be posted and how many postings are to be mended."""
    if seen.told.empty:
        return language.say("No data yet: these units have told nothing of posted procedures.")
    units = int((seen.told["mend"] > 0).sum())
    said = language.count("{n} procedure to be posted", "{n} procedures to be posted", seen.in_force)
    if not seen.to_mend:
        return language.say("{procedures}; no posting is to be mended.", procedures=said)
    mend = language.count("{n} posting to mend", "{n} postings to mend", seen.to_mend)
    where = language.count("at {n} unit", "at {n} units", units)
    return f"{said}; {mend}, {where}."


def faults_title(seen: Postings, language: Language) -> str:
    """How many postings are to be mended."""
    if seen.told.empty:
        return language.say("No data yet on posted procedures")
    if not seen.to_mend:
        return language.say("Nothing is to be mended")
    return language.count("{n} posting to mend, by reason", "{n} postings to mend, by reason", seen.to_mend)


def units_title(seen: Postings, language: Language) -> str:
    """How many units have gaps."""
    if seen.told.empty:
        return language.say("No data yet on posted procedures")
    units = int((seen.told["mend"] > 0).sum())
    if not units:
        return language.say("No unit has a gap in its postings")
    return language.count("{n} unit has gaps in its postings", "{n} units have gaps in their postings", units)
