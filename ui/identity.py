"""Who looks. Until there is a sign-in the dashboard serves this PC only, and real data only if a setting says so."""

from __future__ import annotations

import os

import streamlit as st

from data_access.viewer import EVERYTHING, Viewer

LOOPBACK = ("127.0.0.1", "localhost", "::1")
SETTING = "DOSSIER_SERVE_REAL_DATA"


class NotServed(PermissionError):
    """The data may not be shown under these settings. ``reason`` is "address" or "real_data"."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def viewer(sample: bool) -> Viewer:
    """The rights of whoever looks: everything, on this PC.

    Raises:
        NotServed: the server listens to other machines, or the data is real and nobody allowed to show it.
    """
    if st.get_option("server.address") not in LOOPBACK:
        raise NotServed("address")
    if not sample and os.environ.get(SETTING) != "yes":
        raise NotServed("real_data")
    return EVERYTHING
