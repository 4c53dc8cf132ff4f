"""What is measured, each run in a process of its own: ``python -m benchmarks.tasks NAME ARGUMENT...`` prints JSON.

A process of its own gives each task its own peak of memory, and no task profits from what another left in memory.
"""

from __future__ import annotations

import json
import resource
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

Result = dict[str, float]
BY_HAND = "by hand"


def read_csv(path: str) -> Result:
    """pandas reading a file as text: the yardstick of a load."""
    import pandas as pd

    return _timed(lambda: pd.read_csv(path, dtype=str))


def load(store: str, *paths: str) -> Result:
    """Load export files into a store."""
    from data_access.load import Order, load_exports
    from data_access.stores import open_store

    order = Order(paths=tuple(map(Path, paths)), sample=True)
    return _timed(lambda: load_exports(open_store(store), order))


def page(runs: str, folder: str, *others: str) -> Result:
    """The data of "Tổng quan" from a DuckDB store and from others, and by hand from the first: medians of runs in
    turn."""
    from benchmarks.by_hand import ask
    from data_access.stores import open_store

    asked: dict[str, Callable[[], object]] = {address: _overview_of(address) for address in (folder, *others)}
    times: dict[str, list[float]] = {name: [] for name in (*asked, BY_HAND)}
    with open_store(folder).connect() as connection:
        asked[BY_HAND] = lambda: ask(connection)
        for run in range(int(runs) + 1):
            for name, question in asked.items():
                seconds = _timed(question)["seconds"]
                if run:  # the first warms up
                    times[name].append(seconds)
    return {name: statistics.median(found) for name, found in times.items()}


def _overview_of(address: str) -> Callable[[], object]:
    from data_access.profiles import load_profile
    from data_access.stores import open_store
    from data_access.viewer import EVERYTHING
    from measures.known import holdings
    from measures.overview import overview
    from measures.period import month_period
    from measures.scope import Scope

    store = open_store(address)
    version = store.version()
    if version is None:
        raise ValueError(f"{address} is empty")
    held = holdings(store, version)
    scope, profile = Scope(month_period(held.cut_off)), load_profile(held.profile)
    return lambda: overview(store, version, scope, EVERYTHING, held, profile)


def _timed(work: Callable[[], object]) -> Result:
    start = time.perf_counter()
    work()
    seconds = time.perf_counter() - start
    return {"seconds": seconds, "gigabytes": _peak()}


def _peak() -> float:
    """The most memory this program had, in GB. On Linux not that of the process it was forked from."""
    status = Path("/proc/self/status")
    if status.exists():
        told = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(told.split()[1]) / 1e6
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6


if __name__ == "__main__":
    name, *arguments = sys.argv[1:]
    print(json.dumps({"read_csv": read_csv, "load": load, "page": page}[name](*arguments)))
