"""``python -m data_access``: load exports, make the sample district, look at the store, go back one load."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
import tempfile
from pathlib import Path

from sqlalchemy import func, select
from tqdm import tqdm

from data_access.fetch import fetch
from data_access.journal import JournalError, Records, journal_address
from data_access.load import STAGES, BrokenSnapshot, LoadRefused, MappingError, Order, ReadError, Summary, load_exports
from data_access.load.mapping import FIELDS as KINDS
from data_access.load.proposal import propose
from data_access.load.reasons import sentence
from data_access.load.template import template, write_new
from data_access.load.upgrading import upgrade
from data_access.stores import Store, StoreError, open_store
from data_access.stores.store import OlderLayout
from data_access.tables import dossier, load, source_cut_off
from text import ENGLISH

REFUSED = 2
MERGED = "bon-phuong-quan6"
COUNTS = ("read", "new", "changed", "unchanged", "refused")
REJECTED = "rejected"


def main(arguments: list[str] | None = None) -> int:
    """Run a command; 0 = done, 2 = refused with a reason on standard error."""
    options = _parser().parse_args(arguments)
    try:
        store = open_store(options.store)
        return options.run(store, options)
    except LoadRefused as refused:
        print(_told(refused.summary))
        return _refuse(str(refused))
    except (ReadError, MappingError, StoreError, BrokenSnapshot, ValueError) as error:
        return _refuse(str(error))
    except OSError as error:
        if isinstance(error, BrokenPipeError):
            raise
        return _refuse(f"a file could not be read or written: {error}")


def _refuse(message: str) -> int:
    print(f"error: {message}", file=sys.stderr)
    return REFUSED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m data_access", description=__doc__)
    parser.add_argument(
        "--store", help="folder of the store or postgresql://user@host/database (default: DOSSIER_DB_URL, else 'data')"
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    loading = commands.add_parser("load", help="load export files or folders of them")
    loading.add_argument("paths", nargs="*", type=Path, metavar="PATH")
    loading.add_argument("--database", metavar="URL", help="a source database, as a SQLAlchemy URL")
    loading.add_argument("--select", default="", metavar="SQL", help="the SELECT to run on it, or a .sql file")
    loading.add_argument("--unit", help="receiving unit of tables without a column for it")
    loading.add_argument("--mapping", default="mot-cua", help="how the export is written (default: mot-cua)")
    loading.add_argument(
        "--profile", default="", help="whose units and procedures (default: the mapping's, else quan6)"
    )
    loading.add_argument("--exported-at", type=dt.datetime.fromisoformat, help="when the files were exported")
    loading.add_argument("--dry-run", action="store_true", help="say what would happen, publish nothing")
    loading.set_defaults(run=_load)

    sample = commands.add_parser("sample", help="make the invented sample district and load it")
    sample.add_argument("--size", choices=("full", "small"), default="full")
    sample.add_argument("--profile", choices=("quan6", MERGED), default="quan6", help=f"'{MERGED}' has one size")
    sample.add_argument("--if-empty", action="store_true", help="only where nothing was loaded yet")
    sample.add_argument("--files", type=Path, help="keep the export files in this folder")
    sample.set_defaults(run=_sample)

    proposing = commands.add_parser("mapping", help="propose a mapping for a file")
    proposing.add_argument("file", type=Path, metavar="FILE")
    proposing.add_argument("--out", type=Path, metavar="FILE.toml", help="write it there instead of showing it")
    proposing.set_defaults(run=_propose)

    blank = commands.add_parser("template", help="write an empty workbook to fill in by hand")
    blank.add_argument("kind", choices=KINDS, metavar="NAME", help=", ".join(KINDS))
    blank.add_argument("--mapping", default="mot-cua", help="whose columns and values (default: mot-cua)")
    blank.add_argument("--profile", default="quan6", help="whose units and procedures (default: quan6)")
    blank.add_argument("--out", type=Path, metavar="FILE.xlsx", help="default: mau-<NAME>.xlsx")
    blank.set_defaults(run=_template)

    commands.add_parser("info", help="what the store holds").set_defaults(run=_info)
    commands.add_parser("upgrade", help="bring facts written by an older version to this one").set_defaults(
        run=_upgrade
    )
    commands.add_parser("rollback", help="publish the version before this one again").set_defaults(run=_roll_back)
    return parser


def _load(store: Store, options: argparse.Namespace) -> int:
    order = Order(
        paths=tuple(options.paths),
        mapping=options.mapping,
        profile=options.profile,
        exported_at=options.exported_at,
        dry_run=options.dry_run,
        rejected_folder=Path(REJECTED),
        unit=options.unit,
        database=options.database,
        select=options.select,
    )
    summary = _with_progress(store, order)
    print(_told(summary))
    print(_outcome(summary, options.dry_run))
    return 0


def _sample(store: Store, options: argparse.Namespace) -> int:
    if options.if_empty and store.version():
        return _upgrade_if_older(store)
    with tempfile.TemporaryDirectory(prefix="sample-district-") as scratch:
        print("Making the sample district (invented data) ...")
        for paths in _sample_exports(options.files or Path(scratch), options):
            order = Order(paths=tuple(paths), profile=options.profile, sample=True)
            summary = _with_progress(store, order)
            print(_told(summary))
            print(_outcome(summary, dry_run=False))
    _decide(store, options.store)
    return 0


def _decide(store: Store, address: str | None) -> None:
    """What the sample district decided, for the pages about meetings; nobody needs it to look at the numbers."""
    from data_access.sample.records import write_records

    try:
        if write_records(store, Records(journal_address(address))):
            print("Wrote invented decisions and one round of confirmation into the journal")
    except JournalError as error:
        print(f"no invented decisions: {error}", file=sys.stderr)


def _sample_exports(folder: Path, options: argparse.Namespace) -> list[list[Path]]:
    """The files of each load, in the order they are loaded."""
    from data_access.sample import generator, mergers  # numpy and pandas, which no other command needs

    if options.profile == MERGED:
        return mergers.write_generations(folder)
    return [generator.write_exports(folder, options.size)]


def _with_progress(store: Store, order: Order) -> Summary:
    """Load with a bar of the stages; the bar shows on a terminal only."""
    with tqdm(total=len(STAGES), disable=None, bar_format="{desc:<12} {bar} {n_fmt}/{total_fmt} {elapsed}") as bar:

        def show(stage: str) -> None:
            bar.update(STAGES.index(stage) - bar.n)
            bar.set_description_str(stage)

        summary = load_exports(store, order, show)
        bar.update(len(STAGES) - bar.n)
    return summary


def _told(summary: Summary) -> str:
    """The summary as text; the columns of each row add up."""
    lines = [f"{'file':<28}{'kind':<10}" + "".join(f"{count:>11}" for count in COUNTS)]
    for file in summary.files:
        lines.append(f"{file.name:<28}{file.kind:<10}" + "".join(f"{getattr(file, c):>11,}" for c in COUNTS))
    lines.append(f"{'total':<38}" + "".join(f"{summary.total(c):>11,}" for c in COUNTS))
    personal = sorted({header for file in summary.files for header in file.personal})
    others = sorted({header for file in summary.files for header in file.left_out} - set(personal))
    if personal:
        lines.append(f"columns dropped because they look like personal data: {', '.join(personal)}")
    if others:
        lines.append(f"columns not read: {', '.join(others)}")
    lines += [f"sheet not read: {sheet}" for sheet in summary.sheets_left_out]
    if summary.ignored:
        lines.append(f"not read in the folder: {', '.join(summary.ignored)}")
    lines += [f"refused {count:>7,}  {sentence(code, ENGLISH)}" for code, count in summary.reasons.items()]
    if summary.rejected_file:
        lines.append(f"refused rows written to {summary.rejected_file}")
    return "\n".join(lines)


def _outcome(summary: Summary, dry_run: bool) -> str:
    if dry_run:
        return "dry run: nothing was published"
    if summary.version is None:
        return "nothing new in these files: the store stays as it is"
    return f"published {summary.version}"


def _propose(store: Store, options: argparse.Namespace) -> int:
    text, missing = propose(options.file)
    if options.out:
        write_new(options.out, text.encode())
        print(f"proposal written to {options.out}: look through its comments first")
    else:
        print(text)
    if missing:
        print(f"no column found for {', '.join(missing)}: see the comments", file=sys.stderr)
    return 0


def _template(store: Store, options: argparse.Namespace) -> int:
    path = options.out or Path(f"mau-{options.kind}.xlsx")
    write_new(path, template(options.kind, options.mapping, options.profile))
    print(f"template written to {path}")
    return 0


def _info(store: Store, options: argparse.Namespace) -> int:
    version = store.version()
    if version is None:
        print("the store is empty: load an export with 'python -m data_access load FILE...'")
        return 0
    print(f"version  {version}  (older ones kept: {', '.join(v for v in store.versions() if v < version) or 'none'})")
    dossiers = fetch(store, select(func.count().label("n")).select_from(dossier)).loc[0, "n"]
    print(f"dossiers {dossiers:,}")
    for row in fetch(store, select(load).order_by(load.c.load_id)).itertuples():
        kind = " (sample data)" if row.sample else ""
        counts = [f"{name} {getattr(row, f'rows_{name}'):,}" for name in COUNTS]
        print(f"load {row.load_id}  {row.started_at}  {row.mapping}{kind}: {', '.join(counts)}")
    print("last complete day per source unit:")
    for row in fetch(store, select(source_cut_off).order_by(source_cut_off.c.unit_id)).itertuples():
        print(f"  {row.unit_id:<12} {row.last_complete_day:%d/%m/%Y}  ({row.basis})")
    return 0


def _upgrade(store: Store, options: argparse.Namespace) -> int:
    version = upgrade(store)
    print(f"published {version}" if version else "the store is empty: there is nothing to upgrade")
    return 0


def _upgrade_if_older(store: Store) -> int:
    """What ``make run`` finds from before an update of the program must not keep the dashboard from opening."""
    try:
        with store.connect():
            return 0
    except OlderLayout as older:
        print(f"{older} (done now)")
        upgrade(store)
        return 0


def _roll_back(store: Store, options: argparse.Namespace) -> int:
    print(f"published {store.roll_back()} again")
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except BrokenPipeError:  # "... | head" has seen enough
        sys.stderr.close()
