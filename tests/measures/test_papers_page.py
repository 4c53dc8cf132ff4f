"""The page "Giấy tờ" against the plain truth, and against a few dossiers counted by hand."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import replace

import pytest

from data_access.viewer import EVERYTHING, Viewer
from measures import papers_findings as findings
from measures.known import holdings
from measures.papers_page import COPIES, EXTRA, HABIT, KINDS, Papers, papers_page, per_100, rate_of
from measures.period import Period
from measures.scope import Scope
from measures.verdict import Verdict
from tests import plain_truth as truth
from tests import plain_truth_papers as true_papers
from tests.conftest import Loaded
from tests.district import Demand, District, Dossier, random_district
from tests.district_papers import with_demands
from tests.measures.test_against_truth import filter_of
from text import ENGLISH, VIETNAMESE

JUNE = Scope(Period.parse("2020-06"), units=())
WHOLE = Scope(Period.parse("2020"), as_of=dt.date(2020, 6, 24), units=(), certification=True)
BIRTH, MARRIAGE = "1.001193", "1.000894"


def dossier(code: str, unit: str, procedure: str = BIRTH, month: int = 6) -> Dossier:
    received = dt.datetime(2020, month, 1, 9)
    return Dossier(code, unit, unit, unit, procedure, 1, 4, None, received, dt.date(2020, month, 30), None)


def by_hand() -> District:
    """P.10 demands the same paper three times for births; P.9 rightly one copy; P.1 nothing that anybody told of."""
    dossiers = [dossier(f"P10-{n}", "p10") for n in (1, 2, 3)] + [dossier("P10-4", "p10", MARRIAGE)]
    dossiers += [dossier("P09-1", "p09"), dossier("P09-2", "p09", MARRIAGE), dossier("P01-1", "p01")]
    day = dt.date(2020, 6, 2)
    demands = [
        Demand("P10-1", 1, day, "residence", True, False, False),
        Demand("P10-1", 2, day, "residence", True, False, False),
        Demand("P10-2", 1, day, "other", True, False, False),
        Demand("P10-4", 1, day, "identity", False, True, True),
        Demand("P10-4", 2, dt.date(2020, 6, 20), "identity", True, True, True),  # outside the list and copied
        Demand("P09-1", 1, day, "identity", False, True, False),
    ]
    exported = dict.fromkeys(("p10", "p09", "p01"), dt.datetime(2020, 6, 30, 18))
    return District(tuple(dossiers), demands=tuple(demands), exported_at=exported)


def test_a_few_dossiers_by_hand(load_district: Loaded) -> None:
    store, version = load_district(by_hand())
    held = holdings(store, version)
    seen = papers_page(store, version, JUNE, EVERYTHING, held)
    assert seen.now == {EXTRA: (4, 6), COPIES: (2, 6)}  # of six dossiers: those of P.1 are unknown
    assert seen.silent == ["Phường 1"]
    units = seen.units[EXTRA][["unit", "dossiers", "demands", "with_demand"]].to_numpy().tolist()
    assert units == [["p09", 2, 0, 0], ["p10", 4, 4, 3]]  # P.9 reports, so its zero is one
    assert set(seen.units[EXTRA]["verdict"]) == {Verdict.TOO_FEW}
    told = seen.procedures[["procedure", "dossiers", *KINDS]].to_numpy().tolist()
    assert told == [[MARRIAGE, 2, 1, 2], [BIRTH, 4, 3, 0]]
    habits = seen.habits[["unit", "procedure", "kind", "count", "paper", "of_paper"]].to_numpy().tolist()
    assert habits == [["p10", BIRTH, EXTRA, 3, "residence", 2]]
    said = "6 hồ sơ tiếp nhận: 4 lượt yêu cầu giấy tờ ngoài thành phần, 2 lượt yêu cầu bản sao chứng thực"
    assert findings.page_sentence(seen, VIETNAMESE).startswith(said)
    assert findings.figures_title(seen, VIETNAMESE).startswith("Còn ít hồ sơ")
    many = replace(seen, now={EXTRA: (4.0, 64.0), COPIES: (70.0, 64.0)})
    said = "Trên 100 hồ sơ: 6,3 giấy tờ ngoài thành phần, 109,4 bản sao chứng thực không cần thiết"
    assert findings.figures_title(many, VIETNAMESE) == said
    assert findings.what_title(seen, ENGLISH) == "Most often: Đăng ký kết hôn, 3/6 demands"
    assert findings.habits_title(seen, VIETNAMESE) == "1 yêu cầu lặp lại: đề nghị rà soát"
    assert findings.silent_words(seen, VIETNAMESE) == "chưa có dữ liệu: Phường 1"
    # A day before the second demand of P10-4 nobody knows of it.
    earlier = papers_page(store, version, replace(JUNE, as_of=dt.date(2020, 6, 19)), EVERYTHING, held)
    assert earlier.now == {EXTRA: (3, 6), COPIES: (1, 6)}
    # On the first nobody had reported anything.
    first = papers_page(store, version, replace(JUNE, as_of=dt.date(2020, 6, 1)), EVERYTHING, held)
    assert not first.reported
    assert first.silent == ["Phường 1", "Phường 9", "Phường 10"]
    # A clear verdict names the unit; without one nobody is named.
    assert findings.units_title(seen, VIETNAMESE) == "Chưa có đơn vị nào cao hơn rõ so với đơn vị khác"
    clear = seen.units[EXTRA].assign(verdict=[Verdict.NO_EVIDENCE, Verdict.HIGHER])
    said = findings.units_title(replace(seen, units=seen.units | {EXTRA: clear}), VIETNAMESE)
    assert said == "Cao hơn rõ so với đơn vị khác: Phường 10; đề nghị rà soát"


def test_a_district_that_reports_nothing_shows_no_zero(load_district: Loaded) -> None:
    store, version = load_district(random_district(3, size=30))
    seen = papers_page(store, version, WHOLE, EVERYTHING, holdings(store, version))
    assert not seen.reported
    assert seen.silent
    assert seen.units[EXTRA].empty
    titles = (findings.page_sentence, findings.figures_title, findings.units_title, findings.what_title)
    for title in (*titles, findings.habits_title):
        assert title(seen, VIETNAMESE) == "Chưa có dữ liệu về yêu cầu giấy tờ"
    empty = papers_page(
        store, version, replace(JUNE, period=Period.parse("2015")), EVERYTHING, holdings(store, version)
    )
    assert findings.page_sentence(empty, VIETNAMESE) == "Không có hồ sơ tiếp nhận trong kỳ"


@pytest.mark.parametrize("units", [None, frozenset({"p10"})])
def test_the_page_equals_the_plain_truth(load_district: Loaded, units: frozenset[str] | None) -> None:
    """For everybody, and for the chair of one ward: that one's dossiers only, and no verdict."""
    district = with_demands(random_district(7, size=60), 7)
    store, version = load_district(district)
    seen = papers_page(store, version, WHOLE, Viewer(units, may_list=True), holdings(store, version))
    check(district, seen, units)
    verdicts = {verdict for kind in KINDS for verdict in seen.units[kind]["verdict"]}
    assert (verdicts == {None}) == (units is not None)


def check(district: District, seen: Papers, units: frozenset[str] | None) -> None:
    as_of = dt.date(2020, 6, 24)
    every = truth.views(district, WHOLE.period.start, WHOLE.period.end, as_of, "day", filter_of(WHOLE))
    views = [one for one in every if not units or {one.dossier.receiving, one.dossier.resolving} & units]
    reporting = {view.dossier.receiving for view in true_papers.received(views) if true_papers.reports(district, view)}
    procedure = {view.dossier.code: view.dossier.procedure for view in views}
    unit = {view.dossier.code: view.dossier.receiving for view in views}
    for kind in KINDS:
        assert seen.now[kind] == true_papers.number(per_100(kind), district, views)
        frame = seen.units[kind].set_index("unit")
        assert set(frame.index) == reporting
        for name in reporting:
            own = [view for view in views if view.dossier.receiving == name]
            demands, dossiers = true_papers.number(per_100(kind), district, own)
            having, _ = true_papers.number(rate_of(kind), district, own)
            assert frame.loc[name, ["demands", "dossiers", "with_demand"]].to_list() == [demands, dossiers, having]
        rows = true_papers.rows(kind, district, views)
        assert dict(zip(seen.papers["paper"], seen.papers[kind], strict=True)) == {
            paper: sum(one == paper for _, one in rows) for paper in seen.papers["paper"]
        }
        of_procedure = Counter(procedure[code] for code, _ in rows)
        counted = dict(zip(seen.procedures["procedure"], seen.procedures[kind], strict=True))
        assert {one: n for one, n in counted.items() if n} == of_procedure
        assert seen.pairs[kind].sum() == len(rows)
        found = Counter((unit[code], procedure[code]) for code, _ in rows)
        habits = seen.habits[seen.habits["kind"] == kind]
        told = dict(zip(zip(habits["unit"], habits["procedure"], strict=True), habits["count"], strict=True))
        assert told == {key: n for key, n in found.items() if n >= HABIT}
