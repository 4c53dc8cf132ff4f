"""The card of the forecast on "Trễ hạn" and the list of what is due soon, highest chance first."""

from __future__ import annotations

import datetime as dt
import io

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from data_access.viewer import EVERYTHING
from measures.early_warning import BANDS
from measures.members import Page
from measures.period import Period
from measures.scope import Scope
from tests.pages.opening import app, opened
from text import VIETNAMESE
from ui import blocks, lists, loading_forecast
from ui import session as sessions
from ui.tables import Table

__all__ = ["app"]  # the fixture

JUNE = Scope(Period.parse("2020-06"), units=())


def said(app: AppTest) -> str:
    return " ".join(element.value for element in [*app.header, *app.markdown]).replace("\\", "")


def version() -> str:
    found = sessions.the_store().version()
    assert found
    return found


@pytest.mark.parametrize("address", [{"don_vi": ""}, {"ky": "2020-06", "tai_ngay": "2020-06-14", "don_vi": ""}])
def test_the_card_says_what_the_back_test_found(app: AppTest, address: dict[str, str]) -> None:
    opened(app, "pages/tre_han.py", **address)
    as_of = dt.date(2020, 6, 14) if "tai_ngay" in address else None
    seen = loading_forecast._forecast(Scope(JUNE.period, as_of=as_of, units=()), version(), EVERYTHING)
    words = said(app)
    errors = [VIETNAMESE.points(error, 2) for error in (seen.error, seen.naive_error)]
    assert "sai số trung bình {} so với {}".format(*errors) in words
    better = "Dự báo tốt hơn cách lấy" in words
    assert better == (seen.error < seen.naive_error)
    assert better != ("Dự báo không tốt hơn cách lấy" in words)
    assert f"dự báo trễ hạn khoảng {VIETNAMESE.percent(seen.rate)}" in words


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ({"ky": "2018-02"}, "quá ít hồ sơ hoặc quá ít tháng"),
        ({"ky": "2018-02"}, "Chưa kiểm được"),
        ({"don_vi": "thanh-tra", "vai_tro": "resolving"}, "quá ít hồ sơ hoặc quá ít tháng"),
        ({"chung_thuc": "1", "don_vi": ""}, "sai số trung bình"),
        ({"ky": "2019-Q3", "cach_tinh": "instant"}, "Kaplan-Meier"),
        ({"ngon_ngu": "en", "don_vi": ""}, "mean error"),
    ],
)
def test_every_scope_is_answered(app: AppTest, address: dict[str, str], words: str) -> None:
    opened(app, "pages/tre_han.py", **address)
    assert words in said(app)


def test_the_list_keeps_its_order_across_pages_and_in_files(app: AppTest) -> None:
    opened(app, "pages/danh_sach.py", chi_tieu="due_soon", don_vi="")
    (shown,) = app.dataframe
    question = ("due_soon", "numerator", None, JUNE, version(), EVERYTHING)
    whole = loading_forecast.whole_list(*question)
    assert len(whole) == len(shown.value) > 4
    assert whole["chance"].is_monotonic_decreasing
    assert whole["chance"].nunique() > 3
    pages = [loading_forecast.list_page(*question, Page(number, 2)) for number in range(1, len(whole) // 2 + 2)]
    pd.testing.assert_frame_equal(pd.concat(pages), whole)
    shares = [max(round(chance, 3), 0.001) for chance in whole["chance"]]  # what is nearly nothing never reads 0 %
    assert list(shown.value["Nguy cơ trễ"]) == [VIETNAMESE.percent(share, 0) for share in shares]
    for chance, words in zip(whole["chance"], shown.value["Mức nguy cơ"], strict=True):
        below = [band for band in BANDS if chance < band]
        assert words == {3: "dưới 5 %", 2: "5–20 %", 1: "20–50 %", 0: "từ 50 %"}[len(below)]


def test_other_lists_have_no_chance(app: AppTest) -> None:
    opened(app, "pages/danh_sach.py", chi_tieu="backlog", don_vi="")
    (shown,) = app.dataframe
    assert "Nguy cơ trễ" not in shown.value
    assert "Hẹn trả" in shown.value


def test_a_file_holds_the_chance_as_a_rate() -> None:
    table = Table(pd.DataFrame({"Nguy cơ trễ": [0.853, 0.02]}), ("Nguy cơ trễ",))
    assert blocks.as_csv(table, ["a, b"]).decode("utf-8-sig").splitlines() == ["# a; b", "Nguy cơ trễ", "0.853", "0.02"]
    book = pd.read_excel(io.BytesIO(blocks.as_xlsx(table, ["a"])), header=2, engine="openpyxl")
    assert list(book["Nguy cơ trễ"]) == [0.853, 0.02]
    assert lists.CHANCE == "Chance of ending late"
