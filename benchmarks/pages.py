"""``python -m benchmarks.pages``: what the pages cost beside a plain page; writes ``docs/page-speed.md``, or with
``--order`` of the pages of the whole order ``docs/page-speed-order.md``.

All servers run at the same time, each a process of its own over the whole sample district, and one browser asks each in
turn, so that a slow moment meets them all alike. Processor time is the server's own; times in the browser end with the
last change of the document. Needs Linux and Chromium.
"""

from __future__ import annotations

import argparse
import contextlib
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.page_report import Kind, PageLine, write_report
from benchmarks.page_server import DASHBOARD, REFERENCE, ROOT, UNCACHED, Server, running
from benchmarks.page_visit import Visit, visiting

# Address of a page: figures on it, for desk and phone.
PAGES = {"tong-quan": 8, "tre-han": 12, "truc-tuyen": 10, "thu-xin-loi": 6}
ORDER = {"theo-doi": 1, "diem-nghen": 4, "dat-dai": 4, "niem-yet": 0, "giay-to": 0}
ORDER |= {"nhan-su": 0, "kiem-tra": 0, "don-doc": 0, "doi-soat": 0}
REFERENCE_PAGE, REFERENCE_CHARTS = "reference", 3
FIRST_MONTHS = [f"2020-{month:02}" for month in range(1, 6)] + ["2019-12", "2019-11"]  # not the month of the start
OUT, OUT_ORDER = ROOT / "docs" / "page-speed.md", ROOT / "docs" / "page-speed-order.md"
RUNS = 20  # of a page that is cached, in one round


@dataclass(frozen=True)
class Tab:
    """A page, opened in a tab of its own, and its server."""

    server: Server
    visit: Visit
    path: str
    charts: int

    @property
    def url(self) -> str:
        return f"{self.server.url}/{self.path}"

    def cpu(self, *queries: str) -> float:
        """Seconds of the server's processor a run, over runs of the page with these parameters."""
        self.visit.pause()
        before = self.server.cpu()
        for query in queries:
            self.visit.run_again(f"/{self.path}{query}")
        self.visit.pause()
        return (self.server.cpu() - before) / len(queries)

    def drawn(self) -> float:
        """Seconds until the page is drawn, loaded from its address."""
        return self.visit.open(self.url, self.charts)


@dataclass
class Measured:
    """Seconds of every round, by what was measured and page."""

    seconds: dict[tuple[Kind, str], list[float]] = field(default_factory=dict)

    def add(self, kind: Kind, page: str, seconds: float) -> None:
        self.seconds.setdefault((kind, page), []).append(seconds)
        print(f"{kind.name.lower():9} {page:11} {seconds * 1000:8.1f} ms", flush=True)

    def line(self, kind: Kind, page: str, beside: Kind, beside_page: str) -> PageLine:
        """Median beside median, with the middle half of the rounds."""
        mine, other = self.seconds[kind, page], self.seconds[beside, beside_page]
        low, _, high = statistics.quantiles(mine, n=4)
        return PageLine(page, kind, beside, statistics.median(mine), (low, high), statistics.median(other))


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.pages", description=__doc__)
    parser.add_argument("--store", type=Path, help="a store of the whole sample (default: one is made)")
    parser.add_argument("--rounds", type=int, default=len(FIRST_MONTHS), choices=range(2, len(FIRST_MONTHS) + 1))
    parser.add_argument("--order", action="store_true", help="the pages of the whole order instead of the four first")
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    pages, out = (ORDER, OUT_ORDER) if options.order else (PAGES, OUT)
    with _store(options.store) as store:
        write_report(options.out or out, measure(store, options.rounds, pages))


@contextlib.contextmanager
def _store(given: Path | None) -> Iterator[Path]:
    if given:
        yield given
        return
    with tempfile.TemporaryDirectory(prefix="dossier-pages-") as folder:
        made = Path(folder) / "store"
        subprocess.run([sys.executable, "-m", "data_access", "--store", str(made), "sample"], cwd=ROOT, check=True)
        yield made


def measure(store: Path, rounds: int, pages: dict[str, int]) -> list[PageLine]:
    """All figures, after one opening of every page that is not counted."""
    measured = Measured()
    with (
        running(REFERENCE, store) as plain,
        running(DASHBOARD, store) as dashboard,
        running(UNCACHED, store) as uncached,
        visiting() as new_tab,
    ):
        reference = Tab(plain, new_tab(), REFERENCE_PAGE, REFERENCE_CHARTS)
        cached = [Tab(dashboard, new_tab(), page, charts) for page, charts in pages.items()]
        anew = [Tab(uncached, new_tab(), page, charts) for page, charts in pages.items()]
        for tab in (reference, *cached, *anew):
            tab.drawn()
        for month in FIRST_MONTHS[:rounds]:
            _round(measured, month, reference, cached, anew)
    return list(_lines(measured, pages))


def _round(measured: Measured, month: str, reference: Tab, cached: list[Tab], anew: list[Tab]) -> None:
    """Everything once."""
    for tab in (reference, *cached):
        measured.add(Kind.CACHED, tab.path, tab.cpu(*[""] * RUNS))
    for tab in cached:
        measured.add(Kind.FIRST, tab.path, tab.cpu(f"?ky={month}"))
    reference.drawn()  # not counted: the browser may still be drawing the months
    for tab in (reference, *cached):
        measured.add(Kind.DRAWN, tab.path, tab.drawn())
    for tab in anew:  # last: the browser is long busy with what they send
        measured.add(Kind.UNCACHED, tab.path, tab.cpu(""))


def _lines(measured: Measured, pages: Iterable[str]) -> Iterator[PageLine]:
    for page in pages:
        yield measured.line(Kind.CACHED, page, Kind.CACHED, REFERENCE_PAGE)
        yield measured.line(Kind.CACHED, page, Kind.UNCACHED, page)
        yield measured.line(Kind.FIRST, page, Kind.CACHED, REFERENCE_PAGE)
        yield measured.line(Kind.DRAWN, page, Kind.DRAWN, REFERENCE_PAGE)


if __name__ == "__main__":
    main()
