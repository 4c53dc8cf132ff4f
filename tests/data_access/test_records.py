"""The records: only ever added to, read in the order written, by several processes at once, on either engine."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DatabaseError

from data_access.journal import Asked, Journal, JournalError, Records
from tests.data_access.test_journal import address

__all__ = ["address"]  # the fixture: a journal that is not there yet, of either engine

WRITER = """
import sys
from data_access.journal import Records
records = Records(sys.argv[1])
for n in range(int(sys.argv[3])):
    records.add("counted", sys.argv[2], {"n": n}, sys.argv[2])
"""
EACH = 60
# What journals had before there were records.
BEFORE = """
CREATE SCHEMA journal;
CREATE TABLE journal.entry (
    number BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, at TIMESTAMPTZ NOT NULL, who TEXT NOT NULL,
    role TEXT NOT NULL, what TEXT NOT NULL, details TEXT NOT NULL
);
"""
# PostgreSQL keeps no NUL in a text; JSON has it written out.
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)


def run(address: str, sql: str) -> None:
    """SQL past our own code."""
    engine = create_engine(address.replace("postgresql://", "postgresql+psycopg://"))
    try:
        with engine.begin() as connection:
            connection.execute(text(sql))
    finally:
        engine.dispose()


def table(address: str) -> str:
    return "record" if "sqlite" in address else "journal.record"


def test_records_are_read_in_the_order_written(address: str) -> None:
    records = Records(address)
    assert (records.last(), records.of(["a", "b"])) == (0, [])
    written = [("a", "x"), ("b", "x"), ("a", "y"), ("c", "x"), ("a", "x")]
    numbers = [records.add(kind, subject, {"n": n}, "an", "office") for n, (kind, subject) in enumerate(written)]
    assert numbers == sorted(set(numbers))
    assert records.last() == numbers[-1]
    other = Records(address)
    assert [record.body["n"] for record in other.of(["a", "b"])] == [0, 1, 2, 4]
    assert [record.number for record in other.of(["a", "c"], "x")] == [numbers[0], numbers[3], numbers[4]]
    assert other.of(["a' OR '1'='1"]) == []
    assert other.of([]) == []
    assert other.of(["a"], "") == []
    first = other.of(["a"])[0]
    assert (first.who, first.role, first.kind, first.subject) == ("an", "office", "a", "x")
    assert first.at.utcoffset() is not None


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=st.dictionaries(st.text(max_size=8), VALUES, max_size=4))
def test_a_body_comes_back_as_it_was(tmp_path: Path, body: dict) -> None:
    records = Records(f"sqlite:///{tmp_path / 'journal.sqlite'}")
    number = records.add("a", "x", body)
    assert next(record for record in records.of(["a"]) if record.number == number).body == body


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE {table} SET who = 'somebody else'",
        "DELETE FROM {table}",
        "DELETE FROM {table} WHERE number = 1",
        "TRUNCATE {table}",
        "INSERT OR REPLACE INTO {table} SELECT number, at, 'x', role, kind, subject, body FROM {table}",
    ],
)
def test_nothing_is_changed_or_removed(address: str, sql: str) -> None:
    records = Records(address)
    records.add("a", "x", {"tên": "Phường 10"}, "an")
    with pytest.raises(DatabaseError):  # of triggers, or because the engine knows no such statement
        run(address, sql.format(table=table(address)))
    assert [(record.who, record.body) for record in records.of(["a"])] == [("an", {"tên": "Phường 10"})]


def test_two_processes_write_at_once(address: str) -> None:
    """From the first record on: both may find that there is no journal yet."""
    root = Path(__file__).resolve().parents[2]
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, address, who, str(EACH)], cwd=root, stderr=subprocess.PIPE)
        for who in ("an", "binh")
    ]
    for writer in writers:
        _, said = writer.communicate(timeout=120)
        assert writer.returncode == 0, said.decode()
    records = Records(address)
    for who in ("an", "binh"):
        assert [record.body["n"] for record in records.of(["counted"], who)] == list(range(EACH))
    assert len({record.number for record in records.of(["counted"])}) == 2 * EACH


def test_records_and_entries_share_a_journal(address: str) -> None:
    """Whichever comes first makes both, and neither touches the other."""
    Records(address).add("a", "x", {})
    Journal(address).record("an", "leader", "signed_in")
    assert Journal(address).count(Asked()) == 1
    assert len(Records(address).of(["a"])) == 1


def test_an_older_journal_gets_its_records(databases) -> None:  # type: ignore[no-untyped-def]
    """A schema of before has entries only; they stay, and from then on nothing can be changed in either."""
    with databases.fresh() as url:
        old = url.render_as_string(hide_password=False)
        run(
            old, BEFORE + "INSERT INTO journal.entry (at, who, role, what, details) VALUES (now(), 'an', '', 'x', '{}')"
        )
        Records(old).add("a", "x", {"n": 1})
        assert [record.body["n"] for record in Records(old).of(["a"])] == [1]
        assert Journal(old).people() == ["an"]
        for name in ("record", "entry"):
            with pytest.raises(DatabaseError):
                run(old, f"DELETE FROM journal.{name}")


def test_whoever_may_only_read_is_told_before(databases) -> None:  # type: ignore[no-untyped-def]
    with databases.fresh() as url:
        owner = url.render_as_string(hide_password=False)
        Records(owner).add("a", "x", {})
        run(owner, "CREATE ROLE reads_records LOGIN")
        try:
            run(owner, "GRANT USAGE ON SCHEMA journal TO reads_records")
            run(owner, "GRANT SELECT ON journal.record TO reads_records")
            reader = Records(url.set(username="reads_records").render_as_string(hide_password=False))
            assert reader.last() > 0
            with pytest.raises(JournalError, match="may not add"):
                reader.assert_ready()
            with pytest.raises(JournalError):
                reader.add("a", "x", {})
        finally:
            run(owner, "DROP OWNED BY reads_records")
            run(owner, "DROP ROLE reads_records")


def test_being_ready_writes_nothing_and_a_broken_one_is_an_error(address: str, tmp_path: Path) -> None:
    Records(address).assert_ready()
    assert Records(address).last() == 0
    (tmp_path / "broken.sqlite").write_bytes(b"this is no database, and longer than a header would be" * 9)
    broken = Records(f"sqlite:///{tmp_path / 'broken.sqlite'}")
    for use in (broken.assert_ready, broken.last, lambda: broken.add("a", "x", {}), lambda: broken.of(["a"])):
        with pytest.raises(JournalError, match="cannot be used"):
            use()
