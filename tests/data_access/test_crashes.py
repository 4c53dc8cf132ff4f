"""Sessions cut off, servers that fall over, full disks, loads at the same time, readers all the while: nothing lost,
nothing wrong, and the next load works."""

from __future__ import annotations

import contextlib
import itertools
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import URL, func, select

from data_access.__main__ import main
from data_access.stores import Store, StoreError, VersionReplaced, open_store
from data_access.stores.postgresql_store import FOLDER_SETTING
from data_access.tables import dossier as dossiers
from data_access.tables import promise
from data_access.viewer import EVERYTHING
from measures import registry
from measures.counts import counts
from measures.period import Period
from measures.scope import Scope
from tests.conftest import Addresses
from tests.data_access.desk import Desk, dossier
from tests.data_access.loading_process import PUBLISHED, REFUSED, LoadingProcess
from tests.data_access.old_and_new import (
    NEW_FACTS,
    OLD_FACTS,
    PATIENCE,
    desk_with_old_facts,
    facts,
    new_files,
    wait_until_nobody_loads,
)
from tests.postgresql_cluster import Cluster, Databases, run
from tests.requirements_of_machine import need, postgresql_programs, small_disk

BUSY = "another load is running"


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    """A server that keeps its promises when it falls over, and that these tests may throw over."""
    programs = postgresql_programs()
    need("a PostgreSQL server (Debian: apt-get install postgresql)", programs is not None)
    server = Cluster(programs)
    try:
        yield server
    finally:
        server.remove()


@pytest.fixture
def fallible(cluster: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Desk, URL]]:
    """A desk whose store, on that server, holds the old facts."""
    monkeypatch.setenv(FOLDER_SETTING, str(tmp_path / "working-copies"))
    with Databases(cluster.url("postgres")).fresh() as url:
        yield desk_with_old_facts(tmp_path, url.render_as_string()), url


# ------------------------------------------------------------------------------------- the server, in mid-publication

# Where the publication is when it happens: (trigger's beginning, table).
MOMENTS = {
    "rows are deleted": ("TRIGGER {} BEFORE DELETE", "dossier"),
    "rows are added": ("TRIGGER {} AFTER INSERT", "promise"),
    "the version is named": ("TRIGGER {} AFTER INSERT", "published"),
    "all is done but the commit": ("CONSTRAINT TRIGGER {} AFTER INSERT", "published"),
}
END_SESSION = "pg_terminate_backend(pg_backend_pid())"
WAIT_FOR_THE_END = "pg_sleep(600)"


@contextmanager
def happening(url: URL, moment: str, what: str) -> Iterator[None]:
    """Have the server do ``what`` whenever a publication reaches that moment."""
    start, table = MOMENTS[moment]
    deferred = "DEFERRABLE INITIALLY DEFERRED" if start.startswith("CONSTRAINT") else ""
    run(
        url,
        f"CREATE FUNCTION happen() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN PERFORM {what}; RETURN coalesce(NEW, OLD); END $$",
    )
    run(url, f"CREATE {start.format('happen')} ON facts.{table} {deferred} FOR EACH ROW EXECUTE FUNCTION happen()")
    yield
    run(url, "DROP FUNCTION happen CASCADE")


@pytest.mark.parametrize("moment", MOMENTS)
def test_the_server_ends_the_session_of_a_load(fallible: tuple[Desk, URL], moment: str) -> None:
    desk, url = fallible
    paths, old_version = new_files(desk), desk.store.version()
    with happening(url, moment, END_SESSION), pytest.raises(StoreError, match="cannot be reached or broke off"):
        desk.load(*paths)
    assert desk.store.version() == old_version
    assert facts(desk.store) == OLD_FACTS
    assert [path.name for path in desk.store.folder.glob("store-*")] == [old_version]
    desk.load(*paths)
    assert facts(desk.store) == NEW_FACTS


@pytest.mark.parametrize("moment", MOMENTS)
def test_the_server_falls_over_during_a_publication(fallible: tuple[Desk, URL], cluster: Cluster, moment: str) -> None:
    desk, url = fallible
    paths, old_version = new_files(desk), desk.store.version()
    told: list[str] = []

    def load() -> None:
        try:
            desk.load(*paths)
        except StoreError as error:
            told.append(str(error))

    with happening(url, moment, WAIT_FOR_THE_END):
        loading = threading.Thread(target=load)
        loading.start()
        sleeping = "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname = current_database()"
        wait_for(lambda: run(url, sleeping) == [(1,)])
        assert facts(desk.store) == OLD_FACTS
        cluster.stop("immediate")
        loading.join()
        with pytest.raises(StoreError, match="cannot be reached"):
            facts(desk.store)
        cluster.start()
    assert len(told) == 1
    assert "cannot be reached or broke off" in told[0]
    assert desk.store.version() == old_version
    assert facts(desk.store) == OLD_FACTS
    desk.load(*paths)
    assert facts(desk.store) == NEW_FACTS


def test_what_was_published_survives_a_fall(fallible: tuple[Desk, URL], cluster: Cluster) -> None:
    desk, _ = fallible
    version = desk.load(*new_files(desk)).version
    cluster.stop("immediate")
    cluster.start()
    assert desk.store.version() == version
    assert facts(desk.store) == NEW_FACTS


def wait_for(happened: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.01)


# -------------------------------------------------------------------------------------------------------- full disks

STEP = 512 * 1024  # bytes of room more at each attempt


def fill(disk: Path, room: int) -> None:
    """Leave about ``room`` bytes on the disk. A bigger filling is not written to make it smaller: it is cut."""
    filling = disk / "filling"
    state = os.statvfs(disk)
    size = filling.stat().st_size if filling.exists() else 0
    wanted = size + state.f_bavail * state.f_frsize - room
    if wanted <= size:
        os.truncate(filling, max(wanted, 0))
        return
    with contextlib.suppress(OSError), filling.open("ab") as file:  # no room for the last of it: so much the better
        file.write(b"\1" * (wanted - size))


def load_with_ever_more_room(disk: Path, desk: Desk, reason: str, capsys: pytest.CaptureFixture) -> None:
    """The command, with no room at first: refused with a clear reason and exit code 2 until there is enough."""
    paths, old_version = new_files(desk), desk.store.version()
    refusals = 0
    for room in itertools.count(0, STEP):
        fill(disk, room)
        code = main(["--store", desk.address, "load", *map(str, paths)])
        told = capsys.readouterr().err
        if code == 0:
            break
        assert code == 2
        assert told.startswith("error: ")
        assert reason in told
        assert len(told.splitlines()) == 1
        assert open_store(desk.address).version() == old_version
        assert facts(open_store(desk.address)) == OLD_FACTS
        refusals += 1
    assert refusals
    assert facts(desk.store) == NEW_FACTS
    assert not list(desk.store.folder.glob("*.part*"))


def test_a_full_disk_under_a_folder_of_files(tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    with small_disk(tmp_path / "disk", megabytes=64) as disk:
        desk = desk_with_old_facts(tmp_path, str(disk / "store"))
        load_with_ever_more_room(disk, desk, "the disk is full", capsys)


def test_a_full_disk_under_the_working_copy(
    databases: Databases, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> None:
    with small_disk(tmp_path / "disk", megabytes=64) as disk, databases.fresh() as url:
        monkeypatch.setenv(FOLDER_SETTING, str(disk))
        desk = desk_with_old_facts(tmp_path, url.render_as_string(hide_password=False))
        load_with_ever_more_room(disk, desk, "the disk is full", capsys)


def test_a_full_disk_under_the_server(
    cluster: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> None:
    monkeypatch.setenv(FOLDER_SETTING, str(tmp_path / "working-copies"))
    server = Databases(cluster.url("postgres"))
    with small_disk(cluster.folder / "small", megabytes=64) as disk:
        cluster.give(disk)
        server.administer(f"CREATE TABLESPACE small LOCATION '{disk}'")
        with server.fresh("TABLESPACE small") as url:
            desk = desk_with_old_facts(tmp_path, url.render_as_string())
            load_with_ever_more_room(disk, desk, "disk of the server", capsys)
        server.administer("DROP TABLESPACE small")


# --------------------------------------------------------------------------------------------- many at the same time


ROUNDS = 15


def test_loads_of_two_processes_at_once(store_address: Addresses, tmp_path: Path) -> None:
    """Each is published or refused with the reason; what was published is there, what was refused is not."""
    address = store_address()
    desk = Desk(tmp_path, address)
    desk.load_dossiers(dossier("H-0"))
    there, refused = {"H-0"}, 0
    for number in range(ROUNDS):
        pair = [f"H-{number}-one", f"H-{number}-other"]
        files = [desk.write("dossier", dossier(code), name=f"{code}.csv") for code in pair]
        processes = [LoadingProcess(address, [file], tmp_path) for file in files]
        for code, process in zip(pair, processes, strict=True):
            outcome = process.wait_for_end()
            process.kill()
            assert outcome == PUBLISHED or outcome.startswith(f"{REFUSED}: {BUSY}")
            there |= {code} if outcome == PUBLISHED else set()
            refused += outcome != PUBLISHED
        wait_until_nobody_loads(address)
        assert len(there) > number + 1, "of two loads at least one goes through"
        assert set(desk.rows("dossier")["dossier_code"]) == there
        if refused and number > 1:
            break
    assert refused, "they were never at it at the same time"


LOADS, EACH = 8, 7


def test_a_reader_all_the_while_sees_whole_versions_only(store_address: Addresses, tmp_path: Path) -> None:
    """Each load adds the same number of dossiers, each with a promise, half of them in another ward."""
    address = store_address()
    desk = Desk(tmp_path, address)
    expected: dict[str, int] = {}
    seen: list[tuple[str, int, int, int]] = []
    failures: list[BaseException] = []
    done = threading.Event()

    def add(number: int) -> str:
        wards = ("UBND Phường 1", "UBND Phường 2")
        codes = [f"H-{number}-{each}" for each in range(EACH)]
        rows = [dossier(code, receiving_unit=wards[place % 2]) for place, code in enumerate(codes)]
        version = desk.load_dossiers(*rows).version
        assert version
        return version

    def read() -> None:
        store = open_store(address)
        try:
            while not done.is_set():
                seen.extend(observed(store))
        except BaseException as error:
            failures.append(error)

    expected[add(0)] = EACH
    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    try:
        for number in range(1, LOADS):
            expected[add(number)] = EACH * (number + 1)
    finally:
        done.set()
        for reader in readers:
            reader.join()
    assert failures == []
    assert {observation for observation in seen if set(observation[1:]) != {expected[observation[0]]}} == set()
    assert len({version for version, *_ in seen}) >= LOADS // 2


def observed(store: Store) -> list[tuple[str, int, int, int]]:
    """The published version, and three ways to count its dossiers; nothing if it was replaced meanwhile."""
    version = store.version()
    assert version
    scope = Scope(Period.parse("2020-06"), units=(), certification=True)
    try:
        with store.connect(version) as connection:
            alone = connection.execute(select(func.count()).select_from(dossiers)).scalar_one()
            promises = connection.execute(select(func.count()).select_from(promise)).scalar_one()
            assert connection.execute(select(func.count()).select_from(dossiers)).scalar_one() == alone
        by_unit = counts(store, [registry.get("backlog")], ["unit"], scope, EVERYTHING, version)
        return [(version, alone, promises, int(by_unit["numerator"].sum()))]
    except VersionReplaced:
        return []
