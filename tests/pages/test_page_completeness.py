"""The page "Đầy đủ và đối soát": what it says, that its numbers open, and that no data is no zero."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from data_access.fetch import fetch
from data_access.stores import open_store
from data_access.viewer import EVERYTHING, Viewer
from measures import registry
from measures.completeness_page import DIFFERENT, EQUAL, GAPS, KINDS, PARTS, Completeness, completeness_page
from measures.known import holdings
from measures.members import how_many, members
from measures.period import Period
from measures.scope import Scope
from tests.pages.opening import FAILED, app, opened, said
from text import VIETNAMESE
from ui import order_lists

__all__ = ["app"]  # the fixture

PAGE, LIST = "pages/doi_soat.py", "pages/danh_sach.py"
JUNE = Scope(Period.parse("2020-06"))


def counted(small_sample: Path, scope: Scope, viewer: Viewer = EVERYTHING) -> Completeness:
    store = open_store(str(small_sample))
    version = store.version()
    assert version
    return completeness_page(store, version, scope, viewer, holdings(store, version))


def links(app: AppTest) -> list[str]:
    return [element.proto.label for element in app.get("page_link")]


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ({}, "Trễ thật và trễ do dữ liệu"),
        ({"ky": "2019"}, "Chưa có dữ liệu: chưa có danh sách nào"),
        ({"don_vi": "kinh-te", "vai_tro": "resolving"}, "Chưa có dữ liệu: không đọc được số biên nhận nào"),
        ({"don_vi": "p03"}, "26/06/2020, chậm"),
        ({"ngon_ngu": "en", "ky": "2020-Q2"}, "Finished without any step"),
    ],
)
def test_every_scope_is_answered(app: AppTest, address: dict[str, str], sentence: str) -> None:
    opened(app, PAGE, **address)
    assert FAILED not in said(app)
    assert sentence in said(app)


def test_its_numbers_are_links_to_as_many_rows(app: AppTest, small_sample: Path) -> None:
    seen, store = counted(small_sample, JUNE), open_store(str(small_sample))
    equal, listed = seen.listed
    assert 0 < equal <= listed == equal + sum(seen.differences.values())
    opened(app, PAGE)
    shown = links(app)
    assert VIETNAMESE.fraction(equal, listed) in shown
    assert VIETNAMESE.fraction(*map(int, seen.readings["overdue_rate"])) in shown
    for kind, key in zip(KINDS, PARTS, strict=True):
        whole, _, part = key.partition(".")
        rows = fetch(store, members(registry.get(whole), part, JUNE, EVERYTHING))
        assert len(rows) == seen.differences[kind] == seen.portal[kind].sum()
    for unit in seen.portal.dropna(subset="listed").itertuples():
        rows = how_many(registry.get(EQUAL), "denominator", JUNE, EVERYTHING, ("unit", unit.unit))
        assert fetch(store, rows).iloc[0, 0] == unit.listed
    assert {"Phường 2", "Phường 3"} <= set(seen.without_list)  # no list; one that is newer than its export


def test_a_chair_is_shown_the_own_unit_only_and_silence_is_no_zero(small_sample: Path) -> None:
    seen = counted(small_sample, JUNE, Viewer(frozenset({"p12"}), may_list=True))
    assert seen.units["unit"].tolist() == seen.portal["unit"].tolist() == ["p12"]
    assert seen.land is None
    assert seen.listed[1] == seen.portal["listed"].sum() > 0
    silent = counted(small_sample, Scope(Period.parse("2020-06"), units=("kinh-te",)))
    assert silent.units[["missing", "without_step"]].isna().all(axis=None)
    assert not silent.numbers_told
    assert pd.isna(silent.units["complete_to"]).all()


def test_codes_of_a_list_are_masked_for_who_does_not_act(app: AppTest, small_sample: Path) -> None:
    opened(app, LIST, chi_tieu=EQUAL, phan="denominator")
    assert FAILED not in said(app)
    frame = app.dataframe[0].value
    assert {"Mã hồ sơ", "Trạng thái trên Cổng", "Hẹn trả ở đây"} <= set(frame.columns)
    assert len(frame) == min(50, counted(small_sample, JUNE).listed[1])
    rows = fetch(open_store(str(small_sample)), members(registry.get(EQUAL), "denominator", JUNE, EVERYTHING))
    units = SimpleNamespace(known=SimpleNamespace(units=()))
    for may_act in (True, False):
        reader = SimpleNamespace(language=VIETNAMESE, held=units, viewer=Viewer(None, may_list=True, may_act=may_act))
        shown = order_lists.table(rows, reader)["Mã hồ sơ"]  # type: ignore[arg-type]
        assert may_act == (shown.tolist() == rows["dossier_code"].tolist()) == (not shown.str.endswith("••").any())


@pytest.mark.parametrize("key", [GAPS, DIFFERENT])
def test_lists_open_where_there_is_nothing(app: AppTest, key: str) -> None:
    opened(app, LIST, chi_tieu=key, ky="2018-01")
    assert FAILED not in said(app)
