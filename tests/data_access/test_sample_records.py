"""What the sample district decided: written once, for invented data only, with the sample's own numbers."""

from __future__ import annotations

from pathlib import Path

import pytest

from data_access.__main__ import main
from data_access.journal import Records
from data_access.journal import actions as acting
from data_access.journal import confirmation as confirming
from data_access.load import Order, load_exports
from data_access.profiles import load_profile
from data_access.sample.records import WHO, write_records
from data_access.stores import open_store
from data_access.viewer import EVERYTHING
from measures.action_progress import figures, the_day
from measures.asking import Asked
from measures.frozen_lists import lists_of
from measures.known import holdings
from measures.period import Period
from measures.scope import Scope
from tests.district import random_district, write_exports


def test_the_sample_decided_by_its_own_numbers(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The measures themselves find the same dossiers and figures; made again, nothing is added."""
    monkeypatch.delenv("DOSSIER_JOURNAL_URL", raising=False)
    command = ["--store", str(tmp_path / "store"), "sample", "--size", "small"]
    assert main(command) == 0
    assert "invented decisions" in capsys.readouterr().out
    records, store = Records(f"sqlite:///{tmp_path / 'store' / 'journal.sqlite'}"), open_store(str(tmp_path / "store"))
    held = holdings(store, store.version() or "")
    asked, profile = Asked(store, held.version, EVERYTHING), load_profile(held.profile)
    kept = acting.actions(records.of(acting.KINDS))
    assert sorted(one.status(the_day(held)) for one in kept) == ["answered", "overdue", "solved"]
    for one in kept:
        wanted = (one.measure, one.unit)
        assert figures(asked, [wanted], held, profile, Period.parse(one.period))[wanted] == (
            one.numerator,
            one.denominator,
        )
    (frozen,) = confirming.rounds(records.of(confirming.KINDS))
    scope = Scope(Period.parse(frozen.period), lawful=profile.lawful_days)
    true = {unit: {row.code: row for row in rows} for unit, rows in lists_of(asked, scope, held).items()}
    assert {unit: {row.code for row in rows} for unit, rows in frozen.lists.items()} == {
        unit: set(rows) for unit, rows in true.items()
    }
    assert {about for rows in frozen.lists.values() for row in rows for about in row.about} == {"overdue", "letter"}
    for unit, rows in frozen.lists.items():
        for row in rows:
            same = true[unit][row.code]
            assert (row.about, row.due, row.days) == (same.about, same.due, same.days)
            assert row.state == {"paused": "open"}.get(same.state, same.state)
    wards = set(held.units.loc[held.units["kind"] == "ward", "unit_id"])
    late = [row for unit, rows in frozen.lists.items() if unit in wards for row in rows if "overdue" in row.about]
    assert len(frozen.objections) == min(2, len(late))
    assert len(frozen.confirmed) == 1
    written = records.last()
    assert {record.who for record in records.of((*acting.KINDS, *confirming.KINDS))} == {WHO}
    assert not write_records(store, records)
    assert main(command) == 0
    assert records.last() == written


def test_real_data_gets_no_invented_decisions(tmp_path: Path) -> None:
    store = open_store(str(tmp_path / "store"))
    records = Records(f"sqlite:///{tmp_path / 'journal.sqlite'}")
    assert not write_records(store, records), "an empty store"
    load_exports(store, Order(paths=tuple(write_exports(random_district(1, size=300), tmp_path / "exports"))))
    assert not write_records(store, records)
    assert records.last() == 0


def test_a_journal_that_cannot_be_written_keeps_nobody_from_the_sample(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "broken.sqlite").write_bytes(b"no database" * 99)
    monkeypatch.setenv("DOSSIER_JOURNAL_URL", f"sqlite:///{tmp_path / 'broken.sqlite'}")
    assert main(["--store", str(tmp_path / "store"), "sample", "--size", "small"]) == 0
    assert "no invented decisions" in capsys.readouterr().err
