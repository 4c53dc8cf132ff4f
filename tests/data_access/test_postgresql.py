"""What only a server has: the way of the facts there and back, several machines, roles, and a server out of reach."""

from __future__ import annotations

import datetime as dt
import itertools
import os
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import URL, Boolean, Date, DateTime, Integer, SmallInteger, Table, Text, func, select
from sqlalchemy.exc import ProgrammingError

from data_access.fetch import fetch
from data_access.stores import OlderLayout, Store, StoreError, VersionReplaced, open_store
from data_access.stores.postgresql_publication import READER_SETTING
from data_access.stores.postgresql_server import TIMEOUT_SETTING
from data_access.stores.postgresql_store import FOLDER_SETTING
from data_access.stores.snapshots import attached
from data_access.tables import LAYOUT, dossier, due_move, layout, letter, metadata, pause
from tests.postgresql_cluster import Databases, run

Machine = Callable[[], Store]
TABLES = list(metadata.tables.values())


@pytest.fixture
def database(databases: Databases) -> Iterator[URL]:
    with databases.fresh() as url:
        yield url


@pytest.fixture
def machine(database: URL, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    """A function that gives another machine each time: the same database, a working copy of its own."""
    numbers = itertools.count(1)

    def another() -> Store:
        monkeypatch.setenv(FOLDER_SETTING, str(tmp_path / f"machine-{next(numbers)}"))
        return open_store(told(database))

    return another


def told(url: URL) -> str:
    return url.render_as_string(hide_password=False)


def insert(connection: duckdb.DuckDBPyConnection, table: str, **values: object) -> bool:
    marks = ", ".join("?" * len(values))
    connection.execute(f"INSERT INTO {table} ({', '.join(values)}) VALUES ({marks})", list(values.values()))
    return True


def add_pause(code: str, **values: object) -> Callable[[duckdb.DuckDBPyConnection], bool]:
    row = {"dossier_code": code, "started_at": dt.datetime(2020, 6, 1), "reason": "payment", "origin": "source"}
    return lambda connection: insert(connection, "pause", **{**row, **values})


def codes(store: Store, version: str | None = None) -> list[str]:
    statement = select(pause.c.dossier_code).order_by(pause.c.dossier_code)
    return fetch(store, statement, version)["dossier_code"].tolist()


# --------------------------------------------------------------------------------------------- there and back again

TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12) | st.sampled_from(
    ["", " ", '"', '""', ",", "\\N", "\\.", "NULL", "null", "\r", "\n", "\r\n", "'", "é", "Đ\u0301", "\ufeff", "a\tb"]
)
VALUES = {
    Text: TEXTS,
    Boolean: st.booleans(),
    SmallInteger: st.integers(-(2**15), 2**15 - 1),
    Integer: st.integers(-(2**31), 2**31 - 1),
    Date: st.dates(),
    DateTime: st.datetimes(),
}


def rows_of(table: Table) -> st.SearchStrategy[list[dict]]:
    """Rows with any values that the columns take, their keys all different."""
    columns = {
        column.name: VALUES[type(column.type)] | st.none() if column.nullable else VALUES[type(column.type)]
        for column in table.columns
    }
    key = [column.name for column in table.primary_key.columns]
    return st.lists(st.fixed_dictionaries(columns), max_size=4, unique_by=lambda row: tuple(row[name] for name in key))


any_facts = st.fixed_dictionaries({table.name: rows_of(table) for table in (letter, due_move, dossier, pause)})


def write(facts: dict[str, list[dict]]) -> Callable[[duckdb.DuckDBPyConnection], bool]:
    def work(connection: duckdb.DuckDBPyConnection) -> bool:
        for table, rows in facts.items():
            connection.execute(f"DELETE FROM {table}")
            for row in rows:
                insert(connection, table, **row)
        return True

    return work


def assert_same_files(one: Path, other: Path, scratch: Path) -> None:
    with attached(scratch, one=one, other=other) as files:
        for table in TABLES:
            for left, right in (("one", "other"), ("other", "one")):
                statement = f"SELECT * FROM {left}.{table.name} EXCEPT ALL SELECT * FROM {right}.{table.name}"
                assert files.execute(statement).fetchall() == [], table.name


@settings(
    max_examples=8,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(before=any_facts, after=any_facts)
def test_any_facts_come_back_as_they_went(machine: Machine, before: dict, after: dict) -> None:
    """A first load and a difference, then another machine makes its working copy: every value is the same."""
    here, there = machine(), machine()
    for facts in (before, after, before):
        version = here.update(write(facts))
        assert there.update(lambda connection: False) is None
        assert_same_files(here.folder / version, there.folder / version, here.folder)


@pytest.mark.parametrize("code", ["\\.", "\ufeff", "", '"', ",", "\r", "\n"])
def test_a_code_that_looks_like_punctuation_is_updated_and_deleted(machine: Machine, code: str) -> None:
    """Alone on a line, bare, it could be read as the end of the data, as a byte order mark or as nothing."""
    here, there = machine(), machine()
    held = {"unit_id": code, "name": "P", "short_name": "P", "kind": "ward"}
    here.update(lambda connection: insert(connection, "unit", **held))
    for change in ("UPDATE unit SET name = 'Q'", "DELETE FROM unit"):
        version = here.update(lambda connection, change=change: bool(connection.execute(change)))
        assert there.update(lambda connection: False) is None
        assert_same_files(here.folder / version, there.folder / version, here.folder)
    assert fetch(here, select(metadata.tables["unit"])).empty


def test_facts_changed_by_hand_on_the_server_are_noticed(machine: Machine, database: URL) -> None:
    store = machine()
    first = store.update(add_pause("H-1"))
    run(database, "DELETE FROM facts.pause")

    def remove_all(connection: duckdb.DuckDBPyConnection) -> bool:
        return bool(connection.execute("DELETE FROM pause"))

    with pytest.raises(StoreError, match="pause of the server was changed by somebody else"):
        store.update(remove_all)
    assert store.version() == first
    store.update(add_pause("H-2"))  # what the server holds is taken as it is
    assert codes(store) == ["H-2"]


def test_text_stands_in_the_same_order_as_on_duckdb(machine: Machine, tmp_path: Path) -> None:
    words = ["P.10", "P.2", "p.1", "Đ", "D", "E", "É", "a b", "a-b", "ab", "", " ", "ơ", "ô"]
    server, files = machine(), open_store(str(tmp_path / "files"))
    for store in (server, files):
        for word in words:
            store.update(add_pause(word))
    assert codes(server) == codes(files) == sorted(words)


def test_only_the_difference_is_sent(machine: Machine, database: URL) -> None:
    """A row that did not change is the same row on the server: nobody wrote it again."""
    store = machine()
    store.update(add_pause("same"))
    place = run(database, "SELECT ctid FROM facts.pause")
    store.update(add_pause("new"))
    assert run(database, "SELECT ctid FROM facts.pause WHERE dossier_code = 'same'") == place


def test_what_the_server_cannot_hold_is_refused(machine: Machine) -> None:
    """Two rows of one key would be two facts; text with NUL has no place on the server."""
    store = machine()
    first = store.update(add_pause("H-1"))
    for broken in (add_pause("H-1", reason="supplement"), add_pause("H-\0")):
        with pytest.raises(StoreError, match=r"refused the facts, nothing was published"):
            store.update(broken)
        assert store.version() == first
    assert [path.name for path in store.folder.glob("store-*")] == [first]
    store.update(add_pause("H-2"))
    assert codes(store) == ["H-1", "H-2"]


# ------------------------------------------------------------------------------------------------ several machines


def test_machines_take_turns(machine: Machine) -> None:
    one, other = machine(), machine()
    for number, store in enumerate([one, other, one, one, other]):
        version = store.update(add_pause(f"H-{number}"))
        assert one.version() == other.version() == version
    assert codes(one) == codes(other) == [f"H-{number}" for number in range(5)]


def test_going_back_is_possible_where_the_version_before_was_kept(machine: Machine) -> None:
    one, other = machine(), machine()
    first = one.update(add_pause("H-1"))
    second = one.update(add_pause("H-2"))
    third = other.update(add_pause("H-3"))
    assert one.versions() == [first, second, third]
    assert other.versions() == [second, third]  # the working copy that its load was made from

    assert other.roll_back() == second
    with pytest.raises(StoreError, match=f"{first}.*not kept on this machine"):
        other.roll_back()
    assert codes(other, second) == ["H-1", "H-2"]
    assert one.roll_back() == first
    assert codes(one, first) == ["H-1"]

    # Going on from there: what was left behind is left behind on every machine.
    fourth = other.update(add_pause("H-4"))
    assert codes(one) == ["H-1", "H-4"]
    assert one.versions() == [first, fourth]


def test_a_working_copy_that_the_server_does_not_know_is_not_trusted(machine: Machine) -> None:
    """The snapshot of a load that was killed before the server committed; and a copy of another database."""
    store = machine()
    first = store.update(add_pause("H-1"))
    stranger = store.folder / "store-000009-abcdef.duckdb"
    stranger.write_bytes((store.folder / first).read_bytes())
    assert store.versions() == [first]
    with pytest.raises(StoreError, match="no older version"):
        store.roll_back()
    assert not stranger.exists()


def test_a_lost_working_copy_is_made_again(machine: Machine) -> None:
    store = machine()
    store.update(add_pause("H-1"))
    for path in store.folder.iterdir():
        path.unlink()
    store.update(add_pause("H-2"))
    assert codes(store) == ["H-1", "H-2"]


def test_a_load_that_lost_its_connection_does_not_publish_over_another(machine: Machine, database: URL) -> None:
    """The server ended the session of a load while it was working, and with it its claim to be the only one."""
    one, other = machine(), machine()
    one.update(add_pause("H-1"))

    def lose_the_session(connection: duckdb.DuckDBPyConnection) -> bool:
        ended = "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE application_name = 'dossier load'"
        assert run(database, f"{ended} AND datname = current_database()") == [(True,)]
        other.update(add_pause("H-2"))
        return add_pause("H-3")(connection)

    with pytest.raises(StoreError, match="cannot be reached or broke off"):
        one.update(lose_the_session)
    assert codes(one) == ["H-1", "H-2"]
    one.update(add_pause("H-3"))
    assert codes(other) == ["H-1", "H-2", "H-3"]


# ---------------------------------------------------------------------------------------------------------- readers


def test_a_replaced_version_is_not_read_under_its_old_name(machine: Machine) -> None:
    store = machine()
    first = store.update(add_pause("H-1"))
    second = store.update(add_pause("H-2"))
    with pytest.raises(VersionReplaced, match=second):
        codes(store, first)
    assert codes(store, second) == ["H-1", "H-2"]


def test_a_question_that_takes_too_long_is_ended(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    machine().update(add_pause("H-1"))
    monkeypatch.setenv(TIMEOUT_SETTING, "1")
    with pytest.raises(StoreError, match=f"longer than 1 s .{TIMEOUT_SETTING}"):
        fetch(machine(), select(func.pg_sleep(30)))
    monkeypatch.setenv(TIMEOUT_SETTING, "soon")
    with pytest.raises(StoreError, match="whole seconds"):
        machine().version()


def test_our_own_mistakes_are_not_blamed_on_the_server(machine: Machine) -> None:
    store = machine()
    store.update(add_pause("H-1"))
    with pytest.raises(ProgrammingError, match="no_such_function"):
        fetch(store, select(func.no_such_function()))


@pytest.fixture
def reader(databases: Databases, database: URL, monkeypatch: pytest.MonkeyPatch) -> Iterator[URL]:
    """The address of a role that may connect and no more."""
    role = f"reader_{os.getpid()}"
    databases.administer(f"CREATE ROLE {role} LOGIN PASSWORD 'read'")
    yield database.set(username=role, password="read")
    run(database, f"DROP OWNED BY {role}")
    databases.administer(f"DROP ROLE {role}")


FORBIDDEN = (
    "INSERT INTO facts.pause (dossier_code, started_at, reason, origin) VALUES ('X', now(), 'payment', 'source')",
    "UPDATE facts.pause SET reason = 'supplement'",
    "DELETE FROM facts.pause",
    "TRUNCATE facts.pause",
    "DROP TABLE facts.pause",
    "CREATE TABLE facts.mine (n integer)",
    "CREATE TABLE public.mine (n integer)",
    "CREATE SCHEMA mine",
    "UPDATE facts.published SET version = 'mine'",
    "ALTER TABLE facts.layout ADD COLUMN mine integer",
)


def test_the_reading_role_reads_and_nothing_else(
    machine: Machine, reader: URL, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(READER_SETTING, reader.username)
    machine().update(add_pause("H-1"))
    store = open_store(told(reader))
    assert store.version()
    assert codes(store) == ["H-1"]
    for statement in FORBIDDEN:
        with pytest.raises(Exception, match=r"permission denied|must be owner"):
            run(reader, statement)
    for forbidden in (lambda: store.update(add_pause("X")), lambda: store.roll_back()):
        with pytest.raises(StoreError):
            forbidden()
    assert codes(store) == ["H-1"]


def test_who_could_read_still_can_when_the_setting_is_gone(
    machine: Machine, reader: URL, database: URL, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(READER_SETTING, reader.username)
    store = machine()
    store.update(add_pause("H-1"))
    monkeypatch.delenv(READER_SETTING)
    make_older(database)
    store.update(add_pause("H-2"), upgrade=True)
    assert fetch(open_store(told(reader)), select(metadata.tables["standing"])).empty


def test_a_reader_without_rights_is_told_so(machine: Machine, reader: URL) -> None:
    machine().update(add_pause("H-1"))
    for ask in (lambda store: store.version(), lambda store: codes(store)):
        with pytest.raises(StoreError, match=r"may not do this.*deploy/postgresql\.md"):
            ask(open_store(told(reader)))


def test_a_reading_role_that_does_not_exist_is_named(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(READER_SETTING, "nobody_of_this_name")
    store = machine()
    with pytest.raises(StoreError, match=r"nobody_of_this_name.*CREATE ROLE"):
        store.update(add_pause("H-1"))
    assert store.version() is None


def test_a_schema_made_by_the_administrator_is_used(machine: Machine, database: URL) -> None:
    run(database, "CREATE SCHEMA facts")
    store = machine()
    assert store.version() is None
    store.update(add_pause("H-1"))
    assert codes(store) == ["H-1"]


# ---------------------------------------------------------------------------------------------------------- layouts


def make_older(database: URL) -> None:
    """The server's tables as an older layout might have had them."""
    run(database, "UPDATE facts.layout SET number = 1")
    run(database, "DROP TABLE facts.standing")
    run(database, "ALTER TABLE facts.load_file DROP COLUMN columns_personal")


def add_file(connection: duckdb.DuckDBPyConnection) -> bool:
    counts = dict.fromkeys(("rows_read", "rows_new", "rows_changed", "rows_unchanged", "rows_refused"), 0)
    named = {"name": "a.csv", "kind": "dossier", "sha256": "", "columns_left_out": "", "columns_personal": "Họ tên"}
    return insert(connection, "load_file", load_id=1, file_no=1, **named, **counts)


@pytest.mark.parametrize("elsewhere", [False, True], ids=["where it was loaded", "on another machine"])
def test_an_older_layout_is_upgraded(machine: Machine, database: URL, elsewhere: bool) -> None:
    store = machine()
    store.update(add_file)
    make_older(database)
    store = machine() if elsewhere else store
    for ask in (lambda: codes(store), lambda: store.update(add_pause("H-1"))):
        with pytest.raises(OlderLayout, match="python -m data_access upgrade"):
            ask()

    def fill(connection: duckdb.DuckDBPyConnection) -> bool:
        connection.execute("UPDATE load_file SET columns_personal = 'CMND'")
        day = dt.date(2020, 6, 1)
        return insert(connection, "standing", unit_id="p01", stands_from=day, stands_until=day, stands_as="p01")

    version = store.update(fill, upgrade=True)
    assert fetch(store, select(layout.c.number), version)["number"].tolist() == [LAYOUT]
    assert len(fetch(store, select(metadata.tables["standing"]))) == 1
    assert fetch(store, select(metadata.tables["load_file"].c.columns_personal)).iloc[0, 0] == "CMND"
    there = machine()
    there.update(add_pause("H-1"))
    assert codes(store) == ["H-1"]


# ---------------------------------------------------------------------------------------------------- out of reach


def test_a_server_out_of_reach_is_named_without_its_password() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound and not listening: nobody answers here
        store = open_store(f"postgresql://loader:s3cret@127.0.0.1:{taken.getsockname()[1]}/dossiers")
        for ask in (store.version, store.versions, store.roll_back, lambda: codes(store)):
            with pytest.raises(StoreError, match=r"127\.0\.0\.1:\d+/dossiers cannot be reached") as caught:
                ask()
            assert "s3cret" not in str(caught.value)
        with pytest.raises(StoreError, match="cannot be reached"):
            store.update(add_pause("H-1"))


def test_a_database_that_does_not_exist(databases: Databases) -> None:
    with pytest.raises(StoreError, match='database "no_such_database" does not exist'):
        open_store(told(databases.server.set(database="no_such_database"))).version()


def test_a_database_that_cannot_hold_vietnamese_is_refused(databases: Databases) -> None:
    name = f"latin_{os.getpid()}"
    databases.administer(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C'")
    try:
        with pytest.raises(StoreError, match=r"LATIN1.*ENCODING 'UTF8'"):
            open_store(told(databases.server.set(database=name))).update(add_pause("H-1"))
    finally:
        databases.administer(f"DROP DATABASE {name} WITH (FORCE)")
