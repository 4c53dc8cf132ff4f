"""Ways in which a merger of wards makes a number wrong. A test here may be added, never weakened."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from data_access.viewer import EVERYTHING
from measures import registry
from measures.counts import counts
from measures.period import Period
from measures.scope import Scope
from tests.data_access.desk import Desk, Row, dossier

PROFILE = "bon-phuong-quan6"
DECEMBER, JUNE, SEPTEMBER = "31/12/2024 18:00", "30/06/2025 18:00", "30/09/2025 18:00"
DONE = "Đã xử lý xong"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def of(code: str, unit: str, exported_at: str, **cells: str) -> Row:
    """An open dossier received on Mon 02/12/2024 and due on Wed 11/12/2024."""
    usual = {"received_at": "02/12/2024 08:00", "due_at": "11/12/2024"}
    return dossier(code, receiving_unit=unit, exported_at=exported_at, **usual | cells)


def in_month(desk: Desk, key: str, month: str, **scope: object) -> float:
    return desk.count(key, month, **scope)[0]


def test_an_old_breach_is_no_fault_of_the_ward_that_bears_the_code_now(desk: Desk) -> None:
    """27373 was Phường 4 and is Bình Tiên; Phường 5 was late and never belonged to it."""
    desk.load_dossiers(of("FOUR", "27373", DECEMBER), of("FIVE", "Phường 5", DECEMBER), profile=PROFILE)
    desk.load_dossiers(of("FOUR", "27373", SEPTEMBER), of("FIVE", "Bình Tây", SEPTEMBER), profile=PROFILE)
    now = dt.date(2025, 9, 30)
    assert in_month(desk, "overdue_rate", "2024-12", units=("binh-tien",), units_on=now) == 1  # with what it took over
    assert in_month(desk, "overdue_rate", "2024-12", units=("p04",)) == 1  # as it was called then
    assert in_month(desk, "overdue_rate", "2024-12", units=("binh-tien",)) == 0  # there was no Bình Tiên
    assert in_month(desk, "overdue_rate", "2024-12", units=("p01-2025",)) == 0  # nor its predecessor of the same code


def test_a_dossier_told_by_two_generations_counts_once(desk: Desk) -> None:
    for unit, exported_at in (("Phường 4", DECEMBER), ("Phường 1", JUNE), ("Bình Tiên", SEPTEMBER)):
        desk.load_dossiers(of("H-1", unit, exported_at), profile=PROFILE)
    for key in ("received", "came_due", "overdue_rate"):
        assert in_month(desk, key, "2024-12") == 1, key
    assert in_month(desk, "backlog", "2025-09") == 1


def test_what_a_ward_left_open_does_not_vanish_with_it(desk: Desk) -> None:
    """The trap: after the merger nobody asks for the old ward any more."""
    desk.load_dossiers(
        of("OPEN", "Phường 3", DECEMBER),
        of("KEPT", "Phường 3", DECEMBER, finished_at="10/12/2024 09:00", status=DONE),
        profile=PROFILE,
    )
    desk.load_dossiers(of("OPEN", "Phường 1", JUNE), profile=PROFILE)
    assert in_month(desk, "overdue_open", "2025-06", units=("ward",)) == 1
    assert in_month(desk, "overdue_open", "2025-06", units=("p01-2025",)) == 1


def test_a_merger_is_no_jump_in_the_trend(desk: Desk) -> None:
    """Two wards with a dossier each every month; the ward they became goes on with two."""
    months = [(2024, 11), (2024, 12), (2025, 1), (2025, 2)]
    rows = [
        of(
            f"{unit}-{year}-{month}",
            unit,
            "",
            received_at=f"04/{month:02}/{year} 08:00",
            due_at=f"20/{month:02}/{year}",
        )
        for year, month in months
        for unit in ("Phường 5", "Phường 9")
    ]
    old = [row | {"exported_at": DECEMBER} for row in rows if "/2024" in row["received_at"]]
    new = [row | {"exported_at": JUNE, "receiving_unit": "Phường 9"} for row in rows]
    desk.load_dossiers(*old, profile=PROFILE)
    desk.load_dossiers(*new, profile=PROFILE)
    scope = Scope(Period("", dt.date(2024, 11, 1), dt.date(2025, 2, 28)), units=("p09-2025",))
    frame = counts(desk.store, [registry.get("received")], ["month"], scope, EVERYTHING, desk.store.version())
    assert list(frame.sort_values("period")["numerator"]) == [2, 2, 2, 2]


def test_a_promise_kept_by_the_successor_is_kept(desk: Desk) -> None:
    desk.load_dossiers(of("H-1", "Phường 6", DECEMBER, due_at="15/01/2025"), profile=PROFILE)
    kept = of("H-1", "Phường 2", JUNE, due_at="15/01/2025", finished_at="15/01/2025 16:00", status=DONE)
    desk.load_dossiers(kept, profile=PROFILE)
    assert desk.count("overdue_rate", "2025-01") == (0, 1)
    assert desk.count("overdue_rate", "2025-01", units=("p02-2025",)) == (0, 1)
