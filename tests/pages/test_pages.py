"""Pages run without a browser: what they say, and what they refuse to show."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data_access.load import Order, load_exports
from data_access.stores import open_store
from tests.district import random_district, write_exports
from tests.pages.signed_in import sign_in
from ui import session as sessions

DASHBOARD = str(Path(__file__).resolve().parents[2] / "dashboard.py")


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """The dashboard, with no store chosen before this test."""
    monkeypatch.chdir(Path(DASHBOARD).parent)
    sessions.the_store.cache_clear()
    return AppTest.from_file(DASHBOARD, default_timeout=60)


def said(app: AppTest) -> str:
    return " ".join(element.value for element in [*app.title, *app.subheader, *app.markdown])


def test_the_sample_is_shown_and_says_so(app: AppTest, small_sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOSSIER_DB_URL", str(small_sample))
    app.run()
    assert not app.exception
    assert "Dữ liệu mẫu" in said(app)
    assert app.title[0].value.startswith("Tháng 6/2020: trễ hạn")


def test_an_empty_store_says_what_to_do(app: AppTest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOSSIER_DB_URL", str(tmp_path))
    app.run()
    assert not app.exception
    assert "python -m data_access load" in said(app)


@pytest.mark.parametrize("identity", [False, True])
def test_real_data_needs_identity(
    app: AppTest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, identity: bool
) -> None:
    files = write_exports(random_district(1, size=30), tmp_path / "exports")
    load_exports(open_store(str(tmp_path / "store")), Order(paths=tuple(files)))
    monkeypatch.setenv("DOSSIER_DB_URL", str(tmp_path / "store"))
    if identity:
        sign_in(app, monkeypatch, tmp_path, "leader")
    app.run()
    assert not app.exception
    assert ("access.toml" in said(app)) is not identity
    assert bool(app.title) is identity
    assert "Dữ liệu mẫu" not in said(app)


def test_a_server_open_to_others_shows_nothing(
    app: AppTest, small_sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOSSIER_DB_URL", str(small_sample))
    monkeypatch.setattr("ui.identity.st.get_option", lambda name: "0.0.0.0")
    app.run()
    assert not app.title
    assert "--server.address 127.0.0.1" in said(app)


ONLY_UNITS = ("niem_yet", "nhan_su", "kiem_tra", "don_doc", "theo_doi")


@pytest.mark.parametrize("page", ["tong_quan", "giay_to", "doi_soat", *ONLY_UNITS])
def test_only_filters_that_hold_are_offered(
    app: AppTest, small_sample: Path, monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    """Where a page counts no dossiers, neither their filters nor the words for them stand above it."""
    monkeypatch.setenv("DOSSIER_DB_URL", str(small_sample))
    app.run()
    app.switch_page(f"pages/{page}.py").run()
    offered = {str(box.key).split("-")[1] for box in app.selectbox if str(box.key).startswith("choose-")}
    of_dossiers = {"fields", "channels", "procedures"} if page not in ONLY_UNITS else set()
    assert offered == {"period", "unit"} | of_dossiers
    assert [toggle.key for toggle in app.toggle] == (["choose-certification"] if of_dossiers else [])
    assert [field.key for field in app.text_input] == ["choose-as-of"]
    stamp = [element.value for element in app.markdown if element.value.startswith("Hồ sơ UBND phường tiếp nhận")]
    assert bool(stamp) is bool(of_dossiers)


def test_every_measure_has_its_list(app: AppTest, small_sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from measures.registry import MEASURES

    monkeypatch.setenv("DOSSIER_DB_URL", str(small_sample))
    app.run()
    for key in MEASURES:
        app.query_params["chi-tieu"] = key
        app.switch_page("pages/danh_sach.py").run()
        assert not app.exception, key
        assert app.title, key


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ({"ky": "2020-07"}, "Kỳ này không có số liệu: Tháng 7/2020"),  # after the data
        ({"ky": "2017-12"}, "Kỳ này không có số liệu: Tháng 12/2017"),  # before it
        ({"ngon-ngu": "fr"}, "Địa chỉ yêu cầu giá trị không có"),  # refused, not replaced
        ({"don-vi": ""}, "Hồ sơ mọi đơn vị tiếp nhận"),  # all units
        ({"ky": "2018-02"}, "Tháng 2/2018"),  # two months of history only
        ({"don-vi": "thanh-tra", "vai-tro": "resolving"}, "Không có hồ sơ đến hạn trong kỳ."),
    ],
)
def test_unusual_addresses_are_answered(
    app: AppTest, small_sample: Path, monkeypatch: pytest.MonkeyPatch, address: dict[str, str], sentence: str
) -> None:
    monkeypatch.setenv("DOSSIER_DB_URL", str(small_sample))
    for name, value in address.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    shown = " ".join([said(app), *(element.value for element in app.header)]).replace("\\", "")
    assert sentence in shown
    assert "Chưa thể hiển thị trang này" not in shown
