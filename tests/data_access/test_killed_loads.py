"""A load killed at any moment leaves the facts of before, or all of the new ones."""

from __future__ import annotations

import multiprocessing
import tempfile
import time
from collections import Counter
from itertools import pairwise
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import func, select

from data_access import tables
from data_access.fetch import fetch
from data_access.load import STAGES, Order, load_exports
from data_access.stores import Store, open_store
from tests.data_access.desk import Desk, dossier, letter

KILLS = 100
OLD, ADDED = 20, 30
# What a version holds. New: OLD dossiers of which each got a new due date (one promise more), and ADDED ones.
OLD_FACTS = {"dossier": OLD, "promise": OLD, "due_move": 0, "letter": OLD, "load": 1}
NEW_FACTS = {"dossier": OLD + ADDED, "promise": 2 * OLD + ADDED, "due_move": OLD, "letter": OLD + ADDED, "load": 2}


def load_and_wait(folder: str, paths: list[Path], scratch: str, told: Connection) -> None:
    """Runs in a process of its own: loads, tells each stage as it begins, then waits to be killed."""
    tempfile.tempdir = scratch
    load_exports(open_store(folder), Order(paths=tuple(paths)), told.send)
    told.send("published")
    time.sleep(600)


class Loader:
    """A loading process that can be watched and killed."""

    def __init__(self, folder: Path, paths: list[Path], scratch: Path) -> None:
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(["__main__", __name__, "data_access.stores.duckdb_store"])
        self.told, to_tell = context.Pipe(duplex=False)
        self.process = context.Process(target=load_and_wait, args=(str(folder), paths, str(scratch), to_tell))
        self.process.start()
        to_tell.close()
        self.stage = ""

    def wait_for(self, stage: str) -> float:
        """When the stage began."""
        while self.stage != stage:
            self.stage = self.told.recv()
        return time.monotonic()

    def kill(self) -> str:
        """SIGKILL; the last stage it had told of."""
        self.process.kill()
        self.process.join()
        try:
            while True:
                self.stage = self.told.recv()
        except EOFError:
            self.told.close()
        return self.stage


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
    loader = Loader(desk.store.folder, paths, scratch)
    began = [loader.wait_for(stage) for stage in (*STAGES, "published")]
    loader.kill()
    lengths = dict(zip(STAGES, (end - start for start, end in pairwise(began)), strict=True))
    assert facts(open_store(str(desk.store.folder))) == NEW_FACTS
    desk.store.roll_back()

    killed_in: Counter[str] = Counter()
    outcomes: Counter[str] = Counter()
    # A third of the kills anywhere in the load; the others where they could hurt, from the start of publishing on.
    for number in range(KILLS):
        first, span = (STAGES[0], sum(lengths.values())) if number % 3 == 0 else ("publishing", lengths["publishing"])
        loader = Loader(desk.store.folder, paths, scratch)
        loader.wait_for(first)
        time.sleep(1.5 * span * chance.random())
        killed_in[loader.kill()] += 1

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
    assert {path.name for path in desk.store.folder.iterdir()} == {"current", old_version, summary.version}
