"""The page "Trực tuyến" without a browser: what it says in every scope, and that it is what was counted."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from charts.heat_cells import field_title
from data_access.profiles import load_profile
from data_access.stores import open_store
from data_access.viewer import EVERYTHING
from measures.known import holdings
from measures.online_page import Online, online_page
from measures.period import Period
from measures.scope import Scope
from tests.pages.opening import FAILED, app, opened, said
from tests.pages.test_lateness_pages import labels
from text import VIETNAMESE

__all__ = ["app"]  # the fixture

ONLINE = "pages/truc_tuyen.py"


def counted(small_sample: Path, scope: Scope) -> Online:
    store = open_store(str(small_sample))
    version = store.version()
    assert version
    held = holdings(store, version)
    return online_page(store, version, scope, EVERYTHING, held, load_profile(held.profile))


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ({}, "Hai yêu cầu của Công văn 1400"),
        ({"don_vi": "p10"}, "Phường 10: "),
        ({"don_vi": "thanh-tra", "vai_tro": "resolving"}, "không tiếp nhận hồ sơ nào"),
        ({"don_vi": "department", "vai_tro": "resolving"}, "Có cung cấp, có hồ sơ, nhưng chưa có hồ sơ trực tuyến"),
        ({"don_vi": ""}, "Mức 4"),
        ({"chung_thuc": "1"}, "Không tính chứng thực"),
        ({"kenh": "2"}, "Bộ lọc kênh nộp không áp dụng"),
        ({"linh_vuc": "Bảo trợ xã hội"}, "Không có hồ sơ của thủ tục có trực tuyến"),
        ({"ky": "2018-01"}, "Không có số liệu để so với"),
        ({"ky": "2018-11", "tai_ngay": "2018-11-05"}, "Tại ngày 05/11/2018"),
        ({"ky": "2020"}, "chỉ tiêu 30"),
        ({"ngon_ngu": "en"}, "Both demands of order 1400"),
    ],
)
def test_every_scope_is_answered(app: AppTest, address: dict[str, str], sentence: str) -> None:
    opened(app, ONLINE, **address)
    assert sentence in said(app)
    assert FAILED not in said(app)


@pytest.mark.parametrize("period", ["2020-06", "2019-Q2"])
@pytest.mark.parametrize("unit", ["ward", "p10"])
def test_the_page_shows_what_was_counted(app: AppTest, small_sample: Path, period: str, unit: str) -> None:
    """Rates with their counts, each count a link to its dossiers; counts of procedures; gains."""
    seen = counted(small_sample, Scope(Period.parse(period), units=(unit,)))
    opened(app, ONLINE, ky=period, don_vi="" if unit == "ward" else unit)
    if unit == "ward":
        app.query_params.pop("don-vi")
        app.run()
    shown, links = said(app), labels(app)
    for x, n in (seen.now, seen.finished, seen.eligible, seen.other_certification):
        assert n < 10 or VIETNAMESE.percent(x / n) in shown
        assert VIETNAMESE.fraction(x, n) in links
    assert f"{VIETNAMESE.fraction(*seen.now)} hồ sơ tiếp nhận" in links
    late = VIETNAMESE.fraction(*seen.intake)
    assert any(late in words for words in [*links, shown])
    assert str(seen.offered.count("offered")) in [one.value for one in app.markdown]
    for row in seen.procedures[seen.procedures["gain"] > 0].itertuples():
        assert VIETNAMESE.fraction(row.numerator, row.denominator) in links
        assert f"**+{row.gain}**" in [one.value for one in app.markdown]
    short = f"còn thiếu {VIETNAMESE.number(seen.missing or 0)} hồ sơ"
    assert (short if seen.missing else "đạt chỉ tiêu") in app.title[0].value
    assert ("%" in app.title[0].value.split(";")[0]) == (seen.now[1] >= 10)  # below ten dossiers counts only


def test_a_filter_of_channels_changes_no_number(app: AppTest) -> None:
    """Nor does it stay in the address of the lists: they are of all channels."""
    opened(app, ONLINE)
    whole = (app.title[0].value, labels(app))
    opened(app, ONLINE, kenh="2")
    assert (app.title[0].value, labels(app)) == whole
    addresses = [link.proto.query_string for link in app.get("page_link")]
    assert not [one for one in addresses if "kenh" in one and "chi-tieu" in one]


def test_the_phone_can_choose_every_field(app: AppTest, small_sample: Path) -> None:
    opened(app, ONLINE)
    seen = counted(small_sample, Scope(Period.parse("2020-06")))
    (choice,) = [one for one in app.selectbox if one.key == "heat-field"]
    assert set(choice.options) == {field_title(field, VIETNAMESE) for field in seen.cells["field"]}
    assert choice.options[0] in {field_title(field, VIETNAMESE) for field in seen.offered_fields}
    choice.select_index(len(choice.options) - 1).run()
    assert not app.exception


def test_every_figure_leads_to_its_definition(app: AppTest) -> None:
    opened(app, ONLINE)
    found = [label for label in labels(app) if label.startswith("Định nghĩa: ")]
    assert len(found) >= 8
