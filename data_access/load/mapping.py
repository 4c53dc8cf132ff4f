"""A mapping says how one kind of export writes what we read: headers, values, date formats, rules."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path
from zoneinfo import available_timezones

from data_access.load.personal import masked
from data_access.profiles.units import folded

FOLDER = Path(__file__).parent / "mappings"
CONTENTS = ("applicant", "type", "receipt_number", "state", "reason", "next_date", "apology")
# What can be told of each kind of row. A mapping says under which headers; what it does not name stays empty.
FIELDS = {
    "dossier": (
        *("dossier_code", "receiving_unit", "resolving_unit", "area_unit", "procedure", "channel", "submitted_at"),
        *("received_at", "due_at", "finished_at", "returned_at", "status", "exported_at"),
    ),
    "promise": ("dossier_code", "set_at", "old_due_at", "due_at", "reason"),
    "pause": ("dossier_code", "started_at", "resumed_at", "reason"),
    "step": ("dossier_code", "step_no", "stage", "holder_unit", "started_at", "due_at", "finished_at"),
    "letter": (
        *("dossier_code", "letter_no", "letter_state", "drafted_on", "issued_on", "new_due_on"),
        *(f"has_{content}" for content in CONTENTS),
        "signed_by_head",
    ),
    "posting": (
        *("reporting_unit", "procedure", "announced_on", "desk_posted_on", "web_posted_on", "removed_on"),
        *("is_complete", "is_correct", "is_in_form"),
    ),
    "paper_demand": (
        *("dossier_code", "demand_no", "demanded_on", "paper"),
        *("is_beyond_list", "is_certified_copy", "is_plain_enough"),
    ),
    "staff": (
        *("reporting_unit", "staff_no", "started_on", "left_on", "counter_no"),
        *("meets_grade", "meets_experience", "meets_performance", "meets_conduct"),
    ),
    "inspection": ("inspection_no", "inspected_unit", "planned_on", "done_on"),
    "finding": (
        *("inspection_no", "finding_no", "inspected_unit", "finding_kind"),
        *("found_on", "remedy_due_on", "remedied_on"),
    ),
    "assistance": ("reporting_unit", "event_no", "held_on", "form", "people"),
    "portal_dossier": ("dossier_code", "reporting_unit", "listed_on", "status", "due_at", "finished_at"),
}
# What dossiers and their answers are made of; the other kinds stand beside them.
OF_DOSSIERS = ("dossier", "promise", "pause", "step", "letter")
NUMBERS = ("step_no", "demand_no", "staff_no", "counter_no", "finding_no", "people")
# Fields with a list of allowed values; numbers of statuses and channels are always understood.
LISTED = {
    "status": 10,
    "channel": 3,
    "reason": 0,
    "stage": 0,
    "letter_state": 0,
    "paper": 0,
    "finding_kind": 0,
    "form": 0,
}
LAYOUTS = ("rows", "event-log")
AS_WRITTEN = "as written"
MOST_TOLD, LONGEST_TOLD = 12, 40  # headers in a message, characters of one

Names = Sequence[Sequence[str]]


class MappingError(Exception):
    """A mapping, or a file it should describe, does not fit; the message says what and what to do."""


class NothingFits(MappingError):
    """No kind of the mapping fits a header. ``closeness`` is the share of required columns that the closest finds."""

    def __init__(self, message: str, closeness: float) -> None:
        super().__init__(message)
        self.closeness = closeness


@dataclass(frozen=True)
class Kind:
    """How one kind of row is written. ``constants`` stand for fields that its files never have."""

    name: str
    required: tuple[str, ...]
    headers: dict[str, tuple[str, ...]]
    values: dict[str, dict[str, str]]
    constants: dict[str, str]

    @property
    def fields(self) -> tuple[str, ...]:
        return FIELDS[self.name]

    @cached_property
    def synonyms(self) -> dict[str, tuple[str, ...]]:
        """The headers of each field as they are compared: a sheet's first rows all are, with those of every kind."""
        return {field: tuple(map(folded, names)) for field, names in self.headers.items()}


@dataclass(frozen=True)
class Mapping:
    """See ``mappings/mot-cua.toml``, the commented example."""

    name: str
    layout: str
    profile: str
    time_zone: str
    date_formats: tuple[str, ...]
    roll_days_off: bool
    finish_unknown: str
    status_from_dates: bool
    kinds: dict[str, Kind]

    def told_in(self, kinds: Collection[str]) -> Mapping:
        """The mapping without the kinds beside dossiers of which a load has no file."""
        return replace(
            self, kinds={name: kind for name, kind in self.kinds.items() if name in OF_DOSSIERS or name in kinds}
        )

    def readings(self) -> list[Mapping]:
        """How often a file is read, and as what: an event log once for each kind, anything else once."""
        if self.layout == "rows":
            return [self]
        return [replace(self, kinds={name: kind}) for name, kind in self.kinds.items()]

    def recognise(self, header: Names, given: frozenset[str] = frozenset()) -> tuple[Kind, dict[str, int]]:
        """The kind of a table with this header, and the place of each field in it.

        ``header`` holds the names of each column (one below another has two: "Ngày", "Trả kết quả / Ngày"); ``given``
        are fields that need no column.

        Raises:
            NothingFits: no kind fits.
            MappingError: two columns claim the same field.
        """
        columns = _columns(header)
        missing = {name: _missing(kind, columns, given) for name, kind in self.kinds.items()}
        best: tuple[Kind, dict[str, int]] | None = None
        for kind in self.kinds.values():
            if not missing[kind.name]:
                places = _places(kind, columns)
                if best is None or len(places) > len(best[1]):
                    best = kind, places
        if best is None:
            raise self._nothing_fits(header, missing)
        return best

    def _nothing_fits(self, header: Names, missing: dict[str, list[str]]) -> NothingFits:
        def lacking(kind: Kind) -> float:
            return len(missing[kind.name]) / len(kind.required)

        closest = min(self.kinds.values(), key=lacking)
        names = ", ".join(f"'{_called(closest, field)}'" for field in missing[closest.name])
        cells = [cell[0] for cell in header if cell and cell[0].strip()]
        found = ", ".join(f"'{_shortened(masked(cell))}'" for cell in cells[:MOST_TOLD])
        return NothingFits(
            f"the columns fit no kind of file of the mapping '{self.name}'. Closest is '{closest.name}', which also "
            f"needs {names}. Found: {found or 'nothing'}. Use another mapping or add the header to it.",
            1 - lacking(closest),
        )


def _shortened(cell: str) -> str:
    text = re.sub(r"\s+", " ", cell).strip()
    return text if len(text) <= LONGEST_TOLD else text[:LONGEST_TOLD] + "…"


def _called(kind: Kind, field: str) -> str:
    """How a message calls a field: the first header of the mapping, or the field where it never has a column."""
    return next(iter(kind.headers.get(field, ())), field)


def _columns(header: Names) -> dict[str, list[int]]:
    """Name as compared -> the places of the columns so called."""
    columns: dict[str, list[int]] = {}
    for place, names in enumerate(header):
        for name in {folded(name) for name in names}:
            columns.setdefault(name, []).append(place)
    return columns


def _places(kind: Kind, columns: dict[str, list[int]]) -> dict[str, int]:
    """Where each field stands. Of several synonyms present the first of the mapping's list is taken."""
    places: dict[str, int] = {}
    for field, synonyms in kind.headers.items():
        for synonym, compared in zip(synonyms, kind.synonyms[field], strict=True):
            found = columns.get(compared, [])
            if len(found) > 1:
                raise MappingError(f"two columns are called '{synonym}': delete or rename one of them")
            if found:
                places[field] = found[0]
                break
    return places


def _missing(kind: Kind, columns: dict[str, list[int]], given: frozenset[str]) -> list[str]:
    return [
        field
        for field in kind.required
        if field not in given and columns.keys().isdisjoint(kind.synonyms.get(field, ()))
    ]


@cache
def load_mapping(name: str) -> Mapping:
    """The built-in mapping of this name, or the TOML file at this path.

    Raises:
        MappingError: there is none, or it is no mapping.
    """
    settings = settings_of(name)
    try:
        return _mapping(settings)
    except (KeyError, TypeError, AttributeError) as error:
        raise MappingError(f"the mapping {name!r} is not complete or not of the right form: {error}") from error


def settings_of(name: str) -> dict:
    """The TOML of a mapping as it is written; ``name`` as for ``load_mapping``.

    Raises:
        MappingError: there is none, or it is no TOML.
    """
    path = Path(name) if name.endswith(".toml") else FOLDER / f"{name}.toml"
    if not path.exists():
        known = ", ".join(sorted(file.stem for file in FOLDER.glob("*.toml")))
        raise MappingError(f"there is no mapping {name!r}. Built in: {known}; or give the path of a .toml file.")
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise MappingError(f"the mapping {name!r} cannot be read: {error}") from error


def _mapping(settings: dict) -> Mapping:
    rules = settings.get("rules", {})
    return Mapping(
        name=settings["name"],
        layout=_one_of("layout", settings.get("layout", "rows"), LAYOUTS),
        profile=settings.get("profile", ""),
        time_zone=_one_of("time_zone", settings["time_zone"], {AS_WRITTEN, *available_timezones()}),
        date_formats=tuple(settings["date_formats"]),
        roll_days_off=rules.get("roll_days_off", True),
        finish_unknown=rules.get("finish_unknown", "outside_rates"),
        status_from_dates=rules.get("status_from_dates", False),
        kinds={name: _kind(name, settings[name]) for name in FIELDS if name in settings},
    )


def _one_of(setting: str, value: str, allowed: Collection[str]) -> str:
    if value not in allowed:
        some = ", ".join(allowed) if len(allowed) < 9 else "a name like Asia/Ho_Chi_Minh, or 'as written'"
        raise MappingError(f"{setting} = {value!r} is not known: use {some}")
    return value


def _kind(name: str, settings: dict) -> Kind:
    kind = Kind(
        name=name,
        required=tuple(settings["required"]),
        headers={field: tuple(names) for field, names in settings["headers"].items()},
        constants=settings.get("constants", {}),
        values={
            field: {folded(word): value for value, words in values.items() for word in words}
            for field, values in settings.get("values", {}).items()
        },
    )
    for field, codes in LISTED.items():
        if codes and field in kind.fields:
            numbers = {str(code): str(code) for code in range(1, codes + 1)}
            kind.values[field] = numbers | kind.values.get(field, {})
    _check_fields(kind)
    return kind


def _check_fields(kind: Kind) -> None:
    """A mistyped field would silently stay empty, a field without its list would let any text into the store.

    Raises:
        MappingError: there is such a field.
    """
    told = {*kind.headers, *kind.constants}
    unknown = sorted(told - set(FIELDS[kind.name]))
    if unknown:
        raise MappingError(f"[{kind.name}] has no field {', '.join(unknown)}: there are {', '.join(FIELDS[kind.name])}")
    without = sorted(field for field in told & set(LISTED) if field not in kind.values)
    if without:
        raise MappingError(f"[{kind.name}] needs a list of values for {', '.join(without)}: [{kind.name}.values.FIELD]")
