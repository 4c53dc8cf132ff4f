"""Random demands for papers in random districts: none, one or several of a dossier, before and after T, some harmless.

They hang on the dossiers alone (``with_demands``), so that a district without them stays the same district.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from random import Random

from tests.district import PAPERS, Demand, District, Dossier


def with_demands(district: District, seed: int = 0) -> District:
    """The district with demands for some of its dossiers; up to two units report nothing, one only harmless ones."""
    rng = Random(seed)
    units = sorted(district.exported_at)
    silent = set(rng.sample(units, min(len(units), rng.choice((0, 1, 2)))))
    harmless = rng.choice(units)
    demands: list[Demand] = []
    for dossier in district.dossiers:
        if dossier.receiving in silent or not (dossier.received or dossier.submitted):
            continue
        found = _demands(Random(f"{seed}-{dossier.code}"), dossier)
        demands += (
            [replace(one, beyond_list=False, certified=False) for one in found]
            if (dossier.receiving == harmless)
            else found
        )
    return replace(district, demands=tuple(demands))


def _demands(rng: Random, dossier: Dossier) -> list[Demand]:
    """None of one dossier in three; else one to three, from the day it came in to weeks later."""
    came = dossier.received or dossier.submitted
    assert came
    return [
        Demand(
            dossier.code,
            number,
            came.date() + timedelta(days=rng.choice((0, 0, 1, 2, 5, 12, 40))),
            rng.choice(tuple(PAPERS)),
            rng.random() < 0.5,
            rng.random() < 0.5,
            rng.random() < 0.6,
        )
        for number in range(1, rng.choice((0, 0, 1, 2, 3, 3)) + 1)
    ]
