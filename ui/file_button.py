"""A button that gives a file which is made when it is pressed, and is then there until the browser has fetched it.

A press runs no script: Streamlit empties the queue to the browser when a script begins, and with it the answer that
the file is made; the button would turn for ever. And Streamlit drops a made file when two scripts have ended in the
server, as every open page ends one each five seconds (``session.follow_new_data``): with many readers that is sooner
than a browser asks for the file. So the session that pressed holds it until its page is run anew.
"""

from __future__ import annotations

import threading
from collections.abc import Callable

import streamlit as st
from streamlit import runtime
from streamlit.runtime.scriptrunner import add_script_run_ctx, get_script_run_ctx

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def file_button(words: str, make: Callable[[], bytes], file: str, mime: str, key: str, icon: str | None = None) -> None:
    """Show the button; ``make`` is called by each press, outside of any script, and its failure is said beside it."""
    context = get_script_run_ctx()

    def made() -> bytes:
        content = make()
        holding = threading.Thread(target=_hold, args=(content, mime, key, file))
        add_script_run_ctx(holding, context)  # by this the media files know whose file it is
        holding.start()
        holding.join()
        return content

    st.download_button(words, made, file, mime, key=key, icon=icon, on_click="ignore")


def _hold(content: bytes, mime: str, key: str, file: str) -> None:
    """The same content, kind and name are the same file: what the session holds is not dropped."""
    if runtime.exists():
        media = runtime.get_instance().media_file_mgr
        media.add(content, mime, f"made-{key}", file_name=file, is_for_static_download=True)
