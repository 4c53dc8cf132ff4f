"""The page of the meeting without a browser: what each role finds there, may write, and may not."""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from streamlit.testing.v1 import AppTest

from data_access.journal import Asked, Journal, Record, Records
from data_access.journal import actions as acting
from data_access.journal import confirmation as confirming
from data_access.journal.confirmation import Round
from data_access.profiles import load_profile
from data_access.stores import open_store
from data_access.viewer import EVERYTHING, Viewer
from measures.known import holdings
from tests.pages.opening import FAILED, app, opened, said
from tests.pages.signed_in import sign_in
from ui import identity
from ui.meeting_parts import pen
from ui.session import NotYourUnit

__all__ = ["app"]  # the fixture

MEETING, PERIOD = "pages/cuoc_hop.py", "2018"
OFFICE = {"Chốt danh sách", "Trả lời ý kiến", "Ghi nhận", "Ghi nhận trả lời", "Kết thúc việc", "Rút việc"}
CODE = re.compile(r"775\.(\w+)\.H29-\d{6}-\d{4}")


@pytest.fixture(autouse=True)
def journal(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Records:
    """The records of one test; the store is everybody's."""
    address = f"sqlite:///{tmp_path / 'journal.sqlite'}"
    monkeypatch.setenv("DOSSIER_JOURNAL_URL", address)
    return Records(address)


def meeting(app: AppTest, **address: str) -> AppTest:
    opened(app, MEETING, ky=PERIOD, **address)
    assert FAILED not in said(app)
    return app


def press(app: AppTest, words: str) -> AppTest:
    """Press the one button that says this."""
    (button,) = [button for button in app.button if button.label == words]
    button.click().run()
    assert not app.exception
    assert FAILED not in said(app)
    return app


def written(records: Records) -> list[Record]:
    return records.of((*confirming.KINDS, *acting.KINDS))


def the_round(records: Records) -> Round:
    return confirming.rounds(records.of(confirming.KINDS))[-1]


def field(elements: list, label: str):  # type: ignore[no-untyped-def]
    (found,) = [element for element in elements if element.label == label]
    return found


def test_the_office_freezes_answers_and_records(app: AppTest, journal: Records) -> None:
    """The whole way of a meeting, at a PC where nobody signs in."""
    meeting(app, don_vi="p12", kenh="2")
    assert "chưa chốt danh sách" in app.title[0].value
    press(app, "Chốt danh sách")
    assert "Đã chốt danh sách" in said(app)
    frozen = the_round(journal)
    assert frozen.lists
    assert app.title[0].value.endswith(f"0 trong {len(frozen.lists)} đơn vị đã trả lời")
    assert (written(journal)[0].who, frozen.period, frozen.number) == ("", PERIOD, 1)
    assert (len(frozen.lists) > 1, frozen.scope) == (True, f"ky={PERIOD}"), "the filters of the page are none of it"
    unit = next(unit for unit in frozen.lists if unit.startswith("p"))
    code = frozen.lists[unit][0].code
    chair = confirming.Pen(journal, frozen.frozen_on)
    confirming.object_to(chair, frozen, unit, [code], "letter_sent", "3/BC-UBND")
    app.run()
    assert app.title[0].value.endswith("; 1 ý kiến")
    assert "đã gửi thư xin lỗi, số liệu chưa có; 3/BC-UBND" in said(app)
    press(app, "Trả lời ý kiến")
    assert the_round(journal).objections[0].answer == "accepted"
    assert the_round(journal).lists == frozen.lists, "no objection changes a list"
    assert app.title[0].value.endswith("; 1 ý kiến, 1 đã trả lời")
    field(app.selectbox, "Xem danh sách của").set_value(unit).run()
    shown = app.dataframe[0].value
    assert list(shown["Mã hồ sơ"]) == [row.code for row in frozen.lists[unit]]
    assert "chấp nhận, sẽ sửa tại nguồn" in shown["Ý kiến"].iloc[0]
    field(app.number_input, "Số hồ sơ (0: không nêu)").set_value(4)
    press(app, "Ghi nhận")
    press(app, "Ghi nhận")
    (action,) = acting.actions(journal.of(acting.KINDS))
    assert (action.task, action.count, action.unit, action.period) == ("send_letters", 4, "p01", PERIOD)
    assert "được ghi nhận trước đó" in said(app), "pressed twice, written once"
    assert "Phường 1: ban hành thư xin lỗi cho 4 hồ sơ" in said(app)
    field(app.text_input, "Số văn bản").set_value("gặp bà B")
    press(app, "Ghi nhận trả lời")
    assert "chỉ ghi số và ký hiệu" in said(app)
    field(app.text_input, "Số văn bản").set_value("15/BC-UBND")
    press(app, "Ghi nhận trả lời")
    press(app, "Kết thúc việc")
    assert "Cần chọn một việc trước" in said(app)
    field(app.selectbox, "Việc kết thúc").set_value(action.subject)
    press(app, "Kết thúc việc")
    assert "kết thúc (15/BC-UBND)" in said(app)
    (action,) = acting.actions(journal.of(acting.KINDS))
    assert (action.document, bool(action.solved_on)) == ("15/BC-UBND", True)
    assert len(written(journal)) == 6


def test_a_new_round_and_taking_back_are_asked_first(app: AppTest, journal: Records) -> None:
    """No answer is left behind by one click, no action dropped by one; what was there can still be read."""
    press(meeting(app), "Chốt danh sách")
    assert "Đợt 2" not in said(app)
    first = the_round(journal)
    unit, *_ = first.lists
    confirming.confirm(confirming.Pen(journal, first.frozen_on), first, unit)
    app.run()
    assert "Đợt 1 có 1 xác nhận; đợt mới bắt đầu chưa có trả lời" in said(app)
    press(app, "Chốt danh sách")
    assert "Chưa chốt" in said(app)
    assert the_round(journal).number == 1
    field(app.checkbox, "Đồng ý chốt đợt 2").set_value(True)
    press(app, "Chốt danh sách")
    second = the_round(journal)
    assert (second.number, second.lists, second.confirmed) == (2, first.lists, {})
    code = second.lists[unit][0].code
    confirming.object_to(confirming.Pen(journal, second.frozen_on), second, unit, [code], "letter_sent")
    app.run()
    assert [button for button in app.button if button.label == "Trả lời ý kiến"]
    (which,) = app.button_group
    which.set_value(1).run()
    assert "Đã có đợt 2 thay thế" in said(app)
    assert "đã xác nhận" in said(app)
    assert not [button for button in app.button if button.label == "Trả lời ý kiến"]
    press(app, "Ghi nhận")
    (action,) = acting.actions(journal.of(acting.KINDS))
    field(app.selectbox, "Việc kết thúc").set_value(action.subject)
    press(app, "Rút việc")
    assert "Chưa rút" in said(app)
    assert not acting.actions(journal.of(acting.KINDS))[0].withdrawn
    field(app.checkbox, "Xác nhận rút: việc ghi nhận nhầm").set_value(True)
    press(app, "Rút việc")
    assert acting.actions(journal.of(acting.KINDS))[0].withdrawn
    assert "đã rút" in said(app)
    assert "1 việc đã thống nhất" not in said(app), "read, but counted nowhere"


def test_a_chair_answers_for_the_own_unit(
    app: AppTest, journal: Records, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The own list with codes in full, objections with a reason, the confirmation; nothing of others, no office."""
    press(meeting(app), "Chốt danh sách")
    frozen = the_round(journal)
    mine = frozen.lists["p12"]
    sign_in(app, monkeypatch, tmp_path, "chair")
    meeting(app)
    assert f"đơn vị có {len(mine)} hồ sơ cần xác nhận" in app.title[0].value
    (shown,) = [element.value for element in app.dataframe]
    assert list(shown["Mã hồ sơ"]) == [row.code for row in mine]
    days = ["" if row.days is None else "dưới 1" if row.days == 0 else f"{row.days:,}" for row in mine]
    assert [word.replace(".", ",") for word in shown["Số ngày trễ"]] == days
    labels = {button.label for button in app.button}
    assert not labels & OFFICE
    press(app, "Gửi ý kiến")
    assert "ít nhất một hồ sơ" in said(app)
    field(app.multiselect, "Hồ sơ có ý kiến").set_value([mine[0].code])
    field(app.selectbox, "Lý do").set_value("other")
    press(app, "Gửi ý kiến")
    assert "chỉ ghi số và ký hiệu" in said(app), "another reason needs a document"
    field(app.text_input, "Số văn bản (nếu có)").set_value("15/BC-UBND")
    press(app, "Gửi ý kiến")
    press(app, "Gửi ý kiến")
    press(app, "Xác nhận danh sách")
    found = the_round(journal)
    assert [(o.unit, o.code, o.reason, o.document) for o in found.objections] == [
        ("p12", mine[0].code, "other", "15/BC-UBND")
    ]
    assert set(found.confirmed) == {"p12"}
    assert [(record.kind, record.who, record.role) for record in written(journal)[1:]] == [
        ("objected", "chair@example.vn", "chair"),
        ("list_confirmed", "chair@example.vn", "chair"),
    ]
    press(app, "Rút")
    assert the_round(journal).objections == ()
    entries = Journal(f"sqlite:///{tmp_path / 'journal.sqlite'}").entries(Asked(what="list_opened"), None)
    assert entries[0].details["within"] == f"{frozen.subject}:p12"


@pytest.mark.parametrize("units", ["p01", "ward", "p12,p01", ""])
def test_no_address_gives_a_chair_another_unit(
    app: AppTest, journal: Records, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, units: str
) -> None:
    press(meeting(app), "Chốt danh sách")
    sign_in(app, monkeypatch, tmp_path, "chair")
    opened(app, MEETING, ky=PERIOD, don_vi=units)
    assert "đơn vị mình" in said(app)
    assert not app.dataframe
    assert not [button for button in app.button if button.label in ("Gửi ý kiến", "Xác nhận danh sách")]
    assert not CODE.search(said(app))


@pytest.mark.parametrize(
    ("viewer", "unit", "allowed"),
    [
        (Viewer(frozenset({"p12"}), may_list=True, may_act=True), "p12", True),
        (Viewer(frozenset({"p12"}), may_list=True, may_act=True), "p01", False),
        (Viewer(frozenset({"p12"}), may_list=True, may_act=True), None, False),
        (Viewer(frozenset({"p12"}), may_list=True), "p12", False),
        (Viewer(None, may_list=True), None, False),
        (Viewer(None, may_list=True, may_act=True), "p12", False),
        (Viewer(frozenset({"p12"}), may_load=True), None, False),
        (EVERYTHING, None, True),
        (EVERYTHING, "p12", False),
    ],
)
def test_the_right_is_asked_again_where_it_is_written(
    small_sample: Path, viewer: Viewer, unit: str | None, allowed: bool
) -> None:
    """Whatever a page showed: the pen is given to the office, and in the name of a unit to its own chair only."""
    store = open_store(str(small_sample))
    held = holdings(store, store.version() or "")
    somebody = identity.Person(viewer)
    session = SimpleNamespace(
        viewer=viewer, held=held, person=somebody, profile=load_profile("quan6"), default=None, language=None
    )
    if allowed:
        assert pen(session, unit).today == held.cut_off  # type: ignore[arg-type]
        return
    with pytest.raises(NotYourUnit):
        pen(session, unit)  # type: ignore[arg-type]


def test_a_leader_reads_and_a_shared_screen_does_not(
    app: AppTest, journal: Records, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    press(meeting(app), "Chốt danh sách")
    press(app, "Ghi nhận")
    frozen = the_round(journal)
    unit = next(iter(frozen.lists))
    confirming.object_to(
        confirming.Pen(journal, frozen.frozen_on), frozen, unit, [frozen.lists[unit][0].code], "other_unit"
    )
    before = len(written(journal))
    sign_in(app, monkeypatch, tmp_path, "leader")
    meeting(app)
    assert app.title[0].value.endswith("; 1 ý kiến")
    assert "1 việc đã thống nhất" in said(app)
    assert not {button.label for button in app.button} & OFFICE
    assert not [button for button in app.button if button.label in ("Gửi ý kiến", "Xác nhận danh sách", "Rút")]
    field(app.selectbox, "Xem danh sách của").set_value(unit).run()
    codes = app.dataframe[0].value["Mã hồ sơ"]
    assert len(codes) == len(frozen.lists[unit])
    assert all(code.endswith("••") for code in codes)
    assert not CODE.search(said(app))
    assert len(written(journal)) == before
    screen = AppTest.from_file(str(Path(app._script_path)), default_timeout=60)
    sign_in(screen, monkeypatch, tmp_path, "screen").run()
    with pytest.raises(ValueError, match="cuoc_hop"):
        screen.switch_page(MEETING)


def test_a_chair_answers_own_actions_only(
    app: AppTest, journal: Records, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    meeting(app)
    press(app, "Ghi nhận")  # of ward 1
    unit_box = [box for box in app.selectbox if box.label == "Đơn vị"][-1]
    unit_box.set_value("p12")
    press(app, "Ghi nhận")
    assert [one.unit for one in acting.actions(journal.of(acting.KINDS))] == ["p01", "p12"]
    sign_in(app, monkeypatch, tmp_path, "chair")
    meeting(app)
    (offered,) = field(app.selectbox, "Việc được trả lời").options
    assert offered.startswith("Phường 12:")
    assert "Phường 1:" not in said(app)
    field(app.text_input, "Số văn bản").set_value("15/BC-UBND")
    press(app, "Ghi nhận trả lời")
    other, own = acting.actions(journal.of(acting.KINDS))
    assert (other.document, own.document) == ("", "15/BC-UBND")
    assert not [button for button in app.button if button.label in ("Kết thúc việc", "Rút việc")]


def test_without_a_journal_there_is_a_sentence(app: AppTest, tmp_path: Path) -> None:
    (tmp_path / "journal.sqlite").write_bytes(b"no database" * 99)
    opened(app, MEETING, ky=PERIOD)
    assert "Tạm khóa danh sách" in said(app)
