"""A PostgreSQL database whose schema ``facts`` holds the published version, and a working copy beside the loader.

Checks and answers are always worked out in DuckDB (decision 17), in a folder of snapshots like that of a DuckDB store.
The server receives the difference between two snapshots and the new version's name in one transaction, so it holds the
old version or the new one whole. What is published is known to the server alone: a snapshot here is trusted only if the
server says that it published one of that name, and made again from the server where it is missing.
"""

from __future__ import annotations

import hashlib
import os
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path

import duckdb
import psycopg
from psycopg import errors
from sqlalchemy import URL, Connection, Engine, text
from sqlalchemy.exc import ProgrammingError

from data_access.stores import postgresql_publication as publication
from data_access.stores.postgresql_schema import SCHEMA
from data_access.stores.postgresql_server import Server
from data_access.stores.postgresql_transfer import OtherFacts, columns_held, pull, push_all, push_differences
from data_access.stores.snapshots import Snapshots, check_layout, layout_of_file, room_needed
from data_access.stores.store import DEFAULT_FOLDER, NOTHING_LOADED, StoreError, VersionReplaced, Work
from data_access.tables import LAYOUT

FOLDER_SETTING = "DOSSIER_WORK_FOLDER"


class PostgreSQLStore:
    """See the module's text. Readers need no folder; a loader's is made at its first load."""

    def __init__(self, url: URL) -> None:
        self._server = Server(url)
        name = hashlib.sha256(self._server.place.encode()).hexdigest()[:8]
        self.folder = Path(os.environ.get(FOLDER_SETTING) or DEFAULT_FOLDER) / f"postgresql-{name}"
        self._snapshots = Snapshots(self.folder)

    @cached_property
    def _readers(self) -> Engine:
        engine = self._server.readers()
        weakref.finalize(self, engine.dispose)  # its connections end with the store
        return engine

    # ---------------------------------------------------------------------------------------------------- reading

    def version(self) -> str | None:
        with self._server.told(), self._readers.connect() as connection:
            state = _state(connection)
        return state[0] if state else None

    @contextmanager
    def connect(self, version: str | None = None) -> Iterator[Connection]:
        with self._server.told(), self._readers.connect() as connection:
            state = _state(connection)  # begins the transaction: all that follows sees this moment
            if state is None:
                raise StoreError(f"no data in {self._server.place}: {NOTHING_LOADED}")
            if version and state[0] != version:
                raise VersionReplaced(f"{version} was replaced: {state[0]} is published now")
            check_layout(state[1], self._server.place)
            yield connection

    def versions(self) -> list[str]:
        with self._server.told(), self._readers.connect() as connection:
            state = _state(connection)
            if state is None:
                return []
            names = connection.execute(text(f"SELECT version FROM {SCHEMA}.publication ORDER BY version")).scalars()
            before = [name for name in names if name < state[0]]
        here = set(self._snapshots.names())
        unreachable = [place for place, name in enumerate(before) if name not in here]
        return [*before[max(unreachable, default=-1) + 1 :], state[0]]

    # ---------------------------------------------------------------------------------------------------- loading

    def update(self, work: Work, upgrade: bool = False) -> str | None:
        with self._loading() as (server, base):
            with self._server.told():
                name = self._snapshots.next_name(publication.history(server))
                self._prepare(server, base, upgrade)
            if not self._snapshots.write(name, base, work, upgrade):
                return None
            with self._forgotten_on_failure(name, base), self._server.told():
                self._push(server, base, name)
            return name

    @contextmanager
    def _forgotten_on_failure(self, name: str, base: str | None) -> Iterator[None]:
        """A snapshot that was not published takes no room; one that turns out not to be the server's is made again."""
        try:
            yield
        except BaseException as error:
            self._snapshots.remove([name])
            if base and isinstance(error, OtherFacts):
                self._snapshots.remove([base])
            raise

    @contextmanager
    def _loading(self) -> Iterator[tuple[psycopg.Connection, str | None]]:
        """The only load of this database: its connection and the published version. Tidies what earlier ones left."""
        with self._server.only_load() as server, self._snapshots.only_load():
            with self._server.told():
                state = publication.state(server)
                publication.assert_reader_known(server)
                known = publication.history(server)
            self._snapshots.remove(set(self._snapshots.names()) - set(known))
            yield server, state[0] if state else None

    def _prepare(self, server: psycopg.Connection, base: str | None, upgrade: bool) -> None:
        """Have the published snapshot here."""
        state = publication.state(server)
        if base is None or state is None:
            return
        if not upgrade:
            check_layout(state[1], self._server.place)
        # Of an older layout, what a file here holds is not what the server's tables will hold when completed.
        if state[1] != LAYOUT or not self._snapshots.path(base).exists():
            self._snapshots.remove([base])
            self._bring(server, base)

    def _bring(self, server: psycopg.Connection, version: str) -> None:
        def work(connection: duckdb.DuckDBPyConnection) -> bool:
            pull(server, connection, self.folder)
            return True

        self._snapshots.write(version, None, work)

    def _push(self, server: psycopg.Connection, base: str | None, name: str) -> None:
        """Publish a snapshot. Whatever breaks this off, the server keeps the old version whole."""
        with room_needed(), server.transaction():
            publication.assert_still(server, base)
            self._push_facts(server, base, name)
            kept = publication.remember(server, base, name)
            publication.name_published(server, name)
            publication.let_readers_read(server)
        self._snapshots.remove(set(self._snapshots.names()) - set(kept))

    def _push_facts(self, server: psycopg.Connection, base: str | None, name: str) -> None:
        if base is None:
            publication.make_schema(server)
            push_all(server, self._snapshots.path(name), self.folder)
            return
        publication.complete_tables(server, columns_held(server))
        push_differences(server, self._snapshots.path(base), self._snapshots.path(name), self.folder)

    def roll_back(self) -> str:
        with self._loading() as (server, base):
            with self._server.told():
                target = self._before(server, base)
                self._prepare(server, base, upgrade=False)
                with room_needed(), server.transaction():
                    publication.assert_still(server, base)
                    self._push_facts(server, base, target)
                    publication.name_published(server, target)
            return target

    def _before(self, server: psycopg.Connection, base: str | None) -> str:
        older = [name for name in publication.history(server) if base and name < base]
        if not older:
            raise StoreError("there is no older version to go back to")
        path = self._snapshots.path(older[-1])
        if not path.exists():
            raise StoreError(
                f"{path.name}, the version before, is not kept on this machine ({self.folder}): go back on the machine "
                f"that loaded it"
            )
        check_layout(layout_of_file(path), path.name)
        return older[-1]


def _state(connection: Connection) -> tuple[str, int] | None:
    """The published version and its layout as a reader sees them; None where nothing was ever published."""
    try:
        row = connection.execute(text(publication.STATE)).one_or_none()
    except ProgrammingError as error:
        if isinstance(error.orig, errors.UndefinedTable):
            return None
        raise
    return (row[0], row[1]) if row else None
