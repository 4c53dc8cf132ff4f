"""One load after another: what is new, what changed, and what was only seen to have changed."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pandas as pd
import pytest

from data_access.load import Order, Summary, load_exports
from data_access.stores import StoreError
from tests.data_access.desk import Desk, dossier, letter, move, pause, step

COUNTS = ("read", "new", "changed", "unchanged", "refused")
PAUSED = "Yêu cầu bổ sung giấy tờ"
PAYMENT = "Yêu cầu thực hiện nghĩa vụ tài chính"
MAY_29, JUNE_5, JUNE_9, JUNE_12 = (f"{day} 18:00" for day in ("29/05/2020", "05/06/2020", "09/06/2020", "12/06/2020"))


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def counts(summary: Summary) -> dict[str, tuple[int, ...]]:
    """(read, new, changed, unchanged, refused) by file and in total."""
    by_file = {file.name: tuple(getattr(file, count) for count in COUNTS) for file in summary.files}
    return by_file | {"total": tuple(summary.total(count) for count in COUNTS)}


def day(date: str) -> dt.date:
    return dt.datetime.strptime(date, "%d/%m/%Y").date()  # noqa: DTZ007


def promises(desk: Desk) -> list[tuple[dt.date, str, str]]:
    """(due, reason, origin) in the order they were set; of stores with one dossier."""
    table = desk.rows("promise").sort_values("promise_no")
    return list(zip(table["due"], table["reason"], table["origin"], strict=True))


def pauses(desk: Desk) -> list[tuple[str, str, str | None]]:
    """(origin, day it started, day it closed); of stores with one dossier."""
    table = desk.rows("pause").sort_values("started_at")
    days = ((row.origin, row.started_on, row.closed_on) for row in table.itertuples())
    return [(origin, f"{start:%d/%m}", None if pd.isna(end) else f"{end:%d/%m}") for origin, start, end in days]


# ------------------------------------------------------------------------------------------------ new, changed, same


def test_the_same_files_twice_change_nothing(desk: Desk) -> None:
    paths = [
        desk.write("dossier", dossier("H-1"), dossier("H-2", status=PAUSED)),
        desk.write("promise", move("H-1", due_at="10/06/2020", old_due_at="08/06/2020")),
        desk.write("pause", pause("H-2")),
        desk.write("step", step("H-1")),
        desk.write("letter", letter("H-1")),
    ]
    first = desk.load(*paths)
    assert first.total("new") == 6  # 2 dossiers and one row in each of the 4 other files
    again = desk.load(*paths)
    assert again.version is None
    assert counts(again)["total"] == (6, 0, 0, 6, 0)
    assert desk.store.versions() == [first.version]


def test_a_newer_export_updates_by_code_and_the_counts_add_up(desk: Desk) -> None:
    filler = [dossier(f"F-{number}") for number in range(100)]
    desk.load(desk.write("dossier", *filler, dossier("SAME"), dossier("DONE"), dossier("GONE")))
    newer = desk.write(
        "dossier",
        *filler,
        dossier("SAME"),
        dossier("DONE", finished_at="09/06/2020 10:00", status="Đã xử lý xong"),
        dossier("NEW"),
        dossier("BAD", status="?"),
    )
    letters = desk.write("letter", letter("F-0"), letter("NEW"))
    summary = desk.load(newer, letters)
    assert counts(summary) == {
        "dossier.csv": (104, 1, 1, 101, 1),  # NEW; DONE; 100 fillers + SAME; BAD
        "letter.csv": (2, 2, 0, 0, 0),
        "total": (106, 3, 1, 101, 1),
    }
    stored = desk.rows("load").iloc[1]
    assert tuple(stored[f"rows_{count}"] for count in COUNTS) == counts(summary)["total"]
    files = desk.rows("load_file").query("load_id == 2").sort_values("file_no")
    for row in files.itertuples():
        assert tuple(getattr(row, f"rows_{count}") for count in COUNTS) == counts(summary)[row.name]
    by_code = desk.rows("dossier").set_index("dossier_code")
    assert len(by_code) == 104  # 100 fillers, SAME, DONE, NEW; and GONE, for an export need not tell everything again
    # F-0 has a letter now, the others what their rows say.
    assert by_code["load_id"][["SAME", "GONE", "F-0", "DONE", "NEW"]].tolist() == [1, 1, 2, 2, 2]
    assert by_code["finished_on"]["DONE"] == day("09/06/2020")


def test_a_dry_run_reports_and_publishes_nothing(desk: Desk) -> None:
    rows = [dossier(f"H-{number}") for number in range(60)]
    summary = desk.load_dossiers(*rows, dossier("BAD", procedure=""), dry_run=True, rejected_folder=desk.folder)
    assert counts(summary)["total"] == (61, 60, 0, 0, 1)
    assert summary.reasons == {"missing:procedure": 1}
    assert summary.rejected_file.exists()
    assert (summary.version, desk.store.version()) == (None, None)
    assert [path.name for path in desk.store.folder.iterdir()] == ["load.lock"]


def test_a_later_export_of_the_same_rows_completes_more_days(desk: Desk) -> None:
    """No row differs, but the unit is now known to have been silent until the 9th."""
    desk.load_dossiers(dossier("H-1", exported_at=JUNE_5))
    summary = desk.load_dossiers(dossier("H-1", exported_at=JUNE_9))
    assert counts(summary)["total"] == (1, 0, 0, 1, 0)
    assert summary.version
    assert desk.rows("source_cut_off")["last_complete_day"].tolist() == [day("09/06/2020")]


# ------------------------------------------------------------------------------------------------ moves of due dates


def test_a_move_seen_after_the_due_day_leaves_the_breach(desk: Desk) -> None:
    desk.load_dossiers(dossier("H-1", exported_at=JUNE_9))
    # Due 10/06, not finished; the export of the 12th shows 30/06.
    desk.load_dossiers(dossier("H-1", due_at="30/06/2020", exported_at=JUNE_12))
    assert promises(desk) == [(day("10/06/2020"), "first", "source"), (day("30/06/2020"), "other", "observed")]
    stored = desk.rows("due_move").iloc[0]
    assert (stored["set_at"], stored["origin"]) == (pd.Timestamp("2020-06-12 18:00"), "observed")  # dated by the load
    found = desk.dossier("H-1")
    assert (found["due"], found["breached"]) == (day("10/06/2020"), True)
    # Finished within the new date: still a breach of the old one.
    desk.load_dossiers(
        dossier("H-1", due_at="30/06/2020", finished_at="26/06/2020 09:00", exported_at="30/06/2020 18:00")
    )
    found = desk.dossier("H-1")
    assert (found["due"], found["breached"]) == (day("10/06/2020"), True)
    assert found["days_late"] == 12  # working days 11, 12, 15–19 and 22–26: 2 + 5 + 5


def test_a_move_seen_before_the_due_day_decides(desk: Desk) -> None:
    desk.load_dossiers(dossier("H-1", exported_at=JUNE_5))
    desk.load_dossiers(dossier("H-1", due_at="19/06/2020", exported_at=JUNE_9))
    found = desk.dossier("H-1")
    assert (found["due"], found["breached"]) == (day("19/06/2020"), True)  # open, and nothing says it is paused
    assert found["first_due"] == day("10/06/2020")


def test_a_move_seen_without_a_time_of_export(desk: Desk) -> None:
    """Dated by the newest event of the unit: here 11/06, a day after the due day."""
    others = [dossier("H-2", received_at="11/06/2020 08:00", due_at="")]
    for due in ("10/06/2020", "30/06/2020"):
        desk.load(desk.write("dossier", dossier("H-1", due_at=due), *others, without=("exported_at",)))
    assert desk.rows("due_move")["set_at"].dt.date.tolist() == [day("11/06/2020")]
    assert desk.dossier("H-1")["due"] == day("10/06/2020")


def test_an_emptied_due_date_takes_no_promise_back(desk: Desk) -> None:
    desk.load_dossiers(dossier("H-1", exported_at=JUNE_9))
    desk.load_dossiers(dossier("H-1", due_at="", exported_at=JUNE_12, status="Được tiếp nhận"))
    found = desk.dossier("H-1")
    assert (found["due"], found["breached"]) == (day("10/06/2020"), True)
    # Nor does a date that stands there again.
    desk.load_dossiers(dossier("H-1", due_at="30/06/2020"))
    assert desk.dossier("H-1")["due"] == day("10/06/2020")


def test_a_first_due_date_that_comes_later_is_no_move(desk: Desk) -> None:
    desk.load_dossiers(dossier("H-1", due_at="", exported_at=JUNE_5))
    assert promises(desk) == []
    desk.load_dossiers(dossier("H-1", exported_at=JUNE_9))
    assert promises(desk) == [(day("10/06/2020"), "first", "source")]


@pytest.mark.parametrize("history_comes", ["with the export", "before it", "after it"])
def test_the_history_of_the_source_replaces_what_was_seen(desk: Desk, history_comes: str) -> None:
    """Moved in time, on the 8th, says the source; between two exports it could only be seen on the 12th, too late."""
    desk.load_dossiers(dossier("H-1", exported_at=JUNE_5))
    history = desk.write("promise", move("H-1"))
    newer = desk.write("dossier", dossier("H-1", due_at="19/06/2020", exported_at=JUNE_12))
    loads = {"with the export": [[newer, history]], "before it": [[history], [newer]], "after it": [[newer], [history]]}
    for paths in loads[history_comes]:
        assert desk.load(*paths).version
    assert promises(desk) == [(day("10/06/2020"), "first", "source"), (day("19/06/2020"), "other", "source")]
    assert desk.dossier("H-1")["due"] == day("19/06/2020")


def test_a_history_of_two_moves_replaces_the_one_that_was_seen(desk: Desk) -> None:
    desk.load_dossiers(dossier("H-1", exported_at=JUNE_5))
    desk.load_dossiers(dossier("H-1", due_at="30/06/2020", exported_at=JUNE_12))
    on_the_9th = move("H-1", set_at="09/06/2020 09:00", old_due_at="19/06/2020", due_at="30/06/2020")
    desk.load(desk.write("promise", move("H-1"), on_the_9th))
    assert [due for due, _, _ in promises(desk)] == [day("10/06/2020"), day("19/06/2020"), day("30/06/2020")]


# ------------------------------------------------------------------------------------------------------------ pauses


@pytest.mark.parametrize(("status", "reason"), [(PAUSED, "supplement"), (PAYMENT, "payment")])
def test_a_status_without_a_recorded_pause_is_a_pause_that_was_seen(desk: Desk, status: str, reason: str) -> None:
    """From the last complete day of the load that shows it to that of the load that no longer does (decision 15)."""
    desk.load_dossiers(dossier("H-1", status=status, exported_at=JUNE_5))
    assert pauses(desk) == [("observed", "05/06", None)]
    assert desk.rows("pause")["reason"].tolist() == [reason]
    desk.load_dossiers(dossier("H-1", status=status, exported_at=JUNE_9))
    assert pauses(desk) == [("observed", "05/06", None)]  # the same one goes on
    desk.load_dossiers(dossier("H-1", exported_at=JUNE_12))
    assert pauses(desk) == [("observed", "05/06", "12/06")]
    # Due 10/06 + 5 working days paused (05, 08, 09, 10, 11) = 17/06.
    found = desk.dossier("H-1")
    assert (found["due"], found["due_computed"]) == (day("17/06/2020"), True)


def test_a_pause_that_was_seen_ends_when_the_dossier_is_finished(desk: Desk) -> None:
    desk.load_dossiers(dossier("H-1", status=PAUSED, exported_at=JUNE_5))
    desk.load_dossiers(
        dossier("H-1", status="Đã xử lý xong", finished_at="08/06/2020 10:00", exported_at=JUNE_12),
    )
    assert pauses(desk) == [("observed", "05/06", "08/06")]


def test_a_recorded_pause_is_not_seen_again(desk: Desk) -> None:
    paused = dossier("H-1", status=PAUSED, exported_at=JUNE_5)
    desk.load(desk.write("dossier", paused), desk.write("pause", pause("H-1")))
    desk.load_dossiers(paused | {"exported_at": JUNE_9})
    assert pauses(desk) == [("source", "03/06", None)]


def test_a_recorded_pause_replaces_one_that_was_seen(desk: Desk) -> None:
    """Otherwise one supplement would count as two."""
    desk.load_dossiers(dossier("H-1", status=PAUSED, exported_at=JUNE_5))
    desk.load(desk.write("pause", pause("H-1")))
    assert pauses(desk) == [("source", "03/06", None)]
    assert desk.dossier("H-1")["supplements"] == 1
    # A pause that had ended before is another one.
    desk.load(desk.write("pause", pause("H-1", started_at="01/06/2020 09:00", resumed_at="02/06/2020 09:00")))
    assert pauses(desk) == [("source", "01/06", "02/06"), ("source", "03/06", None)]


def test_a_pause_is_seen_as_soon_as_its_day_is_complete_though_the_row_is_the_same(desk: Desk) -> None:
    """Received and paused on 01/06, exported at noon: the last complete day is before. No row changes afterwards."""
    row = dossier("H-1", status=PAUSED, due_at="03/06/2020", exported_at="01/06/2020 12:00")
    desk.load_dossiers(row)
    assert pauses(desk) == []
    summary = desk.load_dossiers(row | {"exported_at": "02/06/2020 18:00"})
    assert counts(summary)["total"] == (1, 0, 0, 1, 0)
    assert pauses(desk) == [("observed", "02/06", None)]
    assert not desk.dossier("H-1")["in_cohort"]  # paused over its due day: undecided


# ------------------------------------------------------------------------------------------- files of events, alone


def test_letters_alone(desk: Desk) -> None:
    desk.load_dossiers(dossier("H-1"), dossier("H-2"))
    desk.load(desk.write("letter", letter("H-1", issued_on="12/06/2020")))
    assert desk.dossier("H-1")["first_letter_on"] == day("12/06/2020")
    assert pd.isna(desk.dossier("H-2")["first_letter_on"])
    desk.load(desk.write("letter", letter("H-1", issued_on="11/06/2020")))  # corrected: same number
    assert desk.dossier("H-1")["first_letter_on"] == day("11/06/2020")
    assert len(desk.rows("letter")) == 1


def test_pauses_alone(desk: Desk) -> None:
    desk.load_dossiers(dossier("H-1"))
    assert desk.dossier("H-1")["due"] == day("10/06/2020")
    desk.load(desk.write("pause", pause("H-1", resumed_at="05/06/2020 09:00")))
    # Paused on 03 and 04: 10/06 + 2 working days.
    assert desk.dossier("H-1")["due"] == day("12/06/2020")


def test_moves_alone(desk: Desk) -> None:
    desk.load_dossiers(dossier("H-1", due_at="19/06/2020"))
    desk.load(desk.write("promise", move("H-1", reason="Bổ sung giấy tờ")))
    assert promises(desk) == [(day("10/06/2020"), "first", "source"), (day("19/06/2020"), "supplement", "source")]
    assert desk.dossier("H-1")["first_due"] == day("10/06/2020")


def test_steps_alone(desk: Desk) -> None:
    desk.load_dossiers(dossier("H-1"))
    first, second = step("H-1"), step("H-1", step_no="2", stage="Ký duyệt", holder_unit="P1")
    desk.load(desk.write("step", first))
    assert tuple(desk.dossier("H-1")[["stage", "holder_unit_id"]]) == ("processing", "kinh-te")
    summary = desk.load(desk.write("step", first | {"finished_at": "04/06/2020 09:00"}, second))
    assert counts(summary)["total"] == (2, 1, 1, 0, 0)
    assert tuple(desk.dossier("H-1")[["stage", "holder_unit_id"]]) == ("approval", "p01")


# ---------------------------------------------------------------------------------------------------------- cut-offs


@pytest.mark.parametrize(
    ("exported_at", "complete"),
    [
        ("30/06/2020 14:00", "29/06/2020"),  # before closing time: the day is under way
        ("30/06/2020 16:59", "29/06/2020"),
        ("30/06/2020 17:00", "30/06/2020"),  # closing time
        ("30/06/2020 18:00", "30/06/2020"),
    ],
)
def test_the_time_of_export_completes_its_day_or_the_one_before(desk: Desk, exported_at: str, complete: str) -> None:
    summary = desk.load_dossiers(dossier("H-1", exported_at=exported_at))
    assert summary.cut_offs == {"p01": day(complete)}
    stored = desk.rows("source_cut_off").iloc[0]
    assert (stored["last_complete_day"], stored["basis"]) == (day(complete), "export_time")


def test_each_unit_has_its_own(desk: Desk) -> None:
    summary = desk.load_dossiers(
        dossier("H-1", exported_at="26/06/2020 18:00"),
        dossier("H-2", receiving_unit="P2"),
        dossier("H-3", receiving_unit="P3"),
    )
    assert summary.cut_offs == {"p01": day("26/06/2020"), "p02": day("30/06/2020"), "p03": day("30/06/2020")}


def test_an_older_export_takes_nothing_back(desk: Desk) -> None:
    """Only the unit that is behind its own facts is refused; the other one of the same load is taken."""
    desk.load_dossiers(
        dossier("H-1", receiving_unit="P1"), dossier("H-2", receiving_unit="P2", finished_at="20/06/2020 09:00")
    )
    before = desk.rows("source_cut_off").set_index("unit_id")["last_complete_day"].to_dict()
    news = [dossier(f"N-{number}", receiving_unit="P3") for number in range(60)]
    summary = desk.load_dossiers(
        dossier("H-2", receiving_unit="P2", exported_at=JUNE_9, received_at="01/06/2020 08:00"), *news
    )
    assert summary.reasons == {"older_export": 1}
    assert summary.total("new") == 60
    after = desk.rows("source_cut_off").set_index("unit_id")["last_complete_day"].to_dict()
    assert after == before | {"p03": day("30/06/2020")}
    finished = desk.rows("dossier").set_index("dossier_code").loc["H-2", "finished_at"]
    assert finished == dt.datetime(2020, 6, 20, 9)


def test_steps_and_letters_follow_a_dossier_to_another_unit(desk: Desk) -> None:
    path = desk.write("dossier", dossier("H-1", receiving_unit="P1", resolving_unit="P1"))
    desk.load(path, desk.write("letter", letter("H-1")), desk.write("step", step("H-1")))
    desk.load_dossiers(dossier("H-1", receiving_unit="P1", resolving_unit="Phòng Tư pháp"))
    assert set(desk.rows("letter")["resolving_unit_id"]) == {"tu-phap"}
    assert set(desk.rows("step")["receiving_unit_id"]) == {"p01"}


@pytest.mark.parametrize(("hour", "complete"), [(14, "29/06/2020"), (18, "30/06/2020")])
def test_a_time_of_export_given_by_hand(desk: Desk, hour: int, complete: str) -> None:
    path = desk.write("dossier", dossier("H-1"), without=("exported_at",))
    desk.load(path, exported_at=dt.datetime(2020, 6, 30, hour))
    stored = desk.rows("source_cut_off").iloc[0]
    assert (stored["last_complete_day"], stored["basis"]) == (day(complete), "given")


def test_what_happened_after_the_time_given_by_hand_is_refused(desk: Desk) -> None:
    rows = [dossier(f"H-{number}") for number in range(60)]
    late = dossier("LATE", finished_at="30/06/2020 14:01")
    summary = desk.load(
        desk.write("dossier", *rows, late, without=("exported_at",)), exported_at=dt.datetime(2020, 6, 30, 14)
    )
    assert summary.reasons == {"after_export:finished_at": 1}


def test_without_any_time_of_export_it_is_the_day_before_the_newest_event(desk: Desk) -> None:
    newest = dossier("H-2", received_at="02/06/2020 08:00", finished_at="09/06/2020 10:00", due_at="30/06/2020")
    desk.load(desk.write("dossier", dossier("H-1"), newest, without=("exported_at",)))
    stored = desk.rows("source_cut_off").iloc[0]
    # 09/06 may have been under way; due dates are no events.
    assert (stored["last_complete_day"], stored["basis"]) == (day("08/06/2020"), "newest_event")


@pytest.mark.parametrize("first", [True, False])
def test_real_and_invented_data_never_share_a_store(tmp_path: Path, first: bool) -> None:
    desk = Desk(tmp_path)
    one = desk.write("dossier", dossier("H-1"))
    version = load_exports(desk.store, Order(paths=(one,), sample=first)).version
    other = desk.write("dossier", dossier("H-2"))
    with pytest.raises(StoreError, match="the store holds"):
        load_exports(desk.store, Order(paths=(other,), sample=not first))
    assert desk.store.version() == version
    assert list(desk.rows("dossier")["dossier_code"]) == ["H-1"]
