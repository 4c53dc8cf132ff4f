"""Cuộc họp: lists confirmed before a meeting, decisions and reminders, and what became of them."""

from __future__ import annotations

from ui import meeting
from ui.frame import page

page(meeting.show, name="cuoc-hop")
