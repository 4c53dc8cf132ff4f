"""The page "Điểm nghẽn" without a browser: what it says, and that its numbers open."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data_access.fetch import fetch
from data_access.stores import open_store
from data_access.viewer import EVERYTHING
from measures import registry
from measures.bottlenecks_page import LATE_DAYS, STEP_LATE, UNDER_WAY, Bottlenecks, bottlenecks_page
from measures.known import holdings
from measures.members import how_many
from measures.period import Period
from measures.scope import Scope
from tests.pages.opening import FAILED, app, opened, said
from text import VIETNAMESE

__all__ = ["app"]  # the fixture

PAGE, LIST = "pages/diem_nghen.py", "pages/danh_sach.py"
YEAR = Scope(Period.parse("2018"), units=())


def counted(small_sample: Path, scope: Scope) -> Bottlenecks:
    store = open_store(str(small_sample))
    version = store.version()
    assert version
    return bottlenecks_page(store, version, scope, EVERYTHING, holdings(store, version))


def links(app: AppTest) -> list[str]:
    return [element.proto.label for element in app.get("page_link")]


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ({}, "không tính"),
        ({"ky": "2018-02"}, "Không có ngày trễ trong kỳ"),
        ({"ky": "2018", "tai_ngay": "2018-11-05"}, "xem tại ngày 05/11/2018"),
        ({"don_vi": "thanh-tra", "vai_tro": "resolving", "ky": "2018-02"}, "Chưa có dữ liệu"),
        ({"cach_tinh": "instant"}, "tính trễ theo giờ"),
        ({"ngon_ngu": "en"}, "Whose clock"),
    ],
)
def test_every_scope_is_answered(app: AppTest, address: dict[str, str], sentence: str) -> None:
    opened(app, PAGE, **address)
    assert FAILED not in said(app)
    assert sentence in said(app)


def test_its_numbers_are_links_to_as_many_rows(app: AppTest, small_sample: Path) -> None:
    seen = counted(small_sample, YEAR)
    assert seen.late_days
    opened(app, PAGE, ky="2018", don_vi="")
    fractions = [VIETNAMESE.fraction(x, n) for x, n in (seen.now, seen.own_clock, seen.groups["linked"])]
    assert [fraction for fraction in fractions if fraction not in links(app)] == []
    days = VIETNAMESE.number(seen.causes["agency"])
    times = int(seen.late.loc[seen.late["cause"] == "agency", "stays"].sum())
    assert f"Cơ quan phối hợp: {days} ngày, {VIETNAMESE.number(times)} lượt giữ" in links(app)
    store = open_store(str(small_sample))
    rows = how_many(registry.get(LATE_DAYS), "numerator", YEAR, EVERYTHING, ("cause", "agency"))
    assert fetch(store, rows).iloc[0, 0] == times
    opened(app, LIST, chi_tieu=LATE_DAYS, nhom="cause:agency", ky="2018", don_vi="")
    assert app.title[0].value.startswith(f"{VIETNAMESE.number(times)} lượt: giữ hồ sơ sau ngày hẹn trả")
    assert len(app.dataframe[0].value) == min(times, 50)


@pytest.mark.parametrize(("key", "group"), [(UNDER_WAY, "at_stage:coordination"), (STEP_LATE, "")])
def test_lists_of_steps_open(app: AppTest, key: str, group: str) -> None:
    opened(app, LIST, chi_tieu=key, nhom=group)
    assert FAILED not in said(app)
    assert re.match(r"[\d.]+ bước: ", app.title[0].value)


def test_a_group_of_steps_is_no_group_of_dossiers(app: AppTest) -> None:
    opened(app, LIST, chi_tieu="overdue_rate", nhom="cause:agency")
    assert not app.title or "lượt" not in app.title[0].value
