"""The page "Đất đai" without a browser: what it says, and that its numbers open."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data_access.fetch import fetch
from data_access.stores import open_store
from data_access.viewer import EVERYTHING
from measures import registry
from measures.bottlenecks_page import UNDER_WAY
from measures.known import holdings
from measures.land_page import PAYMENT_DAYS, Land, land_page, land_scope
from measures.members import how_many
from measures.overview import HEADLINE
from measures.period import Period
from measures.scope import Scope
from tests.pages.opening import FAILED, app, opened, said
from text import VIETNAMESE

__all__ = ["app"]  # the fixture

PAGE, LIST = "pages/dat_dai.py", "pages/danh_sach.py"
AREA = {"don_vi": "", "vai_tro": "area", "linh_vuc": "Đăng ký BPBĐ|Đất đai"}


def counted(small_sample: Path) -> Land:
    store = open_store(str(small_sample))
    version = store.version()
    assert version
    held = holdings(store, version)
    scope = land_scope(Scope(Period.parse("2020")), held, EVERYTHING)
    assert scope
    return land_page(store, version, scope, EVERYTHING, held)


def links(app: AppTest) -> list[str]:
    return [element.proto.label for element in app.get("page_link")]


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ({}, "theo phường nơi có thửa đất, bất kể nơi tiếp nhận"),
        ({"ky": "2019", "don_vi": "p10"}, "Hồ sơ Phường 10 thuộc địa bàn"),
        ({"ky": "2018", "tai_ngay": "2018-11-05"}, "xem tại ngày 05/11/2018"),
        ({"linh_vuc": "Hộ tịch"}, "lĩnh vực đã chọn không có thủ tục đăng ký đất đai"),
        ({"thu_tuc": "1.001193"}, "không có hồ sơ đất đai trong kỳ này"),
        ({"ngon_ngu": "en"}, "The branch is a partner agency"),
    ],
)
def test_every_scope_is_answered(app: AppTest, address: dict[str, str], sentence: str) -> None:
    opened(app, PAGE, **address)
    assert FAILED not in said(app)
    assert sentence in said(app)


def test_its_numbers_are_links_to_as_many_rows(app: AppTest, small_sample: Path) -> None:
    seen = counted(small_sample)
    opened(app, PAGE, ky="2020")
    number = VIETNAMESE.number
    flow, (days, waited) = seen.flow.set_index("stage"), seen.tax
    assert flow.loc["circulate", "open"]
    assert f"Luân chuyển: {number(flow.loc['circulate', 'open'])}" in links(app)
    assert f"Trả kết quả: {number(flow.loc['return', 'open'])}" in links(app)
    assert f"{number(waited)} hồ sơ, {number(days)} ngày làm việc" in links(app)
    assert seen.now[0]
    assert f"{VIETNAMESE.fraction(*seen.now)} hồ sơ đến hạn" in links(app)
    store = open_store(str(small_sample))
    expected = {
        (UNDER_WAY, "land_stage:circulate"): flow.loc["circulate", "open"],
        (PAYMENT_DAYS, ""): waited,
        (HEADLINE, ""): int(seen.now[0]),
    }
    for (key, group), many in expected.items():
        rows = how_many(
            registry.get(key), "numerator", seen.scope, EVERYTHING, tuple(group.split(":")) if group else None
        )
        assert fetch(store, rows).iloc[0, 0] == many
        opened(app, LIST, chi_tieu=key, nhom=group, ky="2020", **AREA)
        assert re.match(rf"{re.escape(number(many))} (bước|hồ sơ)\b", app.title[0].value)
    opened(app, LIST, chi_tieu=UNDER_WAY, nhom="land_stage:circulate", ky="2020", **AREA)
    assert "(Luân chuyển)" in app.title[0].value
