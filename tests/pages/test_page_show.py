"""Trình chiếu without a browser: what its address says, what the script of the page may ask for, the frozen data."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data_access.journal import Records
from data_access.sample.records import write_records
from data_access.stores import open_store
from measures.known import short_version
from measures.scope import ScopeError
from tests.pages.opening import FAILED, app, opened, said
from tests.pages.signed_in import sign_in
from ui import session as sessions
from ui.show_address import Show, frozen_version, read_show

__all__ = ["app"]  # the fixture

SHOW = "pages/trinh_chieu.py"
REFUSED = "Địa chỉ yêu cầu giá trị không có"
UNITS = ["p10", "p11"]
SHOWS = [Show(), Show(slide=6), Show(3, 15, True, True, "p10"), Show(2, 1)]
WRONG = [
    {"trang": "0"},
    {"trang": "7"},
    {"trang": "-1"},
    {"trang": "1.5"},
    {"trang": "²"},
    {"giay": "3601"},
    {"giay": "x"},
    {"dung": "true"},
    {"nen": "xanh"},
    {"phuong": "p99"},
]


def address_of(app: AppTest) -> dict[str, str]:
    return {name: value[0] if isinstance(value, list) else value for name, value in app.query_params.items()}


@pytest.mark.parametrize("shown", SHOWS)
def test_an_address_brings_the_same_show_back(shown: Show) -> None:
    assert read_show(shown.to_params(), 6, UNITS) == shown


@pytest.mark.parametrize("params", WRONG)
def test_what_is_not_known_is_refused_and_named(params: dict[str, str]) -> None:
    with pytest.raises(ScopeError) as refused:
        read_show(params, 6, UNITS)
    assert refused.value.faults == list(params.items())


def test_only_names_of_versions_go_on_to_the_store() -> None:
    assert frozen_version({}) is None
    assert frozen_version({"phien": "store-000012-3fa9c1.duckdb"}) == "store-000012-3fa9c1.duckdb"
    assert short_version("store-000012-3fa9c1.duckdb") == "12-3fa9c1"
    for name in ("../store-000012-3fa9c1.duckdb", "/etc/passwd", "", "store-000012-3fa9c1.duckdb\n", "current"):
        with pytest.raises(ScopeError):
            frozen_version({"phien": name})


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ({"trang": "1"}, "1/6"),
        ({"trang": "6", "ky": "2018-11", "nen": "toi", "giay": "15"}, "Tháng 11/2018"),
        ({"trang": "3", "dung": "1"}, "Tạm dừng"),
        ({"phuong": "p10"}, "Phường 10"),
        ({"phuong": "p10", "ky": "2018-02"}, "Phường 10"),
        ({"trang": "2", "don_vi": "department,land_branch", "vai_tro": "resolving"}, "2/6"),
        ({"trang": "4", "chung_thuc": "1"}, "kể cả chứng thực"),
        ({"trang": "5", "don_vi": "p10", "ky": "2018"}, "Năm 2018"),
        ({"trang": "6", "ngon_ngu": "en"}, "Sample data"),
    ],
)
def test_deep_links(app: AppTest, address: dict[str, str], words: str) -> None:
    opened(app, SHOW, **address)
    assert FAILED not in said(app)
    assert words in said(app)
    assert address_of(app)["phien"].startswith("store-")
    assert len(app.get("plotly_chart")) == 1
    assert not app.selectbox  # no filters


def test_an_unknown_slide_is_refused_with_a_sentence(app: AppTest) -> None:
    opened(app, SHOW, trang="9")
    assert REFUSED in said(app)
    assert "trang=9" in said(app)
    assert not app.get("plotly_chart")


def test_a_new_load_changes_nothing_and_a_lost_version_is_said(
    app: AppTest, small_sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(small_sample, tmp_path / "store")
    monkeypatch.setenv("DOSSIER_DB_URL", str(tmp_path / "store"))
    sessions.the_store.cache_clear()
    store = open_store(str(tmp_path / "store"))
    first = store.version()
    opened(app, SHOW, trang="1")
    assert address_of(app)["phien"] == first
    newest = store.update(lambda _: True)
    assert newest
    app.run()
    assert short_version(str(first)) in said(app)
    assert "Có số liệu mới" in said(app)
    app.query_params["trang"] = "2"
    app.run()
    assert short_version(str(first)) in said(app)
    assert "Có số liệu mới" not in said(app)
    app.query_params["phien"] = "store-000009-abcdef.duckdb"
    app.run()
    assert "Không còn đọc được số liệu" in said(app)
    assert not app.get("plotly_chart")
    next(one for one in app.button if one.label == "Trình chiếu tiếp với số liệu mới nhất").click().run()
    assert address_of(app)["phien"] == newest
    assert short_version(newest) in said(app)


def test_what_was_agreed_comes_first_and_objections_stand_beside(
    app: AppTest, small_sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"sqlite:///{tmp_path / 'journal.sqlite'}"
    monkeypatch.setenv("DOSSIER_JOURNAL_URL", url)
    assert write_records(open_store(str(small_sample)), Records(url))
    opened(app, SHOW)
    assert "3 việc đã giao" in said(app)
    assert "1/7" in said(app)
    app.query_params["trang"] = "2"
    app.run()
    drawn = json.loads(app.get("plotly_chart")[0].proto.spec)
    assert "có ý kiến" in " ".join(one["text"] for one in drawn["layout"]["annotations"])
    monkeypatch.setenv("DOSSIER_JOURNAL_URL", "sqlite:////nowhere/at/all.sqlite")
    app.run()
    assert "2/6" in said(app)  # the show goes on without its journal


@pytest.mark.parametrize("role", ["screen", "leader", "chair"])
def test_every_role_has_the_show_of_its_numbers(
    app: AppTest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, role: str
) -> None:
    sign_in(app, monkeypatch, tmp_path, role)
    for number in range(1, 7):
        opened(app, SHOW, trang=str(number))
        assert FAILED not in said(app)
        assert f"{number}/6" in said(app)
    app.query_params["phuong"] = "p10"
    app.run()
    own = "Bạn chỉ được xem số liệu của đơn vị mình."
    assert (own in said(app)) == (role == "chair")
