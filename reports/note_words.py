"""The weekly note of a unit in plain sentences, by rule: what was, what stands, what to act on. No codes, no names."""

from __future__ import annotations

from dataclasses import dataclass

from data_access.profiles import Profile
from measures import findings, registry
from measures.headlines import HEADLINES, is_met
from measures.judging import EXPECTED_AT_LEAST
from measures.known import Holdings, short_version
from measures.unit_findings import list_title
from measures.unit_page import FEWEST
from measures.verdict import CLEAR, Verdict, is_concern
from measures.weekly_note import LETTERS, Line, Pair, WeeklyNote
from measures.work import TASKS
from reports.pack_figures import capital, small
from text import Language, mark

LATE, ONLINE, _ = HEADLINES
COUNTED = {
    LATE: mark("{fraction} dossiers that came due are overdue"),
    ONLINE: mark("{fraction} dossiers received online"),
    LETTERS: mark("{fraction} overdue dossiers have an apology letter"),
}
NOTHING = {
    LATE: mark("no dossier came due"),
    ONLINE: mark("no dossier was received"),
    LETTERS: mark("no dossier became overdue"),
}
# What a verdict is called beside the common level, or beside the target.
_VERDICTS = {
    Verdict.HIGHER: mark("clearly higher than {reference}"),
    Verdict.WATCH_HIGHER: mark("above the 95% limit around {reference} once: to be watched"),
    Verdict.NO_EVIDENCE: mark("no evidence of a difference from {reference}"),
    Verdict.WATCH_LOWER: mark("below the 95% limit around {reference} once: to be watched"),
    Verdict.LOWER: mark("clearly lower than {reference}"),
    Verdict.TOO_FEW: mark("too few dossiers for a verdict"),
}


@dataclass(frozen=True)
class Said:
    """A sentence with its tone: "concern", "good" or "info" (a verdict or a missed duty earns the first two), and what
    is said of the same number besides."""

    tone: str
    words: str
    more: str = ""


@dataclass(frozen=True)
class NoteText:
    """The note in one language: subject, the line that says most, sentences by part, and what it is of."""

    subject: str
    lead: str
    week_title: str
    week: tuple[Said, ...]
    period_title: str
    period: tuple[Said, ...]
    tasks_title: str
    tasks: tuple[Said, ...]
    foot: tuple[str, ...]


def note_text(note: WeeklyNote, held: Holdings, profile: Profile, language: Language, version: str) -> NoteText:
    """The sentences of a note."""
    say, name = language.say, held.known.unit_name(note.unit)
    week = note.week.title(language)
    until = note.stale_from or note.until
    days = f"{language.day_month(note.week.start)}–{language.date(note.week.end)}"
    if until < note.week.end:
        days = say("{period}, up to {day}", period=days, day=language.day_month(until))
    return NoteText(
        subject=say("{unit}: note of {week}", unit=name, week=small(week)),
        lead=_lead(note, language),
        week_title=f"{week} ({days})",
        week=tuple(_of_week(line, language) for line in note.lines),
        period_title=_period(note, language),
        period=tuple(_of_period(line, language) for line in note.lines),
        tasks_title=say("To do, as at {day}", day=language.date(until)),
        tasks=tuple(_tasks(note, language)),
        foot=tuple(_foot(note, held, profile, language, version)),
    )


def _lead(note: WeeklyNote, language: Language) -> str:
    """What is most urgent: letters for open dossiers, then what comes due, then whatever is on a list."""
    parts = []
    if n := note.urgent["letters_missing.open"]:
        parts.append(language.count("{n} open dossier needs a letter", "{n} open dossiers need a letter", n))
    if note.soon:
        day, n = note.soon[0]
        parts.append(
            language.count(
                "{n} dossier comes due on {day}", "{n} dossiers come due on {day}", n, day=language.day_month(day)
            )
        )
    if n := note.tasks["new_date_passed"]:
        parts.append(language.count("{n} dossier is past its new date", "{n} dossiers are past their new date", n))
    if parts:
        said = "; ".join(parts)
        return f"{said[:1].upper()}{said[1:]}."
    if note.to_do:
        return language.say("Nothing is urgent; the work lists are below.")
    return language.say("All work lists are empty.")


def _of_week(line: Line, language: Language) -> Said:
    """The week beside the week before, as counts: a week is too short for a verdict."""
    before = language.say("the week before: {fraction}", fraction=_fraction(line.week_before, language))
    return Said("info", f"{capital(_counted(line.key, line.week, language))} ({before}).")


def _counted(key: str, pair: Pair, language: Language) -> str:
    x, n = pair
    if not n:
        return language.say(NOTHING[key])
    said = language.say(COUNTED[key], fraction=language.fraction(x, n))
    return f"{said} ({language.percent(x / n)})" if n >= FEWEST else said


def _fraction(pair: Pair, language: Language) -> str:
    return language.fraction(*pair) if pair[1] else language.say("none")


def _period(note: WeeklyNote, language: Language) -> str:
    """The period with the day up to which it is counted."""
    until = min(note.stale_from or note.until, note.scope.period.end)
    period = note.scope.period.title(language)
    return language.say("{period}, up to {day}", period=period, day=language.date(until))


def _of_period(line: Line, language: Language) -> Said:
    """Number and verdict; besides, target and change, each a statement of its own."""
    words = f"{capital(_counted(line.key, line.now, language))}{_verdict(line, language)}."
    if line.now[1] < FEWEST:
        return Said(_tone(line), words)
    besides = [_target(line, language), findings.against(line.change, language)]
    return Said(_tone(line), words, ". ".join(part for part in besides if part) + ".")


def _tone(line: Line) -> str:
    """A clear verdict, and of letters a duty that was missed or kept."""
    x, n = line.now
    if not n:
        return "info"
    if line.key == LETTERS:
        return "good" if x == n else "concern"
    good = registry.get(line.key).good
    if n < FEWEST or line.verdict not in CLEAR or good is None:
        return "info"
    return "concern" if is_concern(line.verdict, good) else "good"


def _verdict(line: Line, language: Language) -> str:
    if line.verdict not in _VERDICTS or not line.now[1]:
        return ""
    if line.now[1] < FEWEST:
        return f"; {language.say('too few dossiers for a verdict')}"
    if _hardly_offered(line):
        return f"; {language.say('hardly any of its procedures is offered online')}"
    return f"; {language.say(_VERDICTS[line.verdict], reference=_reference(line, language))}"


def _hardly_offered(line: Line) -> bool:
    """Dossiers enough for a verdict, but none: too few of them are of procedures offered online
    (``measures.judging.where_offered``)."""
    if line.key != ONLINE or line.verdict != Verdict.TOO_FEW or not line.against_target or line.target is None:
        return False
    share = min(line.target.value, 1 - line.target.value)
    return line.now[1] * share >= EXPECTED_AT_LEAST


def _reference(line: Line, language: Language) -> str:
    """What it is compared with, with its value."""
    if line.against_target and line.target:
        return language.say("the target of {value}", value=_target_value(line, language))
    x, n = line.level
    return (
        language.say("the common level of {level}", level=language.percent(x / n)) if n else language.say("the others")
    )


def _target(line: Line, language: Language) -> str:
    """Arithmetic, not a verdict; not said of a unit that may offer too little online to reach it."""
    blind = line.key == ONLINE and line.verdict == Verdict.TOO_FEW
    if line.target is None or line.now[1] < FEWEST or blind:
        return ""
    met = language.say("met") if is_met(line.now, line.target) else language.say("not met")
    words = mark("Target: at most {value}")
    if line.target.direction == "at_least":
        words = mark("Target: {value}") if line.target.value == 1 else mark("Target: at least {value}")
    return f"{language.say(words, value=_target_value(line, language))}: {small(met)}"


def _target_value(line: Line, language: Language) -> str:
    assert line.target is not None
    return language.percent(line.target.value, 0 if line.target.direction == "at_least" else 1)


def _tasks(note: WeeklyNote, language: Language) -> list[Said]:
    """The work lists that are not empty, in the order of the page; a missing letter is a missed duty."""
    found = []
    for key in TASKS:
        n = note.tasks[key]
        if not n:
            continue
        more = _more(key, note, language)
        words = f"{list_title(key, n, language)}{f' ({more})' if more else ''}."
        found.append(Said("concern" if key in ("letters_missing", "new_date_passed") else "info", words))
    return found or [Said("good", language.say("All work lists are empty."))]


def _more(key: str, note: WeeklyNote, language: Language) -> str:
    count, total = language.count, note.tasks[key]
    if key == "letters_missing":
        parts, own = [], note.own_letters
        if own != total:
            parts.append(count("of these {n} for this unit to send", "of these {n} for this unit to send", own))
        if n := note.urgent["letters_missing.open"]:
            said = count("of these {n} still open", "of these {n} still open", n)
            parts.append(language.say("all still open") if n == total else said)
        return "; ".join(parts)
    if key == "intake_waiting" and (n := note.urgent["intake_waiting.over"]):
        said = count("of these {n} past 8 hours", "of these {n} past 8 hours", n)
        return language.say("all past 8 hours") if n == total else said
    if key == "due_soon":
        days = [f"{language.day_month(day)}: {language.number(n)}" for day, n in note.soon]
        passed = total - sum(n for _, n in note.soon)  # of a unit whose data end before
        return "; ".join([*days, *([f"{language.say('not updated')}: {language.number(passed)}"] if passed else [])])
    return ""


def _foot(note: WeeklyNote, held: Holdings, profile: Profile, language: Language, version: str) -> list[str]:
    """What the numbers are of, and how they came."""
    say, until = language.say, language.date(note.stale_from or note.until)
    own = note.scope.describe(language, held.known)
    whole = [f"{own}. {say('Figures up to {day}', day=until)}."]
    if note.stale_from:
        whole.append(say("The data of this unit end before those of the others: please export again."))
    whole.append(say("One dossier may be on several work lists; they open on the page My unit."))
    sample = f" {say('Sample data')}." if held.sample else ""
    return [*whole, f"{profile.title}. {say('Data version {version}', version=short_version(version))}.{sample}"]
