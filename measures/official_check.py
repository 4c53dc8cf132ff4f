"""The first check of form II.06a/VPCP/KSTT: its column (6) against (11) of the form issued before, line by line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from measures.known import Holdings
from measures.official_counts import Question
from measures.official_form import Form, row_keys
from measures.official_lists import carried_codes, known_of
from text import mark

Codes = Mapping[str, Sequence[str]]  # dossier codes by line of the form
REASONS = {
    "moved": mark("now on another line (unit or procedure changed)"),
    "left": mark("by the newer data finished or ended before the period"),
    "unknown_finish": mark("by the newer data finished, the day of finish not recorded"),
    "received": mark("by the newer data received in this period"),
    "not_accepted": mark("by the newer data not accepted"),
    "gone": mark("no longer in the data of this unit"),
    "came_later": mark("entered, corrected or reopened by a later load"),
    "unknown": mark("reason not known"),
}


@dataclass(frozen=True)
class Difference:
    """One line whose (6) is not the (11) issued before: ``missing`` and ``added`` name dossiers with their reason (a
    key of ``REASONS``). Both may be there although the two numbers are equal."""

    row: str
    issued: int
    now: int
    missing: Mapping[str, str]
    added: Mapping[str, str]


def codes_by_row(rows: pd.DataFrame, by: str, held: Holdings) -> dict[str, list[str]]:
    """Dossier codes by line of the form; ``rows`` as of ``open_codes`` and ``carried_codes``."""
    found: dict[str, list[str]] = {}
    for key, code in zip(row_keys(rows, by, held), rows["dossier_code"], strict=True):
        found.setdefault(key, []).append(code)
    return {key: sorted(codes) for key, codes in sorted(found.items())}


def check(question: Question, held: Holdings, form: Form, issued: Codes, issued_load: int) -> list[Difference]:
    """The lines that differ, in the order of the form. ``issued``: the dossiers of (11) of the form issued before;
    ``issued_load``: the last load that it knew."""
    now = codes_by_row(carried_codes(question), form.by, held)
    was_on = {code: key for key, codes in issued.items() for code in codes}
    is_on = {code: key for key, codes in now.items() for code in codes}
    changed = sorted(code for code in {*was_on, *is_on} if was_on.get(code) != is_on.get(code))
    if not changed:
        return []
    facts = known_of(question, changed).set_index("dossier_code").to_dict("index")
    why = {
        code: _reason(code, was_on, is_on, facts.get(code), form.scope.period.start, issued_load) for code in changed
    }
    keys = dict.fromkeys([*(row.key for row in form.rows), *issued])
    found = []
    for key in keys:
        missing = {code: why[code] for code in changed if was_on.get(code) == key}
        added = {code: why[code] for code in changed if is_on.get(code) == key}
        if missing or added:
            found.append(Difference(key, len(issued.get(key, ())), len(now.get(key, ())), missing, added))
    return found


def _reason(
    code: str,
    was_on: Mapping[str, str],
    is_on: Mapping[str, str],
    facts: Mapping[str, object] | None,
    start: dt.date,
    issued_load: int,
) -> str:
    """As far as the data tell it: what they say now, and whether a later load said it."""
    if code in was_on and code in is_on:
        return "moved"
    if facts is None:
        return "gone"
    if code in is_on:
        return "came_later" if int(str(facts["load_id"])) > issued_load else "unknown"
    if not facts["accepted"]:
        return "not_accepted"
    if facts["finish_unknown"]:
        return "unknown_finish"
    received, left = facts["received_on"], facts["left_on"]
    if isinstance(received, dt.date) and received >= start:
        return "received"
    if isinstance(left, dt.date) and not pd.isna(left) and left < start:
        return "left"
    return "gone"
