"""The register of issued figures: versions, corrections with their differences, and forms checked against it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from data_access.journal import JournalError, Records
from reports import register
from reports.register import Change

ABOUT = {"period": "2020-06", "unit": "p10", "by": "field"}
UNTIL = dt.date(2020, 6, 30)


@pytest.fixture
def records(tmp_path: Path) -> Records:
    return Records(f"sqlite:///{tmp_path / 'journal.sqlite'}")


def issue(records: Records, figures: dict[str, float], **other: object) -> register.Outcome:
    told = {"about": ABOUT, "data_version": "v1", "until": UNTIL, "who": "office@example.vn", "role": "office"}
    return register.issue(records, "II.06a", figures=figures, **(told | other))  # type: ignore[arg-type]


def test_a_paper_is_issued_once_and_then_corrected(records: Records) -> None:
    first = issue(records, {"a|3": 10, "a|10": 2, "b|3": 1})
    assert (first.written, first.issued.version, first.changes) == (True, 1, ())
    assert (first.issued.who, first.issued.role, first.issued.data_version) == ("office@example.vn", "office", "v1")
    again = issue(records, {"b|3": 1, "a|10": 2, "a|3": 10}, data_version="v2")
    assert (again.written, again.issued.version) == (False, 1)
    assert len(records.of([register.ISSUED])) == 1

    second = issue(records, {"a|3": 12, "a|10": 2, "c|3": 4}, data_version="v2")
    changes = (Change("a|3", 10, 12), Change("c|3", None, 4), Change("b|3", 1, None))
    assert (second.written, second.issued.version, second.changes) == (True, 2, changes)
    assert [change.difference for change in changes] == [2, 4, -1]
    third = issue(records, {"a|3": 12, "a|10": 2, "c|3": 5}, who="")
    assert register.corrections(records) == {
        second.issued.record: changes,
        third.issued.record: (Change("c|3", 4, 5),),
    }
    assert register.last_issued(records, "II.06a", ABOUT) == third.issued
    assert [one.version for one in register.versions(records, "II.06a", ABOUT)] == [1, 2, 3]
    assert [dict(one.figures)["a|3"] for one in register.versions(records)] == [10, 12, 12]


def test_papers_are_told_apart_by_what_they_are_about(records: Records) -> None:
    issue(records, {"a|3": 1})
    other = issue(records, {"a|3": 2}, about=ABOUT | {"unit": "p11"})
    pack = register.issue(records, "meeting", {"period": "2020-06"}, {"overdue_rate": 0.024}, "v1", UNTIL)
    assert (other.issued.version, pack.issued.version) == (1, 1)
    assert register.last_issued(records, "II.06a", {"period": "2020-06"}) is None
    assert [one.paper for one in register.versions(records)] == ["II.06a", "II.06a", "meeting"]
    assert [one.about["unit"] for one in register.versions(records, "II.06a")] == ["p10", "p11"]
    assert pack.issued.figures == {"overdue_rate": 0.024}


def test_the_form_before_is_found_by_its_last_day_with_its_dossiers(records: Records) -> None:
    """Also where the period before is of another kind: a quarter begins where a month ended."""
    lines = {"a": ["H-2", "H-1"], "b": []}
    issue(records, {"a|11": 2}, dossiers=lines, load=3)
    issue(records, {"a|11": 1}, about=ABOUT | {"unit": "p11"}, dossiers={"a": ["H-9"]})
    issue(records, {"a|11": 7}, about=ABOUT | {"period": "2020-05"}, until=dt.date(2020, 5, 31))
    same = {"unit": "p10", "by": "field"}
    found = register.issued_until(records, "II.06a", same, UNTIL)
    assert found is not None
    assert (found.figures["a|11"], found.load) == (2, 3)
    assert register.dossiers_of(records, found) == {"a": ["H-1", "H-2"], "b": []}
    assert register.issued_until(records, "II.06a", same, dt.date(2020, 4, 30)) is None
    corrected = issue(records, {"a|11": 1}, dossiers={"a": ["H-1"]})
    found = register.issued_until(records, "II.06a", same, UNTIL)
    assert found == corrected.issued
    assert register.dossiers_of(records, corrected.issued) == {"a": ["H-1"]}


def test_what_is_not_written_is_not_issued(tmp_path: Path) -> None:
    (tmp_path / "journal.sqlite").mkdir()
    with pytest.raises(JournalError):
        issue(Records(f"sqlite:///{tmp_path / 'journal.sqlite'}"), {"a|3": 1})
