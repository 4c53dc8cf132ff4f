"""``make pictures``: the pictures of README and guide, made anew from the sample district in a real browser.

Each picture shows the dashboard as one role sees it. Nothing in them is real; the screen says so.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from tests.browser.conftest import ARGUMENTS, ROOT, Served, quiet, serving
from tests.browser.signing_in import cookie, oidc_settings
from tests.pages.signed_in import ACCESS
from tests.requirements_of_machine import chromium

DOCS = ROOT / "docs"


class Picture(NamedTuple):
    """A file under docs/, the role that looks, the address, the window, and how wide the file is."""

    file: str
    role: str
    address: str
    size: tuple[int, int] = (1440, 900)
    width: int = 1280


PICTURES = (
    Picture("tong-quan.png", "leader", "/", (1440, 1000), 1440),
    Picture("huong-dan/danh-sach.png", "chair", "/danh-sach?chi-tieu=overdue_rate"),
    Picture("huong-dan/tre-han.png", "leader", "/tre-han"),
    Picture("huong-dan/phuong-cua-toi.png", "chair", "/phuong-cua-toi"),
    Picture("huong-dan/cuoc-hop.png", "office", "/cuoc-hop"),
    Picture("huong-dan/bieu-mau.png", "office", "/bieu-mau"),
    Picture("huong-dan/du-lieu.png", "office", "/du-lieu"),
    Picture("trinh-chieu-1.png", "screen", "/trinh-chieu?trang=2", (1920, 1080)),
    Picture("trinh-chieu-2.png", "screen", "/trinh-chieu?trang=3", (1920, 1080)),
)


def main() -> int:
    """Make them all; 0 = done."""
    path = chromium()
    if not path:
        print("error: no Chromium here (Debian: apt-get install chromium)", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        store = Path(folder) / "store"
        subprocess.run([sys.executable, "-m", "data_access", "--store", str(store), "sample"], cwd=ROOT, check=True)
        options, environment = oidc_settings(Path(folder), ACCESS)
        # The records of the sample (objections, actions) lie beside its store.
        environment["DOSSIER_JOURNAL_URL"] = f"sqlite:///{store / 'journal.sqlite'}"
        with serving(store, *options, **environment) as served:
            browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
            for picture in PICTURES:
                take(browser, served, picture)
            browser.close()
    return 0


def take(browser: Browser, served: Served, picture: Picture) -> None:
    """Open the address as the role, wait until it is drawn, keep the window as a file."""
    width, height = picture.size
    context = browser.new_context(viewport={"width": width, "height": height})
    cookie(context, served, picture.role)
    page = context.new_page()
    page.goto(served.url + picture.address)
    page.locator("h1").first.wait_for()
    quiet(page)
    file = DOCS / picture.file
    file.parent.mkdir(exist_ok=True)
    page.screenshot(path=file)
    context.close()
    drawn = Image.open(file).convert("RGB")
    if drawn.width > picture.width:
        drawn = drawn.resize((picture.width, drawn.height * picture.width // drawn.width), Image.Resampling.LANCZOS)
    drawn.save(file, optimize=True)
    print(f"{file.relative_to(ROOT)}: {picture.role}, {picture.address}")


if __name__ == "__main__":
    sys.exit(main())
