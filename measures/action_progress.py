"""What became of the actions agreed: the measure of the unit then and now, and whether the change is a signal.

A rate is compared over two periods of the same kind, a month with the newest month, never with a week
(``judging.change``): "thay đổi có ý nghĩa" or "chưa thấy thay đổi". A count of open work says from how many to how
many, without verdict. Units of the two days must be the same, and the periods may not share a day; else there is no
verdict either.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from data_access.journal.actions import Action
from data_access.profiles import Profile
from measures import registry
from measures.asking import Asked
from measures.frozen_lists import DEPARTMENTS, LETTER
from measures.judging import Change, change
from measures.known import Holdings
from measures.measure import Kind
from measures.period import Period
from measures.scope import Scope, rules_of
from text import Language, mark

LONG_NAME = 24  # letters: longer names of units are said in their short form on slides
TASK_WORDS = {
    "send_letters": (mark("send apology letters for {n} dossiers"), mark("send the missing apology letters")),
    "finish_overdue": (mark("finish {n} overdue dossiers"), mark("finish the overdue dossiers")),
    "finish_soon": (mark("finish {n} dossiers due soon"), mark("finish the dossiers due soon")),
    "review_lateness": (mark("review why {n} dossiers were late"), mark("review why dossiers were late")),
    "correct_data": (mark("correct {n} dossiers at the source"), mark("correct dossiers at the source")),
    "raise_online": (mark("bring {n} more dossiers online"), mark("bring more dossiers online")),
}
KIND_WORDS = {"decision": mark("Decision"), "reminder": mark("Reminder")}
STATUS_WORDS = {
    "open": mark("under way"),
    "overdue": mark("answer overdue"),
    "answered": mark("answered"),
    "solved": mark("closed"),  # that the office closed it is known, not that the matter is settled
    "withdrawn": mark("withdrawn"),
}
SHORT_TITLES = {
    "letters_missing": mark("Without letter"),
    "overdue_open": mark("Open overdue"),
    "due_soon": mark("Due soon"),
    "overdue_rate": mark("Overdue"),
    "online_share": mark("Online"),
}


@dataclass(frozen=True)
class Progress:
    """One action and its measure. ``then`` and ``now``: (numerator, denominator; None unless a rate); ``unit`` carries
    the action's unit now; ``change``: of a rate over two separate periods, else None."""

    action: Action
    status: str
    unit: str
    then: tuple[int, int | None]
    now: tuple[int, int | None]
    then_period: Period
    now_period: Period
    change: Change | None


def the_day(held: Holdings) -> dt.date:
    """Today; of the sample district the last day of its data, or everything in it would be overdue for years."""
    return held.cut_off if held.sample else dt.date.today()


def for_meeting(actions: Iterable[Action], period: Period) -> list[Action]:
    """What a meeting about ``period`` looks back on, in the order agreed: the actions of earlier periods that are not
    solved, and those solved since ``period`` began."""
    earlier = [one for one in actions if not one.withdrawn and Period.parse(one.period).start < period.start]
    return [one for one in earlier if one.solved_on is None or one.solved_on >= period.start]


def progress(asked: Asked, actions: Sequence[Action], held: Holdings, profile: Profile, scope: Scope) -> list[Progress]:
    """Every action with its measure in the period of ``scope``, whose filters are not applied; withdrawn ones left
    out. A rate is taken over the newest period of the kind it was agreed for, up to the day of ``scope``. At most three
    questions for each such period, however many actions. Wards are counted by what they received, others by what they
    resolve, missing letters by whose duty they are."""
    kept = [one for one in actions if not one.withdrawn]
    carriers = held.carriers(scope.period.end)
    until, today = min(scope.period.end, held.cut_off), the_day(held)
    periods = {one.subject: _period_now(one, scope.period, until) for one in kept}
    now = {}
    for period in set(periods.values()):
        wanted = {(one.measure, carriers.get(one.unit, one.unit)) for one in kept if periods[one.subject] == period}
        now[period] = figures(asked, wanted, held, profile, period)
    found = [(one, carriers.get(one.unit, one.unit), periods[one.subject]) for one in kept]
    return [_progress(one, unit, now[period], today, period) for one, unit, period in found]


def _period_now(action: Action, shown: Period, until: dt.date) -> Period:
    """The period an action is looked at in: of a count the one shown, at whose close it is counted."""
    if action.denominator is None:
        return shown
    like = Period.parse(action.period).newest_like(until)
    return shown if like.token == shown.token else like


def figures(
    asked: Asked, wanted: Iterable[tuple[str, str]], held: Holdings, profile: Profile, period: Period
) -> dict[tuple[str, str], tuple[int, int | None]]:
    """(numerator, denominator; None unless a rate) of measures of units in a period: (key, unit) -> its figure."""
    questions: dict[tuple[str, Scope], set[str]] = {}
    kinds, pairs = dict(zip(held.units["unit_id"], held.units["kind"], strict=True)), set(wanted)
    for key, unit in pairs:
        questions.setdefault(_question(key, kinds.get(unit, ""), profile, period), set()).add(key)
    found = {pair: (0, 0 if registry.get(pair[0]).kind is Kind.RATIO else None) for pair in pairs}
    for (by, scope), keys in questions.items():
        for row in asked.table(sorted(keys), [by], scope).itertuples():
            pair = (row.measure, getattr(row, by))
            if pair in found and _question(row.measure, kinds.get(pair[1], ""), profile, period) == (by, scope):
                found[pair] = (int(row.numerator), None if found[pair][1] is None else int(row.denominator))
    return found


def _question(key: str, kind: str, profile: Profile, period: Period) -> tuple[str, Scope]:
    """By which column, in which scope, a measure of a unit of this kind is counted."""
    scope = Scope(period, **rules_of(profile))
    if key == LETTER:
        return "duty", replace(scope, units=(), unit_role="resolving")
    return "unit", scope if kind == "ward" else replace(scope, units=DEPARTMENTS, unit_role="resolving")


def _progress(
    action: Action, unit: str, now: dict[tuple[str, str], tuple[int, int | None]], today: dt.date, period: Period
) -> Progress:
    before, then = Period.parse(action.period), (action.numerator, action.denominator)
    figure, found = now[action.measure, unit], None
    if then[1] is not None and figure[1] is not None and unit == action.unit and before.end < period.start:
        found = change((figure[0], figure[1]), (then[0], then[1]), before)
    return Progress(action, action.status(today), unit, then, figure, before, period, found)


# ----------------------------------------------------------------------------------------------------- sentences


def action_words(action: Action, held: Holdings, language: Language, with_unit: bool = True) -> str:
    """ "Phường 10: ban hành thư xin lỗi cho 11 hồ sơ"; without dates."""
    some, none = TASK_WORDS[action.task]
    task = language.say(some, n=language.number(action.count)) if action.count else language.say(none)
    return f"{unit_words(action.unit, held)}: {task}" if with_unit else task[:1].upper() + task[1:]


def unit_words(unit: str, held: Holdings) -> str:
    """The name of a unit, the short one where it would fill a line."""
    name = held.known.unit_name(unit)
    short = dict(zip(held.units["unit_id"], held.units["short_name"], strict=True))
    return name if len(name) <= LONG_NAME else str(short[unit])


def status_words(action: Action, today: dt.date, language: Language) -> str:
    """ "đang thực hiện", "quá hạn trả lời", "đã trả lời (sau hạn)", "kết thúc (1/BC-MAU)"."""
    status = action.status(today)
    words = language.say(STATUS_WORDS[status])
    if status == "solved" and action.document:
        return f"{words} ({action.document})"
    late = status == "answered" and action.answered_late
    return language.say("{words} (after the deadline)", words=words) if late else words


def progress_words(one: Progress, held: Holdings, language: Language, long: bool = False) -> str:
    """The measure then and now. Short, at most 70 letters, for a slide: "Chưa có thư: từ 11 còn 4", "Trễ hạn 22/237
    (9,3 %), nay 17/267 (6,4 %): dao động thường". ``long``: with the periods and the official title."""
    say, key = language.say, one.action.measure
    if not long:
        said = _then_and_now(one, language)
        title = say(SHORT_TITLES[key])
        return f"{title} {said}" if one.then[1] is not None else f"{title}: {said}"
    title, verdict = say(registry.get(key).title), _verdict(one, language)
    parts = [f"{title}, {_inner(one.then_period, language)}: {_figure(one.then, language)}"]
    if one.then_period.token != one.now_period.token:
        parts.append(f"{_inner(one.now_period, language)}: {_figure(one.now, language)}")
    if one.unit != one.action.unit:
        parts.append(say("now carried by {unit}", unit=held.known.unit_name(one.unit)))
    return "; ".join([*parts, verdict] if verdict else parts)


def _then_and_now(one: Progress, language: Language) -> str:
    say, (then, below), (now, _) = language.say, one.then, one.now
    if below is None:
        if now == then:
            return say("still {n}", n=language.number(now))
        values = {"then": language.number(then), "now": language.number(now)}
        return say("from {then} down to {now}", **values) if now < then else say("from {then} up to {now}", **values)
    if one.then_period.token == one.now_period.token:
        return _figure(one.then, language)
    said = say("{then}, now {now}", then=_figure(one.then, language), now=_figure(one.now, language))
    verdict = _verdict(one, language)
    return f"{said}: {verdict}" if verdict else said


def _verdict(one: Progress, language: Language) -> str:
    words = {
        "up": mark("a significant change"),
        "down": mark("a significant change"),
        "none": mark("no change seen"),
    }
    return language.say(words[one.change.word]) if one.change and one.change.word else ""


def _figure(figure: tuple[int, int | None], language: Language) -> str:
    above, below = figure
    if below is None:
        return language.number(above)
    if not below:
        return language.say("no dossiers")
    return f"{language.fraction(above, below)} ({language.percent(above / below)})"


def _inner(period: Period, language: Language) -> str:
    title = period.title(language)
    title = title[:1].lower() + title[1:]
    if period.end == Period.parse(period.token).end:
        return title
    return language.say("{period} (up to {day})", period=title, day=language.day_month(period.end))
