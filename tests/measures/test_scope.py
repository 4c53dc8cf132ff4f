"""A scope: the same object makes the address, the sentence and the condition; what it does not know it refuses."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from measures.period import Period
from measures.scope import CHANNELS, PARAMETERS, ROLES, RULES, UNIT_KINDS, Known, Scope, ScopeError, from_params
from text import ENGLISH, VIETNAMESE

JUNE = Period.parse("2020-06")
KNOWN = Known(
    units=(("p01", "Phường 1"), ("p10", "Phường 10"), ("q6", "Quận 6")),
    fields=("Đất đai", "Hộ tịch, quốc tịch"),  # a comma in a name is no separator
    procedures=(("1.001193", "Đăng ký khai sinh"), ("1.004884", "Đăng ký lại khai sinh")),
)
DEFAULTS = (
    Scope(JUNE),
    Scope(
        JUNE,
        as_of=dt.date(2020, 6, 24),
        units=("p10",),
        fields=("Đất đai",),
        procedures=("1.001193",),
        channels=(2,),
        certification=True,
    ),
)


def some(values: list) -> st.SearchStrategy[tuple]:
    return st.lists(st.sampled_from(values), unique=True).map(tuple)


@st.composite
def scopes(draw: st.DrawFn) -> Scope:
    period = Period.parse(draw(st.sampled_from(["2020-06", "2020-Q2", "2020", "2020-06-BC", "2020-W26", "2020-06-30"])))
    return Scope(
        period,
        as_of=draw(st.none() | st.dates(period.start, dt.date(2021, 12, 31))),
        units=draw(some([*UNIT_KINDS, *dict(KNOWN.units)])),
        unit_role=draw(st.sampled_from(list(ROLES))),
        fields=draw(some(list(KNOWN.fields))),
        procedures=draw(some(list(dict(KNOWN.procedures)))),
        channels=draw(some(list(CHANNELS))),
        certification=draw(st.booleans()),
        lateness=draw(st.sampled_from(RULES)),
    )


# ----------------------------------------------------------------------------------------------------------- address


@given(scopes(), st.sampled_from(DEFAULTS))
def test_an_address_leads_back_to_the_scope_it_was_made_from(scope: Scope, default: Scope) -> None:
    assert from_params(scope.to_params(default), replace(default, period=JUNE), KNOWN) == scope


def test_an_address_holds_only_what_differs() -> None:
    default = Scope(JUNE)
    assert default.to_params(default) == {}
    assert Scope(JUNE, units=("p10",), channels=(1, 3)).to_params(default) == {"don-vi": "p10", "kenh": "1,3"}
    assert from_params({"utm_source": "mail"}, default, KNOWN) == default  # not ours, so not read


def test_all_unknown_values_are_reported_together_and_none_replaced() -> None:
    wrong = {
        "ky": "june",
        "tai-ngay": "30/06/2020",
        "don-vi": "p10,p99",
        "vai-tro": "sending",
        "linh-vuc": "Đất đai|Thuế",
        "thu-tuc": "9.9",
        "kenh": "4",
        "chung-thuc": "yes",
        "cach-tinh": "hour",
    }
    assert set(wrong) == set(PARAMETERS.values())
    with pytest.raises(ScopeError) as refused:
        from_params(wrong, Scope(JUNE), KNOWN)
    assert dict(refused.value.faults) == wrong
    assert all(repr(value) in str(refused.value) for value in wrong.values())


def test_known_values_beside_an_unknown_one_are_not_taken() -> None:
    with pytest.raises(ScopeError) as refused:
        from_params({"ky": "2020-05", "kenh": "2,4"}, Scope(JUNE), KNOWN)
    assert refused.value.faults == [("kenh", "2,4")]


@pytest.mark.parametrize("name", ["ky", "vai-tro", "chung-thuc", "cach-tinh"])
def test_an_empty_value_is_refused_where_one_is_needed(name: str) -> None:
    with pytest.raises(ScopeError) as refused:
        from_params({name: ""}, Scope(JUNE), KNOWN)
    assert refused.value.faults == [(name, "")]


# ------------------------------------------------------------------------------------------------------------ faults


def test_a_day_before_the_period_is_refused() -> None:
    """Seen from there the period has not begun."""
    with pytest.raises(ScopeError) as refused:
        from_params({"tai-ngay": "2020-05-31"}, Scope(JUNE), KNOWN)
    assert refused.value.faults == [("tai-ngay", "2020-05-31")]
    assert Scope(JUNE, as_of=dt.date(2020, 6, 1)).until == dt.date(2020, 6, 1)


def test_a_scope_made_in_code_names_all_its_faults() -> None:
    with pytest.raises(ScopeError) as refused:
        Scope(JUNE, as_of=dt.date(2020, 1, 1), unit_role="sending", lateness="hour", channels=(2, 4, 5))
    expected = [("vai-tro", "sending"), ("cach-tinh", "hour"), ("kenh", "4"), ("kenh", "5"), ("tai-ngay", "2020-01-01")]
    assert refused.value.faults == expected


@pytest.mark.parametrize(
    ("as_of", "until"),
    [(None, "2020-06-30"), ("2020-06-24", "2020-06-24"), ("2020-08-01", "2020-06-30")],
    ids=["not looked back", "within the period", "after the period"],
)
def test_the_last_day_looked_at(as_of: str | None, until: str) -> None:
    scope = Scope(JUNE, as_of=dt.date.fromisoformat(as_of) if as_of else None)
    assert scope.until.isoformat() == until


def test_scopes_are_values() -> None:
    """A cache is keyed on them."""
    assert {Scope(JUNE): "a"}[Scope(Period.parse("2020-06"))] == "a"
    assert hash(Scope(JUNE)) != hash(Scope(JUNE, certification=True))
    assert Scope(JUNE).with_period(JUNE.previous()) == Scope(Period.parse("2020-05"), units_on=JUNE.end)


# ---------------------------------------------------------------------------------------------------------- sentence


def test_the_sentence_names_every_filter() -> None:
    scope = Scope(
        JUNE,
        as_of=dt.date(2020, 6, 24),
        units=("ward", "p10"),
        unit_role="resolving",
        fields=("Đất đai",),
        procedures=("1.001193",),
        channels=(2, 3),
        certification=True,
        lateness="instant",
    )
    assert scope.describe(ENGLISH, KNOWN) == (
        "Dossiers resolved by ward committees and Phường 10, field Đất đai, procedure Đăng ký khai sinh, "
        "submitted online and by post, same-day certification included, late by clock time, as at 24/06/2020"
    )


def test_the_sentence_of_the_default_says_that_certification_is_left_out() -> None:
    assert (
        Scope(JUNE).describe(ENGLISH, KNOWN) == "Dossiers received by ward committees, without same-day certification"
    )
    assert Scope(JUNE, units=()).describe(ENGLISH, KNOWN).startswith("Dossiers received by all units")


@given(scopes())
def test_sentences_tell_scopes_apart(scope: Scope) -> None:
    """Each filter taken away changes the sentence, in both languages."""
    bare = Scope(scope.period, units=())
    for name in PARAMETERS:
        without = replace(scope, **{name: getattr(bare, name)})
        for language in (ENGLISH, VIETNAMESE):
            same = scope.describe(language, KNOWN) == without.describe(language, KNOWN)
            assert same == (scope == without), name
