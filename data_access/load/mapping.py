"""A mapping says how one kind of export writes what we read: headers, values, date formats, rules."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "mappings"
KINDS = ("dossier", "promise", "pause", "step", "letter")


class MappingError(Exception):
    """A mapping, or a file it should describe, does not fit; the message says what and what to do."""


@dataclass(frozen=True)
class Kind:
    """How one kind of row is written."""

    name: str
    required: tuple[str, ...]
    headers: dict[str, tuple[str, ...]]
    values: dict[str, dict[str, str]]

    @property
    def fields(self) -> tuple[str, ...]:
        return tuple(self.headers)


@dataclass(frozen=True)
class Mapping:
    """See ``mappings/mot-cua.toml``, the commented example."""

    name: str
    date_formats: tuple[str, ...]
    roll_days_off: bool
    finish_unknown: str
    kinds: dict[str, Kind]

    def recognise(self, header: list[str]) -> tuple[Kind, dict[str, int]]:
        """The kind of a file with this header, and the place of each field in it.

        Raises:
            MappingError: no kind fits, or two columns claim the same field.
        """
        best: tuple[Kind, dict[str, int]] | None = None
        for kind in self.kinds.values():
            places = _places(kind, header)
            fits = all(field in places for field in kind.required)
            if fits and (best is None or len(places) > len(best[1])):
                best = kind, places
        if best is None:
            raise MappingError(self._nothing_fits(header))
        return best

    def _nothing_fits(self, header: list[str]) -> str:
        closest = min(self.kinds.values(), key=lambda kind: len(_missing(kind, header)) / len(kind.required))
        names = ", ".join(f"'{closest.headers[field][0]}'" for field in _missing(closest, header))
        found = ", ".join(f"'{cell}'" for cell in header[:12])
        return (
            f"the columns fit no kind of file of the mapping '{self.name}'. Closest is '{closest.name}', which also "
            f"needs {names}. Found: {found}. Use another mapping or add the header to it."
        )


def folded(cell: str) -> str:
    """A header or value as it is compared: NFC, lower case, single spaces."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", cell).replace("\ufeff", "")).strip().lower()


def _places(kind: Kind, header: list[str]) -> dict[str, int]:
    """Where each field stands. Of several synonyms present the first of the mapping's list is taken."""
    cells = [folded(cell) for cell in header]
    places: dict[str, int] = {}
    for field, synonyms in kind.headers.items():
        for synonym in synonyms:
            if cells.count(folded(synonym)) > 1:
                raise MappingError(f"two columns are called '{synonym}': delete or rename one of them")
            if folded(synonym) in cells:
                places[field] = cells.index(folded(synonym))
                break
    return places


def _missing(kind: Kind, header: list[str]) -> list[str]:
    cells = {folded(cell) for cell in header}
    return [field for field in kind.required if not cells & {folded(name) for name in kind.headers[field]}]


@cache
def load_mapping(name: str) -> Mapping:
    """The built-in mapping of this name, or the TOML file at this path.

    Raises:
        MappingError: there is none.
    """
    path = Path(name) if name.endswith(".toml") else FOLDER / f"{name}.toml"
    if not path.exists():
        known = ", ".join(sorted(file.stem for file in FOLDER.glob("*.toml")))
        raise MappingError(f"there is no mapping {name!r}. Built in: {known}; or give the path of a .toml file.")
    settings = tomllib.loads(path.read_text(encoding="utf-8"))
    rules = settings.get("rules", {})
    return Mapping(
        name=settings["name"],
        date_formats=tuple(settings["date_formats"]),
        roll_days_off=rules.get("roll_days_off", True),
        finish_unknown=rules.get("finish_unknown", "outside_rates"),
        kinds={name: _kind(name, settings[name]) for name in KINDS if name in settings},
    )


def _kind(name: str, settings: dict) -> Kind:
    return Kind(
        name=name,
        required=tuple(settings["required"]),
        headers={field: tuple(names) for field, names in settings["headers"].items()},
        values={
            field: {folded(word): value for value, words in values.items() for word in words}
            for field, values in settings.get("values", {}).items()
        },
    )
