"""What comes in: receiving unit, procedure, channel, times of submission and reception of every dossier."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from .clock import AFTERNOON, DAY, FIRST_DAY, HOUR, MORNING, NEVER, Clock, Ints
from .facts import FIRST_RECEIPT, LAST_RECEIPT, Facts, day_weights

# Receptions of the days after the export: those already submitted are the "new" ones of the export.
DAYS_AHEAD = 5
ACCEPTED_LATE = 0.06
REFUSED = 0.02
EMPTY_CHANNEL = 0.004


def draw_arrivals(rng: np.random.Generator, facts: Facts, clock: Clock, scale: float) -> pd.DataFrame:
    """All dossiers, joined with the facts of their procedure; ``unit`` and ``procedure`` are positions."""
    unit, procedure, per_year = volumes_by_unit(rng, facts)
    days = np.arange(facts.receipts[0], facts.receipts[1] + DAYS_AHEAD + 1)
    weight = day_weights(clock)[days - FIRST_DAY]
    since, until = (facts.units[name].to_numpy()[unit][:, None] for name in ("since", "until"))
    counts = rng.poisson(np.outer(per_year * scale, weight) * ((since <= days) & (days <= until)))
    pair, position = np.divmod(np.repeat(np.arange(counts.size), counts.ravel()), days.size)
    frame = pd.DataFrame({"unit": unit[pair], "procedure": procedure[pair]})
    used = ["days", "working_days", "certification", "late_share", "payment_share"]
    for name in used:
        frame[name] = facts.procedures[name].to_numpy()[frame["procedure"]]
    frame["received"] = reception_moments(rng, clock, days[position])
    frame["channel"] = draw_channels(rng, facts, frame)
    frame["submitted"] = submissions(rng, clock, frame, facts.receipts[0])
    frame["refused"] = (frame["channel"] == 2) & (rng.random(len(frame)) < REFUSED)
    frame["area"] = draw_areas(rng, facts, frame["unit"].to_numpy(), frame["received"].to_numpy() // DAY)
    frame["exported"] = facts.units["exported"].to_numpy()[frame["unit"]]
    known = np.minimum(frame["received"], frame["submitted"]) <= frame["exported"]
    return frame[known].reset_index(drop=True)


def volumes_by_unit(rng: np.random.Generator, facts: Facts) -> tuple[Ints, Ints, NDArray[np.float64]]:
    """Dossiers a year of every pair of receiving unit and procedure."""
    units, procedures = facts.units, facts.procedures
    kind = {"ward": "ward", "district": "desk", "land_branch": "land_branch"}
    pairs = procedures.assign(procedure=procedures.index, kind=procedures["level"].map(kind)).merge(
        units.assign(unit=units.index)[["unit", "kind", "population_share"]], on="kind"
    )
    # The weight of certification differs a little from ward to ward: 85 to 88 % of what a ward receives.
    tilt = rng.uniform(0.97, 1.06, len(units))[pairs["unit"]]
    ward = pairs["kind"].eq("ward")
    per_year = pairs["per_year"] * np.where(ward, pairs["population_share"], 1.0)
    per_year = per_year * np.where(ward & pairs["certification"], tilt, 1.0)
    return pairs["unit"].to_numpy(), pairs["procedure"].to_numpy(), per_year.to_numpy(float)


def reception_moments(rng: np.random.Generator, clock: Clock, day: Ints) -> Ints:
    """Times at the counter: busiest in mid-morning, thinning after 15:00, mornings only on Saturday."""
    morning = (rng.random(day.size) < 0.58) | ~clock.working(day)
    early = MORNING + rng.beta(1.6, 1.5, day.size) * (4 * HOUR - 300)
    late = AFTERNOON + rng.beta(1.2, 1.8, day.size) * (4 * HOUR - 300)
    return day * DAY + np.where(morning, early, late).astype(np.int64)


def draw_channels(rng: np.random.Generator, facts: Facts, frame: pd.DataFrame) -> NDArray[np.int64]:
    """1 counter, 2 online, 3 post, 0 left empty. Online grows from a third in 01/2018 to the share of 06/2020.

    Procedures offered online only since 2020 start there and catch up within half a year.
    """
    day = frame["received"].to_numpy() // DAY
    growth = np.clip((day - FIRST_RECEIPT) / (LAST_RECEIPT - FIRST_RECEIPT), 0, 1)
    procedures, position = facts.procedures, frame["procedure"].to_numpy()
    share, post = (procedures[name].to_numpy()[position] for name in ("online_share", "post_share"))
    offered = procedures["online_2018"].to_numpy()[position] >= 3
    since_2020 = (day - (FIRST_RECEIPT + 730)) / 182
    catching_up = np.where(since_2020 < 0, 0.0, 0.4 + 0.6 * np.clip(since_2020, 0, 1))
    online = share * np.where(offered, (1 + 2 * growth) / 3, catching_up)
    draw = rng.random(len(frame))
    channel = np.where(draw < online, 2, np.where(draw > 1 - post, 3, 1))
    return np.where((channel == 1) & (rng.random(len(frame)) < EMPTY_CHANNEL), 0, channel)


def submissions(rng: np.random.Generator, clock: Clock, frame: pd.DataFrame, first_day: int) -> Ints:
    """When online dossiers were sent: within the last 8 working hours, or some days before; else never."""
    received = frame["received"].to_numpy()
    day, second = np.divmod(received, DAY)
    # Same clock time of the working day before = exactly 8 working hours; evenings and week-ends lie between.
    earliest = clock.add_working(day, np.where(clock.working(day), -1, 0)) * DAY + second
    span = received - earliest
    in_time = received - 300 - (rng.random(day.size) * np.maximum(span - 900, 60)).astype(np.int64)
    slow = clock.office_moment(rng, clock.add_working(day, -rng.integers(2, 6, day.size)))
    sent = np.where(rng.random(day.size) < ACCEPTED_LATE, slow, in_time)
    return np.where(frame["channel"] == 2, np.maximum(sent, first_day * DAY), NEVER)


def draw_areas(rng: np.random.Generator, facts: Facts, unit: Ints, day: Ints) -> Ints:
    """Ward (position) of the person or parcel: mostly the receiving ward, by population elsewhere."""
    people, anywhere = facts.units["population_share"].to_numpy(), np.zeros_like(unit)
    for since, until, wards in facts.generations():
        then = np.flatnonzero((since <= day) & (day <= until))
        anywhere[then] = rng.choice(wards, then.size, p=people[wards] / people[wards].sum())
    at_home = facts.units["kind"].eq("ward").to_numpy()[unit] & (rng.random(unit.size) < 0.93)
    return np.where(at_home, unit, anywhere)
