"""What a machine may lack. A test that needs it is skipped by name; with REQUIRE_ALL=1 (CI) that is a failure."""

from __future__ import annotations

import os
import shutil

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
