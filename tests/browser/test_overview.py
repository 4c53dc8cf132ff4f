"""The overview and its lists as people use them, in a real browser."""

from __future__ import annotations

import re
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from data_access.load import Order, load_exports
from data_access.stores import open_store
from tests.browser.conftest import Served, download
from text import VIETNAMESE
from text.__main__ import read_catalogue

OUT = Path(__file__).parent / "out"
SIZES = ((1440, 900), (1920, 1080), (390, 844))

CLIPPED = """() => [...document.querySelectorAll(
        '[class*="st-key-card-"] p, [class*="st-key-card-"] h3, h1, .st-key-stamp p, button p')]
    .filter(e => e.offsetParent && getComputedStyle(e).display !== 'inline' && (e.scrollWidth > e.clientWidth + 1
        || (getComputedStyle(e).overflowY !== 'visible' && e.scrollHeight > e.clientHeight + 2)))
    .map(e => e.textContent)"""
OVERLAPPING = """() => {
    const texts = [...document.querySelectorAll('[class*="st-key-card-"] p, [class*="st-key-card-"] h3, h1')]
        .filter(e => e.offsetParent);
    const boxes = texts.map(e => [e.textContent, e.getBoundingClientRect(), e]);
    const found = [];
    for (let i = 0; i < boxes.length; i++) for (let j = i + 1; j < boxes.length; j++) {
        const [a, r, e] = boxes[i], [b, s, f] = boxes[j];
        if (e.contains(f) || f.contains(e)) continue;
        const w = Math.min(r.right, s.right) - Math.max(r.left, s.left);
        const h = Math.min(r.bottom, s.bottom) - Math.max(r.top, s.top);
        if (w > 2 && h > 3) found.push(a + ' / ' + b);
    }
    return found;
}"""
# A day on which the small district has something in every list.
PAST = "?ky=2018-11&tai-ngay=2018-11-26"
LISTS = {
    "overdue_rate-numerator": PAST,
    "overdue_rate-open": PAST,
    "due_soon-numerator": PAST,
    "letter_rate-numerator": PAST,
    "online_share-numerator": "?ky=2020-05",
    "strip-withdrawn-numerator": "?ky=2019-03",
}


def open_page(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator("[data-testid=stStatusWidget]")).to_have_count(0)


def settled(page: Page) -> None:
    """Wait until no script runs any more."""
    expect(page.locator("[data-testid=stApp][data-test-script-state=notRunning]")).to_be_attached()


def open_overview(page: Page, served: Served, query: str = "") -> None:
    open_page(page, f"{served.url}/{query}")
    expect(page.locator(".js-plotly-plot .main-svg").first).to_be_attached()
    page.wait_for_timeout(800)  # figures fit themselves to their cards


def count_in(text: str) -> int:
    """The first number of a text, written the Vietnamese way."""
    found = re.search(r"\d[\d.]*", text)
    assert found, text
    return int(found.group().replace(".", ""))


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("code", ["vi", "en"])
def test_the_page_fits_every_screen(page: Page, served: Served, size: tuple[int, int], code: str) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    open_overview(page, served, "" if code == "vi" else "?ngon-ngu=en")
    main = page.locator("[data-testid=stMain]")
    assert main.evaluate("e => e.scrollWidth") <= size[0], "horizontal scroll"
    assert page.evaluate(CLIPPED) == []
    assert page.evaluate(OVERLAPPING) == []
    expect(page.get_by_text("Dữ liệu mẫu" if code == "vi" else "Sample data").first).to_be_visible()
    OUT.mkdir(exist_ok=True)
    page.set_viewport_size({"width": size[0], "height": max(size[1], main.evaluate("e => e.scrollHeight"))})
    page.wait_for_timeout(600)
    page.screenshot(path=OUT / f"tong-quan-{size[0]}x{size[1]}-{code}.png")


def test_the_vietnamese_page_holds_no_english(page: Page, served: Served) -> None:
    open_overview(page, served)
    shown = {line.strip() for line in page.locator("body").inner_text().splitlines()}
    shown |= set(page.evaluate("() => [...document.querySelectorAll('svg text')].map(e => e.textContent.trim())"))
    messages = [entry for entry in read_catalogue("vi") if entry.id and isinstance(entry.id, str)]
    english = {m.id for m in messages if m.id != m.string and "{" not in m.id}
    assert not shown & english
    fragments = {part.strip() for m in messages for part in re.split(r"\{\w+\}", m.id) if len(part.strip()) > 6}
    spoken = " ".join(m.string for m in messages)
    assert [f for f in fragments if any(f in line for line in shown) and f not in spoken] == []
    assert page.locator("html").get_attribute("lang") == "vi"


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
    page.wait_for_timeout(1500)
    expect(page).not_to_have_url(re.compile("don-vi"))  # the selection must not come back and set it again
    page.go_forward()
    expect(page.locator(".st-key-stamp")).to_contain_text("Phường 10")


@pytest.mark.parametrize("key", LISTS)
def test_a_number_opens_exactly_its_dossiers(page: Page, served: Served, tmp_path: Path, key: str) -> None:
    open_overview(page, served, LISTS[key])
    link = page.locator(f".st-key-open-{key}")
    promised = count_in(link.inner_text())
    assert promised, "nothing to open: choose another period"
    link.locator("a").click()
    expect(page.locator(".st-key-card-list")).to_be_visible()
    assert count_in(page.locator("h1").inner_text()) == promised
    path = download(page, "XLSX", tmp_path / "list.xlsx")
    sheet = openpyxl.load_workbook(path).active
    assert sheet is not None
    assert sheet.max_row - 3 == promised  # note, empty row, header
    codes = {sheet.cell(row, 1).value for row in range(4, sheet.max_row + 1)}
    assert all(re.fullmatch(r"…-\d{6}-\d\d••", str(code)) for code in codes), "codes are masked"
    page.go_back()
    expect(page.locator(".st-key-card-overdue_rate")).to_be_visible()
    expect(page).to_have_url(f"{served.url}/{LISTS[key]}")


def test_a_sentence_leads_to_page_unit_list_and_file(page: Page, served: Served, tmp_path: Path) -> None:
    """Missing letters: as many in the sentence, on the page, in the lists of the units together and in their files."""
    open_overview(page, served, "?ky=2018-05")
    sentence = page.locator("[class*=st-key-finding-]", has_text="chưa có thư xin lỗi")
    promised = count_in(sentence.inner_text())
    sentence.locator("a").click()
    expect(page).to_have_url(re.compile("/thu-xin-loi"))
    expect(page.locator(".st-key-card-units")).to_be_visible()
    settled(page)
    links = page.locator(".st-key-card-units [class*=st-key-open-][class*=loss_no_letter-numerator-duty] a")
    expect(links.first).to_be_visible()
    counts = [count_in(text.rpartition(":")[2]) for text in links.all_inner_texts()]
    assert sum(counts) == promised
    links.first.click()
    expect(page.locator(".st-key-card-list")).to_be_visible()
    assert count_in(page.locator("h1").inner_text()) == counts[0]
    sheet = openpyxl.load_workbook(download(page, "XLSX", tmp_path / "list.xlsx")).active
    assert sheet is not None
    assert sheet.max_row - 3 == counts[0]
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
    settled(page)  # opening draws the table, and what is drawn anew loses a click
    path = download(page, "CSV", tmp_path / "wards.csv")
    lines = path.read_text(encoding="utf-8-sig").splitlines()
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
