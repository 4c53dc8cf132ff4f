"""The page "Giấy tờ" without a browser: what it says, and that its numbers open."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data_access.fetch import fetch
from data_access.stores import open_store
from data_access.viewer import EVERYTHING
from measures import registry
from measures.known import holdings
from measures.members import how_many
from measures.papers_page import COPIES, EXTRA, Papers, papers_page, per_100
from measures.period import Period
from measures.scope import Scope
from tests.pages.opening import FAILED, app, opened, said
from text import VIETNAMESE

__all__ = ["app"]  # the fixture

PAGE, LIST = "pages/giay_to.py", "pages/danh_sach.py"
YEAR = Scope(Period.parse("2019"), units=())


def counted(small_sample: Path, scope: Scope) -> Papers:
    store = open_store(str(small_sample))
    version = store.version()
    assert version
    return papers_page(store, version, scope, EVERYTHING, holdings(store, version))


def links(app: AppTest) -> list[str]:
    return [element.proto.label for element in app.get("page_link")]


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ({}, "Còn ít hồ sơ"),
        ({"ky": "2019"}, "chưa có dữ liệu: Phường 7 và Phường 11"),
        ({"don_vi": "p07", "ky": "2019"}, "Chưa có dữ liệu về yêu cầu giấy tờ"),
        ({"ky": "2019", "tai_ngay": "2019-11-05"}, "xem tại ngày 05/11/2019"),
        ({"vai_tro": "resolving", "don_vi": "kinh-te", "ky": "2019"}, "kỳ trước"),
        ({"ngon_ngu": "en", "ky": "2019"}, "papers outside the list"),
    ],
)
def test_every_scope_is_answered(app: AppTest, address: dict[str, str], sentence: str) -> None:
    opened(app, PAGE, **address)
    assert FAILED not in said(app)
    assert sentence in said(app)


def test_its_numbers_are_links_to_as_many_rows(app: AppTest, small_sample: Path) -> None:
    seen, store = counted(small_sample, YEAR), open_store(str(small_sample))
    opened(app, PAGE, ky="2019", don_vi="")
    shown = links(app)
    for kind in (EXTRA, COPIES):
        demands, dossiers = (VIETNAMESE.number(n) for n in seen.now[kind])
        assert f"{demands} lượt" in shown
        assert f"trên {dossiers} hồ sơ" in shown
        rows = how_many(registry.get(per_100(kind)), "numerator", YEAR, EVERYTHING)
        assert fetch(store, rows).iloc[0, 0] == seen.now[kind][1]
    procedure = seen.procedures.iloc[0]
    opened(app, LIST, chi_tieu=EXTRA, nhom=f"procedure:{procedure['procedure']}", ky="2019", don_vi="")
    n = int(procedure[EXTRA])
    assert n
    assert app.title[0].value.startswith(f"{n} lượt: yêu cầu giấy tờ ngoài thành phần")
    rows = app.dataframe[0].value
    assert len(rows) == n
    assert rows["Giấy tờ yêu cầu"].str.startswith("giấy").all()


def test_a_kind_of_paper_is_a_group_of_demands_alone(app: AppTest) -> None:
    opened(app, LIST, chi_tieu=EXTRA, nhom="paper:residence", ky="2019", don_vi="")
    assert app.title[0].value.endswith("(giấy tờ cư trú)")
    opened(app, LIST, chi_tieu="overdue_rate", nhom="paper:residence")
    assert not app.title or "lượt" not in app.title[0].value
