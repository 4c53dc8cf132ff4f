"""The page of one unit without a browser: what it says, what it opens, and to whom it shows what."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data_access.profiles import load_profile
from data_access.stores import open_store
from data_access.viewer import EVERYTHING, Viewer
from measures.known import holdings
from measures.period import Period
from measures.scope import Scope
from measures.unit_page import UnitPage, unit_page
from measures.work import SOON, TASKS
from tests.pages.opening import FAILED, app, opened, said
from text import VIETNAMESE
from ui import session as sessions

__all__ = ["app"]  # the fixture

UNIT, LIST = "pages/phuong_cua_toi.py", "pages/danh_sach.py"
CODE = re.compile(r"775\.\w+\.H29-\d{6}-\d{4}")


def links(app: AppTest) -> list[str]:
    return [element.proto.label for element in app.get("page_link")]


def counted(small_sample: Path, scope: Scope) -> UnitPage:
    store = open_store(str(small_sample))
    version = store.version()
    assert version
    held = holdings(store, version)
    profile = load_profile(held.profile)
    asked = replace(scope, lawful=profile.lawful_days, supplement_waits=profile.supplement_waits)
    return unit_page(store, version, asked, EVERYTHING, held, profile)


def as_viewer(monkeypatch: pytest.MonkeyPatch, viewer: Viewer) -> None:
    """Sessions of somebody with these rights."""
    whole = sessions.open_session

    def narrowed() -> sessions.Session | None:
        found = whole()
        return replace(found, viewer=viewer) if found else None

    monkeypatch.setattr("ui.frame.open_session", narrowed)


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ({"ky": "2018-11", "don_vi": "p11"}, "Phường 11"),
        ({"ky": "2018", "don_vi": "cn-vpdk"}, "Chi nhánh Văn phòng Đăng ký đất đai Quận 6"),
        ({"ky": "2018", "don_vi": "ldtbxh", "vai_tro": "resolving"}, "đơn vị khác"),
        ({"ky": "2018-11", "don_vi": "p11", "tai_ngay": "2018-11-05"}, "xem tại ngày 05/11/2018"),
        ({"ky": "2018-10", "don_vi": "cn-vpdk", "vai_tro": "resolving"}, "không có ghi nhận bước xử lý"),
        ({"ky": "2018-11", "don_vi": "thanh-tra", "vai_tro": "resolving"}, "không có hồ sơ đến hạn"),
        ({"don_vi": "p12", "ngon_ngu": "en"}, "What would move it most"),
        ({"don_vi": "p12", "chung_thuc": "1", "cach_tinh": "instant"}, "Việc cần làm"),
        ({}, "Chọn một đơn vị"),
        ({"don_vi": "p10,p11"}, "Chọn một đơn vị"),
    ],
)
def test_every_scope_is_answered(app: AppTest, address: dict[str, str], sentence: str) -> None:
    opened(app, UNIT, **address)
    assert FAILED not in said(app)
    assert sentence in said(app)


def test_without_a_unit_every_unit_is_a_link(app: AppTest) -> None:
    shown = links(opened(app, UNIT))
    assert [name for name in shown if name.startswith("Phường ")] == [f"Phường {n}" for n in range(1, 15)]
    assert "Chi nhánh Văn phòng Đăng ký đất đai Quận 6" in shown
    assert "Bảo hiểm xã hội Quận 6" not in shown


@pytest.mark.parametrize(("token", "unit", "role"), [("2018", "p11", "receiving"), ("2018", "cn-vpdk", "resolving")])
def test_lists_have_their_counts_and_open_as_many(
    app: AppTest, small_sample: Path, token: str, unit: str, role: str
) -> None:
    """Each count is a link; the table has its first rows; the list holds as many as it says."""
    scope = Scope(Period.parse(token), units=(unit,), unit_role=role)
    seen = counted(small_sample, scope)
    address = {"ky": token, "don_vi": unit, "vai_tro": role}
    opened(app, UNIT, **address)
    shown, text = links(app), said(app)
    tables = [element.value.replace("\\", "") for element in app.markdown if element.value.startswith("| Mã hồ sơ")]
    lengths = sorted(len(table.splitlines()) - 2 for table in tables)
    assert lengths == sorted(min(seen.counts[key], 8) for key in TASKS if seen.counts[key])
    for key in TASKS:
        if seen.counts[key]:
            assert f"Xem cả {VIETNAMESE.number(seen.counts[key])} hồ sơ" in shown
    late = seen.standings["overdue_rate"]
    assert f"Trễ hạn: {VIETNAMESE.fraction(late.x, late.n)}" in shown or not late.n
    assert f"Việc cần làm: {VIETNAMESE.number(sum(seen.counts[key] for key in TASKS))} việc" in text
    for key in TASKS:
        opened(app, LIST, chi_tieu=key, tu="phuong-cua-toi", **address)
        assert app.title[0].value.startswith(f"{VIETNAMESE.number(seen.counts[key])} ")
        assert "Quay lại Phường của tôi" in " ".join(links(app)) or "Phường của tôi" in " ".join(links(app))


def test_codes_are_in_full_for_those_who_act(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who acts sees codes, who may list sees them masked, who may not sees counts only."""
    address = {"ky": "2018", "don_vi": "p11"}
    assert CODE.search(said(opened(app, UNIT, **address)))
    as_viewer(monkeypatch, Viewer(None, may_list=True))
    text = said(opened(app, UNIT, **address))
    assert not CODE.search(text)
    assert re.search(r"…-\d{6}-\d\d••", text)
    as_viewer(monkeypatch, Viewer(None))
    text = said(opened(app, UNIT, **address))
    assert not CODE.search(text)
    assert "••" not in text
    assert "Xem cả" in text
    assert not app.get("download_button")


def test_a_chair_sees_the_own_unit_without_choosing(
    app: AppTest, small_sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    as_viewer(monkeypatch, Viewer(frozenset({"p11"}), may_list=True, may_act=True))
    opened(app, UNIT, ky="2018")
    seen = counted(small_sample, Scope(Period.parse("2018"), units=("p11",)))
    late = seen.standings["overdue_rate"]
    assert app.title[0].value.startswith(f"Phường 11: {VIETNAMESE.fraction(late.x, late.n)} hồ sơ trễ hạn")
    assert f"Sắp đến hạn: {seen.counts[SOON]}" in links(app) + said(app).split("  ") or seen.counts[SOON] == 0
    codes = CODE.findall(said(app))
    assert codes
    assert all(code.startswith("775.11.") for code in codes)


def test_the_work_list_is_one_table_with_every_dossier(small_sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file holds each list whole, with a next step in every row."""
    from ui import loading_unit, unit_tables
    from ui.session import Session

    monkeypatch.setenv("DOSSIER_DB_URL", str(small_sample))
    sessions.the_store.cache_clear()
    store = sessions.the_store()
    version = store.version()
    assert version
    held = holdings(store, version)
    profile = load_profile(held.profile)
    scope = Scope(Period.parse("2018"), units=("p11",), lawful=profile.lawful_days)
    session = Session(store, version, held, profile, EVERYTHING, VIETNAMESE, scope, scope, person=None)  # type: ignore[call-arg, arg-type]
    seen = loading_unit.load_unit(session)
    frame = unit_tables.work_list(session, seen).frame
    assert len(frame) == sum(seen.counts[key] for key in TASKS)
    assert frame["Việc"].nunique() == sum(seen.counts[key] > 0 for key in TASKS)
    assert frame["Việc tiếp theo"].str.len().min() > 0
    assert frame["Mã hồ sơ"].map(lambda code: bool(CODE.fullmatch(code))).all()
