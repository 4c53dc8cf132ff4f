"""Biểu mẫu: form II.06a/VPCP/KSTT of the chosen period and unit, whether it closes, and what was issued."""

from __future__ import annotations

from ui import forms, scope_bar
from ui.frame import page
from ui.loading_forms import load_paper
from ui.session import Session


def show(session: Session) -> None:
    """The form on screen, its file, and the register."""
    session = forms.of_forms(session)
    scope_bar.show(session)
    paper = load_paper(session, forms.chosen_lines())
    forms.page_title(session, paper)
    forms.form_card(session, paper)
    forms.actions_card(session, paper)


page(show, name="bieu-mau", filters="")
