"""The journal: only ever added to, by several processes at once, and it has no place for a dossier."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DatabaseError

from data_access.journal import PAGE_SIZE, Asked, Journal, JournalError, journal_address
from tests.conftest import ENGINES

WRITER = """
import sys
from data_access.journal import Journal
journal = Journal(sys.argv[1])
for n in range(int(sys.argv[3])):
    journal.record(sys.argv[2], "leader", "exported", count=n)
"""
EACH = 60


@pytest.fixture(params=ENGINES)
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a journal that is not there yet."""
    if request.param == "duckdb":
        yield f"sqlite:///{tmp_path / 'journal.sqlite'}"
        return
    with request.getfixturevalue("databases").fresh() as url:
        yield url.render_as_string(hide_password=False)


def statement(address: str, sql: str) -> None:
    """Run SQL past our own code."""
    engine = create_engine(address.replace("postgresql://", "postgresql+psycopg://"))
    try:
        with engine.begin() as connection:
            connection.execute(text(sql.replace("entry", "journal.entry") if "sqlite" not in address else sql))
    finally:
        engine.dispose()


def test_what_was_written_is_read_newest_first(address: str) -> None:
    journal = Journal(address)
    before = dt.datetime.now(dt.UTC)
    journal.record("an@example.vn", "chair", "signed_in")
    journal.record("an@example.vn", "chair", "list_opened", measure="overdue_rate", count=8, within="")
    Journal(address).record("binh@example.vn", "", "refused", reason="unknown")
    entries = journal.entries(Asked())
    assert [(e.who, e.role, e.what, e.details) for e in entries] == [
        ("binh@example.vn", "", "refused", {"reason": "unknown"}),
        ("an@example.vn", "chair", "list_opened", {"measure": "overdue_rate", "count": 8}),
        ("an@example.vn", "chair", "signed_in", {}),
    ]
    assert all(before <= e.at <= dt.datetime.now(dt.UTC) for e in entries)
    assert journal.people() == ["an@example.vn", "binh@example.vn"]


def test_lines_are_found_by_person_deed_and_day_and_paged(address: str) -> None:
    journal = Journal(address)
    for n in range(PAGE_SIZE + 3):
        journal.record("an" if n % 2 else "binh", "leader", "exported", count=n)
    journal.record("an", "leader", "signed_out")
    now, hour = dt.datetime.now(dt.UTC), dt.timedelta(hours=1)
    half = (PAGE_SIZE + 3) // 2
    for asked, found in [
        (Asked(who="an"), half + 1),
        (Asked(who="an", what="exported"), half),
        (Asked(what="signed_out"), 1),
        (Asked(since=now - hour, until=now + hour), PAGE_SIZE + 4),
        (Asked(since=now + hour), 0),
        (Asked(until=now - hour), 0),
        (Asked(who="an' OR '1'='1"), 0),
    ]:
        assert journal.count(asked) == found
        assert len(journal.entries(asked, None)) == found
    numbers = [e.details["count"] for page in (1, 2) for e in journal.entries(Asked(what="exported"), page)]
    assert numbers == list(reversed(range(PAGE_SIZE + 3)))
    assert len(journal.entries(Asked(what="exported"), 2)) == 3


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE entry SET who = 'somebody else'",
        "DELETE FROM entry",
        "DELETE FROM entry WHERE number = 1",
        "TRUNCATE entry",
        "INSERT OR REPLACE INTO entry SELECT number, at, 'somebody else', role, what, details FROM entry",
    ],
)
def test_nothing_is_changed_or_removed(address: str, sql: str) -> None:
    journal = Journal(address)
    journal.record("an", "leader", "signed_in")
    with pytest.raises(DatabaseError):  # of triggers, or because the engine knows no such statement
        statement(address, sql)
    assert [(e.who, e.what) for e in journal.entries(Asked())] == [("an", "signed_in")]


def test_two_processes_write_at_once(address: str) -> None:
    """From the first line on: both may find that there is no journal yet."""
    root = Path(__file__).resolve().parents[2]
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, address, who, str(EACH)], cwd=root, stderr=subprocess.PIPE)
        for who in ("an", "binh")
    ]
    for writer in writers:
        _, said = writer.communicate(timeout=120)
        assert writer.returncode == 0, said.decode()
    journal = Journal(address)
    for who in ("an", "binh"):
        counts = [e.details["count"] for e in journal.entries(Asked(who=who), None)]
        assert counts == list(reversed(range(EACH)))


@pytest.mark.parametrize("detail", ["dossier_code", "name", "reasons"])
def test_there_is_no_place_for_anything_else(tmp_path: Path, detail: str) -> None:
    journal = Journal(f"sqlite:///{tmp_path / 'journal.sqlite'}")
    with pytest.raises(ValueError, match=detail):
        journal.record("an", "leader", "exported", **{detail: "775.10.H29-200518-0012"})
    with pytest.raises(ValueError, match="looked"):
        journal.record("an", "leader", "looked")
    assert not (tmp_path / "journal.sqlite").exists()


def test_a_journal_that_cannot_be_used_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "broken.sqlite").write_bytes(b"this is no database, and longer than a header would be" * 9)
    for address in (f"sqlite:///{tmp_path / 'broken.sqlite'}", f"sqlite:///{tmp_path / 'none' / 'x.sqlite'}"):
        with pytest.raises(JournalError, match="cannot be used"):
            Journal(address).assert_ready()
        with pytest.raises(JournalError, match="cannot be used"):
            Journal(address).record("an", "leader", "signed_in")
    for address in ("mysql://a/b", "nonsense"):
        with pytest.raises(JournalError, match="DOSSIER_JOURNAL_URL"):
            Journal(address)


def test_being_ready_writes_nothing(address: str) -> None:
    journal = Journal(address)
    journal.assert_ready()
    assert journal.count(Asked()) == 0


def test_a_role_that_may_only_read_is_named(databases) -> None:  # type: ignore[no-untyped-def]
    with databases.fresh() as url:
        owner = url.render_as_string(hide_password=False)
        Journal(owner).record("an", "leader", "signed_in")
        statement(owner, "CREATE ROLE only_reads LOGIN")
        try:
            statement(owner, "GRANT USAGE ON SCHEMA journal TO only_reads")
            statement(owner, "GRANT SELECT ON entry TO only_reads")
            reader = Journal(url.set(username="only_reads").render_as_string(hide_password=False))
            assert reader.count(Asked()) == 1
            with pytest.raises(JournalError, match="may not add"):
                reader.assert_ready()
            statement(owner, "GRANT INSERT ON entry TO only_reads")
            reader.record("binh", "leader", "signed_in")
            assert reader.count(Asked()) == 2
            with pytest.raises(DatabaseError):
                statement(url.set(username="only_reads").render_as_string(hide_password=False), "DELETE FROM entry")
        finally:
            statement(owner, "DROP OWNED BY only_reads")
            statement(owner, "DROP ROLE only_reads")


@pytest.mark.parametrize(
    ("store", "told", "address"),
    [
        ("/srv/kho", "", "sqlite:////srv/kho/journal.sqlite"),
        ("", "", "sqlite:///data/journal.sqlite"),
        ("duckdb:///kho", "", "sqlite:///kho/journal.sqlite"),
        ("postgresql://reader@server/dossiers", "", "postgresql://reader@server/dossiers"),
        ("/srv/kho", "sqlite:////srv/nhat-ky.sqlite", "sqlite:////srv/nhat-ky.sqlite"),
    ],
)
def test_where_the_journal_is(monkeypatch: pytest.MonkeyPatch, store: str, told: str, address: str) -> None:
    monkeypatch.setenv("DOSSIER_DB_URL", store)
    monkeypatch.setenv("DOSSIER_JOURNAL_URL", told)
    assert journal_address() == address
