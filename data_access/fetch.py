"""Running a statement: the only way out of the store for every layer above."""

from __future__ import annotations

import pandas as pd
from sqlalchemy import Executable

from data_access.stores import Store


def fetch(store: Store, statement: Executable, version: str | None = None) -> pd.DataFrame:
    """The rows of ``statement`` as a frame, read from one version of the facts (default: the published one).

    Database errors are raised, never turned into an empty frame.

    Raises:
        StoreError: see ``Store.connect``; ``VersionReplaced`` where the version was asked for and is gone.
    """
    with store.connect(version) as connection:
        result = connection.execute(statement)
        # Of the driver's row objects pandas asks each for what it is: of 50,000 that takes three times as long.
        return pd.DataFrame([tuple(row) for row in result], columns=list(result.keys()))
