"""The measured ratios as a page of the documentation."""

from __future__ import annotations

import datetime as dt
import os
import platform
from dataclasses import dataclass
from pathlib import Path

HEAD = """# Performance

Written by `make bench`; do not edit. Ratios of things measured side by side in one run, each with the bound that the
project keeps. Times are medians of several runs (one at 10 million), in seconds, each run in a process of its own; GB
is the peak of its memory. A load of a million dossiers stays under 3 GB.
"""


@dataclass(frozen=True)
class Line:
    """One figure: what took how many seconds (and gigabytes at its peak), beside what, and the bound of the ratio."""

    dossiers: int
    what: str
    seconds: float
    gigabytes: float | None = None
    beside: str = ""
    beside_seconds: float | None = None
    bound: float | None = None

    @property
    def ratio(self) -> float | None:
        return None if self.beside_seconds is None else self.seconds / self.beside_seconds

    @property
    def kept(self) -> str:
        if self.ratio is None or self.bound is None:
            return ""
        return "yes" if self.ratio <= self.bound else "**no**"


def write_report(path: Path, lines: list[Line]) -> None:
    """Write the page."""
    table = [
        "| dossiers | what | s | GB | beside | s | ratio | bound | kept |",
        "|--:|---|--:|--:|---|--:|--:|--:|---|",
        *(_row(line) for line in lines),
    ]
    path.write_text("\n".join([HEAD, machine(), "", *table]) + "\n", encoding="utf-8")


def machine() -> str:
    """When and on what was measured."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    where = f"{dt.date.today():%d/%m/%Y}, {platform.system()} {platform.machine()}, {cores} cores, "
    return f"{where}Python {platform.python_version()}."


def _row(line: Line) -> str:
    cells = [
        f"{line.dossiers:,}",
        line.what,
        _number(line.seconds),
        _number(line.gigabytes),
        line.beside,
        _number(line.beside_seconds),
        _number(line.ratio),
        _number(line.bound),
        line.kept,
    ]
    return f"| {' | '.join(cells)} |"


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}"
