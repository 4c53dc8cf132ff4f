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
from data_access.load import STAGES, BrokenSnapshot, LoadRefused, MappingError, Order, ReadError, Summary, load_exports
from data_access.load.reasons import sentence
from data_access.stores import Store, StoreError, open_store
from data_access.tables import dossier, load, source_cut_off
from text import ENGLISH

REFUSED = 2
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


def _refuse(message: str) -> int:
    print(f"error: {message}", file=sys.stderr)
    return REFUSED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m data_access", description=__doc__)
    parser.add_argument("--store", help="folder of the store (default: DOSSIER_DB_URL, else 'data')")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    loading = commands.add_parser("load", help="load export files or folders of them")
    loading.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    loading.add_argument("--mapping", default="mot-cua", help="how the export is written (default: mot-cua)")
    loading.add_argument("--profile", default="quan6", help="whose units and procedures (default: quan6)")
    loading.add_argument("--exported-at", type=dt.datetime.fromisoformat, help="when the files were exported")
    loading.add_argument("--dry-run", action="store_true", help="say what would happen, publish nothing")
    loading.set_defaults(run=_load)

    sample = commands.add_parser("sample", help="make the invented sample district and load it")
    sample.add_argument("--size", choices=("full", "small"), default="full")
    sample.add_argument("--if-empty", action="store_true", help="only where nothing was loaded yet")
    sample.add_argument("--files", type=Path, help="keep the export files in this folder")
    sample.set_defaults(run=_sample)

    commands.add_parser("info", help="what the store holds").set_defaults(run=_info)
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
    )
    summary = _with_progress(store, order)
    print(_told(summary))
    print(_outcome(summary, options.dry_run))
    return 0


def _sample(store: Store, options: argparse.Namespace) -> int:
    if options.if_empty and store.version():
        return 0
    from data_access.sample.generator import write_exports  # numpy and pandas, which no other command needs

    with tempfile.TemporaryDirectory(prefix="sample-district-") as scratch:
        folder = options.files or Path(scratch)
        print("Making the sample district (invented data) ...")
        paths = write_exports(folder, options.size)
        summary = _with_progress(store, Order(paths=tuple(paths), sample=True))
    print(_told(summary))
    print(_outcome(summary, dry_run=False))
    return 0


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
    left_out = sorted({header for file in summary.files for header in file.left_out})
    if left_out:
        lines.append(f"columns not read: {', '.join(left_out)}")
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


def _roll_back(store: Store, options: argparse.Namespace) -> int:
    print(f"published {store.roll_back()} again")
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except BrokenPipeError:  # "... | head" has seen enough
        sys.stderr.close()
