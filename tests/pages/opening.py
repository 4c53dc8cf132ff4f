"""A page of the dashboard over the small sample district, opened without a browser."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from ui import session as sessions

DASHBOARD = str(Path(__file__).resolve().parents[2] / "dashboard.py")
FAILED = "Chưa thể hiển thị trang này"


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch, small_sample: Path) -> AppTest:
    """The dashboard over the small sample district."""
    monkeypatch.chdir(Path(DASHBOARD).parent)
    monkeypatch.setenv("DOSSIER_DB_URL", str(small_sample))
    sessions.the_store.cache_clear()
    return AppTest.from_file(DASHBOARD, default_timeout=60)


def opened(app: AppTest, page: str, **address: str) -> AppTest:
    """A page at an address: ``don_vi="p10"`` is ``don-vi=p10``."""
    app.run()
    for name, value in address.items():
        app.query_params[name.replace("_", "-")] = value
    app.switch_page(page).run()
    assert not app.exception
    return app


def said(app: AppTest) -> str:
    """Its titles and sentences as people read them."""
    texts = [element.value for element in [*app.title, *app.header, *app.markdown]]
    return " ".join(texts).replace("\\", "")
