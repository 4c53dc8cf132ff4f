"""Servers for the page benchmark: the dashboard, the dashboard with nothing cached, and the reference page.

``python -m benchmarks.page_server KIND --server.port N`` serves one of them until stopped, as ``ui.serve`` does.
"""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
DASHBOARD, UNCACHED, REFERENCE = "dashboard", "uncached", "reference"
SCRIPT = "from benchmarks.reference_page import main\nmain()\n"
SECONDS_TO_START = 60
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Server:
    """A serving process of our own."""

    url: str
    process: int

    def cpu(self) -> float:
        """Seconds of processor time, user and system, of all its threads so far (Linux)."""
        after_name = Path(f"/proc/{self.process}/stat").read_text().rpartition(")")[2].split()
        return (int(after_name[11]) + int(after_name[12])) / TICKS


@contextlib.contextmanager
def running(kind: str, store: Path) -> Iterator[Server]:
    """A server of this kind over ``store`` on a free port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "benchmarks.page_server", kind, "--server.port", str(port)]
    settings = os.environ | {"DOSSIER_DB_URL": str(store), "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(command, cwd=ROOT, env=settings, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait(f"http://127.0.0.1:{port}/_stcore/health", process)
        yield Server(f"http://127.0.0.1:{port}", process.pid)
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait(url: str, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except OSError:
            time.sleep(0.25)
    raise SystemExit(f"no answer from {url}")


def serve(kind: str, options: list[str]) -> None:
    """Serve until stopped."""
    if kind == REFERENCE:
        _serve_reference(options)
        return
    if kind == UNCACHED:
        _cache_nothing()
    from ui.serve import serve as serve_dashboard

    serve_dashboard(options)


def _cache_nothing() -> None:
    """Every run begins with empty caches. Within it each number is counted once, however many cards show it."""
    import streamlit as st
    from streamlit.runtime.scriptrunner.script_runner import ScriptRunner

    run = ScriptRunner._run_script

    def from_nothing(self: ScriptRunner, *data: Any, **more: Any) -> None:
        st.cache_data.clear()
        st.cache_resource.clear()
        run(self, *data, **more)

    ScriptRunner._run_script = from_nothing  # type: ignore[method-assign]


def _serve_reference(options: list[str]) -> None:
    """The reference page. Streamlit takes static files from beside the script, so it gets a folder of its own."""
    from streamlit.web import cli

    with tempfile.TemporaryDirectory(prefix="reference-page-") as folder:
        script = Path(folder) / "reference.py"
        script.write_text(SCRIPT, encoding="utf-8")
        (Path(folder) / "static").symlink_to(ROOT / "static")
        cli.main(["run", str(script), *options], prog_name="streamlit")


if __name__ == "__main__":
    serve(sys.argv[1], sys.argv[2:])
