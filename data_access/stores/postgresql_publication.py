"""What a PostgreSQL server says of itself: the published version, the ones before it, and who may read."""

from __future__ import annotations

import os

import psycopg
from psycopg import sql
from sqlalchemy import Table

from data_access.stores.postgresql_schema import (
    SCHEMA,
    additions,
    completion,
    creation,
    declared,
    own_creations,
)
from data_access.stores.store import BUSY, StoreError

KEPT = 5
READER_SETTING = "DOSSIER_READER_ROLE"
STATE = f"SELECT version, number FROM {SCHEMA}.published, {SCHEMA}.layout"


def state(server: psycopg.Connection) -> tuple[str, int] | None:
    """The published version and its layout; None where nothing was ever published."""
    if server.execute("SELECT to_regclass(%s)", [f"{SCHEMA}.published"]).fetchone() == (None,):
        return None
    return server.execute(STATE.encode()).fetchone()


def history(server: psycopg.Connection) -> list[str]:
    """Every version published here that may still be gone back to, and those gone back from, oldest first."""
    return [] if state(server) is None else _remembered(server)


def _remembered(server: psycopg.Connection) -> list[str]:
    return [name for (name,) in server.execute(f"SELECT version FROM {SCHEMA}.publication ORDER BY version".encode())]


def assert_still(server: psycopg.Connection, base: str | None) -> None:
    """Within the transaction that publishes: nobody may have published in between, even if our lock was lost.

    Raises:
        StoreError: somebody did.
    """
    if base is not None:
        server.execute(f"SELECT version FROM {SCHEMA}.published FOR UPDATE".encode())
    found = state(server)
    if (found[0] if found else None) != base:
        raise StoreError(BUSY)


def make_schema(server: psycopg.Connection) -> None:
    """The schema, which an administrator may have made for us, and the tables about the publication."""
    if server.execute("SELECT to_regnamespace(%s)", [SCHEMA]).fetchone() == (None,):
        server.execute(f"CREATE SCHEMA {SCHEMA}".encode())
    for statement in own_creations():
        server.execute(statement.encode())


def complete_tables(server: psycopg.Connection, held: dict[str, set[str]]) -> None:
    """Add the tables and columns that an older layout lacks."""
    for table in declared():
        for statement in _completing(table, held.get(table.name)):
            server.execute(statement.encode())


def _completing(table: Table, held: set[str] | None) -> list[str]:
    return [creation(table), *completion(table)] if held is None else additions(table, held)


def name_published(server: psycopg.Connection, version: str) -> None:
    server.execute(f"DELETE FROM {SCHEMA}.published".encode())
    server.execute(f"INSERT INTO {SCHEMA}.published VALUES (%s)".encode(), [version])


def remember(server: psycopg.Connection, base: str | None, version: str) -> list[str]:
    """Add to the history, and drop from it what was gone back from and what is too old. What it holds now."""
    place = f"{SCHEMA}.publication"
    server.execute(f"DELETE FROM {place} WHERE version > %s".encode(), [base or ""])
    server.execute(f"INSERT INTO {place} (version) VALUES (%s)".encode(), [version])
    kept = f"SELECT version FROM {place} ORDER BY version DESC LIMIT {KEPT}"
    server.execute(f"DELETE FROM {place} WHERE version NOT IN ({kept})".encode())
    return _remembered(server)


def assert_reader_known(server: psycopg.Connection) -> None:
    """Before a load begins: whoever shall read its facts must exist.

    Raises:
        StoreError: the setting names a role that the server does not know.
    """
    reader = os.environ.get(READER_SETTING)
    if reader and not server.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [reader]).fetchone():
        raise StoreError(
            f"{READER_SETTING} names the role {reader!r}, which the server does not have: CREATE ROLE it first "
            f"(deploy/postgresql.md)"
        )


def let_readers_read(server: psycopg.Connection) -> None:
    """Grant every table to the role of the setting, and new ones to those who could read the others."""
    for reader in _readers(server):
        role, schema = sql.Identifier(reader), sql.Identifier(SCHEMA)
        server.execute(sql.SQL("GRANT USAGE ON SCHEMA {} TO {}").format(schema, role))
        server.execute(sql.SQL("GRANT SELECT ON ALL TABLES IN SCHEMA {} TO {}").format(schema, role))


def _readers(server: psycopg.Connection) -> set[str]:
    """Who may read ``published`` (but not its owner), and the role of the setting."""
    rows = server.execute(
        """SELECT grantee FROM information_schema.role_table_grants
           WHERE table_schema = %s AND table_name = 'published' AND privilege_type = 'SELECT'
             AND grantee NOT IN ('PUBLIC', current_user)""",
        [SCHEMA],
    )
    named = os.environ.get(READER_SETTING)
    return {grantee for (grantee,) in rows} | ({named} if named else set())
