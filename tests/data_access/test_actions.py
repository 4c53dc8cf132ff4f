"""Actions agreed: what their records say in whatever order they come, and what may not be written."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_access.journal import Record, Records
from data_access.journal import actions as a
from data_access.journal.actions import Action
from data_access.journal.confirmation import NotTaken
from measures.action_progress import for_meeting
from measures.period import Period
from tests.data_access.test_confirmation import Kept, pen

TODAY, DUE = dt.date(2020, 6, 3), dt.date(2020, 6, 17)
SUBJECT = a.subject_of("2020-05", "p10", "send_letters", DUE)
ACTION = Action(
    SUBJECT, "reminder", "send_letters", 11, "p10", DUE, "2020-05", "letters_missing", 90, None, "store-1", TODAY
)
RATE = replace(
    ACTION,
    subject=a.subject_of("2020-05", "p10", "review_lateness", DUE),
    task="review_lateness",
    measure="overdue_rate",
    denominator=237,
)


def test_an_action_from_the_meeting_to_its_end(tmp_path: Path) -> None:
    """Through the real table, each step once however often it is pressed."""
    records = Records(f"sqlite:///{tmp_path / 'journal.sqlite'}")
    assert a.agree(pen(records, TODAY), ACTION)
    assert a.agree(pen(records, TODAY), RATE)
    assert not a.agree(pen(records, TODAY), ACTION)
    assert a.actions(records.of(a.KINDS)) == [ACTION, RATE]
    assert [ACTION.status(DUE), ACTION.status(DUE + dt.timedelta(1))] == ["open", "overdue"]
    later = DUE + dt.timedelta(2)
    assert a.reply(pen(records, later), SUBJECT, "15/bc-ubnd", DUE)
    assert not a.reply(pen(records, later), SUBJECT, "16/BC-UBND", later)
    found = a.actions(records.of(a.KINDS, SUBJECT))[0]
    assert (found.status(later), found.document, found.answered_late) == ("answered", "15/BC-UBND", False)
    assert replace(found, answered_on=later).answered_late
    assert a.solve(pen(records, later), SUBJECT)
    assert not a.solve(pen(records, later), SUBJECT)
    assert not a.withdraw(pen(records, later), SUBJECT)
    assert a.actions(records.of(a.KINDS, SUBJECT))[0].status(later) == "solved"
    assert a.withdraw(pen(records, later), RATE.subject)
    assert not a.reply(pen(records, later), RATE.subject, "15/BC-UBND", DUE)
    assert a.actions(records.of(a.KINDS))[1].status(later) == "withdrawn"
    assert a.agree(pen(records, TODAY), RATE), "what was taken back may be agreed anew"
    assert a.actions(records.of(a.KINDS))[1] == RATE
    assert len(records.of(a.KINDS)) == 6
    assert not a.solve(pen(records, later), "2020-05/p99/none/2020-06-17")


@pytest.mark.parametrize(
    ("changed", "wrong"),
    [
        ({"kind": "order"}, "kind"),
        ({"task": "gọi bà B"}, "task"),
        ({"measure": "online_share"}, "task"),
        ({"count": -1}, "count"),
        ({"count": 10**7}, "count"),
        ({"due": TODAY - dt.timedelta(1)}, "due"),
    ],
)
def test_what_is_refused_is_not_written(changed: dict, wrong: str) -> None:
    records = Kept()
    with pytest.raises(NotTaken, match=wrong):
        a.agree(pen(records, TODAY), replace(ACTION, **changed))
    assert records.all == []


@pytest.mark.parametrize(
    ("document", "dated", "wrong"),
    [("", TODAY, "document"), ("ông C đã nhận", TODAY, "document"), ("1/BC", TODAY + dt.timedelta(1), "dated")],
)
def test_an_answer_is_a_document(document: str, dated: dt.date, wrong: str) -> None:
    records = Kept()
    a.agree(pen(records, TODAY), ACTION)
    with pytest.raises(NotTaken, match=wrong):
        a.reply(pen(records, TODAY), SUBJECT, document, dated)
    assert len(records.all) == 1


STEPS = st.lists(
    st.tuples(st.sampled_from(a.KINDS), st.booleans(), st.integers(0, 30)),
    max_size=14,
)


@given(steps=STEPS, days=st.integers(0, 40), seed=st.randoms(use_true_random=False))
def test_any_order_of_records_has_one_status(steps, days, seed) -> None:  # type: ignore[no-untyped-def]
    """Against plain Python: the last agreement counts, what is solved stays so, what is withdrawn is over."""
    records = Kept()
    plain: dict[str, dict] = {}
    for kind, rate, day in steps:
        one, on = RATE if rate else ACTION, TODAY + dt.timedelta(day)
        body = {name: getattr(one, name) for name in vars(one)}
        body |= {"due": DUE.isoformat(), "dated": on.isoformat(), "document": "1/BC", "on": on.isoformat()}
        body.pop("agreed_on")
        records.add(kind, one.subject, body)
        known = plain.get(one.subject)
        if kind == a.AGREED and (known is None or known["dropped"]):
            plain.pop(one.subject, None)
            plain[one.subject] = {"agreed": on, "answered": None, "solved": None, "dropped": False}
        elif known and not known["dropped"]:
            if kind == a.ANSWERED:
                known["answered"] = known["answered"] or on
            elif kind == a.SOLVED:
                known["solved"] = known["solved"] or on
            elif kind == a.WITHDRAWN and not known["solved"]:
                known["dropped"] = True
    shuffled: list[Record] = list(records.all)
    seed.shuffle(shuffled)
    found = a.actions(shuffled)
    assert [one.subject for one in found] == list(plain)
    today = TODAY + dt.timedelta(days)
    for one, known in zip(found, plain.values(), strict=True):
        assert (one.agreed_on, one.answered_on, one.solved_on) == tuple(
            known[name] for name in ("agreed", "answered", "solved")
        )
        word = "overdue" if today > DUE else "open"
        word = "answered" if known["answered"] else word
        word = "solved" if known["solved"] else word
        assert one.status(today) == ("withdrawn" if known["dropped"] else word)
        assert (one.numerator, one.denominator) == (90, 237 if one.task == "review_lateness" else None)


def test_what_a_meeting_looks_back_on() -> None:
    """Actions of earlier periods that are not solved, and those solved since the period began."""
    start = Period.parse("2020-06").start
    before, since = replace(RATE, solved_on=start - dt.timedelta(1)), replace(RATE, solved_on=start)
    own, gone = replace(RATE, period="2020-06"), replace(RATE, withdrawn=True)
    year = replace(RATE, period="2020")
    assert for_meeting([ACTION, before, since, own, gone, year], Period.parse("2020-06")) == [ACTION, since, year]
