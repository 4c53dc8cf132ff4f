"""Where the facts live. One contract (:class:`Store`), one implementation per engine."""

from data_access.stores.store import Store, StoreError, open_store

__all__ = ["Store", "StoreError", "open_store"]
