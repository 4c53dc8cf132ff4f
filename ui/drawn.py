"""Parts of a page that are drawn once and then replayed: a rerun words no sentence and builds no link anew.

Kept numbers and figures (``ui.loading``) make a rerun cheap to count, but not to draw: most of it goes into words,
frames turned into lines, and elements. ``@drawn`` keeps the elements themselves. Streamlit records what a cached
function draws and draws it again instead of calling it; the page is the same, element by element.

What may be drawn so: text, links to pages, containers, columns, frames, figures that are not clicked, other drawn
functions. What may not: anything that answers to its reader (a button, a select box, a popover with ``on_change``, a
figure with ``on_select``); its answer is lost where the function is not called. Such a thing is refused. Nor may
anything hang on what is not in the key (:attr:`ui.session.Session.drawing_key`): on the state of the browser's session,
on the clock, or on who looks: two people with the same rights are shown each other's blocks.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

import streamlit as st
from streamlit.elements.lib import policies

from ui.session import Session

# About 100 views of a page, each a few hundred kB.
ENTRIES = 3000
Rest, Value = ParamSpec("Rest"), TypeVar("Value")


def drawn(
    draw: Callable[Concatenate[Session, Rest], Value],
) -> Callable[Concatenate[Session, Rest], Value]:
    """Decorates a function that draws elements which never change under the same key, and that returns (a title, say)
    what the rest of its block needs; nobody may change that value.

    The key: the function, its text arguments, and all that the session says of the reader's question. Other arguments
    are not looked at, so they must follow from these. What the function raises is raised and not kept.
    """
    name = f"{draw.__module__}.{draw.__qualname__}"

    @wraps(draw)
    def replayed(session: Session, *rest: Rest.args, **more: Rest.kwargs) -> Value:
        told = [part for part in (*rest, *more.values()) if isinstance(part, str)]
        key = repr((name, told, session.drawing_key))
        return _kept(key, lambda: draw(session, *rest, **more))  # type: ignore[no-any-return]

    return replayed


# As it is and not as a copy, which would have to be read from its written form in every run: it is only read.
@st.cache_resource(max_entries=ENTRIES, show_spinner=False)
def _kept(key: str, _draw: Callable[[], Any]) -> Any:
    return _draw()


def _refuse(record: logging.LogRecord) -> bool:
    """Streamlit only logs that a widget is in a cached function, and goes on; here it is an error."""
    if isinstance(record.args, tuple):
        for said in record.args:
            if isinstance(said, policies.CachedWidgetWarning):
                raise said
    return True


logging.getLogger(policies.__name__).addFilter(_refuse)
