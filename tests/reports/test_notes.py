"""Weekly notes: their numbers against the plain truth, their sentences, and what a mail server really receives."""

from __future__ import annotations

import datetime as dt
import email
import re
import shutil
import socket
import ssl
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from email import policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from data_access.journal import Records
from data_access.profiles import load_profile
from data_access.viewer import EVERYTHING
from measures.headlines import HEADLINES
from measures.known import holdings, short_version
from measures.period import Period
from measures.scope import Scope
from measures.verdict import Verdict
from measures.weekly_note import WeeklyNote, weekly_notes, whole_week
from measures.work import TASKS
from reports import __main__ as commands
from reports.mail import MailError, read_settings
from reports.note_paper import mail_text
from reports.note_words import note_text
from reports.notes_command import SENT
from tests.conftest import Loaded
from tests.district import District, random_district
from tests.measures.test_against_truth import true_members
from tests.requirements_of_machine import need
from text import ENGLISH, VIETNAMESE

QUAN6 = load_profile("quan6")
LATE, ONLINE, LETTERS = HEADLINES
PASSWORD = "p4: =word#"
PHONE_OR_CODE = re.compile(r"\d{6,}|\d+\.\d+\.H29|-\d{4,}")


def notes_of(load_district: Loaded, district: District) -> tuple[list[WeeklyNote], Any, str]:
    store, version = load_district(district)
    held = holdings(store, version)
    scope = Scope(Period.parse("2020-06"))
    return weekly_notes(store, version, scope, EVERYTHING, held, QUAN6), held, version


@pytest.mark.parametrize("engine", ["duckdb"], indirect=True)
@pytest.mark.parametrize("seed", [3, 5])
def test_the_numbers_of_every_note_equal_the_plain_truth(load_district: Loaded, seed: int) -> None:
    district = random_district(seed, size=150)
    notes, _, _ = notes_of(load_district, district)
    assert {"p09", "p10"} <= {note.unit for note in notes}
    counted = 0
    for note in notes:
        scope = replace(note.scope, units=(note.unit,))
        week, before = scope.with_period(note.week), scope.with_period(note.week.previous())
        for line in note.lines:
            assert line.now == true_pair(line.key, district, scope), (note.unit, line.key)
            assert line.week == true_pair(line.key, district, week), (note.unit, line.key)
            assert line.week_before == true_pair(line.key, district, before), (note.unit, line.key)
            counted += sum(line.now)
        for key in TASKS:
            assert note.tasks[key] == len(true_members(key, district, scope)[0]), (note.unit, key)
        assert note.own_letters <= note.tasks["letters_missing"]
        later = [day for day, _ in note.soon]
        assert later == sorted(day for day in later if day > note.until)
        assert sum(n for _, n in note.soon) <= note.tasks["due_soon"]
    assert counted


def true_pair(key: str, district: District, scope: Scope) -> tuple[int, int]:
    above, below = true_members(key, district, scope)
    return len(above), len(below)


@pytest.mark.parametrize(
    ("until", "week"),
    [("2020-06-28", "2020-W26"), ("2020-06-30", "2020-W26"), ("2020-07-04", "2020-W26"), ("2021-01-03", "2020-W53")],
)
def test_the_week_is_the_last_whole_one(until: str, week: str) -> None:
    found = whole_week(dt.date.fromisoformat(until))
    assert found.token == week
    assert (found.start.weekday(), found.end.weekday()) == (0, 6)


@pytest.mark.parametrize("engine", ["duckdb"], indirect=True)
@pytest.mark.parametrize("language", [VIETNAMESE, ENGLISH], ids=["vi", "en"])
def test_sentences_say_these_numbers_and_nothing_of_people(load_district: Loaded, language: Any) -> None:
    notes, held, version = notes_of(load_district, random_district(3, size=150))
    by_unit = {note.unit: note for note in notes}
    for note in notes:
        words = note_text(note, held, QUAN6, language, version)
        said = mail_text(words).replace(short_version(version), "")
        assert held.known.unit_name(note.unit) in words.subject
        for line in note.lines:
            assert not line.now[1] or language.fraction(*line.now) in said
        for key in TASKS:
            assert not note.tasks[key] or any(language.number(note.tasks[key]) in one.words for one in words.tasks)
        assert not PHONE_OR_CODE.search(said)
        assert not any(bad in said.lower() for bad in ("kém", "yếu", "đội sổ"))
    busy = by_unit["p09"]
    assert busy.lines[0].now[1] >= 10
    clear = replace(busy.lines[0], verdict=Verdict.HIGHER)
    few = replace(busy.lines[0], now=(1, 9), verdict=Verdict.HIGHER)
    for line, tone, rate in ((clear, "concern", True), (few, "info", False)):
        first = note_text(replace(busy, lines=(line, *busy.lines[1:])), held, QUAN6, language, version).period[0]
        assert first.tone == tone
        assert ("%" in first.words) == rate
    letters = replace(
        busy, tasks={**busy.tasks, "letters_missing": 44}, own_letters=41, urgent=dict.fromkeys(busy.urgent, 0)
    )
    said = mail_text(note_text(letters, held, QUAN6, language, version))
    assert language.number(44) in said
    assert language.number(41) in said
    online = next(line for line in busy.lines if line.key == ONLINE)
    blind = replace(online, now=(0, 172), verdict=Verdict.TOO_FEW, against_target=True)
    lines = tuple(blind if line is online else line for line in busy.lines)
    said = mail_text(note_text(replace(busy, lines=lines), held, QUAN6, language, version))
    assert language.say("hardly any of its procedures is offered online") in said
    assert "0/172" in said
    empty = replace(busy, tasks=dict.fromkeys(TASKS, 0), urgent=dict.fromkeys(busy.urgent, 0), soon=())
    (nothing,) = note_text(empty, held, QUAN6, language, version).tasks
    assert nothing.tone == "good"


# ------------------------------------------------------------------------------------------------------------ mail


class Received:
    """What the server took, and whom it refuses."""

    def __init__(self) -> None:
        self.mails: list[tuple[tuple[str, ...], EmailMessage]] = []

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if address.startswith("refused"):
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        read = email.message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(read, EmailMessage)
        self.mails.append((tuple(envelope.rcpt_tos), read))
        return "250 taken"


@pytest.fixture
def server() -> Iterator[tuple[Received, int]]:
    """A mail server on this machine that asks for user and password."""

    def known(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        right = (data.login, data.password) == (b"mot-cua", PASSWORD.encode())
        return AuthResult(success=right, handled=False)  # the server answers

    received = Received()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    running = Controller(received, hostname="127.0.0.1", port=port, authenticator=known, auth_require_tls=False)
    running.start()
    try:
        yield received, port
    finally:
        running.stop()


@pytest.fixture
def settings(tmp_path: Path, server: tuple[Received, int], monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DOSSIER_JOURNAL_URL", f"sqlite:///{tmp_path / 'journal.sqlite'}")
    monkeypatch.delenv("DOSSIER_SMTP_PASSWORD", raising=False)
    (tmp_path / "secret").write_text(f"{PASSWORD}\n", encoding="utf-8")
    file = tmp_path / "mail.toml"
    file.write_text(
        f'host = "127.0.0.1"\nport = {server[1]}\nsecurity = "none"\nuser = "mot-cua"\npassword_file = "secret"\n'
        'from = "mot-cua@example.vn"\n[recipients]\np10 = ["p10@example.vn", "second@example.vn"]\n'
        'p12 = ["refused@example.vn"]\n',
        encoding="utf-8",
    )
    return file


def test_what_the_server_received_is_what_was_written(
    small_sample: Path, tmp_path: Path, settings: Path, server: tuple[Received, int], capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "notes"
    command = ["notes", "--store", str(small_sample), "--out", str(out)]
    assert commands.main(command) == 0
    assert server[0].mails == []
    written = sorted(path.name for path in out.iterdir())
    assert {"ban-tin-2020-W26-p10.pdf", "ban-tin-2020-W26-p10.txt"} <= set(written)
    assert len(written) % 2 == 0
    assert commands.main([*command, "--send", "--mail", str(settings)]) == 2  # p12 was refused
    ((to, mail),) = server[0].mails
    assert to == ("p10@example.vn", "second@example.vn")
    assert mail["Subject"] == "Phường 10: bản tin tuần 26/2020"
    assert mail["From"] == "mot-cua@example.vn"
    body = mail.get_body(("plain",))
    assert body is not None
    text = (out / "ban-tin-2020-W26-p10.txt").read_text(encoding="utf-8")
    assert body.get_content() == text
    (attached,) = mail.iter_attachments()
    assert attached.get_filename() == "ban-tin-2020-W26-p10.pdf"
    assert attached.get_content() == (out / "ban-tin-2020-W26-p10.pdf").read_bytes()
    said = capsys.readouterr().out
    assert "p10: sent to 2" in said
    assert "p12: not sent: every recipient was refused" in said
    assert "p11: no recipient" in said
    (record,) = Records(f"sqlite:///{tmp_path / 'journal.sqlite'}").of([SENT])
    assert record.body == {"unit": "p10", "period": "2020-W26", "count": 2}
    assert "@" not in str(record)
    commands.main([*command, "--send", "--mail", str(settings), "--unit", "p10"])
    assert len(server[0].mails) == 1  # sent before
    assert commands.main([*command, "--send", "--again", "--mail", str(settings), "--unit", "p10"]) == 0
    assert len(server[0].mails) == 2
    check_one_page(out / "ban-tin-2020-W26-p10.pdf", text)


def check_one_page(paper: Path, text: str) -> None:
    """One page with every sentence of the text."""
    need("pdftotext (Debian: poppler-utils)", shutil.which("pdftotext") is not None)
    printed = subprocess.run(["pdftotext", paper, "-"], capture_output=True, text=True, check=True).stdout
    assert printed.count("\f") == 1
    shown = " ".join(printed.replace("\u00a0", " ").split())
    for line in text.replace("\u00a0", " ").split("\n"):
        assert line.removeprefix("- ") in shown, line


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ((PASSWORD, "another"), "user or password was refused"),
        ((PASSWORD, "mật khẩu"), "only letters of ASCII"),
        (('host = "127.0.0.1"', 'host = "mail.example.vn"'), 'security = "none" is only for a server on this machine'),
        (('security = "none"', 'security = "starttls"'), "the mail server 127.0.0.1"),
        (('security = "none"', 'security = "tls"'), "security = 'tls'"),
        (('from = "mot-cua@example.vn"', ""), "from missing"),
        (("p10 =", "p99 ="), "unknown units p99"),
        (("p10@example.vn", "p10 example.vn"), "p10 is no list of e-mail addresses"),
        (("p10@example.vn", "a@b.vn\\nBcc: x@y.vn"), "p10 is no list of e-mail addresses"),
        (('password_file = "secret"', 'password_file = "nowhere"'), "nowhere cannot be read"),
        (("[recipients]", "recipient = 1\n[recipients]"), "unknown settings recipient"),
    ],
)
def test_settings_that_do_not_fit_are_refused_in_one_sentence(
    wrong: tuple[str, str], said: str, settings: Path, small_sample: Path, tmp_path: Path, capsys: Any
) -> None:
    for file in (settings, tmp_path / "secret"):
        file.write_text(file.read_text(encoding="utf-8").replace(*wrong), encoding="utf-8")
    command = ["notes", "--store", str(small_sample), "--out", str(tmp_path / "out"), "--unit", "p10"]
    assert commands.main([*command, "--send", "--mail", str(settings)]) == 2
    error = capsys.readouterr().err
    assert said in error
    assert error.count("\n") == 1
    assert PASSWORD not in error


def test_without_settings_nothing_is_sent(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("DOSSIER_MAIL", raising=False)
    with pytest.raises(MailError, match="no mail settings"):
        read_settings(None, ["p10"])
    with pytest.raises(MailError, match="cannot be read"):
        read_settings(tmp_path / "none.toml", ["p10"])
    assert ssl.create_default_context().verify_mode == ssl.CERT_REQUIRED  # what mail.connected relies on
