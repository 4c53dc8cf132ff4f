"""The contract every store keeps, and the choice of one by its address."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

import duckdb
from sqlalchemy import Connection, make_url
from sqlalchemy.exc import ArgumentError

DEFAULT_FOLDER = "data"
BUSY = "another load is running: wait until it has ended, then try again"
NOTHING_LOADED = "load an export with 'python -m data_access load FILE...'"
Work = Callable[[duckdb.DuckDBPyConnection], bool]


class StoreError(Exception):
    """The store cannot do what was asked; the message says what to do."""


class VersionReplaced(StoreError):
    """The version asked for can no longer be read: a newer one was published. Ask again with that one."""


class OlderLayout(StoreError):
    """The facts were written by an older version of this program and must be upgraded."""


class Store(Protocol):
    """A place for facts that a loader replaces as a whole and readers read by version.

    A version is never changed after publication, so whatever was read under it may be cached under it.
    """

    def version(self) -> str | None:
        """The published version, or None while nothing was ever loaded."""

    def connect(self, version: str | None = None) -> AbstractContextManager[Connection]:
        """A read-only connection that sees exactly ``version`` (default: the published one), however long it is open.

        Raises:
            VersionReplaced: that version can no longer be read.
            OlderLayout: the facts must be upgraded first.
            StoreError: nothing was loaded yet, or the store cannot be reached.
        """

    def update(self, work: Work, upgrade: bool = False) -> str | None:
        """Run ``work`` on a private copy of the facts and publish it if ``work`` returns True.

        Returns the new version, or None if nothing was published. A crash at any moment leaves the old or the new one.
        With ``upgrade`` a copy of an older layout is first given the tables and columns it lacks, the columns filled
        with their defaults; ``work`` has to fill them with what belongs there.

        Raises:
            OlderLayout: the facts must be upgraded first.
            StoreError: another load is running, the disk is full, or the store cannot be reached.
        """

    def versions(self) -> list[str]:
        """The versions that ``roll_back`` can reach and the published one, oldest first."""

    def roll_back(self) -> str:
        """Publish the version before the current one again and return it."""


def open_store(url: str | None = None) -> Store:
    """The store that ``url`` names, else ``DOSSIER_DB_URL``, else the folder ``data``. Opens no connection.

    A folder (or ``duckdb:///folder``) is a folder of DuckDB snapshots; ``postgresql://user@host/database`` is a server.

    Raises:
        StoreError: the address is of no store we have.
    """
    address = url or os.environ.get("DOSSIER_DB_URL") or DEFAULT_FOLDER
    folder = address.removeprefix("duckdb:///")
    if "://" in folder:
        return _open_server(address)
    from data_access.stores.duckdb_store import DuckDBStore

    return DuckDBStore(Path(folder))


def _open_server(address: str) -> Store:
    kind = address.split("://")[0]
    if kind not in ("postgresql", "postgresql+psycopg"):
        raise StoreError(
            f"no store for {kind}://: give a folder (DOSSIER_DB_URL=data) or postgresql://user@host/database"
        )
    try:
        url = make_url(address).set(drivername="postgresql+psycopg")
    except (ArgumentError, ValueError):  # their text would repeat the password
        raise StoreError(
            "the address of the database cannot be read: write postgresql://user:password@host:5432/database, special "
            "characters of the password percent-encoded"
        ) from None
    from data_access.stores.postgresql_store import PostgreSQLStore

    return PostgreSQLStore(url)
