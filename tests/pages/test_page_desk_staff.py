"""The page "Nhân sự một cửa": what it says, that its numbers open, and that silence is no zero."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data_access.fetch import fetch
from data_access.stores import open_store
from data_access.viewer import EVERYTHING, Viewer
from measures import registry
from measures.desk_staff_page import AT_DESK, COUNTS, LACKING, OVER, SHORT, TOO_SHORT, DeskStaff, desk_staff_page
from measures.known import holdings
from measures.members import how_many, members
from measures.period import Period
from measures.scope import Scope
from tests.pages.opening import FAILED, app, opened, said
from text import VIETNAMESE

__all__ = ["app"]  # the fixture

PAGE, LIST = "pages/nhan_su.py", "pages/danh_sach.py"
JUNE = Scope(Period.parse("2020-06"))


def counted(small_sample: Path, scope: Scope = JUNE, viewer: Viewer = EVERYTHING) -> DeskStaff:
    store = open_store(str(small_sample))
    version = store.version()
    assert version
    return desk_staff_page(store, version, scope, viewer, holdings(store, version))


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ({}, "đạt đủ tiêu chuẩn"),
        ({"don_vi": "p04,p07"}, "Chưa có dữ liệu: các đơn vị này chưa khai nhân sự một cửa"),
        ({"ngon_ngu": "en", "don_vi": "p10"}, "at least 6 and at most 24 months"),
    ],
)
def test_every_scope_is_answered(app: AppTest, address: dict[str, str], sentence: str) -> None:
    opened(app, PAGE, **address)
    assert FAILED not in said(app)
    assert sentence in said(app)


def test_its_numbers_are_links_to_as_many_rows(app: AppTest, small_sample: Path) -> None:
    seen, store = counted(small_sample), open_store(str(small_sample))
    assert seen.over > 0 < seen.too_short[0] < seen.too_short[1]
    opened(app, PAGE)
    shown = [element.proto.label for element in app.get("page_link")]
    assert {VIETNAMESE.fraction(*seen.qualified), VIETNAMESE.fraction(*seen.too_short)} <= set(shown)
    for key, column in ((SHORT, "lacking"), (OVER, "over")):
        for row in seen.told[seen.told[column] > 0].to_dict("records"):
            assert f"{row['name']}: {VIETNAMESE.number(row[column])}" in shown
            rows = fetch(store, members(registry.get(key), "numerator", JUNE, EVERYTHING, within=("unit", row["unit"])))
            assert (set(rows["unit"]), len(rows)) == ({row["unit"]}, row[column])
    for name, count in seen.lacking.items():
        assert fetch(store, how_many(registry.get(SHORT), name, JUNE, EVERYTHING)).iloc[0, 0] == count
    assert tuple(seen.lacking) == LACKING
    sums = seen.told[list(COUNTS)].sum().astype(int).to_dict()
    people, met = sums["people"], sums["met"]
    assert (met, people, met + sums["lacking"]) == (*seen.qualified, people)
    assert (sums["too_short"], sums["ended"], sums["over"]) == (*seen.too_short, seen.over)
    assert sum(seen.lacking.values()) == sums["lacking"]


def test_months_and_counters_are_those_of_the_people_listed(small_sample: Path) -> None:
    """Also of the district's own desk, which is of no kind of unit that can be chosen."""
    seen, store = counted(small_sample, Scope(Period.parse("2020-06"), units=())), open_store(str(small_sample))
    everybody = Scope(Period.parse("2020-06"), units=())
    rows = fetch(store, members(registry.get(AT_DESK), "numerator", everybody, EVERYTHING))
    assert "mot-cua-q6" in set(rows["unit"])
    for unit, people in rows.groupby("unit"):
        row = seen.units.set_index("unit").loc[unit]
        assert (row["people"], row["counters"]) == (len(people), people["counter_no"].nunique())
        newest, oldest = people["started_on"].max(), people["started_on"].min()
        for found, started in ((row["least"], newest), (row["most"], oldest)):
            whole = (2020 - started.year) * 12 + 6 - started.month  # the sample ends on the last day of June
            assert found == whole - (started.day > 30)


def test_silence_is_no_zero_and_a_chair_sees_the_own_unit(small_sample: Path) -> None:
    seen = counted(small_sample)
    assert set(seen.units.loc[seen.units["people"].isna(), "unit"]) == {"p04", "p07"}
    assert len(seen.silent) == 2
    own = counted(small_sample, viewer=Viewer(frozenset({"p12"}), may_list=True))
    assert own.units["unit"].tolist() == ["p12"]
    assert own.qualified[1] == int(seen.units.set_index("unit").loc["p12", "people"])


def test_the_list_says_which_standards_are_met(app: AppTest) -> None:
    opened(app, LIST, chi_tieu=SHORT)
    assert FAILED not in said(app)
    frame = app.dataframe[0].value
    standards = frame[["Ngạch", "Thâm niên", "Hoàn thành nhiệm vụ", "Phẩm chất, tác phong"]]
    assert (standards == "Chưa đạt").any(axis=1).all()
    opened(app, LIST, chi_tieu=TOO_SHORT)
    assert "thôi làm trước thời hạn tối thiểu" in app.title[0].value
