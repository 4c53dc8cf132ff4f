"""Cells that must be one of a list: units, procedures, statuses, channels, reasons. Looked up, never guessed.

Each becomes a small temp table ``lookup_<kind>_<field>`` (written, generation, meant). A *generation* is a span of days
in which the list of units is the same: a name or official code is read with the last complete day of the export it
stands in, because both are given anew when units merge (COUNTING 6).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from functools import partial

import duckdb

from data_access.load.mapping import Kind, folded
from data_access.profiles import Profile
from data_access.profiles.units import unit_key, unit_names

Resolve = Callable[[str], str | None]


def look_up(connection: duckdb.DuckDBPyConnection, kind: Kind, profile: Profile) -> None:
    """Make the lookup tables of a kind from the values that stand in ``raw_<kind>``."""
    for field, resolve_on in _resolvers(kind, profile):
        starts = generations(profile) if is_unit(field) else [dt.date.min]
        written = [row[0] for row in connection.sql(f'SELECT DISTINCT "{field}" FROM raw_{kind.name}').fetchall()]
        triples = [
            (text, number, meant)
            for number, start in enumerate(starts)
            for resolve in (resolve_on(start),)
            for text in written
            if text and (meant := resolve(text)) is not None
        ]
        connection.execute(
            f"""CREATE OR REPLACE TEMP TABLE lookup_{kind.name}_{field} AS
                SELECT unnest(?::TEXT[]) AS written, unnest(?::INTEGER[]) AS generation, unnest(?::TEXT[]) AS meant""",
            [[triple[place] for triple in triples] for place in range(3)],
        )


def is_looked_up(kind: Kind, field: str) -> bool:
    return is_unit(field) or field == "procedure" or field in kind.values or is_flag(field)


def is_unit(field: str) -> bool:
    return field.endswith("_unit")


def is_flag(field: str) -> bool:
    return field.startswith(("has_", "is_", "meets_")) or field == "signed_by_head"


def generations(profile: Profile) -> list[dt.date]:
    """The days on which the list of units changed, oldest first; the first generation has no beginning."""
    starts = {dt.date.fromisoformat(unit["valid_from"]) for unit in profile.units if unit["valid_from"]}
    ends = {dt.date.fromisoformat(unit["valid_to"]) for unit in profile.units if unit["valid_to"]}
    return [dt.date.min, *sorted(starts | {end + dt.timedelta(1) for end in ends})]


def _resolvers(kind: Kind, profile: Profile) -> Iterator[tuple[str, Callable[[dt.date], Resolve]]]:
    """The fields of a kind that are looked up, each with its way from a day and a written text to the meant value."""
    procedures = procedure_names(profile) if "procedure" in kind.fields else {}
    for field in kind.fields:
        values = kind.values.get("flag" if is_flag(field) else field)
        if is_unit(field):
            yield field, partial(_unit_on, profile)
        elif field == "procedure":
            yield field, lambda day: lambda text: procedures.get(folded(text))
        elif values is not None:
            yield field, partial(_any_day, values)


def _unit_on(profile: Profile, day: dt.date) -> Resolve:
    names = unit_names(profile.units, day)
    return lambda text: names.get(unit_key(text))


def _any_day(values: dict[str, str], day: dt.date) -> Resolve:
    return lambda text: values.get(folded(text))


def procedure_names(profile: Profile) -> dict[str, str]:
    """Code or full name -> procedure_id."""
    return {
        folded(name): procedure["procedure_id"]
        for procedure in profile.procedures
        for name in (procedure["procedure_id"], procedure["name"])
    }
