"""A reader in Chromium for the page benchmark: opens pages, has them run again, and sees when they are drawn."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator

from playwright.sync_api import Page, WebSocket, sync_playwright
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.requirements_of_machine import chromium

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync", "--no-first-run"]
SCREEN = {"width": 1440, "height": 900}
SECONDS = 120  # nothing takes longer
QUIET = 700  # ms without a change of the document: it is drawn

# Remembers when the document last changed, in ms since its navigation began.
WATCH = """
window.lastChange = 0;
new MutationObserver(() => { window.lastChange = performance.now(); })
    .observe(document, {subtree: true, childList: true, attributes: true, characterData: true});
"""
DRAWN = """([charts, quiet]) => performance.now() - window.lastChange > quiet
    && document.querySelector('[data-testid="stApp"]')?.dataset.testScriptState === 'notRunning'
    && document.querySelector('h1')
    && (!charts || document.querySelectorAll('.js-plotly-plot .main-svg').length > 0)
    && document.querySelectorAll('[data-testid="stPlotlyChart"]').length >= charts
    && !document.querySelector('[data-testid="stSkeleton"], [data-stale="true"]')"""
AGAIN = """address => {
    history.replaceState(null, '', address);
    dispatchEvent(new PopStateEvent('popstate'));
}"""


class Visit:
    """One tab. Its server answers every message of the browser; finished runs are counted on the wire."""

    def __init__(self, page: Page) -> None:
        self._page, self._finished = page, 0
        page.set_default_timeout(SECONDS * 1000)
        page.add_init_script(WATCH)
        page.on("websocket", self._listen)

    def _listen(self, socket: WebSocket) -> None:
        socket.on("framereceived", self._count)

    def _count(self, frame: str | bytes) -> None:
        if isinstance(frame, bytes):
            message = ForwardMsg.FromString(frame)
            finished = message.WhichOneof("type") == "script_finished"
            self._finished += finished and message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY

    def open(self, url: str, charts: int) -> float:
        """Load a page from its address. Seconds from the navigation to the last change of its document."""
        self._page.bring_to_front()  # the browser slows the tabs behind
        self._page.goto(url)
        self._page.wait_for_function(DRAWN, arg=[charts, QUIET])
        return float(self._page.evaluate("window.lastChange")) / 1000

    def run_again(self, address: str) -> None:
        """One run of the page at ``address`` (path and parameters), as the browser's Back causes it."""
        before, until = self._finished, time.monotonic() + SECONDS
        self._page.evaluate(AGAIN, address)
        while self._finished == before:
            if time.monotonic() > until:
                raise SystemExit(f"{address} was not run again")
            self._page.wait_for_timeout(5)

    def pause(self) -> None:
        """Let the server finish what follows a run."""
        self._page.wait_for_timeout(100)


@contextlib.contextmanager
def visiting() -> Iterator[Callable[[], Visit]]:
    """Opens tabs of one browser with one cache."""
    path = chromium()
    if not path:
        raise SystemExit("the page benchmark needs Chromium (Debian: apt-get install chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        context = browser.new_context(viewport=SCREEN)  # type: ignore[arg-type]
        yield lambda: Visit(context.new_page())
        browser.close()
