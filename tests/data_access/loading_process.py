"""A load in a process of its own, to be watched and killed.

It stands apart from the test, so that the server which the processes are forked from can import it beforehand: each
of them is then ready in a fifth of a second.
"""

from __future__ import annotations

import multiprocessing
import tempfile
import time
from multiprocessing.connection import Connection
from pathlib import Path

from data_access.load import Order, load_exports
from data_access.profiles import load_profile
from data_access.stores import duckdb_store, open_store

load_profile("quan6")
READY_TO_FORK = [__name__, duckdb_store.__name__]


def load_and_wait(folder: Path, paths: list[Path], scratch: Path, told: Connection) -> None:
    """Loads, tells each stage as it begins, then waits to be killed."""
    tempfile.tempdir = str(scratch)
    load_exports(open_store(str(folder)), Order(paths=tuple(paths)), told.send)
    told.send("published")
    time.sleep(600)


class LoadingProcess:
    """Starts loading ``paths`` into the store in ``folder``."""

    def __init__(self, folder: Path, paths: list[Path], scratch: Path) -> None:
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(READY_TO_FORK)
        self.told, to_tell = context.Pipe(duplex=False)
        self.process = context.Process(target=load_and_wait, args=(folder, paths, scratch, to_tell))
        self.process.start()
        to_tell.close()
        self.stage = ""

    def wait_for(self, stage: str) -> float:
        """When the stage began."""
        while self.stage != stage:
            self.stage = self.told.recv()
        return time.monotonic()

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
