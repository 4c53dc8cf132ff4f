"""``python -m ui.serve``: Streamlit's server with ``dashboard.py``; options go on to ``streamlit run``.

It does not start under settings that would show data to somebody nobody knows. Streamlit takes a folder called
``pages`` for its older way of naming pages until ``st.navigation`` has run once. The first visitor of a fresh server
who comes by a deep link would be told "Page not found"; so it is told beforehand.
"""

from __future__ import annotations

import json
import os
import sys
import tomllib
from pathlib import Path

from streamlit.runtime.pages_manager import PagesManager
from streamlit.web import cli

from data_access.access import Access, AccessError
from data_access.access_file import SETTING, access_file, read_access
from data_access.profiles import load_profile
from data_access.stores import StoreError, open_store
from measures.known import holdings
from ui.identity import GROUPS_HEADER, GROUPS_KEY, USER_HEADER, USER_KEY, on_this_pc

DASHBOARD = Path(__file__).resolve().parents[1] / "dashboard.py"
CONFIG = DASHBOARD.parent / ".streamlit" / "config.toml"
ADDRESS, NOT_STARTED = "--server.address", 2
HEADERS_SETTING = "STREAMLIT_SERVER_TRUSTED_USER_HEADERS"


class NotStarted(Exception):
    """The settings let nobody in, or too many; the message says what to do."""


def serve(options: list[str]) -> None:
    """Serve until stopped."""
    try:
        prepare(options)
    except (NotStarted, AccessError) as error:
        print(f"The dashboard was not started: {error}", file=sys.stderr)
        sys.exit(NOT_STARTED)
    PagesManager.uses_pages_directory = False
    cli.main(["run", str(DASHBOARD), *options], prog_name="streamlit")


def prepare(options: list[str]) -> None:
    """Check who may come in and have Streamlit keep what the proxy says of them.

    Raises:
        NotStarted: see its text.
        AccessError: ``access.toml`` has a fault.
    """
    path, address = access_file(), _address(options)
    os.environ[HEADERS_SETTING] = "{}"
    if path is None:
        _check_without_identity(address)
        return
    os.environ[SETTING] = str(path.resolve())  # one that vanishes is then missed, and nobody comes in
    access = read_access(path)
    if access.identity == "proxy":
        access.proxy.secret()
        if not on_this_pc(address):
            raise NotStarted(
                f"it would listen at {address}, past the proxy that says who somebody is. Start it with "
                f"{ADDRESS} 127.0.0.1"
            )
        os.environ[HEADERS_SETTING] = json.dumps({USER_HEADER: USER_KEY, GROUPS_HEADER: GROUPS_KEY})
    _check_units(access)


def _address(options: list[str]) -> str:
    """Where the server will listen: what the command line says goes before the environment, that before the settings
    beside the dashboard. Read by ourselves: asked now, Streamlit would take its later start for a change."""
    for place, option in enumerate(options):
        name, given, value = option.partition("=")
        if name == ADDRESS:
            return value if given else "".join(options[place + 1 : place + 2])
    settings = tomllib.loads(CONFIG.read_text(encoding="utf-8"))
    return os.environ.get("STREAMLIT_SERVER_ADDRESS") or str(settings.get("server", {}).get("address", ""))


def _check_without_identity(address: str) -> None:
    """Nobody has to sign in: invented data only, on this PC only. An empty store is allowed, for the first load."""
    if not on_this_pc(address):
        raise NotStarted(
            f"it would listen at {address or 'every address'}, and nobody has to sign in. Write access.toml "
            f"(docs/access.md), or start it with {ADDRESS} 127.0.0.1"
        )
    try:
        store = open_store()
        version = store.version()
        real = version is not None and not holdings(store, version).sample
    except StoreError:
        return  # every page looks again once the store can be read
    if real:
        raise NotStarted(
            f"the data is real, and nothing says who may see it. Write access.toml (docs/access.md), or name another "
            f"file in {SETTING}"
        )


def _check_units(access: Access) -> None:
    """The units of chairs are units of the loaded profile; as long as nothing is loaded, nothing can be said."""
    try:
        store = open_store()
        version = store.version()
        profile = holdings(store, version).profile if version else ""
    except StoreError:
        return
    if profile:
        access.with_units(load_profile(profile).units)


if __name__ == "__main__":
    serve(sys.argv[1:])
