"""``python -m ui.serve``: Streamlit's server with ``dashboard.py``; options go on to ``streamlit run``.

Streamlit takes a folder called ``pages`` for its older way of naming pages until ``st.navigation`` has run once. The
first visitor of a fresh server who comes by a deep link would be told "Page not found"; so it is told beforehand.
"""

from __future__ import annotations

import sys
from pathlib import Path

from streamlit.runtime.pages_manager import PagesManager
from streamlit.web import cli

DASHBOARD = Path(__file__).resolve().parents[1] / "dashboard.py"


def serve(options: list[str]) -> None:
    """Serve until stopped."""
    PagesManager.uses_pages_directory = False
    cli.main(["run", str(DASHBOARD), *options], prog_name="streamlit")


if __name__ == "__main__":
    serve(sys.argv[1:])
