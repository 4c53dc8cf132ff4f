"""Random steps for random districts: one after the other, with gaps, overlaps, and what was written down too late.

They hang on the dossiers alone (``with_steps``), so that a district without them stays the same district.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from random import Random

from tests.district import District, Dossier, Step

STAGES = ("intake", "processing", "coordination", "approval")
CLOCKS = (time(7, 45), time(9, 15), time(11, 0), time(14, 0), time(16, 30))
HOLDERS = ("p09", "p10", "kinh-te", "ldtbxh", "cn-vpdk")


def with_steps(district: District, seed: int = 0) -> District:
    """The district with steps for most of its dossiers; in some districts one unit records none at all."""
    rng = Random(seed)
    silent = rng.choice((None, None, "kinh-te", "p09"))
    steps: list[Step] = []
    for dossier in district.dossiers:
        own = Random(f"{seed}-{dossier.code}")
        if dossier.received and dossier.receiving != silent and own.random() < 0.85:
            steps += _steps(own, dossier, district.exported_at[dossier.receiving])
    return replace(district, steps=tuple(steps))


def _steps(rng: Random, dossier: Dossier, exported: datetime) -> list[Step]:
    """One to five steps between reception and a little after the end; none begins after the export."""
    assert dossier.received
    until = dossier.finished or dossier.ended or exported
    span = max((until.date() - dossier.received.date()).days, 1)
    cuts = sorted(_moment(rng, dossier.received, span) for _ in range(rng.randint(1, 5)))
    moments = [dossier.received, *cuts] if rng.random() < 0.8 else cuts
    found: list[Step] = []
    for number, started in enumerate(moments, 1):
        if started > exported:
            break
        finished = _finish(rng, moments, number, until, exported)
        if finished is not None and finished < started:
            finished = None
        holder = rng.choice((dossier.receiving, dossier.resolving, dossier.resolving, *HOLDERS))
        due = _due(rng, started)
        found.append(Step(dossier.code, number, rng.choice(STAGES), holder, started, due, finished))
    return found


def _finish(rng: Random, moments: list[datetime], number: int, until: datetime, exported: datetime) -> datetime | None:
    """Handed over to the next step, or at any other moment: earlier (a gap), later (both hold it), or not yet."""
    drawn = rng.random()
    if drawn < 0.15:
        return None
    handed_over = moments[number] if number < len(moments) else until
    if drawn < 0.6:
        return min(handed_over, exported)
    return min(handed_over + timedelta(days=rng.choice((-3, -1, 1, 4))), exported)


def _due(rng: Random, started: datetime) -> date | None:
    """Often a day off; a plain date where no clock time is given."""
    if rng.random() < 0.2:
        return None
    day = started.date() + timedelta(days=rng.randint(0, 9))
    return day if rng.random() < 0.5 else datetime.combine(day, time(17, 0))


def _moment(rng: Random, received: datetime, span: int) -> datetime:
    """A clock time within the life, now and then a day or two before or after it."""
    day = received.date() + timedelta(days=rng.randint(-1 if rng.random() < 0.1 else 0, span + rng.choice((0, 0, 2))))
    return datetime.combine(day, rng.choice(CLOCKS))
