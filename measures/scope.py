"""Which dossiers a number is about: the same object makes the condition, the URL and the sentence under a figure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Column, ColumnElement, Date, FromClause, and_, literal, or_, select, true

from data_access import tables
from data_access.profiles import DeskTerm, LawfulDay, PostingWait, Profile, SupplementWait
from measures.period import Period
from text import Language, mark

UNIT_KINDS = {
    "ward": mark("ward committees"),
    "department": mark("departments"),
    "land_branch": mark("the land registry branch"),
}
ROLES = {"receiving": mark("received by"), "resolving": mark("resolved by"), "area": mark("from the area of")}
CHANNELS = {1: mark("at the counter"), 2: mark("online"), 3: mark("by post")}
RULES = ("day", "instant")
stands = tables.standing.alias("stands")
MANY = 60
# Where no setting says otherwise: working days, working days, whole months.
SUPPLEMENT_DAYS, POSTING_DAYS, DESK_MONTHS = 10, 5, (6, 24)

# The names in the address bar, for people who read it.
PARAMETERS = {
    "period": "ky",
    "as_of": "tai-ngay",
    "units": "don-vi",
    "unit_role": "vai-tro",
    "fields": "linh-vuc",
    "procedures": "thu-tuc",
    "channels": "kenh",
    "certification": "chung-thuc",
    "lateness": "cach-tinh",
}
LISTS = ("units", "fields", "procedures", "channels")


class ScopeError(ValueError):
    """Values that do not fit. ``faults`` names all of them; none is replaced by a guess."""

    def __init__(self, faults: list[tuple[str, str]]) -> None:
        super().__init__("; ".join(f"{name}: {value!r}" for name, value in faults))
        self.faults = faults


@dataclass(frozen=True)
class Known:
    """What a scope may name: unit ids with names, fields, procedure ids with names."""

    units: tuple[tuple[str, str], ...]
    fields: tuple[str, ...]
    procedures: tuple[tuple[str, str], ...]

    def unit_name(self, unit: str) -> str:
        return dict(self.units)[unit]


def rules_of(profile: Profile) -> dict[str, Any]:
    """What a profile says of how a scope counts: the rule of lateness and the dated settings."""
    names = ("lateness", "supplement_waits", "posting_waits", "desk_terms")
    return {name: getattr(profile, name) for name in names} | {"lawful": profile.lawful_days}


@dataclass(frozen=True)
class Scope:
    """``units`` holds unit ids or kinds of unit ("ward"); empty tuples mean no restriction.

    ``as_of`` looks back: everything as at the close of that day. ``certification`` brings same-day certification in,
    which is 85-90 % of ward volume and never late (COUNTING 4.2). Units are those of one day: a dossier counts for the
    unit that carries it then, the one first observed or its successor. ``units_on`` names that day where it is not the
    last one looked at. ``lawful`` says until when an apology letter must be issued (a setting of the profile, by due
    day; empty = the due day), ``supplement_waits`` after how many working days a wait for a supplement is long,
    ``posting_waits`` within how many an announced procedure is posted, ``desk_terms`` how long a term at the desk is.
    """

    period: Period
    as_of: dt.date | None = None
    units: tuple[str, ...] = ("ward",)
    unit_role: str = "receiving"
    fields: tuple[str, ...] = ()
    procedures: tuple[str, ...] = ()
    channels: tuple[int, ...] = ()
    certification: bool = False
    lateness: str = "day"
    units_on: dt.date | None = None
    lawful: tuple[LawfulDay, ...] = ()
    supplement_waits: tuple[SupplementWait, ...] = ()
    posting_waits: tuple[PostingWait, ...] = ()
    desk_terms: tuple[DeskTerm, ...] = ()

    def __post_init__(self) -> None:
        faults = []
        if self.unit_role not in ROLES:
            faults.append(("unit_role", self.unit_role))
        if self.lateness not in RULES:
            faults.append(("lateness", self.lateness))
        faults += [("channels", str(channel)) for channel in self.channels if channel not in CHANNELS]
        if self.as_of and self.as_of < self.period.start:
            faults.append(("as_of", self.as_of.isoformat()))
        if faults:
            raise ScopeError([(PARAMETERS[name], value) for name, value in faults])

    @property
    def until(self) -> dt.date:
        """The last day looked at, before the cut-off of each source unit: min(end of period, as_of)."""
        return min(self.period.end, self.as_of or self.period.end)

    @property
    def carried_on(self) -> dt.date:
        """The day whose units are meant."""
        return self.units_on or self.until

    @property
    def supplement_days(self) -> int:
        """After how many working days a wait for a supplement is long, on the last day looked at."""
        in_force = [wait.working_days for wait in self.supplement_waits if wait.valid_from <= self.until]
        return in_force[-1] if in_force else SUPPLEMENT_DAYS

    @property
    def posting_days(self) -> int:
        """Within how many working days an announced procedure is to be posted, on the last day looked at."""
        in_force = [wait.working_days for wait in self.posting_waits if wait.valid_from <= self.until]
        return in_force[-1] if in_force else POSTING_DAYS

    @property
    def desk_months(self) -> tuple[int, int]:
        """How many whole months a term at the desk lasts at least and at most, on the last day looked at."""
        in_force = [(term.least_months, term.most_months) for term in self.desk_terms if term.valid_from <= self.until]
        return in_force[-1] if in_force else DESK_MONTHS

    @property
    def unit_column(self) -> Column:
        """The unit that carries the dossier, from ``stands`` joined on ``carries``."""
        return stands.c.stands_as

    def carries(self, first_observed: ColumnElement[str]) -> ColumnElement[bool]:
        """How ``stands`` is joined to a column of units: at most one row each."""
        return and_(stands.c.unit_id == first_observed, self.on_the_day(stands))

    def on_the_day(self, standing: FromClause) -> ColumnElement[bool]:
        """The rows of (an alias of) ``standing`` that hold on the day whose units are meant."""
        day = literal(self.carried_on, Date)
        return and_(standing.c.stands_from <= day, standing.c.stands_until >= day)

    def rows(self) -> ColumnElement[bool]:
        """The condition on ``dossier`` and ``stands``. Values are bound."""
        dossier = tables.dossier
        conditions = [self.unit_rows()]
        if self.fields:
            conditions.append(dossier.c.field.in_(self.fields))
        if self.procedures:
            conditions.append(dossier.c.procedure_id.in_(self.procedures))
        if self.channels:
            conditions.append(dossier.c.channel.in_(self.channels))
        if not self.certification:
            conditions.append(~dossier.c.certification)
        return and_(True, *conditions)

    def unit_rows(self) -> ColumnElement[bool]:
        """The condition on ``stands`` alone: the chosen units."""
        if not self.units:
            return true()
        kinds = [unit for unit in self.units if unit in UNIT_KINDS]
        named = [unit for unit in self.units if unit not in UNIT_KINDS]
        of_kind = select(tables.unit.c.unit_id).where(tables.unit.c.kind.in_(kinds))
        return or_(
            *([self.unit_column.in_(of_kind)] if kinds else []), *([self.unit_column.in_(named)] if named else [])
        )

    def with_period(self, period: Period) -> Scope:
        """The same units in another period: across a merger old ones add up to their successor."""
        return replace(self, period=period, units_on=self.carried_on)

    def describe(self, language: Language, known: Known) -> str:
        """The filter sentence under a figure, e.g. "Hồ sơ UBND phường tiếp nhận, không tính chứng thực"."""
        who = self.unit_words(language, known)
        role = language.say(ROLES[self.unit_role])
        parts = [language.say("Dossiers {role} {who}", role=role, who=who)]
        parts += [language.say("field {names}", names=", ".join(self.fields))] if self.fields else []
        parts += [self._procedure_words(language, known)] if self.procedures else []
        channels = [language.say(CHANNELS[channel]) for channel in self.channels]
        parts += [language.say("submitted {how}", how=language.listing(channels))] if channels else []
        parts.append(
            language.say("same-day certification included")
            if self.certification
            else language.say("without same-day certification")
        )
        if self.lateness == "instant":
            parts.append(language.say("late by clock time"))
        if self.as_of:
            parts.append(language.say("as at {day}", day=language.date(self.as_of)))
        return ", ".join(parts)

    def unit_words(self, language: Language, known: Known) -> str:
        """The chosen units, e.g. "ward committees"."""
        kinds = [language.say(UNIT_KINDS[unit]) for unit in self.units if unit in UNIT_KINDS]
        named = [known.unit_name(unit) for unit in self.units if unit not in UNIT_KINDS]
        return language.listing(kinds + named) or language.say("all units")

    def _procedure_words(self, language: Language, known: Known) -> str:
        names = dict(known.procedures)
        shown = ", ".join(names[procedure][:MANY] for procedure in self.procedures)
        return language.say("procedure {names}", names=shown)

    def to_params(self, default: Scope) -> dict[str, str]:
        """The address that reproduces this scope, without what is as in ``default``."""
        written = {
            "period": self.period.token,
            "as_of": self.as_of.isoformat() if self.as_of else "",
            "units": ",".join(self.units),
            "unit_role": self.unit_role,
            "fields": "|".join(self.fields),
            "procedures": ",".join(self.procedures),
            "channels": ",".join(map(str, self.channels)),
            "certification": "1" if self.certification else "0",
            "lateness": self.lateness,
        }
        return {
            PARAMETERS[name]: text for name, text in written.items() if getattr(self, name) != getattr(default, name)
        }


def from_params(params: Mapping[str, str], default: Scope, known: Known) -> Scope:
    """The scope an address asks for; what it does not name is as in ``default``.

    Raises:
        ScopeError: one or more values are not known. All are named, none is replaced.
    """
    values: dict[str, object] = {}
    faults: list[tuple[str, str]] = []
    for name, parameter in PARAMETERS.items():
        text = params.get(parameter)
        if text is None:
            continue
        try:
            values[name] = _read(name, text, known)
        except ValueError:
            faults.append((parameter, text))
    if faults:
        raise ScopeError(faults)
    return replace(default, **values)  # type: ignore[arg-type]


def _read(name: str, text: str, known: Known) -> object:
    if name == "period":
        return Period.parse(text)
    if not text and name in ("as_of", *LISTS):  # to_params writes it where only the default restricts
        return None if name == "as_of" else ()
    if name == "as_of":
        return dt.date.fromisoformat(text)
    if name == "units":
        return _listed(text.split(","), [*UNIT_KINDS, *dict(known.units)])
    if name == "fields":
        return _listed(text.split("|"), known.fields)
    if name == "procedures":
        return _listed(text.split(","), dict(known.procedures))
    if name == "channels":
        return tuple(int(channel) for channel in _listed(text.split(","), map(str, CHANNELS)))
    allowed = {"unit_role": ROLES, "lateness": RULES, "certification": ("0", "1")}[name]
    (value,) = _listed([text], allowed)
    return value == "1" if name == "certification" else value


def _listed(values: list[str], allowed: Iterable[str]) -> tuple[str, ...]:
    unknown = set(values) - set(allowed)
    if unknown:
        raise ValueError(f"not known: {', '.join(sorted(unknown))}")
    return tuple(values)
