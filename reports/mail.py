"""E-mail by SMTP: where to is a setting of the office (``mail.toml``), what goes out is a text with one paper.

    host = "smtp.example.vn"
    port = 587                        # 465 with "ssl", else 587
    security = "starttls"             # or "ssl"; "none" only for a server on this machine
    user = "mot-cua@example.vn"       # leave out where the server asks for none
    password_file = "smtp-password"   # beside this file; one line, readable by the office only
    from = "mot-cua@example.vn"

    [recipients]                      # units without a line get no mail
    p10 = ["phuong10@example.vn"]

The file is named by ``--mail`` or ``DOSSIER_MAIL``; ``DOSSIER_SMTP_PASSWORD`` stands for the password file.
"""

from __future__ import annotations

import os
import smtplib
import ssl
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.utils import formatdate, make_msgid, parseaddr
from pathlib import Path
from typing import Any

SETTING, PASSWORD = "DOSSIER_MAIL", "DOSSIER_SMTP_PASSWORD"  # names of settings
PORTS = {"starttls": 587, "ssl": 465, "none": 25}
LOCAL = {"localhost", "127.0.0.1", "::1"}
SECONDS = 30
KNOWN = {"host", "port", "security", "user", "password_file", "from", "recipients"}


class MailError(ValueError):
    """The settings do not fit, or the server took no mail."""


@dataclass(frozen=True)
class MailSettings:
    """Where mail goes through and to whom. ``recipients``: addresses by unit."""

    host: str
    port: int
    security: str
    sender: str
    recipients: Mapping[str, tuple[str, ...]]
    user: str = ""
    password: str = field(default="", repr=False)


def read_settings(path: Path | None, units: Iterable[str]) -> MailSettings:
    """The settings of ``path``, else of ``DOSSIER_MAIL``. ``units``: those that may have recipients.

    Raises:
        MailError: there are none, or one of them does not fit; the message says which.
    """
    named = str(path) if path else os.environ.get(SETTING, "")
    if not named:
        raise MailError(f"no mail settings: name a file with --mail or {SETTING} (its lines stand in reports/mail.py)")
    file = Path(named)
    try:
        told = tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise MailError(f"{file} cannot be read: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise MailError(f"{file} is no TOML: {error}") from error
    return _checked(told, file, set(units))


def _checked(told: Mapping[str, Any], file: Path, units: set[str]) -> MailSettings:
    if unknown := sorted(set(told) - KNOWN):
        raise MailError(f"{file}: unknown settings {', '.join(unknown)}: use {', '.join(sorted(KNOWN))}")
    if missing := [name for name in ("host", "from", "recipients") if not told.get(name)]:
        raise MailError(f"{file}: {', '.join(missing)} missing")
    security, host = told.get("security", "starttls"), told["host"]
    if security not in PORTS:
        raise MailError(f"{file}: security = {security!r}: use {', '.join(PORTS)}")
    if security == "none" and host not in LOCAL:
        raise MailError(f'{file}: security = "none" is only for a server on this machine, not {host}')
    port = told.get("port", PORTS[security])
    if not isinstance(port, int) or not 0 < port < 65536:
        raise MailError(f"{file}: port = {port!r} is none")
    recipients = {unit: _addresses(file, unit, given) for unit, given in told["recipients"].items()}
    if unknown := sorted(set(recipients) - units):
        raise MailError(f"{file}: recipients of unknown units {', '.join(unknown)}")
    (sender,) = _addresses(file, "from", [told["from"]])
    user = str(told.get("user", ""))
    return MailSettings(host, port, security, sender, recipients, user, _password(told, file) if user else "")


def _addresses(file: Path, name: str, given: Any) -> tuple[str, ...]:
    addresses = [given] if isinstance(given, str) else given
    if not isinstance(addresses, list) or not addresses or not all(_is_address(one) for one in addresses):
        raise MailError(f"{file}: {name} is no list of e-mail addresses")
    return tuple(addresses)


def _is_address(given: object) -> bool:
    if not isinstance(given, str) or any(ord(letter) < 33 for letter in given) or not given.isascii():
        return False
    name, _, host = given.partition("@")
    return parseaddr(given)[1] == given and bool(name) and bool(host)


def _password(told: Mapping[str, Any], file: Path) -> str:
    given = os.environ.get(PASSWORD) or _password_of_file(told, file)
    if not given.isascii():
        raise MailError(f"{file}: a password may hold only letters of ASCII, SMTP carries no others")
    return given


def _password_of_file(told: Mapping[str, Any], file: Path) -> str:
    if not told.get("password_file"):
        raise MailError(f"{file}: user without password_file (or {PASSWORD})")
    place = file.parent / str(told["password_file"])
    try:
        return place.read_text(encoding="utf-8").strip("\r\n")
    except OSError as error:
        raise MailError(f"{place} cannot be read: {error.strerror}") from error


def message(settings: MailSettings, unit: str, subject: str, text: str, name: str, paper: bytes) -> EmailMessage:
    """The mail to a unit: the text, and the paper as PDF called ``name``."""
    mail = EmailMessage()
    mail["Subject"] = " ".join(subject.split())
    mail["From"], mail["To"] = settings.sender, ", ".join(settings.recipients[unit])
    mail["Date"], mail["Message-ID"] = formatdate(localtime=True), make_msgid(domain=settings.sender.rpartition("@")[2])
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(text, charset="utf-8", cte="base64")
    mail.add_attachment(paper, maintype="application", subtype="pdf", filename=name)
    return mail


@contextmanager
def connected(settings: MailSettings) -> Iterator[smtplib.SMTP]:
    """A connection to the server, signed in where there is a user.

    Raises:
        MailError: it is out of reach, or it refuses.
    """
    trust = ssl.create_default_context()
    where = f"{settings.host}:{settings.port}"
    try:
        if settings.security == "ssl":
            server: smtplib.SMTP = smtplib.SMTP_SSL(settings.host, settings.port, timeout=SECONDS, context=trust)
        else:
            server = smtplib.SMTP(settings.host, settings.port, timeout=SECONDS)
        with server:
            if settings.security == "starttls":
                server.starttls(context=trust)
            if settings.user:
                server.login(settings.user, settings.password)
            yield server
    except (smtplib.SMTPException, OSError) as error:
        raise MailError(f"the mail server {where} took no mail: {_said(error)}") from error


def send(server: smtplib.SMTP, mail: EmailMessage) -> int:
    """Send one mail; to how many addresses the server took it.

    Raises:
        MailError: to none.
    """
    try:
        refused = server.send_message(mail)
    except (smtplib.SMTPException, OSError) as error:
        raise MailError(f"not sent: {_said(error)}") from error
    return len(mail["To"].addresses) - len(refused)


def _said(error: Exception) -> str:
    """What went wrong, without the addresses that smtplib repeats."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return "every recipient was refused"
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return "user or password was refused"
    code = getattr(error, "smtp_code", None)
    return f"{type(error).__name__} {code}" if code else str(error) or type(error).__name__
