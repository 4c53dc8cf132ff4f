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

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from tests.requirements_of_machine import chromium, need

PRESSES = 3
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
def serving(store: Path, **settings: str) -> Iterator[Served]:
    """The dashboard over a store on a free port, with more environment variables."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "ui.serve", "--server.port", str(port)],
        cwd=ROOT,
        env={**os.environ, "DOSSIER_DB_URL": str(store), **settings},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait(f"http://127.0.0.1:{port}/_stcore/health")
        yield Served(f"http://127.0.0.1:{port}", store)
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait(url: str) -> None:
    for _ in range(240):
        try:
            with urllib.request.urlopen(url, timeout=2) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.25)
    raise TimeoutError(f"no answer from {url}")


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1440, "height": 900}, accept_downloads=True)
    opened = context.new_page()
    opened.set_default_timeout(60_000)
    expect.set_options(timeout=30_000)
    yield opened
    context.close()


def download(page: Page, button: str, path: Path) -> Path:
    """Press a button that gives a file, and keep the file.

    Streamlit makes the file when asked. A press that meets the moment in which the page looks for new data can be lost;
    a person presses again.
    """
    for _ in range(PRESSES):
        try:
            with page.expect_download(timeout=15_000) as waiting:
                page.get_by_role("button", name=button, exact=True).click()
            waiting.value.save_as(path)
            return path
        except PlaywrightTimeout:
            continue
    raise AssertionError(f"{button}: no file after {PRESSES} presses")
