"""A folder of snapshots: publish, read while publishing, go back; and what a load must leave alone."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
from sqlalchemy import Engine, func, select

from data_access.stores import Store, StoreError, open_store
from data_access.stores.duckdb_store import KEPT, PART
from data_access.tables import pause

ROOT = Path(__file__).parents[2]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(str(tmp_path / "store"))


def add_row(connection: duckdb.DuckDBPyConnection) -> bool:
    """The smallest change of the facts: one row more."""
    connection.execute(
        "INSERT INTO pause (dossier_code, started_at, reason, origin) VALUES ('H-1', '2020-06-01', 'payment', 'source')"
    )
    return True


def publish(store: Store, times: int = 1) -> str:
    version = [store.update(add_row) for _ in range(times)][-1]
    assert version
    return version


def rows(engine: Engine) -> int:
    with engine.connect() as connection:
        return connection.execute(select(func.count()).select_from(pause)).scalar_one()


def number(version: str) -> int:
    """The running number in the name of a version."""
    return int(re.fullmatch(r"store-(\d{6})-[0-9a-f]+\.duckdb", version)[1])


def numbers(store: Store) -> list[int]:
    return [number(version) for version in store.versions()]


def file_names(store: Store) -> set[str]:
    """What lies in the folder, but for the lock that stays."""
    return {path.name for path in store.folder.iterdir()} - {"load.lock"}


def test_an_empty_store_has_no_version_and_says_what_to_do(store: Store) -> None:
    assert store.version() is None
    assert store.versions() == []
    with pytest.raises(StoreError, match="python -m data_access load"):
        store.engine()
    with pytest.raises(StoreError, match="no older version"):
        store.roll_back()


def test_a_publication_builds_on_the_one_before(store: Store) -> None:
    first, second = publish(store), publish(store)
    assert store.versions() == [first, second]
    assert store.version() == second
    assert (rows(store.engine(first)), rows(store.engine())) == (1, 2)


def test_work_that_says_no_or_fails_publishes_nothing(store: Store) -> None:
    first = publish(store)

    def change_mind(connection: duckdb.DuckDBPyConnection) -> bool:
        return not add_row(connection)

    def fail(connection: duckdb.DuckDBPyConnection) -> bool:
        add_row(connection)
        raise RuntimeError("in the middle")

    assert store.update(change_mind) is None
    with pytest.raises(RuntimeError, match="in the middle"):
        store.update(fail)
    assert store.version() == first
    assert rows(store.engine()) == 1
    assert file_names(store) == {"current", first}


def test_a_running_reader_keeps_its_version_until_it_asks_again(store: Store) -> None:
    first = publish(store)
    running = store.engine()
    with running.connect() as half_way:
        loader = open_store(str(store.folder))  # the load is another process, or at least another object
        second = publish(loader)
        assert half_way.execute(select(func.count()).select_from(pause)).scalar_one() == 1
    assert rows(running) == 1
    assert store.version() == second != first
    assert rows(store.engine()) == 2


def test_readers_cannot_write(store: Store) -> None:
    publish(store)
    with store.engine().connect() as connection, pytest.raises(Exception, match="read-only"):
        connection.exec_driver_sql("DELETE FROM source_cut_off")


def test_the_last_versions_are_kept_and_older_ones_deleted(store: Store) -> None:
    first = publish(store)
    newest = publish(store, times=KEPT + 1)
    # Numbers 1 to 7 were given, the last 5 stay: 3 to 7.
    assert numbers(store) == [3, 4, 5, 6, 7]
    assert store.version() == newest
    with pytest.raises(StoreError, match=f"{first} is missing"):
        store.engine(first)


def test_going_back_step_by_step(store: Store) -> None:
    first, second, _ = publish(store), publish(store), publish(store)
    assert store.roll_back() == store.version() == second
    assert rows(store.engine()) == 2
    assert store.roll_back() == store.version() == first
    with pytest.raises(StoreError, match="no older version"):
        store.roll_back()
    assert store.version() == first


def test_a_load_after_going_back_abandons_what_was_left(store: Store) -> None:
    publish(store, times=3)
    back_at = store.roll_back()
    publish(store)
    assert rows(store.engine()) == 3  # 2 of the version gone back to + 1
    # The third is gone: otherwise the next way back would lead to what somebody had already left.
    assert numbers(store) == [1, 2, 4]
    assert store.roll_back() == back_at


def test_two_stores_never_call_different_facts_by_one_name(tmp_path: Path) -> None:
    """Caches are keyed on the version."""
    assert publish(open_store(str(tmp_path / "one"))) != publish(open_store(str(tmp_path / "other")))


def test_what_a_killed_load_left_behind_is_cleaned(store: Store) -> None:
    first = publish(store)
    (store.folder / PART).write_bytes(b"half a file")
    (store.folder / f"{PART}.wal").write_bytes(b"half a log")
    (store.folder / "current.part").write_text("store-00", encoding="utf-8")
    second = publish(store)
    assert rows(store.engine()) == 2
    assert file_names(store) == {"current", first, second}


def test_a_snapshot_that_was_never_made_current_is_abandoned(store: Store) -> None:
    """Killed between the renaming of the snapshot and the change of ``current``."""
    first = publish(store)
    second = publish(store)
    (store.folder / "current").write_text(first, encoding="utf-8")
    assert rows(store.engine()) == 1
    third = publish(store)
    assert rows(store.engine()) == 2
    assert store.versions() == [first, third]
    assert number(third) > number(second)


def test_a_second_load_in_this_process_is_refused(store: Store) -> None:
    def load_meanwhile(connection: duckdb.DuckDBPyConnection) -> bool:
        with pytest.raises(StoreError, match="another load is running"):
            open_store(str(store.folder)).update(add_row)
        return add_row(connection)

    assert store.update(load_meanwhile)
    assert rows(store.engine()) == 1
    publish(store)  # the way is free again


LOAD_UNTIL_TOLD = """
import sys
from data_access.stores import open_store

def work(connection):
    print("loading", flush=True)
    return bool(sys.stdin.readline())

print(open_store(sys.argv[1]).update(work))
"""


def test_a_second_load_of_another_process_is_refused(store: Store) -> None:
    publish(store)
    command = [sys.executable, "-c", LOAD_UNTIL_TOLD, str(store.folder)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout.readline() == "loading\n"
        with pytest.raises(StoreError, match="another load is running"):
            store.update(add_row)
        told, _ = other.communicate("go on\n")
    assert told.strip() == store.version()
    assert numbers(store) == [1, 2]


@pytest.mark.parametrize("url", ["postgresql+psycopg://server/db", "sqlite:///file.db", "clickhousedb+connect://x"])
def test_an_address_of_no_store_we_have(url: str) -> None:
    with pytest.raises(StoreError, match=f"no store for {url.split(':')[0].replace('+', '.')}://"):
        open_store(url)


def test_the_environment_names_the_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOSSIER_DB_URL", f"duckdb:///{tmp_path / 'named'}")
    assert open_store().folder == tmp_path / "named"
    monkeypatch.delenv("DOSSIER_DB_URL")
    assert open_store().folder == Path("data")
