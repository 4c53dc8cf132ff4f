"""What stands around every page: the filters, and a plain sentence where a page cannot be shown."""

from __future__ import annotations

import logging
from collections.abc import Callable

import streamlit as st

from measures.scope import ScopeError
from text import Language
from ui import identity, scope_bar
from ui.blocks import message, plain
from ui.lists import ListError
from ui.session import Session, current_language, follow_new_data, open_session

log = logging.getLogger(__name__)


def page(show: Callable[[Session], None]) -> None:
    """Open the session, draw the filters and the page; failures become sentences, with the trace in the log only."""
    language = current_language()
    try:
        session = open_session()
        if session is None:
            _empty(language)
            return
        follow_new_data(session.version)
        scope_bar.show(session)
        if not _has_figures(session):
            _no_figures(session)
            return
        show(session)
    except ScopeError as error:
        _refused(language, [f"{name}={value}" for name, value in error.faults])
    except ListError as error:
        _no_list(language, str(error))
    except identity.NotServed as error:
        _not_served(language, error.reason)
    except Exception as error:
        if type(error).__module__.startswith("streamlit"):
            raise  # Streamlit's own way to stop or rerun a script
        log.exception("page failed")
        message("error", language.say("This page cannot be shown just now."), language.say("The reason is in the log."))


def _empty(language: Language) -> None:
    follow_new_data(None)
    message(
        "database",
        language.say("No data has been loaded yet."),
        language.say("Load an export: {command}", command="`python -m data_access load FILE...`"),
    )


def _has_figures(session: Session) -> bool:
    """Whether the period touches the days that the data covers."""
    period, held = session.scope.period, session.held
    return period.start <= held.cut_off and period.end >= held.first_day


def _no_figures(session: Session) -> None:
    say, period = session.language.say, session.scope.period.title(session.language)
    message("event_busy", say("There are no figures for this period: {period}", period=period))
    if st.button(say("Clear all filters")):
        scope_bar.go(session, session.default)
        st.rerun()


def _no_list(language: Language, value: str) -> None:
    """An address that names no list: where lists are to be found."""
    say = language.say
    if value:
        message("link_off", say("The address asks for something unknown: {values}", values=plain(value)))
    else:
        message("list", say("A list belongs to a number: choose one on the overview."))
    st.page_link("pages/tong_quan.py", label=say("Back to the overview"), icon=":material/arrow_back:")


def _refused(language: Language, values: list[str]) -> None:
    """An address that names what we do not know: said, never replaced by a guess."""
    wrong = ", ".join(plain(value) for value in values)
    message("link_off", language.say("The address asks for something unknown: {values}", values=wrong))
    if st.button(language.say("Clear all filters")):
        st.query_params.clear()
        st.rerun()


def _not_served(language: Language, reason: str) -> None:
    say = language.say
    if reason == "address":
        message(
            "lock",
            say("There is no sign-in yet, so this server may listen to this computer only."),
            say("Start it with {setting}.", setting="`--server.address 127.0.0.1`"),
        )
        return
    message(
        "lock",
        say("The data is real and nobody has allowed to show it."),
        say("Set {setting} and start again.", setting=f"`{identity.SETTING}=yes`"),
    )
