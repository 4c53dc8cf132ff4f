"""Every page without a mouse and for those who cannot see it: axe finds nothing, Tab reaches every control."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import DRAWN, Served, case, quiet
from tests.browser.looks import OUT, set_size
from tests.browser.test_overview import open_page

# Paths of all pages; the first is the one that an empty path shows. A new page is one more line.
PAGES = (
    "",
    "tre-han",
    "truc-tuyen",
    "thu-xin-loi",
    "phuong-cua-toi?don-vi=p12",
    "dinh-nghia",
    "du-lieu",
    "danh-sach?chi-tieu=overdue_rate",
    "diem-nghen",
    "dat-dai",
    "nhan-su",
    "kiem-tra",
    "don-doc",
    "doi-soat",
    "giay-to",
    "niem-yet",
    "theo-doi",
    "cuoc-hop",
    "bieu-mau",
)
SIZES = ((1440, 900), (390, 844))
# All that axe has for these. Nothing is excluded, neither a rule nor a part of the page.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LEAST_CONTRAST = 4.5
FIGURES = "[data-testid=stMain] .js-plotly-plot"
MOST_STOPS = 400
OWN_FOCUS = ("MAIN", "CANVAS")  # the page itself, to scroll it; a table, which draws a frame around its cell

VIOLATIONS = """async ([rules, exclude]) =>
    (await axe.run({exclude}, {runOnly: rules, resultTypes: ['violations']})).violations
    .flatMap(v => v.nodes.map(n => `${v.id}: ${v.help}: ${n.target}: ${n.html.slice(0, 200)}`))"""
# axe cannot tell what lies behind the words of a figure. In an SVG it is what was painted before them, one over the
# other; of a pattern (hatched cells) both its ground and its strokes, and the words must stand out from each.
PALE = """least => {
    const shade = text => (text.match(/[\\d.]+/g) || []).map(Number);
    const light = rgb => rgb.slice(0, 3).map(c => c / 255)
        .map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
        .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
    const laid = (style, paint) => {
        if (style[paint] === 'none') return null;
        const [r, g, b, a] = shade(style[paint]);
        return [r, g, b, (a ?? 1) * style[paint + 'Opacity'] * style.opacity];
    };
    const over = (top, below) => top ? below.map((c, i) => top[3] * top[i] + (1 - top[3]) * c) : below;
    const painted = (e, grounds) => {
        const style = getComputedStyle(e), pattern = style.fill.match(/^url\\(.*#([^"')]+)/);
        if (!pattern) return grounds.map(below => over(laid(style, 'fill'), below));
        const parts = [...document.getElementById(pattern[1]).querySelectorAll('rect, path, circle')]
            .map(part => getComputedStyle(part));
        return grounds.flatMap(below => {
            const ground = parts.length > 1 ? over(laid(parts[0], 'fill'), below) : below, strokes = parts.at(-1);
            return [ground, over(laid(strokes, strokes.stroke === 'none' ? 'fill' : 'stroke'), ground)];
        });
    };
    const found = [];
    for (const plot of document.querySelectorAll('.js-plotly-plot')) {
        if (!plot.offsetParent) continue;
        const shapes = [...plot.querySelectorAll('svg :is(path, rect, text)')].filter(e => !e.closest('defs'));
        const boxes = shapes.map(e => e.getBoundingClientRect());
        shapes.forEach((text, place) => {
            if (text.tagName !== 'text' || !text.textContent.trim()) return;
            const at = boxes[place], x = at.x + at.width / 2, y = at.y + at.height / 2;
            let grounds = [[255, 255, 255]];
            for (let i = 0; i < place; i++) {
                const b = boxes[i];
                if (shapes[i].tagName === 'text' || x < b.left || x > b.right || y < b.top || y > b.bottom) continue;
                grounds = painted(shapes[i], grounds);
            }
            for (const ground of grounds) {
                const ink = light(shade(getComputedStyle(text).fill));
                const [dark, bright] = [ink, light(ground)].sort((a, b) => a - b);
                const contrast = (bright + 0.05) / (dark + 0.05);
                if (contrast < least) {
                    found.push(`${text.textContent}: ${contrast.toFixed(2)} on ${ground.map(Math.round)}`);
                    break;
                }
            }
        });
    }
    return found;
}"""
# The words on a hatched cell that is seen, and the pattern of the cell. The words lie over the cell's middle.
HATCHED = """() => {
    const cells = [...document.querySelectorAll('.js-plotly-plot path')]
        .filter(e => e.getBoundingClientRect().width && getComputedStyle(e).fill.startsWith('url'));
    const words = cells[0].closest('.js-plotly-plot').querySelectorAll('svg text');
    const {left, right, top, bottom} = cells[0].getBoundingClientRect();
    const on = [...words].filter(e => {
        const r = e.getBoundingClientRect(), x = r.x + r.width / 2, y = r.y + r.height / 2;
        return r.width && x > left && x < right && y > top && y < bottom;
    });
    return [on[0], document.getElementById(getComputedStyle(cells[0]).fill.match(/#([^"')]+)/)[1])];
}"""
# What can be used, is seen and was not reached. The arrow of a select box is no stop: the keys work in its field. Of a
# row of choices the chosen one is the stop; the arrow keys go on from it.
LEFT_OUT = """() => [...document.querySelectorAll('a[href], button, input, textarea, select, summary, [role=combobox]')]
    .filter(e => !e.disabled && e.checkVisibility({visibilityProperty: true}) && e.getBoundingClientRect().width > 0)
    .filter(e => !e.matches('[data-testid=stSelectbox] [role=combobox] + button'))
    .filter(e => !e.matches('[data-testid=stDateInput] input[tabindex="-1"], input[type=radio][tabindex="-1"]'))
    .filter(e => !e.matches('[data-testid=stNumberInput] button[tabindex="-1"]'))
    .filter(e => !e.matches('[role=radiogroup]:has([data-reached]) [role=radio]'))
    .filter(e => !e.hasAttribute('data-reached'))
    .map(e => `${e.getAttribute('aria-label') || e.innerText}: ${e.outerHTML.slice(0, 200)}`)"""
# Marks what has the focus and says what it is; null when the walk has left the page.
REACHED = """() => {
    const e = document.activeElement;
    e.setAttribute('data-reached', '');
    return e === document.body ? null : `${e.tagName} ${e.getAttribute('aria-label') || e.innerText.slice(0, 60)}`;
}"""
# Whether the focus is seen: a ring, or the frame around a field that is another one without it.
SHOWN = """async () => {
    const e = document.activeElement, style = getComputedStyle(e);
    if (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2) return true;
    const frame = () => new Promise(done => setTimeout(() => {
        const style = getComputedStyle(e.parentElement);
        done(style.borderTopColor + style.boxShadow + style.outline);
    }, 300));
    const focused = await frame();
    e.blur();
    const left = await frame();
    e.focus();
    return focused !== left;
}"""


def open_path(page: Page, served: Served, path: str, code: str = "vi") -> None:
    language = "" if code == "vi" else ("&" if "?" in path else "?") + "ngon-ngu=en"
    open_page(page, f"{served.url}/{path}{language}")
    expect(page.locator("[class*=st-key-card-]").first).to_be_visible()
    quiet(page)


def in_whole(page: Page, width: int, height: int) -> None:
    """The window as high as the page: axe does not look at what is scrolled away."""
    set_size(page, width, height)
    quiet(page)
    whole = page.locator("[data-testid=stMain]").evaluate("e => e.scrollHeight")
    set_size(page, width, max(height, whole + 100))
    quiet(page)
    page.evaluate(AXE_SCRIPT)


def violations(page: Page, *seen: str) -> list[str]:
    """What axe finds, without what has been ``seen`` (selectors) a moment ago."""
    found: list[str] = page.evaluate(VIOLATIONS, [RULES, seen])
    return found


# English is the same page in other words: what hangs on the narrow layout, Vietnamese has shown.
@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(("code", "sizes"), [("vi", SIZES), ("en", SIZES[:1])], ids=["vi", "en"])
def test_axe_finds_nothing(
    page: Page, served: Served, path: str, code: str, sizes: tuple[tuple[int, int], ...]
) -> None:
    open_path(page, served, path, code)
    for size in sizes:
        with case(f"{size[0]}x{size[1]}"):
            in_whole(page, *size)
            assert violations(page) == []
            assert page.evaluate(PALE, LEAST_CONTRAST) == []
            # The boxes are the same parts on every page: narrow and in English they are opened on the first one.
            if path == PAGES[0] or (code == "vi" and size == SIZES[0]):
                assert_opened_boxes_are_sound(page, "Thêm bộ lọc" if code == "vi" else "More filters")


def assert_opened_boxes_are_sound(page: Page, filters: str) -> None:
    """The box of further filters and the data of the first figure, each opened and closed again. Looked at with the
    whole page but for its figures, which lie below as they were seen without a box."""
    opened = page.get_by_role("dialog")
    page.get_by_role("button", name=filters).click()
    expect(opened).to_be_visible()
    quiet(page)
    assert violations(page, FIGURES) == []
    page.keyboard.press("Escape")
    expect(opened).to_have_count(0)
    data = page.locator("[class*=st-key-data-] button")
    if data.count():
        data.first.click()
        expect(opened.get_by_role("button", name="CSV", exact=True)).to_have_count(1)
        expect(opened.get_by_role("button", name="CSV", exact=True)).to_be_visible()
        quiet(page)
        assert violations(page, FIGURES) == []
        page.keyboard.press("Escape")
        expect(opened).to_have_count(0)
        quiet(page)


def test_axe_and_the_contrast_of_figures_would_find_something(page: Page, served: Served) -> None:
    """The two checks above are not blind: a picture without words, pale words in a figure and words that do not stand
    out from one of the two colours of a hatched cell are told."""
    open_path(page, served, "truc-tuyen")
    in_whole(page, *SIZES[0])
    page.locator("h1").evaluate("e => e.append(document.createElement('img'))")
    assert [found.split(":")[0] for found in violations(page)] == ["image-alt"]
    words = page.locator(".st-key-desk-shares svg text").first
    before = words.evaluate("e => { const was = e.style.fill; e.style.fill = '#D65A00'; return was; }")  # of marks
    assert len(page.evaluate(PALE, LEAST_CONTRAST)) == 1
    words.evaluate("(e, was) => { e.style.fill = was; }", before)
    assert page.evaluate(PALE, LEAST_CONTRAST) == []
    on, pattern = (page.evaluate_handle(f"({HATCHED})()[{place}]").as_element() for place in (0, 1))
    assert on
    assert pattern
    ink = on.evaluate("e => getComputedStyle(e).fill")
    for part, paint in (("rect", "fill"), ("path", "stroke")):
        drawn = pattern.query_selector(part)
        assert drawn, part
        was = drawn.get_attribute("style") or ""
        drawn.evaluate("(e, [paint, ink]) => { e.style[paint] = ink; e.style.opacity = 1; }", [paint, ink])
        assert page.evaluate(PALE, LEAST_CONTRAST), f"{part} of the pattern is not looked at"
        drawn.evaluate("(e, was) => e.setAttribute('style', was)", was)


@pytest.mark.parametrize("path", PAGES)
def test_tab_reaches_every_control_and_shows_where_it_is(page: Page, served: Served, path: str) -> None:
    open_path(page, served, path)
    unseen = []
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        reached = page.evaluate(REACHED)
        if reached is None:
            break
        if not reached.startswith(OWN_FOCUS) and not page.evaluate(SHOWN):
            unseen.append(reached)
    assert reached is None, "the walk has no end"
    assert page.evaluate(LEFT_OUT) == []
    assert unseen == []


def test_a_page_is_at_rest_only_when_all_its_code_has_come(page: Page, served: Served) -> None:
    """Streamlit fetches the code of each kind of element apart. Until it has come, its elements are no stops of Tab, or
    nothing shows where the focus is, though no script runs any more."""
    late, held = re.compile(r"/(Selectbox|PageLink|Html)\.[^/]*\.js"), []
    page.route(late, lambda route: held.append(route))
    page.goto(served.url)
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator("[data-testid=stApp][data-test-script-state=notRunning]")).to_be_attached()
    assert page.evaluate(DRAWN) == ""
    for route in held:
        route.continue_()
    page.unroute(late)
    quiet(page)
    assert page.get_by_role("combobox").count() >= 4


def tab_to(page: Page, wanted: Locator) -> None:
    """Press Tab until this has the focus."""
    expect(wanted).to_be_visible()
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        if wanted.evaluate("e => e === document.activeElement"):
            return
    raise AssertionError(f"Tab does not reach {wanted}")


def test_a_unit_is_chosen_defined_and_listed_without_a_mouse(page: Page, served: Served) -> None:
    """The marks of a figure are no stops of Tab: the select box above chooses the same units."""
    open_path(page, served, "tre-han?ky=2020")
    tab_to(page, page.get_by_role("combobox", name="Đơn vị"))
    page.keyboard.type("Phường 10")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("don-vi=p10"))
    expect(page.locator("h1")).to_contain_text("Phường 10")
    quiet(page)
    definition = page.locator(".st-key-define-ranking a")
    tab_to(page, definition)
    OUT.mkdir(exist_ok=True)
    page.screenshot(path=OUT / "focus.png")
    page.keyboard.press("Enter")
    expect(page.locator(".st-key-card-definition h2")).to_have_text("Tỷ lệ trễ hạn")
    page.go_back()
    expect(page.locator("h1")).to_contain_text("Phường 10")
    quiet(page)
    tab_to(page, page.locator(".st-key-open-control-overdue_rate-numerator a"))
    page.keyboard.press("Enter")
    expect(page.locator(".st-key-card-list")).to_be_visible()
    tab_to(page, page.get_by_role("link", name="Về Trễ hạn"))
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("tre-han.*don-vi=p10"))
    expect(page.locator("h1")).to_contain_text("Phường 10")


def test_the_data_of_a_figure_opens_and_closes_without_a_mouse(page: Page, served: Served) -> None:
    open_path(page, served, "tre-han?ky=2020")
    tab_to(page, page.locator(".st-key-data-ranking button").first)
    page.keyboard.press("Enter")
    csv = page.get_by_role("button", name="CSV", exact=True)
    expect(csv).to_be_visible()
    quiet(page)
    page.keyboard.press("Escape")
    expect(csv).to_have_count(0)


def test_where_a_month_is_too_short_the_quarter_is_one_key_away(page: Page, served: Served) -> None:
    open_path(page, served, "tre-han?ky=2019-05")
    button = page.get_by_role("button", name="Xem quý 2/2019 để đủ số liệu kết luận")
    tab_to(page, button)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("tre-han.*ky=2019-Q2"))
    expect(page.locator(".st-key-note-ranking")).to_contain_text("Quý 2/2019")
    expect(button).to_have_count(0)
    page.go_back()
    expect(page).to_have_url(re.compile("ky=2019-05"))
    expect(page.locator(".st-key-note-ranking")).to_contain_text("Tháng 5/2019")
    expect(button).to_be_visible()


def test_the_part_of_a_list_is_chosen_without_a_mouse(page: Page, served: Served) -> None:
    open_path(page, served, "danh-sach?chi-tieu=overdue_rate&ky=2020")
    tab_to(page, page.get_by_role("radio", name="Trễ hạn", exact=True))
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    expect(page).to_have_url(re.compile("phan=denominator"))
    expect(page.get_by_role("radio", name="Đến hạn", exact=True)).to_be_checked()
