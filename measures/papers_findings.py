"""The sentences of the page "Giấy tờ". Every one carries its numbers; a unit is named where a verdict is clear."""

from __future__ import annotations

from measures.papers_page import COPIES, EXTRA, FEWEST, KINDS, Papers
from measures.verdict import Verdict
from text import Language, mark

PAPER_WORDS = {
    "identity": mark("identity papers"),
    "residence": mark("residence papers"),
    "civil_status": mark("civil status papers"),
    "land": mark("land and house papers"),
    "business": mark("business papers"),
    "confirmation": mark("confirmations"),
    "other": mark("other papers"),
}
KIND_WORDS = {EXTRA: mark("outside the list"), COPIES: mark("needless certified copy")}


def paper_words(paper: str, language: Language) -> str:
    """A kind of paper; one that we do not know keeps its own name."""
    return language.say(PAPER_WORDS[paper]) if paper in PAPER_WORDS else paper


def per_100_words(pair: tuple[float, float], language: Language) -> str:
    """Demands per 100 dossiers with one decimal; a dash of too few dossiers."""
    demands, dossiers = pair
    return language.number(100 * demands / dossiers, 1) if dossiers >= FEWEST else "–"


def page_sentence(seen: Papers, language: Language) -> str:
    """How many papers too many were demanded, of how many dossiers."""
    if not seen.reported:
        return nothing_reported(seen, language)
    (extra, dossiers), (copies, _) = seen.now[EXTRA], seen.now[COPIES]
    if not extra and not copies:
        return language.count(
            "No paper too many reported of {n} dossier", "No paper too many reported of {n} dossiers", int(dossiers)
        )
    return language.say(
        "{extra} papers outside the list and {copies} needless certified copies demanded of {dossiers} dossiers",
        extra=language.number(extra),
        copies=language.number(copies),
        dossiers=language.number(dossiers),
    )


def nothing_reported(seen: Papers, language: Language) -> str:
    """That nobody reports, or that no dossier came in of which anybody could."""
    if seen.silent:
        return language.say("No demands reported: nothing is known of them")
    return language.say("No dossiers received in this period")


def figures_title(seen: Papers, language: Language) -> str:
    """The demands per 100 dossiers of both kinds."""
    if not seen.reported:
        return nothing_reported(seen, language)
    if seen.now[EXTRA][1] < FEWEST:
        return language.say("Too few dossiers for numbers per 100")
    values = {kind: per_100_words(seen.now[kind], language) for kind in KINDS}
    return language.say(
        "Of 100 dossiers: {extra} papers outside the list, {copies} needless certified copies",
        extra=values[EXTRA],
        copies=values[COPIES],
    )


def units_title(seen: Papers, language: Language) -> str:
    """Who demands clearly more than the others; else that nobody does, or that nothing is compared."""
    if not seen.reported:
        return nothing_reported(seen, language)
    if all(verdict is None for kind in KINDS for verdict in seen.units[kind]["verdict"]):
        return language.say("By unit: demands per 100 dossiers")
    clear = _clear(seen)
    if not clear:
        return language.say("No unit demands clearly more than the others")
    return language.say("Clearly more than the others: {units}; please review", units=language.listing(clear))


def _clear(seen: Papers) -> list[str]:
    names = (seen.units[kind] for kind in KINDS)
    found = [name for frame in names for name in frame.loc[frame["verdict"] == Verdict.HIGHER, "name"]]
    return list(dict.fromkeys(found))


def what_title(seen: Papers, language: Language) -> str:
    """The procedure of which most is demanded, with its share of all demands."""
    if not seen.reported:
        return nothing_reported(seen, language)
    if seen.procedures.empty:
        return language.say("Nothing was demanded beyond the rules")
    most, total = seen.procedures.iloc[0], int(seen.procedures[list(KINDS)].to_numpy().sum())
    return language.say(
        "Most often: {procedure}, {fraction} demands",
        procedure=most["title"],
        fraction=language.fraction(int(most[list(KINDS)].sum()), total),
    )


def habits_title(seen: Papers, language: Language) -> str:
    """How many things are demanded again and again."""
    if not seen.reported:
        return nothing_reported(seen, language)
    if seen.habits.empty:
        return language.say("No demand is repeated in one procedure of one unit")
    return language.count("{n} repeated demand: please review", "{n} repeated demands: please review", len(seen.habits))


def silent_words(seen: Papers, language: Language) -> str:
    """The units of which nothing is known; "" where all report."""
    return language.say("no data yet: {units}", units=language.listing(seen.silent)) if seen.silent else ""
