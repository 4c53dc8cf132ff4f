"""A PostgreSQL server of the tests' own: made in a temporary folder, reached by its socket only, thrown away after."""

from __future__ import annotations

import contextlib
import itertools
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
from sqlalchemy import URL, make_url

_numbers = itertools.count(1)
# What makes a server fast that nobody will ever switch off, and what a crash test must not have.
CARELESS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


class Cluster:
    """One server: ``programs`` is the folder of initdb and pg_ctl. Root may not run it, so it then runs as postgres."""

    def __init__(self, programs: Path, *settings: str) -> None:
        self.programs = programs
        self.folder = Path(tempfile.mkdtemp(prefix="pg-"))
        self._user = "postgres" if os.geteuid() == 0 else None
        self.give(self.folder)
        self._data = self.folder / "data"
        self._run("initdb", "-D", str(self._data), "-U", "owner", "-A", "trust", "-E", "UTF8", "--locale=C", "-N")
        lines = ["listen_addresses = ''", f"unix_socket_directories = '{self.folder}'", *settings]
        with (self._data / "postgresql.conf").open("a") as file:
            file.write("\n".join(lines) + "\n")
        self.start()

    def give(self, folder: Path) -> None:
        """Make a folder the server's own."""
        if self._user:
            shutil.chown(folder, self._user)

    def _run(self, program: str, *arguments: str) -> None:
        command = [str(self.programs / program), *arguments]
        done = subprocess.run(
            command, cwd=self.folder, user=self._user, capture_output=program == "initdb", text=True, check=False
        )
        assert done.returncode == 0, done.stderr

    def start(self) -> None:
        self._run("pg_ctl", "-D", str(self._data), "-l", str(self.folder / "log"), "-s", "-w", "start")

    def stop(self, mode: str = "fast") -> None:
        """ "immediate" is a crash: the next start has to recover."""
        self._run("pg_ctl", "-D", str(self._data), "-m", mode, "-s", "-w", "stop")

    def remove(self) -> None:
        self.stop("immediate")
        shutil.rmtree(self.folder)

    def url(self, database: str, user: str = "owner") -> URL:
        return URL.create("postgresql", user, database=database, query={"host": str(self.folder)})


class Databases:
    """Fresh databases on one server."""

    def __init__(self, server: URL) -> None:
        self.server = server

    def administer(self, statement: str) -> list[tuple]:
        return run(self.server, statement)

    @contextlib.contextmanager
    def fresh(self, options: str = "") -> Iterator[URL]:
        """An empty database; dropped afterwards, whoever is still connected."""
        name = f"test_{os.getpid()}_{next(_numbers)}"
        self.administer(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8' {options}")
        try:
            yield self.server.set(database=name)
        finally:
            self.administer(f"DROP DATABASE {name} WITH (FORCE)")


def run(url: URL, statement: str) -> list[tuple]:
    """Run one statement outside any store; its rows, if it has any."""
    text = url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(text, autocommit=True) as connection:
        result = connection.execute(statement.encode())
        return result.fetchall() if result.description else []


def given_server() -> URL | None:
    """The server that DOSSIER_TEST_POSTGRES names instead of one of our own; its user may make databases and roles."""
    given = os.environ.get("DOSSIER_TEST_POSTGRES")
    return make_url(given).set(drivername="postgresql") if given else None
