"""The page "Dữ liệu" without a browser: what it says of the data, and a load from upload to publication."""

from __future__ import annotations

import datetime as dt
import logging
import tempfile
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data_access.load import Order, load_exports
from data_access.profiles import load_profile
from data_access.stores import Store, open_store
from data_access.viewer import EVERYTHING
from measures.known import holdings
from measures.overview import overview
from measures.quality import SHARES, quality
from tests.data_access.desk import Desk, dossier
from tests.pages.signed_in import sign_in
from text import ENGLISH, VIETNAMESE
from ui import data_intake
from ui import session as sessions
from ui.data_intake import Settings, run, safe_name
from ui.data_upload import exported_time
from ui.session import default_scope

DASHBOARD = str(Path(__file__).resolve().parents[2] / "dashboard.py")
PAGE = "pages/du_lieu.py"
USUAL = Settings("mot-cua", "quan6")
HEADER = (
    "Mã hồ sơ,Đơn vị tiếp nhận,Mã thủ tục,Ngày tiếp nhận,Ngày hẹn trả,Ngày kết thúc xử lý,Trạng thái,Thời điểm xuất"
)
ROW = "M-1,Phường 1,1.004873,01/06/2020 08:00,10/06/2020,,Đang xử lý,30/06/2020 18:00"


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> AppTest:
    """The dashboard, with no store chosen before this test, for somebody of the office."""
    monkeypatch.chdir(Path(DASHBOARD).parent)
    sessions.the_store.cache_clear()
    return sign_in(AppTest.from_file(DASHBOARD, default_timeout=60), monkeypatch, tmp_path, "office")


def opened(app: AppTest) -> AppTest:
    app.run()
    app.switch_page(PAGE).run()
    assert not app.exception
    return app


def said(app: AppTest) -> str:
    """All sentences of the page, tables included."""
    texts = [element.value for element in [*app.title, *app.header, *app.markdown]]
    return " ".join([*texts, *(str(cell) for table in app.table for cell in table.value.to_numpy().ravel())])


def upload(app: AppTest, *files: tuple[str, bytes]) -> AppTest:
    app.file_uploader[0].set_value([(name, content, "text/csv") for name, content in files])
    return app.run()


def export(*rows: str) -> bytes:
    return "\n".join([HEADER, *rows]).encode()


def click(app: AppTest, key: str) -> AppTest:
    app.button(key=key).click().run()
    assert not app.exception
    return app


# ----------------------------------------------------------------------------------------------------- what it says


@pytest.fixture
def sample(app: AppTest, small_sample: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setenv("DOSSIER_DB_URL", str(small_sample))
    return opened(app)


def test_the_title_says_the_state(sample: AppTest, small_sample: Path) -> None:
    store = open_store(str(small_sample))
    held = holdings(store, str(store.version()))
    assert list(held.behind(held.cut_off)) == ["p03"]
    refused = sample.title[0].value.split("; ")[2].split()[0]
    assert sample.title[0].value.startswith("Số liệu tính đến ngày 30/06/2020; 1 đơn vị chậm cập nhật; ")
    assert int(refused) == sum(int(table) for table in _column(sample, "Tệp", "Trả lại"))


def _column(app: AppTest, first: str, column: str) -> list[str]:
    """A column of the first table that begins with a column of that name."""
    frame = next(table.value for table in app.table if table.value.columns[0] == first and column in table.value)
    return list(frame[column])


def test_units_behind_come_first_and_are_marked_by_words(sample: AppTest) -> None:
    units = _column(sample, "Đơn vị xuất số liệu", "Đơn vị xuất số liệu")
    words = _column(sample, "Đơn vị xuất số liệu", "So với mới nhất")
    assert units[0] == "Phường 3"
    assert "chậm 4 ngày (2 ngày làm việc)" in words[0]
    assert set(words[1:]) == {"không chậm"}


def test_numbers_equal_those_of_the_overview(small_sample: Path) -> None:
    store = open_store(str(small_sample))
    version = str(store.version())
    held, profile = holdings(store, version), load_profile("quan6")
    scope = default_scope(held, profile)
    seen = overview(store, version, scope, EVERYTHING, held, profile)
    found = quality(store, version, scope, EVERYTHING)
    assert {key: found[key] for key in seen.beside if key in found} == {
        key: seen.beside[key] for key in ("paused_open", "undecided", "no_due_date", "finish_unknown")
    }
    assert found["came_due"] == seen.now[1]
    assert set(found) == set(SHARES)
    assert found["received"]


def test_sample_data_is_never_mixed_and_says_what_to_do(sample: AppTest) -> None:
    assert not sample.file_uploader
    assert "Kho này đang chứa dữ liệu mẫu" in said(sample)
    assert "DOSSIER_DB_URL" in said(sample)


def test_it_speaks_english(app: AppTest, small_sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOSSIER_DB_URL", str(small_sample))
    app.query_params["ngon-ngu"] = "en"
    assert "1 source unit is behind: Phường 3" in said(opened(app))


def test_a_period_without_figures_hides_nothing(
    app: AppTest, small_sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOSSIER_DB_URL", str(small_sample))
    app.query_params["ky"] = "2020-07"
    assert "1 đơn vị chậm cập nhật: Phường 3" in said(opened(app))


def test_who_may_not_load_sees_no_upload_and_no_rows(
    app: AppTest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = Desk(tmp_path)
    desk.load_dossiers(*(dossier(f"D{n}") for n in range(99)), dossier("BAD", procedure="9.999999"))
    monkeypatch.setenv("DOSSIER_DB_URL", str(desk.folder / "store"))
    assert "BAD" not in said(opened(app))
    assert app.file_uploader
    assert app.get("download_button")
    sign_in(app, monkeypatch, tmp_path, "leader").run()
    assert not app.exception
    assert not app.file_uploader
    assert not app.get("download_button")


# ------------------------------------------------------------------------------------------------- an empty store


@pytest.fixture
def empty(app: AppTest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setenv("DOSSIER_DB_URL", str(tmp_path / "store"))
    return opened(app)


def the_store(tmp_path: Path) -> Store:
    return open_store(str(tmp_path / "store"))


def test_an_office_begins_in_the_browser(empty: AppTest, tmp_path: Path) -> None:
    assert empty.button(key="upload-look").disabled
    assert empty.button(key="upload-publish").disabled
    upload(empty, ("ho-so.csv", export(ROW, ROW.replace("M-1", "M-2"))))
    assert empty.button(key="upload-publish").disabled, "nothing was looked at yet"
    click(empty, "upload-look")
    assert "Xem trước: chưa có gì thay đổi." in said(empty)
    assert "2 dòng: 2 mới" in said(empty)
    assert the_store(tmp_path).version() is None
    click(empty, "upload-publish")
    assert the_store(tmp_path).version()
    assert "Đã nạp xong." in said(empty)
    assert empty.title[0].value.startswith("Số liệu tính đến ngày 30/06/2020")
    assert not empty.file_uploader[0].value, "the files are let go"


@pytest.mark.parametrize("role", ["leader", "chair", "screen", "nobody"])
def test_whose_leave_was_taken_away_loads_nothing(
    empty: AppTest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, role: str
) -> None:
    upload(empty, ("ho-so.csv", export(ROW)))
    click(empty, "upload-look")
    sign_in(empty, monkeypatch, tmp_path, role).run()
    assert not empty.file_uploader
    assert not [button for button in empty.button if button.key == "upload-publish"]
    assert the_store(tmp_path).version() is None


def test_a_preview_stands_for_these_settings_only(empty: AppTest) -> None:
    upload(empty, ("ho-so.csv", export(ROW)))
    click(empty, "upload-look")
    assert not empty.button(key="upload-publish").disabled
    empty.text_input(key="upload-exported-at").set_value("30/06/2020 19:00").run()
    assert empty.button(key="upload-publish").disabled
    assert "hãy xem trước lại" in said(empty)
    empty.text_input(key="upload-exported-at").set_value("").run()
    assert not empty.button(key="upload-publish").disabled
    upload(empty, ("ho-so.csv", export(ROW.replace("M-1", "M-2"))))
    assert empty.button(key="upload-publish").disabled


def test_a_time_that_is_none_is_said(empty: AppTest) -> None:
    upload(empty, ("ho-so.csv", export(ROW)))
    empty.text_input(key="upload-exported-at").set_value("2020-06-30").run()
    assert "Chưa đúng dạng" in said(empty)
    assert empty.button(key="upload-look").disabled


def test_too_many_refused_rows_are_not_published(empty: AppTest, tmp_path: Path) -> None:
    upload(empty, ("ho-so.csv", export(ROW, ROW.replace("1.004873", "9.999999").replace("M-1", "M-2"))))
    click(empty, "upload-look")
    assert "1 trong 2 dòng bị trả lại, vượt mức cho phép 2 %".replace(" %", "\u00a0%") in said(empty)
    assert "Thủ tục không có trong danh mục thủ tục" in said(empty)
    assert empty.button(key="upload-publish").disabled
    assert empty.get("download_button"), "the refused rows, to mend them"
    assert the_store(tmp_path).version() is None


def test_a_load_that_was_broken_off_is_said(empty: AppTest, tmp_path: Path) -> None:
    """Using the page during a load stops its script at the next stage, before anything is published."""
    empty.session_state["upload-running"] = True
    assert "Lần nạp đã dừng" in said(empty.run())
    assert "Lần nạp đã dừng" not in said(empty.run())


def test_nothing_new_is_not_published(empty: AppTest) -> None:
    for _ in range(2):
        upload(empty, ("ho-so.csv", export(ROW)))
        click(empty, "upload-look")
        if not empty.button(key="upload-publish").disabled:
            click(empty, "upload-publish")
    assert "Không có gì mới để nạp." in said(empty)
    assert "Đã nạp trước đây, nội dung không đổi: ho\\-so\\.csv" in said(empty)
    assert empty.button(key="upload-publish").disabled


def test_personal_columns_are_named_and_not_read(empty: AppTest) -> None:
    content = (HEADER + ",Họ và tên,Ghi chú nội bộ\n" + ROW + ",Mẫu Thử,abc\n").encode()
    click(upload(empty, ("ho-so.csv", content)), "upload-look")
    assert "Cột có vẻ là thông tin cá nhân, không đọc: Họ và tên" in said(empty)
    assert "Cột khác không đọc: Ghi chú nội bộ" in said(empty)
    assert "Mẫu Thử" not in said(empty)


# ------------------------------------------------------------------------------------------- how a load can end


class Upload:
    """A file as the browser sends it."""

    def __init__(self, name: str, content: bytes) -> None:
        self.name, self.content = name, content

    def getbuffer(self) -> memoryview:
        return memoryview(self.content)


def attempt(store: Store, *uploads: Upload, settings: Settings = USUAL) -> data_intake.Outcome:
    return run(store, uploads, settings, dry_run=False, progress=lambda stage: None)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"a,b\n1,2\n", "Cột của tệp không khớp kiểu tệp đã chọn"),
        (b"", "Có tệp không đọc được dưới dạng văn bản"),
        (b"%PDF-1.7 not a table", "Có tệp"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "Có tệp thuộc loại không đọc được"),
    ],
    ids=["another table", "empty", "a PDF", "a web page"],
)
def test_what_cannot_be_read_is_a_sentence(tmp_path: Path, content: bytes, sentence: str) -> None:
    outcome = attempt(the_store(tmp_path), Upload("x.csv", content))
    assert outcome.said(VIETNAMESE).startswith(sentence)
    assert outcome.said(ENGLISH) != outcome.said(VIETNAMESE)
    assert "x.csv" in outcome.detail
    assert the_store(tmp_path).version() is None


def test_a_second_load_is_told_to_wait(tmp_path: Path) -> None:
    store = the_store(tmp_path)
    outcomes = []

    def meanwhile(connection: object) -> bool:
        outcomes.append(attempt(store, Upload("ho-so.csv", export(ROW))))
        return False

    store.update(meanwhile)
    assert outcomes[0].said(VIETNAMESE).startswith("Đang có lần nạp khác")


def test_sample_and_real_data_do_not_mix_whoever_asks(tmp_path: Path) -> None:
    export_file = tmp_path / "ho-so.csv"
    export_file.write_bytes(export(ROW))
    store = the_store(tmp_path)
    load_exports(store, Order(paths=(export_file,), sample=True))
    version = store.version()
    outcome = attempt(store, Upload("ho-so.csv", export(ROW.replace("M-1", "M-2"))))
    assert outcome.fault
    assert "DOSSIER_DB_URL" in outcome.detail
    assert store.version() == version


@pytest.mark.parametrize("content", [export(ROW), export("x"), b"\x00\x01", b"a,b\n"])
def test_no_copy_stays_and_nothing_is_logged(
    tmp_path: Path, content: bytes, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    with caplog.at_level(logging.DEBUG):
        attempt(the_store(tmp_path), Upload("ho-so.csv", content))
    assert list(scratch.iterdir()) == []
    assert "M-1" not in caplog.text


def test_two_files_of_one_name_are_two_files(tmp_path: Path) -> None:
    uploads = [Upload("ho-so.csv", export(ROW)), Upload("ho-so.csv", export(ROW.replace("M-1", "M-2")))]
    outcome = attempt(the_store(tmp_path), *uploads)
    assert outcome.fault == ""
    assert outcome.summary.total("new") == 2


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/ho-so.csv", "ho-so.csv"),
        ("C:\\Users\\a\\ho-so.xlsx", "ho-so.xlsx"),
        ("hồ sơ tháng 6.csv", "hồ sơ tháng 6.csv"),
        ("a\x00b\n.csv", "ab.csv"),
        ("..", "file"),
        ("", "file"),
        ("ệ" * 300 + ".csv", "ệ" * 56 + ".csv"),
    ],
)
def test_names_of_uploads_are_made_safe(name: str, kept: str) -> None:
    assert safe_name(name) == kept


@pytest.mark.parametrize(
    ("typed", "time"),
    [
        ("", None),
        ("  ", None),
        ("30/06/2020 18:00", dt.datetime(2020, 6, 30, 18)),
        (" 1/6/2020  8:05 ", dt.datetime(2020, 6, 1, 8, 5)),
    ],
)
def test_a_typed_time_is_understood(typed: str, time: dt.datetime | None) -> None:
    assert exported_time(typed, VIETNAMESE, dt.datetime(2020, 7, 1)) == ("", time)


@pytest.mark.parametrize("typed", ["2020-06-30", "30/06/2020", "31/06/2020 08:00", "01/07/2020 00:01", "1/1/1989 8:00"])
def test_what_is_no_time_is_refused(typed: str) -> None:
    fault, time = exported_time(typed, VIETNAMESE, dt.datetime(2020, 7, 1))
    assert fault
    assert time is None
