"""The ways from page to page, without a browser: to the quarter, to the lists of holders, and back."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qsl

import pytest
from streamlit.testing.v1 import AppTest

from data_access.profiles import load_profile
from data_access.stores import open_store
from data_access.viewer import EVERYTHING
from measures.known import Holdings, holdings
from measures.lateness_page import Lateness, lateness_page
from measures.period import Period
from measures.scope import Scope
from measures.verdict import Verdict
from tests.data_access.desk import Desk, dossier, step
from ui import session as sessions
from ui.longer_period import fuller_quarter

DASHBOARD = str(Path(__file__).resolve().parents[2] / "dashboard.py")
LATENESS, LISTS, DEFINITIONS = "pages/tre_han.py", "pages/danh_sach.py", "pages/dinh_nghia.py"
TO_QUARTER = re.compile(r"Xem quý \d/\d{4} để đủ số liệu kết luận")


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch, small_sample: Path) -> AppTest:
    """The dashboard over the small sample district."""
    monkeypatch.chdir(Path(DASHBOARD).parent)
    monkeypatch.setenv("DOSSIER_DB_URL", str(small_sample))
    sessions.the_store.cache_clear()
    return AppTest.from_file(DASHBOARD, default_timeout=60)


@pytest.fixture(scope="module")
def held(small_sample: Path) -> Holdings:
    store = open_store(str(small_sample))
    version = store.version()
    assert version
    return holdings(store, version)


def opened(app: AppTest, page: str, **address: str) -> AppTest:
    app.run()
    for name, value in address.items():
        app.query_params[name.replace("_", "-")] = value
    app.switch_page(page).run()
    assert not app.exception
    return app


def counted(small_sample: Path, held: Holdings, scope: Scope) -> Lateness:
    store = open_store(str(small_sample))
    version = store.version()
    assert version
    return lateness_page(store, version, scope, EVERYTHING, held, load_profile(held.profile))


def said(app: AppTest) -> list[str]:
    return [element.value for element in app.markdown]


def links(app: AppTest) -> dict[str, tuple[str, str]]:
    """Label of every link with its page and query."""
    return {link.proto.label: (link.proto.page, link.proto.query_string) for link in app.get("page_link")}


def query(app: AppTest, name: str) -> str:
    """A parameter of the address: AppTest gives what was set before a run as text, what the page wrote as a list."""
    value = app.query_params[name]
    return value if isinstance(value, str) else value[0]


def quarter_buttons(app: AppTest) -> list:
    return [button for button in app.button if TO_QUARTER.fullmatch(button.label)]


@pytest.mark.parametrize("period", ["2020-04", "2020-05", "2019-W20", "2020-Q2", "2020", "2018-11"])
def test_the_quarter_is_offered_where_a_third_cannot_be_judged(
    app: AppTest, small_sample: Path, held: Holdings, period: str
) -> None:
    units = counted(small_sample, held, Scope(Period.parse(period))).units
    few = sum(verdict == Verdict.TOO_FEW for verdict in units["verdict"])
    short = "Q" not in period and len(period) > len("2020")
    opened(app, LATENESS, ky=period)
    assert len(quarter_buttons(app)) == (1 if short and few * 3 >= len(units) else 0)


def test_the_button_writes_the_quarter_and_keeps_the_rest(app: AppTest) -> None:
    opened(app, LATENESS, ky="2018-11", tai_ngay="2018-11-26", don_vi="p10", kenh="1")
    (button,) = quarter_buttons(app)
    assert button.label == "Xem quý 4/2018 để đủ số liệu kết luận"
    button.click().run()
    assert not app.exception
    written = {name: query(app, name) for name in ("ky", "don-vi", "kenh")}
    assert written == {"ky": "2018-Q4", "don-vi": "p10", "kenh": "1"}
    assert "tai-ngay" not in app.query_params


@pytest.mark.parametrize(
    ("period", "as_of", "first", "cut_off", "quarter"),
    [
        ("2020-04", None, (2018, 1, 1), (2020, 6, 30), "2020-Q2"),
        ("2020-06", None, (2018, 1, 1), (2020, 6, 30), "2020-Q2"),
        ("2020-04", None, (2018, 1, 1), (2020, 4, 20), None),  # the quarter has no more than the month
        ("2020-05", None, (2020, 5, 1), (2020, 5, 20), None),  # nor has it where the data begins with the month
        ("2020-04", (2020, 4, 10), (2018, 1, 1), (2020, 4, 20), "2020-Q2"),  # looked back: there is more now
        ("2020-W27", None, (2018, 1, 1), (2020, 6, 30), "2020-Q2"),  # up to 05/07, but the data ends in June
        ("2019-W27", None, (2018, 1, 1), (2020, 6, 30), "2019-Q3"),
        ("2020-04-BC", None, (2018, 1, 1), (2020, 6, 30), "2020-Q2"),  # 15/03 to 14/04
        ("2020-06-30", None, (2018, 1, 1), (2020, 6, 30), "2020-Q2"),
        ("2020-01-LK", None, (2018, 1, 1), (2020, 6, 30), "2020-Q1"),
        ("2020-02-LK", None, (2018, 1, 1), (2020, 6, 30), None),
        ("2020-Q2", None, (2018, 1, 1), (2020, 6, 30), None),
        ("2020", None, (2018, 1, 1), (2020, 6, 30), None),
    ],
)
def test_the_quarter_must_hold_more_than_the_period(
    held: Holdings,
    period: str,
    as_of: tuple[int, int, int] | None,
    first: tuple[int, int, int],
    cut_off: tuple[int, int, int],
    quarter: str | None,
) -> None:
    scope = Scope(Period.parse(period), as_of=dt.date(*as_of) if as_of else None)
    found = fuller_quarter(scope, replace(held, first_day=dt.date(*first), cut_off=dt.date(*cut_off)))
    assert (found.token if found else None) == quarter


# Open and overdue since 10/06: (dossier, receiving unit, who holds it).
HELD = [("H-1", "1", "Phường 1"), ("H-2", "1", "Phường 1"), ("H-3", "1", "Phường 1")]
HELD += [("H-4", "1", "Phòng Kinh tế"), ("H-5", "1", "Phòng Kinh tế"), ("H-6", "1", "Phường 2")]
HELD += [("H-7", "2", "Phường 2"), ("H-8", "2", "Phòng Kinh tế")]


@pytest.mark.parametrize(
    ("unit", "lists", "unlisted"),
    [
        (
            "ward",
            {"tất cả ngoài đơn vị: 4": 4, "tại các đơn vị: 4": 4, "Phòng Kinh tế: 3": 3},
            ["Phường 2: 1"],  # it holds one of its own too, which a list of what it holds would show as well
        ),
        (
            "p01",
            {"tất cả ngoài đơn vị: 3": 3, "Phường 1: 3": 3, "Phòng Kinh tế: 2": 2, "Phường 2: 1": 1},
            [],
        ),
    ],
)
def test_holders_open_as_many_rows_as_they_say(
    app: AppTest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, unit: str, lists: dict[str, int], unlisted: list[str]
) -> None:
    desk = Desk(tmp_path)
    desk.load_dossiers(*(dossier(code, receiving_unit=f"Phường {ward}") for code, ward, _ in HELD), sample=True)
    desk.load(desk.write("step", *(step(code, holder_unit=holder) for code, _, holder in HELD)), sample=True)
    monkeypatch.setenv("DOSSIER_DB_URL", desk.address)
    sessions.the_store.cache_clear()
    opened(app, LATENESS, don_vi=unit)
    found = links(app)
    assert [words for words in unlisted if words in found or words not in said(app)] == []
    for label, count in lists.items():
        page, address = found[label]
        assert page.endswith("danh-sach")
        opened(app, LISTS, **dict(parse_qsl(address)))
        assert app.title[0].value.startswith(f"{count} hồ sơ"), label
        assert len(app.dataframe[0].value) == count


@pytest.mark.parametrize(
    ("came", "label", "page"),
    [
        ("tre-han", "Về Trễ hạn", "tre-han"),
        ("du-lieu", "Về Dữ liệu", "du-lieu"),
        ("", "Về Tổng quan", ""),
        ("khong-co", "Về Tổng quan", ""),
    ],
)
def test_a_list_leads_back_to_where_one_came_from(app: AppTest, came: str, label: str, page: str) -> None:
    opened(app, LISTS, chi_tieu="overdue_rate", ky="2020-05", **({"tu": came} if came else {}))
    target, query = links(app)[label]
    assert target.endswith(page)
    assert query == "ky=2020-05"


def test_numbers_and_definitions_name_the_page_they_stand_on(app: AppTest) -> None:
    opened(app, LATENESS)
    asked = [query for page, query in links(app).values() if page.endswith(("danh-sach", "dinh-nghia"))]
    assert asked
    assert all("tu=tre-han" in query for query in asked)


def test_another_definition_keeps_the_way_back(app: AppTest) -> None:
    opened(app, DEFINITIONS, do="overdue_rate", tu="tre-han")
    assert "Về Trễ hạn" in links(app)
    next(button for button in app.button if button.label == "Tạm dừng").click().run()
    assert query(app, "do") == "paused_open"
    assert "Về Trễ hạn" in links(app)
