""" "Trễ hạn" and "Định nghĩa" as people use them, in a real browser."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Served, download
from tests.browser.test_overview import CLIPPED, OVERLAPPING, PAST, SIZES, count_in, open_page, settled
from text.__main__ import read_catalogue

OUT = Path(__file__).parent / "out"
PAGES = ("tre-han", "dinh-nghia")
LAST = {"tre-han": ".st-key-card-beside", "dinh-nghia": ".st-key-card-verdicts"}  # drawn last
# What stands in one SVG text over another, in the figures that are seen.
OVERPRINTED = """() => {
    const found = [];
    for (const plot of document.querySelectorAll('.js-plotly-plot')) {
        if (!plot.offsetParent) continue;
        const texts = [...plot.querySelectorAll('svg text')].filter(e => e.textContent.trim());
        const boxes = texts.map(e => [e.textContent, e.getBoundingClientRect()]);
        for (let i = 0; i < boxes.length; i++) for (let j = i + 1; j < boxes.length; j++) {
            const [a, r] = boxes[i], [b, s] = boxes[j];
            const w = Math.min(r.right, s.right) - Math.max(r.left, s.left);
            const h = Math.min(r.bottom, s.bottom) - Math.max(r.top, s.top);
            if (w > 3 && h > 6) found.push(a + ' / ' + b);
        }
    }
    return found;
}"""


def open_at(page: Page, served: Served, path: str, query: str = "") -> None:
    open_page(page, f"{served.url}/{path}{query}")
    expect(page.locator(LAST[path])).to_be_visible()
    page.wait_for_timeout(800)  # figures fit themselves to their cards
    settled(page)


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("code", ["vi", "en"])
def test_the_pages_fit_every_screen(page: Page, served: Served, path: str, size: tuple[int, int], code: str) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    open_at(page, served, path, "" if code == "vi" else "?ngon-ngu=en")
    main = page.locator("[data-testid=stMain]")
    assert main.evaluate("e => e.scrollWidth") <= size[0], "horizontal scroll"
    assert page.evaluate(CLIPPED) == []
    assert page.evaluate(OVERLAPPING) == []
    assert page.evaluate(OVERPRINTED) == []
    OUT.mkdir(exist_ok=True)
    page.set_viewport_size({"width": size[0], "height": max(size[1], main.evaluate("e => e.scrollHeight"))})
    page.wait_for_timeout(600)
    page.screenshot(path=OUT / f"{path}-{size[0]}x{size[1]}-{code}.png")


@pytest.mark.parametrize("path", PAGES)
def test_the_vietnamese_pages_hold_no_english(page: Page, served: Served, path: str) -> None:
    open_at(page, served, path)
    shown = {line.strip() for line in page.locator("body").inner_text().splitlines()}
    shown |= set(page.evaluate("() => [...document.querySelectorAll('svg text')].map(e => e.textContent.trim())"))
    messages = [entry for entry in read_catalogue("vi") if entry.id and isinstance(entry.id, str)]
    assert not shown & {m.id for m in messages if m.id != m.string and "{" not in m.id}


def test_a_click_in_the_ranking_chooses_the_unit_and_back_returns(page: Page, served: Served) -> None:
    open_at(page, served, "tre-han", "?ky=2020")
    before = page.locator("h1").inner_text()
    row = page.locator(".st-key-desk-ranking svg text", has_text=re.compile("^Phường 10$")).first
    expect(row).to_be_visible()
    box = row.bounding_box()
    assert box
    page.mouse.click(box["x"] + 20, box["y"] + box["height"] / 2)
    expect(page).to_have_url(re.compile(r"tre-han\?.*don-vi=p10"))
    expect(page.locator("h1")).to_contain_text("Phường 10")
    page.go_back()
    expect(page).not_to_have_url(re.compile("don-vi"))
    expect(page.locator("h1")).to_have_text(before)


@pytest.mark.parametrize(
    "key",
    [
        "control-overdue_rate-numerator",
        "control-overdue_rate-open",
        "overdue_of_open-numerator",
        "overdue_open-numerator-age-1-3",
        "steps-overdue_of_open-numerator",
    ],
)
def test_a_number_opens_exactly_its_dossiers(page: Page, served: Served, key: str) -> None:
    open_at(page, served, "tre-han", PAST)
    link = page.locator(f".st-key-open-{key}")
    expect(link).to_contain_text(re.compile(r"\d"))
    promised = count_in(link.inner_text().split(":")[-1])
    link.locator("a").click()
    expect(page.locator(".st-key-card-list")).to_be_visible()
    assert count_in(page.locator("h1").inner_text()) == promised


def test_a_figure_leads_to_its_definition_and_back(page: Page, served: Served) -> None:
    open_at(page, served, "tre-han", "?don-vi=p10")
    link = page.get_by_role("link", name="Định nghĩa: Đang quá hạn").first
    link.focus()  # by the keyboard
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"dinh-nghia\?.*do=overdue_open"))
    expect(page).to_have_url(re.compile("don-vi=p10"))
    expect(page.locator(".st-key-card-definition h2")).to_have_text("Đang quá hạn")
    page.go_back()
    expect(page.locator(".st-key-card-ageing")).to_be_visible()


def test_a_definition_opens_by_its_address_and_leads_to_others(page: Page, served: Served) -> None:
    open_at(page, served, "dinh-nghia", "?do=on_time_766")
    card = page.locator(".st-key-card-definition")
    expect(card.locator("h2")).to_have_text("Đúng hạn theo QĐ 766")
    expect(card).to_contain_text("23/06/2022")
    page.locator(".st-key-card-definitions").get_by_role("button", name="Tỷ lệ trễ hạn").click()
    expect(card.locator("h2")).to_have_text("Tỷ lệ trễ hạn")
    expect(page).to_have_url(re.compile("do=overdue_rate"))


@pytest.mark.parametrize("name", ["ranking", "funnel", "control", "ageing", "officials"])
def test_the_data_of_each_figure_can_be_taken_away(page: Page, served: Served, tmp_path: Path, name: str) -> None:
    open_at(page, served, "tre-han", PAST)
    page.locator(f".st-key-data-{name} button").first.click()
    expect(page.get_by_role("button", name="CSV", exact=True)).to_be_visible()
    settled(page)  # opening draws the table, and what is drawn anew loses a click
    path = download(page, "CSV", tmp_path / "data.csv")
    assert len(path.read_text(encoding="utf-8-sig").splitlines()) > 2
