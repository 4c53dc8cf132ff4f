"""The register of issued figures: what was given out of this house, when, by whom, from which data, and corrected how.

A paper is issued by a record of kind "issued" (``data_access.journal.Records``, which only ever adds). The first of a
subject is version 1; a later one with other figures is a correction (đính chính) and the next version. Versions are
counted when they are read, so two people who issue at once get two of them.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from data_access.journal import Record, Records

ISSUED, BEHIND = "issued", "issued_dossiers"
Number = int | float
Figures = Mapping[str, Number]


@dataclass(frozen=True)
class Issued:
    """One version of an issued paper. ``paper`` names its kind ("II.06a"), ``about`` what it is of (unit, period, ...);
    ``until`` is the last day counted, ``load`` the last load known; ``figures`` by name, ``names``: how to write those
    names; ``at`` UTC."""

    record: int
    at: dt.datetime
    who: str
    role: str
    paper: str
    about: Mapping[str, str]
    version: int
    data_version: str
    until: dt.date
    load: int
    figures: Figures
    names: Mapping[str, str] = field(default_factory=dict)

    @property
    def subject(self) -> str:
        return subject_of(self.paper, self.about)


@dataclass(frozen=True)
class Change:
    """A figure that is not as it was issued. None: the line was not there."""

    key: str
    old: Number | None
    new: Number | None

    @property
    def difference(self) -> Number:
        return (self.new or 0) - (self.old or 0)


@dataclass(frozen=True)
class Outcome:
    """What issuing did: the version in force now, whether it was written, and what it changes of the one before."""

    issued: Issued
    written: bool
    changes: tuple[Change, ...] = ()


def subject_of(paper: str, about: Mapping[str, str]) -> str:
    """What ties the versions of one paper together."""
    return json.dumps([paper, dict(about)], ensure_ascii=False, sort_keys=True)


def issue(
    records: Records,
    paper: str,
    about: Mapping[str, str],
    figures: Figures,
    data_version: str,
    until: dt.date,
    who: str = "",
    role: str = "",
    names: Mapping[str, str] | None = None,
    dossiers: Mapping[str, Iterable[str]] | None = None,
    load: int = 0,
) -> Outcome:
    """Write the figures of a paper into the register, unless the version in force says the same.

    ``dossiers``: codes by line that a later paper is checked against (of a form those of column (11)).

    Raises:
        JournalError: it was not written, so nothing was issued.
    """
    before = last_issued(records, paper, about)
    if before and dict(before.figures) == dict(figures) and before.until == until:
        return Outcome(before, written=False)
    subject = subject_of(paper, about)
    body: dict[str, Any] = {"paper": paper, "about": dict(about), "data_version": data_version}
    body |= {"until": until.isoformat(), "load": load, "figures": dict(figures)}
    body["names"] = dict(names or {})
    if dossiers is not None:  # first: without the paper it counts for nothing
        lines = {line: sorted(codes) for line, codes in dossiers.items()}
        body["dossiers"] = records.add(BEHIND, subject, {"lines": lines}, who, role)
    number = records.add(ISSUED, subject, body, who, role)
    made = next(one for one in versions(records, paper, about) if one.record == number)
    return Outcome(made, written=True, changes=differences(before.figures, figures) if before else ())


def versions(records: Records, paper: str | None = None, about: Mapping[str, str] | None = None) -> list[Issued]:
    """Everything issued, oldest first; of one kind of paper, or of one paper."""
    subject = subject_of(paper, about) if paper and about is not None else None
    counted: dict[str, int] = {}
    found = []
    for record in records.of([ISSUED], subject):
        counted[record.subject] = counted.get(record.subject, 0) + 1
        if paper in (None, record.body["paper"]):
            found.append(_read(record, counted[record.subject]))
    return found


def last_issued(records: Records, paper: str, about: Mapping[str, str]) -> Issued | None:
    """The version in force of one paper."""
    return next(reversed(versions(records, paper, about)), None)


def issued_until(records: Records, paper: str, about: Mapping[str, str], day: dt.date) -> Issued | None:
    """The last paper that counts up to ``day`` and is about the same otherwise (``about`` without the period)."""
    same = [
        one
        for one in versions(records, paper)
        if one.until == day and {name: one.about.get(name) for name in about} == dict(about)
    ]
    newest_of = {one.subject: one for one in same}
    return max(newest_of.values(), key=lambda one: one.record, default=None)


def dossiers_of(records: Records, issued: Issued) -> dict[str, list[str]]:
    """The dossier codes by line that were written down with an issued paper."""
    told = next(record for record in records.of([ISSUED], issued.subject) if record.number == issued.record)
    behind = {record.number: record.body["lines"] for record in records.of([BEHIND], issued.subject)}
    return dict(behind.get(int(told.body.get("dossiers", 0)), {}))


def differences(old: Figures, new: Figures) -> tuple[Change, ...]:
    """Figure by figure what changed, in the order of the new paper, then what it no longer has."""
    keys = dict.fromkeys([*new, *old])
    return tuple(Change(key, old.get(key), new.get(key)) for key in keys if old.get(key) != new.get(key))


def corrections(records: Records, paper: str | None = None) -> dict[int, tuple[Change, ...]]:
    """Record number -> what that version changed of the one before it; the first version of a paper has no entry."""
    before: dict[str, Issued] = {}
    found = {}
    for one in versions(records, paper):
        if one.subject in before:
            found[one.record] = differences(before[one.subject].figures, one.figures)
        before[one.subject] = one
    return found


def _read(record: Record, version: int) -> Issued:
    body = record.body
    until = dt.date.fromisoformat(body["until"])
    return Issued(
        record.number,
        record.at,
        record.who,
        record.role,
        body["paper"],
        body["about"],
        version,
        body["data_version"],
        until,
        body["load"],
        body["figures"],
        body["names"],
    )
