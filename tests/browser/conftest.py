"""A served dashboard and a real browser."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, ViewportSize, expect, sync_playwright

from tests.requirements_of_machine import chromium, need

DESK: ViewportSize = {"width": 1440, "height": 900}
MOST_LOOKS = 300
ROOT = Path(__file__).resolve().parents[2]
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync", "--no-first-run"]


@dataclass(frozen=True)
class Served:
    """A running dashboard: its address and the store it shows."""

    url: str
    store: Path


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = chromium()
    need("Chromium (Debian: apt-get install chromium)", bool(path))
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def served(small_sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The dashboard over a copy of the small sample district."""
    store = tmp_path_factory.mktemp("served") / "store"
    shutil.copytree(small_sample, store)
    with serving(store) as running:
        yield running


@contextlib.contextmanager
def serving(store: Path, *options: str, port: int = 0, **settings: str) -> Iterator[Served]:
    """The dashboard over a store on a port (default: a free one), with more options and environment variables."""
    port = port or free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "ui.serve", "--server.port", str(port), *options],
        cwd=ROOT,
        env={**os.environ, "DOSSIER_DB_URL": str(store), **settings},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for(f"http://127.0.0.1:{port}/_stcore/health")
        yield Served(f"http://127.0.0.1:{port}", store)
    finally:
        process.terminate()
        process.wait(timeout=20)


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def wait_for(url: str) -> None:
    for _ in range(240):
        try:
            with urllib.request.urlopen(url, timeout=2) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.25)
    raise TimeoutError(f"no answer from {url}")


@pytest.fixture(scope="session")
def window(browser: Browser) -> Iterator[BrowserContext]:
    """The one window of this run. A second one would fetch and compile Streamlit's scripts again."""
    opened = browser.new_context(viewport=DESK, accept_downloads=True)
    yield opened
    opened.close()


@pytest.fixture
def page(window: BrowserContext) -> Iterator[Page]:
    """A tab as good as new: each address opened in it begins a new session of the dashboard; no test leaves a cookie,
    a store, a size or another tab to the next."""
    opened = window.pages[0] if window.pages else window.new_page()
    opened.set_viewport_size(DESK)
    opened.set_default_timeout(60_000)
    expect.set_options(timeout=30_000)
    yield opened
    for other in window.pages[1:]:
        other.close()
    if opened.url.startswith("http"):
        opened.evaluate("() => { localStorage.clear(); sessionStorage.clear(); }")
    opened.mouse.move(0, 0)
    opened.goto("about:blank")
    window.clear_cookies()


# What is drawn, as text; "" while something is still to come: the script runs, an element waits for its code, a figure
# that is seen has no drawing, or letters are not loaded.
DRAWN = """() => {
    const seen = e => e.checkVisibility(), app = document.querySelector('[data-testid=stApp]');
    const coming = app?.dataset.testScriptState !== 'notRunning' || document.fonts.status !== 'loaded'
        || document.querySelector('[data-testid=stSkeleton], [data-stale=true]')
        || [...document.querySelectorAll('.js-plotly-plot')].some(e => seen(e) && !e.querySelector('.main-svg'));
    if (coming) return '';
    return [...document.querySelectorAll('[class*=st-key-], .main-svg, [data-testid=stPopoverBody]')].filter(seen)
        .map(e => { const r = e.getBoundingClientRect(); return [r.x, r.y, r.width, r.height].map(Math.round); })
        .join(' ') || ' ';
}"""
SAME = 4
EVERY_MS = 100


def quiet(page: Page) -> None:
    """Wait until nothing runs and what is drawn keeps its place: figures fit themselves to their cards."""
    last, same = "", 0
    for _ in range(MOST_LOOKS):
        now = page.evaluate(DRAWN)
        same = same + 1 if now and now == last else 0
        if same >= SAME:
            return
        last = now
        page.wait_for_timeout(EVERY_MS)
    raise AssertionError(f"{page.url} does not come to rest: {last[:300]!r}")


@contextlib.contextmanager
def case(name: str) -> Iterator[None]:
    """One of several cases that share an opened page; a failure says which."""
    try:
        yield
    except BaseException as failure:
        failure.add_note(f"case: {name}")
        raise


def download(page: Page, button: str, path: Path) -> Path:
    """Press a button that gives a file, once, and keep the file."""
    with page.expect_download() as waiting:
        page.get_by_role("button", name=button, exact=True).click()
    waiting.value.save_as(path)
    return path


def csv_lines(path: Path) -> list[str]:
    """The lines of a CSV below the note that says what it shows, when it was made and of which version of the data."""
    note, *lines = path.read_text(encoding="utf-8-sig").splitlines()
    assert note.startswith("# ")
    assert "store-" in note
    return lines


def sheet_rows(path: Path) -> list[tuple[object, ...]]:
    """The rows of a workbook below its note, an empty row and the header."""
    sheet = openpyxl.load_workbook(path).active
    assert sheet is not None
    rows = list(sheet.iter_rows(values_only=True))
    empty = next(place for place, row in enumerate(rows) if not any(row))
    return rows[empty + 2 :]


def lines_behind(page: Page, button: Locator, path: Path) -> list[str]:
    """Open what a button opens, take its data away as CSV, close it again."""
    csv = page.get_by_role("button", name="CSV", exact=True)
    button.click()
    expect(csv).to_be_visible()
    quiet(page)
    lines = csv_lines(download(page, "CSV", path))
    page.keyboard.press("Escape")
    expect(csv).to_have_count(0)
    return lines


def lines_of_data(page: Page, figure: str, folder: Path) -> list[str]:
    """The data of a figure, header first."""
    with case(figure):
        return lines_behind(page, page.locator(f".st-key-data-{figure} button").first, folder / f"{figure}.csv")
