"""A folder of DuckDB snapshots: ``store-000012-3fa9c1.duckdb``, one per load, and the file ``current`` naming one.

The number orders them; the random end makes a name mean one content everywhere, because caches are keyed on it.

A snapshot is never changed after it was renamed from ``.part``, so readers need no lock and a running dashboard goes
from one to the next between two queries. Replacing a file under an open connection would let that process read the
old data silently; hence versioned names.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
from sqlalchemy import Column, Engine, MetaData, Table, create_engine

from data_access.stores.store import StoreError
from data_access.tables import metadata

KEPT = 5
PART = "next.duckdb.part"
BUSY = "another load is running: wait until it has ended, then try again"

# DuckDB's file lock keeps other processes out, but not another thread of this one.
_loading: set[Path] = set()
_loading_lock = threading.Lock()


class DuckDBStore:
    """See the module's text. ``folder`` is made at the first load."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._engines: dict[str, Engine] = {}
        self._lock = threading.Lock()

    def version(self) -> str | None:
        try:
            return (self.folder / "current").read_text(encoding="utf-8").strip() or None
        except FileNotFoundError:
            return None

    def engine(self, version: str | None = None) -> Engine:
        name = version or self.version()
        if name is None:
            raise StoreError(f"no data in {self.folder}: load an export with 'python -m data_access load FILE...'")
        with self._lock:
            if name not in self._engines:
                self._engines[name] = _read_only_engine(self.folder / name)
                self._close_old_engines()
            return self._engines[name]

    def _close_old_engines(self) -> None:
        """Two versions stay open: one reader may still be drawing the page that the new one replaces."""
        for name in list(self._engines)[:-2]:
            self._engines.pop(name).dispose()

    def update(self, work: Callable[[duckdb.DuckDBPyConnection], bool]) -> str | None:
        self.folder.mkdir(parents=True, exist_ok=True)
        with _only_load(self.folder.resolve()):
            return self._update(work)

    def _update(self, work: Callable[[duckdb.DuckDBPyConnection], bool]) -> str | None:
        current = self.version()
        name = f"store-{self._next_number():06d}-{secrets.token_hex(3)}.duckdb"
        part = self.folder / PART
        connection = self._open_part(part, self.folder / current if current else None)
        try:
            publish = work(connection)
            connection.execute("CHECKPOINT")
        except BaseException:
            connection.close()
            _remove(part)
            raise
        connection.close()
        if not publish:
            _remove(part)
            return None
        _sync(part)
        part.rename(self.folder / name)
        self._remove_abandoned(current or "", name)
        self._publish(name)
        self._remove_old()
        return name

    def _next_number(self) -> int:
        return max((int(path.name[6:12]) for path in self.folder.glob("store-*.duckdb")), default=0) + 1

    def _open_part(self, part: Path, current: Path | None) -> duckdb.DuckDBPyConnection:
        """A private copy of the current snapshot. What a killed load left is thrown away."""
        _remove(part)
        _remove(part.with_name(part.name + ".wal"))
        if current:
            shutil.copyfile(current, part)
        else:
            _make_tables(part)
        return duckdb.connect(str(part))

    def _publish(self, name: str) -> None:
        note = self.folder / "current.part"
        note.write_text(name + "\n", encoding="utf-8")
        _sync(note)
        os.replace(note, self.folder / "current")

    def versions(self) -> list[str]:
        return sorted(path.name for path in self.folder.glob("store-*.duckdb"))

    def roll_back(self) -> str:
        current = self.version()
        older = [name for name in self.versions() if current and name < current]
        if not older:
            raise StoreError("there is no older version to go back to")
        self._publish(older[-1])
        return older[-1]

    def _remove_abandoned(self, base: str, new: str) -> None:
        """Delete what was rolled back from, before ``new`` is published: a way back must never lead there."""
        for name in self.versions():
            if base < name < new:
                _remove(self.folder / name)

    def _remove_old(self) -> None:
        """Keep the last ``KEPT``. A file in use (Windows) is deleted next time."""
        for name in self.versions()[:-KEPT]:
            _remove(self.folder / name)


@contextlib.contextmanager
def _only_load(folder: Path) -> Iterator[None]:
    """Refuse a second load into the same folder while one is running, here or in another process.

    A process that dies releases DuckDB's lock on the file ``load.lock``.
    """
    with _loading_lock:
        if folder in _loading:
            raise StoreError(BUSY)
        _loading.add(folder)
    try:
        with _held_by_us(folder / "load.lock"):
            yield
    finally:
        with _loading_lock:
            _loading.discard(folder)


def _held_by_us(lock: Path) -> duckdb.DuckDBPyConnection:
    """An open connection to the lock file; it is released when the connection closes."""
    try:
        return duckdb.connect(str(lock))
    except duckdb.IOException as error:
        raise StoreError(BUSY) from error
    except duckdb.Error:
        _remove(lock)  # a load was killed while it made the file
        return duckdb.connect(str(lock))


def _make_tables(path: Path) -> None:
    """The declared tables without their keys.

    A snapshot is written once and checked before publication (``load/publishing.py``); DuckDB's key indexes would cost
    more than the whole load and forbid to replace a row in place.
    """
    keyless = MetaData()
    for table in metadata.tables.values():
        Table(table.name, keyless, *(Column(c.name, c.type, nullable=c.nullable) for c in table.columns))
    engine = create_engine(f"duckdb:///{path}")
    keyless.create_all(engine)
    engine.dispose()


def _read_only_engine(path: Path) -> Engine:
    if not path.exists():
        raise StoreError(f"{path.name} is missing: 'python -m data_access rollback' goes back to the one before")
    return create_engine(f"duckdb:///{path}", connect_args={"read_only": True})


def _remove(path: Path) -> None:
    with contextlib.suppress(FileNotFoundError, PermissionError):
        path.unlink()


def _sync(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())
