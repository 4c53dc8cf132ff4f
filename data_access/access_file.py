"""Reading ``access.toml``, anew on every run. A file with any fault in it opens the door to nobody."""

from __future__ import annotations

import datetime as dt
import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import fields
from functools import lru_cache
from pathlib import Path
from typing import Any

from data_access.access import ROLES, Access, AccessError, Grant, Oidc, Proxy, plain

SETTING = "DOSSIER_ACCESS"
DEFAULT_FILE = Path(__file__).resolve().parents[1] / "access.toml"
AGE = re.compile(r"([1-9]\d{0,4}) (minute|hour|day)s?")
WORDS = {str: "text in quotes", int: "a whole number", bool: "true or false", list: "a list", dict: "a table"}
SETTINGS = {"identity": str, "max_age": str, "least_cell": int, "oidc": dict, "proxy": dict, "people": list}
ENTRY = {"email": str, "user": str, "group": str, "role": str, "units": list}


def access_file() -> Path | None:
    """The file that says who may come in: ``DOSSIER_ACCESS``, else ``access.toml`` beside the program if it exists."""
    if told := os.environ.get(SETTING):
        return Path(told)
    return DEFAULT_FILE if DEFAULT_FILE.exists() else None


def read_access(path: Path) -> Access:
    """The settings of the file as it is now.

    Raises:
        AccessError: it cannot be read, or something in it is wrong. The message names file and place.
    """
    try:
        return _parsed(path.read_bytes())
    except OSError as error:
        raise AccessError(f"{path} cannot be read: {error.strerror}") from error
    except AccessError as error:
        raise AccessError(f"{path}: {error}") from error


@lru_cache(maxsize=4)
def _parsed(content: bytes) -> Access:
    """Kept by content, not by time: what the file says always holds at once."""
    try:
        return parse_access(content.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise AccessError("this is no UTF-8 text: save it as UTF-8") from error


def parse_access(text: str) -> Access:
    """The settings written in ``text``.

    Raises:
        AccessError: it is no TOML, or a setting is unknown, missing or wrong.
    """
    try:
        settings = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise AccessError(f"this is no TOML: {error}") from error
    _typed(settings, "", SETTINGS)
    if "identity" not in settings:
        raise AccessError("identity is missing: write identity = 'oidc' or 'proxy'")
    more: dict[str, Any] = {"least_cell": settings["least_cell"]} if "least_cell" in settings else {}
    if "max_age" in settings:
        more["max_age"] = _age(settings["max_age"])
    return Access(
        identity=settings["identity"],
        people=tuple(_person(number, entry) for number, entry in enumerate(settings.get("people", []), start=1)),
        oidc=_section(Oidc, "[oidc]", settings.get("oidc", {})),
        proxy=_section(Proxy, "[proxy]", settings.get("proxy", {})),
        **more,
    )


def _typed(settings: dict[str, Any], place: str, kinds: Mapping[str, type]) -> None:
    """Refuse a setting that is unknown (a misspelt one must not be ignored) or of another kind."""
    place = f"{place} " if place else ""
    for name, value in settings.items():
        if name not in kinds:
            raise AccessError(f"{place}{name!r} is no setting: there are {', '.join(kinds)}")
        if type(value) is not kinds[name]:
            raise AccessError(f"{place}{name} is {value!r}: write {WORDS[kinds[name]]}")


def _section(kind: type, place: str, settings: dict[str, Any]) -> Any:
    """A record of ``kind`` from a table of the file."""
    _typed(settings, place, {f.name: bool if f.type == "bool" else str for f in fields(kind)})
    return kind(**settings)


def _person(number: int, entry: object) -> Grant:
    place = f"[[people]] entry {number}"
    if not isinstance(entry, dict):
        raise AccessError(f"{place} is {entry!r}: write [[people]] and its settings below it")
    _typed(entry, place, ENTRY)
    units = entry.get("units", [])
    if not all(isinstance(unit, str) and unit for unit in units):
        raise AccessError(f"{place}: units are texts in quotes")
    if "role" not in entry:
        raise AccessError(f"{place} has no role: write one of {', '.join(ROLES)}")
    told = {name: plain(value) for name, value in entry.items() if name != "units"}
    try:
        return Grant(units=tuple(map(plain, units)), **told)
    except AccessError as error:
        raise AccessError(f"{place}: {error}") from None


def _age(text: str) -> dt.timedelta:
    match = AGE.fullmatch(text.strip())
    if not match:
        raise AccessError(f"max_age {text!r}: write a number and a unit, as '12 hours', '30 minutes' or '1 day'")
    return dt.timedelta(**{f"{match[2]}s": int(match[1])})
