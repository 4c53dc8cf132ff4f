"""The contract every store keeps, and the choice of one by its address."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import duckdb
from sqlalchemy import Engine

DEFAULT_FOLDER = "data"


class StoreError(Exception):
    """The store cannot do what was asked; the message says what to do."""


class Store(Protocol):
    """A place for facts that a loader replaces as a whole and readers read by version.

    A version is never changed after publication, so whatever was read under it may be cached under it.
    """

    def version(self) -> str | None:
        """The published version, or None while nothing was ever loaded."""

    def engine(self, version: str | None = None) -> Engine:
        """A read-only engine on a version (default: the published one)."""

    def update(self, work: Callable[[duckdb.DuckDBPyConnection], bool]) -> str | None:
        """Run ``work`` on a private copy of the facts and publish it if ``work`` returns True.

        Returns the new version, or None if nothing was published. A crash at any moment leaves the old one.
        """

    def versions(self) -> list[str]:
        """Versions that can still be read, oldest first."""

    def roll_back(self) -> str:
        """Publish the version before the current one again and return it."""


def open_store(url: str | None = None) -> Store:
    """The store that ``url`` names, else ``DOSSIER_DB_URL``, else the folder ``data``.

    A folder (or ``duckdb:///folder``) is a folder of DuckDB snapshots.

    Raises:
        StoreError: the address is of no store we have.
    """
    from data_access.stores.duckdb_store import DuckDBStore

    address = url or os.environ.get("DOSSIER_DB_URL") or DEFAULT_FOLDER
    folder = address.removeprefix("duckdb:///")
    if "://" in folder:
        raise StoreError(f"no store for {address.split('://')[0]}://: give a folder, e.g. DOSSIER_DB_URL=data")
    return DuckDBStore(Path(folder))
