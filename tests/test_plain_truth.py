"""The plain truth against the worked cases of COUNTING, with the arithmetic shown, and against its own promises.

June 2020: the 1st is a Monday, the 10th a Wednesday, no public holiday. 30/04 and 01/05/2020 are holidays, a Thursday
and a Friday; so is Thursday 02/04/2020.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from tests import plain_truth as plain
from tests.district import (
    District,
    Dossier,
    Letter,
    Move,
    Pause,
    check_valid,
    districts,
    random_district,
    write_exports,
)

JUNE = (date(2020, 6, 1), date(2020, 6, 30))
JULY = (date(2020, 7, 1), date(2020, 7, 31))
TODAY = date(2020, 8, 15)
RULES: tuple[plain.Rule, ...] = ("day", "instant")

# Counted on a day that nothing later changes (D6): days add up to months.
FLOWS = (
    *("overdue_rate", "late_of_finished", "late_against_first_promise", "intake_late_rate", "rejection_rate"),
    *("withdrawal_rate", "supplement_rate", "repeat_supplement_rate"),
    *("received", "finished", "came_due", "no_due_date", "finish_unknown", "withdrawn", "stopped"),
)

PARTS = ("finished_late", "open", "ended_after")

random_districts = given(district=districts(max_size=25))
few = settings(max_examples=40, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))


def at(day: int, month: int = 6, hour: int = 9, minute: int = 0) -> datetime:
    """A moment of 2020."""
    return datetime(2020, month, day, hour, minute)


def make(due: date | None, **given_facts: object) -> Dossier:
    """A dossier of Phường 10, received on 01/06 unless told otherwise; the status follows from the dates."""
    facts = {"code": "A", "receiving": "p10", "resolving": "p10", "area": "p10", "procedure": "1.001193"}
    status = 9 if given_facts.get("finished") else 7 if given_facts.get("ended") else 4
    defaults: dict[str, object] = {**facts, "channel": 1, "status": status, "received": at(1)}
    return Dossier(due=due, **{**defaults, **given_facts})  # type: ignore[arg-type]


def one(dossier: Dossier, moves: tuple[Move, ...] = (), pauses: tuple[Pause, ...] = ()) -> District:
    """A district of one dossier, exported long after."""
    return District((dossier,), moves, pauses, (), {dossier.receiving: at(31, 8, 18)})


def holds(key: str, district: District, period: tuple[date, date], as_of: date = TODAY) -> bool:
    """Whether the one dossier stands in the numerator (or the count)."""
    return bool(plain.measure(key, district, *period, as_of)[0])


def move(set_at: datetime, old: date, new: date, reason: str = "other") -> Move:
    """A move of the one dossier."""
    return Move("A", set_at, old, new, reason)


# ----------------------------------------------------------------------------------------------- calendar, cut-off


def test_working_days_skip_weekends_and_holidays() -> None:
    """Wed 29/04 -> Thu 30/04 and Fri 01/05 off, Sat, Sun -> Mon 04/05: one working day lies between."""
    assert plain.working_days_between(date(2020, 4, 29), date(2020, 5, 4)) == 1
    assert plain.working_days_between(date(2020, 5, 4), date(2020, 4, 29)) == -1
    assert plain.next_working(date(2020, 4, 30)) == date(2020, 5, 4)
    assert plain.add_working_days(date(2020, 4, 29), 3) == date(2020, 5, 6)
    assert not plain.is_working(date(2020, 4, 2))


def test_pause_days_are_start_to_the_day_before_resumption() -> None:
    """10, 11, 12/06 are paused by a pause 10/06-15/06; a weekend alone counts nothing."""
    assert plain.working_days_from_until(date(2020, 6, 10), date(2020, 6, 15)) == 3
    assert plain.working_days_from_until(date(2020, 6, 13), date(2020, 6, 15)) == 0


def test_an_export_completes_its_day_at_closing_time() -> None:
    """At 17:00 the day is complete; at 16:59 only the day before."""
    assert plain.last_complete_day(at(26, hour=17)) == date(2020, 6, 26)
    assert plain.last_complete_day(at(26, hour=16, minute=59)) == date(2020, 6, 25)


# ------------------------------------------------------------------------------------- worked cases of section 7


def test_late_finish_stays_in_the_month_of_its_promise() -> None:
    """Due 30/06, finished 02/07: in C and B of June, seen on 30/06 and today; never in July's C."""
    district = one(make(at(30, hour=17), finished=at(2, 7)))
    assert holds("overdue_rate", district, JUNE, as_of=date(2020, 6, 30))
    assert holds("overdue_rate.open", district, JUNE, as_of=date(2020, 6, 30))
    assert holds("overdue_rate", district, JUNE)
    # T of June is 30/06 whenever one looks: the dossier was open at its close.
    assert holds("overdue_rate.open", district, JUNE)
    assert not holds("came_due", district, JULY)
    assert holds("late_of_finished", district, JULY)
    # From Tue 30/06 to Thu 02/07: 01/07, 02/07.
    assert plain.value("days_late_total", district, *JULY, TODAY) == 2


def test_breach_is_never_undone_by_a_later_move() -> None:
    """Due 10/06; moved on 12/06 to 30/06; finished 28/06: B of June, promise 10/06."""
    dossier = make(at(30), finished=at(28))
    moves = (move(at(12), at(10), at(30)),)
    seen = plain.judged(dossier, moves, (), "day")
    assert (seen.due, seen.breached) == (date(2020, 6, 10), True)
    assert holds("overdue_rate", one(dossier, moves), JUNE)


def test_move_before_the_due_day_replaces_the_promise() -> None:
    """Due 10/06; moved on 08/06 to 20/06 (Sat, rolls to Mon 22/06) by supplement; finished 19/06: C, not B."""
    dossier = make(at(20), finished=at(19))
    moves = (move(at(8), at(10), at(20), "supplement"),)
    seen = plain.judged(dossier, moves, (), "day")
    assert (seen.due, seen.set_on) == (date(2020, 6, 22), date(2020, 6, 8))
    assert seen.in_cohort
    assert not seen.breached


def test_pause_over_the_due_day_moves_it_by_the_working_days_paused() -> None:
    """Due 10/06; paused 10/06-15/06; finished 01/08: three days paused, due 10 + (11, 12, 15) = 15/06, computed, B."""
    dossier = make(at(10, hour=17), finished=at(1, 8))
    pauses = (Pause("A", at(10), at(15), "supplement"),)
    seen = plain.judged(dossier, (), pauses, "day")
    assert (seen.due, seen.due_at, seen.computed) == (date(2020, 6, 15), at(15, hour=17), True)
    assert seen.breached
    assert holds("overdue_rate", one(dossier, (), pauses), JUNE)
    # As known on 12/06 it was paused on its due day and not resumed: undecided, in no rate.
    assert holds("undecided", one(dossier, (), pauses), JUNE, as_of=date(2020, 6, 12))
    assert not holds("came_due", one(dossier, (), pauses), JUNE, as_of=date(2020, 6, 12))


@pytest.mark.parametrize(("day", "in_c", "ended_after"), [(10, False, False), (21, True, True)])
def test_withdrawal_on_or_after_the_due_day(day: int, in_c: bool, ended_after: bool) -> None:
    """Due 10/06; withdrawn 10/06: not in C; withdrawn 21/06: in B, part "ended after"."""
    district = one(make(at(10), ended=at(day)))
    assert holds("came_due", district, JUNE) == in_c
    assert holds("overdue_rate.ended_after", district, JUNE) == ended_after
    assert holds("withdrawn", district, JUNE)


def test_received_and_finished_on_the_due_day() -> None:
    """Received, due and finished on 10/06, the finish at 17:40 after a due time of 17:00: C, not B."""
    district = one(make(at(10, hour=17), received=at(10, hour=8), finished=at(10, hour=17, minute=40)))
    assert holds("came_due", district, JUNE)
    assert not holds("overdue_rate", district, JUNE)
    # A source that compares clock times calls it late, by no working day.
    assert plain.measure("overdue_rate", district, *JUNE, TODAY, "instant") == (["A"], ["A"])
    assert plain.value("days_late_total", district, *JUNE, TODAY, "instant") == 0


def test_letter_for_the_first_promise_is_no_letter_for_the_second() -> None:
    """Letter 08/06 for 10/06; moved on 09/06 to 20/06; breached: the promise of 09/06 has no letter."""
    dossier = make(at(20), finished=at(25))
    moves = (move(at(9), at(10), at(20)),)
    letters = [Letter("A", "1", date(2020, 6, 8), date(2020, 6, 8), date(2020, 6, 20))]
    seen = plain.judged(dossier, moves, (), "day")
    assert seen.breached
    assert plain.first_letter(seen, letters) is None
    assert plain.first_letter(plain.judged(dossier, (), (), "day"), letters) is letters[0]


def test_draft_late_letter_and_two_letters() -> None:
    """A draft is none; of two issued letters the first counts, once, though issued after finishing late."""
    seen = plain.judged(make(at(10), finished=at(15)), (), (), "day")
    draft = Letter("A", "1", None, date(2020, 6, 9), None)
    first = Letter("A", "2", date(2020, 6, 18), date(2020, 6, 16), None)
    second = Letter("A", "3", date(2020, 6, 22), None, None)
    assert plain.first_letter(seen, [draft]) is None
    assert plain.first_letter(seen, [second, draft, first]) is first
    assert first.issued_on is not None
    assert seen.due is not None
    assert first.issued_on > seen.due  # not on time
    assert plain.first_letter(seen, [first], by=date(2020, 6, 17)) is None


def test_a_unit_that_stopped_exporting_is_counted_to_its_own_day() -> None:
    """One unit exports until 26/06, another until 30/06; both have a dossier due on 29/06: only one is in a rate."""
    silent, telling = make(at(29)), make(at(29), code="B", receiving="p09")
    district = District((silent, telling), exported_at={"p10": at(26, hour=18), "p09": at(30, hour=18)})
    assert plain.counted_to(district, "p10", JUNE[1], TODAY) == date(2020, 6, 26)
    assert plain.counted_to(district, "p09", JUNE[1], TODAY) == date(2020, 6, 30)
    assert plain.measure("overdue_rate", district, *JUNE, TODAY) == (["B"], ["B"])
    assert plain.measure("backlog", district, *JUNE, TODAY) == (["A", "B"], [])


# --------------------------------------------------------------------------------------- decisions, one by one


def test_move_on_the_due_day_is_in_time_by_days_not_by_clock() -> None:
    """D1. Due 10/06 09:00, moved 10/06 14:00 to 20/06, finished 18/06: kept by days; by clock 09:00 had passed."""
    dossier, moves = make(at(20), finished=at(18)), (move(at(10, hour=14), at(10), at(20)),)
    assert not plain.judged(dossier, moves, (), "day").breached
    assert plain.judged(dossier, moves, (), "instant").due == date(2020, 6, 10)
    assert plain.judged(dossier, moves, (), "instant").breached


def test_promises_set_after_the_dossier_left_never_decide() -> None:
    """D2. Due 10/06, finished 05/06, "moved" on 08/06 to 30/06: the promise stays 10/06."""
    seen = plain.judged(make(at(30), finished=at(5)), (move(at(8), at(10), at(30)),), (), "day")
    assert seen.due == date(2020, 6, 10)


def test_pause_before_the_due_day_moves_it_too() -> None:
    """D3. Due Wed 17/06; paused Mon 08/06-Wed 10/06 (08, 09 = two days): due Fri 19/06."""
    seen = plain.judged(make(at(17)), (), (Pause("A", at(8), at(10, hour=8), "payment"),), "day")
    assert (seen.due, seen.computed, seen.set_on) == (date(2020, 6, 19), True, date(2020, 6, 10))


def test_new_date_of_the_source_stops_the_computed_one() -> None:
    """D3. Paused 10/06-15/06; the source sets 18/06 on 12/06: due 18/06, nothing computed."""
    pauses = (Pause("A", at(10), at(15, hour=8), "supplement"),)
    seen = plain.judged(make(at(18)), (move(at(12), at(10), at(18)),), pauses, "day")
    assert (seen.due, seen.computed) == (date(2020, 6, 18), False)


def test_date_set_in_a_pause_and_due_in_it_moves_by_the_days_since_it_was_set() -> None:
    """D3. Paused Mon 08/06-Mon 15/06; on Wed 10/06 moved to Fri 12/06: 10, 11, 12 = three days after 12/06: 17/06."""
    pauses = (Pause("A", at(8), at(15, hour=8), "supplement"),)
    seen = plain.judged(make(at(12)), (move(at(10), at(10), at(12)),), pauses, "day")
    assert (seen.due, seen.computed) == (date(2020, 6, 17), True)


def test_date_set_after_the_computed_one_was_breached_undoes_nothing() -> None:
    """Due and paused 10/06-12/06 (two days): computed due 12/06. A move on 18/06 comes after that breach."""
    pauses = (Pause("A", at(10), at(12, hour=8), "supplement"),)
    dossier, moves = make(at(30), finished=at(29)), (move(at(18), at(10), at(30)),)
    for by in (date(2020, 6, 16), plain.ALWAYS):
        seen = plain.judged(dossier, moves, pauses, "day", by)
        assert (seen.due, seen.breached, seen.computed) == (date(2020, 6, 12), True, True)


def test_leaving_while_paused_ends_the_pause() -> None:
    """D3. Due 10/06; paused since 10/06; finished 15/06 while paused: computed due 15/06, kept."""
    pauses = (Pause("A", at(10), at(30), "supplement"),)
    seen = plain.judged(make(at(10, hour=17), finished=at(15)), (), pauses, "day")
    assert (seen.due, seen.in_cohort, seen.breached) == (date(2020, 6, 15), True, False)


def test_pause_after_the_breach_moves_nothing() -> None:
    """D4. Due 10/06, paused 11/06-15/06: due stays 10/06, breached, flagged."""
    seen = plain.judged(make(at(10)), (), (Pause("A", at(11), at(15), "payment"),), "day")
    assert (seen.due, seen.breached, seen.paused_after_breach) == (date(2020, 6, 10), True, True)


def test_first_promise_forgives_no_move_but_leaves_out_a_covered_due_day() -> None:
    """D5. Moved in time and kept: late against the first promise. First due day paused: in no cohort of it."""
    dossier = make(at(22), finished=at(19))
    moved = one(dossier, (move(at(8), at(10), at(22)),))
    assert holds("late_against_first_promise", moved, JUNE)
    assert not holds("overdue_rate", moved, JUNE)
    paused = one(make(at(10), finished=at(19)), (), (Pause("A", at(9), at(15, hour=8), "payment"),))
    assert plain.measure("late_against_first_promise", paused, *JUNE, TODAY) == ([], [])


def test_due_day_off_rolls_and_keeps_its_clock() -> None:
    """Due Thu 30/04 11:30: the 30th and 01/05 are holidays, then a weekend: Mon 04/05 11:30. A plain date: 23:59:59."""
    timed = plain.judged(make(at(30, 4, 11, 30), received=at(1, 4)), (), (), "day")
    assert timed.due_at == at(4, 5, 11, 30)
    plain_date = plain.judged(make(date(2020, 4, 30), received=at(1, 4)), (), (), "day")
    assert plain_date.due_at == datetime(2020, 5, 4, 23, 59, 59)


def test_pause_covers_by_clock_under_instant() -> None:
    """Due 10/06 11:30, paused 10/06 14:00: by days the pause covers the due day, by clock it came too late."""
    dossier, pauses = make(at(10, hour=11, minute=30)), (Pause("A", at(10, hour=14), None, "payment"),)
    assert plain.judged(dossier, (), pauses, "day").undecided
    assert plain.judged(dossier, (), pauses, "instant").breached


@pytest.mark.parametrize(
    ("submitted", "due"),
    [
        (at(5, hour=10), at(8, hour=10)),  # Fri 10:00: 1 h 30 + 4 h, 2 h 30 are left for Mon 07:30 -> 10:00
        (at(5, hour=17), at(8, hour=17)),  # the end of Friday: the whole of Monday
        (at(6, hour=20), at(8, hour=17)),  # Saturday evening: the whole of Monday
        (at(8, hour=7, minute=30), at(8, hour=17)),  # the start of a day is the end of the day before
        (at(8, hour=6), at(8, hour=17)),
        (at(8, hour=11, minute=30), at(9, hour=11, minute=30)),
    ],
)
def test_eight_working_hours(submitted: datetime, due: datetime) -> None:
    """D10: the same point of the next working day."""
    assert plain.intake_due(submitted) == due


def test_intake_counts_what_was_never_accepted() -> None:
    """Three submissions of Fri 05/06 10:00 (due Mon 10:00): accepted at 10:00, at 10:01, never. Two of three late."""
    sent = {"submitted": at(5, hour=10), "channel": 2}
    dossiers = (
        make(at(30), code="A", received=at(8, hour=10), **sent),
        make(at(30), code="B", received=at(8, hour=10, minute=1), **sent),
        make(None, code="C", received=None, status=1, **sent),
    )
    district = District(dossiers, exported_at={"p10": at(31, 8, 18)})
    assert plain.measure("intake_late_rate", district, *JUNE, TODAY) == (["B", "C"], ["A", "B", "C"])
    assert plain.value("intake_late_rate", district, *JUNE, TODAY) == Fraction(2, 3)
    assert plain.measure("intake_late_rate", district, *JUNE, as_of=date(2020, 6, 7)) == ([], [])


def test_statuses_one_and_three_are_counted_in_intake_only() -> None:
    """A refused dossier with every date set: one rejection of one application, and nothing else."""
    district = one(make(at(10), status=3, finished=at(15), returned=at(16)))
    counted = {key for key in plain.KEYS if any(plain.measure(key, district, *JUNE, TODAY))}
    assert counted == {"rejection_rate"}
    assert plain.value("rejection_rate", district, *JUNE, TODAY) == 1


def test_unknown_finish_is_in_no_rate_and_no_stock() -> None:
    """Received 01/06, due 10/06, collected 12/06, no day of finish: received and submitted, missing from C."""
    district = one(make(at(10), status=10, returned=at(12)))
    counted = {key for key in plain.KEYS if any(plain.measure(key, district, *JUNE, TODAY))}
    denominators = {"rejection_rate", "online_share", "online_share_eligible"}  # as a submission, as received
    assert counted == {"received", "finish_unknown", *denominators}


def test_age_of_an_overdue_dossier() -> None:
    """Due Fri 12/06: on Saturday late by less than one working day (0), on Monday 1, on Wednesday 3."""
    district = one(make(at(12)))
    ages = [plain.age_of_overdue("A", district, date(2020, 6, day)) for day in (11, 12, 13, 15, 17)]
    assert ages == [None, 0, 0, 1, 3]


def test_due_soon_leaves_out_today_and_the_paused() -> None:
    """T = Wed 10/06; due 10 (today), 11, 15 (third working day), 16, and 11 but paused: two are due soon."""
    days = {"A": 10, "B": 11, "C": 15, "D": 16, "E": 11}
    dossiers = tuple(make(at(day), code=code, status=5 if code == "E" else 4) for code, day in days.items())
    pauses = (Pause("E", at(9), None, "supplement"),)
    district = District(dossiers, (), pauses, (), {"p10": at(10, hour=18)})
    assert plain.measure("due_soon", district, *JUNE, TODAY)[0] == ["B", "C"]
    assert plain.measure("paused_open", district, *JUNE, TODAY)[0] == ["E"]


def test_nearest_rank() -> None:
    """Of 1, 2, 3, 10: the median is the 2nd (2/4 = 50 %), the 90th percentile the 4th; of nothing there is none."""
    assert plain.nearest_rank([10, 1, 3, 2], 50) == 2
    assert plain.nearest_rank([10, 1, 3, 2], 90) == 10
    assert plain.nearest_rank([], 50) is None


def test_supplements_of_those_that_left() -> None:
    """Three left: none, one, two supplements (a payment is none). 2 of 3 with one, 1 of 2 again."""
    dossiers = tuple(make(at(30), code=code, finished=at(20)) for code in "ABC")
    pauses = (
        Pause("A", at(2), at(3), "payment"),
        Pause("B", at(2), at(3), "supplement"),
        Pause("C", at(2), at(3), "supplement"),
        Pause("C", at(4), at(5), "supplement"),
    )
    district = District(dossiers, (), pauses, (), {"p10": at(31, 8, 18)})
    assert plain.measure("supplement_rate", district, *JUNE, TODAY) == (["B", "C"], ["A", "B", "C"])
    assert plain.measure("repeat_supplement_rate", district, *JUNE, TODAY) == (["C"], ["B", "C"])


def test_filter_by_role_channel_and_certification() -> None:
    """An empty channel is the counter; certification can be left out; each role is its own."""
    dossiers = (
        make(at(10), code="A", channel=None),
        make(at(10), code="B", procedure="2.000815"),
        make(at(10), code="C", channel=2, resolving="ldtbxh", area="p09"),
    )
    district = District(dossiers, exported_at={"p10": at(31, 8, 18)})
    chosen = {
        plain.Filter(channels=frozenset({1})): ["A", "B"],
        plain.Filter(certification=False): ["A", "C"],
        plain.Filter("resolving", frozenset({"ldtbxh"})): ["C"],
        plain.Filter("area", frozenset({"p10"})): ["A", "B"],
        plain.Filter(fields=frozenset({"Hộ tịch"}), procedures=frozenset({"1.001193"})): ["A", "C"],
    }
    for keep, codes in chosen.items():
        assert plain.measure("received", district, *JUNE, TODAY, keep=keep)[0] == codes


# ------------------------------------------------------------------------------------------ what must always hold


def days_of(district: District) -> Iterator[date]:
    """Every day on which something of the district can be counted."""
    day, last = date(2020, 2, 25), max(moment.date() for moment in district.exported_at.values())
    while day <= last:
        yield day
        day += timedelta(days=1)


@few
@random_districts
def test_random_districts_are_valid(district: District) -> None:
    """The loader may rely on them."""
    check_valid(district)


@pytest.mark.parametrize("rule", RULES)
@few
@random_districts
def test_parts_sum_to_b(district: District, rule: plain.Rule) -> None:
    """B = finished late + still open + ended after the breach, over all periods and in a month seen midway."""
    for start, end in ((date(2020, 1, 1), date(2020, 12, 31)), (date(2020, 4, 1), date(2020, 4, 30))):
        whole = plain.measure("overdue_rate", district, start, end, end, rule)[0]
        parts = [plain.measure(f"overdue_rate.{part}", district, start, end, end, rule)[0] for part in PARTS]
        assert sorted(code for codes in parts for code in codes) == whole


@pytest.mark.parametrize("rule", RULES)
@few
@random_districts
def test_days_sum_to_the_whole_whatever_day_one_looks_from(district: District, rule: plain.Rule) -> None:
    """D6: each day, counted on that very day, adds up to the whole period counted at the end; each code once."""
    days = list(days_of(district))
    seen_then = {day: plain.views(district, day, day, day, rule, plain.EVERYTHING) for day in days}
    seen_last = plain.views(district, days[0], days[-1], days[-1], rule, plain.EVERYTHING)
    for key in FLOWS:
        for member in plain.RATES.get(key) or (plain.COUNTS[key],):
            daily = [view.dossier.code for day in days for view in seen_then[day] if member(view)]
            assert sorted(daily) == sorted(view.dossier.code for view in seen_last if member(view)), key


@few
@random_districts
def test_stocks_fit_into_each_other(district: District) -> None:
    """D, S, P and the undecided are open; S, P and D without pause do not meet; what is undecided is not in D."""
    for day in list(days_of(district))[::7]:
        stock = {key: set(plain.measure(key, district, day, day, day)[0]) for key in plain.STOCKS}
        for key in ("overdue_open", "due_soon", "paused_open", "undecided"):
            assert stock[key] <= stock["backlog"]
        assert not stock["due_soon"] & (stock["paused_open"] | stock["overdue_open"])
        assert stock["undecided"] <= stock["paused_open"] - stock["overdue_open"]
        assert not stock["uncollected"] & stock["backlog"]


@pytest.mark.parametrize("rule", RULES)
@few
@random_districts
def test_every_open_breach_is_in_the_stock(district: District, rule: plain.Rule) -> None:
    """D is the part "still open" of B over all periods."""
    period = (date(2020, 1, 1), date(2020, 12, 31))
    still_open = plain.measure("overdue_rate.open", district, *period, TODAY, rule)[0]
    assert plain.measure("overdue_open", district, *period, TODAY, rule)[0] == still_open


@few
@random_districts
def test_a_breach_by_days_is_a_breach_by_clock(district: District) -> None:
    """Late by calendar days is late by the clock too, as long as nothing is paused."""
    for dossier in district.dossiers:
        moves = [one_move for one_move in district.moves if one_move.code == dossier.code]
        if plain.judged(dossier, moves, (), "day").breached:
            assert plain.judged(dossier, moves, (), "instant").breached


def test_edges_do_occur() -> None:
    """The random districts reach what they are for: every state, counted somewhere in three hundred of them."""
    reached: dict[str, int] = dict.fromkeys((*plain.KEYS, "computed", "after breach", "rules differ"), 0)
    for seed in range(300):
        district = random_district(seed, 60)
        seen = plain.views(district, date(2020, 1, 1), date(2020, 12, 31), TODAY, "day", plain.EVERYTHING)
        by_clock = plain.views(district, date(2020, 1, 1), date(2020, 12, 31), TODAY, "instant", plain.EVERYTHING)
        starts = date(2020, 3, 12), date(2020, 5, 11)
        later = [v for day in starts for v in plain.views(district, day, JUNE[1], TODAY, "day", plain.EVERYTHING)]
        for key in (*plain.RATES, *plain.COUNTS):
            member = plain.RATES[key][0] if key in plain.RATES else plain.COUNTS[key]
            reached[key] += sum(1 for view in (later if key.endswith("due_before") else seen) if member(view))
        reached["computed"] += sum(1 for view in seen if view.now.computed)
        reached["after breach"] += sum(1 for view in seen if view.now.paused_after_breach)
        reached["rules differ"] += sum(1 for a, b in zip(seen, by_clock, strict=True) if a.now.due != b.now.due)
    rare = {key: number for key, number in reached.items() if number < 10 and key not in plain.AMOUNTS}
    assert not rare


def test_exports_are_written_in_the_layout(tmp_path: Path) -> None:
    """One file a receiving unit, the histories beside it; status 7 shows its end as the end of processing."""
    dossiers = (make(date(2020, 6, 30), ended=at(21, hour=17, minute=40)), make(at(10), code="B", receiving="kinh-te"))
    pauses = (Pause("A", at(9), at(15), "supplement"),)
    exported = {"p10": at(30, hour=18), "kinh-te": at(29, hour=14)}
    written = write_exports(District(dossiers, (), pauses, (), exported), tmp_path)
    assert [path.name for path in written] == ["ho-so-kinh-te.csv", "ho-so-p10.csv", "tam-dung.csv"]
    assert written[1].read_text(encoding="utf-8").splitlines()[1] == (
        "A,UBND Phường 10,UBND Phường 10,UBND Phường 10,1.001193,Trực tiếp,,01/06/2020 09:00:00,30/06/2020,"
        "21/06/2020 17:40:00,,Công dân yêu cầu rút hồ sơ,30/06/2020 18:00:00"
    )
    assert written[2].read_text(encoding="utf-8").splitlines()[1] == (
        "A,09/06/2020 09:00:00,15/06/2020 09:00:00,Yêu cầu bổ sung giấy tờ"
    )
