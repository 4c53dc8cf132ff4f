"""Case-mix: the lateness a unit would have if it did its own procedures at the rates of the other units.

A unit with many slow procedures is late more often without working worse. The expected count beside a verdict says how
much of the difference the mix of procedures explains.
"""

from __future__ import annotations

import pandas as pd

from measures.statistics import RANK_AT_LEAST as ENOUGH  # below 30 dossiers no rate is used


def others_rates(counted: pd.DataFrame) -> pd.Series:
    """For each row of ``counted`` (see :func:`case_mix`) the rate of the other units: in its procedure where they have
    30 dossiers of it, else over everything; nan where they have nothing at all."""
    own = _sums(counted, "unit").loc[counted["unit"]].set_axis(counted.index)
    same = _sums(counted, "procedure").loc[counted["procedure"]].set_axis(counted.index)
    x, n = counted["numerator"], counted["denominator"]
    everything = _rate(x.sum() - own["numerator"], n.sum() - own["denominator"])
    others = same["denominator"] - n
    return _rate(same["numerator"] - x, others).where(others >= ENOUGH, everything)


def case_mix(counted: pd.DataFrame) -> pd.DataFrame:
    """For each unit: numerator, denominator, case_mix (late ones expected) and case_mix_rate; index ``unit``.

    ``counted``: unit, procedure, numerator, denominator, at most one row each. Expected = sum over its procedures of
    the dossiers times the rate of the *other* units in that procedure; where the others have fewer than 30
    dossiers of it, times the others' rate over everything. nan where the others have nothing at all.
    """
    of_unit = _sums(counted, "unit")
    expected = (others_rates(counted) * counted["denominator"]).groupby(counted["unit"]).sum(min_count=1)
    return of_unit.assign(case_mix=expected, case_mix_rate=_rate(expected, of_unit["denominator"]))


def _sums(counted: pd.DataFrame, by: str) -> pd.DataFrame:
    return counted.groupby(by)[["numerator", "denominator"]].sum()


def _rate(numerator: pd.Series, denominator: pd.Series) -> pd.Series:
    return (numerator / denominator).where(denominator > 0)
