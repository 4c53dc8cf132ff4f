""" "Phường của tôi" as people use it, in a real browser: on every screen, from number to list and back, on paper."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Served, case, download, quiet, sheet_rows
from tests.browser.looks import OUT, SIZES, assert_fits_every_screen, assert_holds_no_english, set_size
from tests.browser.test_overview import count_in, open_page

WARD, BRANCH = "?ky=2018&don-vi=p11", "?ky=2018&don-vi=cn-vpdk&vai-tro=resolving"
SHEET = re.compile(rb"/Type\s*/Page[^s]")
BOX = re.compile(rb"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)\s*\]")  # in points, 72 to the inch
ROWS_ON_PAPER = 3
GONE = ("[data-testid=stHeader]", "[data-testid=stDownloadButton]", ".st-key-scope-bar [data-testid=stSelectbox]")
NUMBERS = ("stand-overdue_rate-numerator", "work-letters_missing-numerator", "work-uncollected-numerator")


def open_unit(page: Page, served: Served, query: str) -> None:
    open_page(page, f"{served.url}/phuong-cua-toi{query}")
    expect(page.locator(".st-key-card-moves")).to_be_visible()
    expect(page.locator(".js-plotly-plot:visible .main-svg").first).to_be_visible()
    quiet(page)


@pytest.mark.parametrize(("query", "code"), [(WARD, "vi"), (BRANCH, "en")])
def test_the_page_fits_every_screen_and_speaks_one_language(page: Page, served: Served, query: str, code: str) -> None:
    set_size(page, *SIZES[0])
    open_unit(page, served, query + ("&ngon-ngu=en" if code == "en" else ""))
    assert_fits_every_screen(page, f"phuong-cua-toi-{code}")
    if code == "vi":
        assert_holds_no_english(page)


@pytest.mark.parametrize("query", [WARD, BRANCH], ids=["ward", "branch"])
def test_it_prints_on_one_sheet_of_a4(page: Page, served: Served, query: str) -> None:
    """One page, portrait; menu, filters and buttons are not on it, every list shows its top."""
    open_unit(page, served, query)
    printed = page.pdf(prefer_css_page_size=True, print_background=True)
    OUT.mkdir(exist_ok=True)
    (OUT / f"phuong-cua-toi-{'branch' if query == BRANCH else 'ward'}.pdf").write_bytes(printed)
    assert len(SHEET.findall(printed)) == 1
    assert [round(float(side)) for side in BOX.search(printed).groups()] == [595, 842]  # type: ignore[union-attr]
    page.emulate_media(media="print")
    for gone in GONE:
        for one in page.locator(gone).all():
            expect(one).to_be_hidden()
    tables = page.locator("[class*=st-key-table-work-]").all()
    assert tables
    for table in tables:
        rows = table.locator("tbody tr").all()
        assert sum(row.is_visible() for row in rows) == min(len(rows), ROWS_ON_PAPER)
    expect(page.locator(".st-key-stamp")).to_be_visible()
    page.emulate_media(media="null")  # the page goes on to the next test


def test_numbers_and_marks_open_their_dossiers_and_back_returns(page: Page, served: Served) -> None:
    open_unit(page, served, WARD)
    for key in NUMBERS:
        with case(key):
            link = page.locator(f".st-key-open-{key}")
            expect(link).to_contain_text(re.compile(r"\d"))
            promised = count_in(re.findall(r"[\d.]+", link.inner_text().split(":")[-1])[0])
            link.locator("a").click()
            expect(page.locator(".st-key-card-list")).to_be_visible()
            assert count_in(page.locator("h1").inner_text()) == promised
            page.go_back()
            expect(page.locator(".st-key-card-moves")).to_be_visible()
            quiet(page)
    row = page.locator(".st-key-desk-strip svg text", has_text="Tỷ lệ hồ sơ trực tuyến").first
    box = row.bounding_box()
    assert box
    page.mouse.click(box["x"] + 200, box["y"] + 12)
    expect(page).to_have_url(re.compile(r"danh-sach\?.*chi-tieu=online_share"))
    page.go_back()
    expect(page.locator(".st-key-card-stand")).to_be_visible()
    quiet(page)
    expect(page).to_have_url(re.compile("phuong-cua-toi"))  # the click is not played again


def test_the_work_list_can_be_taken_away(page: Page, served: Served, tmp_path: Path) -> None:
    open_unit(page, served, WARD)
    promised = count_in(page.locator(".st-key-work-head h2").inner_text().split(":")[1])
    rows = sheet_rows(download(page, "XLSX", tmp_path / "work.xlsx"))
    assert len(rows) == promised
    assert len({row[0] for row in rows}) == page.locator("[class*=st-key-card-work-]").count()
