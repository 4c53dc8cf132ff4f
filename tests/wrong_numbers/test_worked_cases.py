"""The worked cases of COUNTING section 7, from the export file to the number. The table's own words stand in comments.

Years are not given there; in 2020 10/06 is a Wednesday, 20/06 a Saturday (so a due date of the 20th counts on Monday
the 22nd) and 30/06 a Tuesday.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from measures.known import holdings
from tests.conftest import Addresses
from tests.data_access.desk import Desk, Row, dossier, letter, move, pause

DONE = "Đã xử lý xong"
WITHDRAWN = "Công dân yêu cầu rút hồ sơ"
IN_AUGUST = "31/08/2020 18:00"  # long after everything: "today"
JUNE, JULY = "2020-06", "2020-07"
NOTHING = (0, None)  # no dossier came due


@pytest.fixture
def desk(tmp_path: Path, store_address: Addresses) -> Desk:
    return Desk(tmp_path, store_address())


def case(**cells: str) -> Row:
    """One dossier received on 01/06 and due on 10/06 unless the case says otherwise, seen today."""
    return dossier("H-1", exported_at=IN_AUGUST, **cells)


def due(desk: Desk) -> dt.date:
    """The day of the deciding promise."""
    return desk.dossier("H-1")["due"]


# due 30/06, finished 02/07; June seen on 30/06 and today | in C of June, B; never in July's C
def test_finished_after_the_end_of_the_month(desk: Desk) -> None:
    desk.load_dossiers(dossier("H-1", due_at="30/06/2020", exported_at="30/06/2020 18:00"))
    seen_on_the_30th = desk.count("overdue_rate", JUNE)
    assert seen_on_the_30th == (1, 1)
    assert desk.count("overdue_rate.open", JUNE) == (1, None)

    desk.load_dossiers(case(due_at="30/06/2020", finished_at="02/07/2020 09:00", status=DONE))
    assert desk.count("overdue_rate", JUNE) == seen_on_the_30th
    assert desk.count("overdue_rate", JUNE, as_of=dt.date(2020, 6, 30)) == seen_on_the_30th
    assert desk.count("overdue_rate.finished_late", JULY) == NOTHING
    assert desk.count("overdue_rate", JULY) == NOTHING
    # The official form counts it where it was finished: L of F in July.
    assert desk.count("late_of_finished", JULY) == (1, 1)


# due 10/06; moved on 12/06 to 30/06; finished 28/06 | B of June, promise 10/06
def test_moved_after_the_due_day(desk: Desk) -> None:
    desk.load(
        desk.write("dossier", case(due_at="30/06/2020", finished_at="28/06/2020 09:00", status=DONE)),
        desk.write("promise", move("H-1", set_at="12/06/2020 09:00", due_at="30/06/2020")),
    )
    assert desk.count("overdue_rate", JUNE) == (1, 1)
    assert due(desk) == dt.date(2020, 6, 10)


# due 10/06; moved on 08/06 to 20/06 by supplement; finished 19/06 | C, not B, promise 20/06
def test_moved_in_time(desk: Desk) -> None:
    desk.load(
        desk.write("dossier", case(due_at="20/06/2020", finished_at="19/06/2020 09:00", status=DONE)),
        desk.write("promise", move("H-1", set_at="08/06/2020 09:00", due_at="20/06/2020", reason="Bổ sung giấy tờ")),
    )
    assert desk.count("overdue_rate", JUNE) == (0, 1)
    assert due(desk) == dt.date(2020, 6, 22)  # Saturday 20/06 -> Monday 22/06
    # What the citizen was told first was not kept: 19/06 > 10/06.
    assert desk.count("late_against_first_promise", JUNE) == (1, 1)


# due 10/06; paused 10/06–15/06, no new date; finished 01/08 | due becomes 15/06 (3 working days paused: 10, 11, 12), B
def test_paused_over_the_due_day(desk: Desk) -> None:
    desk.load(
        desk.write("dossier", case(finished_at="01/08/2020 09:00", status=DONE)),
        desk.write("pause", pause("H-1", started_at="10/06/2020 09:00", resumed_at="15/06/2020 09:00")),
    )
    assert due(desk) == dt.date(2020, 6, 15)
    assert desk.dossier("H-1")["due_computed"]
    assert desk.count("overdue_rate", JUNE) == (1, 1)
    # While it is paused on its due day it is undecided, and in no rate.
    assert desk.count("undecided", JUNE, as_of=dt.date(2020, 6, 12)) == (1, None)
    assert desk.count("overdue_rate", JUNE, as_of=dt.date(2020, 6, 12)) == NOTHING


# due 10/06; withdrawn 10/06 / 21/06 | not in C / in B, part "ended after"
def test_withdrawn_on_the_due_day(desk: Desk) -> None:
    desk.load_dossiers(case(finished_at="10/06/2020 17:40", status=WITHDRAWN))
    assert desk.count("overdue_rate", JUNE) == NOTHING
    assert desk.count("withdrawn", JUNE) == (1, None)  # counted beside the rate


def test_withdrawn_after_the_due_day(desk: Desk) -> None:
    desk.load_dossiers(case(finished_at="21/06/2020 09:00", status=WITHDRAWN))
    assert desk.count("overdue_rate", JUNE) == (1, 1)
    parts = {part: desk.count(f"overdue_rate.{part}", JUNE)[0] for part in ("finished_late", "open", "ended_after")}
    assert parts == {"finished_late": 0, "open": 0, "ended_after": 1}


# received and finished on the due day | C, not B
def test_received_and_finished_on_the_due_day(desk: Desk) -> None:
    desk.load_dossiers(case(received_at="10/06/2020 08:00", finished_at="10/06/2020 17:40", status=DONE))
    assert desk.count("overdue_rate", JUNE) == (0, 1)


# letter 08/06 for 10/06; moved to 20/06; breached | letter served the first promise: B without letter
def test_a_letter_for_an_earlier_promise(desk: Desk) -> None:
    desk.load(
        desk.write("dossier", case(due_at="20/06/2020")),
        desk.write("promise", move("H-1", set_at="09/06/2020 09:00", due_at="20/06/2020")),
        desk.write("letter", letter("H-1", issued_on="08/06/2020")),
    )
    assert desk.count("overdue_rate", JUNE) == (1, 1)
    assert due(desk) == dt.date(2020, 6, 22)
    assert desk.count("letter_rate", JUNE) == (0, 1)
    assert desk.count("loss_no_letter", JUNE) == desk.count("letters_missing", JUNE) == (1, None)


def test_a_letter_for_the_deciding_promise(desk: Desk) -> None:
    """The same, but for a letter of the day the new promise was set: so the case above tests what it says."""
    desk.load(
        desk.write("dossier", case(due_at="20/06/2020")),
        desk.write("promise", move("H-1", set_at="09/06/2020 09:00", due_at="20/06/2020")),
        desk.write("letter", letter("H-1", issued_on="09/06/2020")),
    )
    assert desk.count("letter_rate", JUNE) == desk.count("letter_on_time_rate", JUNE) == (1, 1)


# draft only; letter issued after finishing late; two letters | no letter; letter, not on time; counted once
def test_a_draft_is_no_letter(desk: Desk) -> None:
    draft = letter("H-1", letter_state="Dự thảo", issued_on="", drafted_on="09/06/2020")
    # A draft that already carries a day is none either.
    dated_draft = letter("H-1", letter_no="2/TXL", letter_state="Dự thảo", issued_on="10/06/2020")
    desk.load(desk.write("dossier", case()), desk.write("letter", draft, dated_draft))
    assert desk.count("overdue_rate", JUNE) == (1, 1)
    assert desk.count("letter_rate", JUNE) == desk.count("letter_on_time_rate", JUNE) == (0, 1)
    assert desk.count("letters_drafted", JUNE) == (1, None)


def test_a_letter_after_finishing_late(desk: Desk) -> None:
    desk.load(
        desk.write("dossier", case(finished_at="15/06/2020 09:00", status=DONE)),
        desk.write("letter", letter("H-1", issued_on="17/06/2020")),
    )
    assert desk.count("overdue_rate", JUNE) == (1, 1)
    assert desk.count("letter_rate", JUNE) == (1, 1)
    assert desk.count("letter_on_time_rate", JUNE) == (0, 1)  # the lawful day is the due day, 10/06
    assert desk.count("letters_missing", JUNE) == NOTHING
    assert desk.count("letters_missing", JUNE, as_of=dt.date(2020, 6, 16)) == (1, None)  # the day before it was issued


def test_two_letters(desk: Desk) -> None:
    second = letter("H-1", letter_no="2/TXL", issued_on="19/06/2020")
    desk.load(desk.write("dossier", case()), desk.write("letter", second, letter("H-1", issued_on="10/06/2020")))
    assert desk.count("overdue_rate", JUNE) == (1, 1)
    assert desk.count("letter_rate", JUNE) == desk.count("letter_on_time_rate", JUNE) == (1, 1)
    assert desk.count("repeat_letters", JUNE) == (1, None)


# unit exports until 26/06, others until 30/06 | unit marked, district figure says so
def test_a_unit_that_stopped_exporting(desk: Desk) -> None:
    desk.load_dossiers(
        # Due after the last complete day of its unit: nobody knows whether it was finished, so it is not in C.
        dossier("H-1", receiving_unit="P3", due_at="29/06/2020", exported_at="26/06/2020 18:00"),
        dossier("H-2", receiving_unit="P3", due_at="26/06/2020", exported_at="26/06/2020 18:00"),
        dossier("H-3", receiving_unit="P4", due_at="29/06/2020", exported_at="30/06/2020 18:00"),
    )
    held = holdings(desk.store, desk.store.version())
    assert held.behind(dt.date(2020, 6, 30)) == {"p03": dt.date(2020, 6, 26)}
    assert (held.cut_off, held.cut_offs["p04"]) == (dt.date(2020, 6, 30), dt.date(2020, 6, 30))
    assert desk.count("overdue_rate", JUNE) == (2, 2)  # H-2 and H-3
    assert desk.count("overdue_rate", JUNE, units=("p03",)) == (1, 1)
