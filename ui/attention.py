"""The card "Cần quan tâm": sentences, each leading to the page and scope that shows it."""

from __future__ import annotations

import streamlit as st

from measures.attention import Finding, Link, Tone, attention
from measures.overview import HEADLINE, LETTERS, ONLINE
from ui import choosing, lists
from ui.blocks import plain
from ui.drawn import drawn
from ui.loading import load_overview
from ui.session import Session, address

ICONS = {
    Tone.CONCERN: ":orange[:material/error:]",
    Tone.INFO: ":gray[:material/info:]",
    Tone.GOOD: ":blue[:material/check_circle:]",
}
PAGES = {HEADLINE: "pages/tre_han.py", ONLINE: "pages/truc_tuyen.py", LETTERS: "pages/thu_xin_loi.py"}


@drawn
def attention_card(session: Session) -> None:
    """Three to five sentences, each leading to what it speaks of."""
    with st.container(key="card-attention"):
        st.header(session.language.say("Needs attention"), anchor=False)
        said = attention(load_overview(session), session.held, session.language)
        if not said:
            nothing = session.language.say("Nothing stands out in this scope.")
            st.markdown(f"{ICONS[Tone.GOOD]} {nothing}")
        for number, finding in enumerate(said):
            _sentence(session, finding, number)


def _sentence(session: Session, finding: Finding, number: int) -> None:
    with st.container(key=f"finding-{number}", gap=None):
        comma = ", " if finding.rest else ""
        st.markdown(f"{ICONS[finding.tone]} **{plain(finding.lead)}**{comma}{plain(finding.rest)}")
        if finding.link and _is_open(session, finding.link):
            page, params = _target_of(session, finding.link)
            st.page_link(page, label=finding.link.words, query_params=params)


def _is_open(session: Session, link: Link) -> bool:
    """Whether this reader may go there: a chair not to another unit, a screen not to a list."""
    if link.page:
        return all(choosing.may_choose(session, unit) for unit in link.units)
    return session.viewer.may_list


def _target_of(session: Session, link: Link) -> tuple[str, dict[str, str]]:
    """Where a sentence leads: to the page of a measure, in the scope of a unit, or to the list behind a number."""
    if link.page:
        scope = choosing.of_unit(session, link.units[0]) if link.units else session.scope
        return PAGES[link.page], address(scope, session.default)
    return lists.LIST_PAGE, lists.list_address(session, link.measure, "numerator", None, link.within)
