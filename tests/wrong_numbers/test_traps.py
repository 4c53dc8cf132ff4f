"""Ways in which a number comes out wrong without anybody noticing. A test here may be added, never weakened."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from data_access.fetch import fetch
from data_access.viewer import EVERYTHING
from measures import registry
from measures.counts import counts
from measures.measure import Kind, Measure
from measures.members import members
from measures.period import Period
from measures.scope import Scope
from tests.conftest import Addresses
from tests.data_access.desk import Desk, Row, dossier, letter, pause, step

DONE = "Đã xử lý xong"
MAY, JUNE, JULY = "2020-05", "2020-06", "2020-07"
NOTHING = (0, None)


@pytest.fixture
def desk(tmp_path: Path, store_address: Addresses) -> Desk:
    return Desk(tmp_path, store_address())


# ------------------------------------------------------------------- joined rows must not multiply dossiers

# One dossier a ward, so that "at most 1 in each unit" says "each dossier once".
LATE, OPEN, PAUSED, UNDECIDED = "p01", "p02", "p03", "p04"
# In these measures that dossier must be found, else the trap would be empty.
FOUND_IN = {
    "received": {LATE, OPEN, PAUSED, UNDECIDED},
    "overdue_rate": {LATE, OPEN},
    "late_of_finished": {LATE},
    "days_late_median": {LATE},
    "supplement_rate": {LATE},
    "repeat_supplement_rate": {LATE},
    "backlog": {OPEN, PAUSED, UNDECIDED},
    "overdue_open": {OPEN},
    "paused_open": {PAUSED, UNDECIDED},
    "undecided": {UNDECIDED},
    "uncollected": {LATE},
    "intake_late_rate": {LATE, OPEN, PAUSED, UNDECIDED},  # submitted Fri 29/05 07:45, received Mon 01/06 08:00
}
WHOLE_JUNE = Scope(Period.parse(JUNE), units=(), certification=True)


def crowded(unit: str, **cells: str) -> dict[str, list[Row]]:
    """A dossier of ``unit`` with two letters, three steps not finished and two pauses that are over."""
    own = {"receiving_unit": unit.upper(), "channel": "2", "submitted_at": "29/05/2020 07:45"}
    return {
        "dossier": [dossier(unit, **own, **cells)],
        "letter": [letter(unit, letter_no=number) for number in ("1", "2")],
        "step": [step(unit, step_no=number) for number in ("1", "2", "3")],
        "pause": [
            pause(unit, started_at="02/06/2020 09:00", resumed_at="03/06/2020 09:00"),
            pause(unit, started_at="03/06/2020 09:00", resumed_at="04/06/2020 09:00"),
        ],
    }


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory, module_address: Addresses) -> Desk:
    """Due 10/06 + 2 working days paused (02, 03) = 12/06, PAUSED 30/06 + 2 = 02/07: after T."""
    desk = Desk(tmp_path_factory.mktemp("crowd"), module_address())
    cases = {
        LATE: crowded(LATE, finished_at="19/06/2020 09:00", status=DONE),
        OPEN: crowded(OPEN),
        PAUSED: crowded(PAUSED, due_at="30/06/2020", status="Yêu cầu bổ sung giấy tờ"),
        UNDECIDED: crowded(UNDECIDED, status="Yêu cầu bổ sung giấy tờ"),
    }
    # Two pauses that lie over each other and go on until today.
    cases[PAUSED]["pause"] += [
        pause(PAUSED, started_at="29/06/2020 09:00"),
        pause(PAUSED, started_at="29/06/2020 10:00"),
    ]
    cases[UNDECIDED]["pause"] += [pause(UNDECIDED, started_at=f"{day}/06/2020 09:00") for day in ("11", "12")]
    kinds = ("dossier", "pause", "step", "letter")
    files = [desk.write(kind, *(row for rows in cases.values() for row in rows[kind])) for kind in kinds]
    assert desk.load(*files).reasons == {}
    return desk


def dossiers_by_unit(desk: Desk, measure: Measure) -> list[dict[str, float]]:
    """How many dossiers a measure counts in each unit: above the line, and below where there is a below."""
    frame = counts(desk.store, [measure], ["unit"], WHOLE_JUNE, EVERYTHING, desk.store.version()).set_index("unit")
    counted = [] if measure.value is not None else [frame["numerator"]]
    counted += [frame["denominator"].dropna()]
    return [part.to_dict() for part in counted]


@pytest.mark.parametrize("key", [key for key in registry.known_keys() if registry.get(key).counts == "dossier"])
def test_each_dossier_counts_once_whatever_hangs_on_it(crowd: Desk, key: str) -> None:
    measure = registry.get(key)
    for counted in dossiers_by_unit(crowd, measure):
        assert set(counted.values()) <= {0, 1}, counted
    for part in ("numerator", "denominator") if measure.kind is Kind.RATIO else ("numerator",):
        listed = fetch(crowd.store, members(measure, part, WHOLE_JUNE, EVERYTHING))["dossier_code"]
        assert listed.is_unique, part
    above = dossiers_by_unit(crowd, measure)[0]
    if key in FOUND_IN:
        assert {unit for unit, number in above.items() if number} == FOUND_IN[key]


def test_the_crowd_is_looked_for_in_measures_that_exist() -> None:
    assert set(FOUND_IN) <= set(registry.MEASURES)


def test_sums_are_not_multiplied_either(crowd: Desk) -> None:
    # Due Fri 12/06, finished Fri 19/06: 15, 16, 17, 18, 19 = 5 working days late, whatever hangs on the dossier.
    assert crowd.count("days_late_total", JUNE) == (5, 1)
    # Together: 2 late of 2 that came due (LATE, OPEN); UNDECIDED is paused on its due day, PAUSED due in July.
    assert crowd.count("overdue_rate", JUNE) == (2, 2)


# ---------------------------------------------------------------------------------------- edges of a period

EDGES = {
    # why: (due date, the only period in which the dossier came due)
    "first day of the month": ("01/06/2020", JUNE),
    "last day of the month": ("30/06/2020 23:59", JUNE),
    "the day before the first": ("29/05/2020", MAY),  # Friday, the last working day of May
    "Sunday, last day of May, counts on Monday": ("31/05/2020", JUNE),
    "Saturday before, too": ("30/05/2020 08:00", JUNE),
    "first day of the next month": ("01/07/2020", JULY),
}


def test_a_dossier_comes_due_in_exactly_one_month(desk: Desk) -> None:
    wards = {why: f"p{number:02}" for number, why in enumerate(EDGES, start=1)}
    seen = {"received_at": "04/05/2020 08:00", "exported_at": "31/07/2020 18:00"}
    desk.load_dossiers(*(dossier(why, receiving_unit=wards[why], due_at=EDGES[why][0], **seen) for why in EDGES))
    for why, (_, month) in EDGES.items():
        for period in (MAY, JUNE, JULY):
            counted = desk.count("overdue_rate", period, units=(wards[why],))
            assert counted == ((1, 1) if period == month else NOTHING), (why, period)
    assert desk.count("overdue_rate", "2020") == (len(EDGES), len(EDGES))


@pytest.mark.parametrize(
    ("finished", "late"),
    [
        ("30/06/2020 23:59", 0),  # on the due day, after closing time: on time, for days are compared
        ("01/07/2020 00:00", 1),  # the first minute of the next day
    ],
)
def test_the_last_minute_of_the_due_day(desk: Desk, finished: str, late: int) -> None:
    row = dossier("H-1", due_at="30/06/2020 17:00", finished_at=finished, status=DONE, exported_at="31/07/2020 18:00")
    desk.load_dossiers(row)
    assert desk.count("overdue_rate", JUNE) == (late, 1)


@pytest.mark.parametrize(
    ("finished", "late"),
    [
        ("01/06/2020 17:00", 0),  # due Sat 30/05, which counts on Mon 01/06: finished then is on time
        ("02/06/2020 08:00", 1),
    ],
)
def test_a_due_date_on_a_day_off_counts_on_the_next_working_day(desk: Desk, finished: str, late: int) -> None:
    row = dossier("H-1", received_at="04/05/2020 08:00", due_at="30/05/2020", finished_at=finished, status=DONE)
    desk.load_dossiers(row)
    assert desk.count("overdue_rate", JUNE) == (late, 1)
    assert desk.dossier("H-1")["exported_due_at"].date() == dt.date(2020, 5, 30)  # the raw date is kept


# ------------------------------------------------------------------------------------------- how lateness hides


def test_open_and_late_is_late(desk: Desk) -> None:
    """The trap: a rate over finished dossiers only improves while the late ones stay open."""
    desk.load_dossiers(
        dossier("OPEN"),  # due 10/06, not finished
        dossier("KEPT", finished_at="09/06/2020 10:00", status=DONE),
    )
    assert desk.count("overdue_rate", JUNE) == (1, 2)
    assert desk.count("overdue_rate.open", JUNE) == (1, None)
    assert desk.count("overdue_of_open", JUNE) == (1, 1)
    assert desk.count("late_of_finished", JUNE) == (0, 1)
    # On the due day itself it is open and its day has come, so D holds it: O with due <= T.
    assert desk.count("overdue_of_open", JUNE, as_of=dt.date(2020, 6, 9)) == (0, 1)
    assert desk.count("overdue_of_open", JUNE, as_of=dt.date(2020, 6, 10)) == (1, 1)
    # Which is why "due soon" ends on the day before: S has T < due <= T + 3 working days (05, 08, 09 | 10/06).
    days = {day: desk.count("due_soon", JUNE, as_of=dt.date(2020, 6, day))[0] for day in (4, 5, 9, 10)}
    assert days == {4: 0, 5: 2, 9: 1, 10: 0}  # KEPT is finished on the 9th


@pytest.mark.parametrize(
    ("exported", "counted"),
    [
        ("10/06/2020 18:00", (1, 1)),  # the due day is complete: open at its close is a breach
        ("10/06/2020 14:00", NOTHING),  # complete until the 9th: it may still be finished today
        ("09/06/2020 18:00", NOTHING),
    ],
)
def test_what_comes_due_after_the_cut_off_is_in_no_rate(desk: Desk, exported: str, counted: tuple) -> None:
    desk.load_dossiers(dossier("H-1", exported_at=exported))
    assert desk.count("overdue_rate", JUNE) == counted
    assert desk.count("came_due", JUNE)[0] == counted[0]
    assert desk.count("backlog", JUNE) == (1, None)  # it is there all the same


def test_a_collection_is_no_finish(desk: Desk) -> None:
    """Collected on the 20th, the finish not entered: neither on time nor late, and counted beside the rate."""
    desk.load_dossiers(
        dossier("COLLECTED", returned_at="20/06/2020 09:00", status="Đã trả kết quả"),
        dossier("IN-TIME", returned_at="09/06/2020 09:00", status="Đã trả kết quả"),
        dossier("DONE", status=DONE),
    )
    assert desk.count("overdue_rate", JUNE) == NOTHING
    assert desk.count("finish_unknown", JUNE) == (3, None)
    assert desk.count("backlog", JUNE) == NOTHING


def test_late_collection_of_what_was_finished_in_time_is_not_late(desk: Desk) -> None:
    desk.load_dossiers(
        dossier("H-1", finished_at="09/06/2020 09:00", returned_at="25/06/2020 09:00", status="Đã trả kết quả")
    )
    assert desk.count("overdue_rate", JUNE) == (0, 1)


# --------------------------------------------------------------------------- statuses 1 and 3: intake measures only

INTAKE_MEASURES = {
    "rejection_rate",
    "intake_late_rate",
    "intake_waiting",
    "intake_waiting.over",
    "intake_waiting.within",
}
CODES = "codes_of_other_shape"  # it looks at the number of receipt alone, whatever became of the dossier
DATES = {
    "submitted_at": "29/05/2020 09:00",
    "received_at": "01/06/2020 08:00",
    "due_at": "10/06/2020",
    "finished_at": "15/06/2020 09:00",
    "returned_at": "16/06/2020 09:00",
}


@pytest.fixture(scope="module")
def at_the_door(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Status 1 and 3 with every date, as if open, as if only collected; with all that can hang on it."""
    desk = Desk(tmp_path_factory.mktemp("door"))
    unfinished = {**DATES, "finished_at": "", "returned_at": ""}
    rows = [
        dossier(f"{status}-{name}", status=status, channel="2", **dates)
        for status in ("1", "3")
        for name, dates in (("finished", DATES), ("open", unfinished), ("collected", {**DATES, "finished_at": ""}))
    ]
    codes = [row["dossier_code"] for row in rows]
    desk.load(
        desk.write("dossier", *rows),
        desk.write("pause", *(pause(code) for code in codes)),
        desk.write("step", *(step(code) for code in codes)),
        desk.write("letter", *(letter(code) for code in codes)),
    )
    assert len(desk.rows("dossier")) == len(rows)
    return desk


@pytest.mark.parametrize("key", [key for key in registry.known_keys() if key not in (*INTAKE_MEASURES, CODES)])
def test_status_1_and_3_are_counted_in_intake_measures_only(at_the_door: Desk, key: str) -> None:
    for period in (MAY, JUNE, "2020"):
        assert at_the_door.count(key, period) == NOTHING, period


def test_the_intake_measures_do_count_them(at_the_door: Desk) -> None:
    # All 6 were submitted on Fri 29/05; 3 of them have status 3.
    assert at_the_door.count("rejection_rate", MAY) == (3, 6)
    # 8 working hours after Fri 29/05 09:00 is Mon 01/06 09:00; all were received at 08:00.
    assert at_the_door.count("intake_late_rate", JUNE) == (0, 6)
