"""Trình chiếu: the slides of a meeting, without menu and filters; keys, clicks and a clock turn them."""

from __future__ import annotations

from ui.frame import page
from ui.show import frozen_session, show, without_data

page(show, without_data, name="trinh-chieu", filters="", opening=frozen_session)
