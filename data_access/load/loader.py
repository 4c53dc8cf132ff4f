"""One load: read, check, merge, derive, publish. ``load_exports`` is what the command and the page call."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from data_access.load import publishing
from data_access.load.checking import check
from data_access.load.deriving import derive
from data_access.load.mapping import Mapping, load_mapping
from data_access.load.merging import merge
from data_access.load.reading import ReadError, SourceFile, open_file, read_into
from data_access.load.rejected import write_rejected
from data_access.profiles import Profile, load_profile
from data_access.stores import Store

STAGES = ("reading", "checking", "merging", "deriving", "publishing")


class LoadRefused(Exception):
    """The load is not published; the message says why and what to do. ``summary`` tells what was found."""

    def __init__(self, message: str, summary: Summary) -> None:
        super().__init__(message)
        self.summary = summary


@dataclass
class FileResult:
    """What became of the rows of one file: read = new + changed + unchanged + refused."""

    name: str
    kind: str
    sha256: str
    left_out: list[str]
    read: int
    new: int = 0
    changed: int = 0
    unchanged: int = 0

    @property
    def refused(self) -> int:
        return self.read - self.new - self.changed - self.unchanged


@dataclass
class Summary:
    """What a load did. ``version`` is None where nothing was published (nothing new, or a dry run)."""

    files: list[FileResult] = field(default_factory=list)
    reasons: dict[str, int] = field(default_factory=dict)
    cut_offs: dict[str, dt.date] = field(default_factory=dict)
    rejected_file: Path | None = None
    version: str | None = None

    def total(self, count: str) -> int:
        """Sum of one count over the files: "read", "new", "changed", "unchanged" or "refused"."""
        return sum(getattr(file, count) for file in self.files)

    @property
    def nothing_new(self) -> bool:
        return self.total("new") + self.total("changed") == 0


@dataclass(frozen=True)
class Order:
    """What was asked for: which files, how to read them, what to do with the result."""

    paths: tuple[Path, ...]
    mapping: str = "mot-cua"
    profile: str = "quan6"
    exported_at: dt.datetime | None = None
    sample: bool = False
    dry_run: bool = False
    rejected_folder: Path | None = None


def load_exports(store: Store, order: Order, progress: Callable[[str], None] = lambda stage: None) -> Summary:
    """Load export files into ``store``. ``progress`` is called with each of ``STAGES`` as it begins.

    Raises:
        ReadError: a file cannot be read. Nothing was changed.
        LoadRefused: more rows were refused than the profile allows. Nothing was changed.
        StoreError: another load is running, or real data would join the sample district. Nothing was changed.
    """
    mapping, profile = load_mapping(order.mapping), load_profile(order.profile)
    summary, paths = Summary(), _expand(order.paths)
    with tempfile.TemporaryDirectory(prefix="dossier-load-") as scratch:
        files = [open_file(path, number, mapping, Path(scratch)) for number, path in enumerate(paths, start=1)]

        def work(connection: duckdb.DuckDBPyConnection) -> bool:
            connection.execute(f"SET temp_directory = '{scratch}'")
            return _run(connection, files, mapping, profile, order, summary, progress)

        summary.version = store.update(work)
    return summary


def _expand(paths: Iterable[Path]) -> list[Path]:
    """Files as they are; a folder means the CSV files in it, by name."""
    found: list[Path] = []
    for path in paths:
        found += sorted(path.glob("*.csv")) if path.is_dir() else [path]
        if path.is_dir() and not any(path.glob("*.csv")):
            raise ReadError(f"{path}: there is no .csv file in this folder")
    if not found:
        raise ReadError("no file was given")
    return found


def _run(
    connection: duckdb.DuckDBPyConnection,
    files: list[SourceFile],
    mapping: Mapping,
    profile: Profile,
    order: Order,
    summary: Summary,
    progress: Callable[[str], None],
) -> bool:
    """The stages of a load on a private copy of the facts. True = publish."""
    progress("reading")
    publishing.refuse_mixture(connection, order.sample)
    publishing.write_profile(connection, profile)
    read_into(connection, files, mapping.kinds)
    progress("checking")
    newest = publishing.newest_export(connection, mapping, order.exported_at)
    check(connection, mapping, profile, newest, order.exported_at)
    publishing.fresh_cut_offs(connection, profile)
    progress("merging")
    counts = merge(connection, mapping.kinds)
    _summarise(connection, files, counts, summary)
    _report_refused(connection, files, profile, order, summary)
    if order.dry_run or (summary.nothing_new and not publishing.cut_off_moved(connection)):
        return False
    progress("deriving")
    load_id = publishing.next_load_id(connection)
    derive(connection, mapping, profile, load_id)
    progress("publishing")
    publishing.record(connection, load_id, order, files, summary)
    publishing.verify(connection)
    return True


def _summarise(
    connection: duckdb.DuckDBPyConnection,
    files: list[SourceFile],
    counts: dict[tuple[int, str], int],
    summary: Summary,
) -> None:
    for file in files:
        states = {state: counts.get((file.number, state), 0) for state in ("new", "changed", "unchanged")}
        result = FileResult(file.path.name, file.kind.name, file.sha256, file.left_out, file.rows_read, **states)
        summary.files.append(result)
    summary.cut_offs = dict(connection.sql("SELECT unit_id, last_complete_day FROM fresh_cut_off").fetchall())


def _report_refused(
    connection: duckdb.DuckDBPyConnection,
    files: list[SourceFile],
    profile: Profile,
    order: Order,
    summary: Summary,
) -> None:
    """Count the reasons, write the refused rows out, and stop a load that has too many of them."""
    publishing.gather_rejected(connection, {file.kind.name for file in files})
    summary.reasons = dict(
        connection.sql(
            "SELECT reason, count(*) FROM (SELECT unnest(string_split(reasons, ' ')) AS reason FROM refused) "
            "GROUP BY reason ORDER BY count(*) DESC, reason"
        ).fetchall()
    )
    refused = summary.total("refused")
    if refused and order.rejected_folder:
        rows = connection.sql("SELECT * FROM refused ORDER BY file_no, row_no").df()
        summary.rejected_file = write_rejected(order.rejected_folder, rows, {f.number: f.path.name for f in files})
    if refused > profile.refused_share * summary.total("read"):
        raise LoadRefused(
            f"{refused} of {summary.total('read')} rows were refused, more than the {profile.refused_share:.0%} that "
            f"the profile '{profile.name}' allows. Nothing was published. Mend the rows and load again.",
            summary,
        )
