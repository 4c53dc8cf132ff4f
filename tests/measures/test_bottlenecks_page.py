"""The page "Điểm nghẽn" against the plain truth, and against one dossier counted by hand."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from dataclasses import replace

from data_access.viewer import EVERYTHING, Viewer
from measures import bottlenecks_findings as findings
from measures.bottlenecks_page import AGES_IN_STEP, OLDEST_IN_STEP, Bottlenecks, bottlenecks_page
from measures.known import holdings
from measures.lateness_page import OWN as SEVERAL
from measures.lateness_page import REST
from measures.period import Period
from measures.scope import Scope
from tests import plain_truth as truth
from tests import plain_truth_steps as true_steps
from tests.conftest import Loaded
from tests.district import District, Dossier, Pause, Step, random_district
from tests.district_steps import with_steps
from tests.measures.test_against_truth import filter_of
from text import ENGLISH, VIETNAMESE

JUNE = Scope(Period.parse("2020-06"), units=())
WHOLE = Scope(Period.parse("2020"), as_of=dt.date(2020, 6, 24), units=(), certification=True)


def at(day: int, hour: int = 9, month: int = 6) -> dt.datetime:
    return dt.datetime(2020, month, day, hour)


def by_hand() -> District:
    """Due Fri 05/06. Mon 01 to Tue 02 at the ward, to Wed 10 at the insurance, to Thu 11 at the ward; closed Fri 12."""
    late = Dossier("P10-1", "p10", "p10", "p10", "1.001193", 1, 9, None, at(1), dt.date(2020, 6, 5), at(12))
    steps = [
        Step("P10-1", 1, "intake", "p10", at(1), None, at(2, 8)),
        Step("P10-1", 2, "coordination", "bhxh", at(2, 8), at(4), at(10)),
        Step("P10-1", 3, "approval", "p10", at(10), at(11), at(11)),
    ]
    # Open, due Tue 30/06; its step was due on Sunday 14/06, so on Monday; paused Wed 24 and Thu 25/06.
    stuck = Dossier("P10-2", "p10", "p10", "p10", "1.001193", 1, 4, None, at(10), dt.date(2020, 7, 1), None)
    steps.append(Step("P10-2", 1, "processing", "p10", at(10), dt.date(2020, 6, 14), None))
    pauses = (Pause("P10-2", at(24), at(26, 8), "supplement"),)
    silent = Dossier("P09-1", "p09", "p09", "p09", "1.001193", 1, 9, None, at(1), dt.date(2020, 6, 8), at(8))
    return District(
        (late, stuck, silent), pauses=pauses, steps=tuple(steps), exported_at={"p10": at(30, 18), "p09": at(30, 18)}
    )


def test_one_late_dossier_by_hand(load_district: Loaded) -> None:
    store, version = load_district(by_hand())
    held = holdings(store, version)
    seen = bottlenecks_page(store, version, JUNE, EVERYTHING, held)
    assert seen.now == (1, 2)
    # Late on 8, 9, 10 (insurance), 11 (ward), 12 (all steps done, closed a day later): five days. The insurance held it
    # on 3, 4, 5, 8, 9, 10: without these six it would have been in time.
    assert seen.causes == {"agency": 3, "own": 1, "citizen": 0, "system": 1, "unknown": 0}
    assert seen.own_clock == (0, 2)
    assert seen.groups == {"linked": (1, 1), "alone": (0, 0), "unrecorded": (0, 1)}
    assert seen.late[["cause", "holder", "days", "stays"]].to_numpy().tolist() == [
        ["agency", "bhxh", 3, 1],
        ["own", "p10", 1, 1],
        ["system", "", 1, 1],
    ]
    # Whole time: 2 to 12/06 are nine working days, and of the silent dossier 2 to 8/06 five, of which nothing is known.
    assert seen.whole == 9 + 5
    assert seen.elsewhere == {"agency": 0, "own": 0, "citizen": 0, "system": 1, "unknown": 5}
    spent = seen.dwell[["stage", "holder", "days", "p90"]].to_numpy().tolist()
    assert spent == [["intake", "p10", 1, 1], ["coordination", "bhxh", 6, 6], ["approval", "p10", 1, 1]]
    assert seen.silent == ["Phường 9"]
    flow = seen.flow.set_index("stage")
    assert flow.loc["processing", ["begun", "finished", "open", "longest", "late"]].to_list() == [1, 0, 1, 14, 1]
    assert seen.stuck[["stage", "holder", "count", "longest"]].to_numpy().tolist() == [["processing", "p10", 1, 11]]
    # Two dossiers that came due are too few for a rate; of twenty there would be one.
    assert findings.page_sentence(seen, VIETNAMESE) == "Cơ quan phối hợp giữ 3/5 ngày trễ"
    more = replace(seen, now=(10.0, 20.0), own_clock=(5.0, 20.0))
    said = "Cơ quan phối hợp giữ 3/5 ngày trễ; không tính thời gian ở đó, trễ hạn 25,0\u00a0% thay vì 50,0\u00a0%"
    assert findings.page_sentence(more, VIETNAMESE) == said
    assert findings.clock_title(seen, ENGLISH).startswith("1 of 1 overdue")
    assert findings.dwell_title(seen, VIETNAMESE).startswith("Còn ít bước")
    enough = replace(seen, stages=seen.stages.assign(stays=10))
    assert findings.dwell_title(enough, VIETNAMESE) == "Lâu nhất: Xác minh, phối hợp, 90 % trong 6 ngày làm việc"
    assert "1 hồ sơ chưa có dữ liệu các bước" in findings.unrecorded_words(seen, VIETNAMESE)
    assert "chưa có dữ liệu: Phường 9" in findings.unrecorded_words(seen, VIETNAMESE)
    # Looked at in the pause the step is under way, but not late.
    paused = bottlenecks_page(store, version, replace(JUNE, as_of=dt.date(2020, 6, 24)), EVERYTHING, held)
    assert paused.stuck.empty
    assert paused.flow["open"].sum() == 1


def test_a_district_without_steps_says_so_and_shows_no_zero(load_district: Loaded) -> None:
    store, version = load_district(random_district(3, size=30))
    seen = bottlenecks_page(store, version, WHOLE, EVERYTHING, holdings(store, version))
    assert not seen.recorded
    assert findings.page_sentence(seen, VIETNAMESE) == "Chưa có dữ liệu các bước: chưa thể nói thời gian nằm ở đâu"
    assert seen.causes["agency"] == seen.causes["own"] == 0
    assert findings.clock_title(seen, VIETNAMESE).startswith("Chưa có dữ liệu các bước")
    assert findings.late_title(seen, VIETNAMESE).startswith("Chưa có dữ liệu các bước")
    assert findings.flow_title(seen, VIETNAMESE) == findings.stuck_title(seen, VIETNAMESE) == "Chưa có dữ liệu các bước"
    assert seen.dwell.empty
    assert seen.flow.empty
    assert seen.late_days == seen.causes["unknown"] + seen.causes["citizen"]


def test_the_page_equals_the_plain_truth(load_district: Loaded) -> None:
    """For everybody, and for the chair of one ward: that one's dossiers only."""
    district = with_steps(random_district(11, size=60), 11)
    store, version = load_district(district)
    for units in (None, frozenset({"p10"})):
        viewer = Viewer(units, may_list=True)
        check(district, bottlenecks_page(store, version, WHOLE, viewer, holdings(store, version)), units)


def check(district: District, seen: Bottlenecks, units: frozenset[str] | None) -> None:
    as_of = dt.date(2020, 6, 24)
    every = truth.views(district, WHOLE.period.start, WHOLE.period.end, as_of, "day", filter_of(WHOLE))
    views = [one for one in every if not units or {one.dossier.receiving, one.dossier.resolving} & units]
    rows = {key: true_steps.rows(key, district, views) for key in true_steps.KEYS}
    assert seen.now == (sum(map(true_steps.breached, views)), sum(map(true_steps.came_due, views)))
    assert seen.own_clock == true_steps.number(true_steps.CLOCK, rows[true_steps.CLOCK], views)
    late = Counter()
    for _, cause, _, _, days in rows["late_days"]:
        late[cause] += days
    assert seen.causes == {cause: late[cause] for cause in seen.causes}
    assert seen.late["days"].sum() == seen.late_days == sum(late.values())
    assert not set(seen.late["holder"]) & {SEVERAL} or (seen.late["cause"] == "own").sum() == 1
    assert REST not in set(seen.late["holder"])
    spent = defaultdict(list)
    for _, cause, stage, holder, days in rows["dwell_days"]:
        spent[stage, holder, cause].append(days)
    told = {(row.stage, row.holder, row.cause): row for row in seen.dwell.itertuples()}
    assert set(told) == {key for key in spent if key[0]}
    for key, row in told.items():
        assert (row.stays, row.days) == (len(spent[key]), sum(spent[key]))
        assert row.p90 == truth.nearest_rank(spent[key], 90)
    assert seen.dwell["days"].sum() + sum(seen.elsewhere.values()) == seen.whole == sum(map(sum, spent.values()))
    for column, key in (("begun", "steps_begun"), ("finished", "steps_finished"), ("open", "steps_open")):
        expected = Counter(row[2] for row in rows[key])
        assert dict(zip(seen.flow["stage"], seen.flow[column], strict=True)) == {
            s: expected[s] for s in seen.flow["stage"]
        }
    assert seen.stuck["count"].sum() == seen.flow["late"].sum() == len(rows["steps_late"])
    assert seen.ages["count"].sum() == len(rows["steps_open"])
    assert set(seen.ages["age"]) <= {*(name for _, name in AGES_IN_STEP), OLDEST_IN_STEP}
