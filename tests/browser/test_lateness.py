""" "Trễ hạn" and "Định nghĩa" as people use them, in a real browser."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Served, case, lines_of_data, quiet
from tests.browser.looks import SIZES, assert_fits_every_screen, assert_holds_no_english, set_size
from tests.browser.test_overview import PAST, count_in, open_page

PAGES = ("tre-han", "dinh-nghia")
LAST = {"tre-han": ".st-key-card-beside", "dinh-nghia": ".st-key-card-verdicts"}  # drawn last


def open_at(page: Page, served: Served, path: str, query: str = "") -> None:
    open_page(page, f"{served.url}/{path}{query}")
    expect(page.locator(LAST[path])).to_be_visible()
    quiet(page)


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("code", ["vi", "en"])
def test_the_pages_fit_every_screen_and_speak_one_language(page: Page, served: Served, path: str, code: str) -> None:
    set_size(page, *SIZES[0])
    open_at(page, served, path, "" if code == "vi" else "?ngon-ngu=en")
    assert_fits_every_screen(page, f"{path}-{code}")
    if code == "vi":
        assert_holds_no_english(page)


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


NUMBERS = (
    "control-overdue_rate-numerator",
    "control-overdue_rate-open",
    "overdue_of_open-numerator",
    "overdue_open-numerator-age-1-3",
    "steps-overdue_of_open-numerator",
)


def test_a_number_opens_exactly_its_dossiers_and_back_returns(page: Page, served: Served) -> None:
    open_at(page, served, "tre-han", PAST)
    for key in NUMBERS:
        with case(key):
            link = page.locator(f".st-key-open-{key}")
            expect(link).to_contain_text(re.compile(r"\d"))
            promised = count_in(link.inner_text().split(":")[-1])
            link.locator("a").click()
            expect(page.locator(".st-key-card-list")).to_be_visible()
            assert count_in(page.locator("h1").inner_text()) == promised
            page.go_back()
            expect(page.locator(LAST["tre-han"])).to_be_visible()
            quiet(page)


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


def test_the_data_of_each_figure_can_be_taken_away(page: Page, served: Served, tmp_path: Path) -> None:
    open_at(page, served, "tre-han", PAST)
    for name in ("ranking", "funnel", "control", "ageing", "officials"):
        assert len(lines_of_data(page, name, tmp_path)) > 2, name
