"""The page "Đất đai" against the plain truth, and against a few dossiers counted by hand."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import replace

from data_access.fetch import fetch
from data_access.viewer import EVERYTHING, Viewer
from measures import land_findings as findings
from measures import registry
from measures.bottlenecks_page import STEP_LATE, UNDER_WAY
from measures.known import Holdings, holdings
from measures.land_page import PAYMENT_DAYS, PAYMENT_WAITING, STEP_OVERDUE, Land, land_page, land_scope
from measures.members import how_many
from measures.period import Period
from measures.scope import Scope
from measures.verdict import Verdict
from tests import plain_truth as truth
from tests import plain_truth_steps as true_steps
from tests.conftest import Loaded
from tests.district import District, Dossier, Pause, Step, random_district
from tests.district_steps import with_steps
from tests.measures.test_against_truth import filter_of
from text import ENGLISH, VIETNAMESE

JUNE = Scope(Period.parse("2020-06"))
WHOLE = Scope(Period.parse("2020"), as_of=dt.date(2020, 6, 24), certification=True)
STAGE_OF = {"intake": "receive", "coordination": "circulate", "processing": "resolve", "approval": "resolve"}


def at(day: int, hour: int = 9, month: int = 6) -> dt.datetime:
    return dt.datetime(2020, month, day, hour)


def parcel(code: str, area: str | None, due: int, finished: int | None = None, came: int = 1) -> Dossier:
    """Received by the branch, whose it is to resolve; the parcel lies in ``area``."""
    end = at(finished) if finished else None
    status = 9 if finished else 4
    return Dossier(code, "cn-vpdk", "cn-vpdk", area, "DD-01", 1, status, None, at(came), dt.date(2020, 6, due), end)


def by_hand() -> District:
    """Of four land dossiers one waited for the tax, one waits for it, one is overdue, one names no ward."""
    dossiers = (
        # Waits from Wed 03 to Tue 09/06: 3, 4, 5, 8 are four working days outside its clock of nine (2 to 12/06).
        parcel("LD-1", "p10", 15, 12),
        parcel("LD-2", "p10", 19, came=8),
        parcel("LD-3", "p11", 10),  # 14 working days past 10/06 on 30/06
        parcel("LD-4", None, 25, 12),
        replace(parcel("P10-1", "p10", 5), receiving="p10", resolving="p10", procedure="1.001193"),
    )
    steps = (
        Step("LD-2", 1, "intake", "cn-vpdk", at(8), at(9), at(9)),
        Step("LD-2", 2, "coordination", "thue", at(9), at(18), None),
        Step("LD-3", 1, "processing", "cn-vpdk", at(1), at(5), at(26)),
        Step("LD-3", 2, "approval", "cn-vpdk", at(26), at(10), None),
        Step("P10-1", 1, "processing", "p10", at(1), at(4), None),
    )
    pauses = (Pause("LD-1", at(3), at(9), "payment"), Pause("LD-2", at(10), None, "payment"))
    exported = dict.fromkeys(("cn-vpdk", "p10"), at(30, 18))
    return District(dossiers, pauses=pauses, steps=steps, exported_at=exported)


def seen_by(viewer: Viewer, scope: Scope, store, version: str) -> tuple[Land, Holdings]:  # type: ignore[no-untyped-def]
    held = holdings(store, version)
    of_land = land_scope(scope, held, viewer)
    assert of_land
    return land_page(store, version, of_land, viewer, held), held


def test_land_dossiers_by_hand(load_district: Loaded) -> None:
    store, version = load_district(by_hand())
    seen, held = seen_by(EVERYTHING, JUNE, store, version)
    assert (seen.scope.unit_role, seen.scope.units, seen.scope.fields) == ("area", (), ("Đăng ký BPBĐ", "Đất đai"))
    flow = seen.flow.set_index("stage")
    assert list(flow.index) == ["receive", "circulate", "resolve", "return"]
    assert flow.loc["circulate", ["begun", "finished", "open", "longest", "late", "overdue"]].to_list() == [
        1,
        0,
        1,
        15,
        0,  # past its own day, but the dossier is paused
        0,
    ]
    assert flow.loc["resolve", ["begun", "finished", "open", "longest", "late", "overdue"]].to_list() == [
        2,
        1,
        1,
        2,
        0,
        1,
    ]
    assert flow.loc["return", ["begun", "finished", "open", "longest", "late", "overdue"]].to_list() == [
        2,
        0,
        2,
        12,
        0,
        0,
    ]
    assert (seen.open, seen.unrecorded, seen.waiting) == (2, 0, 1)
    assert seen.tax == (4, 1)
    assert (seen.whole, seen.finished) == (18, 2)
    assert seen.now == (1, 3)  # the paused one is undecided
    assert seen.level == (1, 2)
    assert seen.overdue[["procedure", "count", "longest"]].to_numpy().tolist() == [["DD-01", 1, 14]]
    assert seen.overdue_ages == {"8-15": 1}
    ward = seen.by_ward.set_index("unit").loc["p10"]
    assert ward[["circulate", "resolve", "return", "waiting", "waited", "days"]].to_list() == [1, 0, 1, 1, 1, 4]
    assert set(seen.wards["verdict"]) == {Verdict.TOO_FEW, Verdict.NO_DATA}
    said = findings.page_sentence(seen, VIETNAMESE)
    assert said == "2 hồ sơ đất đai đang giải quyết, 1 hồ sơ quá hạn, 1 hồ sơ đang chờ nghĩa vụ tài chính"
    words = "1/3 hồ sơ đất đai đến hạn bị quá hạn; còn ít hồ sơ trễ để so sánh các phường"
    assert findings.wards_title(seen, held, VIETNAMESE) == words  # of three no rate is told
    assert findings.tax_title(seen, ENGLISH).startswith("4/18 working days")
    assert findings.ask_title(seen, VIETNAMESE).startswith("Đề nghị Chi nhánh phối hợp rà soát 1 hồ sơ quá hạn")
    # One ward alone: its parcels only.
    ward_only, _ = seen_by(EVERYTHING, replace(JUNE, units=("p11",)), store, version)
    assert (ward_only.open, ward_only.now, ward_only.tax) == (1, (1, 1), (0, 0))


def test_who_sees_land_dossiers(load_district: Loaded) -> None:
    """The branch its own; a ward none of parcels that others handle; fields without land hold nothing."""
    store, version = load_district(by_hand())
    branch = Viewer(frozenset({"cn-vpdk"}), may_list=True, least_cell=5)
    seen, held = seen_by(branch, replace(JUNE, units=("cn-vpdk",), unit_role="resolving"), store, version)
    assert (seen.open, seen.scope.units, len(seen.wards)) == (2, ("cn-vpdk",), 14)
    assert not seen.empty
    ward = Viewer(frozenset({"p10"}), may_list=True, least_cell=5)
    seen, _ = seen_by(ward, replace(JUNE, units=("p10",)), store, version)
    assert seen.empty
    assert list(seen.wards["unit"]) == ["p10"]
    assert findings.page_sentence(seen, VIETNAMESE) == "Không có hồ sơ đất đai"
    assert land_scope(replace(JUNE, fields=("Hộ tịch",)), held, EVERYTHING) is None
    one = land_scope(replace(JUNE, fields=("Hộ tịch", "Đất đai")), held, EVERYTHING)
    assert one
    assert one.fields == ("Đất đai",)


def test_without_steps_only_results_are_told(load_district: Loaded) -> None:
    store, version = load_district(replace(by_hand(), steps=()))
    seen, _ = seen_by(EVERYTHING, JUNE, store, version)
    assert not seen.recorded
    assert list(seen.told["stage"]) == ["return"]
    assert (seen.open, seen.unrecorded) == (2, 2)
    assert findings.flow_title(seen, VIETNAMESE).startswith("Chưa có dữ liệu các bước")


def test_the_page_equals_the_plain_truth(load_district: Loaded) -> None:
    district = with_steps(random_district(12, size=240), 12)
    store, version = load_district(district)
    seen, _ = seen_by(EVERYTHING, WHOLE, store, version)
    keep = filter_of(seen.scope)
    views = truth.views(district, WHOLE.period.start, WHOLE.period.end, dt.date(2020, 6, 24), "day", keep)
    assert len({view.dossier.procedure for view in views}) == 1
    counted = {key: sum(map(member, views)) for key, member in truth.COUNTS.items()}
    flow = seen.flow.set_index("stage")
    for column, key in (("open", "uncollected"), ("overdue", "uncollected_late"), ("begun", "finished")):
        assert flow.loc["return", column] == counted[key]
    assert flow.loc["return", "finished"] == counted["collected"]
    columns = {"begun": "steps_begun", "finished": "steps_finished", "open": UNDER_WAY, "late": STEP_LATE}
    for column, key in (columns | {"overdue": STEP_OVERDUE}).items():
        steps = Counter(STAGE_OF[row[2]] for row in true_steps.rows(key, district, views))
        assert {stage: flow.loc[stage, column] for stage in ("receive", "circulate", "resolve")} == {
            stage: steps[stage] for stage in ("receive", "circulate", "resolve")
        }
        listed = how_many(registry.get(key), "numerator", seen.scope, EVERYTHING, ("land_stage", "resolve"))
        assert fetch(store, listed, version).iloc[0, 0] == steps["resolve"]
    assert seen.ages["count"].sum() == seen.flow["open"].sum()
    days = [truth.payment_days(view) for view in views if truth.waited_for_payment(view)]
    assert seen.tax == (sum(days), len(days))
    assert seen.waiting == counted[PAYMENT_WAITING]
    assert (seen.open, seen.finished) == (counted["backlog"], counted["finished"])
    assert seen.whole == sum(truth.processing_days(view) for view in views if truth.COUNTS["finished"](view))
    assert seen.now == (sum(map(true_steps.breached, views)), sum(map(true_steps.came_due, views)))
    assert seen.overdue["count"].sum() == counted["overdue_open"]
    for ward in seen.by_ward.itertuples():
        here = [view for view in views if view.dossier.area == ward.unit]
        assert ward.days == sum(truth.payment_days(view) for view in here if truth.waited_for_payment(view))
        assert ward.overdue == sum(map(truth.COUNTS["overdue_open"], here))


def test_waits_for_payment_and_supplement_are_all_waits(load_district: Loaded) -> None:
    """Payment days are part of what the stays of finished dossiers tell as waits for the citizen."""
    district = random_district(9, size=120)
    store, version = load_district(district)
    views = truth.views(district, WHOLE.period.start, WHOLE.period.end, dt.date(2020, 6, 24), "day", truth.EVERYTHING)
    waits = true_steps.rows("dwell_days", district, views)
    citizen = {code: days for code, cause, _, _, days in waits if cause == "citizen"}
    paid = {v.dossier.code: truth.payment_days(v) for v in views if truth.waited_for_payment(v)}
    assert paid
    assert all(days <= citizen.get(code, 0) for code, days in paid.items())
    scope = replace(WHOLE, units=())
    listed = how_many(registry.get(PAYMENT_DAYS), "numerator", scope, EVERYTHING)
    assert fetch(store, listed, version).iloc[0, 0] == len(paid)
