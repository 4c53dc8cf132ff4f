""" "Thư xin lỗi" as people use it, in a real browser."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Served, download
from tests.browser.test_lateness import OVERPRINTED
from tests.browser.test_overview import CLIPPED, OVERLAPPING, SIZES, count_in, open_page, settled
from text.__main__ import read_catalogue

OUT = Path(__file__).parent / "out"
YEAR = "?ky=2018&don-vi="  # all units; the small district has something of most kinds in it


def open_letters(page: Page, served: Served, query: str = "") -> None:
    open_page(page, f"{served.url}/thu-xin-loi{query}")
    expect(page.locator(".st-key-note-missing, .st-key-card-missing [data-testid=stIconMaterial]").last).to_be_visible()
    page.wait_for_timeout(800)  # figures fit themselves to their cards
    settled(page)


@pytest.mark.parametrize("query", ["", YEAR], ids=["month", "year"])
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("code", ["vi", "en"])
def test_the_page_fits_every_screen(page: Page, served: Served, size: tuple[int, int], code: str, query: str) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    spoken = "" if code == "vi" else ("&" if query else "?") + "ngon-ngu=en"
    open_letters(page, served, query + spoken)
    main = page.locator("[data-testid=stMain]")
    assert main.evaluate("e => e.scrollWidth") <= size[0], "horizontal scroll"
    assert page.evaluate(CLIPPED) == []
    assert page.evaluate(OVERLAPPING) == []
    assert page.evaluate(OVERPRINTED) == []
    OUT.mkdir(exist_ok=True)
    page.set_viewport_size({"width": size[0], "height": max(size[1], main.evaluate("e => e.scrollHeight"))})
    page.wait_for_timeout(600)
    page.screenshot(path=OUT / f"thu-xin-loi{'-year' if query else ''}-{size[0]}x{size[1]}-{code}.png")


@pytest.mark.parametrize("query", ["", YEAR], ids=["month", "year"])
def test_the_vietnamese_page_holds_no_english(page: Page, served: Served, query: str) -> None:
    open_letters(page, served, query)
    shown = {line.strip() for line in page.locator("body").inner_text().splitlines()}
    shown |= set(page.evaluate("() => [...document.querySelectorAll('svg text')].map(e => e.textContent.trim())"))
    messages = [entry for entry in read_catalogue("vi") if entry.id and isinstance(entry.id, str)]
    assert not shown & {m.id for m in messages if m.id != m.string and "{" not in m.id}


@pytest.mark.parametrize(
    "key",
    [
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
    ],
)
def test_a_number_opens_exactly_its_dossiers_and_back_returns(page: Page, served: Served, key: str) -> None:
    open_letters(page, served, YEAR)
    link = page.locator(f".st-key-open-{key}")
    expect(link).to_contain_text(re.compile(r"\d"))
    promised = count_in(re.findall(r"[\d.]+", link.inner_text().split(":")[-1])[0])
    link.locator("a").click()
    expect(page.locator(".st-key-card-list")).to_be_visible()
    assert count_in(page.locator("h1").inner_text()) == promised
    page.go_back()
    expect(page.locator(".st-key-card-follow-up")).to_be_visible()
    expect(page).to_have_url(re.compile("ky=2018"))


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
    settled(page)
    page.wait_for_timeout(800)
    expect(page).to_have_url(re.compile("thu-xin-loi"))  # the click is not played again


def test_a_click_on_a_unit_opens_what_it_owes(page: Page, served: Served) -> None:
    open_letters(page, served, YEAR)
    row = page.locator(".st-key-desk-units svg text", has_text=re.compile("^Phường 11$")).first
    expect(row).to_be_visible()
    box = row.bounding_box()
    assert box
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page).to_have_url(re.compile(r"danh-sach\?.*chi-tieu=step_breached.*nhom=duty"))
    expect(page.locator("h1")).to_contain_text("Phường 11")


@pytest.mark.parametrize("name", ["follow-up", "units", "missing", "further", "months"])
def test_the_data_of_each_figure_can_be_taken_away(page: Page, served: Served, tmp_path: Path, name: str) -> None:
    open_letters(page, served, YEAR)
    page.locator(f".st-key-data-{name} button").first.click()
    expect(page.get_by_role("button", name="CSV", exact=True)).to_be_visible()
    settled(page)  # opening draws the table, and what is drawn anew loses a click
    path = download(page, "CSV", tmp_path / "data.csv")
    assert len(path.read_text(encoding="utf-8-sig").splitlines()) > 1
