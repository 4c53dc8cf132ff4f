"""What a meeting looks at against a plain loop over the dossiers: stocks and tasks; and the rules of its titles."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data_access.profiles import load_profile
from data_access.stores import Store, open_store
from data_access.viewer import EVERYTHING, Viewer
from measures import meeting_findings as titles
from measures.headlines import HEADLINES
from measures.known import Holdings, holdings
from measures.meeting import Meeting, Task, meeting
from measures.period import Period
from measures.scope import Scope
from measures.unit_page import unit_page
from measures.verdict import Verdict
from tests import plain_truth as truth
from tests.conftest import Loaded
from tests.district import District, random_district
from tests.measures.test_against_truth import FEW, filter_of
from tests.measures.test_overview import true_pair
from text import ENGLISH, VIETNAMESE, Language

QUAN6 = load_profile("quan6")
SCREEN = Viewer(None)
any_view = st.builds(
    Scope,
    period=st.sampled_from(["2020-05", "2020-06", "2020-Q2"]).map(Period.parse),
    units=st.sampled_from([("ward",), ("p10",), ()]),
    certification=st.booleans(),
)


def counted(store: Store, version: str, scope: Scope) -> Meeting:
    held = holdings(store, version)
    return meeting(store, version, replace(scope, lawful=QUAN6.lawful_days), SCREEN, held, QUAN6)


def as_counts(frame: pd.DataFrame, *columns: str) -> dict[tuple, int]:
    return {tuple(getattr(row, name) for name in columns): row.count for row in frame.itertuples()}


def true_tasks(district: District, scope: Scope, until: dt.date) -> dict[str, tuple[int, set[str], dt.date]]:
    """By kind: how many dossiers, of which units, until when; counted one by one."""
    keep = replace(filter_of(scope), lawful=((dt.date(2016, 1, 1), "due"),))
    views = truth.views(district, scope.period.start, scope.period.end, dt.date.max, scope.lateness, keep)
    received = {view.dossier.code: truth.called_on(view.dossier.receiving, scope.carried_on) for view in views}
    duty = {view.dossier.code: truth.called_on(view.dossier.resolving, scope.carried_on) for view in views}
    lacking = [view for view in views if truth.letter_missing(view)]
    still = [view for view in lacking if view.now.finished_at is None and view.now.ended_at is None]
    closed = [view for view in lacking if view not in still]
    coming = [view for view in views if truth.due_soon(view) and view.now.due and view.now.due > until]
    first = min((view.now.due for view in coming if view.now.due), default=until)
    asked = {
        "write": (still, duty, truth.add_working_days(until, 1)),
        "remind": ([view for view in coming if view.now.due == first], received, first),
        "review": ([view for view in views if truth.overdue_open(view)], received, truth.add_working_days(until, 3)),
        "review_letters": (closed, duty, truth.add_working_days(until, 5)),
    }
    return {
        kind: (len(found), {of[view.dossier.code] for view in found}, due)
        for kind, (found, of, due) in asked.items()
        if found
    }


@settings(FEW, max_examples=4)
@given(seed=st.integers(0, 10_000), scope=any_view)
def test_stocks_and_tasks_equal_a_plain_count(load_district: Loaded, seed: int, scope: Scope) -> None:
    district = random_district(seed, size=60)
    store, version = load_district(district)
    if scope.period.start > holdings(store, version).cut_off:
        return
    seen = counted(store, version, scope)
    found = {task.kind: (task.count, set(task.units), task.due) for task in seen.tasks}
    assert found == true_tasks(district, scope, seen.until)
    assert list(found) == [kind for kind in ("write", "remind", "review", "review_letters") if kind in found]
    for key in HEADLINES:
        assert seen.overview.headlines[key].now == true_pair(key, district, scope)
    assert int(seen.soon["count"].sum()) == len(set(true_codes("due_soon", district, scope)))
    assert int(seen.overdue["count"].sum()) == len(set(true_codes("overdue_open", district, scope)))
    assert seen.letters_missing == len(set(true_codes("letters_missing", district, scope)))


def true_codes(key: str, district: District, scope: Scope) -> list[str]:
    as_of = scope.as_of or dt.date.max
    above, _ = truth.measure(
        key, district, scope.period.start, scope.period.end, as_of, scope.lateness, filter_of(scope)
    )
    return above


# ------------------------------------------------------------------------------------------------------- the sample


@pytest.fixture(scope="module")
def sample(small_sample: Path) -> tuple[Store, Holdings]:
    store = open_store(str(small_sample))
    version = store.version()
    assert version
    return store, holdings(store, version)


@pytest.fixture(scope="module")
def seen(sample: tuple[Store, Holdings]) -> Meeting:
    store, held = sample
    return meeting(store, held.version, Scope(Period.parse("2020-06")), EVERYTHING, held, load_profile(held.profile))


def test_the_parts_of_a_meeting_tell_the_same_numbers(seen: Meeting) -> None:
    assert seen.overview.headlines["online_share"].now == seen.online.now
    assert seen.overview.headlines["letter_rate"].now == seen.letters.rates["letter_rate"]
    assert seen.overview.letters_missing == seen.letters_missing == int(seen.letters.missing["count"].sum())
    assert seen.overview.soon == int(seen.soon["count"].sum())
    assert seen.overview.overdue == int(seen.overdue["count"].sum())
    by_day = Counter()
    for row in seen.soon.itertuples():
        by_day[row.due_day] += row.count
    assert by_day == seen.overview.soon_by_day


# ------------------------------------------------------------------------------------------------- titles and tasks


def judged(seen: Meeting, verdicts: dict[str, Verdict], now: tuple[float, float] = (54.0, 2336.0)) -> Meeting:
    """The meeting with other verdicts: none but those named."""
    units = seen.overview.units
    given = units.assign(verdict=[verdicts.get(unit, Verdict.NO_EVIDENCE) for unit in units["unit"]])
    of_lateness = replace(seen.overview.maps["overdue_rate"], units=given)
    headline = replace(seen.overview.headlines["overdue_rate"], now=now)
    overview = replace(
        seen.overview,
        maps=seen.overview.maps | {"overdue_rate": of_lateness},
        headlines=seen.overview.headlines | {"overdue_rate": headline},
    )
    return replace(seen, overview=overview)


HIGHER, LOWER, WATCHED = Verdict.HIGHER, Verdict.LOWER, Verdict.WATCH_HIGHER
CASES: list[tuple[dict[str, Verdict], str, str]] = [
    (
        {"p10": HIGHER, "p13": LOWER},
        "Trễ hạn 2,3 %, cao hơn chỉ tiêu; Phường 10 cao hơn rõ",
        "Chỉ Phường 10 trễ hạn cao hơn rõ; 12 phường chưa phân biệt được",
    ),
    (
        {"p10": HIGHER, "p11": HIGHER},
        "Trễ hạn 2,3 %, cao hơn chỉ tiêu; Phường 10 và 11 cao hơn rõ",
        "Phường 10 và 11 trễ hạn cao hơn rõ; 12 phường chưa phân biệt được",
    ),
    (
        {"p13": LOWER, "p10": WATCHED},
        "Trễ hạn 2,3 %, cao hơn chỉ tiêu; Phường 13 thấp hơn rõ",
        "Phường 13 trễ hạn thấp hơn rõ; 13 phường chưa phân biệt được",
    ),
    ({"p10": WATCHED}, "chưa thấy đơn vị nào khác rõ", "Chưa thấy đơn vị nào trễ hạn khác mức chung"),
]


@pytest.mark.parametrize(("verdicts", "headline", "ranking"), CASES)
def test_titles_name_who_clearly_differs_and_nobody_else(
    seen: Meeting, sample: tuple[Store, Holdings], verdicts: dict[str, Verdict], headline: str, ranking: str
) -> None:
    held, given = sample[1], judged(seen, verdicts)
    first = titles.headline_title(given, held, VIETNAMESE).replace("\u00a0", " ")
    assert headline in first
    second = titles.ranking_title(given, held, VIETNAMESE)
    assert second == ranking
    if HIGHER not in verdicts.values() and LOWER not in verdicts.values():
        assert "Phường" not in first + second


def test_where_nothing_came_due_or_can_be_judged_titles_say_so(seen: Meeting, sample: tuple[Store, Holdings]) -> None:
    held = sample[1]
    few = judged(seen, dict.fromkeys(seen.overview.units["unit"], Verdict.TOO_FEW))
    assert titles.ranking_title(few, held, VIETNAMESE) == "Số trễ hạn quá ít để so sánh các đơn vị"
    assert "%" not in titles.headline_title(judged(seen, {}, (0.0, 0.0)), held, VIETNAMESE)


@pytest.mark.parametrize("language", [VIETNAMESE, ENGLISH])
@pytest.mark.parametrize("most", [0, 20, 30, 45, 60, 1000])
def test_a_title_takes_the_fullest_version_that_fits(
    seen: Meeting, sample: tuple[Store, Holdings], language: Language, most: int
) -> None:
    store, held = sample
    many = judged(seen, {f"p{number:02}": HIGHER for number in range(1, 9)})
    one = unit_page(
        store,
        held.version,
        Scope(Period.parse("2020-06"), units=("p10",)),
        EVERYTHING,
        held,
        load_profile(held.profile),
    )

    def fits(words: str) -> bool:
        return len(words) <= most

    for title in (
        lambda room: titles.headline_title(many, held, language, room),
        lambda room: titles.ranking_title(many, held, language, room),
        lambda room: titles.months_title(many, language, room),
        lambda room: titles.online_title(many, language, room),
        lambda room: titles.letters_title(many, language, room),
        lambda room: titles.soon_title(many, language, room),
        lambda room: titles.unit_title(one, held, language, room),
    ):
        full, short, chosen = title(titles.anything), title(lambda _: False), title(fits)
        assert len(short) <= len(chosen) <= len(full)
        assert fits(chosen) or chosen == short
        assert chosen[:1] == chosen[:1].upper()


def test_a_task_has_verb_count_units_and_day(sample: tuple[Store, Holdings]) -> None:
    held, day = sample[1], dt.date(2020, 7, 1)
    wards = ("p10", "p07", "p12", "p14")
    said = titles.task_words(Task("write", 7, wards, day), held, VIETNAMESE)
    assert said == titles.TaskWords("Gửi thư xin lỗi cho 7 hồ sơ đang giải quyết", "Phường 7, 10, 12, 14", "01/07")
    everyone = tuple(held.units.loc[held.units["kind"] == "ward", "unit_id"])
    assert titles.task_words(Task("remind", 27, everyone, day), held, VIETNAMESE) == titles.TaskWords(
        "Đôn đốc 27 hồ sơ đến hạn ngày 01/07", "14 phường", "01/07"
    )
    assert titles.units_words(("p10", "ldtbxh"), held, VIETNAMESE) == "Phường 10; P. LĐ-TB&XH"
    assert titles.units_words((*everyone, "ldtbxh"), held, VIETNAMESE) == "14 phường; 1 đơn vị khác"
    for kind, verb in (
        ("review", "Rà soát 1.234 hồ sơ đang quá hạn"),
        ("review_letters", "Rà soát 1.234 hồ sơ trả trễ"),
    ):
        assert titles.task_words(Task(kind, 1234, wards, day), held, VIETNAMESE).what.startswith(verb)
        assert re.search("1,234", titles.task_words(Task(kind, 1234, wards, day), held, ENGLISH).what)


def test_names_that_begin_alike_share_their_beginning() -> None:
    assert titles.short_list(["Phường 7", "Phường 10"], VIETNAMESE) == "Phường 7 và 10"
    assert titles.short_list(["Bình Tiên", "Bình Tây"], VIETNAMESE) == "Bình Tiên và Bình Tây"
    assert titles.short_list(["Phường 7", "Phòng 8"], VIETNAMESE, ", ") == "Phường 7, Phòng 8"
    assert titles.short_list([], VIETNAMESE) == ""
