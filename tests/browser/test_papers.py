""" "Giấy tờ" as people see it, in a real browser."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.conftest import Served, quiet
from tests.browser.looks import SIZES, assert_fits_every_screen, assert_holds_no_english, set_size
from tests.browser.test_overview import count_in, open_page


def test_it_fits_every_screen_speaks_one_language_and_opens(page: Page, served: Served) -> None:
    set_size(page, *SIZES[0])
    open_page(page, f"{served.url}/giay-to?ky=2019")
    expect(page.locator(".st-key-card-paper-habits")).to_be_visible()
    quiet(page)
    assert_fits_every_screen(page, "giay-to")
    assert_holds_no_english(page)
    link = page.locator(".st-key-open-figure-extra_documents-numerator")
    demands = count_in(link.inner_text())
    link.locator("a").click()
    expect(page.locator(".st-key-card-list")).to_be_visible()
    assert count_in(page.locator("h1").inner_text()) == demands
