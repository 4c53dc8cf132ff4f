"""Connections to a PostgreSQL server, and its errors as sentences. The password stands in none of them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import psycopg
from psycopg import errors
from sqlalchemy import URL, Engine, create_engine
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from data_access.stores.postgresql_schema import SCHEMA
from data_access.stores.store import BUSY, StoreError

OLDEST = 15
CONNECT_SECONDS = 10
GIVE_UP_MILLISECONDS = 30_000
READ_SECONDS = 60
TIMEOUT_SETTING = "DOSSIER_STATEMENT_TIMEOUT"
# One load at a time and database: whoever holds this advisory lock. The server frees it when the session ends.
LOCK_OF_LOADS = 0x686F_736F

LOADING = {"statement_timeout": "0", "idle_session_timeout": "0", "datestyle": "ISO"}
READING = {
    "search_path": SCHEMA,
    "default_transaction_read_only": "on",
    "default_transaction_isolation": "repeatable\\ read",
    "jit": "off",  # compiling our long statements takes longer than running them
}


class Server:
    """One database of a server, for many readers or one loader."""

    def __init__(self, url: URL) -> None:
        self._url = url
        host = url.host or str(url.query.get("host", "localhost"))
        port = url.port or url.query.get("port", 5432)
        self.place = f"{host}:{port}/{url.database or url.username}"

    def readers(self) -> Engine:
        """A pool of connections on which nothing can be written, each transaction seeing one state of the facts."""
        settings = READING | {"statement_timeout": str(read_seconds() * 1000)}
        # Unprepared: a prepared statement would outlive a change of the tables.
        arguments = self._arguments("dossier dashboard", settings) | {"prepare_threshold": None}
        return create_engine(
            "postgresql+psycopg://", creator=lambda: psycopg.connect(**arguments), pool_pre_ping=True, pool_recycle=3600
        )

    @contextmanager
    def only_load(self) -> Iterator[psycopg.Connection]:
        """The loader's connection, which holds the lock of loads until it closes.

        Raises:
            StoreError: another load is running, or the server cannot be used.
        """
        with self.told():
            connection = psycopg.connect(**self._arguments("dossier load", LOADING), autocommit=True)
        with connection:
            with self.told():
                self._assert_fit(connection)
                free = connection.execute("SELECT pg_try_advisory_lock(%s)", [LOCK_OF_LOADS]).fetchone()
            if free != (True,):
                raise StoreError(BUSY)
            try:
                yield connection
            finally:  # at once: the server takes its time to notice that a session was closed
                with suppress(psycopg.Error):
                    connection.execute("SELECT pg_advisory_unlock_all()")

    def _assert_fit(self, connection: psycopg.Connection) -> None:
        number = connection.info.server_version // 10000
        if number < OLDEST:
            raise StoreError(f"{self.place} is PostgreSQL {number}: {OLDEST} or newer is needed")
        encoding = connection.info.parameter_status("server_encoding")
        if encoding != "UTF8":
            raise StoreError(f"{self.place} keeps text as {encoding}: make the database with ENCODING 'UTF8'")

    def _arguments(self, name: str, settings: dict[str, str]) -> dict[str, Any]:
        arguments = PGDialect_psycopg().create_connect_args(self._url)[1]
        told = " ".join(f"-c {key}={value}" for key, value in settings.items())
        return {
            "connect_timeout": CONNECT_SECONDS,
            "tcp_user_timeout": GIVE_UP_MILLISECONDS,  # a server that vanished without a word
            **arguments,
            "options": f"{arguments.get('options', '')} {told}".strip(),
            "application_name": name,
            "client_encoding": "utf8",
        }

    @contextmanager
    def told(self) -> Iterator[None]:
        """Turn what the server cannot do, or will not let us do, into a StoreError; our own mistakes pass."""
        try:
            yield
        except PoolTimeout as error:
            raise StoreError(f"too many readers at once at {self.place}: try again") from error
        except DBAPIError as error:
            if isinstance(error.orig, psycopg.Error) and (sentence := self._sentence(error.orig)):
                raise StoreError(sentence) from error
            raise
        except psycopg.Error as error:  # of the loader, which has no dialect around it
            if sentence := self._sentence(error):
                raise StoreError(sentence) from error
            raise

    def _sentence(self, error: psycopg.Error) -> str | None:
        reason = error.diag.message_primary or " ".join(str(error).split())
        match error:
            case errors.InsufficientPrivilege():
                return f"the user of the address may not do this at {self.place}: {reason} (deploy/postgresql.md)"
            case errors.DiskFull():
                return f"the disk of the server {self.place} is full, nothing was published: {reason}"
            case errors.QueryCanceled():
                return f"{self.place} took longer than {read_seconds()} s ({TIMEOUT_SETTING}): {reason}"
            case psycopg.IntegrityError() | psycopg.DataError():
                return f"{self.place} refused the facts, nothing was published: {reason}. Please report this."
            case psycopg.OperationalError() | psycopg.InterfaceError():
                return f"the database server {self.place} cannot be reached or broke off: {reason}"
        return None


def read_seconds() -> int:
    """How long a reader's question may take.

    Raises:
        StoreError: the setting is no number.
    """
    told = os.environ.get(TIMEOUT_SETTING, "")
    if told and not told.isdecimal():
        raise StoreError(f"{TIMEOUT_SETTING} is {told!r}: give whole seconds")
    return int(told or READ_SECONDS)
