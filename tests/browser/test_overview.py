"""The overview and its lists as people use them, in a real browser."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from data_access.load import Order, load_exports
from data_access.stores import open_store
from tests.browser.conftest import Served, case, csv_lines, download, quiet, sheet_rows
from tests.browser.looks import SIZES, assert_fits_every_screen, assert_holds_no_english, set_size
from text import VIETNAMESE

# A day on which the small district has something in every list.
PAST = "?ky=2018-11&tai-ngay=2018-11-26"
LISTS = {
    PAST: ("overdue_rate-numerator", "overdue_rate-open", "due_soon-numerator", "letter_rate-numerator"),
    "?ky=2020-05": ("online_share-numerator",),
    "?ky=2019-03": ("strip-withdrawn-numerator",),
}


def open_page(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.locator("h1")).to_be_visible()
    quiet(page)


def settled(page: Page) -> None:
    """Wait until no script runs any more."""
    expect(page.locator("[data-testid=stApp][data-test-script-state=notRunning]")).to_be_attached()


def open_overview(page: Page, served: Served, query: str = "") -> None:
    page.goto(f"{served.url}/{query}")
    expect(page.locator(".js-plotly-plot .main-svg").first).to_be_attached()
    quiet(page)


def count_in(text: str) -> int:
    """The first number of a text, written the Vietnamese way."""
    found = re.search(r"\d[\d.]*", text)
    assert found, text
    return int(found.group().replace(".", ""))


@pytest.mark.parametrize("code", ["vi", "en"])
def test_the_page_fits_every_screen_and_speaks_one_language(page: Page, served: Served, code: str) -> None:
    set_size(page, *SIZES[0])
    open_overview(page, served, "" if code == "vi" else "?ngon-ngu=en")
    assert_fits_every_screen(page, f"tong-quan-{code}")
    expect(page.get_by_text("Dữ liệu mẫu" if code == "vi" else "Sample data").first).to_be_visible()
    if code == "vi":
        assert_holds_no_english(page)


def test_a_tile_sets_the_scope_and_back_returns(page: Page, served: Served) -> None:
    open_overview(page, served)
    before = page.locator("h1").inner_text()
    tile = page.locator(".st-key-desk-map .annotation-text", has_text=re.compile("^Phường 10$"))
    tile.scroll_into_view_if_needed()
    box = tile.bounding_box()
    assert box
    page.mouse.click(box["x"] + 30, box["y"] + 40)
    expect(page).to_have_url(re.compile("don-vi=p10"))
    expect(page.locator(".st-key-stamp")).to_contain_text("Phường 10")
    page.go_back()
    expect(page).not_to_have_url(re.compile("don-vi"))
    expect(page.locator("h1")).to_have_text(before)
    quiet(page)
    expect(page).not_to_have_url(re.compile("don-vi"))  # the selection must not come back and set it again
    page.go_forward()
    expect(page.locator(".st-key-stamp")).to_contain_text("Phường 10")


@pytest.mark.parametrize("query", LISTS)
def test_a_number_opens_exactly_its_dossiers(page: Page, served: Served, tmp_path: Path, query: str) -> None:
    open_overview(page, served, query)
    for key in LISTS[query]:
        with case(key):
            link = page.locator(f".st-key-open-{key}")
            promised = count_in(link.inner_text())
            assert promised, "nothing to open: choose another period"
            link.locator("a").click()
            expect(page.locator(".st-key-card-list")).to_be_visible()
            assert count_in(page.locator("h1").inner_text()) == promised
            quiet(page)
            rows = sheet_rows(download(page, "XLSX", tmp_path / f"{key}.xlsx"))
            assert len(rows) == promised
            odd = [code for code, *_ in rows if not re.fullmatch(r"775\.\d\d\.H29-\d{6}-\d{4}", str(code))]
            assert odd == [], "who may act sees codes in full"
            page.go_back()
            expect(page.locator(".st-key-card-overdue_rate")).to_be_visible()
            expect(page).to_have_url(f"{served.url}/{query}")
            quiet(page)


def test_a_sentence_leads_to_page_unit_list_and_file(page: Page, served: Served, tmp_path: Path) -> None:
    """Missing letters: as many in the sentence, on the page, in the lists of the units together and in their files."""
    open_overview(page, served, "?ky=2018-05")
    sentence = page.locator("[class*=st-key-finding-]", has_text="chưa có thư xin lỗi")
    promised = count_in(sentence.inner_text())
    sentence.locator("a").click()
    expect(page).to_have_url(re.compile("/thu-xin-loi"))
    expect(page.locator(".st-key-card-units")).to_be_visible()
    quiet(page)
    links = page.locator(".st-key-card-units [class*=st-key-open-][class*=loss_no_letter-numerator-duty] a")
    expect(links.first).to_be_visible()
    counts = [count_in(text.rpartition(":")[2]) for text in links.all_inner_texts()]
    assert sum(counts) == promised
    links.first.click()
    expect(page.locator(".st-key-card-list")).to_be_visible()
    assert count_in(page.locator("h1").inner_text()) == counts[0]
    quiet(page)
    assert len(sheet_rows(download(page, "XLSX", tmp_path / "list.xlsx"))) == counts[0]
    page.go_back()
    expect(page).to_have_url(re.compile("/thu-xin-loi"))
    page.go_back()
    expect(page.locator(".st-key-card-overdue_rate")).to_be_visible()


@pytest.mark.parametrize(("measure", "word"), [("online_share", "Trực tuyến"), ("letter_rate", "Thư xin lỗi")])
def test_the_map_shows_another_headline_and_back_returns(page: Page, served: Served, measure: str, word: str) -> None:
    open_overview(page, served)
    note = page.locator(".st-key-sub-map")
    before = note.inner_text()
    page.locator(".st-key-card-map").get_by_role("radio", name=word).click()
    expect(page).to_have_url(re.compile(f"ban-do={measure}"))
    expect(note).not_to_have_text(before)
    page.go_back()
    expect(page).not_to_have_url(re.compile("ban-do"))
    expect(note).to_have_text(before)


def test_filters_write_the_address_and_read_it_back(page: Page, served: Served) -> None:
    open_overview(page, served)
    page.get_by_role("combobox", name="Kênh nộp").click()
    page.get_by_role("option", name="Trực tuyến").click()
    expect(page).to_have_url(re.compile("kenh=2"))
    expect(page.locator(".st-key-stamp")).to_contain_text("nộp trực tuyến")
    page.reload()
    expect(page.locator(".st-key-stamp")).to_contain_text("nộp trực tuyến")


def test_the_other_language_is_one_click_away(page: Page, served: Served) -> None:
    open_overview(page, served, "?don-vi=p10")
    page.get_by_role("button", name="English").click()
    expect(page.locator("h1")).to_contain_text("overdue")
    expect(page).to_have_url(re.compile("don-vi=p10"))
    page.get_by_role("button", name="Tiếng Việt").click()
    expect(page.locator("h1")).to_contain_text("trễ hạn")


def test_what_the_address_may_not_ask_is_said(page: Page, served: Served) -> None:
    page.goto(f"{served.url}/?don-vi=p99&kenh=7")
    sentence = page.get_by_text(VIETNAMESE.say("The address asks for something unknown: {values}").split("{")[0])
    expect(sentence).to_contain_text("p99")
    expect(sentence).to_contain_text("kenh=7")
    page.get_by_role("button", name="Bỏ bộ lọc").click()
    expect(page.locator(".st-key-card-overdue_rate")).to_be_visible()


def test_data_of_a_figure_can_be_taken_away(page: Page, served: Served, tmp_path: Path) -> None:
    open_overview(page, served)
    page.locator(".st-key-data-units button").first.click()
    expect(page.get_by_role("button", name="CSV", exact=True)).to_be_visible()
    quiet(page)
    path = download(page, "CSV", tmp_path / "wards.csv")
    lines = csv_lines(path)
    assert len(lines) == 1 + 14 + 1  # header, wards, all together
    assert lines[1].startswith("Phường 1,")


def test_a_new_load_appears_by_itself(page: Page, served: Served, tmp_path: Path) -> None:
    """Without restart, reload or failed query: the withdrawn count of June grows by the one dossier loaded."""
    open_overview(page, served)
    count = page.locator(".st-key-open-strip-withdrawn-numerator")
    before = count_in(count.inner_text())  # "Rút hồ sơ: 0"
    export = tmp_path / "ho-so.csv"
    export.write_text(
        "Mã hồ sơ,Đơn vị tiếp nhận,Mã thủ tục,Ngày tiếp nhận,Ngày hẹn trả,Ngày kết thúc xử lý,Trạng thái,"
        "Thời điểm xuất\n"
        "775.01.H29-200615-9001,Phường 1,1.004873,15/06/2020 08:00,18/06/2020,17/06/2020 09:00,"
        "Công dân yêu cầu rút hồ sơ,30/06/2020 18:00\n",
        encoding="utf-8",
    )
    summary = load_exports(open_store(str(served.store)), Order(paths=(export,), sample=True))
    assert summary.version
    expect(count).to_have_text(re.compile(rf": {before + 1}$"), timeout=10_000)
    assert page.get_by_text(VIETNAMESE.say("This page cannot be shown just now.")).count() == 0
