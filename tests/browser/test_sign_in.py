"""Signing in as people do: with a real OpenID Connect provider, and behind a real nginx that asks for a password."""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from data_access.journal import Asked, Journal
from tests.browser.conftest import Served, download, free_port, serving
from tests.browser.signing_in import SECRET, cookie, forger, nginx, oidc_settings, provider, provider_program
from tests.browser.test_accessibility import AXE_SCRIPT, violations
from tests.pages.signed_in import ACCESS

GROUP = "\n[[people]]\ngroup = 'to-9'\nrole = 'chair'\nunits = ['p09']\n"
ACCOUNTS: dict[str, dict[str, object]] = {
    role: {"email": f"{role.title()}@Example.vn", "email_verified": True, "name": f"Người {role}"}
    for role in ("leader", "office", "screen")
} | {
    "unverified": {"email": "leader@example.vn", "email_verified": False, "name": "Người lạ"},
    "member": {"email": "member@example.vn", "email_verified": True, "name": "Người tổ 9", "groups": ["to-9", "khac"]},
}
NUMBERS_OF_THE_STORE = re.compile(r"Phường \d|/20\d\d|\d,\d|Dữ liệu mẫu")


@pytest.fixture
def store(small_sample: Path, tmp_path: Path) -> Path:
    shutil.copytree(small_sample, tmp_path / "store")
    return tmp_path / "store"


@pytest.fixture
def new_browser(browser: Browser) -> Iterator[list[BrowserContext]]:
    contexts: list[BrowserContext] = []
    yield contexts
    for context in contexts:
        context.close()


def fresh(browser: Browser, contexts: list[BrowserContext], **options: object) -> Page:
    """A browser that has never been here."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, **options)  # type: ignore[arg-type]
    contexts.append(context)
    page = context.new_page()
    page.set_default_timeout(30_000)
    expect.set_options(timeout=30_000)
    return page


def kept_out(page: Page, sentence: str) -> None:
    """The sentence, and nothing of the store."""
    expect(page.locator(".st-key-card-message-lock")).to_contain_text(sentence)
    expect(page.locator("h1")).to_have_count(0)
    assert not NUMBERS_OF_THE_STORE.search(page.locator("body").inner_text())
    expect(page.get_by_role("link", name="Tổng quan")).to_have_count(0)


def sign_in(page: Page, served: Served, login: str) -> None:
    page.goto(served.url)
    page.get_by_role("button", name="Đăng nhập").click()
    page.locator("input[name=login]").fill(login)
    page.locator("input[name=password]").fill("any")
    page.get_by_role("button", name="Sign-in").click()
    page.get_by_role("button", name="Continue").click()


def accessible(page: Page) -> bool:
    """Axe finds nothing."""
    page.evaluate(AXE_SCRIPT)
    return violations(page) == []


def rerun(page: Page) -> None:
    page.locator(".st-key-switch-language button").click()


def more(page: Page) -> None:
    """Open the group of further pages in the menu."""
    page.get_by_test_id("stTopNavSection").click()


def came_in(page: Page, words: str) -> None:
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator(".st-key-who")).to_contain_text(words)


def test_with_a_provider(browser: Browser, new_browser: list, store: Path, tmp_path: Path) -> None:
    provider_program()
    port, access = free_port(), tmp_path / "access.toml"
    options, environment = oidc_settings(tmp_path, ACCESS + GROUP, port)
    with serving(store, *options, **environment) as served, provider(port, served, ACCOUNTS):
        page = fresh(browser, new_browser)
        for path in ("", "/danh-sach?chi-tieu=overdue_rate"):
            page.goto(served.url + path)
            kept_out(page, "Hãy đăng nhập để xem số liệu.")
        assert accessible(page)
        sign_in(page, served, "leader")
        came_in(page, "Lãnh đạo")
        more(page)
        expect(page.get_by_role("menuitem", name="Dữ liệu", exact=True)).to_have_count(1)
        expect(page.get_by_role("menuitem", name="Nhật ký")).to_have_count(0)
        page.goto(f"{served.url}/nhat-ky")
        expect(page.locator(".st-key-card-message-lock")).to_contain_text("Vai trò của bạn không được mở trang này.")

        access.write_text((ACCESS + GROUP).replace("leader@", "someone@"), encoding="utf-8")
        rerun(page)
        expect(page.locator(".st-key-card-message-lock")).to_contain_text("has not been given any rights")
        access.write_text("identity = 'oidc", encoding="utf-8")
        rerun(page)
        kept_out(page, "Không đăng nhập được lúc này.")
        access.write_text(ACCESS + GROUP, encoding="utf-8")
        page.goto(served.url)
        came_in(page, "Lãnh đạo")

        copied = [kept for kept in page.context.cookies() if kept["name"].startswith("_streamlit_user")]
        page.locator(".st-key-sign-out button").click()
        page.get_by_role("button", name="Yes, sign me out").click()
        kept_out(page, "Hãy đăng nhập để xem số liệu.")
        page.context.add_cookies(copied)  # type: ignore[arg-type]
        page.goto(served.url)
        kept_out(page, "Hãy đăng nhập để xem số liệu.")

        _others(browser, new_browser, served, tmp_path)
        lines = Journal(environment["DOSSIER_JOURNAL_URL"]).entries(Asked(), None)
        told = [(line.who, line.what, line.details.get("reason")) for line in reversed(lines)]
        assert ("Leader@Example.vn", "signed_in", None) in told
        assert ("Leader@Example.vn", "refused", "unknown") in told
        assert ("Leader@Example.vn", "signed_out", None) in told
        assert ("leader@example.vn", "refused", "expired") in told
        assert told[-1] == ("Office@Example.vn", "exported", None)


def _others(browser: Browser, contexts: list[BrowserContext], served: Served, folder: Path) -> None:
    """Every other account, each in a browser of its own."""
    page = fresh(browser, contexts)
    sign_in(page, served, "member")
    came_in(page, "Chủ tịch UBND Phường 9")
    page.goto(f"{served.url}/?don-vi=p01")
    expect(page.locator(".st-key-card-message-lock")).to_contain_text("Bạn chỉ được xem số liệu của đơn vị mình.")
    page.get_by_role("link", name="Về đơn vị của tôi").click()
    expect(page.locator("h1")).to_contain_text("Phường 9")
    page = fresh(browser, contexts)
    sign_in(page, served, "screen")
    came_in(page, "Màn hình chung")
    expect(page.locator("[class*=st-key-open-] a")).to_have_count(0)
    page.goto(f"{served.url}/danh-sach?chi-tieu=overdue_rate")
    expect(page.locator(".st-key-card-message-lock")).to_contain_text("Vai trò của bạn")
    page = fresh(browser, contexts)
    sign_in(page, served, "unverified")
    kept_out(page, "chưa được xác minh")
    page = fresh(browser, contexts)
    cookie(page.context, served, "leader", iat=int(time.time()) - 13 * 3600)
    page.goto(served.url)
    kept_out(page, "Phiên đăng nhập đã quá hạn.")
    page = fresh(browser, contexts)
    sign_in(page, served, "office")
    came_in(page, "Văn phòng")
    more(page)
    page.get_by_role("menuitem", name="Nhật ký").click()
    expect(page.locator(".st-key-card-journal")).to_contain_text("Leader@Example.vn")
    assert accessible(page)
    taken = download(page, "CSV", folder / "nhat-ky.csv").read_text(encoding="utf-8-sig").splitlines()
    assert "người xuất: Office@Example.vn" in taken[0]
    assert any("Leader@Example.vn" in line for line in taken)


PROXY = """
identity = "proxy"
[proxy]
secret_file = "SECRET"
sign_out = "/dang-xuat"
[[people]]
user = "an"
role = "leader"
[[people]]
user = "binh"
role = "chair"
units = ["Phường 12"]
"""


def test_behind_nginx(browser: Browser, new_browser: list, store: Path, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text(SECRET)
    (tmp_path / "access.toml").write_text(PROXY.replace("SECRET", str(tmp_path / "secret")), encoding="utf-8")
    settings = {
        "DOSSIER_ACCESS": str(tmp_path / "access.toml"),
        "DOSSIER_JOURNAL_URL": f"sqlite:///{tmp_path / 'journal.sqlite'}",
    }
    passwords = {"an": "mot", "binh": "hai", "la": "ba"}
    with (
        serving(store, **settings) as served,
        nginx(tmp_path, served, passwords) as address,
        forger(tmp_path / "outside", address, "an") as outside,
        forger(tmp_path / "inside", served.url, "an") as inside,
    ):
        for door, user, words in ((address, "an", "Lãnh đạo"), (outside, "binh", "Chủ tịch UBND Phường 12")):
            page = fresh(browser, new_browser, http_credentials={"username": user, "password": passwords[user]})
            page.goto(door)
            came_in(page, words)
            expect(page.get_by_role("link", name="Đăng xuất")).to_have_attribute("href", "/dang-xuat")
        page = fresh(browser, new_browser, http_credentials={"username": "la", "password": "ba"})
        page.goto(outside)
        kept_out(page, "Tài khoản la chưa được cấp quyền.")
        for door in (inside, served.url):
            page = fresh(browser, new_browser)
            page.goto(door)
            kept_out(page, "Trang này chỉ mở được qua máy chủ web của cơ quan.")
    lines = Journal(settings["DOSSIER_JOURNAL_URL"]).entries(Asked(what="refused"))
    assert [(line.who, line.details["reason"]) for line in lines] == [
        ("", "not_through_proxy"),
        ("", "not_through_proxy"),
        ("la", "unknown"),
    ]
