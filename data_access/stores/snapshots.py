"""A folder of DuckDB files ``store-000012-3fa9c1.duckdb``, each made from the one before by a load.

The number orders them; the random end makes a name mean one content everywhere, because caches are keyed on it. A
snapshot is never changed after it was renamed from ``.part``. Which of them is published is known elsewhere: to the
file ``current`` of a :class:`DuckDBStore`, or to the server whose working copy the folder is.
"""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import shutil
import threading
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import duckdb
from sqlalchemy import Column, MetaData, Table, create_engine

from data_access.stores.store import BUSY, OlderLayout, StoreError, Work
from data_access.tables import LAYOUT, layout, metadata

PART = "next.duckdb.part"
OLDER_PART = "older.duckdb.part"
NO_ROOM = (errno.ENOSPC, errno.EDQUOT)
SMALL = 128 * 1024 * 1024  # bytes

# DuckDB's file lock keeps other processes out, but not another thread of this one.
_loading: set[Path] = set()
_loading_lock = threading.Lock()


class Snapshots:
    """The files of one folder, which is made when first written to."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, name: str) -> Path:
        return self.folder / name

    def names(self) -> list[str]:
        """Oldest first."""
        return sorted(path.name for path in self.folder.glob("store-*.duckdb"))

    def next_name(self, taken: Iterable[str] = ()) -> str:
        """A name after all those here and in ``taken``."""
        number = max((int(name[6:12]) for name in (*self.names(), *taken)), default=0) + 1
        return f"store-{number:06d}-{secrets.token_hex(3)}.duckdb"

    def write(self, name: str, base: str | None, work: Work, upgrade: bool = False) -> bool:
        """Make ``name`` out of a private copy of ``base`` (None: empty tables), unless ``work`` says no or fails.

        Raises:
            StoreError: the disk is full, or ``base`` is of an older layout and ``upgrade`` was not asked for.
        """
        part = self.folder / PART
        self._clear(part)
        try:
            with room_needed():
                if not _worked(part, self.path(base) if base else None, work, upgrade):
                    return False
                sync(part)
                part.rename(self.path(name))
                _sync_folder(self.folder)
            return True
        finally:
            self._clear(part)

    def remove(self, names: Iterable[str]) -> None:
        """Delete these. A file in use (Windows) is deleted next time."""
        for name in names:
            remove(self.path(name))

    @staticmethod
    def _clear(part: Path) -> None:
        """What a killed load left, or a failed one."""
        for name in (PART, f"{PART}.wal", OLDER_PART, f"{OLDER_PART}.wal"):
            remove(part.with_name(name))

    @contextlib.contextmanager
    def only_load(self) -> Iterator[None]:
        """Refuse a second load into the same folder while one is running, here or in another process.

        A process that dies releases DuckDB's lock on the file ``load.lock``.
        """
        with room_needed():
            self.folder.mkdir(parents=True, exist_ok=True)
        folder = self.folder.resolve()
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
    with room_needed():
        try:
            return duckdb.connect(str(lock))
        except duckdb.IOException as error:
            if _is_full(error):
                raise
            raise StoreError(BUSY) from error
        except duckdb.Error:
            remove(lock)  # a load was killed while it made the file
            return duckdb.connect(str(lock))


def _worked(part: Path, base: Path | None, work: Work, upgrade: bool) -> bool:
    _open_part(part, base, upgrade)
    with duckdb.connect(str(part)) as connection:
        publish = work(connection)
        if publish:
            connection.execute("CHECKPOINT")
    return publish


def _open_part(part: Path, base: Path | None, upgrade: bool) -> None:
    """The tables that ``work`` changes. The copy is asked for its layout: readers here may have ``base`` open."""
    if base is None:
        make_tables(part)
        return
    shutil.copyfile(base, part)
    number = layout_of_file(part)
    if number < LAYOUT and upgrade:
        _change_layout(part)
    else:
        check_layout(number, base.name)


def plan_alone(connection: duckdb.DuckDBPyConnection, more: int = 0) -> None:
    """One thread for a database that is small even with ``more`` bytes to come: planning is most of its work, and
    handing the rest to a second thread costs more than that one saves (about a seventh of the processor's time in a
    probe on two cores)."""
    size = connection.sql("SELECT block_size * total_blocks FROM pragma_database_size()").fetchall()
    if sum(held for (held,) in size) + more < SMALL:
        connection.execute("SET threads = 1")


def make_tables(path: Path) -> None:
    """The declared tables without their keys, empty but for the layout's number.

    A snapshot is written once and checked before publication (``load/publishing.py``); DuckDB's key indexes would cost
    more than the whole load and forbid to replace a row in place.
    """
    engine = create_engine(f"duckdb:///{path}")
    with engine.begin() as connection:
        _keyless().create_all(connection, checkfirst=False)
        connection.execute(layout.insert().values(number=LAYOUT))
    engine.dispose()


@cache
def _keyless() -> MetaData:
    keyless = MetaData()
    for table in metadata.tables.values():
        columns = (Column(c.name, c.type, nullable=c.nullable, server_default=c.server_default) for c in table.columns)
        Table(table.name, keyless, *columns)
    return keyless


def _change_layout(part: Path) -> None:
    """The declared tables with the rows of those that ``part`` has; columns they lack take their default."""
    before = part.rename(part.with_name(OLDER_PART))
    make_tables(part)
    with attached(part.parent, part, before=before) as connection:
        for table in metadata.tables.values():
            held = columns_held(connection, "before", table.name)
            shared = ", ".join(f'"{c.name}"' for c in table.columns if c.name in held)
            if shared and table is not layout:
                connection.execute(f"INSERT INTO {table.name} BY NAME SELECT {shared} FROM before.main.{table.name}")


@contextlib.contextmanager
def attached(scratch: Path, target: Path | str = ":memory:", **files: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection that also sees other files, by their keyword, to read; what does not fit in memory goes to
    ``scratch``."""
    with duckdb.connect(str(target)) as connection:
        connection.execute("SET temp_directory = $folder", {"folder": str(scratch)})
        for name, path in files.items():
            literal = str(path).replace("'", "''")
            connection.execute(f"ATTACH '{literal}' AS {name} (READ_ONLY)")
        yield connection


def columns_held(connection: duckdb.DuckDBPyConnection, database: str, table: str) -> set[str]:
    """The columns that a table has in an attached file; none where the table is missing."""
    statement = "SELECT column_name FROM duckdb_columns() WHERE database_name = ? AND table_name = ?"
    return {name for (name,) in connection.execute(statement, [database, table]).fetchall()}


def layout_of(connection: duckdb.DuckDBPyConnection) -> int:
    """The layout that the open snapshot was written in; the first one did not say."""
    if not connection.execute("SELECT 1 FROM duckdb_tables() WHERE table_name = 'layout'").fetchone():
        return 1
    number = connection.execute("SELECT number FROM layout").fetchone()
    return int(number[0]) if number else 1


def layout_of_file(path: Path) -> int:
    """The layout of a snapshot that nobody has open."""
    with duckdb.connect(str(path), read_only=True) as connection:
        return layout_of(connection)


def check_layout(number: int, what: str) -> None:
    """Refuse facts whose tables are not those of this program.

    Raises:
        OlderLayout: they are older.
        StoreError: they are newer.
    """
    if number < LAYOUT:
        raise OlderLayout(
            f"{what} was written by an older version of this program (layout {number}, now {LAYOUT}): run "
            f"'python -m data_access upgrade'"
        )
    if number > LAYOUT:
        raise StoreError(
            f"{what} was written by a newer version of this program (layout {number}, here {LAYOUT}): install that one"
        )


@contextlib.contextmanager
def room_needed() -> Iterator[None]:
    """Turn the errors of a full disk into a sentence."""
    try:
        yield
    except duckdb.OutOfMemoryException as error:
        raise StoreError(f"memory and temporary disk space ran out: {_first_line(error)}") from error
    except (OSError, duckdb.Error) as error:
        if not _is_full(error):
            raise
        raise StoreError(
            f"the disk is full, nothing was published: make room and load again ({_first_line(error)})"
        ) from error


def _is_full(error: BaseException) -> bool:
    return getattr(error, "errno", None) in NO_ROOM or "no space left" in str(error).lower()


def _first_line(error: BaseException) -> str:
    return str(error).splitlines()[0]


def remove(path: Path) -> None:
    """Delete a file if it is there; one in use (Windows) stays."""
    with contextlib.suppress(FileNotFoundError, PermissionError):
        path.unlink()


def sync(path: Path) -> None:
    """Have a file's content on the disk."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    """Have the names in a folder on the disk, where the system knows how."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
