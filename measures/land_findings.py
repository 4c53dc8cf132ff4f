"""The sentences of the page "Đất đai": what can be seen, and what the partner agencies are asked for."""

from __future__ import annotations

from measures.bottlenecks_findings import stage_words
from measures.bottlenecks_page import FEWEST
from measures.known import Holdings
from measures.land_page import Land
from measures.stays import CIRCULATE, RECEIVE, RESOLVE, RETURN
from measures.verdict import Verdict
from text import Language, mark

LAND_STAGES = {
    RECEIVE: mark("Intake"),
    CIRCULATE: mark("Circulation"),
    RESOLVE: mark("Resolution"),
    RETURN: mark("Return of results"),
}


def land_stage_words(stage: str, language: Language) -> str:
    """One of the four stages; one that we do not know keeps its own name."""
    return language.say(LAND_STAGES[stage]) if stage in LAND_STAGES else stage_words(stage, language)


def page_sentence(seen: Land, language: Language) -> str:
    """How much is open, how much of it is past its day, how much waits for a payment."""
    if seen.empty:
        return language.say("No land dossiers here")
    overdue = int(seen.overdue["count"].sum())
    said = language.count(
        "{n} open land dossier, {overdue} overdue",
        "{n} open land dossiers, {overdue} overdue",
        seen.open,
        overdue=language.number(overdue),
    )
    if not seen.waiting:
        return said
    waiting = language.count("{n} waiting for payment duty", "{n} waiting for payment duty", seen.waiting)
    return f"{said}, {waiting}"


def flow_title(seen: Land, language: Language) -> str:
    """How many steps are under way, where most of them are, and how many results wait."""
    waiting = int(seen.flow.set_index("stage").loc[RETURN, "open"])
    results = language.count("{n} result waits to be collected", "{n} results wait to be collected", waiting)
    if not seen.recorded:
        return f"{language.say('No steps recorded')}; {results}"
    steps = seen.flow[seen.flow["stage"] != RETURN]
    total, most = int(steps["open"].sum()), steps.sort_values("open", ascending=False, kind="stable").iloc[0]
    if not total:
        return f"{language.say('No step is under way')}; {results}"
    said = language.count(
        "{n} step under way, most in: {stage} ({most})",
        "{n} steps under way, most in: {stage} ({most})",
        total,
        stage=land_stage_words(most["stage"], language),
        most=language.number(most["open"]),
    )
    return f"{said}; {results}"


def late_words(row, language: Language) -> str:  # type: ignore[no-untyped-def]  # a row of ``Land.flow``
    """What is late in a stage, for its box in the figure."""
    if row.stage == RETURN:
        if not row.overdue:
            return language.say("none finished late")
        return language.count("! {n} finished late", "! {n} finished late", int(row.overdue))
    if not row.late and not row.overdue:
        return language.say("no step late")
    return language.say(
        "! steps late: {late}; of overdue dossiers: {overdue}",
        late=language.number(row.late),
        overdue=language.number(row.overdue),
    )


def wards_title(seen: Land, held: Holdings, language: Language) -> str:
    """The headline of the land dossiers, and which wards of the parcel clearly differ."""
    x, n = seen.now
    if not n:
        return language.say("No land dossier came due in this period")
    fraction = language.fraction(x, n)
    said = language.say("{fraction} land dossiers that came due are overdue", fraction=fraction)
    if n >= FEWEST:
        said = language.say(
            "{fraction} land dossiers that came due are overdue ({rate})",
            fraction=fraction,
            rate=language.percent(x / n),
        )
    return f"{said}; {_clear(seen, held, language)}"


def _clear(seen: Land, held: Holdings, language: Language) -> str:
    """The wards that clearly differ, by name; that none does; that there are too few to tell."""
    parts = []
    for verdict, words in (
        (Verdict.HIGHER, mark("clearly higher: {units}")),
        (Verdict.LOWER, mark("clearly lower: {units}")),
    ):
        units = seen.wards.loc[seen.wards["verdict"] == verdict, "unit"]
        if len(units):
            parts.append(language.say(words, units=language.listing([held.known.unit_name(unit) for unit in units])))
    if parts:
        return "; ".join(parts)
    if seen.wards["verdict"].isin([Verdict.TOO_FEW, Verdict.NO_DATA]).all():
        return language.say("too few late for comparing the wards")
    return language.say("no ward clearly differs")


def tax_title(seen: Land, language: Language) -> str:
    """How much of the time of finished land dossiers was a wait for payment duty."""
    days, _ = seen.tax
    if not seen.finished:
        return language.say("No land dossier was finished in this period")
    if not days:
        return language.say("No working day was spent waiting for payment duty")
    return language.say(
        "{fraction} working days were waits for payment duty, outside the time limit",
        fraction=language.fraction(days, seen.whole),
    )


def ask_title(seen: Land, language: Language) -> str:
    """What the partner agencies are asked to look at."""
    overdue, stuck = int(seen.overdue["count"].sum()), int(seen.stuck["count"].sum())
    if overdue:
        return language.count(
            "Please review together: {n} overdue land dossier, longest {longest} working days",
            "Please review together: {n} overdue land dossiers, longest {longest} working days",
            overdue,
            longest=language.number(seen.overdue["longest"].max()),
        )
    if stuck:
        return language.count(
            "Please review together: {n} step late, its dossier not yet",
            "Please review together: {n} steps late, their dossiers not yet",
            stuck,
        )
    return language.say("No land dossier is overdue, no step late")
