"""What every store promises: publish, read while publishing, go back; and what a load must leave alone."""

from __future__ import annotations

import re
import subprocess
import sys
import threading
from pathlib import Path

import duckdb
import pytest
from sqlalchemy import Connection, func, select

from data_access.stores import OlderLayout, Store, StoreError, VersionReplaced, open_store
from data_access.stores.duckdb_store import KEPT
from data_access.stores.snapshots import PART
from data_access.tables import LAYOUT, layout, metadata, pause
from tests.conftest import Addresses

ROOT = Path(__file__).parents[2]
LAYOUT_1 = Path(__file__).parent / "layout_1.sql"


@pytest.fixture
def address(store_address: Addresses) -> str:
    return store_address()


@pytest.fixture
def store(address: str) -> Store:
    return open_store(address)


@pytest.fixture
def folder_store(tmp_path: Path) -> Store:
    """A store of DuckDB files, for what only files have."""
    return open_store(str(tmp_path / "store"))


def add_row(connection: duckdb.DuckDBPyConnection) -> bool:
    """The smallest change of the facts: one row more."""
    connection.execute(
        "INSERT INTO pause (dossier_code, started_at, reason, origin) "
        "SELECT 'H-1', TIMESTAMP '2020-06-01' + to_minutes(count(*)), 'payment', 'source' FROM pause"
    )
    return True


def publish(store: Store, times: int = 1) -> str:
    version = [store.update(add_row) for _ in range(times)][-1]
    assert version
    return version


def rows(store: Store, version: str | None = None) -> int:
    with store.connect(version) as connection:
        return rows_of(connection)


def rows_of(connection: Connection) -> int:
    return connection.execute(select(func.count()).select_from(pause)).scalar_one()


def number(version: str) -> int:
    """The running number in the name of a version."""
    return int(re.fullmatch(r"store-(\d{6})-[0-9a-f]+\.duckdb", version)[1])


def numbers(store: Store) -> list[int]:
    return [number(version) for version in store.versions()]


def file_names(store: Store) -> set[str]:
    """What lies in the folder, but for the lock that stays."""
    return {path.name for path in store.folder.iterdir()} - {"load.lock", "current"}


# ------------------------------------------------------------------------------------------------- on every engine


def test_an_empty_store_has_no_version_and_says_what_to_do(store: Store) -> None:
    assert store.version() is None
    assert store.versions() == []
    with pytest.raises(StoreError, match="python -m data_access load"), store.connect():
        pass
    with pytest.raises(StoreError, match="no older version"):
        store.roll_back()


def test_a_publication_builds_on_the_one_before(store: Store) -> None:
    first = publish(store)
    assert rows(store, first) == 1
    second = publish(store)
    assert store.versions() == [first, second]
    assert store.version() == second
    assert rows(store, second) == rows(store) == 2


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
    assert rows(store) == 1
    assert file_names(store) == {first}


def test_a_running_reader_keeps_its_version_until_it_asks_again(store: Store, address: str) -> None:
    first = publish(store)
    with store.connect(first) as half_way:
        second = publish(open_store(address))  # the load is another process, or at least another object
        assert rows_of(half_way) == 1
    assert store.version() == second != first
    assert rows(store) == 2


def test_readers_cannot_write(store: Store) -> None:
    publish(store)
    with store.connect() as connection, pytest.raises(Exception, match="read-only"):
        connection.exec_driver_sql("DELETE FROM source_cut_off")


def test_the_last_versions_are_kept_and_older_ones_deleted(store: Store) -> None:
    first = publish(store)
    newest = publish(store, times=KEPT + 1)
    # Numbers 1 to 7 were given, the last 5 stay: 3 to 7.
    assert numbers(store) == [3, 4, 5, 6, 7]
    assert store.version() == newest
    assert file_names(store) == set(store.versions())
    with pytest.raises(VersionReplaced, match=first), store.connect(first):
        pass


def test_going_back_step_by_step(store: Store) -> None:
    first, second, _ = publish(store), publish(store), publish(store)
    assert store.roll_back() == store.version() == second
    assert rows(store) == 2
    assert store.roll_back() == store.version() == first
    assert rows(store) == 1
    with pytest.raises(StoreError, match="no older version"):
        store.roll_back()
    assert store.version() == first


def test_a_load_after_going_back_abandons_what_was_left(store: Store) -> None:
    publish(store, times=3)
    back_at = store.roll_back()
    publish(store)
    assert rows(store) == 3  # 2 of the version gone back to + 1
    # The third is gone: otherwise the next way back would lead to what somebody had already left.
    assert numbers(store) == [1, 2, 4]
    assert store.roll_back() == back_at
    assert rows(store) == 2


def test_two_stores_never_call_different_facts_by_one_name(store_address: Addresses) -> None:
    """Caches are keyed on the version."""
    assert publish(open_store(store_address())) != publish(open_store(store_address()))


def test_what_a_killed_load_left_behind_is_cleaned(store: Store) -> None:
    first = publish(store)
    (store.folder / PART).write_bytes(b"half a file")
    (store.folder / f"{PART}.wal").write_bytes(b"half a log")
    second = publish(store)
    assert rows(store) == 2
    assert file_names(store) == {first, second}


def test_a_second_load_in_this_process_is_refused(store: Store, address: str) -> None:
    def load_meanwhile(connection: duckdb.DuckDBPyConnection) -> bool:
        for forbidden in (lambda other: other.update(add_row), lambda other: other.roll_back()):
            with pytest.raises(StoreError, match="another load is running"):
                forbidden(open_store(address))
        return add_row(connection)

    publish(store)
    assert store.update(load_meanwhile)
    assert rows(store) == 2
    publish(store)  # the way is free again


def test_of_many_threads_that_load_at_once_none_is_lost(address: str) -> None:
    """Each either publishes or is told that another one is loading."""
    published, refused = [], []
    start = threading.Barrier(4)

    def load() -> None:
        start.wait()
        try:
            published.append(publish(open_store(address)))
        except StoreError as error:
            refused.append(str(error))

    threads = [threading.Thread(target=load) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(published) + len(refused) == 4
    assert all("another load is running" in reason for reason in refused)
    store = open_store(address)
    assert rows(store) == len(published) >= 1
    assert store.versions() == sorted(published)


LOAD_UNTIL_TOLD = """
import sys
from data_access.stores import open_store

def work(connection):
    print("loading", flush=True)
    return bool(sys.stdin.readline())

print(open_store(sys.argv[1]).update(work))
"""


def test_a_second_load_of_another_process_is_refused(store: Store, address: str) -> None:
    publish(store)
    command = [sys.executable, "-c", LOAD_UNTIL_TOLD, address]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout.readline() == "loading\n"
        with pytest.raises(StoreError, match="another load is running"):
            store.update(add_row)
        told, _ = other.communicate("go on\n")
    assert told.strip() == store.version()
    assert numbers(store) == [1, 2]


# --------------------------------------------------------------------------------------------------------- layouts


def test_a_store_tells_its_layout(store: Store) -> None:
    publish(store)
    with store.connect() as connection:
        assert connection.execute(select(layout.c.number)).all() == [(LAYOUT,)]


def write_layout_1(store: Store) -> str:
    """A folder as the first layout had it, with one load on record."""
    store.folder.mkdir()
    with duckdb.connect(str(store.folder / "store-000007-abcdef.duckdb")) as connection:
        connection.execute(LAYOUT_1.read_text(encoding="utf-8"))
    (store.folder / "current").write_text("store-000007-abcdef.duckdb\n", encoding="utf-8")
    return "store-000007-abcdef.duckdb"


def test_a_store_of_an_older_layout_is_not_read_but_upgraded(folder_store: Store) -> None:
    old = write_layout_1(folder_store)
    assert folder_store.version() == old
    with pytest.raises(OlderLayout, match="python -m data_access upgrade"), folder_store.connect():
        pass
    with pytest.raises(OlderLayout, match="python -m data_access upgrade"):
        folder_store.update(add_row)

    def fill(connection: duckdb.DuckDBPyConnection) -> bool:
        held = {table: columns_of(connection, table) for table in metadata.tables}
        assert held == {table.name: [column.name for column in table.columns] for table in metadata.tables.values()}
        assert connection.sql("SELECT name, columns_personal FROM load_file").fetchall() == [("old.csv", "")]
        assert connection.sql("SELECT count(*) FROM standing").fetchone() == (0,)
        return True

    new = folder_store.update(fill, upgrade=True)
    assert folder_store.version() == new
    with folder_store.connect() as connection:
        assert connection.execute(select(layout.c.number)).all() == [(LAYOUT,)]
        assert rows_of(connection) == 1
    assert file_names(folder_store) == {old, new}
    publish(folder_store)  # as any other store from here on


def columns_of(connection: duckdb.DuckDBPyConnection, table: str) -> list[str]:
    return [row[0] for row in connection.execute(f"DESCRIBE {table}").fetchall()]


def test_a_store_of_a_newer_program_is_not_touched(store: Store) -> None:
    def write_by_a_newer_one(connection: duckdb.DuckDBPyConnection) -> bool:
        connection.execute("UPDATE layout SET number = number + 1")
        return True

    newer = store.update(write_by_a_newer_one)
    with pytest.raises(StoreError, match="newer version of this program"), store.connect():
        pass
    for upgrade in (False, True):
        with pytest.raises(StoreError, match="newer version of this program"):
            store.update(add_row, upgrade=upgrade)
    assert store.version() == newer


# ----------------------------------------------------------------------------------------------- a folder of files


def test_a_snapshot_that_was_never_made_current_is_abandoned(folder_store: Store) -> None:
    """Killed between the renaming of the snapshot and the change of ``current``."""
    store = folder_store
    first = publish(store)
    second = publish(store)
    (store.folder / "current").write_text(first, encoding="utf-8")
    (store.folder / "current.part").write_text("store-00", encoding="utf-8")
    assert rows(store) == 1
    third = publish(store)
    assert rows(store) == 2
    assert store.versions() == [first, third]
    assert number(third) > number(second)
    assert file_names(store) == {first, third}


def test_a_published_file_that_is_gone_is_missed(folder_store: Store) -> None:
    version = publish(folder_store)
    (folder_store.folder / version).unlink()
    with pytest.raises(StoreError, match=f"{version} is missing.*rollback"), folder_store.connect():
        pass


def test_going_back_in_an_empty_place_makes_no_folder(folder_store: Store) -> None:
    with pytest.raises(StoreError, match="no older version"):
        folder_store.roll_back()
    assert not folder_store.folder.exists()


# ------------------------------------------------------------------------------------------------------- addresses


@pytest.mark.parametrize("url", ["sqlite:///file.db", "clickhousedb+connect://x", "postgresql+psycopg2://x/y"])
def test_an_address_of_no_store_we_have(url: str) -> None:
    with pytest.raises(StoreError, match=re.escape(f"no store for {url.split(':')[0]}://")):
        open_store(url)


@pytest.mark.parametrize("url", ["postgresql://u:s3cret@host:port/db", "postgresql://u:s3cret@ho st:1/d b?x=%zz&"])
def test_an_unreadable_address_is_not_repeated(url: str) -> None:
    """It holds a password."""
    with pytest.raises(StoreError) as caught:
        open_store(url).version()
    assert "s3cret" not in str(caught.value)


def test_the_environment_names_the_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOSSIER_DB_URL", f"duckdb:///{tmp_path / 'named'}")
    assert open_store().folder == tmp_path / "named"
    monkeypatch.delenv("DOSSIER_DB_URL")
    assert open_store().folder == Path("data")
