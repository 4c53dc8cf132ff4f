"""``python -m reports form``: form II.06a/VPCP/KSTT as workbooks, of one unit, of the district, or of all wards."""

from __future__ import annotations

import argparse
import getpass
import sys
from pathlib import Path

from data_access.journal import Records, journal_address
from data_access.profiles import Profile, load_profile
from data_access.stores import open_store
from data_access.stores.store import NOTHING_LOADED, StoreError
from data_access.viewer import EVERYTHING
from measures.known import Holdings, holdings
from measures.official_form import BY, question
from measures.period import TOKENS, Period
from measures.scope import UNIT_KINDS, Scope
from reports import official_form
from reports.form_workbook import workbook
from reports.official_form import FormRefused, IssueRefused, Paper, papers, why_not_issued
from text import VIETNAMESE

REFUSED = 2
RESOLVING = ("department", "land_branch")  # of the filter row: they count by what they resolve


def add_to(subparsers: argparse._SubParsersAction) -> None:
    """The command ``form`` with its options."""
    parser = subparsers.add_parser("form", help="official form II.06a/VPCP/KSTT as XLSX", description=__doc__)
    parser.add_argument("--ky", required=True, metavar="PERIOD", help=f"the period: {TOKENS}")
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--unit", help="one unit (p10) or a kind of units (ward); default: the whole district")
    which.add_argument("--all-wards", action="store_true", help="the district and every ward, one file each")
    parser.add_argument("--by", choices=BY, default="field", help="lines by field (default) or by unit")
    parser.add_argument("--out", required=True, type=Path, metavar="DIR", help="where the files go; made if missing")
    parser.add_argument(
        "--store", help="folder of the store or postgresql://... (default: DOSSIER_DB_URL, else 'data')"
    )
    parser.add_argument(
        "--issue",
        action="store_true",
        help="write the figures into the register (a month, quarter, year or 15th-14th that is over)",
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Write the files. A form that does not close is named and not written; the others are."""
    period, store = Period.parse(options.ky), open_store(options.store)
    version = store.version()
    if version is None:
        raise StoreError(f"no data yet: {NOTHING_LOADED}")
    held = holdings(store, version)
    if not (period.start <= held.cut_off and period.end >= held.first_day):
        raise ValueError(f"there are no figures for {options.ky}: the data reach to {held.cut_off:%d/%m/%Y}")
    if options.issue and (reason := why_not_issued(period, min(period.end, held.cut_off), VIETNAMESE)):
        raise IssueRefused(reason)
    profile, records = load_profile(held.profile), Records(journal_address(options.store))
    scopes = asked_scopes(options, period, held, profile)
    asked = question(store, version, EVERYTHING, scopes[0], profile)
    options.out.mkdir(parents=True, exist_ok=True)
    made = papers(asked, held, profile, options.by, scopes, records)
    results = [_written(paper, options, records) for paper in made]
    return 0 if all(results) else REFUSED


def asked_scopes(options: argparse.Namespace, period: Period, held: Holdings, profile: Profile) -> list[Scope]:
    """Whose forms: the first holds all the others.

    Raises:
        ValueError: there is no such unit on the last day of the period.
    """
    whole = Scope(period, units=(), certification=True, lateness=profile.lateness)
    there = held.units_on(whole.carried_on)
    kinds = dict(zip(there["unit_id"], there["kind"], strict=True))
    if options.all_wards:
        wards = [unit for unit, kind in kinds.items() if kind == "ward"]
        return [whole, *(one_unit(whole, unit, "ward") for unit in wards)]
    if options.unit is None:
        return [whole]
    if options.unit not in kinds and options.unit not in UNIT_KINDS:
        raise ValueError(f"no unit {options.unit!r} on {whole.carried_on:%d/%m/%Y}: there are {', '.join(kinds)}")
    return [one_unit(whole, options.unit, kinds.get(options.unit, options.unit))]


def one_unit(whole: Scope, unit: str, kind: str) -> Scope:
    """The scope of one unit, in the role in which the filter row counts its kind."""
    role = "resolving" if kind in RESOLVING else "receiving"
    return Scope(whole.period, units=(unit,), unit_role=role, certification=True, lateness=whole.lateness)


def _written(paper: Paper, options: argparse.Namespace, records: Records) -> bool:
    """One file, and its line on the screen."""
    try:
        content = workbook(paper)
    except FormRefused as refused:
        print(f"error: {refused}", file=sys.stderr)
        return False
    path = options.out / paper.file
    path.write_bytes(content)
    told = ""
    if options.issue:
        outcome = official_form.issue(paper, records, getpass.getuser(), "office")
        told = f" (lần {outcome.issued.version}{'' if outcome.written else ', không đổi'})"
    lines = f", {len(paper.differences)} dòng khác cột (11) kỳ trước" if paper.differences else ""
    print(f"{path}{told}{lines}")
    return True
