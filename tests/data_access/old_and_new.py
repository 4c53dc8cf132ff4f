"""Two states of a store that everybody can tell apart, and the load that leads from one to the other."""

from __future__ import annotations

import time
from pathlib import Path

from sqlalchemy import func, make_url, select

from data_access import tables
from data_access.fetch import fetch
from data_access.stores import Store, open_store
from tests.data_access.desk import Desk, dossier, letter
from tests.postgresql_cluster import run

OLD, ADDED = 20, 30
# What a version holds. New: OLD dossiers of which each got a new due date (one promise more), and ADDED ones.
OLD_FACTS = {"dossier": OLD, "promise": OLD, "due_move": 0, "letter": OLD, "load": 1}
NEW_FACTS = {"dossier": OLD + ADDED, "promise": 2 * OLD + ADDED, "due_move": OLD, "letter": OLD + ADDED, "load": 2}
CODES = [f"H-{number}" for number in range(OLD + ADDED)]
PATIENCE = 30


def facts(store: Store) -> dict[str, int]:
    """Rows of each table of the published version."""
    counts = [select(func.count()).select_from(tables.metadata.tables[name]).scalar_subquery() for name in OLD_FACTS]
    return dict(zip(OLD_FACTS, fetch(store, select(*counts)).iloc[0].astype(int), strict=True))


def desk_with_old_facts(folder: Path, address: str) -> Desk:
    """A store holding the old facts."""
    desk = Desk(folder, address)
    desk.load(
        desk.write("dossier", *(dossier(code, exported_at="05/06/2020 18:00") for code in CODES[:OLD])),
        desk.write("letter", *(letter(code) for code in CODES[:OLD])),
    )
    assert facts(desk.store) == OLD_FACTS
    return desk


def new_files(desk: Desk) -> list[Path]:
    """The files of the load that makes the old facts the new ones."""
    newer = desk.write("dossier", *(dossier(code, due_at="19/06/2020") for code in CODES), name="newer.csv")
    return [newer, desk.write("letter", *(letter(code) for code in CODES), name="newer-letters.csv")]


def wait_until_nobody_loads(address: str) -> None:
    """A server notices a killed loader, or ends what it had been told to do, in its own time."""
    if "://" not in address:
        return
    sessions = (
        "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'dossier load' AND datname = current_database()"
    )
    end = time.monotonic() + PATIENCE
    while run(make_url(address), sessions) != [(0,)]:
        assert time.monotonic() < end, "the server still holds a session of a load that is gone"
        time.sleep(0.01)


def assert_old_or_new(address: str, old_version: str) -> str:
    """Whole, one or the other: "old" or "new". What was published is gone back from, so that all begins anew."""
    store = open_store(address)
    is_old = store.version() == old_version
    assert facts(store) == (OLD_FACTS if is_old else NEW_FACTS)
    if not is_old:
        assert store.roll_back() == old_version
        assert facts(store) == OLD_FACTS
    return "old" if is_old else "new"
