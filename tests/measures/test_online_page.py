"""The page "Trực tuyến" against a plain loop over the dossiers, and against small districts counted by hand."""

from __future__ import annotations

import csv
import datetime as dt
import itertools
import math
import statistics
from collections import defaultdict
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from data_access.profiles import Profile, Target, load_profile
from data_access.stores import Store
from data_access.viewer import EVERYTHING
from measures.known import holdings
from measures.online_page import Online, missing_to, online_page
from measures.opportunities import opportunities
from measures.period import Period
from measures.procedures_online import LEVEL_OF_KIND, a_year_before, levels_on
from measures.scope import Scope
from measures.sensitive import MERGED
from measures.verdict import Verdict
from tests import plain_truth as truth
from tests.conftest import Loaded
from tests.district import PROFILE, District, Dossier, districts, procedures, random_district
from tests.measures.test_against_truth import FEW, UNITS_OF_KIND, any_scope, filter_of

QUAN6 = load_profile("quan6")
TARGET = Target("online_share", 0.3, "at_least", "", "", dt.date(2018, 1, 1))


def page(store: Store, version: str, scope: Scope, settled: Profile = QUAN6) -> Online:
    return online_page(store, version, scope, EVERYTHING, holdings(store, version), settled)


def true_views(district: District, scope: Scope) -> list[truth.View]:
    period, as_of = scope.period, scope.as_of or dt.date.max
    return truth.views(district, period.start, period.end, as_of, scope.lateness, filter_of(scope))


def unit_of(view: truth.View, scope: Scope) -> str | None:
    dossier = view.dossier
    return {"receiving": dossier.receiving, "resolving": dossier.resolving, "area": dossier.area}[scope.unit_role]


def pair(views: list[truth.View], counted) -> tuple[int, int]:
    rows = [view for view in views if counted(view)]
    return sum(map(truth.is_online, rows)), len(rows)


# ---------------------------------------------------------------------------------------- counted by a plain loop


@settings(FEW, max_examples=7)
@given(district=districts(min_size=30), scope=any_scope)
def test_every_pair_and_cell_equals_the_plain_count(load_district: Loaded, district: District, scope: Scope) -> None:
    """Whatever channels the scope asks for: a share online is of all of them."""
    store, version = load_district(district)
    if scope.period.start > holdings(store, version).cut_off:
        return
    seen = page(store, version, scope)
    assert seen.scope.channels == seen.comparison.channels == ()
    views = true_views(district, seen.scope)
    assert seen.now == pair(views, truth.received)
    assert seen.eligible == pair(views, truth.is_offered)
    assert seen.finished == pair(views, truth.finished)
    assert seen.intake == (sum(map(truth.intake_late, views)), sum(map(truth.intake_over, views)))
    assert seen.counter == sum(truth.is_offered(view) and not truth.is_online(view) for view in views)
    compared = [view for view in true_views(district, seen.comparison) if truth.received(view)]
    assert seen.level == pair(compared, truth.received)
    assert as_counts(seen.cells, ["unit", "field"]) == counted_by(
        compared, lambda view: (unit_of(view, scope), shown_as(procedures()[view.dossier.procedure].field, seen))
    )
    by_procedure = counted_by([v for v in views if truth.received(v)], lambda view: (view.dossier.procedure,))
    listed = as_counts(seen.offered.procedures, ["procedure"])
    assert {key: counts for key, counts in listed.items() if counts[1]} == by_procedure
    offered = counted_by([v for v in views if truth.is_offered(v)], lambda view: (view.dossier.procedure,))
    assert as_counts(seen.procedures, ["procedure"]) == offered
    late = counted_by([v for v in views if truth.intake_over(v)], lambda v: (unit_of(v, scope),), truth.intake_late)
    assert as_counts(seen.intake_units.dropna(), ["unit"]) == {key: n for key, n in late.items() if key[0]}


def shown_as(field: str, seen: Online) -> str:
    return MERGED if field in seen.merged else field


def counted_by(views: list[truth.View], key, counted=truth.is_online) -> dict[tuple, tuple[int, int]]:
    found: dict[tuple, list[int]] = defaultdict(lambda: [0, 0])
    for view in views:
        found[key(view)][0] += counted(view)
        found[key(view)][1] += 1
    return {key: (x, n) for key, (x, n) in found.items()}


def as_counts(frame: pd.DataFrame, by: list[str]) -> dict[tuple, tuple[int, int]]:
    return {tuple(row[: len(by)]): tuple(row[len(by) :]) for row in frame[[*by, "numerator", "denominator"]].to_numpy()}


@pytest.mark.parametrize("seed", range(2))
def test_procedures_are_counted_from_the_profile_and_the_dossiers(load_district: Loaded, seed: int) -> None:
    """Steps of the bars: level and offer read from the profile's own table, dossiers by a plain loop."""
    with (PROFILE / "procedures.csv").open(encoding="utf-8", newline="") as file:
        listed = list(csv.DictReader(file))
    district = random_district(seed)
    store, version = load_district(district)
    for kind, certification in itertools.product(("ward", "department", "land_branch"), (False, True)):
        scope = Scope(
            Period.parse("2020-Q2"),
            units=(kind,),
            unit_role="receiving" if kind == "ward" else "resolving",
            certification=certification,
        )
        came = counted_by([v for v in true_views(district, scope) if truth.received(v)], lambda v: v.dossier.procedure)
        ids = {
            row["procedure_id"]
            for row in listed
            if (row["level"] == LEVEL_OF_KIND[kind] or row["procedure_id"] in came)
            and (certification or row["certification"] == "no")
        }
        on = {row["procedure_id"] for row in listed if int(row["online_2020"]) >= 3} & ids
        online = {procedure for procedure in on & set(came) if came[procedure][0]}
        expected = {
            "all": ids,
            "offered": on,
            "not_offered": ids - on,
            "received": on & set(came),
            "idle": on - set(came),
            "online": online,
            "counter": on & set(came) - online,
        }
        offered = page(store, version, scope).offered
        for name, wanted in expected.items():
            assert set(offered.step(name)["procedure"]) == wanted, name
            assert offered.count(name) == len(wanted)
        levels = {row["procedure_id"]: int(row["online_2020"]) for row in listed}
        for level in (3, 4):
            assert offered.count("offered", level) == sum(levels[one] == level for one in on)
        before = {row["procedure_id"] for row in listed if int(row["online_2018"]) >= 3} & ids
        assert offered.before == len(before)
        assert list(offered.history["offered"]) == [
            len(before if month < dt.date(2020, 1, 1) else on) for month in offered.history["period"]
        ]


def test_filters_of_fields_and_procedures_hold_for_procedures_too(load_district: Loaded) -> None:
    store, version = load_district(random_district(1))
    scope = Scope(Period.parse("2020-Q2"), fields=("Hộ tịch",))
    assert set(page(store, version, scope).offered.procedures["field"]) == {"Hộ tịch"}
    scope = Scope(Period.parse("2020-Q2"), procedures=("1.001193",))
    assert list(page(store, version, scope).offered.procedures["procedure"]) == ["1.001193"]


# ------------------------------------------------------------------------------------------------- the target


@given(share=st.integers(1, 99), n=st.integers(1, 5000), part=st.floats(0, 1))
def test_so_many_more_reach_the_target_and_one_fewer_does_not(share: int, n: int, part: float) -> None:
    """Whole dossiers, in exact arithmetic."""
    x, target = round(part * n), Target("online_share", share / 100, "at_least", "", "", dt.date(2018, 1, 1))
    missing = missing_to(target, (x, n))
    assert missing is not None
    assert Fraction(x + missing, n) >= Fraction(share, 100)
    assert missing == 0 or Fraction(x + missing - 1, n) < Fraction(share, 100)


def test_without_target_or_dossiers_nothing_is_missing() -> None:
    assert missing_to(None, (1, 10)) is None
    assert missing_to(TARGET, (0, 0)) is None


def _dossier(code: str, received: dt.date, online: bool, unit: str = "p10", procedure: str = "1.001193") -> Dossier:
    """Submitted online the same morning, or at the counter; finished the same afternoon."""
    come = dt.datetime.combine(received, dt.time(9))
    return Dossier(
        code=code,
        receiving=unit,
        resolving=unit,
        area=None,
        procedure=procedure,
        channel=2 if online else 1,
        status=9,
        submitted=come.replace(hour=8) if online else None,
        received=come,
        due=received + dt.timedelta(2),
        finished=come.replace(hour=16),
    )


def june(counts: dict[tuple[str, str], tuple[int, int]]) -> District:
    """(ward, procedure) -> (online, all), all received on 10/06/2020."""
    rows = [
        _dossier(f"{unit}-{procedure}-{n}", dt.date(2020, 6, 10), n < online, unit, procedure)
        for (unit, procedure), (online, every) in counts.items()
        for n in range(every)
    ]
    exported = dict.fromkeys({unit for unit, _ in counts}, dt.datetime(2020, 6, 30, 18))
    return District(tuple(rows), exported_at=exported)


BIRTH, COPY, SINGLE = "1.001193", "2.000635", "1.004873"


def test_units_are_judged_against_the_target_and_without_it_against_the_others(load_district: Loaded) -> None:
    """Target 30 %: 60 of 100 is clearly above, 30 of 100 no evidence, 5 of 100 clearly below, 1 of 9 too few."""
    district = june(
        {("p01", BIRTH): (60, 100), ("p02", BIRTH): (30, 100), ("p03", BIRTH): (5, 100), ("p04", BIRTH): (1, 9)}
    )
    store, version = load_district(district)
    seen = page(store, version, Scope(Period.parse("2020-06")))
    verdicts = dict(zip(seen.units["unit"], seen.units["verdict"], strict=True))
    assert [verdicts[unit] for unit in ("p01", "p02", "p03", "p04", "p05")] == [
        Verdict.HIGHER,
        Verdict.NO_EVIDENCE,
        Verdict.LOWER,
        Verdict.TOO_FEW,
        Verdict.NO_DATA,
    ]
    assert set(seen.units["factor"]) == {1.0}
    assert set(seen.units["reference"]) == {0.3}
    assert (seen.now, seen.missing) == ((96, 309), 0)  # 0.3 * 309 = 92.7
    one = page(store, version, Scope(Period.parse("2020-06"), units=("p03",)))
    assert (one.now, one.missing, one.level) == ((5, 100), 25, (96, 309))
    counted = page(store, version, Scope(Period.parse("2020-06"), certification=True))
    assert (counted.target, counted.missing, counted.assurance) == (None, None, "")
    assert counted.units.set_index("unit").loc["p03", "reference"] == pytest.approx(91 / 209)


# ---------------------------------------------------------------------------------------------- what could be gained


def test_the_gain_is_what_units_below_the_median_would_bring(load_district: Loaded) -> None:
    """Birth: 10, 30, 50 % of 20, 40, 10 dossiers: median 30 %, so ward 1 gains 4. Ward 4 has too few to count.
    Copies: 0 of 11, 5 of 10, 5 of 10: median 50 %, ward 1 gains 5.5, hence 6. Together 10 of 110 received."""
    district = june(
        {
            ("p01", BIRTH): (2, 20),
            ("p02", BIRTH): (12, 40),
            ("p03", BIRTH): (5, 10),
            ("p04", BIRTH): (0, 9),
            ("p01", COPY): (0, 11),
            ("p02", COPY): (5, 10),
            ("p03", COPY): (5, 10),
        }
    )
    store, version = load_district(district)
    seen = page(store, version, Scope(Period.parse("2020-06")))
    rows = seen.procedures.set_index("procedure")
    assert list(rows.index) == [COPY, BIRTH]
    assert rows.loc[BIRTH, ["numerator", "denominator", "median", "units", "below", "gain"]].to_list() == pytest.approx(
        [19, 79, 0.3, 3, 1, 4]
    )
    assert rows.loc[COPY, ["median", "units", "below", "gain"]].to_list() == pytest.approx([0.5, 3, 1, 6])
    assert seen.gain == (10, pytest.approx(10 / 110))
    ward = page(store, version, Scope(Period.parse("2020-06"), units=("p01",)))
    assert ward.gain == (10, pytest.approx(10 / 31))  # the median of all wards, the share of this one
    good = page(store, version, Scope(Period.parse("2020-06"), units=("p02",)))
    assert good.gain == (0, 0)


def test_two_units_are_no_median_and_what_is_not_offered_is_no_opportunity(load_district: Loaded) -> None:
    """ "1.001776" is offered nowhere; single status (1.004873) only since 2020."""
    district = june({("p01", BIRTH): (0, 20), ("p02", BIRTH): (20, 20), ("p01", "1.001776"): (0, 30)})
    earlier = [_dossier(f"19-{n}", dt.date(2019, 6, 12), False, "p01", SINGLE) for n in range(12)]
    district = District((*district.dossiers, *earlier), exported_at=district.exported_at)
    store, version = load_district(district)
    seen = page(store, version, Scope(Period.parse("2020-06")))
    assert list(seen.procedures["procedure"]) == [BIRTH]
    assert math.isnan(seen.procedures.loc[0, "median"])
    assert seen.gain == (0, 0)
    before = page(store, version, Scope(Period.parse("2019-06")))
    assert before.now == (0, 12)
    assert before.procedures.empty
    assert SINGLE not in set(before.offered.step("offered")["procedure"])
    assert SINGLE in set(seen.offered.step("offered")["procedure"])


cells = st.tuples(st.sampled_from("ABCDEF"), st.sampled_from("xyz"), st.integers(0, 30), st.integers(0, 30))


@example(rows=[("A", "y", 7, 25), ("B", "y", 0, 10), ("C", "y", 3, 10)], some={"A"})  # 7/25 * 25 > 7 in binary
@given(rows=st.lists(cells, unique_by=lambda row: row[:2]), some=st.sets(st.sampled_from("ABCDEF")))
def test_gains_equal_a_loop_in_exact_arithmetic(rows: list, some: set) -> None:
    table = {(unit, procedure): (min(a, b), max(a, b)) for unit, procedure, a, b in rows if max(a, b)}
    columns = ["unit", "procedure", "numerator", "denominator"]
    frame = pd.DataFrame([(*key, *map(float, counts)) for key, counts in table.items()], columns=columns)
    chosen = frame[frame["unit"].isin(some)]
    received = float(chosen["denominator"].sum()) + 5
    found, together = opportunities(chosen, frame, received)
    assert set(found["procedure"]) == set(chosen["procedure"])
    for row in found.itertuples():
        shares = [Fraction(x, n) for (_, procedure), (x, n) in table.items() if procedure == row.procedure and n >= 10]
        assert row.units == len(shares)
        median = statistics.median(shares) if len(shares) >= 3 else None
        assert math.isnan(row.median) if median is None else row.median == pytest.approx(float(median))
        gains = [
            median * n - x
            for (unit, procedure), (x, n) in table.items()
            if median is not None and procedure == row.procedure and unit in some and n >= 10 and x < median * n
        ]
        exact = Decimal(sum(gains, Fraction(0)).numerator) / Decimal(sum(gains, Fraction(0)).denominator)
        assert row.below == len(gains)
        assert row.gain == int(exact.quantize(Decimal(1), ROUND_HALF_UP))
        assert row.points == pytest.approx(row.gain / received)
    assert together == (found["gain"].sum(), pytest.approx(found["points"].sum()))
    assert list(found["gain"]) == sorted(found["gain"], reverse=True)


# ------------------------------------------------------------------------------------------------ days and periods


def test_levels_hold_from_their_first_to_their_last_day() -> None:
    rows = [
        ("a", dt.date(2018, 1, 1), dt.date(2019, 12, 31), 2),
        ("a", dt.date(2020, 1, 1), None, 4),
        ("b", dt.date(2018, 1, 1), dt.date(2020, 6, 30), 3),
    ]
    levels = pd.DataFrame(rows, columns=["procedure_id", "valid_from", "valid_to", "level"])
    assert levels_on(levels, dt.date(2019, 12, 31)) == {"b": 3}
    assert levels_on(levels, dt.date(2020, 1, 1)) == {"a": 4, "b": 3}
    assert levels_on(levels, dt.date(2020, 6, 30)) == {"a": 4, "b": 3}
    assert levels_on(levels, dt.date(2020, 7, 1)) == {"a": 4}
    assert a_year_before(dt.date(2020, 2, 29)) == dt.date(2019, 2, 28)


def test_a_period_is_compared_with_the_one_before_and_last_year(load_district: Loaded) -> None:
    """June 2019: 1 of 4 online; May 2020: 1 of 2; June 2020: 2 of 3; under way on the 10th only the first is in."""
    rows = [_dossier(f"19-{n}", dt.date(2019, 6, 3 + 5 * n), n == 0) for n in range(4)]
    rows += [_dossier(f"05-{n}", dt.date(2020, 5, 13), n == 0) for n in range(2)]
    rows += [_dossier(f"06-{n}", dt.date(2020, 6, 8 + n), n > 0) for n in range(3)]
    store, version = load_district(District(tuple(rows), exported_at={"p10": dt.datetime(2020, 6, 30, 18)}))
    seen = page(store, version, Scope(Period.parse("2020-06")))
    assert seen.now == (2, 3)
    assert seen.change.difference == pytest.approx(2 / 3 - 1 / 2)
    assert seen.against_last_year.difference == pytest.approx(2 / 3 - 1 / 4)
    assert list(seen.history["denominator"])[-2:] == [2, 3]
    under_way = page(store, version, Scope(Period.parse("2020-06"), as_of=dt.date(2020, 6, 8)))
    assert under_way.now == (0, 1)
    assert under_way.against_last_year.difference == pytest.approx(0 - 1 / 2)  # the 3rd and the 8th of June 2019


def test_certification_stands_beside(load_district: Loaded) -> None:
    rows = [_dossier(f"a-{n}", dt.date(2020, 6, 9), n < 2) for n in range(4)]
    rows += [_dossier(f"c-{n}", dt.date(2020, 6, 9), False, procedure="2.000815") for n in range(96)]
    store, version = load_district(District(tuple(rows), exported_at={"p10": dt.datetime(2020, 6, 30, 18)}))
    seen = page(store, version, Scope(Period.parse("2020-06")))
    assert (seen.now, seen.other_certification) == ((2, 4), (2, 100))
    other = page(store, version, Scope(Period.parse("2020-06"), certification=True))
    assert (other.now, other.other_certification) == ((2, 100), (2, 4))


def test_the_kinds_of_units_are_known_here() -> None:
    """Otherwise the procedures of a kind would silently be none."""
    assert set(LEVEL_OF_KIND) <= set(UNITS_OF_KIND)
