"""``python -m benchmarks.pack``: what a whole meeting pack costs beside the queries of its numbers.

Both are done in turn, in one process over the whole sample district, each time for another month, so that a slow moment
meets them alike. The pack counts its meeting anew, as the command does, and makes all three files.
"""

from __future__ import annotations

import argparse
import contextlib
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from data_access.fetch import fetch
from data_access.profiles import load_profile
from data_access.stores import open_store
from data_access.tables import dossier
from data_access.viewer import EVERYTHING
from measures.known import holdings
from measures.meeting import meeting
from measures.period import months_until
from measures.scope import Scope, rules_of
from reports.pack_contents import pack_of
from reports.pack_files import FILES
from text import VIETNAMESE

ROOT = Path(__file__).resolve().parents[1]
BOUND = 10.0
ROUNDS = 7


def main() -> int:
    """Print the figures; 1 where the bound is not kept."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.pack", description=__doc__)
    parser.add_argument("--store", type=Path, help="a store of the whole sample (default: one is made)")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    options = parser.parse_args()
    with _store(options.store) as folder:
        queries, packs, dossiers = measure(folder, options.rounds)
    ratios = sorted(pack / query for pack, query in zip(packs, queries, strict=True))
    ratio = statistics.median(packs) / statistics.median(queries)
    print(f"{dossiers} dossiers, {len(packs)} months")
    print(f"queries {statistics.median(queries):.2f} s, whole pack {statistics.median(packs):.2f} s (medians)")
    print(f"ratio {ratio:.2f} (single rounds {ratios[0]:.2f} to {ratios[-1]:.2f}), bound {BOUND:g}")
    return int(ratio > BOUND)


@contextlib.contextmanager
def _store(given: Path | None) -> Iterator[Path]:
    if given:
        yield given
        return
    with tempfile.TemporaryDirectory(prefix="dossier-pack-") as folder:
        made = Path(folder) / "store"
        subprocess.run([sys.executable, "-m", "data_access", "--store", str(made), "sample"], cwd=ROOT, check=True)
        yield made


def measure(folder: Path, rounds: int) -> tuple[list[float], list[float], int]:
    """Seconds of the queries and of the whole packs, by month, the first not counted; how many dossiers there are."""
    store = open_store(str(folder))
    version = str(store.version())
    held = holdings(store, version)
    profile = load_profile(held.profile)
    scopes = [Scope(month, **rules_of(profile)) for month in reversed(months_until(held.cut_off, rounds + 1))]
    queries: list[float] = []
    packs: list[float] = []
    for number, scope in enumerate(scopes):
        asked = (store, version, scope, EVERYTHING, held, profile)
        pair: list[tuple[list[float], Callable[[], object]]] = [
            (queries, partial(meeting, *asked)),
            (packs, partial(_pack, *asked)),
        ]
        for seconds, do in pair if number % 2 else reversed(pair):  # whoever is first reads the month from the disk
            seconds.append(_timed(do))
    counted = fetch(store, select(func.count().label("n")).select_from(dossier), version)
    return queries[1:], packs[1:], int(counted.loc[0, "n"])


def _pack(*asked: Any) -> None:
    """Count the meeting and make all files."""
    pack = pack_of(*asked, language=VIETNAMESE)
    for make in FILES.values():
        make(pack)


def _timed(do: Callable[[], object]) -> float:
    begun = time.perf_counter()
    do()
    return time.perf_counter() - begun


if __name__ == "__main__":
    sys.exit(main())
