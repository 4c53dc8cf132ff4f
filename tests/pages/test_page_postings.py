"""The page "Niêm yết": what it says, and that its numbers open."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data_access.fetch import fetch
from data_access.stores import open_store
from data_access.viewer import EVERYTHING, Viewer
from measures import registry
from measures.known import holdings
from measures.members import how_many
from measures.period import Period
from measures.postings import FAULTS
from measures.postings_page import TO_MEND, Postings, postings_page
from measures.scope import Scope
from tests.pages.opening import FAILED, app, opened, said
from text import VIETNAMESE

__all__ = ["app"]  # the fixture

PAGE, LIST = "pages/niem_yet.py", "pages/danh_sach.py"
JUNE = Scope(Period.parse("2020-06"))


def counted(small_sample: Path, scope: Scope = JUNE, viewer: Viewer = EVERYTHING) -> Postings:
    store = open_store(str(small_sample))
    version = store.version()
    assert version
    return postings_page(store, version, scope, viewer, holdings(store, version))


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ({}, "bản niêm yết cần sửa"),
        ({"don_vi": "p10"}, "thủ tục phải niêm yết"),
        ({"don_vi": "p05"}, "Chưa có dữ liệu"),
        ({"don_vi": "kinh-te", "vai_tro": "resolving"}, "Chưa có dữ liệu"),
        ({"ky": "2020", "tai_ngay": "2020-03-15", "ngon_ngu": "en"}, "an example, set by no document yet"),
    ],
)
def test_every_scope_is_answered(app: AppTest, address: dict[str, str], sentence: str) -> None:
    opened(app, PAGE, **address)
    assert FAILED not in said(app)
    assert sentence in said(app)


def test_its_numbers_are_links_to_as_many_rows(app: AppTest, small_sample: Path) -> None:
    seen, store = counted(small_sample), open_store(str(small_sample))
    opened(app, PAGE)
    shown = [element.proto.label for element in app.get("page_link")]
    for x, n in seen.rates.values():
        assert 0 < x < n
        assert f"{VIETNAMESE.fraction(x, n)} ({VIETNAMESE.percent(x / n)})" in shown
    assert sum(seen.faults.values()) == seen.to_mend == int(seen.units["mend"].sum()) == int(seen.fields["mend"].sum())
    assert (seen.told[list(FAULTS)].sum(axis=1) == seen.told["mend"]).all()
    for row in seen.told[seen.told["mend"] > 0].itertuples():
        assert f"{row.name}: {VIETNAMESE.number(row.mend)}" in shown
        rows = how_many(registry.get(TO_MEND), "numerator", JUNE, EVERYTHING, ("unit", row.unit))
        assert fetch(store, rows).iloc[0, 0] == row.mend


def test_silence_is_no_zero_and_a_chair_sees_the_own_unit(small_sample: Path) -> None:
    seen = counted(small_sample)
    assert seen.silent == ["Phường 5", "Phường 11"]
    assert counted(small_sample, viewer=Viewer(frozenset({"p12"}))).units["unit"].tolist() == ["p12"]


def test_a_silent_unit_alone_has_no_zero_anywhere(app: AppTest) -> None:
    opened(app, PAGE, don_vi="p05")
    words = said(app)
    assert words.count("Chưa có dữ liệu") >= 3
    assert "Không có gì cần sửa" not in words
    assert not [element.value for element in app.markdown if element.value.strip() in ("0", "**0**")]


def test_the_list_names_procedures_and_says_what_is_wrong(app: AppTest) -> None:
    opened(app, LIST, chi_tieu=TO_MEND, phan="outdated")
    frame = app.dataframe[0].value
    assert list(frame.columns[:3]) == ["Đơn vị", "Thủ tục", "Ngày công bố"]
    assert set(frame["Đầy đủ"]) <= {"Đạt", "Chưa đạt"}
    assert set(frame["Cần sửa"]) == {"còn niêm yết bản đã thay thế"}
    assert not frame["Thủ tục"].str.match(r"\d").any()
