"""The page "Kiểm tra công vụ" and lists of rows beside dossiers: what they say, and that their numbers open."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data_access.fetch import fetch
from data_access.stores import open_store
from data_access.viewer import EVERYTHING, Viewer
from measures import registry
from measures.inspections_page import FOUND, OPEN, Inspections, inspections_page
from measures.known import holdings
from measures.members import how_many, members
from measures.period import Period
from measures.scope import Scope
from tests.pages.opening import FAILED, app, opened, said
from text import VIETNAMESE

__all__ = ["app"]  # the fixture

PAGE, LIST = "pages/kiem_tra.py", "pages/danh_sach.py"
QUARTER = Scope(Period.parse("2020-Q1"))


def counted(small_sample: Path, scope: Scope, viewer: Viewer = EVERYTHING) -> Inspections:
    store = open_store(str(small_sample))
    version = store.version()
    assert version
    return inspections_page(store, version, scope, viewer, holdings(store, version))


def links(app: AppTest) -> list[str]:
    return [element.proto.label for element in app.get("page_link")]


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ({}, "tồn tại chưa khắc phục"),
        ({"ky": "2020-Q1"}, "Kế hoạch và khắc phục"),
        ({"don_vi": "p10"}, "Phường 10"),
        ({"don_vi": "kinh-te", "vai_tro": "resolving"}, "Chưa có dữ liệu"),
        ({"ky": "2020", "tai_ngay": "2020-03-15"}, "Xem tại ngày 15/03/2020"),
        ({"ngon_ngu": "en"}, "Plan and remedy"),
    ],
)
def test_every_scope_is_answered(app: AppTest, address: dict[str, str], sentence: str) -> None:
    opened(app, PAGE, **address)
    assert FAILED not in said(app)
    assert sentence in said(app)


def test_its_numbers_are_links_to_as_many_rows(app: AppTest, small_sample: Path) -> None:
    seen, store = counted(small_sample, QUARTER), open_store(str(small_sample))
    assert seen.plan[0] < seen.plan[1]
    assert seen.open > seen.overdue > 0
    opened(app, PAGE, ky="2020-Q1")
    shown = links(app)
    for pair in (seen.plan, seen.remedied):
        assert VIETNAMESE.fraction(*pair) in shown
    for row in seen.told[seen.told["open"] > 0].itertuples():
        assert f"{row.name}: {VIETNAMESE.number(row.open)}" in shown
        rows = how_many(registry.get(OPEN), "numerator", QUARTER, EVERYTHING, ("unit", row.unit))
        assert fetch(store, rows).iloc[0, 0] == row.open
    for row in seen.kinds.itertuples():
        rows = members(registry.get(FOUND), "numerator", QUARTER, EVERYTHING, within=("finding_kind", row.kind))
        assert set(fetch(store, rows)["finding_kind"]) == {row.kind}
    assert seen.units[["open", "overdue"]].sum().tolist() == [seen.open, seen.overdue]
    assert seen.kinds["count"].sum() == len(
        fetch(store, members(registry.get(FOUND), "numerator", QUARTER, EVERYTHING))
    )


def test_a_chair_is_shown_the_own_unit_only(small_sample: Path) -> None:
    seen = counted(small_sample, QUARTER, Viewer(frozenset({"p12"}), may_list=True))
    assert seen.units["unit"].tolist() == ["p12"]
    assert seen.plan[1] == int(seen.units["planned"].sum())


def test_nothing_told_is_no_zero(small_sample: Path) -> None:
    seen = counted(small_sample, Scope(Period.parse("2020-06"), units=("department",)))
    assert seen.told.empty
    assert seen.units["planned"].isna().all()


@pytest.mark.parametrize(
    ("address", "title", "columns"),
    [
        ({"chi_tieu": "findings_open", "phan": "overdue"}, "tồn tại: chưa khắc phục, quá hạn", "Hạn khắc phục"),
        ({"chi_tieu": "staff_qualified_rate", "phan": "denominator"}, "người: đang làm việc", "Quầy"),
        ({"chi_tieu": "inspections_done_rate", "ky": "2020-Q1"}, "cuộc kiểm tra: đã thực hiện", "Theo kế hoạch"),
        ({"chi_tieu": "assisted_online", "ky": "2020"}, "lượt ghi: lượt ghi hướng dẫn", "Số người"),
        ({"chi_tieu": "findings", "nhom": "finding_kind:posting", "ky": "2020"}, "(niêm yết thủ tục)", "Loại tồn tại"),
    ],
)
def test_lists_of_rows_beside_dossiers_open(app: AppTest, address: dict[str, str], title: str, columns: str) -> None:
    opened(app, LIST, **address)
    assert FAILED not in said(app)
    assert title in app.title[0].value
    frame = app.dataframe[0].value
    assert columns in frame.columns
    assert 0 < len(frame) == min(50, int(app.title[0].value.split()[0].replace(".", "")))
