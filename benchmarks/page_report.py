"""The measured pages as a page of the documentation."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from benchmarks.report import machine

HEAD = """# How fast the pages are

Written by `python -m benchmarks.pages`; do not edit. Every page beside a reference page
(`benchmarks/reference_page.py`: a plain Streamlit script of four metrics, three Plotly charts and one frame, constants
only, with the same settings), over the whole sample district. "Processor" is the time of the server's process, user
and system; "drawn" ends with the last change of the document in Chromium, its files in the browser's cache. Medians of
several rounds in which every page has its turn, in milliseconds, with the middle half of the rounds; only ratios have
bounds.
"""


class Kind(Enum):
    """What was measured."""

    CACHED = "processor, the same page again"
    UNCACHED = "processor, with nothing cached"
    FIRST = "processor, a month not yet seen"
    DRAWN = "drawn, loaded from its address"


BOUNDS = {
    (Kind.CACHED, Kind.CACHED): 1.3,
    (Kind.CACHED, Kind.UNCACHED): 0.3,
    (Kind.FIRST, Kind.CACHED): 25.0,
    (Kind.DRAWN, Kind.DRAWN): 1.5,
}


@dataclass(frozen=True)
class PageLine:
    """A page beside the reference page (the same kind, or a cached rerun of it) or itself with nothing cached.

    ``seconds`` and ``beside_seconds`` are medians, ``half`` the quartiles of ``seconds``.
    """

    page: str
    kind: Kind
    beside: Kind
    seconds: float
    half: tuple[float, float]
    beside_seconds: float

    @property
    def ratio(self) -> float:
        return self.seconds / self.beside_seconds

    @property
    def bound(self) -> float:
        return BOUNDS[self.kind, self.beside]

    @property
    def beside_words(self) -> str:
        return "itself, nothing cached" if self.beside is Kind.UNCACHED else "reference page"


def write_report(path: Path, lines: list[PageLine]) -> None:
    """Write the page."""
    table = [
        "| page | what | ms | middle half | beside | ms | ratio | bound | kept |",
        "|---|---|--:|--:|---|--:|--:|--:|---|",
        *map(_row, lines),
    ]
    path.write_text("\n".join([HEAD, machine(), "", *table]) + "\n", encoding="utf-8")


def _row(line: PageLine) -> str:
    low, high = (_milliseconds(seconds) for seconds in line.half)
    cells = [
        line.page,
        line.kind.value,
        _milliseconds(line.seconds),
        f"{low} to {high}",
        line.beside_words,
        _milliseconds(line.beside_seconds),
        f"{line.ratio:.2f}",
        f"{line.bound:.1f}",
        "yes" if line.ratio <= line.bound else "**no**",
    ]
    return f"| {' | '.join(cells)} |"


def _milliseconds(seconds: float) -> str:
    return f"{seconds * 1000:,.0f}"
