"""Where the facts live. One contract (:class:`Store`), one implementation per engine."""

from data_access.stores.store import OlderLayout, Store, StoreError, VersionReplaced, open_store

__all__ = ["OlderLayout", "Store", "StoreError", "VersionReplaced", "open_store"]
