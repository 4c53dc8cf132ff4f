"""What the commands that write papers share: the data they speak of, and files that are there whole or not at all."""

from __future__ import annotations

import argparse
import datetime as dt
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from data_access.profiles import Profile, load_profile
from data_access.stores import Store, StoreError, open_store
from data_access.stores.store import NOTHING_LOADED
from measures.known import Holdings, holdings
from measures.period import TOKENS, Period, month_period
from measures.scope import UNIT_KINDS, Scope, rules_of
from text import LANGUAGES, Language, language

RESOLVING = ("department", "land_branch")


@dataclass(frozen=True)
class Opened:
    """One version of the facts, with the period and language asked for. ``today``: the day of the office's clock."""

    store: Store
    version: str
    held: Holdings
    profile: Profile
    period: Period
    language: Language
    today: dt.date

    def scope(self, units: tuple[str, ...] = ("ward",)) -> Scope:
        """These units in the period, by the rules of the profile, without same-day certification: departments and the
        land branch by what they resolve, others by what they receive."""
        kinds = dict(zip(self.held.units["unit_id"], self.held.units["kind"], strict=True))
        role = "resolving" if {kinds.get(unit, unit) for unit in units} <= set(RESOLVING) else "receiving"
        return Scope(self.period, units=units, unit_role=role, **rules_of(self.profile))


def add_options(parser: argparse.ArgumentParser, default_period: bool) -> None:
    """The options that every paper has."""
    more = " (default: the month of the newest data)" if default_period else ""
    parser.add_argument("--ky", required=not default_period, metavar="PERIOD", help=f"the period: {TOKENS}{more}")
    parser.add_argument("--out", required=True, type=Path, metavar="DIR", help="where the files go; made if missing")
    parser.add_argument(
        "--store", help="folder of the store or postgresql://... (default: DOSSIER_DB_URL, else 'data')"
    )
    parser.add_argument("--language", choices=tuple(LANGUAGES), default="vi", help="default: vi")


def opened(options: argparse.Namespace) -> Opened:
    """The newest version of the facts.

    Raises:
        StoreError: nothing was loaded yet.
        ValueError: the period is none, or there are no figures for it.
    """
    asked = Period.parse(options.ky) if options.ky else None
    store = open_store(options.store)
    version = store.version()
    if version is None:
        raise StoreError(f"no data yet: {NOTHING_LOADED}")
    held = holdings(store, version)
    period = asked or month_period(held.cut_off)
    if not (period.start <= held.cut_off and period.end >= held.first_day):
        reach = f"{held.first_day:%d/%m/%Y} to {held.cut_off:%d/%m/%Y}"
        raise ValueError(f"there are no figures for {period.token}: the data reach from {reach}")
    spoken = language(options.language)
    return Opened(
        store, version, held, load_profile(held.profile), period, spoken, dt.datetime.now().astimezone().date()
    )


def units_of(words: str, found: Opened) -> tuple[str, ...]:
    """Units by id or kind, as "p10,p11" or "ward".

    Raises:
        ValueError: there is no such unit on the last day of the period.
    """
    wanted = tuple(part.strip() for part in words.split(",") if part.strip())
    there = [*UNIT_KINDS, *found.held.units_on(found.period.end)["unit_id"]]
    unknown = [unit for unit in wanted if unit not in there]
    if unknown or not wanted:
        raise ValueError(
            f"no unit {', '.join(unknown) or words!r} on {found.period.end:%d/%m/%Y}: use {', '.join(there)}"
        )
    return wanted


def write_all(folder: Path, files: dict[str, bytes]) -> list[Path]:
    """Files by name, each whole or not there: written beside its place, then renamed.

    Raises:
        OSError: the folder or a file could not be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, content in files.items():
        handle, beside = tempfile.mkstemp(dir=folder, prefix=".", suffix=".part")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            Path(beside).chmod(0o644)  # mkstemp makes it readable by its owner only
            os.replace(beside, folder / name)
        except BaseException:
            Path(beside).unlink(missing_ok=True)
            raise
        written.append(folder / name)
    return written
