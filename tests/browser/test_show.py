"""Trình chiếu on a projector of 1920 x 1080: what is drawn, what turns it, what a load and a restart do to it."""

from __future__ import annotations

import re
import shutil
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from data_access.journal import Records
from data_access.sample.records import write_records
from data_access.stores import open_store
from measures.known import short_version
from tests.browser.conftest import Served, case, free_port, quiet, serving
from tests.browser.test_accessibility import AXE_SCRIPT, violations

PROJECTOR: ViewportSize = {"width": 1920, "height": 1080}
SLIDES = 7  # one of them what was agreed before
SMALLEST = 30
ROUNDS = 3

# Every line of words that is seen, with the box of its ink: of the font's own box only what its letters fill.
LINES = """() => {
    const stage = document.querySelector('.st-key-show-stage');
    const context = document.createElement('canvas').getContext('2d');
    const svg = document.querySelector('.st-key-show-body .main-svg').getBoundingClientRect();
    const found = [];
    const add = (node, box, within) => {
        const style = getComputedStyle(node), text = node.textContent.trim();
        context.font = `${style.fontWeight} ${style.fontSize} "IBM Plex Sans"`;
        const m = context.measureText(text);
        const top = box.top + m.fontBoundingBoxAscent - m.actualBoundingBoxAscent;
        const bottom = box.top + m.fontBoundingBoxAscent + m.actualBoundingBoxDescent;
        found.push({ text, size: parseFloat(style.fontSize), family: style.fontFamily,
            left: box.left, right: box.right, top, bottom,
            inside: box.left >= within.left - 1 && box.right <= within.right + 1 && top >= within.top - 1
                && bottom <= within.bottom + 1 });
    };
    for (const node of document.querySelectorAll('.st-key-show-body svg text')) {
        if (node.textContent.trim() && node.checkVisibility()) add(node, node.getBoundingClientRect(), svg);
    }
    const walker = document.createTreeWalker(stage, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const parent = node.parentElement;
        if (!node.textContent.trim() || parent.closest('svg, style, script') || !parent.checkVisibility()) continue;
        const range = document.createRange();
        range.selectNodeContents(node);
        for (const box of range.getClientRects()) add(parent, box, stage.getBoundingClientRect());
    }
    return found;
}"""
# Words that are seen beside the picture.
OUTSIDE = """() => [...document.querySelectorAll('body *')].filter(e => {
    if (e.closest('.st-key-show-stage, svg, script, style')) return false;
    const r = e.getBoundingClientRect(), top = document.elementFromPoint(r.x + r.width / 2, r.y + r.height / 2);
    return [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()) && top && e.contains(top);
}).map(e => e.textContent.trim())"""
# Each time the slide's number changes: when, its number, all words of the foot.
RECORD = """() => {
    window.turned = [];
    let last = '';
    const look = () => {
        const number = document.querySelector('.st-key-show-foot-slide p')?.innerText ?? '';
        if (!number || number === last) return;
        last = number;
        const turn = { at: performance.now(), number, foot: '' };
        window.turned.push(turn);  // the number comes before the rest of the foot
        setTimeout(() => { turn.foot = document.querySelector('.st-key-show-foot').innerText; }, 400);
    };
    new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true });
    look();
}"""


@pytest.fixture
def store(small_sample: Path, tmp_path: Path) -> Path:
    shutil.copytree(small_sample, tmp_path / "store")
    return tmp_path / "store"


@pytest.fixture
def journal(store: Path, tmp_path: Path) -> dict[str, str]:
    """The settings of a journal with actions agreed and objections."""
    url = f"sqlite:///{tmp_path / 'journal.sqlite'}"
    assert write_records(open_store(str(store)), Records(url))
    return {"DOSSIER_JOURNAL_URL": url}


def opened(page: Page, served: Served, address: str = "") -> None:
    page.set_viewport_size(PROJECTOR)
    page.goto(f"{served.url}/trinh-chieu{address}")
    expect(page.locator(".st-key-show-stage h1")).to_be_visible()
    quiet(page)


def at(page: Page, number: int) -> None:
    """On this slide, by its foot and by the address."""
    expect(page.locator(".st-key-show-foot-slide p").first).to_have_text(f"{number}/{SLIDES}")
    expect(page).to_have_url(re.compile(rf"trang={number}(&|$)"))


def check_layout(page: Page) -> None:
    """Everything fits, is large enough, and stands free of everything else."""
    quiet(page)
    sizes = page.evaluate("() => [document.documentElement, document.querySelector('[data-testid=stMain]')]"
                          ".map(e => [e.scrollWidth - e.clientWidth, e.scrollHeight - e.clientHeight])")  # fmt: skip
    assert sizes == [[0, 0], [0, 0]]
    assert page.evaluate(OUTSIDE) == []
    lines: list[dict[str, Any]] = page.evaluate(LINES)
    assert len(lines) > 8
    assert min(one["size"] for one in lines) >= SMALLEST
    assert [one["text"] for one in lines if not one["inside"]] == []
    assert [one["text"] for one in lines if "IBM Plex Sans" not in one["family"]] == []
    over = [
        (one["text"], two["text"])
        for one, two in combinations(lines, 2)
        if one["left"] < two["right"] and two["left"] < one["right"]
        and one["top"] < two["bottom"] and two["top"] < one["bottom"]
    ]  # fmt: skip
    assert over == []
    assert [one["text"] for one in lines if one["text"].endswith("…")] == []


def test_slides_fit_and_turn(page: Page, store: Path, journal: dict[str, str]) -> None:
    with serving(store, port=free_port(), **journal) as served:
        opened(page, served)
        assert "phien=store-" in page.url
        page.evaluate(AXE_SCRIPT)
        assert violations(page) == []
        for number in range(1, SLIDES + 1):
            with case(f"slide {number}"):
                page.keyboard.press(str(number))
                at(page, number)
                check_layout(page)
        _keys_and_clicks(page)
        for address in ("?trang=3&ky=2020-06&nen=toi", "?trang=6&ngon-ngu=en", "?trang=2&ngon-ngu=en", "?phuong=p10"):
            with case(address):
                opened(page, served, address)
                check_layout(page)
        page.set_viewport_size({"width": 1024, "height": 768})
        quiet(page)
        ratio = (
            "e => { const r = e.getBoundingClientRect(); return [r.left, r.right, r.top, r.bottom].map(Math.round); }"
        )
        assert page.locator(".st-key-show-stage").evaluate(ratio) == [0, 1024, 96, 672]
        right = "e => Math.round(e.getBoundingClientRect().right)"
        assert page.locator(".st-key-show-body .main-svg").first.evaluate(right) == round((72 + 1776) * 1024 / 1920)


def _keys_and_clicks(page: Page) -> None:
    """From the last slide on."""
    for key, number in (
        ("ArrowRight", 1),
        ("ArrowLeft", 7),
        ("Home", 1),
        (" ", 2),
        ("PageDown", 3),
        ("PageUp", 2),
        ("End", 7),
    ):
        page.keyboard.press(key)
        at(page, number)
    page.mouse.click(400, 600)
    at(page, 6)
    page.mouse.click(1500, 1000)
    at(page, 7)
    page.keyboard.press("2")
    at(page, 2)
    tile = page.locator(".st-key-show-body svg text", has_text=re.compile(r"^P\.10$")).bounding_box()
    assert tile
    page.mouse.click(tile["x"] + 40, tile["y"] + 60)
    expect(page.locator("h1")).to_contain_text("Phường 10")
    check_layout(page)
    page.keyboard.press("ArrowDown")
    expect(page.locator("h1")).to_contain_text("Phường 11")
    page.keyboard.press("Escape")
    at(page, 2)
    page.keyboard.press("d")
    expect(page).to_have_url(re.compile("nen=toi"))
    expect(page.locator(".st-key-show-dark")).to_be_visible()
    page.go_back()
    expect(page.locator(".st-key-show-light")).to_be_visible()
    at(page, 2)


def test_a_day_unattended(page: Page, store: Path, journal: dict[str, str]) -> None:
    port = free_port()
    facts = open_store(str(store))
    first = facts.version()
    assert first
    with serving(store, port=port, **journal) as served:
        opened(page, served, "?trang=6&giay=1&ky=2020-06")
        page.evaluate(RECORD)
        newest = facts.update(lambda _: True)
        assert newest
        page.wait_for_function(f"() => window.turned.length > {ROUNDS * SLIDES}", timeout=120_000)
        page.keyboard.press("p")
        expect(page.locator(".st-key-show-foot")).to_contain_text(re.compile("Tạm dừng|Có số liệu mới"))
        turned: list[dict[str, Any]] = page.evaluate("window.turned")
        begun = int(turned[0]["number"].split("/")[0])
        wanted = [(begun - 1 + step) % SLIDES + 1 for step in range(len(turned))]
        assert [one["number"] for one in turned] == [f"{number}/{SLIDES}" for number in wanted]
        assert min(later["at"] - one["at"] for one, later in pairwise(turned[1:])) > 500  # of 1000: never two at once
        assert all(short_version(first) in one["foot"] for one in turned[:-1])
        said = {one["number"] for one in turned[1:] if "Có số liệu mới" in one["foot"]}
        assert said == {f"1/{SLIDES}"}  # between two rounds only
        page.keyboard.press("4")
        at(page, 4)
        title = page.locator("h1").inner_text()
    page.wait_for_timeout(6000)  # the server is away: time enough for Streamlit to say so
    expect(page.locator("h1")).to_have_text(title)
    expect(page.locator("[role=dialog]:visible")).to_have_count(0)
    with serving(store, port=port, **journal):
        page.wait_for_function("() => !window.turned", timeout=60_000)  # loaded again, by itself
        at(page, 4)
        expect(page.locator("h1")).to_have_text(title)
        expect(page.locator(".st-key-show-foot")).to_contain_text(short_version(first))
        quiet(page)
        page.keyboard.press("n")
        at(page, 1)
        expect(page.locator(".st-key-show-foot")).to_contain_text(short_version(newest))
