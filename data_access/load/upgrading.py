"""Facts written by an older version of this program, brought to the tables and answers of this one."""

from __future__ import annotations

import datetime as dt

import duckdb

from data_access.load import publishing
from data_access.load.deriving import derive
from data_access.load.mapping import load_mapping
from data_access.profiles import load_profile
from data_access.stores import Store


def upgrade(store: Store) -> str | None:
    """Give the store the tables of this version and work out all answers anew. Returns the new version.

    What the sources told, and what was seen between loads, stays as it is. A load without rows records it.

    Raises:
        StoreError: another load is running, or the store cannot be written.
    """
    return store.update(_all_anew, upgrade=True)


def _all_anew(connection: duckdb.DuckDBPyConnection) -> bool:
    last = connection.sql("SELECT mapping, profile, sample FROM load ORDER BY load_id DESC LIMIT 1").fetchone()
    if last is None:
        return False
    mapping, profile, sample = last
    publishing.write_profile(connection, load_profile(profile))
    publishing.forget_mergers_to_come(connection)
    connection.execute("CREATE OR REPLACE TEMP TABLE touched AS SELECT dossier_code FROM dossier")
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE incoming_dossier AS SELECT *, 'unchanged' AS state FROM dossier LIMIT 0"
    )
    load_id = publishing.next_load_id(connection)
    derive(connection, load_mapping(mapping), load_profile(profile), load_id)
    connection.execute(
        "INSERT INTO load SELECT ?, ?, ?, ?, ?, max(last_complete_day), 0, 0, 0, 0, 0 FROM source_cut_off",
        [load_id, dt.datetime.now().replace(microsecond=0), mapping, profile, sample],
    )
    publishing.verify(connection)
    return True
