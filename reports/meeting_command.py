"""``python -m reports meeting``: the pack for a meeting as presentation, paper and workbook."""

from __future__ import annotations

import argparse
import getpass

from data_access.journal import Records, actions, confirmation, journal_address
from data_access.viewer import EVERYTHING
from measures.confirmation_words import beside_words, dossiers_objected
from reports import register
from reports.pack_contents import Pack, pack_of
from reports.pack_files import FILES, pack_name
from reports.pack_issue import issue
from reports.pack_opening import Opened, add_options, opened, units_of, write_all


def add_to(subparsers: argparse._SubParsersAction) -> None:
    """The command ``meeting`` with its options."""
    parser = subparsers.add_parser("meeting", help="meeting pack as PPTX, PDF and XLSX", description=__doc__)
    add_options(parser, default_period=False)
    parser.add_argument("--units", default="ward", help="units by id or kind, as p10,p11 or ward (default)")
    parser.add_argument("--issue", action="store_true", help="write the figures into the register of issued figures")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Write the three files; nothing is written where one of them could not be made."""
    found, records = opened(options), Records(journal_address(options.store))
    pack = made(found, units_of(options.units, found), records)
    files = {pack_name(pack, kind): make(pack) for kind, make in FILES.items()}
    for path in write_all(options.out, files):
        print(f"{path}")
    if options.issue:
        print(issued_words(issue(pack, records, getpass.getuser())))
    return 0


def made(found: Opened, units: tuple[str, ...], records: Records) -> Pack:
    """The pack of some units, with what was agreed and what is objected to."""
    rounds = confirmation.rounds(records.of(confirmation.KINDS))
    of = confirmation.newest(rounds, found.period.token)
    return pack_of(
        found.store,
        found.version,
        found.scope(units),
        EVERYTHING,
        found.held,
        found.profile,
        found.language,
        actions.actions(records.of(actions.KINDS)),
        beside_words(dossiers_objected(of), found.language),
    )


def issued_words(outcome: register.Outcome) -> str:
    """What issuing did."""
    version = outcome.issued.version
    if not outcome.written:
        return f"issued before with the same figures: version {version}"
    changed = f", {len(outcome.changes)} figures corrected" if version > 1 else ""
    return f"issued as version {version}{changed}"
