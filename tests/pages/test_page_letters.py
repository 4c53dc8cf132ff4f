"""The page "Thư xin lỗi" without a browser: what it says, and that its numbers open and add up."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data_access.profiles import load_profile
from data_access.stores import open_store
from data_access.viewer import EVERYTHING
from measures.known import holdings
from measures.letters_page import COMPLETE, FURTHER, KEPT, LOSSES, STEPS, Letters, letters_page
from measures.period import Period
from measures.registry import MEASURES
from measures.scope import Scope
from tests.pages.opening import FAILED, app, opened, said
from text import VIETNAMESE

__all__ = ["app"]  # the fixture

LETTERS, LIST = "pages/thu_xin_loi.py", "pages/danh_sach.py"
SCOPES = [
    Scope(Period.parse("2018-11")),
    Scope(Period.parse("2018"), units=()),
    Scope(Period.parse("2018-11"), units=("p11",)),  # nothing became overdue, but a letter is missing
]


def at(app: AppTest, scope: Scope) -> AppTest:
    return opened(app, LETTERS, ky=scope.period.token, don_vi=",".join(scope.units))


def links(app: AppTest) -> list[str]:
    return [element.proto.label for element in app.get("page_link")]


def counted(small_sample: Path, scope: Scope) -> Letters:
    store = open_store(str(small_sample))
    version = store.version()
    assert version
    held = holdings(store, version)
    profile = load_profile(held.profile)
    lawful = Scope(scope.period, units=scope.units, lawful=profile.lawful_days)
    return letters_page(store, version, lawful, EVERYTHING, held, profile)


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ({}, "Hạn gửi thư: không sau ngày hẹn trả (Quyết định 5157/QĐ-UBND (2016)"),
        ({"ky": "2018-11", "tai_ngay": "2018-11-05"}, "xem tại ngày 05/11/2018"),
        ({"ky": "2018-02"}, "Không có hồ sơ trễ hạn trong kỳ"),
        ({"ky": "2018-11", "don_vi": "p11"}, "còn 1 hồ sơ của các kỳ trước chưa có thư xin lỗi"),
        ({"don_vi": "thanh-tra", "vai_tro": "resolving"}, "không có hồ sơ trễ hạn"),
        ({"chung_thuc": "1"}, "kể cả chứng thực"),
        ({"cach_tinh": "instant"}, "thư xin lỗi"),
        ({"ngon_ngu": "en"}, "Lawful day of a letter"),
        ({"ky": "2018"}, "tính mọi kỳ"),
    ],
)
def test_every_scope_is_answered(app: AppTest, address: dict[str, str], sentence: str) -> None:
    opened(app, LETTERS, **address)
    assert FAILED not in said(app)
    assert sentence in said(app)


@pytest.mark.parametrize("scope", SCOPES)
def test_steps_and_losses_are_links_with_their_counts(app: AppTest, small_sample: Path, scope: Scope) -> None:
    seen, shown = counted(small_sample, scope), links(at(app, scope))
    if not seen.breached:
        assert "không có hồ sơ trễ hạn" in app.title[0].value
        return
    titles = ("Hồ sơ trễ hạn", "Đã có thư xin lỗi", "Gửi đúng hạn", "Đủ nội dung, người đứng đầu ký")
    for key, title in zip(STEPS, (*titles, "Giữ được ngày hẹn mới"), strict=True):
        words = f"{title}: {VIETNAMESE.number(seen.counts[key])}"
        assert words in shown if seen.counts[key] else words in said(app)
    lost = sum(seen.counts[key] for losses in LOSSES.values() for key in losses)
    assert lost == seen.breached - seen.counts["step_kept"]
    fraction = VIETNAMESE.fraction(seen.counts["step_letter"], seen.breached)
    assert app.title[0].value.startswith(f"{fraction} hồ sơ trễ hạn đã có thư xin lỗi")


@pytest.mark.parametrize("scope", SCOPES)
def test_the_stock_is_split_and_its_oldest_are_listed(app: AppTest, small_sample: Path, scope: Scope) -> None:
    seen = counted(small_sample, scope)
    at(app, scope)
    states, total = seen.missing_by("state"), int(seen.missing["count"].sum())
    assert f"Xem cả {VIETNAMESE.number(total)} hồ sơ" in links(app)
    assert sum(states.values()) == total
    whole = [frame.value for frame in app.dataframe]
    tables, on_a_phone = ([one for one in whole if ("Thủ tục" in one) == desk] for desk in (True, False))
    for table, narrow in zip(tables, on_a_phone, strict=True):
        assert narrow["Mã hồ sơ"].to_list() == table["Mã hồ sơ"].to_list()
    assert len(tables[0]) == min(states.get("open", 0), 10) or not states.get("open")
    assert sum(map(len, tables)) <= 15
    for table in tables:
        days = list(table["Ngày làm việc chưa có thư"])
        assert days == sorted(days, reverse=True)
        assert all(re.fullmatch(r"…-\d{6}-\d\d••", code) for code in table["Mã hồ sơ"])


def test_further_counts_stand_with_their_definitions(app: AppTest, small_sample: Path) -> None:
    scope = SCOPES[1]
    seen = counted(small_sample, scope)
    shown = said(at(app, scope))
    for key in (KEPT, COMPLETE, *FURTHER):
        title = VIETNAMESE.say(MEASURES[key].title)
        assert title in shown
        assert f"Định nghĩa: {title}" in links(app)
    for key in (KEPT, COMPLETE):
        assert VIETNAMESE.fraction(*seen.rates[key]) in links(app)
        assert VIETNAMESE.percent(seen.rates[key][0] / seen.rates[key][1]) in shown


def test_a_unit_opens_its_own_dossiers(app: AppTest, small_sample: Path) -> None:
    """Whose duty: the list of a unit holds as many as the page says, and says whose they are."""
    scope = SCOPES[1]
    seen = counted(small_sample, scope)
    assert seen.missing_by("unit")
    for unit, n in seen.missing_by("unit").items():
        opened(app, LIST, ky="2018", don_vi="", chi_tieu="letters_missing", nhom=f"duty:{unit}")
        assert app.title[0].value.startswith(VIETNAMESE.number(n))
        assert dict(holdings_names(small_sample))[unit] in app.title[0].value


def holdings_names(small_sample: Path) -> tuple[tuple[str, str], ...]:
    store = open_store(str(small_sample))
    version = store.version()
    assert version
    return holdings(store, version).known.units
