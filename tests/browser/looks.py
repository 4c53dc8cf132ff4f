"""What may be wrong with the look of any page, asked of the browser."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Page

from tests.browser.conftest import case, quiet
from text.__main__ import read_catalogue

OUT = Path(__file__).parent / "out"
# The phone first: a test opens the page at the first size, the checks of accessibility open it on a desk.
SIZES = ((390, 844), (1440, 900), (1920, 1080))

CLIPPED = """() => [...document.querySelectorAll(
        '[class*="st-key-card-"] p, [class*="st-key-card-"] h3, h1, .st-key-stamp p, button p')]
    .filter(e => e.offsetParent && getComputedStyle(e).display !== 'inline' && (e.scrollWidth > e.clientWidth + 1
        || (getComputedStyle(e).overflowY !== 'visible' && e.scrollHeight > e.clientHeight + 2)))
    .map(e => e.textContent)"""
OVERLAPPING = """() => {
    const texts = [...document.querySelectorAll('[class*="st-key-card-"] p, [class*="st-key-card-"] h3, h1')]
        .filter(e => e.offsetParent);
    const boxes = texts.map(e => [e.textContent, e.getBoundingClientRect(), e]);
    const found = [];
    for (let i = 0; i < boxes.length; i++) for (let j = i + 1; j < boxes.length; j++) {
        const [a, r, e] = boxes[i], [b, s, f] = boxes[j];
        if (e.contains(f) || f.contains(e)) continue;
        const w = Math.min(r.right, s.right) - Math.max(r.left, s.left);
        const h = Math.min(r.bottom, s.bottom) - Math.max(r.top, s.top);
        if (w > 2 && h > 3) found.push(a + ' / ' + b);
    }
    return found;
}"""
# What stands in one SVG text over another, in the figures that are seen.
OVERPRINTED = """() => {
    const found = [];
    for (const plot of document.querySelectorAll('.js-plotly-plot')) {
        if (!plot.offsetParent) continue;
        const texts = [...plot.querySelectorAll('svg text')].filter(e => e.textContent.trim());
        const boxes = texts.map(e => [e.textContent, e.getBoundingClientRect()]);
        for (let i = 0; i < boxes.length; i++) for (let j = i + 1; j < boxes.length; j++) {
            const [a, r] = boxes[i], [b, s] = boxes[j];
            const w = Math.min(r.right, s.right) - Math.max(r.left, s.left);
            const h = Math.min(r.bottom, s.bottom) - Math.max(r.top, s.top);
            if (w > 3 && h > 6) found.push(a + ' / ' + b);
        }
    }
    return found;
}"""
WORDS = "() => [...document.querySelectorAll('svg text')].map(e => e.textContent.trim())"


def set_size(page: Page, width: int, height: int) -> None:
    page.set_viewport_size({"width": width, "height": height})


def assert_fits_every_screen(page: Page, name: str) -> None:
    """An opened page on every screen: no scrolling aside, nothing clipped, nothing over another. Pictures are kept."""
    OUT.mkdir(exist_ok=True)
    main = page.locator("[data-testid=stMain]")
    for width, height in SIZES:
        with case(f"{width}x{height}"):
            set_size(page, width, height)
            quiet(page)
            assert main.evaluate("e => e.scrollWidth") <= width, "horizontal scroll"
            for fault in (CLIPPED, OVERLAPPING, OVERPRINTED):
                assert page.evaluate(fault) == []
            set_size(page, width, max(height, main.evaluate("e => e.scrollHeight")))
            quiet(page)
            page.screenshot(path=OUT / f"{name.replace('/', '-')}-{width}x{height}.png")


def assert_holds_no_english(page: Page) -> None:
    """No whole sentence of the catalogue in English, in words or in figures; the page says that it is Vietnamese."""
    shown = {line.strip() for line in page.locator("body").inner_text().splitlines()} | set(page.evaluate(WORDS))
    messages = {str(m.id): str(m.string) for m in read_catalogue("vi") if m.id and isinstance(m.id, str)}
    assert not shown & {english for english, said in messages.items() if english != said and "{" not in english}
    fragments = {part.strip() for english in messages for part in re.split(r"\{\w+\}", english)}
    fragments = {part for part in fragments if len(part) > 6}
    spoken = " ".join(messages.values())
    assert [f for f in fragments if any(f in line for line in shown) and f not in spoken] == []
    assert page.locator("html").get_attribute("lang") == "vi"
