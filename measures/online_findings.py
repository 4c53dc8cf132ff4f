"""The sentences of the page "Trực tuyến": what may be said, given what counts and verdicts carry (COUNTING 4.3)."""

from __future__ import annotations

import pandas as pd

from measures.findings import UNJUDGED, chosen_units, period_words
from measures.known import Holdings
from measures.online_page import Online
from measures.opportunities import FEWEST
from measures.scope import UNIT_KINDS
from measures.sensitive import MERGED
from measures.verdict import Verdict
from text import Language

WATCHED = (Verdict.WATCH_HIGHER, Verdict.WATCH_LOWER)
FEWEST_FOR_TITLE = 30  # dossiers of a field, below which no rate of it stands in a heading


def page_sentence(seen: Online, held: Holdings, language: Language) -> str:
    """The conclusion of the page in one line: the share, and how many dossiers are missing to the target."""
    (x, n), say = seen.now, language.say
    named = [held.known.unit_name(unit) for unit in seen.scope.units if unit not in UNIT_KINDS]
    who = ", ".join(named)
    if not n:
        period = period_words(seen, held, language)
        words = say("{period}: no dossier was received", period=period)
        return f"{who}, {words[:1].lower()}{words[1:]}" if who else words
    words = say("{fraction} dossiers online", fraction=language.fraction(x, n))
    if n >= FEWEST:
        words = say("{rate} online ({fraction})", rate=language.percent(x / n), fraction=language.fraction(x, n))
    said = [f"{who}: {words}" if who else words[:1].upper() + words[1:], *_to_target(seen, language)]
    units = chosen_units(seen)
    if len(units) == 1 and named:
        said.append(_verdict_on(units.iloc[0]["verdict"], seen, language))
    return "; ".join(said)


def target_words(seen: Online, language: Language) -> str:
    """The target as a share without needless decimals: "30 %"."""
    value = seen.target.value if seen.target else 0.0
    return language.percent(value, 0 if round(value * 100, 6).is_integer() else 1)


def _to_target(seen: Online, language: Language) -> list[str]:
    if seen.missing is None:
        return []
    target = target_words(seen, language)
    if not seen.missing:
        return [language.say("the target of {target} is met", target=target)]
    return [
        language.count(
            "{n} dossier short of the target of {target}",
            "{n} dossiers short of the target of {target}",
            seen.missing,
            target=target,
        )
    ]


def _verdict_on(verdict: str, seen: Online, language: Language) -> str:
    """The verdict on the one unit that the page is about, against the target or, without one, the others."""
    say, against = language.say, _reference(seen, language)
    if verdict in UNJUDGED:
        return say("too few dossiers for a verdict")
    words = {
        Verdict.HIGHER: say("clearly above {reference}", reference=against),
        Verdict.LOWER: say("clearly below {reference}", reference=against),
        Verdict.WATCH_HIGHER: say("above the 95% limits once: to be watched"),
        Verdict.WATCH_LOWER: say("below the 95% limits once: to be watched"),
    }
    return words.get(Verdict(verdict), say("no evidence of a difference from {reference}", reference=against))


def _reference(seen: Online, language: Language) -> str:
    return language.say("the target") if seen.target else language.say("the others")


def ranking_title(seen: Online, language: Language) -> str:
    """How many units differ clearly, how many are to be watched; that none does is news too."""
    verdicts, against = seen.units["verdict"], _reference(seen, language)
    if verdicts.isin(UNJUDGED).all():
        return language.say("Too few dossiers for comparing the units")
    lower, higher = (int((verdicts == verdict).sum()) for verdict in (Verdict.LOWER, Verdict.HIGHER))
    said = []
    if lower:
        said.append(
            language.count(
                "{n} unit clearly below {reference}", "{n} units clearly below {reference}", lower, reference=against
            )
        )
    if higher:
        said.append(
            language.count(
                "{n} unit clearly above {reference}", "{n} units clearly above {reference}", higher, reference=against
            )
        )
    watched = int(verdicts.isin(WATCHED).sum())
    if not said:
        said.append(language.say("No unit clearly differs from {reference}", reference=against))
        if watched:
            said.append(language.count("{n} to be watched", "{n} to be watched", watched))
    return ", ".join(said)


def heat_title(seen: Online, language: Language) -> str:
    """The field offered online that is used least; else how many fields are offered at all. Counts, no verdict."""
    fields = seen.cells.groupby("field", as_index=False)[["numerator", "denominator"]].sum()
    every = [*fields.loc[fields["field"] != MERGED, "field"], *seen.merged]
    offered = _offered_fields(len(set(every) & set(seen.offered.fields)), len(every), language)
    large = fields[(fields["denominator"] >= FEWEST_FOR_TITLE) & fields["field"].isin(seen.offered.fields)]
    if fields.empty:
        return language.say("No dossier was received in this period.").rstrip(".")
    if large.empty:
        return offered
    shares = large["numerator"] / large["denominator"]
    least = large.loc[shares.idxmin()]
    fraction = language.fraction(least["numerator"], least["denominator"])
    if not least["numerator"]:
        return language.say("{field}: nothing online yet ({fraction})", field=least["field"], fraction=fraction)
    return "; ".join(
        [
            offered,
            language.say(
                "lowest: {field} {rate} ({fraction})",
                field=least["field"],
                rate=language.percent(float(shares.min()), 0),
                fraction=fraction,
            ),
        ]
    )


def _offered_fields(offered: int, fields: int, language: Language) -> str:
    return language.count(
        "{n} of {all} fields offered online",
        "{n} of {all} fields offered online",
        offered,
        all=language.number(fields),
    )


def offered_title(seen: Online, language: Language) -> str:
    """The two numbers that the order asks for: offered, and used."""
    offered, used = seen.offered.count("offered"), seen.offered.count("online")
    return language.count(
        "{n} procedure offered online, {used} used",
        "{n} procedures offered online, {used} used",
        offered,
        used=language.number(used),
    )


def offered_days(seen: Online, language: Language) -> str:
    """The day counted on, and how many were offered a year before: two numbers, no judgement."""
    return language.count(
        "On {day}; a year before, {n} offered online",
        "On {day}; a year before, {n} offered online",
        seen.offered.before,
        day=language.date(seen.offered.day),
    )


def opportunity_title(seen: Online, language: Language) -> str:
    """How many dossiers still at the counter would be enough for the target, and where they are."""
    if not seen.eligible[1]:
        return language.say("No dossiers of procedures offered online")
    if not seen.counter:
        return language.say("No dossier of an offered procedure came to the counter")
    rows = at_counter(seen)
    if not seen.missing or seen.missing > seen.counter:
        title = language.count(
            "{n} dossier of an offered procedure still came to the counter",
            "{n} dossiers of offered procedures still came to the counter",
            seen.counter,
        )
        if seen.missing:
            title += "; " + language.say("too few for the target")
        return title
    enough = int((rows["counter"].cumsum() < seen.missing).sum()) + 1
    values = {"all": language.number(int(rows["counter"].iloc[:enough].sum()))}
    if enough == 1:
        return language.count(
            "Moving {n} of the {all} at the counter for “{procedure}” online would meet the target",
            "Moving {n} of the {all} at the counter for “{procedure}” online would meet the target",
            seen.missing,
            procedure=rows["name"].iloc[0],
            **values,
        )
    return language.count(
        "Moving {n} of the {all} at the counter in {procedures} procedures online would meet the target",
        "Moving {n} of the {all} at the counter in {procedures} procedures online would meet the target",
        seen.missing,
        procedures=language.number(enough),
        **values,
    )


def at_counter(seen: Online) -> pd.DataFrame:
    """The offered procedures by what still came to the counter, the most first, with ``counter``. Small ones of
    sensitive fields are left out."""
    named = seen.procedures[~seen.procedures["small"]]
    rows = named.assign(counter=named["denominator"] - named["numerator"])
    return rows.sort_values(["counter", "numerator", "name"], ascending=[False, False, True]).reset_index(drop=True)


def gain_title(seen: Online, language: Language) -> str:
    """What reaching the median in every procedure would bring."""
    dossiers, points = seen.gain
    if not seen.procedures["median"].notna().any():
        return language.say("Too few units with the same procedures for a median")
    if not dossiers:
        return language.say("No share to be gained by reaching the median")
    return language.count(
        "Reaching the median in each procedure: {n} dossier more online, {points} more",
        "Reaching the median in each procedure: {n} dossiers more online, {points} more",
        dossiers,
        points=language.points(points),
    )


def intake_title(seen: Online, language: Language) -> str:
    """How many online submissions were not accepted in time."""
    late, submitted = seen.intake
    if not submitted:
        return language.say("No online submission had to be accepted in this period")
    if not late:
        return language.say("Every online submission was accepted in time")
    return language.count(
        "{n} of {all} online submissions accepted late",
        "{n} of {all} online submissions accepted late",
        int(late),
        all=language.number(submitted),
    )
