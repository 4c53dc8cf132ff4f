""" "Điểm nghẽn" as people see it, in a real browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Served, quiet
from tests.browser.looks import SIZES, assert_fits_every_screen, assert_holds_no_english, set_size
from tests.browser.test_overview import count_in, open_page


@pytest.mark.parametrize("code", ["vi", "en"])
def test_it_fits_every_screen_speaks_one_language_and_opens(page: Page, served: Served, code: str) -> None:
    set_size(page, *SIZES[0])
    open_page(page, f"{served.url}/diem-nghen?ky=2018" + ("" if code == "vi" else "&ngon-ngu=en"))
    expect(page.locator(".st-key-card-stuck")).to_be_visible()
    quiet(page)
    assert_fits_every_screen(page, f"diem-nghen-{code}")
    if code == "en":
        return
    assert_holds_no_english(page)
    link = page.locator(".st-key-open-late_days-numerator-cause-agency")
    times = count_in(link.inner_text().split(",")[-1])
    link.locator("a").click()
    expect(page.locator(".st-key-card-list")).to_be_visible()
    assert count_in(page.locator("h1").inner_text()) == times
