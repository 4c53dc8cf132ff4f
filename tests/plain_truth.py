"""The second road to every number: plain loops over one dossier at a time, to be read beside COUNTING.

Nothing here comes from the product. Each state is worked out from the events known at the close of a day: what was
moved, paused, resumed or finished later does not exist yet. "D3" below means decision 3 of ``docs/decisions.md``.

* ``judged`` - one dossier: its promises, the one that decides, kept or breached.
* ``measure`` - one measure: the codes in the numerator and in the denominator.
* ``value`` - the same as one number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from functools import cache, lru_cache
from typing import Literal

import holidays

from tests.district import CONTENTS, District, Dossier, Letter, Move, Pause, procedures

Rule = Literal["day", "instant"]
Lawful = tuple[tuple[date, str], ...]  # from which due day on: "due", "working day before" or "calendar day before"
ALWAYS = date.max  # "as the data stand": everything is known, and every due day has come
END_OF_DAY = time(23, 59, 59)
CLOSING_TIME = time(17, 0)
OFFICE_HOURS = ((time(7, 30), time(11, 30)), (time(13, 0), time(17, 0)))
WORKING_DAY = timedelta(hours=8)
REFUSED_OR_NEW = (1, 3)
WITHDRAWN, STOPPED, COLLECTED = 7, 8, 10

# ----------------------------------------------------------------------------------------------------- the calendar

VIETNAM = holidays.country_holidays("VN")


@cache
def is_working(day: date) -> bool:
    """Monday to Friday and no public holiday of Vietnam."""
    return day.weekday() < 5 and day not in VIETNAM


def working_days_between(start: date, end: date) -> int:
    """Difference of the running working-day numbers: the working days after ``start`` up to and including ``end``."""
    if end < start:
        return -working_days_between(end, start)
    count = 0
    day = start
    while day < end:
        day += timedelta(days=1)
        if is_working(day):
            count += 1
    return count


def next_working(day: date) -> date:
    """The day itself if it is a working day, otherwise the first one after it (section 1: a due date rolls)."""
    while not is_working(day):
        day += timedelta(days=1)
    return day


def add_working_days(day: date, count: int) -> date:
    """The ``count``-th working day after ``day``; 0 is the day itself."""
    while count > 0:
        day = next_working(day + timedelta(days=1))
        count -= 1
    return day


def working_days_from_until(start: date, end: date) -> int:
    """Working days of start <= day < end: how long a pause lasts (section 1)."""
    day_before = timedelta(days=1)
    return working_days_between(start - day_before, end - day_before) if start < end else 0


# ----------------------------------------------------------------------------------------------- cut-off and period


def last_complete_day(exported_at: datetime) -> date:
    """An export at or after closing time completes its day, otherwise the day before (section 1, profile)."""
    day = exported_at.date()
    return day if exported_at.time() >= CLOSING_TIME else day - timedelta(days=1)


def counted_to(district: District, unit: str, end: date, as_of: date) -> date:
    """T of one source unit = receiving unit: the end, the day looked from or its last complete day (D11).

    An export of a successor tells of the unit's dossiers, too (section 6).
    """
    telling = [made for source, made in district.exported_at.items() if source in ever_called(unit)]
    return min(end, as_of, max(last_complete_day(made) for made in telling))


# -------------------------------------------------------------------------------------------- units over time (6)

# The wards on Quận 6's ground that merged, and with the district its land branch got a new name.
MERGERS = {
    date(2025, 1, 1): {
        **dict.fromkeys(("p01", "p03", "p04"), "p01-2025"),
        **dict.fromkeys(("p05", "p09"), "p09-2025"),
        **dict.fromkeys(("p02", "p06"), "p02-2025"),
    },
    date(2025, 7, 1): {
        **dict.fromkeys(("p01-2025", "p07", "p08"), "binh-tien"),
        **dict.fromkeys(("p02-2025", "p09-2025"), "binh-tay"),
        **dict.fromkeys(("p10", "p11"), "binh-phu"),
        **dict.fromkeys(("p12", "p13", "p14"), "phu-lam"),
        "cn-vpdk": "cn-vpdk-2025",
    },
}


def called_on(unit: str, day: date) -> str:
    """Who carries the unit's work on a day: itself or its successor."""
    for merger, successors in sorted(MERGERS.items()):
        if day >= merger:
            unit = successors.get(unit, unit)
    return unit


def ever_called(unit: str) -> set[str]:
    """The unit and all its successors."""
    return {unit, *(called_on(unit, merger) for merger in MERGERS)}


# ----------------------------------------------------------------------------------- promises and the one that decides


@dataclass(frozen=True)
class Promise:
    """One due date and when it was set. ``due`` and ``due_at`` are rolled to a working day."""

    due: date
    due_at: datetime
    set_at: datetime
    computed: bool = False  # "hạn tự tính": it follows from a pause

    @property
    def set_on(self) -> date:
        """The day it was set."""
        return self.set_at.date()


@dataclass(frozen=True)
class Span:
    """A pause as far as it is known: ``end`` is None while it lasts; leaving ends it (D3)."""

    start: datetime
    end: datetime | None


@dataclass(frozen=True)
class Facts:
    """What is known of a dossier at the close of a day, apart from its promises."""

    finished_at: datetime | None
    ended_at: datetime | None
    spans: tuple[Span, ...]

    @property
    def left_at(self) -> datetime | None:
        """When it was finished or ended."""
        return self.finished_at or self.ended_at


@dataclass(frozen=True)
class Judgement:
    """One dossier at the close of a day."""

    promises: tuple[Promise, ...]
    deciding: Promise | None
    finished_at: datetime | None
    ended_at: datetime | None
    open: bool  # accepted, and neither finished nor ended nor of unknown finish (it may be received later)
    paused: bool  # open and in a pause
    undecided: bool  # open and paused on its due day
    finish_unknown: bool
    came_due: bool  # like in_cohort, but a dossier of unknown finish too
    in_cohort: bool  # in C, in the period of its due day
    breached: bool  # in B
    in_first_cohort: bool  # the same against the first promise
    breached_first: bool
    paused_after_breach: bool

    @property
    def first(self) -> Promise | None:
        """The first promise."""
        return self.promises[0] if self.promises else None

    @property
    def due(self) -> date | None:
        """Due day of the deciding promise."""
        return self.deciding.due if self.deciding else None

    @property
    def due_at(self) -> datetime | None:
        """Its clock time."""
        return self.deciding.due_at if self.deciding else None

    @property
    def set_on(self) -> date | None:
        """The day it was set."""
        return self.deciding.set_on if self.deciding else None

    @property
    def computed(self) -> bool:
        """Whether it follows from a pause."""
        return bool(self.deciding and self.deciding.computed)

    @property
    def left_at(self) -> datetime | None:
        """When the dossier was finished or ended."""
        return self.finished_at or self.ended_at


def is_accepted(dossier: Dossier) -> bool:
    """Status 1 and 3 are counted only in intake measures, whatever dates they carry (section 1)."""
    return dossier.status not in REFUSED_OR_NEW


def is_finish_unknown(dossier: Dossier) -> bool:
    """Status 9 or 10 or a collection date, without a finish date (section 1)."""
    gone = dossier.status in (9, COLLECTED) or dossier.returned is not None
    return is_accepted(dossier) and gone and dossier.finished is None and dossier.ended is None


def mark(moment: datetime, rule: Rule) -> datetime:
    """What is compared: the calendar day (as its midnight), or under ``instant`` the clock time (section 1)."""
    return datetime.combine(moment.date(), time()) if rule == "day" else moment


def make_promise(raw_due: date, set_at: datetime) -> Promise:
    """A promise of the source: rolled to a working day, its clock time kept, without one the end of the day."""
    if isinstance(raw_due, datetime):
        day, clock = next_working(raw_due.date()), raw_due.time()
    else:
        day, clock = next_working(raw_due), END_OF_DAY
    return Promise(day, datetime.combine(day, clock), set_at)


def known(moment: datetime | None, by: date) -> datetime | None:
    """The moment, if it is not after the day ``by``."""
    return moment if moment is not None and moment.date() <= by else None


def facts_by(dossier: Dossier, pauses: Iterable[Pause], by: date) -> Facts:
    """End and pauses as known at the close of ``by``. A dossier that leaves while paused ends its pause (D3)."""
    finished = None if dossier.status in (WITHDRAWN, STOPPED) else known(dossier.finished, by)  # D14
    ended = known(dossier.ended, by) if dossier.status in (WITHDRAWN, STOPPED) else None
    left = finished or ended
    spans = []
    for pause in sorted(pauses, key=lambda one: one.started):
        if known(pause.started, by):
            ends = [end for end in (known(pause.resumed, by), left) if end is not None]
            spans.append(Span(pause.started, min(ends) if ends else None))
    return Facts(finished, ended, tuple(spans))


def source_promises(dossier: Dossier, moves: Iterable[Move], by: date) -> list[Promise]:
    """The first promise, set at reception, and each move known by then."""
    if dossier.due is None or dossier.received is None:
        return []
    in_order = sorted(moves, key=lambda one: one.set_at)
    first_due = in_order[0].old_due if in_order else dossier.due
    promises = [make_promise(first_due, dossier.received)]
    for move in in_order:
        if known(move.set_at, by):
            promises.append(make_promise(move.due, move.set_at))
    return promises


def promises_by(dossier: Dossier, moves: Iterable[Move], facts: Facts, by: date) -> tuple[Promise, ...]:
    """All promises known at the close of ``by`` in the order they were set, with those that follow from pauses."""
    promises = source_promises(dossier, moves, by)
    for span in facts.spans:
        computed = computed_promise(promises, span)
        if computed:
            promises.append(computed)
            promises.sort(key=lambda one: one.set_at)
    return tuple(promises)


def computed_promise(promises: Sequence[Promise], span: Span) -> Promise | None:
    """The promise that starts on the day of resumption, if the source has set no new date by then (D3, D4).

    Days only, whatever the rule of lateness. Example of section 7: due Wed 10/06, paused 10/06-15/06: three working
    days (10, 11, 12), so the new due day is the third working day after the 10th: 11, 12, 15/06.
    """
    if span.end is None:
        return None
    start, end = span.start.date(), span.end.date()
    in_force = [promise for promise in promises if promise.set_on <= end]
    if not in_force:
        return None
    base = in_force[-1]
    moved = base is not promises[0] and not base.computed
    new_date_set = moved and base.set_on >= start and base.due >= end
    breached_before = base.due < start
    if new_date_set or breached_before:
        return None
    days = working_days_from_until(max(start, base.set_on), end)
    due = add_working_days(base.due, days)
    return Promise(due, datetime.combine(due, base.due_at.time()), span.end, computed=True)


def is_covered(promise: Promise, spans: Iterable[Span], rule: Rule) -> bool:
    """Whether a pause covers the due date: start <= due < resumed (section 1)."""
    due = mark(promise.due_at, rule)
    return any(mark(span.start, rule) <= due and (span.end is None or due < mark(span.end, rule)) for span in spans)


def is_kept(promise: Promise, moment: datetime | None, rule: Rule) -> bool:
    """Whether the moment lies on or before the due date; no moment does not."""
    return moment is not None and mark(moment, rule) <= mark(promise.due_at, rule)


def came_due_in_force(promise: Promise, following: Promise | None, facts: Facts, rule: Rule, by: date) -> bool:
    """Came due while in force and not paused, with the dossier unfinished; a move on the due day is in time (D1)."""
    if promise.due > by:
        return False
    if following is not None and is_kept(promise, following.set_at, rule):
        return False
    return not is_kept(promise, facts.left_at, rule) and not is_covered(promise, facts.spans, rule)


def deciding_promise(promises: Sequence[Promise], facts: Facts, rule: Rule, by: date) -> Promise | None:
    """The first that came due while in force; otherwise the last in force when the dossier left (section 1, D2)."""
    in_force = [
        promise
        for promise in promises
        if facts.left_at is None or mark(promise.set_at, rule) <= mark(facts.left_at, rule)
    ]
    followed_by: list[Promise | None] = [*in_force[1:], None]
    for promise, following in zip(in_force, followed_by, strict=False):
        if came_due_in_force(promise, following, facts, rule, by):
            return promise
    return in_force[-1] if in_force else None


def judged(
    dossier: Dossier, moves: Iterable[Move], pauses: Iterable[Pause], rule: Rule, by: date = ALWAYS
) -> Judgement:
    """One dossier as known at the close of ``by``. ``moves`` and ``pauses`` are its own, in any order."""
    facts = facts_by(dossier, pauses, by)
    promises = promises_by(dossier, moves, facts, by)
    deciding = deciding_promise(promises, facts, rule, by)
    accepted, unknown = is_accepted(dossier), is_finish_unknown(dossier)
    is_open = accepted and not unknown and facts.left_at is None
    waiting = tuple(span for span in facts.spans if span.end is None)
    undecided = came_due = breached = False
    if deciding and accepted and deciding.due <= by:
        on_hold = facts.left_at is None and is_covered(deciding, waiting, rule)
        undecided = on_hold and is_open
        came_due = not on_hold and not is_kept(deciding, facts.ended_at, rule)
        breached = came_due and not unknown and not is_kept(deciding, facts.finished_at, rule)
    in_first = accepted and not unknown and in_first_cohort(promises, facts, rule, by)
    return Judgement(
        promises=promises,
        deciding=deciding,
        finished_at=facts.finished_at,
        ended_at=facts.ended_at,
        open=is_open,
        paused=is_open and bool(waiting),
        undecided=undecided,
        finish_unknown=unknown,
        came_due=came_due,
        in_cohort=came_due and not unknown,
        breached=breached,
        in_first_cohort=in_first,
        breached_first=in_first and not is_kept(promises[0], facts.finished_at, rule),
        paused_after_breach=breached and any(span.start.date() > deciding.due for span in facts.spans if deciding),
    )


def in_first_cohort(promises: Sequence[Promise], facts: Facts, rule: Rule, by: date) -> bool:
    """C on the first due day: it forgives no move; a first due day covered by a pause is left out for good (D5)."""
    if not promises or promises[0].due > by or is_covered(promises[0], facts.spans, rule):
        return False
    return not is_kept(promises[0], facts.ended_at, rule)


# ---------------------------------------------------------------------------------------------------------- letters


def first_letter(seen: Judgement, letters: Iterable[Letter], by: date = ALWAYS) -> Letter | None:
    """The first letter issued for the deciding promise: on or after the day it was set (D16). A draft is none."""
    found: Letter | None = None
    for letter in letters:
        if letter.issued_on is None or letter.issued_on > by or seen.set_on is None:
            continue
        if letter.issued_on >= seen.set_on and (found is None or found.issued_on is None or _earlier(letter, found)):
            found = letter
    return found


def is_complete(letter: Letter) -> bool:
    """All seven contents, signed by the head."""
    return set(letter.contents) >= set(CONTENTS) and letter.signed


def new_date(seen: Judgement, letter: Letter | None) -> date | None:
    """The date a letter names, rolled; one that is not later than the broken promise or before the letter is none."""
    if letter is None or letter.new_due_on is None or letter.issued_on is None or seen.due is None:
        return None
    if letter.new_due_on <= seen.due or letter.new_due_on < letter.issued_on:
        return None
    return next_working(letter.new_due_on)


def is_drafted(seen: Judgement, letters: Iterable[Letter], by: date) -> bool:
    """Whether a letter for the deciding promise was drafted by then, issued or not."""
    for letter in letters:
        told = letter.issued_on or letter.drafted_on
        if seen.set_on and told and told >= seen.set_on and letter.drafted_on and letter.drafted_on <= by:
            return True
    return False


def second_letter_on(letters: Iterable[Letter]) -> date | None:
    """The day of the second letter issued, for whatever promise."""
    issued = sorted(letter.issued_on for letter in letters if letter.issued_on)
    return issued[1] if len(issued) > 1 else None


def lawful_day(due: date, settings: Lawful) -> date:
    """Until when the letter for a promise must be issued, by the setting in force on its due day."""
    rule = "due"
    for since, setting in sorted(settings):
        if due >= since:
            rule = setting
    if rule == "due":
        return due
    day = due - timedelta(days=1)
    while rule == "working day before" and not is_working(day):
        day -= timedelta(days=1)
    return day


def _earlier(one: Letter, other: Letter) -> bool:
    """By the day of issue, then by number."""
    return (one.issued_on or ALWAYS, one.number) < (other.issued_on or ALWAYS, other.number)


# ----------------------------------------------------------------------------------------------------------- intake


def intake_due(submitted: datetime) -> datetime:
    """When 8 working hours are over: the first moment at which so much office time has passed (D10)."""
    missing = WORKING_DAY
    day = next_working(submitted.date())
    while True:
        for opens, closes in OFFICE_HOURS:
            begin = max(datetime.combine(day, opens), submitted)
            end = datetime.combine(day, closes)
            if begin < end and end - begin >= missing:
                return begin + missing
            if begin < end:
                missing -= end - begin
        day = next_working(day + timedelta(days=1))


def online_intake_due(dossier: Dossier) -> datetime | None:
    """The end of the 8 working hours of an online submission."""
    if dossier.channel != 2 or dossier.submitted is None:
        return None
    return intake_due(dossier.submitted)


def is_intake_late(dossier: Dossier) -> bool:
    """Not accepted within 8 working hours, or not yet; a refusal with a day of reception counts as answered then."""
    due = online_intake_due(dossier)
    return due is not None and (dossier.received is None or dossier.received > due)


def applied_on(dossier: Dossier) -> date | None:
    """The day applied: submitted, else received (D8)."""
    moment = dossier.submitted or dossier.received
    return moment.date() if moment else None


# ---------------------------------------------------------------------------------------------------- what to count

Role = Literal["receiving", "resolving", "area"]


@dataclass(frozen=True)
class Filter:
    """Which dossiers are looked at. Empty = all; an empty channel is the counter (section 1)."""

    role: Role = "receiving"
    units: frozenset[str] = frozenset()
    fields: frozenset[str] = frozenset()
    procedures: frozenset[str] = frozenset()
    channels: frozenset[int] = frozenset()
    certification: bool = True  # same-day certification included
    on: date | None = None  # the units are those of this day; None = as first observed
    lawful: Lawful = ()  # not a filter: until when an apology letter must be issued
    supplement_days: int = 10  # nor is this: after how many working days a wait for a supplement is long

    def takes(self, dossier: Dossier) -> bool:
        """Whether the dossier is looked at."""
        unit = {"receiving": dossier.receiving, "resolving": dossier.resolving, "area": dossier.area}[self.role]
        unit = called_on(unit, self.on) if unit and self.on else unit
        procedure = procedures()[dossier.procedure]
        return (
            (not self.units or unit in self.units)
            and (not self.fields or procedure.field in self.fields)
            and (not self.procedures or dossier.procedure in self.procedures)
            and (not self.channels or (dossier.channel or 1) in self.channels)
            and (self.certification or not procedure.certification)
        )


EVERYTHING = Filter()


@dataclass(frozen=True)
class View:
    """One dossier in one period [start, to], ``to`` being T of its source unit; everything at the close of T."""

    dossier: Dossier
    pauses: tuple[Pause, ...]
    letters: tuple[Letter, ...]
    now: Judgement
    rule: Rule
    start: date
    to: date
    lawful: Lawful = ()
    supplement_days: int = 10

    def within(self, day: date | datetime | None) -> bool:
        """Whether a day lies in [A, T]."""
        if isinstance(day, datetime):
            day = day.date()
        return day is not None and self.start <= day <= self.to

    @property
    def counts(self) -> bool:
        """Accepted, and in rates at all: status 1 and 3 never, an unknown finish in no rate and no stock."""
        return is_accepted(self.dossier) and not self.now.finish_unknown


class _Same:
    """A district by its identity, so that what was worked out for it can be kept."""

    def __init__(self, district: District) -> None:
        self.district = district

    def __hash__(self) -> int:
        return id(self.district)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.district is other.district


def views(district: District, start: date, end: date, as_of: date, rule: Rule, keep: Filter) -> list[View]:
    """Every dossier the filter takes, as known at T of its source unit."""
    return _views(_Same(district), start, end, as_of, rule, keep)


@lru_cache(maxsize=16)  # many measures ask for the same
def _views(same: _Same, start: date, end: date, as_of: date, rule: Rule, keep: Filter) -> list[View]:
    district = same.district
    moves: dict[str, list[Move]] = {}
    for move in district.moves:
        moves.setdefault(move.code, []).append(move)
    pauses: dict[str, list[Pause]] = {}
    for pause in district.pauses:
        pauses.setdefault(pause.code, []).append(pause)
    letters: dict[str, list[Letter]] = {}
    for letter in district.letters:
        letters.setdefault(letter.code, []).append(letter)
    found = []
    for dossier in district.dossiers:
        if keep.takes(dossier):
            to = counted_to(district, dossier.receiving, end, as_of)
            own_pauses = tuple(pauses.get(dossier.code, ()))
            now = judged(dossier, moves.get(dossier.code, ()), own_pauses, rule, to)
            own_letters = tuple(letters.get(dossier.code, ()))
            settings = (keep.lawful, keep.supplement_days)
            found.append(View(dossier, own_pauses, own_letters, now, rule, start, to, *settings))
    return found


# ---------------------------------------------------------------------------------------- the sets of section 2


def received(view: View) -> bool:
    """R: A <= received <= T; status 1 and 3 never."""
    return is_accepted(view.dossier) and view.within(view.dossier.received)


def carried_over(view: View) -> bool:
    """K: received before A, neither finished nor ended at the close of A-1."""
    came, left = view.dossier.received, view.now.left_at
    if not view.counts or came is None or came.date() >= view.start or came.date() > view.to:
        return False
    return left is None or left.date() >= view.start


def finished(view: View) -> bool:
    """F: finished in [A, T]."""
    return view.counts and view.within(view.now.finished_at)


def finished_before_due(view: View) -> bool:
    """E."""
    return finished(view) and _beside_due(view) < 0


def finished_on_due(view: View) -> bool:
    """N: on the due date, and those without one."""
    return finished(view) and _beside_due(view) == 0


def finished_late(view: View) -> bool:
    """L."""
    return finished(view) and _beside_due(view) > 0


def _beside_due(view: View) -> int:
    """-1, 0 or 1: the finish before, on or after the due date; 0 without a due date."""
    if view.now.finished_at is None or view.now.due_at is None:
        return 0
    done, due = mark(view.now.finished_at, view.rule), mark(view.now.due_at, view.rule)
    return (done > due) - (done < due)


def left(view: View) -> bool:
    """Left in [A, T]: finished, withdrawn or stopped (D8)."""
    return view.counts and view.within(view.now.left_at)


def is_open(view: View) -> bool:
    """O: received by T, neither finished nor ended by T."""
    came = view.dossier.received
    return view.now.open and came is not None and came.date() <= view.to


def paused_open(view: View) -> bool:
    """P: O, in a pause at T."""
    return is_open(view) and view.now.paused


def came_due(view: View) -> bool:
    """C: due in [A, T]; not of unknown finish, not undecided, not ended on or before due."""
    return view.now.in_cohort and view.within(view.now.due)


def breached(view: View) -> bool:
    """B: C, not finished on or before due."""
    return came_due(view) and view.now.breached


def breached_finished_late(view: View) -> bool:
    """First part of B: finished by T, after due."""
    return breached(view) and view.now.finished_at is not None


def breached_open(view: View) -> bool:
    """Second part of B: still open at T."""
    return breached(view) and view.now.left_at is None


def breached_ended_after(view: View) -> bool:
    """Third part of B: withdrawn or stopped after the breach."""
    return breached(view) and view.now.ended_at is not None


def overdue_open(view: View) -> bool:
    """D: O with due <= T, i.e. breached and still open; what is undecided is not breached."""
    return is_open(view) and view.now.breached


def due_before(view: View) -> bool:
    """The deciding promise came due before the period."""
    return view.now.due is not None and view.now.due < view.start


def due_soon(view: View) -> bool:
    """S: O without P, T < due <= T + 3 working days."""
    due = view.now.due
    return is_open(view) and not view.now.paused and due is not None and view.to < due <= add_working_days(view.to, 3)


# --------------------------------------------------------------------------------------- further counts of section 3


def undecided(view: View) -> bool:
    """Stock at T: open, paused on the due day and not resumed."""
    return is_open(view) and view.now.undecided


def no_due_date(view: View) -> bool:
    """By the day received: accepted without any promise (D7)."""
    return received(view) and view.now.first is None


def finish_unknown(view: View) -> bool:
    """By its due day, where it is missing from C (D7)."""
    return view.now.finish_unknown and view.now.came_due and view.within(view.now.due)


def uncollected(view: View) -> bool:
    """Stock at T: finished by T, not collected by T; status 10 without a date is collected."""
    collected = known(view.dossier.returned, view.to) is not None
    if view.dossier.returned is None and view.dossier.status == COLLECTED:
        collected = True
    return view.counts and view.now.finished_at is not None and not collected


def withdrawn(view: View) -> bool:
    """By the day it ended (D7)."""
    return view.dossier.status == WITHDRAWN and view.within(view.now.ended_at)


def stopped(view: View) -> bool:
    """By the day it ended (D7)."""
    return view.dossier.status == STOPPED and view.within(view.now.ended_at)


def due_first(view: View) -> bool:
    """C against the first promise, in the period of the first due day."""
    return view.now.in_first_cohort and view.now.first is not None and view.within(view.now.first.due)


def breached_first(view: View) -> bool:
    """B against the first promise."""
    return due_first(view) and view.now.breached_first


def in_time_766(view: View) -> bool:
    """E, N and O without D (QĐ 766)."""
    return finished_before_due(view) or finished_on_due(view) or (is_open(view) and not overdue_open(view))


def finished_or_open(view: View) -> bool:
    """F and O (QĐ 766)."""
    return finished(view) or is_open(view)


def intake_over(view: View) -> bool:
    """Online submissions whose 8 working hours ended in [A, T]; every status (D7)."""
    return view.within(online_intake_due(view.dossier))


def intake_late(view: View) -> bool:
    """Of those, not accepted in time."""
    return intake_over(view) and is_intake_late(view.dossier)


def applied(view: View) -> bool:
    """Applied in [A, T]; every status (D7)."""
    return view.within(applied_on(view.dossier))


def rejected(view: View) -> bool:
    """Of those, refused at intake by now (the day of refusal is not known)."""
    return applied(view) and view.dossier.status == 3


def left_withdrawn(view: View) -> bool:
    """Left, by withdrawal."""
    return left(view) and withdrawn(view)


def left_with_supplement(view: View) -> bool:
    """Left, with at least one supplement asked for."""
    return left(view) and supplements(view) >= 1


def left_with_repeat(view: View) -> bool:
    """Left, with more than one: the rule is once only."""
    return left(view) and supplements(view) >= 2


def supplements(view: View) -> int:
    """How often a supplement was asked for."""
    return sum(1 for pause in view.pauses if pause.reason == "supplement" and pause.started.date() <= view.to)


# ----------------------------------------------------------------------------------------------------------- online


def is_online(view: View) -> bool:
    """Submitted over the internet."""
    return view.dossier.channel == 2


def is_offered(view: View) -> bool:
    """Received while the procedure was offered online, at level 3 or 4."""
    if not received(view) or view.dossier.received is None:
        return False
    came, level = view.dossier.received.date(), 0
    for since, offered in procedures()[view.dossier.procedure].online_from:
        level = offered if came >= since else level
    return level >= 3


# ------------------------------------------------------------------------------------------- apology letters, at T


def letter_by_t(view: View) -> Letter | None:
    """The first letter for the deciding promise, as far as it was issued by T."""
    return first_letter(view.now, view.letters, view.to)


def with_letter(view: View) -> bool:
    """B with a letter."""
    return breached(view) and letter_by_t(view) is not None


def without_letter(view: View) -> bool:
    """B without one."""
    return breached(view) and letter_by_t(view) is None


def in_time(view: View) -> bool:
    """B whose first letter was issued on or before the lawful day."""
    letter = letter_by_t(view)
    if letter is None or letter.issued_on is None or view.now.due is None:
        return False
    return breached(view) and letter.issued_on <= lawful_day(view.now.due, view.lawful)


def complete(view: View) -> bool:
    """B whose first letter has all contents and the signature."""
    letter = letter_by_t(view)
    return breached(view) and letter is not None and is_complete(letter)


def promised_anew(view: View) -> date | None:
    """The new date of the first letter; of a letter of any day, because it counts once that date has come."""
    return new_date(view.now, first_letter(view.now, view.letters))


def by_new_date(view: View, moment: datetime | None) -> bool:
    """Whether something had happened by the new date, and by T."""
    day = promised_anew(view)
    return day is not None and known(moment, min(day, view.to)) is not None


def new_date_came(view: View) -> bool:
    """Breached, and the new date lies in the period; not if it ended on or before it."""
    return view.now.breached and view.within(promised_anew(view)) and not by_new_date(view, view.now.ended_at)


def new_date_kept(view: View) -> bool:
    """Of those, finished by it."""
    return new_date_came(view) and by_new_date(view, view.now.finished_at)


def step_complete(view: View) -> bool:
    """B with a first letter in time, complete and signed."""
    return in_time(view) and complete(view)


def step_kept(view: View) -> bool:
    """Of those, finished by the new date."""
    return step_complete(view) and by_new_date(view, view.now.finished_at)


def step_ended(view: View) -> bool:
    """Of those, withdrawn or stopped by the new date."""
    return step_complete(view) and by_new_date(view, view.now.ended_at)


def step_broken(view: View) -> bool:
    """Of those, the new date came and neither had happened."""
    day = promised_anew(view)
    came = day is not None and day <= view.to
    return step_complete(view) and came and not step_kept(view) and not step_ended(view)


def step_to_come(view: View) -> bool:
    """Of those, the rest: the new date did not come yet, or the letter names none."""
    return step_complete(view) and not (step_kept(view) or step_ended(view) or step_broken(view))


def sent_in_advance(view: View) -> bool:
    """C, kept, although a letter had been issued for the promise by its due day."""
    letter = first_letter(view.now, view.letters, view.now.due or view.to)
    return came_due(view) and not breached(view) and letter is not None


def second_letter(view: View) -> bool:
    """The second letter was issued in the period."""
    return is_accepted(view.dossier) and view.within(second_letter_on(view.letters))


def letter_missing(view: View) -> bool:
    """Stock at T: breached by then, in whatever period, without a letter by then."""
    return view.now.breached and letter_by_t(view) is None


def letter_drafted(view: View) -> bool:
    """Of those, with a draft."""
    return letter_missing(view) and is_drafted(view.now, view.letters, view.to)


def letter_needed(view: View) -> bool:
    """Stock at T: open, not paused, due later, no letter for the promise in force, and its lawful day is no later than
    the next working day."""
    due = view.now.due
    if not is_open(view) or view.now.paused or due is None or due <= view.to or letter_by_t(view):
        return False
    return lawful_day(due, view.lawful) <= add_working_days(view.to, 1)


# ------------------------------------------------------------------------------------------------- what waits, at T


def new_date_passed(view: View) -> bool:
    """D with a letter by T whose new date is over at the close of T."""
    day = promised_anew(view)
    return overdue_open(view) and letter_by_t(view) is not None and day is not None and day <= view.to


def supplement_long(view: View) -> bool:
    """P because of a supplement that was asked for more than so many working days ago."""
    asked = [
        pause.started.date()
        for pause in view.pauses
        if pause.reason == "supplement"
        and known(pause.started, view.to)
        and not known(pause.resumed, view.to)
        and not any(pause.started < other.started and known(other.started, view.to) for other in view.pauses)
    ]
    return is_open(view) and any(working_days_between(day, view.to) > view.supplement_days for day in asked)


def intake_waiting(view: View) -> bool:
    """Submitted online by T; neither accepted nor refused, and not ended otherwise."""
    came, day = view.dossier.received, applied_on(view.dossier)
    if not is_online(view) or day is None or day > view.to or view.dossier.status == 3:
        return False
    return (came is None or came.date() > view.to) and view.now.left_at is None and not view.now.finish_unknown


def intake_waiting_over(view: View) -> bool:
    """Of those, the 8 working hours are over at the close of T."""
    due = online_intake_due(view.dossier)
    return intake_waiting(view) and due is not None and due.date() <= view.to


# ------------------------------------------------------------------------------------------- payment duty, results


def payment_spans(view: View) -> list[tuple[date, date | None]]:
    """Waits for a payment known at T: first day, and the day it was over: resumed, paused again, or left."""
    pauses = sorted((one for one in view.pauses if known(one.started, view.to)), key=lambda one: one.started)
    found = []
    for place, one in enumerate(pauses):
        nexts = [other.started for other in pauses[place + 1 :]]
        ends = [end for end in (known(one.resumed, view.to), view.now.left_at, *nexts[:1]) if end is not None]
        if one.reason == "payment":
            found.append((one.started.date(), min(ends).date() if ends else None))
    return found


def payment_waits(view: View) -> list[tuple[date, date | None]]:
    """Of those, the ones that held the clock: begun before the end, and not after the breach."""
    left, due = view.now.left_at, view.now.due
    return [
        (start, end)
        for start, end in payment_spans(view)
        if (left is None or start <= left.date()) and not (view.now.breached and due and start > due)
    ]


def waited_for_payment(view: View) -> bool:
    """F with such a wait."""
    return finished(view) and bool(payment_waits(view))


def payment_days(view: View) -> int:
    """Working days after reception, up to the finish, in a wait for a payment: start <= day < end."""
    assert view.dossier.received
    assert view.now.finished_at
    day, found = view.dossier.received.date(), 0
    while day < view.now.finished_at.date():
        day += timedelta(days=1)
        waiting = any(start <= day and (end is None or day < end) for start, end in payment_waits(view))
        found += is_working(day) and waiting
    return found


def payment_waiting(view: View) -> bool:
    """O, in a wait for a payment at T."""
    return is_open(view) and any(end is None for _, end in payment_spans(view))


def collected(view: View) -> bool:
    """Finished by T, and collected on a day of the period."""
    return view.counts and view.now.finished_at is not None and view.within(view.dossier.returned)


# ------------------------------------------------------------------------------------------------------ the measures

Member = Callable[[View], bool]

RATES: dict[str, tuple[Member, Member]] = {
    "overdue_rate": (breached, came_due),
    "overdue_rate.finished_late": (breached_finished_late, came_due),
    "overdue_rate.open": (breached_open, came_due),
    "overdue_rate.ended_after": (breached_ended_after, came_due),
    "late_of_finished": (finished_late, finished),
    "late_of_finished.due_in_period": (lambda view: finished_late(view) and view.within(view.now.due), finished),
    "late_of_finished.due_before": (lambda view: finished_late(view) and due_before(view), finished),
    "overdue_of_open": (overdue_open, is_open),
    "overdue_of_open.due_in_period": (lambda view: overdue_open(view) and view.within(view.now.due), is_open),
    "overdue_of_open.due_before": (lambda view: overdue_open(view) and due_before(view), is_open),
    "on_time_766": (in_time_766, finished_or_open),
    "late_against_first_promise": (breached_first, due_first),
    "intake_late_rate": (intake_late, intake_over),
    "rejection_rate": (rejected, applied),
    "withdrawal_rate": (left_withdrawn, left),
    "supplement_rate": (left_with_supplement, left),
    "repeat_supplement_rate": (left_with_repeat, left_with_supplement),
    "online_share": (lambda view: received(view) and is_online(view), received),
    "online_share_of_finished": (lambda view: finished(view) and is_online(view), finished),
    "online_share_eligible": (lambda view: is_offered(view) and is_online(view), is_offered),
    "letter_rate": (with_letter, breached),
    "letter_on_time_rate": (in_time, breached),
    "letter_complete_rate": (complete, with_letter),
    "new_date_kept_rate": (new_date_kept, new_date_came),
}

COUNTS: dict[str, Member] = {
    "received": received,
    "finished": finished,
    "came_due": came_due,
    "backlog": is_open,
    "overdue_open": overdue_open,
    "due_soon": due_soon,
    "paused_open": paused_open,
    "undecided": undecided,
    "no_due_date": no_due_date,
    "finish_unknown": finish_unknown,
    "uncollected": uncollected,
    "uncollected_late": lambda view: uncollected(view) and view.now.breached,
    "payment_waiting": payment_waiting,
    "collected": collected,
    "withdrawn": withdrawn,
    "stopped": stopped,
    "step_breached": breached,
    "step_letter": with_letter,
    "step_in_time": in_time,
    "step_complete": step_complete,
    "step_kept": step_kept,
    "loss_no_letter": without_letter,
    "loss_tardy": lambda view: with_letter(view) and not in_time(view),
    "loss_incomplete": lambda view: in_time(view) and not complete(view),
    "loss_second_breach": step_broken,
    "loss_not_yet_due": step_to_come,
    "loss_ended": step_ended,
    "second_breach": lambda view: new_date_came(view) and not new_date_kept(view),
    "repeat_letters": second_letter,
    "letters_in_advance": sent_in_advance,
    "letters_missing": letter_missing,
    "letters_missing.open": lambda view: letter_missing(view) and view.now.left_at is None,
    "letters_missing.finished": lambda view: letter_missing(view) and view.now.finished_at is not None,
    "letters_missing.ended": lambda view: letter_missing(view) and view.now.ended_at is not None,
    "letters_drafted": letter_drafted,
    "letters_needed": letter_needed,
    "new_date_passed": new_date_passed,
    "supplement_long": supplement_long,
    "intake_waiting": intake_waiting,
    "intake_waiting.over": intake_waiting_over,
    "intake_waiting.within": lambda view: intake_waiting(view) and not intake_waiting_over(view),
}

STOCKS = ("backlog", "overdue_open", "due_soon", "paused_open", "undecided", "uncollected")
STOCKS += ("letters_missing", "letters_drafted", "letters_needed")
STOCKS += ("new_date_passed", "supplement_long", "intake_waiting", "payment_waiting", "uncollected_late")


def days_late(view: View) -> int:
    """Working days from due to finish."""
    assert view.now.finished_at
    assert view.now.due
    return working_days_between(view.now.due, view.now.finished_at.date())


def processing_days(view: View) -> int:
    """Working days from reception to finish."""
    assert view.now.finished_at
    assert view.dossier.received
    return working_days_between(view.dossier.received.date(), view.now.finished_at.date())


# Key: over which dossiers, of which number, the percentile (None = the sum). D9.
AMOUNTS: dict[str, tuple[Member, Callable[[View], int], int | None]] = {
    "days_late_total": (finished_late, days_late, None),
    "days_late_median": (finished_late, days_late, 50),
    "days_late_p90": (finished_late, days_late, 90),
    "processing_days_p50": (finished, processing_days, 50),
    "processing_days_p90": (finished, processing_days, 90),
    "payment_days": (waited_for_payment, payment_days, None),
}

KEYS = (*RATES, *COUNTS, *AMOUNTS)


def measure(
    key: str, district: District, start: date, end: date, as_of: date, rule: Rule = "day", keep: Filter = EVERYTHING
) -> tuple[list[str], list[str]]:
    """The codes in the numerator and in the denominator, sorted.

    A count has no denominator; of an amount the first list holds the dossiers it is taken over.
    """
    seen = views(district, start, end, as_of, rule, keep)
    if key in RATES:
        above, below = RATES[key]
        return _codes(seen, above), _codes(seen, below)
    member = COUNTS[key] if key in COUNTS else AMOUNTS[key][0]
    return _codes(seen, member), []


def _codes(seen: Iterable[View], member: Member) -> list[str]:
    return sorted(view.dossier.code for view in seen if member(view))


def value(
    key: str, district: District, start: date, end: date, as_of: date, rule: Rule = "day", keep: Filter = EVERYTHING
) -> Fraction | int | None:
    """The number itself: a fraction, a count, a sum or a percentile; None where there is nothing to divide."""
    if key in AMOUNTS:
        member, amount, percent = AMOUNTS[key]
        amounts = [amount(view) for view in views(district, start, end, as_of, rule, keep) if member(view)]
        return sum(amounts) if percent is None else nearest_rank(amounts, percent)
    above, below = measure(key, district, start, end, as_of, rule, keep)
    if key in COUNTS:
        return len(above)
    return Fraction(len(above), len(below)) if below else None


def nearest_rank(amounts: Iterable[int], percent: int) -> int | None:
    """The smallest amount that at least ``percent`` % of them do not exceed (D9); None without any."""
    in_order = sorted(amounts)
    for place, amount in enumerate(in_order, start=1):
        if place * 100 >= percent * len(in_order):
            return amount
    return None


def age_of_overdue(code: str, district: District, to: date, rule: Rule = "day") -> int | None:
    """Working days from due to the close of ``to`` for a dossier open and overdue then, otherwise None.

    Due on Friday, looked at on Saturday: late by less than one working day, age 0.
    """
    for view in views(district, to, to, to, rule, EVERYTHING):
        if view.dossier.code == code and overdue_open(view) and view.now.due:
            return working_days_between(view.now.due, view.to)
    return None
