"""The facts the invented district rests on: units, procedures, volumes, lateness over time.

Names and limits come from the profile ``quan6``; volumes and shares (estimates, see ``volumes.csv``) from here.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from .clock import CLOSING, DAY, FIRST_DAY, HOUR, LAST_DAY, Clock, Ints, day_number

HERE = Path(__file__).parent
PROFILE = HERE.parent / "profiles" / "quan6"

FIRST_RECEIPT = day_number("2018-01-01")
LAST_RECEIPT = day_number("2020-06-30")
EXPORTED = LAST_RECEIPT * DAY + CLOSING + HOUR
# Phường 3 stopped sending: its figures must be shown as not up to date, never as perfect.
SILENT_UNIT = "p03"
SILENT_SINCE = day_number("2020-06-26") * DAY + CLOSING + HOUR

# Two wards really differ; the other twelve are the same process, whatever chance makes of them.
# Odds within a procedure; over the mix of procedures they come to about 2.8 and 0.15.
WARD_ODDS = {"p10": 3.2, "p13": 0.14}

# How a ward writes ward names in its export; each unit is true to its own habit.
SPELLINGS = ("UBND Phường {n}", "Phường {n:02d}", "P.{n}", "P{n}")
DISTRICT_SPELLING = 1

WEEKDAY_WEIGHT = np.array([1.16, 1.06, 1.0, 0.98, 0.95, 0.32, 0.0])
MONTH_WEIGHT = np.array([1.0, 0.97, 1.05, 1.02, 1.0, 1.02, 1.04, 1.05, 1.02, 0.98, 0.96, 0.94])
TET = ("2018-02-16", "2019-02-05", "2020-01-25")


@dataclass(frozen=True)
class Facts:
    """Everything the drawing of dossiers needs to know; rows are addressed by position."""

    units: pd.DataFrame  # the receiving units, one export file each
    procedures: pd.DataFrame
    ward_names: NDArray[np.object_]  # [spelling, ward position]: names of the wards as written
    holder_names: dict[str, str]


def read_facts() -> Facts:
    """Read profile and volumes into tables addressed by position."""
    every = pd.read_csv(PROFILE / "units.csv", dtype={"official_code": str})
    units = every[every["kind"].isin(["ward", "desk", "land_branch"])].reset_index(drop=True)
    ward = units["kind"].eq("ward")
    number = units["number"].fillna(0).astype(int)
    units["number"] = number
    other_part = units["kind"].map({"desk": "00", "land_branch": "LD"})
    units["code_part"] = np.where(ward, number.map("{:02d}".format), other_part)
    units["spelling"] = np.where(ward, (number + 2) % len(SPELLINGS), DISTRICT_SPELLING)
    units["exported"] = np.where(units["unit_id"].eq(SILENT_UNIT), SILENT_SINCE, EXPORTED)
    units["odds"] = units["unit_id"].map(WARD_ODDS).fillna(1.0)
    units["population_share"] = units["population"].fillna(0) / units["population"].sum()
    ward_names = np.array([[text.format(n=n) for n in number[ward]] for text in SPELLINGS], dtype=object)
    holders = dict(zip(every["unit_id"], every["name"], strict=True))
    holders |= dict(zip(units.loc[ward, "unit_id"], ward_names[DISTRICT_SPELLING], strict=True))
    return Facts(units, read_procedures(), ward_names, holders)


def read_procedures() -> pd.DataFrame:
    """The procedures people use, with limits from the profile and volumes from ``volumes.csv``."""
    limits = pd.read_csv(PROFILE / "procedures.csv", dtype={"procedure_id": str})
    volumes = pd.read_csv(HERE / "volumes.csv", dtype={"procedure_id": str})
    table = volumes.merge(limits, on="procedure_id", how="left", validate="one_to_one")
    for flag in ("working_days", "certification"):
        table[flag] = table[flag].eq("yes")
    return table


def level_of_lateness() -> NDArray[np.float64]:
    """Late share of the wards' non-certification dossiers, for each month since 01/2018 (by due day)."""
    drift = np.linspace(0.038, 0.025, 24)
    return np.concatenate([drift, [0.025, 0.024, 0.026, 0.050, 0.035, 0.023]])


def day_weights(clock: Clock) -> NDArray[np.float64]:
    """Volume of each calendar day of ``clock`` as a share of a normal year."""
    days = np.arange(FIRST_DAY, LAST_DAY + 1)
    month = days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) % 12
    weight = WEEKDAY_WEIGHT[clock.weekday] * MONTH_WEIGHT[month] * ~clock.holiday
    for new_year in map(day_number, TET):
        weight[(days >= new_year - 10) & (days < new_year)] *= 0.6
        weight[(days >= new_year) & (days < new_year + 12)] *= 0.7
    normal = weight[(days >= day_number("2019-01-01")) & (days < day_number("2020-01-01"))].sum()
    # Social distancing: hardly anybody came until 22/04/2020, and people returned slowly.
    weight[(days >= day_number("2020-04-01")) & (days <= day_number("2020-04-22"))] *= 0.27
    weight[(days > day_number("2020-04-22")) & (days <= day_number("2020-04-30"))] *= 0.6
    return weight / normal


def month_position(day: Ints) -> Ints:
    """Months since 01/2018."""
    return day.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) - 48 * 12
