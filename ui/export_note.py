"""What stands above every file: what it shows, who took it away and when, and of which version of the data."""

from __future__ import annotations

import datetime as dt

from ui.session import Session


def export_note(session: Session, caption: str) -> list[str]:
    """The lines of the note. The time is that of the server's clock, with its offset from UTC."""
    say, now = session.language.say, dt.datetime.now().astimezone()
    when = say("{time} on {day}", time=f"{now:%H:%M}", day=session.language.date(now.date()))
    made = say("Made at {when} ({zone})", when=when, zone=f"UTC{now:%z}")
    if session.person.who:
        made = say("{made} by {account}", made=made, account=session.person.account)
    return [caption, f"{made}. {say('Data version {version}', version=session.version)}."]
