"""A load in a process of its own, to be watched and killed.

It stands apart from the test, so that the server which the processes are forked from can import it beforehand: each
of them is then ready in a fifth of a second.
"""

from __future__ import annotations

import multiprocessing
import os
import tempfile
import time
from multiprocessing.connection import Connection
from pathlib import Path

from data_access.load import Order, load_exports
from data_access.profiles import load_profile
from data_access.stores import StoreError, duckdb_store, open_store, postgresql_store
from data_access.stores.postgresql_store import FOLDER_SETTING

load_profile("quan6")
READY_TO_FORK = [__name__, duckdb_store.__name__, postgresql_store.__name__]
PUBLISHED, REFUSED = "published", "refused"


def load_and_wait(address: str, folder: str, paths: list[Path], scratch: Path, told: Connection) -> None:
    """Loads, tells each stage as it begins and how it ended, then waits to be killed."""
    tempfile.tempdir = str(scratch)
    os.environ[FOLDER_SETTING] = folder  # the server we are forked from knows another one
    try:
        load_exports(open_store(address), Order(paths=tuple(paths)), told.send)
        told.send(PUBLISHED)
    except StoreError as error:
        told.send(f"{REFUSED}: {error}")
    time.sleep(600)


class LoadingProcess:
    """Starts loading ``paths`` into the store at ``address``."""

    def __init__(self, address: str, paths: list[Path], scratch: Path) -> None:
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(READY_TO_FORK)
        self.told, to_tell = context.Pipe(duplex=False)
        folder = os.environ.get(FOLDER_SETTING, "")
        self.process = context.Process(target=load_and_wait, args=(address, folder, paths, scratch, to_tell))
        self.process.start()
        to_tell.close()
        self.stage = ""

    def wait_for(self, stage: str) -> float:
        """When the stage began."""
        while self.stage != stage:
            self.stage = self.told.recv()
        return time.monotonic()

    def wait_for_end(self) -> str:
        """``PUBLISHED``, or ``REFUSED`` with the reason."""
        while not self.stage.startswith((PUBLISHED, REFUSED)):
            self.stage = self.told.recv()
        return self.stage

    def kill(self) -> str:
        """SIGKILL. The last stage the process had told of."""
        self.process.kill()
        self.process.join()
        try:
            while True:
                self.stage = self.told.recv()
        except EOFError:
            self.told.close()
        return self.stage
