"""Đôn đốc: reminders sent, answered in time or not, and what became of their number."""

from __future__ import annotations

from ui import reminders
from ui.frame import page

page(reminders.show, name="don-doc", filters="units")
