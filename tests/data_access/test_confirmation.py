"""Rounds of confirmation: what their records say in whatever order they come, and that no list ever changes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_access.journal import Record, Records
from data_access.journal import confirmation as c
from data_access.journal.confirmation import Listed, NotTaken, Pen, Round
from measures.confirmation_words import beside_words, dossiers_objected, objections_beside
from text import VIETNAMESE

FROZEN_ON, DEADLINE = dt.date(2020, 7, 1), dt.date(2020, 7, 3)
DUE = dt.date(2020, 6, 10)
BOTH, LATE, LETTER = ("overdue", "letter"), ("overdue",), ("letter",)
LISTS = {
    "p10": (
        Listed("a", BOTH, DUE, "open", 14),
        Listed("b", LATE, DUE, "finished", None),
        Listed("s", LATE, DUE, "open", 9),
    ),
    "p12": (Listed("d", LETTER, DUE, "stopped", 3), Listed("s", LETTER, DUE, "open", 9)),
    "tnmt": (Listed("e", BOTH, DUE, "paused", 1),),
}
FREEZE = Round("2020-06/1", "2020-06", 1, "store-1", DEADLINE, "ky=2020-06", DEADLINE, FROZEN_ON, LISTS)


class Kept:
    """Records in memory, as the table keeps them: numbered, never changed."""

    def __init__(self) -> None:
        self.all: list[Record] = []

    def add(self, kind: str, subject: str, body: Mapping[str, Any], who: str = "", role: str = "") -> int:
        at = dt.datetime(2020, 7, 1, tzinfo=dt.UTC)
        self.all.append(Record(len(self.all) + 1, at, who, role, kind, subject, dict(body)))
        return len(self.all)

    def of(self, kinds: object, subject: str | None = None) -> list[Record]:
        return [r for r in self.all if r.kind in kinds and subject in (None, r.subject)]  # type: ignore[operator]


def pen(records: object, day: dt.date = FROZEN_ON) -> Pen:
    return Pen(records, day)  # type: ignore[arg-type]


def now(records: object) -> Round:
    (found,) = c.rounds(records.of(c.KINDS))  # type: ignore[attr-defined]
    return found


# --------------------------------------------------------------------------------------------------- one round


def test_a_round_from_the_freeze_to_the_answers(tmp_path: Path) -> None:
    """Through the real table: what is read is what was frozen, and each step once however often it is pressed."""
    records = Records(f"sqlite:///{tmp_path / 'journal.sqlite'}")
    assert c.freeze(pen(records), FREEZE)
    assert not c.freeze(pen(records), FREEZE)
    assert now(records) == FREEZE
    assert now(records).silent() == ("p10", "p12", "tnmt")
    assert c.object_to(pen(records), FREEZE, "p10", ["a", "b", "a"], "letter_sent", " 15/bc-ubnd ") == 2
    assert c.object_to(pen(records), FREEZE, "p10", ["a", "b"], "letter_sent", "15/BC-UBND") == 0
    assert c.confirm(pen(records), FREEZE, "p12")
    assert not c.confirm(pen(records), FREEZE, "p12")
    after = DEADLINE + dt.timedelta(1)
    assert c.object_to(pen(records, after), FREEZE, "tnmt", ["e"], "other", "7/2020/TNMT") == 1
    found = now(records)
    assert [(o.number, o.unit, o.code, o.document, o.late) for o in found.objections] == [
        (1, "p10", "a", "15/BC-UBND", False),
        (2, "p10", "b", "15/BC-UBND", False),
        (3, "tnmt", "e", "7/2020/TNMT", True),
    ]
    assert [found.state(unit) for unit in LISTS] == ["objected", "confirmed", "objected"]
    assert c.answer(pen(records), FREEZE, "p10", "a", accepted=True)
    assert not c.answer(pen(records), FREEZE, "p10", "a", accepted=False)
    assert c.answer(pen(records), FREEZE, "p10", "b", accepted=False)
    assert not c.take_back(pen(records), FREEZE, "p10", "a"), "what was answered stays"
    assert c.take_back(pen(records), FREEZE, "tnmt", "e")
    assert not c.take_back(pen(records), FREEZE, "tnmt", "e")
    found = now(records)
    assert [(o.code, o.answer) for o in found.objections] == [("a", "accepted"), ("b", "not_accepted")]
    assert found.silent() == ("tnmt",)
    assert (found.missed(DEADLINE), found.missed(after)) == ((), ("tnmt",))
    assert found.lists == FREEZE.lists
    assert len(records.of(c.KINDS)) == 8


@pytest.mark.parametrize(
    ("unit", "codes", "reason", "document", "wrong"),
    [
        ("p10", ["d"], "letter_sent", "", "code"),
        ("p10", ["a", "d"], "letter_sent", "", "code"),
        ("p10", [], "letter_sent", "", "code"),
        ("p99", ["a"], "letter_sent", "", "code"),
        ("p10", ["a"], "because", "", "reason"),
        ("p10", ["a"], "other", "", "document"),
        ("p10", ["a"], "letter_sent", "gặp bà B ở Phường 10", "document"),
        ("p10", ["a"], "letter_sent", "0903123456", "document"),
        ("p10", ["a"], "letter_sent", "15/NGUYEN-VAN-A", "document"),
        ("p10", ["a"], "letter_sent", "15/TRẦN-B", "document"),
        ("p10", ["a"], "letter_sent", "079085001234/UBND", "document"),
        ("p10", ["a"], "letter_sent", "15/BC-UBND; đã xong", "document"),
    ],
)
def test_what_is_refused_is_not_written(unit: str, codes: list[str], reason: str, document: str, wrong: str) -> None:
    """An objection is of the own list, for a reason that is listed, and nothing else can be written into it."""
    records = Kept()
    c.freeze(pen(records), FREEZE)
    with pytest.raises(NotTaken, match=wrong):
        c.object_to(pen(records), FREEZE, unit, codes, reason, document)
    assert len(records.all) == 1


def test_lists_that_cannot_be_frozen() -> None:
    records = Kept()
    with pytest.raises(NotTaken, match="deadline"):
        c.freeze(pen(records, DEADLINE + dt.timedelta(1)), FREEZE)
    with pytest.raises(NotTaken, match="lists"):
        c.freeze(pen(records), Round("x/1", "x", 1, "v", DUE, "", DEADLINE, DUE, {}))
    c.freeze(pen(records), FREEZE)
    with pytest.raises(NotTaken, match="unit"):
        c.confirm(pen(records), FREEZE, "p99")
    assert len(records.all) == 1


@pytest.mark.parametrize("document", ["15/BC-UBND", "1400/2020/UBND-VP", "12a/QĐ-UBND", "7/TB-VP.1"])
def test_document_numbers_are_taken(document: str) -> None:
    assert c.checked_document(document) == document.upper()


def test_a_new_round_begins_without_answers() -> None:
    records = Kept()
    c.freeze(pen(records), FREEZE)
    c.object_to(pen(records), FREEZE, "p10", ["a"], "letter_sent")
    second = Round("2020-06/2", "2020-06", 2, "store-2", DEADLINE, "", DEADLINE, FROZEN_ON, {"p10": LISTS["p10"][1:]})
    c.freeze(pen(records), second)
    first, last = c.rounds(records.all)
    assert c.newest([last, first], "2020-06") == last == second
    assert first.objections
    assert c.newest([first], "2020-05") is None


# ------------------------------------------------------------------------------------- whatever comes, in any order

STEPS = st.lists(
    st.tuples(
        st.sampled_from(c.KINDS[1:]),
        st.sampled_from(["p10", "p10", "p12", "p99"]),
        st.sampled_from(["a", "s", "s", "none"]),
        st.sampled_from(["accepted", "not_accepted"]),
        st.integers(0, 5),
    ),
    min_size=5,
    max_size=25,
)


def written(steps: list[tuple[str, str, str, str, int]], place: int) -> list[Record]:
    """The records of these steps, the freeze at ``place``: what nobody could write by pressing buttons as well."""
    records = Kept()
    for number, (kind, unit, code, answer, day) in enumerate(steps):
        if number == place:
            c.freeze(pen(records), FREEZE)
        body = {"unit": unit, "code": code, "answer": answer, "reason": "letter_sent", "document": ""}
        records.add(kind, FREEZE.subject, body | {"on": (FROZEN_ON + dt.timedelta(day)).isoformat()})
    again = dict(records.of([c.FROZEN])[0].body) | {"lists": {}, "deadline": "2021-01-01"}
    records.add(c.FROZEN, FREEZE.subject, again)  # two at once: the first counts
    return records.all


def told(records: list[Record]) -> tuple[dict[tuple[str, str], str], set[str]]:
    """The same in plain Python: the answer by (unit, code) of what is objected to, and who confirmed."""
    objected: dict[tuple[str, str], str] = {}
    confirmed: set[str] = set()
    begun = False
    for record in records:
        begun = begun or record.kind == c.FROZEN
        key = (record.body.get("unit", ""), record.body.get("code", ""))
        if not begun or key[0] not in LISTS:
            continue
        if record.kind == c.OBJECTED and key[1] in [row.code for row in LISTS[key[0]]]:
            objected[key] = ""
        elif record.kind == c.TAKEN_BACK and objected.get(key) == "":
            del objected[key]
        elif record.kind == c.ANSWERED and objected.get(key) == "":
            objected[key] = record.body["answer"]
        elif record.kind == c.CONFIRMED:
            confirmed.add(key[0])
    return objected, confirmed


@given(steps=STEPS, place=st.integers(0, 3), seed=st.randoms(use_true_random=False))
def test_any_order_of_records_is_a_round_and_no_number_changes(steps, place, seed) -> None:  # type: ignore[no-untyped-def]
    records = written(steps, place)
    shuffled = list(records)
    seed.shuffle(shuffled)
    (found,) = c.rounds(shuffled)
    objected, confirmed = told(records)
    assert {(o.unit, o.code): o.answer for o in found.objections} == objected
    assert set(found.confirmed) == confirmed
    assert len({o.number for o in found.objections}) == len(found.objections)
    assert all(o.late == (o.on > DEADLINE) for o in found.objections)
    # The lists, and so every number counted from them, are those of the freeze.
    assert (found.lists, found.version, found.cut_off) == (FREEZE.lists, FREEZE.version, FREEZE.cut_off)
    answered = {unit for unit, _ in objected} | confirmed
    assert set(found.silent()) == LISTS.keys() - answered
    # What stands beside the numbers.
    standing = [key for key, answer in objected.items() if answer != "not_accepted"]
    for about, wanted in [("", BOTH), ("overdue", LATE), ("letter", LETTER)]:
        of_it = [(u, k) for u, k in standing if any(r.code == k and set(r.about) & set(wanted) for r in LISTS[u])]
        beside = objections_beside(found, about)
        assert beside == {unit: n for unit in LISTS if (n := sum(u == unit for u, _ in of_it))}
        assert dossiers_objected(found, about) == len({code for _, code in of_it})
        assert dossiers_objected(found, about, {"p10"}) == beside.get("p10", 0)


def test_objections_beside_a_number_in_words() -> None:
    assert beside_words(2, VIETNAMESE) == "2 hồ sơ đang có ý kiến"
    assert beside_words(0, VIETNAMESE) == ""
    assert objections_beside(None) == {}
    assert dossiers_objected(None) == 0
    with pytest.raises(ValueError, match="weather"):
        objections_beside(FREEZE, "weather")
