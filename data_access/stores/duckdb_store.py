"""A folder of DuckDB snapshots, one per load, and the file ``current`` naming the published one.

Readers open the named file and need no lock; a running dashboard goes from one to the next between two queries.
Replacing a file under an open connection would let that process read the old data silently; hence versioned names.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine

from data_access.stores.snapshots import Snapshots, check_layout, layout_of, plan_alone, room_needed, sync
from data_access.stores.store import NOTHING_LOADED, StoreError, VersionReplaced, Work

KEPT = 5


class DuckDBStore:
    """See the module's text. ``folder`` is made at the first load."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._snapshots = Snapshots(folder)
        self._engines: dict[str, Engine] = {}
        self._lock = threading.Lock()

    def version(self) -> str | None:
        try:
            return (self.folder / "current").read_text(encoding="utf-8").strip() or None
        except FileNotFoundError:
            return None

    @contextmanager
    def connect(self, version: str | None = None) -> Iterator[Connection]:
        name = version or self.version()
        if name is None:
            raise StoreError(f"no data in {self.folder}: {NOTHING_LOADED}")
        with self._engine(name).connect() as connection:
            yield connection

    def _engine(self, name: str) -> Engine:
        with self._lock:
            if name not in self._engines:
                self._engines[name] = self._read_only_engine(name)
                self._close_old_engines()
            return self._engines[name]

    def _read_only_engine(self, name: str) -> Engine:
        path, current = self._snapshots.path(name), self.version()
        if not path.exists() and name != current:
            raise VersionReplaced(f"{name} was deleted: {current} is published now")
        if not path.exists():
            raise StoreError(f"{name} is missing: 'python -m data_access rollback' goes back to the one before")
        engine = create_engine(f"duckdb:///{path}", connect_args={"read_only": True})
        with engine.connect() as connection:
            # The one way to it: DuckDB opens a file once a process, and every later opening must be like the first.
            opened = connection.connection.driver_connection
            check_layout(layout_of(opened), str(path))  # type: ignore[arg-type]  # the dialect's wrapper of one
            plan_alone(opened)  # type: ignore[arg-type]
        return engine

    def _close_old_engines(self) -> None:
        """Two versions stay open: one reader may still be drawing the page that the new one replaces."""
        for name in list(self._engines)[:-2]:
            self._engines.pop(name).dispose()

    def update(self, work: Work, upgrade: bool = False) -> str | None:
        with self._snapshots.only_load():
            current, name = self.version(), self._snapshots.next_name()
            if not self._snapshots.write(name, current, work, upgrade):
                return None
            # What was rolled back from goes before ``name`` is published: a way back must never lead there.
            self._snapshots.remove(older for older in self.versions() if (current or "") < older < name)
            try:
                self._publish(name)
            except StoreError:  # a full disk: the snapshot must not fill it
                self._snapshots.remove([name])
                raise
            self._snapshots.remove(self.versions()[:-KEPT])
            return name

    def _publish(self, name: str) -> None:
        """``current`` names the old version or the new one, at any moment."""
        note = self.folder / "current.part"
        with room_needed():
            note.write_text(name + "\n", encoding="utf-8")
            sync(note)
            os.replace(note, self.folder / "current")

    def versions(self) -> list[str]:
        return self._snapshots.names()

    def roll_back(self) -> str:
        if self.version() is None:
            raise StoreError("there is no older version to go back to")
        with self._snapshots.only_load():
            current = self.version()
            older = [name for name in self.versions() if current and name < current]
            if not older:
                raise StoreError("there is no older version to go back to")
            self._publish(older[-1])
            return older[-1]
