"""Pages whose store is out of reach, of an older layout, or replaced while they are drawn: a sentence, no trace."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pytest
from sqlalchemy import URL, Connection
from streamlit.testing.v1 import AppTest

from data_access.load import Order, load_exports
from data_access.stores import open_store
from data_access.stores.postgresql_store import FOLDER_SETTING, PostgreSQLStore
from tests.district import random_district, write_exports
from tests.postgresql_cluster import Databases
from ui import frame
from ui import session as sessions

DASHBOARD = str(Path(__file__).resolve().parents[2] / "dashboard.py")
OUT_OF_REACH = "Hiện chưa đọc được số liệu"
BEING_REPLACED = "Số liệu đang được thay thế"


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch) -> Iterator[AppTest]:
    """The dashboard, with no store chosen before this test or after it."""
    monkeypatch.chdir(Path(DASHBOARD).parent)
    sessions.the_store.cache_clear()
    yield AppTest.from_file(DASHBOARD, default_timeout=120)
    sessions.the_store.cache_clear()


def said(app: AppTest) -> str:
    return " ".join(element.value for element in [*app.title, *app.subheader, *app.markdown])


@contextmanager
def silent_address() -> Iterator[str]:
    """A port where nobody answers: bound, not listening."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield f"127.0.0.1:{taken.getsockname()[1]}"


def test_a_server_out_of_reach(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    with silent_address() as address:
        monkeypatch.setenv("DOSSIER_DB_URL", f"postgresql://reader:s3cret@{address}/dossiers")
        app.run()
    assert not app.exception
    assert OUT_OF_REACH in said(app)
    assert "s3cret" not in said(app)
    assert address not in said(app)


def test_a_page_that_could_not_be_drawn_is_drawn_when_the_store_is_back(
    app: AppTest, small_sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with silent_address() as address:
        monkeypatch.setenv("DOSSIER_DB_URL", f"postgresql://reader@{address}/dossiers")
        app.run()
        assert OUT_OF_REACH in said(app)
    monkeypatch.setenv("DOSSIER_DB_URL", str(small_sample))
    sessions.the_store.cache_clear()
    app.run()
    assert app.title[0].value.startswith("Tháng 6/2020: trễ hạn")


def test_a_store_of_an_older_layout(app: AppTest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = open_store(str(tmp_path / "store"))
    write_exports(random_district(1, size=5), tmp_path / "exports")
    load_exports(store, Order(paths=(tmp_path / "exports",), sample=True))

    def make_older(connection: duckdb.DuckDBPyConnection) -> bool:
        connection.execute("UPDATE layout SET number = 1")
        return True

    store.update(make_older)
    monkeypatch.setenv("DOSSIER_DB_URL", str(tmp_path / "store"))
    app.run()
    assert not app.exception
    assert "python -m data_access upgrade" in said(app)


class Overtaken(PostgreSQLStore):
    """A store into which others publish, a number of times, between our look at the version and our first question."""

    def __init__(self, url: URL, times: int) -> None:
        super().__init__(url)
        self.times = times

    @contextmanager
    def connect(self, version: str | None = None) -> Iterator[Connection]:
        if self.times:
            self.times -= 1
            assert self.update(lambda connection: True)
        with super().connect(version) as connection:
            yield connection


@pytest.mark.parametrize(("times", "shown"), [(0, True), (1, True), (2, True), (50, False)])
def test_a_version_replaced_while_the_page_is_drawn(
    app: AppTest, databases: Databases, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, times: int, shown: bool
) -> None:
    """Drawn anew with the new version; given up with a sentence where that happens again and again."""
    monkeypatch.setenv(FOLDER_SETTING, str(tmp_path / "working-copies"))
    write_exports(random_district(1, size=20), tmp_path / "exports")
    with databases.fresh() as url:
        store = Overtaken(url.set(drivername="postgresql+psycopg"), 0)
        load_exports(store, Order(paths=(tmp_path / "exports",), sample=True))
        store.times = times
        monkeypatch.setattr(sessions, "open_store", lambda: store)
        app.run()
        assert not app.exception
        assert bool(app.title) is shown
        assert (BEING_REPLACED in said(app)) is not shown
        assert store.times == (0 if shown else times - frame.MOST_ATTEMPTS)
        if not shown:
            store.times = 0
            app.run()
            assert app.title
