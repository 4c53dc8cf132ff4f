"""A load killed at any moment leaves the facts of before, or all of the new ones."""

from __future__ import annotations

import time
from collections import Counter
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest

from data_access.load import STAGES
from data_access.stores import open_store
from tests.conftest import Addresses
from tests.data_access.loading_process import PUBLISHED, LoadingProcess
from tests.data_access.old_and_new import (
    NEW_FACTS,
    OLD_FACTS,
    assert_old_or_new,
    desk_with_old_facts,
    facts,
    new_files,
    wait_until_nobody_loads,
)

KILLS = 50


@pytest.mark.parametrize("seed", [20200630, 20200701])  # 100 kills a store, in two lots that can run side by side
def test_a_killed_load_leaves_old_or_new_facts_and_the_next_one_works(
    store_address: Addresses, tmp_path: Path, seed: int
) -> None:
    address = store_address()
    desk = desk_with_old_facts(tmp_path, address)
    paths, old_version = new_files(desk), desk.store.version()
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    running = open_store(address)  # a dashboard that runs all the time
    chance = Random(seed)

    # How long each stage takes, when nobody kills it.
    process = LoadingProcess(address, paths, scratch)
    began = [process.wait_for(stage) for stage in (*STAGES, PUBLISHED)]
    process.kill()
    lengths = dict(zip(STAGES, (end - start for start, end in pairwise(began)), strict=True))
    assert facts(running) == NEW_FACTS
    desk.store.roll_back()

    killed_in: Counter[str] = Counter()
    outcomes: Counter[str] = Counter()
    # Half of the kills anywhere in the load, the others where they could hurt: around the publication.
    for number in range(KILLS):
        from_stage, span = STAGES[0], 1.15 * sum(lengths.values())
        if number % 2 == 0:
            from_stage, span = "publishing", 2 * lengths["publishing"]
        process = LoadingProcess(address, paths, scratch)
        process.wait_for(from_stage)
        time.sleep(span * chance.random())
        killed_in[process.kill()] += 1
        assert facts(running) in (OLD_FACTS, NEW_FACTS)
        wait_until_nobody_loads(address)
        outcomes[assert_old_or_new(address, old_version)] += 1
        assert facts(running) == OLD_FACTS

    # The kills were what they should be: before and after the moment of publication, and in its stage.
    assert min(outcomes["old"], outcomes["new"], killed_in["publishing"]) >= 3, (outcomes, killed_in)
    assert len(killed_in) >= 4, killed_in

    summary = desk.load(*paths)
    assert facts(desk.store) == NEW_FACTS
    left = {path.name for path in desk.store.folder.iterdir()} - {"load.lock", "current"}
    assert left == {old_version, summary.version}
