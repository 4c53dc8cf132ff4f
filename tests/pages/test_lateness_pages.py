"""The pages "Trễ hạn" and "Định nghĩa" without a browser: what they say, and that their numbers open and add up."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data_access.profiles import load_profile
from data_access.stores import open_store
from data_access.viewer import EVERYTHING
from measures.known import holdings
from measures.lateness_page import Lateness, lateness_page
from measures.measure import Kind
from measures.period import Period
from measures.registry import MEASURES
from measures.scope import Scope
from tests.pages.opening import FAILED, app, opened, said
from text import VIETNAMESE
from ui.definitions import DATES, GROUPS, UNITS

__all__ = ["app"]  # the fixture

LATENESS, DEFINITIONS = "pages/tre_han.py", "pages/dinh_nghia.py"


def counted(small_sample: Path, scope: Scope) -> Lateness:
    store = open_store(str(small_sample))
    version = store.version()
    assert version
    held = holdings(store, version)
    return lateness_page(store, version, scope, EVERYTHING, held, load_profile(held.profile))


def labels(app: AppTest) -> list[str]:
    return [element.proto.label for element in app.get("page_link")]


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ({}, "Số liệu theo mẫu chính thức"),
        ({}, "không áp dụng trước 23/06/2022"),
        ({"ky": "2018-11", "tai_ngay": "2018-11-26"}, "Không có số liệu hồ sơ đang ở đâu vào ngày đó"),
        ({"ky": "2018-02"}, "Không có số liệu để so với"),
        ({"don_vi": "p10"}, "Phường 10: "),
        ({"don_vi": "thanh-tra", "vai_tro": "resolving"}, "không có hồ sơ đến hạn"),
        ({"chung_thuc": "1"}, "kể cả chứng thực"),
        ({"ngon_ngu": "en"}, "Reconciled:"),
        ({"ky": "2020"}, "Đối chiếu:"),
    ],
)
def test_every_scope_is_answered(app: AppTest, address: dict[str, str], sentence: str) -> None:
    opened(app, LATENESS, **address)
    assert sentence in said(app)
    assert FAILED not in said(app)


@pytest.mark.parametrize("scope", [Scope(Period.parse("2020-06")), Scope(Period.parse("2019-Q3"), units=("p10",))])
def test_the_reconciliation_line_adds_up(app: AppTest, small_sample: Path, scope: Scope) -> None:
    """Read from the screen: the steps sum to what is said, and to the numerators of both official rates."""
    opened(app, LATENESS, ky=scope.period.token, don_vi=",".join(scope.units))
    texts = [element.value.replace("\\", "") for element in app.markdown] + labels(app)
    steps = {
        words: next(text for text in texts if re.fullmatch(rf"[+\u2212]? ?[\d.]+ {words}", text))
        for words in (
            "trễ hạn trong kỳ",
            "dừng sau hạn",
            "giải quyết trễ, đến hạn kỳ trước",
            "còn giải quyết, đến hạn kỳ trước",
            "đã giải quyết trễ",
            "đang giải quyết quá hạn",
        )
    }
    numbers = {words: int(re.sub(r"\D", "", text)) * (-1 if "\u2212" in text else 1) for words, text in steps.items()}
    *summands, late, overdue = numbers.values()
    assert sum(summands) == late + overdue
    assert f"= {VIETNAMESE.number(late + overdue)} =" in texts
    seen = counted(small_sample, scope)
    assert (late, overdue) == (seen.officials["late_of_finished"][0], seen.officials["overdue_of_open"][0])
    assert summands[0] == seen.now[0]


def test_the_page_is_about_what_was_counted(app: AppTest, small_sample: Path) -> None:
    scope = Scope(Period.parse("2018-11"))
    opened(app, LATENESS, ky="2018-11")
    seen, shown = counted(small_sample, scope), said(app)
    assert VIETNAMESE.fraction(*seen.now) in " ".join(labels(app))
    for key, (x, n) in seen.officials.items():
        assert VIETNAMESE.say(MEASURES[key].title) in shown
        assert not n or VIETNAMESE.percent(x / n) in shown
    missing = int(seen.ages["without_letter"].sum())
    assert missing == 0 or f"Chưa có thư xin lỗi: {missing}" in labels(app)


@pytest.mark.parametrize("key", MEASURES)
def test_every_measure_opens_by_its_address(app: AppTest, key: str) -> None:
    opened(app, DEFINITIONS, do=key)
    measure, shown = MEASURES[key], said(app).lower()
    for words in (measure.title, measure.formula, measure.numerator_words, measure.left_out, measure.legal_basis):
        assert VIETNAMESE.say(words).lower() in shown, words
    assert VIETNAMESE.date(measure.reviewed_on) in shown
    if measure.denominator_words:
        assert VIETNAMESE.say(measure.denominator_words).lower() in shown
    assert app.header[1].value == VIETNAMESE.say(measure.title)
    assert {button.label for button in app.button} >= {VIETNAMESE.say(other.title) for other in MEASURES.values()}


def test_a_target_says_who_set_it(app: AppTest, small_sample: Path) -> None:
    opened(app, DEFINITIONS, do="overdue_rate")
    target = load_profile("quan6").target("overdue_rate", Period.parse("2020-06").end)
    assert target
    shown = said(app)
    assert f"tối đa {VIETNAMESE.percent(target.value)}".lower() in shown.lower()
    assert target.set_by in shown
    assert VIETNAMESE.date(target.valid_from) in shown


def test_an_unknown_definition_is_refused(app: AppTest) -> None:
    opened(app, DEFINITIONS, do="no_such_measure")
    assert "no_such_measure" in said(app)
    assert not app.title


def test_every_measure_has_words_for_all_that_is_said_of_it() -> None:
    grouped = [kind for _, kinds in GROUPS for kind in kinds]
    assert sorted(grouped) == sorted(Kind)
    for measure in MEASURES.values():
        assert measure.unit in UNITS
        assert measure.counted_on is None or measure.counted_on.name in DATES


def test_every_figure_leads_to_its_definition(app: AppTest) -> None:
    """On both pages of figures each "Số liệu" has a definition beside it."""
    for page in ("pages/tong_quan.py", LATENESS):
        opened(app, page)
        found = [label for label in labels(app) if label.startswith("Định nghĩa: ")]
        assert len(found) >= 4
