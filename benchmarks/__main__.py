"""``make bench``: how fast, as ratios of things measured side by side in one run; writes ``docs/performance.md``.

Absolute times depend on the machine, ratios hardly do. Every ratio has a bound that the project promises to keep.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.exports import Exports, make_exports
from benchmarks.report import Line, write_report
from benchmarks.tasks import BY_HAND
from data_access.stores.postgresql_server import TIMEOUT_SETTING
from data_access.stores.postgresql_store import FOLDER_SETTING
from tests.postgresql_cluster import Cluster, Databases
from tests.requirements_of_machine import postgresql_programs

SIZES = (200_000, 1_000_000, 10_000_000)
SMALL = 1_000_000  # up to here every run is made three times


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--sizes", nargs="+", type=int, default=SIZES, help="dossiers in the store")
    parser.add_argument("--out", type=Path, default=Path("docs/performance.md"))
    options = parser.parse_args()
    lines: list[Line] = []
    with tempfile.TemporaryDirectory(prefix="dossier-bench-") as folder, _server() as databases:
        os.environ |= {FOLDER_SETTING: folder, TIMEOUT_SETTING: "900"}
        for count in options.sizes:
            with databases.fresh() as address:
                lines += _measure(Path(folder), count, address.render_as_string(hide_password=False))
            write_report(options.out, lines)


@contextlib.contextmanager
def _server() -> Iterator[Databases]:
    """A PostgreSQL server of our own, with the settings it comes with but for some memory."""
    programs = postgresql_programs()
    if programs is None:
        raise SystemExit("the benchmarks need PostgreSQL's programs (Debian: apt-get install postgresql)")
    cluster = Cluster(programs, "shared_buffers=1GB", "work_mem=64MB", "maintenance_work_mem=512MB", "max_wal_size=8GB")
    try:
        yield Databases(cluster.url("postgres"))
    finally:
        cluster.remove()


def _measure(folder: Path, count: int, postgresql: str) -> list[Line]:
    """All figures at one size."""
    exports, runs = make_exports(folder, count), 3 if count <= SMALL else 1
    lines = _loading(folder, exports, runs)
    store = folder / "store"
    _run("load", store, exports.dossiers, *exports.children)
    lines += _updating(folder, exports, store, lines[0].seconds, runs)
    loaded = _run("load", postgresql, exports.dossiers, *exports.children)
    lines.append(Line(count, "load into PostgreSQL, all kinds of rows", loaded["seconds"], loaded["gigabytes"]))
    lines += _page(count, store, postgresql, 2 * runs)
    for made in (store, exports.dossiers, *exports.children):
        shutil.rmtree(made) if made.is_dir() else made.unlink()
    return lines


def _loading(folder: Path, exports: Exports, runs: int) -> list[Line]:
    """A load of the dossiers beside pandas reading the same file."""
    reads, loads = [], []
    for run in range(runs):
        reads.append(_run("read_csv", exports.dossiers))
        loads.append(_run("load", folder / f"store-{run}", exports.dossiers))
        shutil.rmtree(folder / f"store-{run}")
    read, load = (statistics.median(found["seconds"] for found in results) for results in (reads, loads))
    peak = max(found["gigabytes"] for found in loads)
    return [
        Line(
            *(exports.count, "load of the dossiers", load, peak),
            *("pandas.read_csv of the same file", read, _from_a_million(exports.count, 3.0)),
        )
    ]


def _from_a_million(count: int, bound: float) -> float | None:
    """A bound that is promised for large stores: half a second that every load takes weighs too much in small ones."""
    return bound if count >= SMALL else None


def _updating(folder: Path, exports: Exports, store: Path, full: float, runs: int) -> list[Line]:
    """A newer export of 5,000 dossiers into the full store, beside the full load."""
    seconds, peaks = [], []
    for _ in range(runs):
        copy = folder / "copy"
        shutil.copytree(store, copy)
        found = _run("load", copy, exports.update)
        seconds.append(found["seconds"])
        peaks.append(found["gigabytes"])
        shutil.rmtree(copy)
    update = statistics.median(seconds)
    return [
        Line(
            exports.count,
            "update of 5,000 dossiers",
            update,
            max(peaks),
            "the full load",
            full,
            _from_a_million(exports.count, 0.2),
        )
    ]


def _page(count: int, store: Path, postgresql: str, runs: int) -> list[Line]:
    """The data of the overview on both engines, beside SQL written by hand."""
    found = _run("page", runs, store, postgresql)
    duckdb, server, by_hand = found[str(store)], found[postgresql], found[BY_HAND]
    return [
        Line(count, "data of the overview, DuckDB", duckdb, None, "the same by hand", by_hand, 3.0),
        Line(count, "data of the overview, PostgreSQL", server, None, "DuckDB", duckdb, 20.0),
    ]


def _run(task: str, *arguments: object) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.tasks", task, *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{task} failed:\n{done.stderr[-2000:]}")
    found = json.loads(done.stdout.splitlines()[-1])
    print(task, found, flush=True)
    return found


if __name__ == "__main__":
    main()
