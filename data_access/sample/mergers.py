"""The ground of Quận 6 across two mergers: what the wards of each time exported on the evening of its last day.

Every life is drawn once; the exports show it three times, each with the names and codes of its day. So dossiers, pauses
and letters run on over a merger, under another unit.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa

from data_access.profiles import Profile, load_profile
from data_access.profiles.units import last_day, standing

from .arrivals import draw_arrivals
from .clock import CLOSING, DAY, HOUR, NEVER, Clock, day_number
from .dirt import Tables
from .facts import Facts, facts_of
from .generator import dossier_tables, write_files
from .letters import write_letters
from .outcomes import as_exported, settle
from .promises import Promises, known_moves, known_pauses, make_promises
from .steps import draw_steps, known_steps
from .tables import dossier_codes, letter_table, move_table, pause_table, step_table

PROFILE = "bon-phuong-quan6"
FIRST_RECEIPT = "2024-01-01"
LAST_DAYS = ("2024-12-31", "2025-06-30", "2025-12-31")
SCALE = 0.05


@dataclass(frozen=True)
class Story:
    """All lives with everything that belongs to them, uncut."""

    facts: Facts
    frame: pd.DataFrame
    promises: Promises
    steps: pd.DataFrame
    letters: pd.DataFrame
    chance: np.random.SeedSequence  # of what the export itself leaves out; the same for each


def write_generations(folder: Path, seed: int = 2025) -> list[list[Path]]:
    """Write the exports of each last day into a folder of its own; returns their paths, to be loaded in this order."""
    profile, story = load_profile(PROFILE), draw_story(seed)
    newest = show(story, LAST_DAYS[-1])
    codes = dossier_codes(story.facts, newest)
    return [write_files(folder / day, export(story, profile, codes, day)) for day in LAST_DAYS]


def draw_story(seed: int) -> Story:
    """Draw every life from 2024 to the end of 2025."""
    parts = np.random.SeedSequence(seed).spawn(6)
    chance = [np.random.default_rng(part) for part in parts]
    clock = Clock()
    facts = facts_of(PROFILE, (day_number(FIRST_RECEIPT), day_number(LAST_DAYS[-1])))
    units = facts.units
    units["exported"] = np.minimum(units["exported"], units["until"] * DAY + CLOSING + HOUR).where(
        units["kind"].eq("desk"), units["exported"]
    )
    frame = draw_arrivals(chance[0], facts, clock, SCALE)
    promises = make_promises(chance[1], frame, clock)
    settle(chance[2], facts, frame, promises, clock)
    steps = draw_steps(chance[3], facts, frame, promises, clock)
    letters = write_letters(chance[4], frame, promises, clock)
    return Story(facts, frame, promises, steps, letters, parts[5])


def show(story: Story, day: str) -> pd.DataFrame:
    """The lives as an export on the evening of a day shows them."""
    evening = day_number(day) * DAY + CLOSING + HOUR
    frame = story.frame.assign(exported=np.minimum(story.frame["exported"], evening))
    pauses = known_pauses(story.promises, frame["exported"].to_numpy(), frame["left"].to_numpy())
    as_exported(np.random.default_rng(story.chance), frame, story.promises, pauses)
    return frame


def export(story: Story, profile: Profile, codes: pa.Array, day: str) -> Tables:
    """The files of one last day: a file a unit that exists then, with the dossiers it took over."""
    facts, frame = story.facts, show(story, day)
    cut, left = frame["exported"].to_numpy(), frame["left"].to_numpy()
    carrier = carriers(profile, day)
    places = {unit: place for place, unit in enumerate(facts.units["unit_id"])}
    now = np.array([places.get(carrier.get(unit, ""), -1) for unit in facts.units["unit_id"]])
    frame = frame.assign(unit=now[frame["unit"]], area=now[frame["area"]])
    # A code says the day of reception: before it there is none, but in the last export, which knows no later one.
    told = ((frame["received"] <= cut) | (day == LAST_DAYS[-1])).to_numpy() & (frame["unit"] >= 0).to_numpy()
    facts = replace(facts, holder_names=holder_names(facts, carrier))
    rows = np.flatnonzero(told)
    tables = dossier_tables(facts, frame.iloc[rows], codes.take(pa.array(rows)))
    moves, pauses = (known(story.promises, cut, left) for known in (known_moves, known_pauses))
    return tables | {
        "hen-tra.csv": move_table(codes, moves[told[moves["row"]]]),
        "tam-dung.csv": pause_table(codes, pauses[told[pauses["row"]]]),
        "buoc-xu-ly.csv": step_table(facts, codes, steps_told(story, profile, frame, told, carrier)),
        "thu-xin-loi.csv": letter_table(story.facts, codes, letters_told(story, frame, told)),
    }


def carriers(profile: Profile, day: str) -> dict[str, str]:
    """Unit -> who carries its work on a day, without those that ended and left it to nobody."""
    date, ends = dt.date.fromisoformat(day), {unit["unit_id"]: last_day(unit) for unit in profile.units}
    rows = standing(profile.units, profile.first_day, profile.last_day)
    return {
        str(row["unit_id"]): str(row["stands_as"])
        for row in rows
        if row["stands_from"] <= date <= row["stands_until"] and ends[str(row["stands_as"])] >= date  # type: ignore[operator]
    }


def holder_names(facts: Facts, carrier: dict[str, str]) -> dict[str, str]:
    """Unit -> the name under which an export writes it: that of its carrier."""
    return {unit: facts.holder_names[now] for unit, now in carrier.items()}


def steps_told(
    story: Story, profile: Profile, frame: pd.DataFrame, told: np.ndarray, carrier: dict[str, str]
) -> pd.DataFrame:
    """Steps known by the export. What a unit that ended without successor held is with the receiving unit since; what
    it had finished by then is told by no later export."""
    ended = {u["unit_id"]: day_number(u["valid_to"]) * DAY + DAY for u in profile.units if u["valid_to"]}
    steps = known_steps(frame, story.steps)
    steps = steps[told[steps["row"]]]
    homeless = ~steps["holder"].isin(carrier)
    done = steps["finished"] < steps["holder"].map(ended).fillna(0)
    own = story.facts.units["unit_id"].to_numpy(dtype=object)[story.frame["unit"].to_numpy()[steps["row"]]]
    return steps.assign(holder=steps["holder"].mask(homeless, own))[~(homeless & done)]


def letters_told(story: Story, frame: pd.DataFrame, told: np.ndarray) -> pd.DataFrame:
    """Letters drafted by the export; one issued later is still a draft in it."""
    letters = story.letters[told[story.letters["row"]]]
    last = (frame["exported"].to_numpy()[letters["row"]] - CLOSING) // DAY
    issued = letters["issued"].mask(letters["issued"] > last, NEVER)
    letters = letters.assign(issued=issued, signed_by_head=letters["signed_by_head"] & (issued < NEVER))
    return letters[letters["drafted"] <= last]
