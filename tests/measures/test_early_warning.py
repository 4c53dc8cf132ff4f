"""Early warning and forecast: each count walked day by day in plain Python, no look-ahead, and the sums by hand."""

from __future__ import annotations

import csv
import datetime as dt
import math
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from random import Random

import numpy as np
import pandas as pd
import pytest
from scipy import stats
from sqlalchemy import select

from data_access import tables
from data_access.fetch import fetch
from data_access.load import Order, load_exports
from data_access.stores import Store, open_store
from data_access.viewer import EVERYTHING, Viewer
from measures import early_warning, like_dossiers, registry
from measures.early_warning import LEANS_ON_WIDER, Past, chances, kaplan_meier, past
from measures.forecast import Calibration, Forecast, calibration, forecast
from measures.known import holdings
from measures.like_dossiers import MOST_LEFT
from measures.members import NotAllowed, members
from measures.period import Period, month_period
from measures.points import Point, points
from measures.scope import Scope
from tests.conftest import Addresses
from tests.district import District, Dossier, Move, Pause, random_district, unit_names, write_exports

STAGES = {"intake": "Tiếp nhận", "processing": "Thụ lý", "coordination": "Xác minh, phối hợp", "approval": "Ký duyệt"}
ALL = Scope(Period.parse("2020-06"), units=(), certification=True)
Steps = list[tuple[str, int, str, dt.datetime, dt.datetime | None]]
Load = Callable[[District, Steps], tuple[Store, str]]


@pytest.fixture
def load_with_steps(store_address: Addresses, tmp_path_factory: pytest.TempPathFactory) -> Load:
    """A function that loads a district together with steps."""

    def load(district: District, steps: Steps) -> tuple[Store, str]:
        folder = tmp_path_factory.mktemp("district") / "exports"
        files = [*write_exports(district, folder), *_write_steps(folder, steps)]
        store = open_store(store_address())
        summary = load_exports(store, Order(paths=tuple(files)))
        assert summary.total("refused") == 0, summary.reasons
        assert summary.version
        return store, summary.version

    return load


def _write_steps(folder: Path, steps: Steps) -> list[Path]:
    holder, path = unit_names()["p10"], folder / "cac-buoc.csv"
    headers = ("Mã hồ sơ", "Thứ tự bước", "Bước xử lý", "Đơn vị giữ hồ sơ", "Ngày bắt đầu bước", "Ngày hoàn thành bước")
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(headers)
        for code, number, stage, started, finished in steps:
            times = [f"{moment:%d/%m/%Y %H:%M:%S}" if moment else "" for moment in (started, finished)]
            writer.writerow([code, number, STAGES[stage], holder, *times])
    return [path] if steps else []


def random_steps(district: District, seed: int) -> Steps:
    """None to four steps a dossier, some days apart or on one day; the last one may be under way."""
    rng, steps = Random(seed), []
    for dossier in district.dossiers:
        if dossier.received is None or dossier.status in (1, 3) or rng.random() < 0.2:
            continue
        last = dossier.finished or dossier.ended or district.exported_at[dossier.receiving]
        begun = dossier.received
        for number in range(1, rng.choice((1, 2, 3, 4)) + 1):
            ended = begun + dt.timedelta(days=rng.choice((0, 1, 1, 3, 8)), minutes=5)
            stage = rng.choice(list(STAGES))
            steps.append((dossier.code, number, stage, begun, ended if ended < last else None))
            if ended >= last:
                break
            begun = ended
    return steps


# --------------------------------------------------------------------------------------------- walking day by day


class Walker:
    """The facts of one store as plain lists, walked one calendar day after the other."""

    def __init__(self, store: Store, version: str) -> None:
        def rows(table) -> list[dict]:  # type: ignore[no-untyped-def,type-arg]  # a table and its rows
            frame = fetch(store, select(table), version)
            return frame.astype(object).where(frame.notna(), None).to_dict("records")

        days = sorted(rows(tables.calendar), key=lambda row: row["day"])
        self.working = {row["day"]: bool(row["working"]) for row in days}
        self.dossiers = [row for row in rows(tables.dossier) if row["accepted"] and not row["finish_unknown"]]
        self.children: dict[str, dict[str, list[dict]]] = {}
        for name in ("promise", "pause", "step"):
            self.children[name] = defaultdict(list)
            for row in rows(getattr(tables, name)):
                self.children[name][row["dossier_code"]].append(row)

    def days_between(self, first: dt.date, last: dt.date) -> int:
        """Working days after ``first``, up to and including ``last``."""
        span = (first + dt.timedelta(n) for n in range(1, (last - first).days + 1))
        return sum(self.working[day] for day in span)

    def promise_at(self, code: str, day: dt.date) -> dict | None:
        for one in self.children["promise"][code]:
            if one["set_on"] <= day and (one["replaced_on"] is None or one["replaced_on"] > day):
                return one
        return None

    def paused_at(self, code: str, day: dt.date) -> bool:
        pauses = self.children["pause"][code]
        return any(p["started_on"] <= day and (p["closed_on"] is None or p["closed_on"] > day) for p in pauses)

    def stage_at(self, code: str, day: dt.date) -> str:
        begun = [one for one in self.children["step"][code] if one["started_at"].date() <= day]
        return max(begun, key=lambda one: (one["started_at"], one["step_no"]))["stage"] if begun else ""

    def at_work(self, dossier: dict, day: dt.date) -> dict | None:
        """The promise under which an open dossier, not paused and not late yet, is worked on at the close of a day."""
        code, left_on = dossier["dossier_code"], dossier["left_on"]
        promise = self.promise_at(code, day)
        gone = dossier["received_on"] > day or (left_on is not None and left_on <= day)
        if gone or promise is None or promise["due"] <= day or self.paused_at(code, day):
            return None
        return None if dossier["breached"] and dossier["due"] <= day else promise

    def fate(self, dossier: dict, promise: dict, day: dt.date) -> tuple[str, dt.date]:
        """What happens next to a dossier at work: ("finished" | "late" | "out", the day)."""
        code, due = dossier["dossier_code"], promise["due"]
        while day < due:
            day += dt.timedelta(1)
            now = self.promise_at(code, day)
            if now is None or now["promise_no"] != promise["promise_no"] or self.paused_at(code, day):
                return like_dossiers.OUT, day
            if dossier["left_on"] == day:
                return (like_dossiers.FINISHED if dossier["finished_on"] else like_dossiers.OUT), day
        return like_dossiers.LATE, due


def walked_fates(walker: Walker, seen_from: list[Point], until: dt.date) -> Counter:
    """Every close of a working day at which a dossier was at work, with what became of it."""
    found: Counter = Counter()
    for dossier in walker.dossiers:
        for promise in walker.children["promise"][dossier["dossier_code"]]:
            if not seen_from[-1].day < promise["due"] <= min(seen_from[0].day, until):
                continue
            point = max(p.number for p in seen_from if promise["due"] <= p.day)
            day, paused = promise["set_on"], False
            while day < promise["due"]:
                paused = paused or walker.paused_at(dossier["dossier_code"], day)
                now = walker.at_work(dossier, day)
                same = now is not None and now["promise_no"] == promise["promise_no"]
                left = walker.days_between(day, promise["due"])
                begun = (
                    walker.stage_at(dossier["dossier_code"], day)
                    or not walker.children["step"][dossier["dossier_code"]]
                )
                if same and not paused and walker.working[day] and 1 <= left <= MOST_LEFT and begun:
                    fate, then = walker.fate(dossier, promise, day)
                    before = walker.days_between(day, then - dt.timedelta(1)) if then > day else 0
                    after = left if fate == like_dossiers.LATE else min(left, before + 1)
                    stage = walker.stage_at(dossier["dossier_code"], day)
                    found[point, dossier["field"], dossier["procedure_id"], stage, left, after, fate] += 1
                day += dt.timedelta(1)
    return found


def counted_fates(known: Past) -> Counter:
    keys = ["point", "field", "procedure", "stage", "left", "after", "fate"]
    summed = known.fates.groupby(keys)["n"].sum()
    return Counter({key: int(n) for key, n in summed.items()})


def seen_points(store: Store, version: str, scope: Scope) -> list[Point]:
    return points(scope, holdings(store, version), store, version)


@pytest.mark.parametrize("seed", range(4))
def test_every_fate_equals_a_walk_through_the_days(load_with_steps: Load, seed: int) -> None:
    district = random_district(seed, 80)
    store, version = load_with_steps(district, random_steps(district, seed))
    seen_from = seen_points(store, version, ALL)
    walked = walked_fates(Walker(store, version), seen_from, min(holdings(store, version).cut_offs.values()))
    counted = counted_fates(past(store, version, ALL, EVERYTHING, seen_from))
    # Only where every unit is complete: a unit that is behind has its own T.
    behind = min(holdings(store, version).cut_offs.values())
    if behind < seen_from[0].day:
        earlier = [point for point in seen_from if point.day <= behind]
        counted = Counter({key: n for key, n in counted.items() if key[0] >= earlier[0].number})
        walked = Counter({key: n for key, n in walked.items() if key[0] >= earlier[0].number})
    assert counted == walked


def test_the_walks_meet_every_fate_and_stage(load_with_steps: Load) -> None:
    """Otherwise the test above proves little."""
    district = random_district(3, 200)
    store, version = load_with_steps(district, random_steps(district, 3))
    fates = past(store, version, ALL, EVERYTHING, seen_points(store, version, ALL)).fates
    assert set(fates["stage"]) == {"", *STAGES}
    assert set(fates["fate"]) == {like_dossiers.FINISHED, like_dossiers.LATE, like_dossiers.OUT}
    assert fates.groupby("fate")["n"].sum().min() > 20


@pytest.mark.parametrize("seed", range(3))
def test_open_dossiers_of_past_points_equal_a_walk(load_with_steps: Load, seed: int) -> None:
    district = random_district(seed, 80)
    store, version = load_with_steps(district, random_steps(district, seed))
    cut_off = min(holdings(store, version).cut_offs.values())
    scope = Scope(Period.parse("2020"), as_of=cut_off, units=("p10",), certification=True)
    seen_from, walker = seen_points(store, version, scope), Walker(store, version)
    walked: Counter = Counter()
    for point in seen_from:
        for dossier in walker.dossiers:
            promise = walker.at_work(dossier, point.day)
            ahead = promise is not None and promise["due"] <= point.day + like_dossiers.SEEN_AHEAD
            if promise is None or not ahead or dossier["receiving_unit_id"] != "p10":
                continue
            left = min(MOST_LEFT, max(1, walker.days_between(point.day, promise["due"])))
            came = dossier["in_cohort"] and dossier["due"] == promise["due"] <= cut_off
            row = (point.number, promise["due"] <= point.month.end, dossier["procedure_id"])
            stage = walker.stage_at(dossier["dossier_code"], point.day)
            walked[(*row, stage, left, "n")] += 1
            walked[(*row, stage, left, "decided")] += bool(came)
            walked[(*row, stage, left, "late")] += bool(came and dossier["breached"])
    rows = fetch(store, like_dossiers.open_at(seen_from, scope, EVERYTHING), version)
    counted: Counter = Counter()
    for row in rows.itertuples():
        for name in ("n", "decided", "late"):
            key = (row.point, bool(row.in_month), row.procedure, row.stage, row.left, name)
            counted[key] += int(getattr(row, name))
    assert +counted == +walked


@pytest.mark.parametrize("seed", range(3))
def test_the_parts_of_each_month_add_up_to_the_headline(load_with_steps: Load, seed: int) -> None:
    """The parts of an earlier month together are C and B of it; "new" is what was promised after the point."""
    store, version = load_with_steps(random_district(seed, 80), [])
    scope = Scope(Period.parse("2020"), units=(), certification=True)
    seen_from, walker = seen_points(store, version, scope), Walker(store, version)
    rows = fetch(store, like_dossiers.months(seen_from, scope, EVERYTHING), version).set_index(["point", "part"])
    for point in seen_from[1:]:
        cut_offs = holdings(store, version).cut_offs
        month = [
            d
            for d in walker.dossiers
            if d["in_cohort"]
            and point.month.start <= d["due"] <= min(point.month.end, cut_offs[d["receiving_unit_id"]])
        ]
        found = rows[rows.index.get_level_values(0) == point.number]
        settled = found["came_due"].sum()
        assert settled >= len(month)  # and those of a unit that is behind, finished ahead
        if min(cut_offs.values()) >= point.month.end:
            assert settled == len(month)
            assert found["late"].sum() == sum(bool(d["breached"]) for d in month)
            new = sum(d["due"] > point.day and not (d["finished_on"] and d["finished_on"] <= point.day)
                      and d["promised_on"] > point.day for d in month)  # fmt: skip
            assert found["came_due"].get((point.number, "new"), 0) == new


# ------------------------------------------------------------------------------------------------- no look-ahead


def as_known(district: District, day: dt.date) -> District:
    """The same district, had it been exported on the morning after ``day``."""
    moves = [move for move in district.moves if move.set_at.date() <= day]
    pauses = [_pause_then(pause, day) for pause in district.pauses if pause.started.date() <= day]
    dossiers = [
        _dossier_then(dossier, district, pauses, day)
        for dossier in district.dossiers
        if dossier.received and dossier.received.date() <= day
    ]
    codes = {dossier.code for dossier in dossiers}
    exported = dict.fromkeys(district.exported_at, dt.datetime.combine(day + dt.timedelta(1), dt.time(8)))
    kept = ([move for move in moves if move.code in codes], [pause for pause in pauses if pause.code in codes])
    return District(tuple(dossiers), tuple(kept[0]), tuple(kept[1]), (), exported)


def _pause_then(pause: Pause, day: dt.date) -> Pause:
    return replace(pause, resumed=pause.resumed if pause.resumed and pause.resumed.date() <= day else None)


def _dossier_then(dossier: Dossier, district: District, pauses: list[Pause], day: dt.date) -> Dossier:
    def by_then(moment: dt.datetime | None) -> dt.datetime | None:
        return moment if moment and moment.date() <= day else None

    later: list[Move] = [move for move in district.moves if move.code == dossier.code and move.set_at.date() > day]
    due = later[0].old_due if later else dossier.due
    finished, ended = by_then(dossier.finished), by_then(dossier.ended)
    if finished or ended:
        return replace(dossier, due=due, returned=by_then(dossier.returned))
    waiting = [pause for pause in pauses if pause.code == dossier.code and pause.resumed is None]
    status = {"supplement": 5, "payment": 6}[waiting[0].reason] if waiting else 4
    return replace(dossier, due=due, finished=None, ended=None, returned=None, status=status)


def past_only(district: District) -> District:
    """Without dossiers whose state of another day the source itself does not tell: never accepted, finish unknown."""
    told = [d for d in district.dossiers if d.status not in (1, 3) and (d.finished or d.ended or not d.returned)]
    kept = tuple(d for d in told if d.finished or d.ended or d.status not in (9, 10))
    codes = {dossier.code for dossier in kept}
    moves = tuple(move for move in district.moves if move.code in codes)
    pauses = tuple(pause for pause in district.pauses if pause.code in codes)
    return replace(district, dossiers=kept, moves=moves, pauses=pauses, letters=())


# Districts whose units all export late enough for a past to learn from.
@pytest.mark.parametrize("seed", [3, 51, 72, 75])
def test_what_happens_after_t_changes_nothing(load_with_steps: Load, seed: int) -> None:
    """A store that knows the following weeks says of a past day what a store of that day said."""
    district = past_only(random_district(seed, 120))
    day = min(district.exported_at.values()).date() - dt.timedelta(8)
    steps = random_steps(district, seed)
    then = as_known(district, day)
    steps_then = [
        (*step[:4], step[4] if step[4] and step[4].date() <= day else None)
        for step in steps
        if step[3].date() <= day and step[0] in {dossier.code for dossier in then.dossiers}
    ]
    scope = Scope(Period.parse("2020"), as_of=day, units=(), certification=True)
    found = [_all_said(*load_with_steps(*one), scope) for one in ((district, steps), (then, steps_then))]
    assert len(found[0][0]) > 0
    for later, of_the_day in zip(*found, strict=True):
        pd.testing.assert_frame_equal(later, of_the_day)


def _all_said(store: Store, version: str, scope: Scope) -> list[pd.DataFrame]:
    """Fates, open dossiers, months and chances, in one order."""
    seen_from = seen_points(store, version, scope)
    known = past(store, version, scope, EVERYTHING, seen_from)
    statements = [query(seen_from, scope, EVERYTHING) for query in (like_dossiers.open_at, like_dossiers.months)]
    frames = [known.fates, *(fetch(store, statement, version) for statement in statements)]
    frames[0] = frames[0].groupby([c for c in frames[0] if c != "n"], as_index=False)["n"].sum()
    soon = early_warning.due_soon(store, version, scope, EVERYTHING, chances(known))
    frames.append(soon.rename_axis("code").reset_index())
    return [frame.sort_values(list(frame)).reset_index(drop=True) for frame in frames]


# ------------------------------------------------------------------------------------------------------ the chances


def test_kaplan_meier_is_that_of_scipy() -> None:
    """What goes out leaves half a day before the finishes of its day."""
    rng = np.random.default_rng(5)
    for _ in range(40):
        left, size = int(rng.integers(1, 21)), int(rng.integers(1, 60))
        after, kind = rng.integers(1, left + 1, size), rng.choice(3, size, p=[0.6, 0.25, 0.15])
        done, out = (np.bincount(after[kind == one], minlength=21) for one in (0, 1))
        right = np.concatenate([after[kind == 1] - 0.5, np.full((kind == 2).sum(), left)])
        data = stats.CensoredData(uncensored=after[kind == 0], right=right)
        expected = stats.ecdf(data).sf.evaluate(left)
        # scipy's curve ends where the last one goes out unfinished; so does ours.
        assert kaplan_meier([done], [out], [size])[0] == pytest.approx(expected)


def test_interruptions_are_neither_late_nor_on_time() -> None:
    """Ten dossiers with one day left: 6 finished, 2 paused, 2 late: 2 of the 8 that came due."""
    assert kaplan_meier([[0, 6]], [[0, 2]], [10])[0] == pytest.approx(2 / 8)
    assert math.isnan(kaplan_meier([[0, 0]], [[0, 0]], [0])[0])


def fates(*rows: tuple[int, str, str, str, int, int, str, int]) -> Past:
    names = ["point", "field", "procedure", "stage", "left", "after", "fate", "n"]
    return Past.of(pd.DataFrame(rows, columns=names))


def test_few_like_dossiers_lean_on_wider_groups() -> None:
    """Procedure A: 3 of 10 late; B of the same field: 9 of 90; together 12 of 100 in every wider group."""
    known = fates(
        (0, "f", "A", "approval", 1, 1, "late", 3),
        (0, "f", "A", "approval", 1, 1, "finished", 7),
        (3, "f", "B", "approval", 1, 1, "late", 9),
        (11, "f", "B", "approval", 1, 1, "finished", 81),
        (12, "f", "A", "approval", 1, 1, "late", 500),  # more than twelve months ago
    )
    learnt, m = chances(known), LEANS_ON_WIDER
    asked = pd.DataFrame([("f", "A", "approval", 1), ("f", "C", "approval", 1), ("g", "D", "intake", 7)])
    asked.columns = ["field", "procedure", "stage", "left"]
    assert learnt.base == 0.12
    assert learnt.of(asked) == pytest.approx([(10 * 0.3 + m * 0.12) / (10 + m), 0.12, 0.12])
    assert math.isnan(chances(fates()).of(asked)[0])


def test_only_the_year_before_a_point_teaches_it() -> None:
    known = fates((0, "f", "A", "", 1, 1, "late", 5), (4, "f", "A", "", 1, 1, "finished", 5))
    assert chances(known, 0).base == 0.5
    assert chances(known, 1).base == 0.0
    assert math.isnan(chances(known, 5).base)


@pytest.mark.parametrize(("chance", "band"), [(0.0, 0), (0.049, 0), (0.05, 1), (0.2, 2), (0.5, 3), (1.0, 3)])
def test_bands(chance: float, band: int) -> None:
    assert early_warning.band(chance) == band


def test_due_soon_gives_each_listed_dossier_a_chance(load_with_steps: Load) -> None:
    """As many as the list, whoever looks; who may not list learns none."""
    district = random_district(6, 150)
    store, version = load_with_steps(district, random_steps(district, 6))
    for as_of in (dt.date(2020, 5, 26), dt.date(2020, 6, 3)):
        scope = Scope(Period.parse("2020"), as_of=as_of, units=(), certification=True)
        for viewer in (EVERYTHING, Viewer(frozenset({"p10"}), may_list=True)):
            seen_from = seen_points(store, version, scope)
            learnt = chances(past(store, version, scope, viewer, seen_from))
            found = early_warning.due_soon(store, version, scope, viewer, learnt)
            listed = fetch(store, members(registry.get("due_soon"), "numerator", scope, viewer), version)
            assert sorted(found.index) == sorted(listed["dossier_code"])
            assert found.between(0, 1).all()
        with pytest.raises(NotAllowed):
            early_warning.due_soon(store, version, scope, Viewer(None), learnt)


# ----------------------------------------------------------------------------------------------------- the forecast


@pytest.fixture(scope="module")
def sample(small_sample: Path) -> tuple[Store, str]:
    store = open_store(str(small_sample))
    version = store.version()
    assert version
    return store, version


def made(sample: tuple[Store, str], scope: Scope) -> tuple[Forecast, list[Point]]:
    seen_from = seen_points(*sample, scope)
    return forecast(*sample, scope, EVERYTHING, seen_from, past(*sample, scope, EVERYTHING, seen_from)), seen_from


@pytest.mark.parametrize(
    ("as_of", "month", "same_points"),
    [
        # At a month's end the next month, from the last day before it, even a day off.
        (None, "2020-07", {1: dt.date(2020, 5, 31), 2: dt.date(2020, 4, 30), 24: dt.date(2018, 6, 30)}),
        # Sunday: the month under way, with 12 working days ahead, as after 13 May and the weekend of 12 April.
        (dt.date(2020, 6, 14), "2020-06", {1: dt.date(2020, 5, 13), 2: dt.date(2020, 4, 13)}),
        # Saturday 30 May: no working day of May is left.
        (dt.date(2020, 5, 30), "2020-06", {1: dt.date(2020, 4, 30)}),
    ],
)
def test_the_same_point_of_earlier_months(
    sample: tuple[Store, str], as_of: dt.date | None, month: str, same_points: dict[int, dt.date]
) -> None:
    period = Period.parse(f"{as_of or dt.date(2020, 6, 1):%Y-%m}")
    seen_from = seen_points(*sample, Scope(period, as_of=as_of))
    assert seen_from[0].month.token == month
    assert {number: seen_from[number].day for number in same_points} == same_points
    walker = Walker(*sample)
    ahead = {walker.days_between(p.day, p.month.end) for p in seen_from}
    assert as_of != dt.date(2020, 6, 14) or ahead == {12}


@pytest.mark.parametrize("as_of", [None, dt.date(2020, 6, 14)])
def test_a_back_test_is_the_forecast_made_then(sample: tuple[Store, str], as_of: dt.date | None) -> None:
    """What the table says of March is what the page said on that day in March."""
    seen, seen_from = made(sample, Scope(Period.parse("2020-06"), as_of=as_of, units=()))
    assert len(seen.tests) >= 6
    for period in seen.tests["period"].iloc[[-1, -4]]:
        point = next(p for p in seen_from if p.month.start == period)
        then = Scope(Period.parse(f"{point.day:%Y-%m}"), as_of=point.day, units=(), units_on=seen_from[0].day)
        earlier, _ = made(sample, then)
        assert earlier.month == point.month
        row = seen.tests[seen.tests["period"] == point.month.start].iloc[0]
        assert row["forecast"] == pytest.approx(earlier.rate)


def test_a_forecast_is_the_sum_of_its_parts(sample: tuple[Store, str]) -> None:
    """Walked through for wards, 14 June: settled, open with their chances, new as in the twelve months before."""
    scope = Scope(Period.parse("2020-06"), as_of=dt.date(2020, 6, 14), units=())
    seen, seen_from = made(sample, scope)
    walker, point = Walker(*sample), seen_from[0]
    rows = [d for d in walker.dossiers if d["in_cohort"] and not d["certification"] and d["due"]]
    month = [d for d in rows if point.month.start <= d["due"] <= point.month.end]
    settled = [d for d in month if d["due"] <= point.day or (d["finished_on"] and d["finished_on"] <= point.day)]
    assert seen.due_known == len(settled)
    assert seen.late_known == sum(bool(d["breached"]) for d in settled)
    new = {p.number: [d for d in rows if p.month.start <= d["due"] <= p.month.end and d["promised_on"] > p.day]
           for p in seen_from[1:13]}  # fmt: skip
    late = sum(bool(d["breached"]) for group in new.values() for d in group)
    due = sum(len(group) for group in new.values())
    assert seen.due_new == pytest.approx(due / 12)  # as many working days ahead in each
    assert seen.late_new == pytest.approx(late / 12)
    whole = seen.late_known + seen.late_open + seen.late_new
    assert seen.rate == pytest.approx(whole / (seen.due_known + seen.due_open + seen.due_new))
    assert 0 < seen.late_open < seen.due_open
    last = seen.tests.iloc[-1]
    month_before = month_period(last["period"]).previous()
    before = [d for d in rows if month_before.start <= d["due"] <= month_before.end]
    assert last["naive"] == pytest.approx(sum(bool(d["breached"]) for d in before) / len(before))


def with_tests(*rows: tuple[float, float, float]) -> Forecast:
    """A forecast of 3 % with tests of (forecast, naive, rate)."""
    tests = pd.DataFrame(rows, columns=["forecast", "naive", "rate"])
    empty = Calibration(pd.DataFrame(), float("nan"), float("nan"))
    return Forecast(Period.parse("2020-07"), 0.03, 0, 0, 0.0, 0.0, 0.0, 0.0, tests, empty)


def test_errors_verdict_and_interval() -> None:
    rows = [(0.03, 0.05, 0.02), (0.03, 0.03, 0.03), (0.02, 0.06, 0.06), (0.03, 0.01, 0.01), (0.02, 0.02, 0.025)]
    seen = with_tests(*rows, (0.05, 0.04, 0.05))
    assert seen.error == pytest.approx((0.01 + 0 + 0.04 + 0.02 + 0.005 + 0) / 6)
    assert seen.naive_error == pytest.approx((0.03 + 0 + 0 + 0 + 0.005 + 0.01) / 6)
    assert seen.verdict == "not_better"
    assert seen.closer == 2
    assert seen.without_best_month == pytest.approx((0.065 / 5, 0.015 / 5))  # the first gained most
    assert seen.interval == pytest.approx((0.0, 0.07))  # the sixth of six errors: 0.8 * 7 = 5.6
    better = with_tests(*[(0.03, 0.05, 0.03 + 0.001 * n) for n in range(12)])
    assert better.verdict == "better"
    assert better.interval == pytest.approx((0.03 - 0.01, 0.03 + 0.01))  # the eleventh of twelve
    assert with_tests(*rows).verdict == ""
    assert math.isnan(with_tests(*rows).interval[0])


def test_calibration_by_hand() -> None:
    """Under 5 %: 100 dossiers at 2 %, 3 late. 20-50 %: 40 at 30 %, 30 late, far too many."""
    rows = pd.DataFrame({"decided": [100, 40], "late": [3, 30], "chance": [0.02, 0.3], "base": [0.1, 0.1]})
    found = calibration(rows)
    assert found.bands[["decided", "late"]].to_numpy().tolist() == [[100, 3], [0, 0], [40, 30], [0, 0]]
    assert found.bands["expected"].to_list() == pytest.approx([2, 0, 12, 0])
    assert not found.fits
    assert calibration(rows.iloc[:1]).fits
    squares = 3 * 0.98**2 + 97 * 0.02**2 + 30 * 0.7**2 + 10 * 0.3**2
    assert found.brier == pytest.approx(squares / 140)
    assert found.brier_base == pytest.approx((33 * 0.9**2 + 107 * 0.1**2) / 140)
