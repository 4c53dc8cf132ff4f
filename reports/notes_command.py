"""``python -m reports notes``: the weekly note of every unit as PDF and as text, and by e-mail where asked."""

from __future__ import annotations

import argparse
import getpass
from pathlib import Path

from data_access.journal import Records, journal_address
from data_access.viewer import EVERYTHING
from measures.weekly_note import WeeklyNote, weekly_notes
from reports.mail import MailError, MailSettings, connected, message, read_settings, send
from reports.note_paper import mail_text, page
from reports.note_words import NoteText, note_text
from reports.pack_opening import Opened, add_options, opened, write_all

SENT = "note_sent"
REFUSED = 2


def add_to(subparsers: argparse._SubParsersAction) -> None:
    """The command ``notes`` with its options."""
    parser = subparsers.add_parser("notes", help="weekly note of every unit, PDF and e-mail text", description=__doc__)
    add_options(parser, default_period=True)
    parser.add_argument("--unit", action="append", metavar="ID", help="only this unit (p10); may be given again")
    parser.add_argument(
        "--send", action="store_true", help="send them by e-mail; without it nothing leaves this machine"
    )
    parser.add_argument("--again", action="store_true", help="send also what was sent before")
    parser.add_argument("--mail", type=Path, metavar="FILE", help="mail.toml (default: DOSSIER_MAIL)")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Write two files a unit, then send them where asked. 2 = some were not sent."""
    found = opened(options)
    settings = read_settings(options.mail, found.held.units["unit_id"]) if options.send else None
    notes = _chosen(options, found)
    texts = {note.unit: note_text(note, found.held, found.profile, found.language, found.version) for note in notes}
    papers = {note.unit: page(note, texts[note.unit], found.profile, found.language) for note in notes}
    files: dict[str, bytes] = {}
    for note in notes:
        name = note_name(note)
        files |= {f"{name}.pdf": papers[note.unit], f"{name}.txt": mail_text(texts[note.unit]).encode()}
    written = write_all(options.out, files)
    print(f"{len(written)} files in {options.out}")
    if settings is None:
        print("nothing was sent (--send sends)")
        return 0
    return _sent(notes, texts, papers, settings, Records(journal_address(options.store)), options.again)


def note_name(note: WeeklyNote) -> str:
    """ "ban-tin-2020-W26-p10"."""
    return f"ban-tin-{note.week.token}-{note.unit}"


def _chosen(options: argparse.Namespace, found: Opened) -> list[WeeklyNote]:
    """The notes asked for, all without ``--unit``.

    Raises:
        ValueError: no note of such a unit.
    """
    scope = found.scope()
    notes = weekly_notes(found.store, found.version, scope, EVERYTHING, found.held, found.profile)
    wanted, there = set(options.unit or ()), {note.unit for note in notes}
    if unknown := sorted(wanted - there):
        raise ValueError(f"no note of {', '.join(unknown)}: there are {', '.join(note.unit for note in notes)}")
    return [note for note in notes if not wanted or note.unit in wanted]


def _sent(
    notes: list[WeeklyNote],
    texts: dict[str, NoteText],
    papers: dict[str, bytes],
    settings: MailSettings,
    records: Records,
    again: bool,
) -> int:
    """Send one mail a unit and write down each, before the next. A note sent before is not sent twice."""
    records.assert_ready()
    before = set() if again else {record.subject for record in records.of([SENT])}
    failed = 0
    with connected(settings) as server:
        for note in notes:
            subject = f"{note.week.token}/{note.unit}"
            if note.unit not in settings.recipients or subject in before:
                print(f"{note.unit}: {'sent before' if subject in before else 'no recipient'}")
                continue
            words = texts[note.unit]
            mail = message(
                settings, note.unit, words.subject, mail_text(words), f"{note_name(note)}.pdf", papers[note.unit]
            )
            try:
                count = send(server, mail)
            except MailError as error:
                failed += 1
                print(f"{note.unit}: {error}")
                continue
            body = {"unit": note.unit, "period": note.week.token, "count": count}
            records.add(SENT, subject, body, getpass.getuser())
            print(f"{note.unit}: sent to {count}")
    return REFUSED if failed else 0
