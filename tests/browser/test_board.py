""" "Bảng theo dõi" as people use it, in a real browser."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import Served, quiet
from tests.browser.looks import SIZES, assert_fits_every_screen, assert_holds_no_english, set_size
from tests.browser.test_overview import open_page

PERIOD = "ky=2018"


def open_board(page: Page, served: Served) -> None:
    open_page(page, f"{served.url}/theo-doi?{PERIOD}")
    expect(page.locator(".st-key-card-lines .st-key-order-complete, .st-key-order-letters").first).to_be_visible()
    quiet(page)


def test_it_fits_every_screen_and_speaks_one_language(page: Page, served: Served) -> None:
    set_size(page, *SIZES[0])
    open_board(page, served)
    assert_fits_every_screen(page, "theo-doi")
    assert_holds_no_english(page)


def test_a_cell_leads_to_its_unit_and_back_returns_at_once(page: Page, served: Served) -> None:
    """A cell of the row of a ward, in the column of letters; one step back shows the board of all units again."""
    open_board(page, served)
    sentence = page.locator("h1").inner_text()
    cell = page.locator(".st-key-groups-links-letters a", has_text=re.compile(r"^P\.\d+: \d")).first
    unit, count = re.findall(r"\d+", cell.inner_text())[:2]
    name = page.locator(".st-key-desk-board svg text", has_text=re.compile(f"^Phường {unit}$")).first
    head = page.locator(".st-key-desk-board svg text", has_text=re.compile("^Thư xin lỗi$")).first
    expect(name).to_be_visible()
    row, column = name.bounding_box(), head.bounding_box()
    assert row
    assert column
    page.mouse.click(column["x"] + 14, row["y"] + row["height"] / 2)
    expect(page).to_have_url(re.compile(rf"thu-xin-loi\?(?=.*{PERIOD})(?=.*don-vi=p{int(unit):02})"))
    expect(page.locator("h1")).to_contain_text(f"Phường {unit}")
    assert int(count) > 0
    page.go_back()
    expect(page).to_have_url(re.compile(rf"theo-doi\?{PERIOD}$"))
    expect(page.locator("h1")).to_have_text(sentence)


def test_a_link_of_a_line_leads_to_its_unit_and_back_returns(page: Page, served: Served) -> None:
    open_board(page, served)
    link = page.locator(".st-key-groups-links-letters a").first
    link.click()
    expect(page).to_have_url(re.compile(r"thu-xin-loi\?.*don-vi=p"))
    page.go_back()
    expect(page).to_have_url(re.compile(rf"theo-doi\?{PERIOD}$"))
