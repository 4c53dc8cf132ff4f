"""One load: read, check, merge, derive, publish. ``load_exports`` is what the command and the page call."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from data_access.load import publishing
from data_access.load.cells import make_macros
from data_access.load.checking import check
from data_access.load.database import query
from data_access.load.deriving import derive
from data_access.load.event_log import put_together
from data_access.load.mapping import Mapping, load_mapping
from data_access.load.merging import merge
from data_access.load.opening import SourceFile, open_all
from data_access.load.personal import looks_personal
from data_access.load.reading import read_into
from data_access.load.rejected import write_rejected
from data_access.profiles import Profile, load_profile
from data_access.stores import Store
from data_access.stores.snapshots import plan_alone

DEFAULT_PROFILE = "quan6"
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
    def personal(self) -> list[str]:
        """Of the columns left out, those that look like personal data."""
        return [header for header in self.left_out if looks_personal(header)]

    @property
    def refused(self) -> int:
        return self.read - self.new - self.changed - self.unchanged


@dataclass
class Summary:
    """What a load did. ``version`` is None where nothing was published (nothing new, or a dry run).

    ``sheets_left_out`` are sheets of a workbook that fit no kind, each with the reason; ``ignored`` are names in a
    folder that are no exports.
    """

    files: list[FileResult] = field(default_factory=list)
    reasons: dict[str, int] = field(default_factory=dict)
    cut_offs: dict[str, dt.date] = field(default_factory=dict)
    rejected_file: Path | None = None
    version: str | None = None
    sheets_left_out: list[str] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)

    def total(self, count: str) -> int:
        """Sum of one count over the files: "read", "new", "changed", "unchanged" or "refused"."""
        return sum(getattr(file, count) for file in self.files)

    @property
    def nothing_new(self) -> bool:
        return self.total("new") + self.total("changed") == 0


@dataclass(frozen=True)
class Order:
    """What was asked for: which files, how to read them, what to do with the result.

    ``profile`` says whose units and procedures; empty means those that the mapping names, else the default.
    ``unit`` is the receiving unit of tables without such a column. ``database`` (a SQLAlchemy URL) and ``select`` ask a
    source database beside or instead of files.
    """

    paths: tuple[Path, ...] = ()
    mapping: str = "mot-cua"
    profile: str = ""
    exported_at: dt.datetime | None = None
    sample: bool = False
    dry_run: bool = False
    rejected_folder: Path | None = None
    unit: str | None = None
    database: str | None = None
    select: str = ""


def load_exports(store: Store, order: Order, progress: Callable[[str], None] = lambda stage: None) -> Summary:
    """Load export files into ``store``. ``progress`` is called with each of ``STAGES`` as it begins.

    Raises:
        ReadError: a file cannot be read. Nothing was changed.
        LoadRefused: more rows were refused than the profile allows. Nothing was changed.
        StoreError: another load is running, or real data would join the sample district. Nothing was changed.
    """
    mapping = load_mapping(order.mapping)
    profile = load_profile(order.profile or mapping.profile or DEFAULT_PROFILE)
    with tempfile.TemporaryDirectory(prefix="dossier-load-") as scratch:
        queried = [query(order.database, order.select, Path(scratch))] if order.database else []
        inputs = open_all(order.paths, queried, mapping, profile, order.unit, Path(scratch))
        files = inputs.files
        summary = Summary(sheets_left_out=inputs.sheets_left_out, ignored=inputs.ignored)

        def work(connection: duckdb.DuckDBPyConnection) -> bool:
            connection.execute(f"SET temp_directory = '{scratch}'")
            plan_alone(connection, sum(file.text.stat().st_size for file in files))
            return _run(connection, files, mapping, profile, order, summary, progress)

        summary.version = store.update(work)
    return summary


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
    mapping = mapping.told_in({file.kind.name for file in files})
    publishing.refuse_mixture(connection, order.sample)
    publishing.write_profile(connection, profile)
    make_macros(connection, mapping)
    read_into(connection, files, mapping.kinds)
    if mapping.layout == "event-log":
        put_together(connection, mapping, files)
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
    publishing.record(connection, load_id, order, profile, files, summary)
    publishing.verify(connection)
    return True


def _summarise(
    connection: duckdb.DuckDBPyConnection,
    files: list[SourceFile],
    counts: dict[tuple[int, str], int],
    summary: Summary,
) -> None:
    said_twice = dict(connection.sql("SELECT file_no, count(*) FROM repeated GROUP BY file_no").fetchall())
    for file in files:
        states = {state: counts.get((file.number, state), 0) for state in ("new", "changed", "unchanged")}
        states["unchanged"] += said_twice.get(file.number, 0)
        result = FileResult(file.name, file.kind.name, file.sha256, file.left_out, file.rows_read, **states)
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
    publishing.gather_rejected(connection, {file.kind.name: file.kind for file in files})
    summary.reasons = dict(
        connection.sql(
            "SELECT reason, count(*) FROM (SELECT unnest(string_split(reasons, ' ')) AS reason FROM refused) "
            "GROUP BY reason ORDER BY count(*) DESC, reason"
        ).fetchall()
    )
    refused = summary.total("refused")
    if refused and order.rejected_folder:
        rows = connection.sql("SELECT * FROM refused ORDER BY file_no, row_no").df()
        summary.rejected_file = write_rejected(order.rejected_folder, rows, {f.number: f.name for f in files})
    if refused > profile.refused_share * summary.total("read"):
        raise LoadRefused(
            f"{refused} of {summary.total('read')} rows were refused, more than the {profile.refused_share:.0%} that "
            f"the profile '{profile.name}' allows. Nothing was published. Mend the rows and load again.",
            summary,
        )
