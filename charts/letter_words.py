"""The words of apology letters that figures, links and tables share: steps, losses, what became of a dossier."""

from __future__ import annotations

from text import Language


def step_words(key: str, in_time: str, language: Language) -> str:
    """The title of a step; ``in_time`` says what the lawful day is: "not after the due day"."""
    say = language.say
    return {
        "step_breached": say("Overdue dossiers"),
        "step_letter": say("Apology letter issued"),
        "step_in_time": say("Sent in time ({day})", day=in_time),
        "step_complete": say("Complete and signed by the head"),
        "step_kept": say("Kept the new date"),
    }[key]


def loss_words(key: str, n: int, language: Language) -> str:
    """What a step lost, by name: "11 dossiers without letter"."""
    count = language.count
    return {
        "loss_no_letter": count("{n} dossier without letter", "{n} dossiers without letter", n),
        "loss_tardy": count("{n} letter sent too late", "{n} letters sent too late", n),
        "loss_incomplete": count("{n} letter lacks contents or signature", "{n} letters lack contents or signature", n),
        "loss_not_yet_due": count("{n} whose new date is to come", "{n} whose new date is to come", n),
        "loss_ended": count("{n} ended before the new date", "{n} ended before the new date", n),
        "loss_second_breach": count("{n} broke the new date too", "{n} broke the new date too", n),
    }[key]


def part_words(name: str, n: int, language: Language) -> str:
    """What became of the breached ones: "31 finished late"."""
    count = language.count
    return {
        "finished": count("{n} finished late", "{n} finished late", n),
        "open": count("{n} still open", "{n} still open", n),
        "ended": count("{n} withdrawn or stopped", "{n} withdrawn or stopped", n),
    }[name]


def side_words(name: str, language: Language) -> str:
    """The same as the heading of a column."""
    say = language.say
    return {"finished": say("Finished late"), "open": say("Still open"), "ended": say("Ended")}[name]
