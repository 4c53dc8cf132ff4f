"""What stands around every page: the filters, and a plain sentence where a page cannot be shown."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace

import streamlit as st

from data_access.stores import OlderLayout, StoreError, VersionReplaced
from measures.scope import ScopeError
from text import Language
from ui import identity, scope_bar
from ui.blocks import message, plain
from ui.lists import ListError
from ui.session import Session, current_language, follow_new_data, open_session, published_now

log = logging.getLogger(__name__)
REPLACED = "replaced-while-drawing"
MOST_ATTEMPTS = 3


def page(
    show: Callable[[Session], None],
    without_data: Callable[[Language], None] | None = None,
    any_period: bool = False,
    name: str = "",
) -> None:
    """Open the session, draw the filters and the page; failures become sentences, with the trace in the log only.

    ``without_data`` draws the page while nothing was loaded; ``any_period``: it has more to say than figures of a
    period; ``name``: its path, for links back to it (``lists.PAGES``).
    """
    language = current_language()
    try:
        session = open_session()
        if session is None:
            follow_new_data(None)
            (without_data or _empty)(language)
            return
        follow_new_data(session.version)
        scope_bar.show(session)
        if not any_period and not _has_figures(session):
            _no_figures(session)
            return
        show(replace(session, page=name))
        st.session_state.pop(REPLACED, None)
    except VersionReplaced:
        _again(language)
    except StoreError as error:
        _no_store(language, error)
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
    say = language.say
    lead, command = say("No data has been loaded yet."), "`python -m data_access load FILE...`"
    message("database", lead, say("Load an export: {command}", command=command))
    st.page_link("pages/du_lieu.py", label=say("Load it in the browser"), icon=":material/upload:")


def _again(language: Language) -> None:
    """New data was published while the page was drawn: draw it anew, but not for ever."""
    attempts = st.session_state.pop(REPLACED, 0) + 1
    if attempts < MOST_ATTEMPTS:
        st.session_state[REPLACED] = attempts
        st.rerun()
    say = language.say
    message("sync", say("The data is being replaced just now."), say("Open the page again in a moment."))


def _no_store(language: Language, error: StoreError) -> None:
    """What kept us from the data, without the names of servers and folders; those are in the log."""
    log.warning("%s", error)
    say = language.say
    if isinstance(error, OlderLayout):
        lead = say("The data was written by an older version of this program.")
        message("database", lead, say("Convert it: {command}", command="`python -m data_access upgrade`"))
        return
    lead = say("The data cannot be read just now.")
    message("cloud_off", lead, say("This page tries again by itself. The reason is in the log."))
    follow_new_data(published_now())


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
