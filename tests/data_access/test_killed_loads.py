"""A load killed at any moment leaves the facts of before, or all of the new ones."""

from __future__ import annotations

import time
from collections import Counter
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import func, select

from data_access import tables
from data_access.fetch import fetch
from data_access.load import STAGES
from data_access.stores import Store, open_store
from tests.data_access.desk import Desk, dossier, letter
from tests.data_access.loading_process import LoadingProcess

KILLS = 100
OLD, ADDED = 20, 30
# What a version holds. New: OLD dossiers of which each got a new due date (one promise more), and ADDED ones.
OLD_FACTS = {"dossier": OLD, "promise": OLD, "due_move": 0, "letter": OLD, "load": 1}
NEW_FACTS = {"dossier": OLD + ADDED, "promise": 2 * OLD + ADDED, "due_move": OLD, "letter": OLD + ADDED, "load": 2}


def facts(store: Store) -> dict[str, int]:
    """Rows of each table of the published version."""
    counts = [select(func.count()).select_from(tables.metadata.tables[name]).scalar_subquery() for name in OLD_FACTS]
    return dict(zip(OLD_FACTS, fetch(store, select(*counts)).iloc[0].astype(int), strict=True))


@pytest.fixture
def exports(tmp_path: Path) -> tuple[Desk, list[Path]]:
    """A store holding the old facts, and the files of the load that is to be killed."""
    desk = Desk(tmp_path)
    codes = [f"H-{number}" for number in range(OLD + ADDED)]
    desk.load(
        desk.write("dossier", *(dossier(code, exported_at="05/06/2020 18:00") for code in codes[:OLD])),
        desk.write("letter", *(letter(code) for code in codes[:OLD])),
    )
    assert facts(desk.store) == OLD_FACTS
    newer = desk.write("dossier", *(dossier(code, due_at="19/06/2020") for code in codes))
    return desk, [newer, desk.write("letter", *(letter(code) for code in codes))]


def test_a_killed_load_leaves_old_or_new_facts_and_the_next_one_works(
    exports: tuple[Desk, list[Path]], tmp_path: Path
) -> None:
    desk, paths = exports
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    old_version = desk.store.version()
    old_engine = desk.store.engine()
    chance = Random(20200630)

    # How long each stage takes, when nobody kills it.
    process = LoadingProcess(desk.store.folder, paths, scratch)
    began = [process.wait_for(stage) for stage in (*STAGES, "published")]
    process.kill()
    lengths = dict(zip(STAGES, (end - start for start, end in pairwise(began)), strict=True))
    assert facts(open_store(str(desk.store.folder))) == NEW_FACTS
    desk.store.roll_back()

    killed_in: Counter[str] = Counter()
    outcomes: Counter[str] = Counter()
    # Two thirds of the kills anywhere in the load, one third where they could hurt: around the publication.
    for number in range(KILLS):
        from_stage, span = STAGES[0], 1.15 * sum(lengths.values())
        if number % 3 == 0:
            from_stage, span = "publishing", 2 * lengths["publishing"]
        process = LoadingProcess(desk.store.folder, paths, scratch)
        process.wait_for(from_stage)
        time.sleep(span * chance.random())
        killed_in[process.kill()] += 1

        reader = open_store(str(desk.store.folder))
        assert (facts(reader), reader.version() == old_version) in ((OLD_FACTS, True), (NEW_FACTS, False))
        outcomes["old" if reader.version() == old_version else "new"] += 1
        if reader.version() != old_version:
            assert reader.roll_back() == old_version
        with old_engine.connect() as connection:  # a dashboard that ran all the time
            assert connection.execute(select(func.count()).select_from(tables.dossier)).scalar_one() == OLD

    # The kills were what they should be: before and after the moment of publication, and in its stage.
    assert min(outcomes["old"], outcomes["new"], killed_in["publishing"]) >= 5, (outcomes, killed_in)
    assert len(killed_in) >= 4, killed_in

    summary = desk.load(*paths)
    assert facts(desk.store) == NEW_FACTS
    left = {path.name for path in desk.store.folder.iterdir()} - {"load.lock"}
    assert left == {"current", old_version, summary.version}
