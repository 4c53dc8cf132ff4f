"""Form II.06a/VPCP/KSTT as a paper: counted, checked against the form issued before, written, issued.

The words on it are those of the circular, so it is in Vietnamese whatever language the screen speaks.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from data_access.journal import Records
from data_access.profiles import Profile
from measures.known import Holdings
from measures.official_check import Difference, check, codes_by_row
from measures.official_counts import Question
from measures.official_form import COLUMNS, FAULTS, LETTERS, Form, forms
from measures.official_lists import newest_load, open_codes, overdue_list
from measures.period import Period
from measures.scope import Scope
from reports import register
from reports.register import Issued, Outcome
from text import VIETNAMESE, Language

PAPER = "II.06a"
ALL, WARDS = "toan-bo", ("ward",)
BY_WORDS = {"field": "linh-vuc", "unit": "don-vi"}
FIGURES = (*COLUMNS, *(name for pair in LETTERS.values() for name in pair))
MOST_NAMED = 20
# Tokens of the periods that reports are due for: a month, a quarter, a year, and from the 15th to the 14th.
ISSUED_PERIODS = re.compile(r"\d{4}(-\d{2}(-BC)?|-Q\d)?", re.ASCII)


class IssueRefused(ValueError):
    """A form that may be looked at, but whose period is none that is issued, or is not over."""


class FormRefused(ValueError):
    """A form that does not close. ``faults``: dossier code -> why (``FAULTS`` of ``measures.official_form``)."""

    def __init__(self, who: str, faults: Mapping[str, str]) -> None:
        self.faults = dict(faults)
        named = [f"{code} ({VIETNAMESE.say(FAULTS[why])})" for code, why in list(faults.items())[:MOST_NAMED]]
        more = f" và {len(faults) - MOST_NAMED} hồ sơ khác" if len(faults) > MOST_NAMED else ""
        super().__init__(f"{who}: biểu không khớp, chưa lập được: {', '.join(named)}{more}")


@dataclass(frozen=True)
class Paper:
    """A form with all that is printed beside it. ``before``: the form that column (6) was checked against, None without
    one; ``overdue``: ``measures.official_lists.overdue_list``."""

    form: Form
    question: Question
    held: Holdings
    profile: Profile
    overdue: pd.DataFrame
    before: Issued | None = None
    differences: tuple[Difference, ...] = ()

    @property
    def about(self) -> dict[str, str]:
        return about(self.form.scope, self.form.by)

    @property
    def unit(self) -> str:
        """Đơn vị báo cáo."""
        return unit_words(self.form.scope, self.held, self.profile)

    @property
    def recipient(self) -> str:
        """Đơn vị nhận báo cáo: the office above."""
        rules = self.form.rules
        return rules.recipient if not self.form.scope.units or not rules.reporter else rules.reporter

    @property
    def file(self) -> str:
        """The name of its workbook."""
        told = self.about
        return f"II.06a-{told['period']}-{told['unit'].replace(',', '-')}-{BY_WORDS[self.form.by]}.xlsx"


def about(scope: Scope, by: str) -> dict[str, str]:
    """What the register knows a form by."""
    unit = ",".join(scope.units) or ALL
    return {"period": scope.period.token, "unit": unit, "role": scope.unit_role, "by": by}


def unit_words(scope: Scope, held: Holdings, profile: Profile) -> str:
    """ "UBND Phường 10", "Phòng Kinh tế", "UBND các phường, Quận 6", "UBND Quận 6"."""
    if not scope.units:
        return profile.official_form(scope.until).reporter or profile.title
    if scope.units == WARDS:
        return f"UBND các phường, {profile.title}"
    kinds = dict(zip(held.units["unit_id"], held.units["kind"], strict=True))
    if any(unit not in kinds for unit in scope.units):
        return VIETNAMESE.listing([profile.title])
    return VIETNAMESE.listing(
        [
            f"UBND {held.known.unit_name(unit)}" if kinds[unit] == "ward" else held.known.unit_name(unit)
            for unit in scope.units
        ]
    )


def papers(
    asked: Question, held: Holdings, profile: Profile, by: str, scopes: Sequence[Scope], records: Records | None = None
) -> list[Paper]:
    """The papers of several scopes within the question's; with ``records`` each is checked against the form before.

    Raises:
        JournalError: the register cannot be read.
    """
    made, late = [], overdue_list(asked)
    for form in forms(asked, held, by, list(scopes)):
        own = replace(asked, scope=form.scope)
        rows = late if form.scope == asked.scope else late[late["unit"].isin(_units(form.scope, held))]
        paper = Paper(form, own, held, profile, rows.reset_index(drop=True))
        made.append(checked(paper, records) if records else paper)
    return made


def _units(scope: Scope, held: Holdings) -> set[str]:
    return set(scope.units) | set(held.units.loc[held.units["kind"].isin(scope.units), "unit_id"])


def checked(paper: Paper, records: Records) -> Paper:
    """The paper with its column (6) held against column (11) of the form issued before."""
    same = {name: value for name, value in paper.about.items() if name != "period"}
    day = paper.form.scope.period.start - dt.timedelta(1)
    before = register.issued_until(records, PAPER, same, day)
    if before is None:
        return paper
    issued = register.dossiers_of(records, before)
    found = check(paper.question, paper.held, paper.form, issued, before.load)
    return replace(paper, before=before, differences=tuple(found))


@dataclass(frozen=True)
class Changed:
    """One dossier by which column (6) of a line is not the (11) issued before. ``side``: "missing" or "added";
    ``why``: a key of ``REASONS`` of ``measures.official_check``."""

    name: str
    issued: int
    now: int
    code: str
    side: str
    why: str


def changed_dossiers(paper: Paper) -> list[Changed]:
    """Line by line the dossiers that make the difference."""
    names = dict(paper.before.names) if paper.before else {}
    names |= {row.key: row.name for row in paper.form.rows}
    return [
        Changed(names.get(one.row, one.row), one.issued, one.now, code, side, why)
        for one in paper.differences
        for side, codes in (("missing", one.missing), ("added", one.added))
        for code, why in codes.items()
    ]


def figures(form: Form) -> dict[str, int]:
    """What is issued: every column of every line and of the total, and the notes."""
    found = {f"{row.key}|{column}": row.figures[column] for row in form.rows for column in FIGURES}
    notes = {f"note {number}": form.total[f"note {number}"] for number in form.notes}
    return found | {f"total|{column}": form.total[column] for column in FIGURES} | notes


def why_not_issued(period: Period, until: dt.date, language: Language) -> str:
    """Why a form of this period, counted up to ``until``, is not issued, in one sentence; "" where it is."""
    if not ISSUED_PERIODS.fullmatch(period.token):
        return language.say(
            "Only forms of a month, a quarter, a year or a report month (15th to 14th) are issued; this one is not."
        )
    if until < period.end:
        return language.say(
            "The period is not over: the figures reach only to {day}, so the form cannot be issued yet.",
            day=language.date(until),
        )
    return ""


def issue(paper: Paper, records: Records, who: str, role: str) -> Outcome:
    """Write the form into the register, as version 1 or as a correction.

    Raises:
        FormRefused: it does not close.
        IssueRefused: its period is none that is issued, or is not over.
        JournalError: it was not written, so it is not issued.
    """
    if not paper.form.closes:
        raise FormRefused(paper.unit, paper.form.faults)
    if reason := why_not_issued(paper.form.scope.period, paper.form.until, VIETNAMESE):
        raise IssueRefused(reason)
    held, form = paper.held, paper.form
    return register.issue(
        records,
        PAPER,
        paper.about,
        figures(form),
        form.version,
        form.until,
        who,
        role,
        names={row.key: row.name for row in form.rows},
        dossiers=codes_by_row(open_codes(paper.question), form.by, held),
        load=newest_load(paper.question),
    )


CodeOf = Callable[[str], str]


def full(code: str) -> str:
    """A dossier code as it is, for those who may see it."""
    return code
