""" "Thư xin lỗi" as people use it, in a real browser."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Served, case, lines_of_data, quiet
from tests.browser.looks import SIZES, assert_fits_every_screen, assert_holds_no_english, set_size
from tests.browser.test_overview import count_in, open_page

YEAR = "?ky=2018&don-vi="  # all units; the small district has something of most kinds in it


def open_letters(page: Page, served: Served, query: str = "") -> None:
    open_page(page, f"{served.url}/thu-xin-loi{query}")
    expect(page.locator(".st-key-note-missing, .st-key-card-missing [data-testid=stIconMaterial]").last).to_be_visible()
    quiet(page)


@pytest.mark.parametrize("query", ["", YEAR], ids=["month", "year"])
@pytest.mark.parametrize("code", ["vi", "en"])
def test_the_page_fits_every_screen_and_speaks_one_language(page: Page, served: Served, code: str, query: str) -> None:
    spoken = "" if code == "vi" else ("&" if query else "?") + "ngon-ngu=en"
    set_size(page, *SIZES[0])
    open_letters(page, served, query + spoken)
    assert_fits_every_screen(page, f"thu-xin-loi{'-year' if query else ''}-{code}")
    if code == "vi":
        assert_holds_no_english(page)


NUMBERS = (
    "step_breached-numerator",
    "step_letter-numerator",
    "step_in_time-numerator",
    "loss_no_letter-numerator",
    "loss_tardy-numerator",
    "letters_missing-numerator",
    "letters_missing-finished",
    "letters_missing-numerator-age-over30",
    "letters_missing-numerator-duty-p11",
    "loss_no_letter-numerator-duty-p11",
    "letters_drafted-numerator",
    "new_date_kept_rate-numerator",
)


def test_a_number_opens_exactly_its_dossiers_and_back_returns(page: Page, served: Served) -> None:
    open_letters(page, served, YEAR)
    for key in NUMBERS:
        with case(key):
            link = page.locator(f".st-key-open-{key}")
            expect(link).to_contain_text(re.compile(r"\d"))
            promised = count_in(re.findall(r"[\d.]+", link.inner_text().split(":")[-1])[0])
            link.locator("a").click()
            expect(page.locator(".st-key-card-list")).to_be_visible()
            assert count_in(page.locator("h1").inner_text()) == promised
            page.go_back()
            expect(page.locator(".st-key-card-follow-up")).to_be_visible()
            expect(page).to_have_url(re.compile("ky=2018"))
            quiet(page)


def test_a_click_on_a_step_opens_its_dossiers_and_back_returns(page: Page, served: Served) -> None:
    open_letters(page, served, YEAR)
    link = page.locator(".st-key-open-step_letter-numerator")
    expect(link).to_have_text(re.compile(r": \d"))
    promised = count_in(link.inner_text().split(":")[-1])
    bar = page.locator(".st-key-desk-follow-up .trace.bars").first.locator(".point").nth(1)
    expect(bar).to_be_visible()
    box = bar.bounding_box()
    assert box
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page).to_have_url(re.compile(r"danh-sach\?.*chi-tieu=step_letter"))
    expect(page.locator(".st-key-card-list")).to_be_visible()
    assert count_in(page.locator("h1").inner_text()) == promised
    page.go_back()
    expect(page.locator(".st-key-card-follow-up")).to_be_visible()
    quiet(page)
    # The click is not played again, and nothing lies between the list and what was seen before it.
    expect(page).to_have_url(f"{served.url}/thu-xin-loi{YEAR}")


def test_a_click_on_a_unit_opens_what_it_owes(page: Page, served: Served) -> None:
    open_letters(page, served, YEAR)
    row = page.locator(".st-key-desk-units svg text", has_text=re.compile("^Phường 11$")).first
    expect(row).to_be_visible()
    box = row.bounding_box()
    assert box
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page).to_have_url(re.compile(r"danh-sach\?.*chi-tieu=step_breached.*nhom=duty"))
    expect(page.locator("h1")).to_contain_text("Phường 11")


def test_the_data_of_each_figure_can_be_taken_away(page: Page, served: Served, tmp_path: Path) -> None:
    open_letters(page, served, YEAR)
    for name in ("follow-up", "units", "missing", "further", "months"):
        assert len(lines_of_data(page, name, tmp_path)) > 1, name
