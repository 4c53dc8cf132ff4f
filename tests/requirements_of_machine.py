"""What a machine may lack. A test that needs it is skipped by name; with REQUIRE_ALL=1 (CI) that is a failure."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest


def need(what: str, found: bool) -> None:
    """Skip, or fail where everything is required, unless ``what`` was found on this machine."""
    if found:
        return
    if os.environ.get("REQUIRE_ALL") == "1":
        pytest.fail(f"this machine lacks {what}, and REQUIRE_ALL=1 allows no skip")
    pytest.skip(f"this machine lacks {what}")


def chromium() -> str:
    """The path of Chromium, or "" if there is none."""
    return shutil.which("chromium") or shutil.which("chromium-browser") or ""


def postgresql_programs() -> Path | None:
    """The folder of initdb and pg_ctl, the newest there is; None without a PostgreSQL server."""
    installed = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = sorted(installed, key=lambda path: int(path.parts[-3]))[-1:]
    found = [path for path in (shutil.which("initdb"), *newest) if path]
    return Path(found[0]).resolve().parent if found else None


@contextlib.contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[Path]:
    """``folder`` as a file system of its own that is soon full. Only root may mount one, on Linux."""
    folder.mkdir(parents=True, exist_ok=True)
    command = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder)]
    root = sys.platform == "linux" and os.geteuid() == 0
    need("a small tmpfs (root on Linux)", root and subprocess.run(command, capture_output=True).returncode == 0)
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)
