"""The page "Biểu mẫu" without a browser: the form on screen, issuing it, corrections, and who may do what."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from data_access.journal import Records
from data_access.profiles import load_profile
from data_access.stores import open_store
from data_access.viewer import EVERYTHING
from measures.known import holdings
from measures.official_form import COLUMNS, Form, official_form, question
from measures.period import Period
from measures.scope import Scope
from reports import official_form as papers
from reports import register
from tests.pages.opening import FAILED, app, opened, said
from tests.pages.signed_in import sign_in
from text import VIETNAMESE
from ui import loading_forms

__all__ = ["app"]  # the fixture

PAGE = "pages/bieu_mau.py"
CONFIRM = "Xác nhận ban hành"


def counted(small_sample: Path, by: str = "field", units: tuple[str, ...] = ("ward",), token: str = "2018-11") -> Form:
    store = open_store(str(small_sample))
    version = store.version()
    assert version
    held = holdings(store, version)
    scope = Scope(Period.parse(token), units=units)
    return official_form(question(store, version, EVERYTHING, scope, load_profile(held.profile)), held, by)


def tables(app: AppTest) -> list[pd.DataFrame]:
    return [element.value for element in app.table]


def the_form(app: AppTest) -> pd.DataFrame:
    """The wide table: the first with all columns of the form."""
    return next(table for table in tables(app) if len(table.columns) == 1 + len(COLUMNS))


def labels(app: AppTest) -> list[str]:
    return [button.label for button in app.button]


@pytest.mark.parametrize(
    ("address", "by", "units"),
    [({}, "field", ("ward",)), ({"don_vi": "", "dong": "don-vi"}, "unit", ()), ({"don_vi": "p10"}, "field", ("p10",))],
)
def test_the_form_stands_on_screen_as_counted(
    app: AppTest, small_sample: Path, address: dict[str, str], by: str, units: tuple[str, ...]
) -> None:
    """Whatever else is filtered: the form holds every dossier."""
    form = counted(small_sample, by, units)
    opened(app, PAGE, ky="2018-11", kenh="2", **address)
    shown, total = the_form(app), form.total
    number = VIETNAMESE.number
    assert list(shown.iloc[-1])[1:] == [f"**{number(total[column])}**" for column in COLUMNS]
    lines = [list(row)[1:] for row in shown.itertuples(index=False) if not str(row[0]).startswith("**")]
    assert lines == [[number(row.figures[column]) for column in COLUMNS] for row in form.rows]
    closing = (
        f"{number(total['3'])} tiếp nhận = {number(total['7'])} đã giải quyết + {number(total['11'])} đang giải quyết"
    )
    assert app.title[0].value == f"Biểu khớp: {closing}"
    assert "kể cả chứng thực trong ngày" in said(app)
    assert f"(10) quá hạn {number(total['10'])}: {number(total['10a'])} có thư xin lỗi" in said(app)


@pytest.mark.parametrize("units", ["", "p10"])
def test_columns_open_to_exactly_their_dossiers(app: AppTest, small_sample: Path, units: str) -> None:
    total = counted(small_sample, units=tuple(filter(None, [units]))).total
    counts = {"(4)+(5) tiếp nhận": total["4"] + total["5"], "(11) đang": total["11"], "(13) quá hạn": total["13"]}
    for words, count in counts.items():
        opened(app, PAGE, ky="2018-11", don_vi=units)
        if count == 0:
            continue
        link = next(link for link in app.get("page_link") if link.proto.label.startswith(words))
        assert link.proto.label.endswith(f": {VIETNAMESE.number(count)}")
        for name, (value,) in parse_qs(link.proto.query_string, keep_blank_values=True).items():
            app.query_params[name] = value
        app.switch_page("pages/danh_sach.py").run()
        assert app.title[0].value.startswith(f"{VIETNAMESE.number(count)} hồ sơ")


def test_issuing_correcting_and_checking_the_next_month(
    app: AppTest, small_sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(app, monkeypatch, tmp_path, "office")
    opened(app, PAGE, ky="2018-10")
    assert "Chưa ban hành số liệu nào" in said(app)
    press(app, CONFIRM)
    records = Records(f"sqlite:///{tmp_path / 'journal.sqlite'}")
    (issued,) = register.versions(records)
    form = counted(small_sample, token="2018-10")
    assert dict(issued.figures) == papers.figures(form)
    assert (issued.who, issued.role, issued.data_version) == ("office@example.vn", "office", form.version)
    assert "Số liệu này đã ban hành (lần 1)" in said(app)
    assert CONFIRM not in labels(app)

    wrong = dict(issued.figures) | {"total|10": issued.figures["total|10"] + 3}
    register.issue(records, papers.PAPER, issued.about, wrong, "older", issued.until, names=issued.names)
    app.run()
    changes = next(table for table in tables(app) if "Hiện nay" in table)
    assert changes.iloc[0].tolist()[3] == VIETNAMESE.number(-3)
    press(app, CONFIRM)
    listed = next(table for table in tables(app) if "Văn bản" in table)
    assert [words.split(" ")[0] for words in listed["Lần"]] == ["3", "2", "1"]
    assert listed["Lần"].iloc[0] == "3 · đính chính: 1 số liệu thay đổi"

    app.query_params["ky"] = "2018-11"
    app.run()
    assert "Đối chiếu: cột (6) khớp cột (11) của biểu đã ban hành đến ngày 31/10/2018 (lần 3)" in said(app)
    assert FAILED not in said(app)


def test_the_whole_district_says_who_is_behind_and_leads_back_to_the_wards(
    app: AppTest, small_sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody signs in here: the register says so. A week is looked at only, a year that is not over, too."""
    monkeypatch.setenv("DOSSIER_JOURNAL_URL", f"sqlite:///{tmp_path / 'journal.sqlite'}")
    store = open_store(str(small_sample))
    held = holdings(store, store.version() or "")
    stamp = "chưa cập nhật từ"
    last = f"{held.cut_off:%Y-%m}"
    assert held.behind(Period.parse(last).end)
    opened(app, PAGE, ky=last)
    assert stamp in said(app)
    press(app, "Toàn quận")
    assert stamp in said(app)
    chosen = next(box for box in app.selectbox if str(box.key).startswith("choose-unit-"))
    assert chosen.options[0] == "Mọi đơn vị"
    press(app, "Các phường")
    assert app.query_params.get("don-vi", ["ward"]) == ["ward"]
    assert "Toàn quận" in labels(app)

    for token, reason in {
        "2018-W40": "Chỉ ban hành biểu của tháng",
        f"{held.cut_off.year}": "Kỳ chưa kết thúc",
    }.items():
        app.query_params["ky"] = token
        app.run()
        assert reason in said(app)
        assert CONFIRM not in labels(app)
    app.query_params["ky"] = "2018-10"
    app.run()
    assert "Không đăng nhập: sổ không ghi tên" in said(app)
    press(app, CONFIRM)
    assert list(next(table for table in tables(app) if "Văn bản" in table)["Người ban hành"]) == ["không đăng nhập"]


def press(app: AppTest, label: str) -> None:
    next(button for button in app.button if button.label == label).click().run()
    assert not app.exception
    assert FAILED not in said(app)


@pytest.mark.parametrize("role", ["leader", "chair", "screen"])
def test_who_may_see_and_issue(
    app: AppTest, small_sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, role: str
) -> None:
    sign_in(app, monkeypatch, tmp_path, role)
    if role == "screen":
        with pytest.raises(ValueError, match="Could not find a navigation page"):
            opened(app, PAGE)
        return
    opened(app, PAGE, ky="2018-11")
    assert CONFIRM not in labels(app)
    units = ("p12",) if role == "chair" else ("ward",)
    assert the_form(app).iloc[-1].tolist()[1] == f"**{counted(small_sample, units=units).total['3']:,}**".replace(
        ",", "."
    )
    if role == "chair":
        assert "Toàn quận" not in labels(app)
        app.query_params["don-vi"] = "p10"
        app.run()
        assert not app.table


def test_dossiers_that_keep_the_form_from_closing_are_named(
    app: AppTest, small_sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = loading_forms.load_paper

    def broken(session, by):  # type: ignore[no-untyped-def]
        paper = ours(session, by)
        return replace(paper, form=replace(paper.form, faults={"775.10.H29-181105-0004": "none"}))

    monkeypatch.setattr(loading_forms, "load_paper", broken)
    opened(app, PAGE, ky="2018-11")
    assert app.title[0].value == "Biểu không khớp: 1 hồ sơ không xếp được vào cột nào"
    assert any("775.10.H29-181105-0004" in str(table.iloc[0, 0]).replace("\\", "") for table in tables(app))
    assert CONFIRM not in labels(app)
