"""The page "Đôn đốc": what it says with and without a journal, and to whom it names units."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data_access.journal import Records
from data_access.journal.actions import TASKS, Action, agree, reply, subject_of
from data_access.journal.confirmation import Pen
from tests.pages.opening import FAILED, app, opened, said
from tests.pages.signed_in import sign_in

__all__ = ["app"]  # the fixture

PAGE = "pages/don_doc.py"
SENT, DUE, LATER = dt.date(2020, 6, 3), dt.date(2020, 6, 17), dt.date(2020, 7, 3)


@pytest.fixture(autouse=True)
def journal(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Records:
    """The records of one test; the store is everybody's."""
    address = f"sqlite:///{tmp_path / 'journal.sqlite'}"
    monkeypatch.setenv("DOSSIER_JOURNAL_URL", address)
    return Records(address)


def remind(journal: Records, unit: str, task: str, due: dt.date, answered: dt.date | None = None) -> None:
    subject, rate = subject_of("2020-05", unit, task, due), task == "review_lateness"
    now = (20, 100) if rate else (9, None)
    new = Action(subject, "reminder", task, 0, unit, due, "2020-05", TASKS[task], *now, "v", SENT)
    assert agree(Pen(journal, SENT), new)
    if answered:
        assert reply(Pen(journal, answered), subject, "7/BC-MAU", answered)


def four(journal: Records) -> None:
    """Of two wards and a department: one answer in time, one late, one overdue, one not due yet."""
    remind(journal, "p12", "send_letters", DUE, DUE)
    remind(journal, "p12", "review_lateness", LATER)
    remind(journal, "p10", "finish_overdue", DUE)
    remind(journal, "tnmt", "send_letters", DUE, dt.date(2020, 6, 18))


def shown(app: AppTest) -> list[str]:
    """The reminders of the list for a wide screen, one line each."""
    tables = [element.value for element in app.markdown if element.value.startswith("| Việc đã thống nhất")]
    return [line for table in tables for line in table.splitlines()[2:]]


def test_no_journal_and_no_reminder_are_no_zero(app: AppTest, journal: Records, tmp_path: Path) -> None:
    opened(app, PAGE)
    assert app.title[0].value == "Chưa có dữ liệu: đến ngày 30/06/2020 chưa ghi nhận việc đôn đốc nào."
    assert "tại trang Cuộc họp" in said(app)
    (tmp_path / "journal.sqlite").write_bytes(b"no database" * 99)
    opened(app, PAGE)
    assert app.title[0].value == "Chưa có dữ liệu: không đọc được nhật ký đôn đốc."
    assert FAILED not in said(app)


def test_counts_and_list_say_the_same(app: AppTest, journal: Records) -> None:
    four(journal)
    opened(app, PAGE)
    assert app.title[0].value == (
        "Theo dõi 4 việc đôn đốc; 1/3 việc đến hạn được trả lời đúng hạn; 1 việc quá hạn trả lời."
    )
    assert len(shown(app)) == 4
    (states,) = app.button_group
    assert list(states.options) == [
        *("Tất cả (4)", "Quá hạn trả lời (1)", "Chưa đến hạn (1)"),
        *("Trả lời sau hạn (1)", "Trả lời đúng hạn (1)"),
    ]
    states.set_value("overdue").run()
    (line,) = shown(app)
    assert "Phường 10" in line
    assert "17/06/2020" in line
    assert {"Phường 12", "Phường 10"} <= {element.proto.label for element in app.get("page_link")}
    opened(app, PAGE, don_vi="p12")
    assert "Theo dõi 2 việc đôn đốc" in app.title[0].value
    opened(app, PAGE, don_vi="ward", tai_ngay="2020-06-17")
    assert "quá hạn" not in app.title[0].value, "the day due is not past at its close"
    opened(app, PAGE, ky="2020-04", tai_ngay="")
    assert app.title[0].value.startswith("Chưa có dữ liệu"), "nothing had been recorded by then"


def test_a_chair_sees_own_reminders_and_a_screen_totals(
    app: AppTest, journal: Records, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    four(journal)
    sign_in(app, monkeypatch, tmp_path, "chair")
    opened(app, PAGE)
    assert "Theo dõi 2 việc đôn đốc" in app.title[0].value
    assert len(shown(app)) == 2
    assert not any(name in said(app) for name in ("Phường 10", "TN&MT", "Tài nguyên"))
    screen = AppTest.from_file(str(Path(app._script_path)), default_timeout=60)
    sign_in(screen, monkeypatch, tmp_path, "screen")
    opened(screen, PAGE, don_vi="p10")
    assert "Theo dõi 4 việc đôn đốc" in screen.title[0].value
    assert not shown(screen)
    pages = {element.proto.label for element in screen.get("page_link")}
    opened(screen, PAGE, don_vi="ward")
    assert not any(name in said(screen) for name in ("Phường 12", "Phường 10", "Tài nguyên"))
    assert not any(label.startswith("Phường") for label in pages)
