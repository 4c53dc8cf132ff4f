"""Shared fixtures: stores filled through the real loading path."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from data_access.load import Order, load_exports
from data_access.stores import Store, open_store
from tests.district import District, write_exports

Loaded = Callable[[District], tuple[Store, str]]


@pytest.fixture
def load_district(tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    """A function that writes a district as export files and loads them into an empty store."""

    def load(district: District) -> tuple[Store, str]:
        folder = tmp_path_factory.mktemp("district")
        files = write_exports(district, folder / "exports")
        store = open_store(str(folder / "store"))
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
