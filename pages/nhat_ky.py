"""Nhật ký: what people did here, for the office."""

from __future__ import annotations

from ui import journal_page
from ui.frame import page

page(journal_page.show, any_period=True, filters="")
