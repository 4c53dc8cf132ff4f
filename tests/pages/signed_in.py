"""Somebody signed in, as a page run without a browser sees them: what the provider says, and an access.toml."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

ACCESS = """
identity = "oidc"
[[people]]
email = "leader@example.vn"
role = "leader"
[[people]]
email = "chair@example.vn"
role = "chair"
units = ["Phường 12"]
[[people]]
email = "office@example.vn"
role = "office"
[[people]]
email = "screen@example.vn"
role = "screen"
"""


def claims(role: str, **other: object) -> dict[str, object]:
    """The ID token of somebody whose name is their role."""
    known = {"is_logged_in": True, "iss": "https://idp.example.vn", "sub": role, "email": f"{role}@example.vn"}
    return known | {"email_verified": True, "name": f"Người {role}", "iat": int(time.time()), **other}


def sign_in(
    app: AppTest, monkeypatch: pytest.MonkeyPatch, folder: Path, role: str, access: str = ACCESS, **other: object
) -> AppTest:
    """Sign somebody in with a role ("nobody" has none) before the next run."""
    (folder / "access.toml").write_text(access, encoding="utf-8")
    monkeypatch.setenv("DOSSIER_ACCESS", str(folder / "access.toml"))
    monkeypatch.setenv("DOSSIER_JOURNAL_URL", f"sqlite:///{folder / 'journal.sqlite'}")
    app.user = claims(role, **other)
    return app
