"""The facts the invented district rests on: units, procedures, volumes, lateness over time.

Names and limits come from a profile; volumes and shares (estimates, see ``volumes.csv``) from here.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data_access.profiles import load_profile

from .clock import CLOSING, DAY, FIRST_DAY, HOUR, LAST_DAY, Clock, Ints, day_number

HERE = Path(__file__).parent
PROFILE = "quan6"

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

# Units whose systems write seconds, and units that give due dates without a clock time.
WRITES_SECONDS = {"p02", "p08", "p11", "mot-cua-q6"}
DUE_WITHOUT_TIME = {"p05", "p09"}

WEEKDAY_WEIGHT = np.array([1.16, 1.06, 1.0, 0.98, 0.95, 0.32, 0.0])
MONTH_WEIGHT = np.array([1.0, 0.97, 1.05, 1.02, 1.0, 1.02, 1.04, 1.05, 1.02, 0.98, 0.96, 0.94])
TET = ("2018-02-16", "2019-02-05", "2020-01-25", "2024-02-10", "2025-01-29")


@dataclass(frozen=True)
class Facts:
    """Everything the drawing of dossiers needs to know; rows are addressed by position."""

    units: pd.DataFrame  # the receiving units, wards first, one export file each
    procedures: pd.DataFrame
    ward_names: NDArray[np.object_]  # [spelling, ward position]: names of the wards as written
    holder_names: dict[str, str]
    receipts: tuple[int, int]  # first and last day of reception

    def generations(self) -> list[tuple[int, int, Ints]]:
        """Spans of days in which the wards are the same: first day, last day, positions of the wards."""
        wards = self.units[self.units["kind"].eq("ward")]
        starts = sorted(set(wards["since"]))
        ends = [start - 1 for start in starts[1:]] + [int(wards["until"].max())]
        spans = list(zip(starts, ends, strict=True))
        return [(a, b, wards.index[(wards["since"] <= a) & (wards["until"] >= b)].to_numpy()) for a, b in spans]


def read_facts() -> Facts:
    """Profile and volumes of the district as it was until 2020, as tables addressed by position."""
    facts = facts_of(PROFILE, (FIRST_RECEIPT, LAST_RECEIPT))
    units = facts.units
    units["exported"] = np.where(units["unit_id"].eq(SILENT_UNIT), SILENT_SINCE, EXPORTED)
    units["writes_seconds"] = units["unit_id"].isin(WRITES_SECONDS)
    units["due_without_time"] = units["unit_id"].isin(DUE_WITHOUT_TIME)
    return facts


def facts_of(profile: str, receipts: tuple[int, int]) -> Facts:
    """Every receiving unit that the profile knows at any time. Exports are made on the evening of the last day."""
    every = pd.DataFrame(load_profile(profile).units)
    units = every[every["kind"].isin(["ward", "desk", "land_branch"])].reset_index(drop=True)
    ward = units["kind"].eq("ward")
    number = pd.to_numeric(units["number"]).fillna(0).astype(int)
    units["number"] = number
    units["since"] = [day_number(day) if day else FIRST_DAY for day in units["valid_from"]]
    units["until"] = [day_number(day) if day else LAST_DAY for day in units["valid_to"]]
    named = np.where(number > 0, number.map("{:02d}".format), units["unit_id"].str.replace("-", "").str.upper())
    units["code_part"] = np.where(ward, named, units["kind"].map({"desk": "00", "land_branch": "LD"}))
    units["spelling"] = np.where(ward, (number + 2) % len(SPELLINGS), DISTRICT_SPELLING)
    units["exported"] = receipts[1] * DAY + CLOSING + HOUR
    units["writes_seconds"] = units["due_without_time"] = False
    units["odds"] = units["unit_id"].map(WARD_ODDS).fillna(1.0)
    people = pd.to_numeric(units["population"]).fillna(0)
    units["population_share"] = people / people[units["since"] == FIRST_DAY].sum()
    ward_names = np.array([spelled(unit) for unit in units[ward].to_dict("records")], dtype=object).T
    holders = dict(zip(every["unit_id"], every["name"], strict=True))
    holders |= dict(zip(units.loc[ward, "unit_id"], ward_names[DISTRICT_SPELLING], strict=True))
    return Facts(units, read_procedures(profile), ward_names, holders, receipts)


def spelled(ward: dict[str, Any]) -> list[str]:
    """The name of a ward in each of the spellings; one without a number in those of its profile."""
    if ward["number"]:
        return [text.format(n=ward["number"]) for text in SPELLINGS]
    return str(ward["names"]).split("|")[: len(SPELLINGS)]


def read_procedures(profile: str) -> pd.DataFrame:
    """The procedures people use, with limits from the profile and volumes from ``volumes.csv``."""
    limits = pd.DataFrame(load_profile(profile).procedures).replace("", None)
    for count in ("days", "online_2018", "online_2020"):
        limits[count] = pd.to_numeric(limits[count])
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
