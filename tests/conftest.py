"""Shared fixtures: stores of every engine, filled through the real loading path."""

from __future__ import annotations

import contextlib
import gc
import itertools
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from data_access.load import Order, load_exports
from data_access.stores import Store, open_store
from data_access.stores.postgresql_store import FOLDER_SETTING
from tests.district import District, write_exports
from tests.postgresql_cluster import CARELESS, Cluster, Databases, given_server
from tests.requirements_of_machine import need, postgresql_programs

ENGINES = ("duckdb", "postgresql")
Loaded = Callable[[District], tuple[Store, str]]
Addresses = Callable[[], str]


@pytest.fixture(scope="session")
def databases() -> Iterator[Databases]:
    """Fresh databases on a PostgreSQL server: that of DOSSIER_TEST_POSTGRES, else one made for this run."""
    if given := given_server():
        yield Databases(given)
        return
    programs = postgresql_programs()
    need("a PostgreSQL server (Debian: apt-get install postgresql)", programs is not None)
    cluster = Cluster(programs, *CARELESS)
    try:
        yield Databases(cluster.url("postgres"))
    finally:
        cluster.remove()


@pytest.fixture(scope="module", params=ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    """Which engine: a test that uses stores runs once on each."""
    return request.param


@contextlib.contextmanager
def _addresses(engine: str, request: pytest.FixtureRequest, folder: Path) -> Iterator[Addresses]:
    numbers = itertools.count(1)
    if engine == "duckdb":
        yield lambda: str(folder / f"store-{next(numbers)}")
        return
    databases = request.getfixturevalue("databases")
    with pytest.MonkeyPatch.context() as patch, contextlib.ExitStack() as opened:
        patch.setenv(FOLDER_SETTING, str(folder))
        yield lambda: opened.enter_context(databases.fresh()).render_as_string(hide_password=False)


@pytest.fixture
def store_address(engine: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Addresses]:
    """A function that gives the address of an empty store each time it is called."""
    with _addresses(engine, request, tmp_path / "stores") as address:
        yield address


@pytest.fixture(scope="module")
def module_address(
    engine: str, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Addresses]:
    """The same for stores that a whole module reads."""
    with _addresses(engine, request, tmp_path_factory.mktemp("stores")) as address:
        yield address


@pytest.fixture
def load_district(store_address: Addresses, tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    """A function that writes a district as export files and loads them into an empty store."""

    def load(district: District) -> tuple[Store, str]:
        files = write_exports(district, tmp_path_factory.mktemp("district") / "exports")
        store = open_store(store_address())
        summary = load_exports(store, Order(paths=tuple(files)))
        assert summary.total("refused") == 0, summary.reasons
        assert summary.version
        return store, summary.version

    return load


@pytest.fixture(scope="session")
def small_sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store folder holding the small sample district; read-only for tests."""
    from data_access.sample.generator import write_exports as write_sample

    folder = tmp_path_factory.mktemp("sample")
    paths = write_sample(folder / "exports", "small")
    load_exports(open_store(str(folder / "store")), Order(paths=tuple(paths), sample=True))
    return folder / "store"


# A minute or two each, in which they mostly wait: begun first, the others fill the time.
LONGEST = ("test_killed_loads.py", "test_what_is_sent.py", "test_show.py", "test_sign_in.py")


def pytest_collection_finish() -> None:
    """What was imported and collected stays: the collector need not walk through it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest tests first: begun last, one worker would be at them while the others have nothing left."""
    items.sort(key=lambda item: not item.path.name.startswith(LONGEST))
