"""Running a load for the page: temporary copies of the uploads, and every way it can end as a sentence.

Knows nothing of widgets. Nothing of an upload is logged: messages of errors can quote cells.
"""

from __future__ import annotations

import datetime as dt
import logging
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from data_access.load import BrokenSnapshot, LoadRefused, MappingError, Order, ReadError, Summary, load_exports
from data_access.load.container import ContainerError
from data_access.load.encoding import EncodingError
from data_access.profiles import load_profile
from data_access.stores import Store, StoreError
from data_access.stores.store import BUSY
from text import Language, mark

log = logging.getLogger(__name__)

LONGEST_NAME = 120
STAGES = {
    "reading": mark("Reading the files"),
    "checking": mark("Checking every row"),
    "merging": mark("Comparing with what is known"),
    "deriving": mark("Working out due dates and lateness"),
    "publishing": mark("Publishing"),
}
TOO_MANY = mark(
    "{refused} of {read} rows were refused, more than the {share} allowed. Mend these rows (or ask the unit to) and "
    "load again."
)
UNFITTING = mark(
    "The columns of a file do not fit the chosen way of writing, or nothing tells whose export it is. Choose another "
    "way, or name the unit."
)
# What an error is about: (who raised it, what caused it, the sentence). The first that fits.
CAUSES: tuple[tuple[type[Exception], type[Exception] | None, str], ...] = (
    (ReadError, MappingError, UNFITTING),
    (ReadError, ContainerError, mark("A file is of a kind that cannot be read. Save it as XLSX or 'CSV UTF-8'.")),
    (ReadError, EncodingError, mark("A file is no text that can be read. Save it as 'CSV UTF-8' or XLSX.")),
    (ReadError, OSError, mark("A file cannot be opened. Upload it again.")),
    (ReadError, None, mark("A file cannot be read. Export it again, as XLSX or 'CSV UTF-8'.")),
    (MappingError, None, mark("This way of writing cannot be used for these files.")),
    (BrokenSnapshot, None, mark("The result contradicts itself: a fault of the program. Please report it.")),
    (StoreError, None, mark("The store does not take this load.")),
    (OSError, None, mark("The disk is full or cannot be written. Make room and load again.")),
    (ValueError, None, mark("These settings do not fit together.")),
)
UNKNOWN = mark("The load failed for a reason nobody foresaw. Please report it.")
ALREADY_LOADING = mark("Another load is running. Wait until it has ended, then try again.")


class Upload(Protocol):
    """A file from the browser, held in memory."""

    name: str

    def getbuffer(self) -> memoryview: ...


@dataclass(frozen=True)
class Settings:
    """How the uploads are to be read. ``exported_at`` and ``unit`` are for files that do not tell when they were
    exported, and by whom."""

    mapping: str
    profile: str
    exported_at: dt.datetime | None = None
    unit: str | None = None


@dataclass(frozen=True)
class Outcome:
    """How a load or its preview ended. ``fault`` is the sentence why nothing can be published, "" if all is well;
    ``detail`` the error's own words (English); ``refused`` the refused rows as a workbook."""

    summary: Summary
    fault: str = ""
    values: tuple[tuple[str, object], ...] = ()
    detail: str = ""
    refused: bytes = b""

    def said(self, language: Language) -> str:
        """The fault in this language."""
        if self.fault != TOO_MANY:
            return language.say(self.fault)
        refused, read, share = (value for _, value in self.values)
        return language.say(
            self.fault,
            refused=language.number(refused),  # type: ignore[arg-type]
            read=language.number(read),  # type: ignore[arg-type]
            share=language.percent(share, 0),  # type: ignore[arg-type]
        )


def run(
    store: Store, uploads: Iterable[Upload], settings: Settings, dry_run: bool, progress: Callable[[str], None]
) -> Outcome:
    """Load (or only look at) the uploads. Their copies live until this returns, whatever happens."""
    with tempfile.TemporaryDirectory(prefix="dossier-upload-") as folder:
        scratch = Path(folder)
        try:
            order = Order(
                paths=tuple(_copies(uploads, scratch)),
                mapping=settings.mapping,
                profile=settings.profile,
                exported_at=settings.exported_at,
                unit=settings.unit,
                dry_run=dry_run,
                rejected_folder=scratch / "refused",
            )
            summary = load_exports(store, order, progress)
        except LoadRefused as error:
            return _too_many(error.summary, settings)
        except Exception as error:
            return _failed(error)
        return Outcome(summary, refused=_refused(summary))


def _copies(uploads: Iterable[Upload], scratch: Path) -> Iterable[Path]:
    """Each upload in a folder of its own: two units may use the same name."""
    for number, upload in enumerate(uploads):
        path = scratch / str(number) / safe_name(upload.name)
        path.parent.mkdir()
        path.write_bytes(upload.getbuffer())
        yield path


def safe_name(name: str) -> str:
    """The last part of a file's name without what a file system does not take; its ending stays."""
    last = name.replace("\\", "/").rpartition("/")[2]
    kept = "".join(letter for letter in last if letter.isprintable() and letter not in ':*?"<>|').strip(" .")
    return kept[-LONGEST_NAME // 2 :] if len(kept.encode()) > LONGEST_NAME else kept or "file"


def _refused(summary: Summary) -> bytes:
    return summary.rejected_file.read_bytes() if summary.rejected_file else b""


def _too_many(summary: Summary, settings: Settings) -> Outcome:
    counts = (summary.total("refused"), summary.total("read"), load_profile(settings.profile).refused_share)
    values = tuple(zip(("refused", "read", "share"), counts, strict=True))
    return Outcome(summary, TOO_MANY, values, refused=_refused(summary))


def _failed(error: Exception) -> Outcome:
    """The sentence for an error, with its own words where they are meant for people."""
    if isinstance(error, StoreError) and str(error) == BUSY:
        return Outcome(Summary(), ALREADY_LOADING)
    for raised, cause, sentence in CAUSES:
        if isinstance(error, raised) and (cause is None or isinstance(error.__cause__, cause)):
            return Outcome(Summary(), sentence, detail=str(error))
    log.error("a load failed: %s", type(error).__name__)
    return Outcome(Summary(), UNKNOWN, detail=type(error).__name__)
