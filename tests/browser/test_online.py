""" "Trực tuyến" as people use it, in a real browser."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Served, case, lines_behind, lines_of_data, quiet
from tests.browser.looks import SIZES, assert_fits_every_screen, assert_holds_no_english, set_size
from tests.browser.test_overview import count_in, open_page

YEAR = "?ky=2019"  # the small district has enough dossiers in it for a median
DEPARTMENTS = "?ky=2020&don-vi=department,land_branch&vai-tro=resolving"
# The middles of the rows of names in two figures side by side, as they stand on the screen.
LINES = """keys => keys.map(key => Object.fromEntries(
    [...document.querySelectorAll(`.st-key-desk-${key} svg text`)]
        .filter(e => /^Phường \\d+$/.test(e.textContent))
        .map(e => { const r = e.getBoundingClientRect(); return [e.textContent, (r.top + r.bottom) / 2]; })))"""


def open_online(page: Page, served: Served, query: str = "") -> None:
    open_page(page, f"{served.url}/truc-tuyen{query}")
    expect(page.locator(".st-key-note-intake")).to_be_visible()  # drawn last
    expect(page.locator(".js-plotly-plot .main-svg").first).to_be_attached()
    quiet(page)


@pytest.mark.parametrize("query", [YEAR, DEPARTMENTS], ids=["wards", "departments"])
@pytest.mark.parametrize("code", ["vi", "en"])
def test_the_page_fits_every_screen_and_speaks_one_language(page: Page, served: Served, query: str, code: str) -> None:
    set_size(page, *SIZES[0])
    open_online(page, served, query + ("" if code == "vi" else "&ngon-ngu=en"))
    assert_fits_every_screen(page, f"truc-tuyen{'' if query == YEAR else '-phong-ban'}-{code}")
    if code == "vi":
        assert_holds_no_english(page)


def test_ranking_and_heat_map_keep_their_rows_on_one_line(page: Page, served: Served) -> None:
    """Whatever the titles above them need."""
    open_online(page, served, YEAR)
    for figure in ("shares", "heat"):
        expect(page.locator(f".st-key-desk-{figure} svg text", has_text="Phường 14").first).to_be_visible()
    ranking, heat = page.evaluate(LINES, ["shares", "heat"])
    assert len(ranking) == 14
    assert ranking.keys() == heat.keys()
    assert max(abs(ranking[name] - heat[name]) for name in ranking) < 3


@pytest.mark.parametrize("figure", ["shares", "heat"])
def test_a_click_on_a_row_chooses_the_unit_and_back_returns(page: Page, served: Served, figure: str) -> None:
    open_online(page, served, YEAR)
    before = page.locator("h1").inner_text()
    row = page.locator(f".st-key-desk-{figure} svg text", has_text=re.compile("^Phường 10$")).first
    row.scroll_into_view_if_needed()
    box = row.bounding_box()
    assert box
    page.mouse.click(box["x"] + 110, box["y"] + box["height"] / 2)  # in the heat map the first cell
    expect(page).to_have_url(re.compile(r"truc-tuyen\?.*don-vi=p10"))
    expect(page.locator("h1")).to_contain_text("Phường 10")
    page.go_back()
    expect(page).not_to_have_url(re.compile("don-vi"))
    expect(page.locator("h1")).to_have_text(before)


def test_the_row_of_all_units_leads_back_to_them(page: Page, served: Served) -> None:
    open_online(page, served, f"{YEAR}&don-vi=p10")
    row = page.locator(".st-key-desk-heat svg text", has_text=re.compile("^Tất cả$")).first
    row.scroll_into_view_if_needed()
    box = row.bounding_box()
    assert box
    page.mouse.click(box["x"] + 10, box["y"] + box["height"] / 2)
    expect(page).not_to_have_url(re.compile("don-vi"))
    expect(page.locator("h1")).not_to_contain_text("Phường 10")


# Numbers that open the dossiers above the stroke, or (True) those below it.
NUMBERS = {
    "demand-online_share-numerator": False,
    "demand-online_share_of_finished-numerator": False,
    "demand-online_share_eligible-numerator": False,
    "months-online_share-denominator": True,
    "gain-online_share_eligible-denominator-procedure-2-000635": True,
    "intake-intake_late_rate-numerator": False,
}


def test_a_number_opens_exactly_its_dossiers_and_back_returns(page: Page, served: Served) -> None:
    open_online(page, served, YEAR)
    for key, denominator in NUMBERS.items():
        with case(key):
            link = page.locator(f".st-key-open-{key}")
            expect(link).to_contain_text("/")
            above, below = link.inner_text().split("/")
            promised = count_in(below if denominator else above)
            assert promised, "nothing to open: choose another period"
            link.locator("a").click()
            expect(page.locator(".st-key-card-list")).to_be_visible()
            assert count_in(page.locator("h1").inner_text()) == promised
            page.go_back()
            expect(page.locator(".st-key-card-demands")).to_be_visible()
            expect(page).to_have_url(re.compile(r"truc-tuyen\?ky=2019$"))
            quiet(page)


def test_a_count_of_procedures_opens_as_many_rows(page: Page, served: Served, tmp_path: Path) -> None:
    open_online(page, served, DEPARTMENTS)
    for step in ("all", "online", "offered-3", "received"):
        with case(step):
            place = "steps-demand-" if step in ("all", "online") else "steps-"
            button = page.locator(f".st-key-count-{place}{step} button").first
            figure = {"all": None, "online": "used"}.get(step)
            words = page.locator(f".st-key-figure-{figure}") if figure else button
            expect(words).to_contain_text(re.compile(r"\d"))
            promised = count_in(words.inner_text())
            assert len(lines_behind(page, button, tmp_path / f"{step}.csv")) == 1 + promised


def test_the_data_of_each_figure_can_be_taken_away(page: Page, served: Served, tmp_path: Path) -> None:
    open_online(page, served, YEAR)
    for name in ("demands", "shares", "heat", "offered", "opportunity", "share-months", "gains", "intake"):
        assert len(lines_of_data(page, name, tmp_path)) > 2, name


def test_a_phone_shows_the_field_one_chooses(page: Page, served: Served) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    open_online(page, served, f"{YEAR}&chung-thuc=1")
    choice = page.locator(".st-key-heat-field [role=combobox]").first
    expect(choice).to_be_visible()
    before = page.locator(".st-key-phone-heat svg text").all_text_contents()
    choice.scroll_into_view_if_needed()  # a list that is open closes when the page is scrolled
    quiet(page)
    choice.click()
    page.get_by_role("option", name="Chứng thực").click()
    texts = page.locator(".st-key-phone-heat svg text")
    expect(texts.filter(has_text=re.compile("^–$"))).to_have_count(15)  # not offered online
    assert texts.all_text_contents() != before


def test_the_filter_of_channels_is_said_not_to_apply(page: Page, served: Served) -> None:
    open_online(page, served, YEAR)
    title = page.locator("h1").inner_text()
    open_online(page, served, f"{YEAR}&kenh=1")
    expect(page.locator(".st-key-note-channels")).to_be_visible()
    expect(page.locator("h1")).to_have_text(title)
