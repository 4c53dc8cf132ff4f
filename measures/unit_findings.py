"""The sentences of the page of one unit, by rule. A sentence claims what its verdict carries, and nothing more."""

from __future__ import annotations

from dataclasses import dataclass

from measures import findings
from measures.headlines import is_met
from measures.known import Holdings
from measures.registry import MEASURES
from measures.unit_map import ONLINE
from measures.unit_page import FEWEST, LATE, LETTERS, Move, Standing, UnitPage
from measures.verdict import CLEAR, Verdict, is_concern
from measures.work import SOON, Step
from text import Language, mark

CONCERN, INFO, GOOD = "concern", "info", "good"
LONG_NAME = 30  # letters: longer ones would fill a heading
_OF_OTHERS = {
    Verdict.HIGHER: mark("Clearly above the common level"),
    Verdict.WATCH_HIGHER: mark("Watch: above the 95% limit once"),
    Verdict.NO_EVIDENCE: mark("No evidence of a difference from the common level"),
    Verdict.WATCH_LOWER: mark("Watch: below the 95% limit once"),
    Verdict.LOWER: mark("Clearly below the common level"),
    Verdict.TOO_FEW: mark("Too few expected for a verdict"),
}
_OF_TARGET = _OF_OTHERS | {
    Verdict.HIGHER: mark("Clearly above the target"),
    Verdict.NO_EVIDENCE: mark("No evidence of a difference from the target"),
    Verdict.LOWER: mark("Clearly below the target"),
}
_STEPS = {
    "send_letter": mark("Send the apology letter"),
    "review_letter": mark("Review, note why no letter was sent"),
    "ask_letter": mark("Ask for the letter: {unit}"),
    "urge_again": mark("Urge {unit}, name a new date"),
    "finish_again": mark("Finish it, name a new date"),
    "urge": mark("Urge {unit}"),
    "sign": mark("Sign it"),
    "finish": mark("Finish it by the due day"),
    "supplement": mark("Ask again for the supplement"),
    "collect": mark("Invite the citizen to collect"),
    "accept_now": mark("Accept it now: 8 hours are over"),
    "accept": mark("Accept it within 8 hours"),
}


@dataclass(frozen=True)
class Said:
    """What is said of one number: ``tone`` (concern, info or good), the words, and a second line."""

    tone: str
    words: str
    second: str


def page_sentence(seen: UnitPage, held: Holdings, language: Language) -> str:
    """Lateness with its verdict, then the letters that are missing."""
    late, name = seen.standings[LATE], held.known.unit_name(seen.unit)
    lead = language.say("{unit}: no dossier came due", unit=name)
    if late.n:
        fraction = language.fraction(late.x, late.n)
        lead = language.say("{unit}: {fraction} dossiers overdue", unit=name, fraction=fraction)
        verdict = said_of(seen, LATE, language).words
        if late.n >= FEWEST and late.verdict is not None:
            lead += f", {_lower(verdict)}"
    return "; ".join(part for part in (lead, _letters(seen, language)) if part)


def _letters(seen: UnitPage, language: Language) -> str:
    missing = seen.counts["loss_no_letter"]
    if missing:
        return language.count(
            "{n} dossier has no apology letter yet", "{n} dossiers have no apology letter yet", missing
        )
    return language.say("every overdue dossier has an apology letter") if seen.standings[LETTERS].n else ""


def said_of(seen: UnitPage, key: str, language: Language) -> Said:
    """The verdict on one number in words, with its shape and colour by ``tone``."""
    one = seen.standings[key]
    if key == SOON:
        return _soon(seen, language)
    if not one.n:
        return Said(INFO, language.say("No dossiers in this period."), "")
    if key == LETTERS:
        return _letters_said(seen, one, language)
    if one.n < FEWEST:
        return Said(INFO, _lead(one, language), language.say("Fewer than 10 dossiers: counts only"))
    second = _interval(one, language)
    if key == ONLINE and one.target and seen.missing is not None:
        second = _missing(seen.missing, one.target.value, language)
    return Said(tone(one), _lead(one, language), second)


def tone(one: Standing) -> str:
    """A clear verdict is a concern or good news; everything else is neither."""
    good = MEASURES[one.key].good
    if one.verdict not in CLEAR or good is None or one.n < FEWEST:
        return INFO
    return CONCERN if is_concern(one.verdict, good) else GOOD


def _lead(one: Standing, language: Language) -> str:
    if one.verdict is None:
        return language.say("No published figures of other units for this scope")
    if one.n < FEWEST:
        return language.say("Too few dossiers for a verdict")
    return language.say((_OF_TARGET if one.against_target else _OF_OTHERS)[one.verdict])


def _interval(one: Standing, language: Language) -> str:
    words = {"low": language.percent(one.low), "high": language.percent(one.high)}
    return language.say("95% interval: {low} to {high}", **words)


def _missing(missing: int, target: float, language: Language) -> str:
    value = language.percent(target, 0)
    if not missing:
        return language.say("The target of {value} is met", value=value)
    return language.count(
        "{n} more online dossier needed for {value}",
        "{n} more online dossiers needed for {value}",
        missing,
        value=value,
    )


def _letters_said(seen: UnitPage, one: Standing, language: Language) -> Said:
    """A missing letter is a missed duty, whatever the others do."""
    missing = seen.counts["loss_no_letter"]
    few = language.say("Fewer than 10 dossiers: counts only, no rate compared")
    second = few if one.n < FEWEST else _lead(one, language)
    if not missing:
        return Said(GOOD, language.say("Every letter is sent"), second)
    return Said(CONCERN, language.count("{n} letter is missing", "{n} letters are missing", missing), second)


def _soon(seen: UnitPage, language: Language) -> Said:
    day, n = seen.soon
    words = language.count(
        "{n} dossier due on the next working day, {day}",
        "{n} dossiers due on the next working day, {day}",
        n,
        day=language.day_month(day),
    )
    if not n:
        words = language.say("None due on the next working day, {day}", day=language.day_month(day))
    return Said(INFO, words, language.say("A count, depends on the size of the unit"))


def unlike_target(one: Standing) -> bool:
    """Whether the target is missed, by arithmetic."""
    return bool(one.target and one.n and not is_met((one.x, one.n), one.target))


def stand_title(seen: UnitPage, held: Holdings, language: Language) -> str:
    """Whom the unit stands beside."""
    name = held.known.unit_name(seen.unit)
    if not seen.others:
        return language.say("{unit}: no published figures of other units for this scope", unit=name)
    if seen.comparison.units == ("ward",):
        return language.count("{unit} beside {n} other ward", "{unit} beside {n} other wards", seen.others, unit=name)
    return language.count("{unit} beside {n} other unit", "{unit} beside {n} other units", seen.others, unit=name)


def list_title(key: str, n: int, language: Language) -> str:
    """The heading of a work list: what is to be done, for how many dossiers."""
    count = language.count
    return {
        "letters_missing": count("{n} dossier without letter", "{n} dossiers without letter", n),
        "new_date_passed": count("{n} open past the new date", "{n} open past the new date", n),
        SOON: count("{n} due within 3 working days", "{n} due within 3 working days", n),
        "supplement_long": count("{n} waiting long for a supplement", "{n} waiting long for a supplement", n),
        "intake_waiting": count("{n} online submission not accepted", "{n} online submissions not accepted", n),
        "uncollected": count("{n} finished, not collected", "{n} finished, not collected", n),
    }[key]


def nothing_left(key: str, language: Language) -> str:
    """The sentence of an empty list."""
    say = language.say
    return {
        "letters_missing": say("No dossier is without apology letter any more"),
        "new_date_passed": say("No new date is broken"),
        SOON: say("Nothing comes due within 3 working days"),
        "supplement_long": say("No supplement is waited for too long"),
        "intake_waiting": say("Every online submission is accepted"),
        "uncollected": say("Every result is collected"),
    }[key]


def rule_of(seen: UnitPage, key: str, language: Language) -> str:
    """Who is on a list, in which order, and what its days are."""
    say = language.say
    return {
        "letters_missing": say("Of all periods; open ones first. Days: working days since the due day."),
        "new_date_passed": say("Days: working days since the date that the letter named."),
        SOON: say("Highest chance of ending late first. Days: working days left."),
        "supplement_long": say("More than {days} working days.", days=language.number(seen.scope.supplement_days)),
        "intake_waiting": say("Oldest first; the desk answers within 8 working hours. Days: since submitted."),
        "uncollected": say("Longest first. Days: working days since finished."),
    }[key]


def step_words(step: Step, short: dict[str, str], language: Language) -> str:
    """The next step; ``short``: names of units as they stand in tables."""
    return language.say(_STEPS[step.key], unit=short.get(step.unit, ""))


def trend_title(seen: UnitPage, language: Language) -> str:
    """What the newest point says against its limits; where late dossiers are rare, of the days between them."""
    if seen.rare is None:
        return findings.trend_title(seen, language)  # type: ignore[arg-type]  # asks for no units
    return language.say(
        {
            "common": mark("Days between late dossiers: usual variation"),
            "longer": mark("Days between late dossiers: longer than chance gives"),
            "closer": mark("Late dossiers closer together than chance gives"),
            "few": mark("Too few late dossiers for limits"),
        }[seen.variation]
    )


def stages_title(seen: UnitPage, stage_words: dict[str, str], language: Language) -> str:
    """How many are open, and where most of them are."""
    if not seen.open:
        return language.say("No dossier is open")
    whole = language.count("{n} open dossier", "{n} open dossiers", seen.open)
    if seen.stages.empty:
        return whole
    most = seen.stages.loc[seen.stages["open"].idxmax()]
    words = stage_words[most["stage"]]
    return language.say(
        "{whole}: {n} in the stage {stage}", whole=whole, n=language.number(most["open"]), stage=_lower(words)
    )


def procedures_title(seen: UnitPage, language: Language) -> str:
    """Late ones beside what the others' rates would give."""
    late, expected = seen.standings[LATE], seen.procedures["expected"].sum(min_count=1)
    if not late.n:
        return language.say("No dossier came due in this period.")
    if expected != expected:
        return language.count("{n} late dossier by procedure", "{n} late dossiers by procedure", late.x)
    return language.count(
        "{n} late; as late as the others in each procedure it would be {expected}",
        "{n} late; as late as the others in each procedure they would be {expected}",
        late.x,
        expected=language.number(expected, 1),
    )


def move_words(move: Move, names: dict[str, str], language: Language) -> str:
    """One thing that would move a number, in dossiers."""
    name, n, count = names.get(move.procedure, move.procedure), move.dossiers, language.count
    if move.kind == "letters":
        return count(
            "Send the missing letter of the period: {n} more", "Send the missing letters of the period: {n} more", n
        )
    if move.kind == "late":
        return count(
            "“{procedure}” as late as with the others: {n} overdue dossier fewer",
            "“{procedure}” as late as with the others: {n} overdue dossiers fewer",
            n,
            procedure=name,
        )
    return count(
        "“{procedure}” as often online as with half of the others: {n} online dossier more",
        "“{procedure}” as often online as with half of the others: {n} online dossiers more",
        n,
        procedure=name,
    )


def late_words(one: Standing, language: Language) -> str:
    """The target of lateness beside its verdict: arithmetic, never "worse"."""
    if one.target is None or not one.n or one.n < FEWEST:
        return ""
    value = language.percent(one.target.value)
    if unlike_target(one):
        return language.say("Target of at most {value} not met", value=value)
    return language.say("Target of at most {value} met", value=value)


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]
