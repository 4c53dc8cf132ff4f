"""The forms that units fill in beside their exports: into the store as told, by key, and known again."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from data_access.load import Summary
from data_access.load.mapping import FIELDS
from data_access.load.merging import TARGETS
from tests.conftest import Addresses
from tests.data_access.desk import FORMS, Desk, Row, dossier, form

COUNTS = ("new", "changed", "unchanged", "refused")
# One cell of each form told otherwise by a later copy, and how the store shows it then.
LATER: dict[str, tuple[str, str, object]] = {
    "posting": ("removed_on", "30/06/2020", dt.date(2020, 6, 30)),
    "paper_demand": ("is_plain_enough", "Không", False),
    "staff": ("left_on", "30/06/2020", dt.date(2020, 6, 30)),
    "inspection": ("done_on", "03/06/2020", dt.date(2020, 6, 3)),
    "finding": ("remedied_on", "12/06/2020", dt.date(2020, 6, 12)),
    "assistance": ("people", "41", 41),
    "portal_dossier": ("status", "Đã xử lý xong", 9),
}


def told(summary: Summary) -> dict[str, tuple[int, ...]]:
    return {file.kind: tuple(getattr(file, count) for count in COUNTS) for file in summary.files}


def load_forms(desk: Desk, rows: dict[str, Row]) -> Summary:
    return desk.load(*(desk.write(kind, row) for kind, row in rows.items()))


@pytest.fixture
def desk(tmp_path: Path, store_address: Addresses) -> Desk:
    """A desk that knows the dossier of which the forms speak."""
    known = Desk(tmp_path, store_address())
    known.load_dossiers(dossier("H-1"))
    return known


def test_each_form_loads_is_known_again_and_can_be_corrected(desk: Desk) -> None:
    assert told(load_forms(desk, FORMS)) == dict.fromkeys(FORMS, (1, 0, 0, 0))
    again = load_forms(desk, FORMS)
    assert told(again) == dict.fromkeys(FORMS, (0, 0, 1, 0))
    assert again.version is None
    later = {kind: form(kind, **{name: cell}) for kind, (name, cell, _) in LATER.items()}
    assert told(load_forms(desk, later)) == dict.fromkeys(FORMS, (0, 1, 0, 0))
    for kind, (name, _, value) in LATER.items():
        (row,) = desk.rows(kind).to_dict("records")
        found = row[name].date() if isinstance(row[name], dt.datetime) else row[name]
        assert found == value, kind


ANSWERS = {"paper_demand": ["receiving_unit_id"]}  # columns that no form tells


def test_every_field_of_a_form_stands_in_its_table(desk: Desk) -> None:
    load_forms(desk, FORMS)
    for kind in FORMS:
        (row,) = desk.rows(kind).drop(columns=ANSWERS.get(kind, [])).to_dict("records")
        assert len(row) == len(FIELDS[kind]) == len(TARGETS[kind].key) + len(TARGETS[kind].columns), kind
        assert row.get("unit_id", "p01") == "p01", kind


def test_a_form_leaves_the_dossiers_as_they_are(desk: Desk) -> None:
    before = desk.rows("dossier"), desk.rows("source_cut_off")
    load_forms(desk, FORMS)
    for table, rows in zip(("dossier", "source_cut_off"), before, strict=True):
        assert desk.rows(table).equals(rows), table
