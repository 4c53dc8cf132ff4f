"""The page "Dữ liệu" as people use it: read on every screen, load an export, take refused rows away."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from data_access.stores import open_store
from tests.browser.conftest import Served, download, serving
from tests.browser.looks import SIZES, assert_fits_every_screen, assert_holds_no_english, set_size
from tests.browser.signing_in import cookie, oidc_settings
from tests.browser.test_overview import open_page
from tests.pages.signed_in import ACCESS

HEADER = (
    "Mã hồ sơ,Đơn vị tiếp nhận,Mã thủ tục,Ngày tiếp nhận,Ngày hẹn trả,Ngày kết thúc xử lý,Trạng thái,Thời điểm xuất"
)
ROW = "M-{n},Phường 1,{procedure},01/06/2020 08:00,10/06/2020,,Đang xử lý,30/06/2020 18:00"
NAMELESS = """() => [...document.querySelectorAll('.st-key-card-upload :is(button, input, a)')]
    .filter(e => e.offsetParent && !(e.getAttribute('aria-label') || e.labels?.length || e.innerText.trim()))
    .map(e => e.outerHTML.slice(0, 200))"""
STREAMLITS_WORDS = re.compile(r"Upload|per file|Drag and drop|Browse|Limit|Add files|Remove|\d[KM]B\b")


@pytest.fixture
def office(tmp_path: Path, page: Page) -> Iterator[Served]:
    """A dashboard over an empty store, and somebody of the office signed in."""
    options, environment = oidc_settings(tmp_path, ACCESS)
    with serving(tmp_path / "store", *options, **environment) as running:
        cookie(page.context, running, "office")
        yield running


def open_data_page(page: Page, served: Served, query: str = "") -> None:
    page.goto(served.url)  # the first page of a fresh server
    expect(page.locator("[class*=st-key-card-]").first).to_be_visible()
    open_page(page, f"{served.url}/du-lieu{query}")
    expect(page.locator(".st-key-card-upload")).to_be_visible()


def export(folder: Path, good: int, bad: int = 0) -> Path:
    """A file of dossiers of ward 1, the last ``bad`` of them of an unknown procedure."""
    path = folder / "ho-so-thang-6.csv"
    rows = [ROW.format(n=n, procedure="1.004873" if n < good else "9.999999") for n in range(good + bad)]
    path.write_text("\n".join([HEADER, *rows]), encoding="utf-8")
    return path


@pytest.mark.parametrize("code", ["vi", "en"])
def test_the_page_fits_every_screen_and_speaks_one_language(page: Page, served: Served, code: str) -> None:
    set_size(page, *SIZES[0])
    open_data_page(page, served, "" if code == "vi" else "?ngon-ngu=en")
    assert_fits_every_screen(page, f"du-lieu-{code}")
    if code == "vi":
        assert_holds_no_english(page)


def test_an_export_is_looked_at_then_loaded(page: Page, office: Served, tmp_path: Path) -> None:
    open_data_page(page, office)
    publish = page.get_by_role("button", name="Nạp chính thức")
    expect(page.get_by_role("button", name="Xem trước")).to_be_disabled()
    page.locator("input[type=file]").set_input_files(export(tmp_path, 200, bad=2))
    expect(page.get_by_role("button", name="Bỏ tệp ho-so-thang-6.csv")).to_be_visible()
    expect(publish).to_be_disabled()
    page.get_by_role("button", name="Xem trước").click()
    outcome = page.locator(".st-key-outcome-preview")
    expect(outcome).to_contain_text("202 dòng: 200 mới, 0 thay đổi, 0 không đổi, 2 trả lại (1,0 %).")
    expect(outcome).to_contain_text("Phường 1")
    assert open_store(str(office.store)).version() is None
    publish.click()
    expect(page.locator(".st-key-outcome-published")).to_contain_text("Đã nạp xong.")
    expect(page.locator("h1")).to_have_text(
        "Số liệu tính đến ngày 30/06/2020; không đơn vị nào chậm cập nhật; 2 dòng bị trả lại ở lần nạp gần nhất"
    )
    assert open_store(str(office.store)).version()
    path = download(page, "Tải 2 dòng bị trả lại (XLSX)", tmp_path / "refused.xlsx")
    sheet = openpyxl.load_workbook(path).active
    assert sheet is not None
    assert sheet.max_row == 1 + 2
    page.get_by_role("link", name="Xem trang Tổng quan").click()
    expect(page.locator(".st-key-card-overdue_rate")).to_be_visible()


def test_the_upload_speaks_the_readers_language(page: Page, office: Served, tmp_path: Path) -> None:
    open_data_page(page, office)
    expect(page.get_by_role("button", name="Chọn tệp")).to_be_visible()
    assert page.evaluate(NAMELESS) == []
    page.locator("input[type=file]").set_input_files(export(tmp_path, 3))
    expect(page.get_by_role("button", name="Thêm tệp")).to_be_visible()
    shown = page.locator(".st-key-uploader").inner_text()
    assert STREAMLITS_WORDS.findall(shown) == []
    names = page.evaluate("() => [...document.querySelectorAll('.st-key-uploader [aria-label]')].map(e => e.ariaLabel)")
    assert STREAMLITS_WORDS.findall(" ".join(names)) == []
    page.get_by_role("button", name="Bỏ tệp ho-so-thang-6.csv").click()
    expect(page.get_by_role("button", name="Chọn tệp")).to_be_visible()
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("button", name="Choose files")).to_be_visible()


def test_numbers_lead_to_their_dossiers(page: Page, served: Served) -> None:
    open_data_page(page, served)
    link = page.locator(".st-key-open-received-numerator a")
    promised = link.inner_text()
    link.click()
    expect(page.locator(".st-key-card-list")).to_be_visible()
    expect(page.locator("h1")).to_contain_text(promised)


def test_the_way_down_leads_to_the_upload(page: Page, served: Served) -> None:
    open_data_page(page, served)
    expect(page.locator(".st-key-desk-files-load table")).to_be_visible()  # tables are drawn last and move what follows
    page.get_by_role("link", name="Nạp số liệu").click()
    expect(page.locator("#nap-so-lieu")).to_be_in_viewport()


def test_a_wrong_file_is_a_sentence(page: Page, office: Served, tmp_path: Path) -> None:
    wrong = tmp_path / "bao-cao.csv"
    wrong.write_text("Cột A,Cột B\n1,2\n", encoding="utf-8")
    open_data_page(page, office)
    page.locator("input[type=file]").set_input_files(wrong)
    page.get_by_role("button", name="Xem trước").click()
    outcome = page.locator(".st-key-outcome-preview")
    expect(outcome).to_contain_text("Cột của tệp không khớp kiểu tệp đã chọn")
    expect(outcome).to_contain_text("Số liệu giữ nguyên như cũ.")
    expect(page.get_by_role("button", name="Nạp chính thức")).to_be_disabled()


def test_the_first_visitor_of_a_fresh_server_may_come_by_a_deep_link(small_sample: Path, page: Page) -> None:
    with serving(small_sample) as fresh:
        page.goto(f"{fresh.url}/du-lieu")
        expect(page.get_by_role("heading", level=1)).to_contain_text("Số liệu tính đến ngày")
        expect(page.get_by_role("dialog")).to_have_count(0)
