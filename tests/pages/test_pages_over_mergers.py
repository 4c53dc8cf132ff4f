"""The overview before, between and after the mergers of wards."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data_access.load import Order, load_exports
from data_access.sample.mergers import PROFILE, write_generations
from data_access.stores import open_store
from ui import session as sessions

DASHBOARD = str(Path(__file__).resolve().parents[2] / "dashboard.py")


@pytest.fixture(scope="module")
def merged_sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("merged")
    for paths in write_generations(folder / "exports"):
        load_exports(open_store(str(folder / "store")), Order(paths=tuple(paths), profile=PROFILE, sample=True))
    return folder / "store"


@pytest.fixture
def app(merged_sample: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.chdir(Path(DASHBOARD).parent)
    monkeypatch.setenv("DOSSIER_DB_URL", str(merged_sample))
    sessions.the_store.cache_clear()
    return AppTest.from_file(DASHBOARD, default_timeout=60)


def said(app: AppTest) -> str:
    return " ".join(element.value for element in [*app.title, *app.subheader, *app.markdown])


def box(app: AppTest, name: str):
    return next(one for one in app.selectbox if one.key and one.key.startswith(f"choose-{name}-"))


@pytest.mark.parametrize(
    ("period", "wards", "first"),
    [("2024-12", 14, "Phường 1 (… – 31/12/2024)"), ("2025-03", 10, "Phường 1 (01/01/2025")],
)
def test_the_units_are_those_of_the_period(app: AppTest, period: str, wards: int, first: str) -> None:
    app.query_params["ky"] = period
    app.run()
    assert not app.exception
    options = box(app, "unit").options
    assert options[0] == f"Tất cả ({wards} phường)"
    assert options[1].startswith(first)
    assert not [name for name in options if "Bình Tiên" in name]


def test_the_newest_month_shows_the_four_wards(app: AppTest) -> None:
    app.run()
    assert not app.exception
    assert app.title[0].value.startswith("Tháng 12/2025")
    assert box(app, "unit").options[0] == "Tất cả (4 phường)"
    assert "chưa cập nhật từ" not in said(app)


def test_a_chosen_ward_goes_along_into_the_past(app: AppTest) -> None:
    app.query_params["don-vi"] = "binh-phu"
    app.run()
    months = box(app, "period")
    months.select_index(months.options.index("Tháng 12/2024")).run()
    assert not app.exception
    assert app.query_params["don-vi"] in (["p10,p11"], "p10,p11")


def test_an_address_with_a_ward_of_another_time_says_where_its_work_is(app: AppTest) -> None:
    app.query_params["don-vi"], app.query_params["ky"] = "p03", "2025-09"
    app.run()
    assert not app.exception
    assert "Phường 3 không tồn tại ngày 30/09/2025; xem Phường Bình Tiên" in said(app)
