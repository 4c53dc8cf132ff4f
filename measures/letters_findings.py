"""The sentences of the page "Thư xin lỗi", by rule: what is missing is a missed duty and named; nobody is ranked."""

from __future__ import annotations

from data_access.profiles import LawfulDay
from measures import findings
from measures.known import Holdings
from measures.letters_page import KEPT, LOSSES, MISSED, Letters
from text import Language

MOST_NAMES = 3


def page_sentence(seen: Letters, held: Holdings, language: Language) -> str:
    """How many overdue dossiers have a letter, how many have none, and where most of those are."""
    if not seen.breached:
        period = findings.period_words(seen, held, language)
        none = language.say("{period}: no dossier became overdue", period=period)
        return f"{none}; {_still_missing(seen, language)}"
    fraction = language.fraction(seen.counts["step_letter"], seen.breached)
    said = language.say("{fraction} overdue dossiers have an apology letter", fraction=fraction)
    lacking = seen.counts["loss_no_letter"]
    if not lacking:
        return language.say("{said}; none is missing", said=said)
    without = language.count("{n} has none", "{n} have none", lacking)
    return f"{said}; {without}, {_where(seen.lacking(), lacking, language)}"


def _still_missing(seen: Letters, language: Language) -> str:
    """The stock, for a period in which nothing came to it."""
    stock = int(seen.missing["count"].sum())
    if not stock:
        return language.say("no letter is missing")
    return language.count(
        "{n} letter of earlier periods is missing", "{n} letters of earlier periods are missing", stock
    )


def _where(lacking: dict[str, int], total: int, language: Language) -> str:
    """The fewest units that lack half of the letters or more, by name; or among how many units they are spread."""
    named: list[str] = []
    for name in lacking:
        named.append(name)
        if 2 * sum(lacking[one] for one in named) >= total:
            break
    if len(lacking) == 1:
        return language.say("all at {unit}", unit=named[0])
    if len(named) > MOST_NAMES:
        return language.count("at {n} unit", "at {n} units", len(lacking))
    number = language.number(sum(lacking[one] for one in named))
    return language.say("{number} of them at {units}", number=number, units=language.listing(named))


def losses_title(seen: Letters, language: Language) -> str:
    """Where most is lost: the two largest losses by a missed duty, and what is as large as the second."""
    counts = {key: seen.counts[key] for losses in LOSSES.values() for key in losses if key in MISSED}
    lost = sorted((n for n in counts.values() if n), reverse=True)
    if not seen.breached:
        return language.say("No dossier became overdue in this period")
    if not lost:
        return language.say("Nothing was missed at any step")
    least = lost[:2][-1]
    order = sorted((key for key, n in counts.items() if n >= least), key=lambda key: -counts[key])
    words = language.listing(_loss(key, counts[key], language) for key in order)
    return language.say("Most is lost here: {losses}", losses=words)


def _loss(key: str, n: int, language: Language) -> str:
    count = language.count
    return {
        "loss_no_letter": count("{n} without letter", "{n} without letter", n),
        "loss_tardy": count("{n} sent too late", "{n} sent too late", n),
        "loss_incomplete": count("{n} incomplete or unsigned", "{n} incomplete or unsigned", n),
        "loss_second_breach": count("{n} broken again", "{n} broken again", n),
    }[key]


def units_title(seen: Letters, language: Language) -> str:
    """The two units that lack most letters (and any that lack as many as the second), or that none lacks any."""
    lacking = seen.lacking()
    if not seen.breached:
        return language.say("No unit owes a letter in this period")
    if not lacking:
        return language.say("Every unit has sent its letters")
    least = list(lacking.values())[:2][-1]
    named = {name: n for name, n in lacking.items() if n >= least}
    if len(named) > MOST_NAMES:
        most = language.number(max(lacking.values()))
        return language.count(
            "{n} unit lacks letters, up to {most}", "{n} units lack letters, up to {most} each", len(lacking), most=most
        )
    (first, n), *others = named.items()
    words = [language.count("{unit}: {n} dossier without letter", "{unit}: {n} dossiers without letter", n, unit=first)]
    return ", ".join([*words, *(f"{name}: {language.number(count)}" for name, count in others)])


def needed_title(seen: Letters, language: Language) -> str:
    """What needs a letter by the next working day."""
    total = int(seen.needed["count"].sum())
    if not total:
        return language.say("No dossier needs a letter by the next working day")
    return language.count(
        "{n} dossier needs a letter by the next working day",
        "{n} dossiers need a letter by the next working day",
        total,
    )


def missing_title(seen: Letters, language: Language) -> str:
    """The stock of missing letters."""
    total = int(seen.missing["count"].sum())
    if not total:
        return language.say("No dossier is without apology letter any more")
    return language.count(
        "{n} dossier without apology letter, all periods together",
        "{n} dossiers without apology letter, all periods together",
        total,
    )


def further_title(seen: Letters, language: Language) -> str:
    """What became of the new dates that letters named."""
    kept, came = seen.rates[KEPT]
    if not came:
        return language.say("No new date came in this period")
    return language.say("{fraction} new dates were kept", fraction=language.fraction(kept, came))


def months_title(seen: Letters, language: Language) -> str:
    """What the points of the chosen period say against their limits, and of what."""
    said = findings.trend_title(seen, language)
    return language.say("Letters in time, {said}", said=said[:1].lower() + said[1:])


def in_time_words(seen: Letters, language: Language) -> str:
    """What "in time" means for the promises of the period; short, because it stands in a title."""
    if len(seen.lawful) > 1:
        return language.say("by the lawful day")
    return rule_words(seen.lawful[0], language)


def rule_words(setting: LawfulDay, language: Language) -> str:
    """The lawful day of a letter in words."""
    if setting.rule == "due":
        return language.say("not after the due day")
    if setting.unit == "working":
        return language.say("at least 1 working day before the due day")
    return language.say("at least 1 day before the due day")


def lawful_lines(seen: Letters, language: Language) -> list[str]:
    """The lawful day with the document that sets it and the day from which it holds, one line a setting."""
    return [
        language.say("Lawful day of a letter: {rule}.", rule=rule_words(one, language))
        if not one.document
        else language.say(
            "Lawful day of a letter: {rule} ({document}; for promises due from {day}).",
            rule=rule_words(one, language),
            document=one.document,
            day=language.date(one.valid_from),
        )
        for one in seen.lawful
    ]
