""" "Đất đai" as people see it, in a real browser."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.conftest import Served, quiet
from tests.browser.looks import SIZES, assert_fits_every_screen, assert_holds_no_english, set_size
from tests.browser.test_overview import count_in, open_page


def test_it_fits_every_screen_speaks_one_language_and_opens(page: Page, served: Served) -> None:
    """In English it is opened by ``test_accessibility``."""
    set_size(page, *SIZES[0])
    open_page(page, f"{served.url}/dat-dai?ky=2020")
    expect(page.locator(".st-key-card-land-tax")).to_be_visible()
    quiet(page)
    assert_fits_every_screen(page, "dat-dai")
    assert_holds_no_english(page)
    link = page.locator(".st-key-open-steps_open-numerator-land_stage-circulate")
    steps = count_in(link.inner_text().split(":")[-1])
    link.locator("a").click()
    expect(page.locator(".st-key-card-list")).to_be_visible()
    assert count_in(page.locator("h1").inner_text()) == steps
