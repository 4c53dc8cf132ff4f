"""Form II.06a/VPCP/KSTT two ways: the stored answers and SQL against plain Python that replays the events."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import replace

import pytest
from sqlalchemy import ColumnElement, select

from data_access.fetch import fetch
from data_access.profiles import OfficialForm, load_profile
from data_access.stores import Store
from data_access.tables import dossier
from data_access.viewer import EVERYTHING, Viewer
from measures.known import holdings
from measures.official_check import check, codes_by_row
from measures.official_counts import Question, official_scope
from measures.official_form import COLUMNS, LETTERS, Form, forms, is_closed, official_form, question
from measures.official_lists import carried_codes, newest_load, open_codes, overdue_list
from measures.official_states import NOTES, states
from measures.period import Period
from measures.scope import Scope
from tests import plain_truth as truth
from tests.conftest import Loaded
from tests.district import District, procedures, random_district

RULES = OfficialForm(dt.date.min)
DAY_AFTER = OfficialForm(dt.date.min, overdue_from="day_after")
SEEDS = range(3)
# Column of the form by state, as COUNTING section 5 has it, with the note.
PLACES = {
    "no_due_date": ("9", 1),
    "finished_before": ("8", 0),
    "finished_on": ("9", 0),
    "finished_late": ("10", 0),
    "ended_in_time": ("9", 2),
    "ended_late": ("10", 3),
    "finish_unknown": ("9", 4),
    "open_no_due_date": ("12", 5),
    "undecided": ("12", 6),
    "open_in_time": ("12", 0),
    "due_today": ("12", 8),
    "open_late": ("13", 0),
    "paused_late": ("13", 7),
}


# ------------------------------------------------------------------------------------------------------ the plain truth


def state_of(view: truth.View, rules: OfficialForm) -> str:
    """The one state of a dossier at the close of T."""
    now = view.now
    if now.finish_unknown:
        return "finish_unknown"
    if now.left_at is None:
        return open_state(view, rules)
    if now.due_at is None:
        return "no_due_date"
    left, due = truth.mark(now.left_at, view.rule), truth.mark(now.due_at, view.rule)
    if now.ended_at:
        return "ended_late" if left > due else "ended_in_time"
    return "finished_before" if left < due else "finished_on" if left == due else "finished_late"


def open_state(view: truth.View, rules: OfficialForm) -> str:
    now = view.now
    if now.due is None:
        return "open_no_due_date"
    if now.undecided:
        return "undecided"
    if now.due > view.to:
        return "open_in_time"
    if now.due == view.to and rules.overdue_from == "day_after":
        return "due_today"
    return "paused_late" if now.paused else "open_late"


def origin_of(view: truth.View, district: District) -> str | None:
    """(4), (5), (6), or not on the form."""
    dossier = view.dossier
    if not truth.is_accepted(dossier) or dossier.received is None or dossier.received.date() > view.to:
        return None
    if view.within(dossier.received):
        return "4" if dossier.channel == 2 else "5"
    before = min(view.start - dt.timedelta(1), view.to)
    moves = [move for move in district.moves if move.code == dossier.code]
    pauses = [pause for pause in district.pauses if pause.code == dossier.code]
    was_open = truth.judged(dossier, moves, pauses, view.rule, before).open
    return "6" if was_open and dossier.received.date() <= before else None


def true_rows(district: District, scope: Scope, by: str, rules: OfficialForm) -> dict[str, Counter[str]]:
    """Line by line what the form says, and under "state" how often each state was met."""
    keep = truth.Filter(role=scope.unit_role, units=frozenset(scope.units))
    period, as_of = scope.period, scope.as_of or dt.date.max
    rows: dict[str, Counter[str]] = {}
    for view in truth.views(district, period.start, period.end, as_of, scope.lateness, keep):
        origin = origin_of(view, district)
        if origin is None:
            continue
        unit = view.dossier.receiving if scope.unit_role == "receiving" else view.dossier.resolving
        name = procedures()[view.dossier.procedure].field if by == "field" else unit
        state = state_of(view, rules)
        column, note = PLACES[state]
        line = rows.setdefault(name, Counter())
        whole = "7" if column in ("8", "9", "10") else "11"
        line.update(["3", origin, whole, column, *([f"note {note}"] if note else [])])
        if column in LETTERS:
            lettered = truth.first_letter(view.now, view.letters, view.to) is not None
            line[LETTERS[column][0 if lettered else 1]] += 1
    return rows


# ---------------------------------------------------------------------------------------------------------------- tests


def asked(store: Store, version: str, scope: Scope, rules: OfficialForm = RULES) -> Question:
    return Question(store, version, EVERYTHING, official_scope(scope), rules)


def said(form: Form) -> dict[str, Counter[str]]:
    """The figures by the last part of the line's key; fields of two levels add up. Lines without any are left out."""
    found: dict[str, Counter[str]] = {}
    for row in form.rows:
        found.setdefault(row.key.partition(":")[2], Counter()).update(row.figures)
    return {name: +figures for name, figures in found.items() if +figures}


SCOPES = (
    Scope(Period.parse("2020-04"), units=()),
    Scope(Period.parse("2020-05"), units=()),
    Scope(Period.parse("2020-06-BC"), units=(), lateness="instant"),
    Scope(Period.parse("2020-Q2"), units=("p10",), as_of=dt.date(2020, 5, 18)),
    Scope(Period.parse("2020"), units=(), unit_role="resolving", as_of=dt.date(2020, 5, 29)),
    Scope(Period.parse("2020-06"), units=()),
)


@pytest.mark.parametrize("seed", SEEDS)
def test_every_cell_equals_the_plain_truth(load_district: Loaded, seed: int) -> None:
    """Every column, note and letter of every line, by field and by unit, under both settings of the due day."""
    district = random_district(seed, size=90)
    store, version = load_district(district)
    held = holdings(store, version)
    for scope in SCOPES:
        for rules in (RULES, DAY_AFTER):
            for by in ("field", "unit"):
                form = official_form(asked(store, version, scope, rules), held, by)
                expected = true_rows(district, scope, by, rules)
                assert said(form) == expected, (scope, by)
                assert +Counter(form.total) == sum(expected.values(), Counter())
                assert form.closes
                assert all(is_closed(row.figures) for row in form.rows)
    assert {state.key: (state.column, state.note) for state in states(DAY_AFTER)} == PLACES
    assert set(NOTES) == {note for _, note in PLACES.values()} - {0}


def test_the_random_districts_reach_every_state() -> None:
    """Otherwise the test above proves little."""
    seen: set[str] = set()
    for seed in SEEDS:
        district = random_district(seed, size=90)
        for scope in SCOPES:
            keep = truth.Filter(units=frozenset(scope.units))
            as_of = scope.as_of or dt.date.max
            for view in truth.views(district, scope.period.start, scope.period.end, as_of, scope.lateness, keep):
                if origin_of(view, district):
                    seen |= {state_of(view, rules) for rules in (RULES, DAY_AFTER)}
    assert seen == set(PLACES)


@pytest.mark.parametrize("seed", range(4, 6))
def test_the_overdue_list_holds_columns_10_and_13(load_district: Loaded, seed: int) -> None:
    district = random_district(seed, size=90)
    store, version = load_district(district)
    for scope in SCOPES:
        asking = asked(store, version, scope)
        listed = overdue_list(asking)
        keep = truth.Filter(role=scope.unit_role, units=frozenset(scope.units))
        expected = {}
        for view in truth.views(
            district, scope.period.start, scope.period.end, scope.as_of or dt.date.max, scope.lateness, keep
        ):
            column, _ = PLACES[state_of(view, RULES)]
            if origin_of(view, district) and column in LETTERS:
                assert view.now.due
                until = view.now.left_at.date() if view.now.left_at else view.to
                lettered = truth.first_letter(view.now, view.letters, view.to) is not None
                late = truth.working_days_between(view.now.due, until)
                expected[view.dossier.code] = (column, lettered, late)
        found = {row.dossier_code: (row.column, bool(row.letter), int(row.days_late)) for row in listed.itertuples()}
        assert found == expected
        total = official_form(asking, holdings(store, version), "unit").total
        assert Counter(listed["column"]) == Counter({"10": total["10"], "13": total["13"]})
        assert list(listed["days_late"]) == sorted(listed["days_late"], reverse=True)


def test_what_a_form_leaves_open_the_next_one_carries_over(load_district: Loaded) -> None:
    """(11) of a period is (6) of the next, line by line and dossier by dossier, for every kind of period in a row."""
    district = random_district(7, size=90)
    store, version = load_district(district)
    held = holdings(store, version)
    for token in ("2020-05", "2020-06", "2020-Q2", "2020-05-BC", "2020-W20"):
        scope = Scope(Period.parse(token), units=())
        now, before = asked(store, version, scope), asked(store, version, scope.with_period(scope.period.previous()))
        left = codes_by_row(open_codes(before), "field", held)
        assert left == codes_by_row(carried_codes(now), "field", held)
        form = official_form(now, held, "field")
        assert {row.key: row.figures["6"] for row in form.rows if row.figures["6"]} == {
            k: len(v) for k, v in left.items()
        }
        assert sum(map(len, left.values())) == official_form(before, held, "field").total["11"]
        assert check(now, held, form, left, newest_load(before)) == []


def test_a_form_that_does_not_close_names_its_dossiers(load_district: Loaded) -> None:
    """Under the refusing setting those without day of finish; and whatever has no state, or two."""
    district = random_district(2, size=90)
    store, version = load_district(district)
    held, scope = holdings(store, version), Scope(Period.parse("2020"), units=())
    refusing = OfficialForm(dt.date.min, finish_unknown="refused")
    form = official_form(asked(store, version, scope, refusing), held, "field")
    unknown = {
        dossier.code
        for dossier in district.dossiers
        if truth.is_finish_unknown(dossier)
        and dossier.received.date() <= truth.counted_to(district, dossier.receiving, scope.period.end, dt.date.max)
    }
    assert form.faults == dict.fromkeys(sorted(unknown), "finish_unknown")
    assert unknown
    assert not form.closes

    late, waiting = (
        a_code(store, version, dossier.c.breached, dossier.c.finished_on.is_not(None)),
        a_code(store, version, dossier.c.left_on.is_(None)),
    )
    version = spoiled(store, f"UPDATE dossier SET before_due = true WHERE dossier_code = '{late}'")
    version = spoiled(store, f"UPDATE dossier SET left_on = received_on WHERE dossier_code = '{waiting}'")
    form = official_form(asked(store, version, scope), held, "unit")
    assert not form.closes
    assert form.faults == {late: "several", waiting: "none"}
    (ward,) = forms(asked(store, version, scope), held, "unit", [replace(scope, units=("p09",))])
    here = {each.code for each in district.dossiers if each.receiving == "p09"}
    assert set(ward.faults) == {late, waiting} & here


def a_code(store: Store, version: str, *conditions: ColumnElement[bool]) -> str:
    """The first accepted dossier that is of the year's form."""
    c = dossier.c
    found = select(c.dossier_code).where(c.accepted, ~c.finish_unknown, c.due < dt.date(2020, 6, 1), *conditions)
    return str(fetch(store, found.order_by(c.dossier_code).limit(1), version).iloc[0, 0])


def spoiled(store: Store, statement: str) -> str:
    """A version of the facts with a fault that no load would write."""
    version = store.update(lambda connection: bool(connection.execute(statement)))
    assert version
    return version


def test_forms_of_units_add_up_and_rights_do_not_change_them(load_district: Loaded) -> None:
    """Many forms of one question are those of single ones; a chair's form is the office's."""
    district = random_district(9, size=90)
    store, version = load_district(district)
    held, profile = holdings(store, version), load_profile("quan6")
    whole = Scope(Period.parse("2020-Q2"), units=())
    units = ("p09", "p10", "kinh-te")
    scopes = [whole, *(replace(whole, units=(unit,)) for unit in units), replace(whole, units=("ward",))]
    district_form, *single, wards = forms(question(store, version, EVERYTHING, whole, profile), held, "field", scopes)
    assert [sum(form.total[column] for form in single) for column in COLUMNS] == [
        district_form.total[c] for c in COLUMNS
    ]
    assert [single[0].total[c] + single[1].total[c] for c in COLUMNS] == [wards.total[c] for c in COLUMNS]
    for unit, form in zip(units, single, strict=True):
        chair = Viewer(frozenset({unit}), may_list=True, may_act=True, least_cell=5)
        own = official_form(question(store, version, chair, form.scope, profile), held, "field")
        assert (own.rows, own.total) == (form.rows, form.total)
    assert district_form.total["3"] > 0
    filtered = replace(whole, fields=("Hộ tịch",), channels=(2,), unit_role="area", certification=False)
    assert official_scope(filtered) == replace(whole, certification=True)


def test_the_settings_of_the_form_are_those_of_its_last_day() -> None:
    later = OfficialForm(dt.date(2020, 6, 1), overdue_from="day_after")
    profile = replace(load_profile("quan6"), official_forms=(RULES, later))
    assert profile.official_form(dt.date(2020, 5, 31)) == RULES
    assert profile.official_form(dt.date(2020, 6, 1)) == later
    with pytest.raises(ValueError, match="write finish_unknown column_9 or refused"):
        OfficialForm(dt.date.min, finish_unknown="column_8")
