"""``python -m measures KEY...``: the numbers of the dashboard for scripts, with interval and verdict."""

from __future__ import annotations

import argparse
import datetime as dt
import sys

import pandas as pd

from data_access.fetch import fetch
from data_access.profiles import load_profile
from data_access.stores import Store, StoreError, open_store
from data_access.viewer import EVERYTHING
from measures import registry
from measures.counts import counts
from measures.dimensions import DIMENSIONS, TIME, DimensionError
from measures.documentation import measures_page
from measures.judging import judge
from measures.known import Holdings, holdings
from measures.measure import Measure
from measures.members import members
from measures.period import TOKENS, month_period
from measures.scope import Scope, ScopeError, from_params, rules_of

REFUSED = 2
PARAMETERS = {"ky": "ky", "tai_ngay": "tai-ngay", "lateness": "cach-tinh", "units": "don-vi", "unit_role": "vai-tro"}
PARAMETERS |= {"field": "linh-vuc", "procedure": "thu-tuc", "channel": "kenh"}


def main(arguments: list[str] | None = None) -> int:
    """Run the command; 0 = done, 2 = refused with a reason on standard error."""
    options = _parser().parse_args(arguments)
    try:
        if options.page:
            print(measures_page(), end="")
            return 0
        store = open_store(options.store)
        _print(_answer(store, options), options.format)
        return 0
    except ScopeError as error:
        hint = f" Periods are written {TOKENS}." if "ky" in dict(error.faults) else ""
        print(f"error: not known: {error}.{hint}", file=sys.stderr)
    except (StoreError, DimensionError, ValueError) as error:
        print(f"error: {error}", file=sys.stderr)
    return REFUSED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m measures", description=__doc__)
    parser.add_argument("keys", nargs="*", metavar="KEY", help="measures, or parts of one (overdue_rate.open)")
    parser.add_argument("--by", default="", help=f"dimensions, comma-separated: {', '.join(DIMENSIONS)}")
    parser.add_argument("--ky", help=f"period: {TOKENS}; default: the month of the newest data")
    parser.add_argument("--tai-ngay", help="as at the close of this day (yyyy-mm-dd)")
    parser.add_argument("--lateness", choices=("day", "instant"), help="default: the profile's rule")
    parser.add_argument("--units", help="unit ids or kinds (ward, department, land_branch); default: ward")
    parser.add_argument("--unit-role", choices=("receiving", "resolving", "area"))
    parser.add_argument("--field")
    parser.add_argument("--procedure")
    parser.add_argument("--channel", help="1 counter, 2 online, 3 post")
    parser.add_argument("--certification", action="store_true", help="count same-day certification too")
    parser.add_argument("--format", choices=("table", "csv", "json"), default="table")
    parser.add_argument("--members", action="store_true", help="the dossiers of the numerator instead of numbers")
    parser.add_argument("--part", default="numerator", help="with --members: denominator, or a part of the measure")
    parser.add_argument("--store", help="folder of the store (default: DOSSIER_DB_URL, else 'data')")
    parser.add_argument("--page", action="store_true", help="print docs/measures.md, made from the definitions")
    return parser


def _answer(store: Store, options: argparse.Namespace) -> pd.DataFrame:
    version = store.version()
    if version is None:
        raise StoreError("the store is empty: load an export with 'python -m data_access load FILE...'")
    if not options.keys:
        raise ValueError(f"name at least one measure: {', '.join(registry.known_keys())}")
    held = holdings(store, version)
    scope, wanted = _scope(held, options), registry.get_all(options.keys)
    if options.members:
        rows = [
            fetch(store, members(m, options.part, scope, EVERYTHING), version).assign(measure=m.key) for m in wanted
        ]
        return pd.concat(rows, ignore_index=True)
    by = [name for name in options.by.split(",") if name]
    return pd.concat([numbers(store, version, m, by, scope) for m in wanted], ignore_index=True)


def _scope(held: Holdings, options: argparse.Namespace) -> Scope:
    profile = load_profile(held.profile)
    default = Scope(month_period(held.cut_off), **rules_of(profile))
    given = {name: getattr(options, option) for option, name in PARAMETERS.items()}
    params = {name: value for name, value in given.items() if value is not None}
    params |= {"chung-thuc": "1"} if options.certification else {}
    return from_params(params, default, held.known)


def numbers(store: Store, version: str, measure: Measure, by: list[str], scope: Scope) -> pd.DataFrame:
    """The judged rows of one measure, as the dashboard shows them: the period before decides with."""
    frame = counts(store, [measure], by, scope, EVERYTHING, version)
    if by != ["unit"]:
        return judge(frame, measure)
    before = counts(store, [measure], by, scope.with_period(scope.period.previous()), EVERYTHING, version)
    judged = judge(pd.concat([before, frame], ignore_index=True), measure)
    return judged[judged["period"] == scope.period.start]


def _print(frame: pd.DataFrame, form: str) -> None:
    if form == "json":
        print(_with_texts(frame).to_json(orient="records", force_ascii=False, indent=1))
    elif form == "csv":
        print(frame.to_csv(index=False), end="")
    else:
        print(_as_table(frame))


def _with_texts(frame: pd.DataFrame) -> pd.DataFrame:
    """Dates as "2020-06-30"; JSON has none of its own."""
    return frame.map(lambda cell: cell.isoformat() if isinstance(cell, dt.date) else cell)


def _as_table(frame: pd.DataFrame) -> str:
    if frame.empty:
        return "no dossiers in this scope"
    shown = frame.drop(columns=[c for c in ("reference", "factor", "side", "can_be_lower", "expected") if c in frame])
    shown = shown.sort_values([c for c in ("measure", "period", *DIMENSIONS) if c in shown and c not in TIME])
    for column in ("rate", "low", "high"):
        if column in shown:
            shown[column] = [f"{value:.2%}" if value == value else "" for value in shown[column]]
    for column in ("numerator", "denominator"):
        if column in shown:
            shown[column] = [f"{value:,.0f}" if value == value else "" for value in shown[column]]
    dates = [column for column in shown if shown[column].map(lambda value: isinstance(value, dt.date)).any()]
    return shown.astype(dict.fromkeys(dates, str)).fillna("").to_string(index=False)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except BrokenPipeError:  # "... | head" has seen enough
        sys.stderr.close()
