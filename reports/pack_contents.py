"""What the meeting pack says: the figures of a meeting and the sentences that go with them, in one language.

Slides, paper and workbook are written from this object and from nothing else, so they cannot differ.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from data_access.journal.actions import Action
from data_access.profiles import Profile, Target
from data_access.stores import Store
from data_access.viewer import Viewer
from measures import findings, letters_findings, meeting_findings, online_findings, registry
from measures.action_progress import action_words, for_meeting, progress, progress_words, status_words, the_day
from measures.asking import Asked
from measures.attention import Finding, attention
from measures.headlines import HEADLINES, aim
from measures.known import Holdings, short_version
from measures.lateness import NOTHING
from measures.meeting import Meeting, meeting
from measures.scope import UNIT_KINDS, Scope
from reports.pack_figures import Figure, capital, figures, of, title_of
from reports.pack_soon import Soon, soon_of
from text import Language, mark

DEFINED = (*HEADLINES, "letters_missing", "overdue_open", "due_soon")
# What the fraction of a headline counts, as on the screen.
COUNTED = {
    "overdue_rate": mark("{fraction} dossiers came due"),
    "online_share": mark("{fraction} dossiers received"),
    "letter_rate": mark("{fraction} overdue dossiers"),
}


@dataclass(frozen=True)
class Definition:
    """A measure in words: title, formula, what it leaves out, target with who set it, legal basis."""

    title: str
    formula: str
    left_out: str
    target: str
    legal_basis: str


@dataclass(frozen=True)
class Agreed:
    """An action agreed before: what, until when, how it stands, its measure then and now."""

    what: str
    due: str
    status: str
    progress: str


@dataclass(frozen=True)
class Pack:
    """The contents. ``place``: whose figures; ``agreed``: the actions of earlier meetings, oldest first; ``objected``:
    how many dossiers are under objection, "" for none: it stands beside the figures and changes none."""

    place: str
    meeting: Meeting
    held: Holdings
    profile: Profile
    language: Language
    agreed: tuple[Agreed, ...] = ()
    objected: str = ""

    @cached_property
    def figures(self) -> tuple[Figure, ...]:
        return figures(self.meeting, self.held, self.language)

    @cached_property
    def findings(self) -> list[Finding]:
        return attention(self.meeting.overview, self.held, self.language)

    @cached_property
    def soon(self) -> Soon:
        return soon_of(self.meeting, self.figures, self.held, self.language)

    @property
    def title(self) -> str:
        return self.language.say("Meeting on the handling of dossiers")

    @property
    def period(self) -> str:
        return self.meeting.scope.period.title(self.language)

    @property
    def sentence(self) -> str:
        """The conclusion of the period."""
        return findings.page_sentence(self.meeting.overview, self.held, self.language)

    @property
    def as_of(self) -> str:
        return self.language.say("Figures up to {day}", day=self.language.date(self.meeting.until))

    @property
    def scope(self) -> str:
        """The filter sentence."""
        return self.meeting.scope.describe(self.language, self.held.known)

    @property
    def sample(self) -> str:
        """That the data are invented, where they are."""
        return self.language.say("Sample data") if self.held.sample else ""

    @property
    def version(self) -> str:
        """In short, as on the feet of the slides."""
        return self.language.say("Data version {version}", version=short_version(self.meeting.version))

    @property
    def stale(self) -> list[str]:
        """Units whose data end before the others'."""
        units = findings.chosen_units(self.meeting.overview)
        return [
            self.language.say(
                "{unit} not updated since {day}",
                unit=self.held.known.unit_name(row.unit),
                day=self.language.date(row.stale_from),
            )
            for row in units[units["stale"]].itertuples()
        ]

    @property
    def trend_point(self) -> str:
        """The last point of the trend: "Tháng 6/2020, số liệu đến 30/06/2020: 2,8 % (70/2.540 hồ sơ đến hạn)"."""
        language, last = self.language, self.of("trend")[-1]
        start, trend = dt.date.fromisoformat(last.group), self.meeting.overview.trend
        period = findings.point_words(start, trend.grain, language)
        when = language.say("{period}, up to {day}", period=period, day=language.date(self.meeting.months_until))
        return f"{when}: {last.percent(language)} ({self.counted(last)})"

    @property
    def joins(self) -> str:
        """The days on which units merged into those of the trend: before, the old ones are added up. "" without any."""
        days = ", ".join(self.language.date(day) for day in self.meeting.online.joins)
        return (
            self.language.say("Units merged on {days}: before it the old ones are added up", days=days) if days else ""
        )

    def of(self, section: str, measure: str = "") -> list[Figure]:
        return of(self.figures, section, measure)

    def headline(self, key: str) -> Figure:
        return self.of("headline", key)[0]

    def counted(self, figure: Figure) -> str:
        """ "54/2.336 hồ sơ đến hạn"."""
        if not figure.denominator:
            return self.language.say("No dossiers in this period.").rstrip(".")
        return self.language.say(COUNTED[figure.measure], fraction=figure.fraction(self.language))

    @property
    def beside(self) -> str:
        """What stands beside the rates: the ways in which lateness hides, and what is objected to."""
        counts = [f"{one.title.lower()}: {one.fraction(self.language)}" for one in self.of("beside")]
        return "; ".join([*counts, *([self.objected] if self.objected else [])])

    def target(self, key: str) -> Target | None:
        """The target of a measure, where it is meant."""
        found = self.profile.target(key, self.meeting.scope.until)
        return found if aim(key, found, self.meeting.scope.certification) is not None else None

    def target_words(self, key: str) -> str:
        """ "Chỉ tiêu: tối đa 2,0 %", "" without a target."""
        target = self.target(key)
        if target is None:
            return ""
        words = mark("Target: at most {value}")
        if target.direction == "at_least":
            words = mark("Target: {value}") if target.value == 1 else mark("Target: at least {value}")
        decimals = 0 if target.direction == "at_least" else 1
        return self.language.say(words, value=self.language.percent(target.value, decimals))

    def titles(self, fits: meeting_findings.Fits = meeting_findings.anything) -> dict[str, str]:
        """The finding above each part, by name; ``fits``: which version there is room for."""
        seen, held, language = self.meeting, self.held, self.language
        return {
            "units": meeting_findings.headline_title(seen, held, language, fits),
            "ranking": meeting_findings.ranking_title(seen, held, language, fits),
            "trend": meeting_findings.months_title(seen, language, fits),
            "online": meeting_findings.online_title(seen, language, fits),
            "online_units": online_findings.ranking_title(seen.online, language),
            "missing": letters_findings.missing_title(seen.letters, language),
            "soon": meeting_findings.soon_title(seen, language, fits),
            "tasks": language.say("To do after this meeting"),
            "agreed": language.say("Agreed before: where it stands"),
            "definitions": language.say("Definitions used"),
        }

    def tasks(self) -> list[meeting_findings.TaskWords]:
        return [meeting_findings.task_words(task, self.held, self.language) for task in self.meeting.tasks]

    def definitions(self) -> list[Definition]:
        """The measures that the pack uses, as the registry defines them."""
        return [self._definition(key) for key in DEFINED]

    def rules(self) -> list[str]:
        """How a verdict is found, and until when a letter is due, in words."""
        verdict = self.language.say(
            "Clearly higher or lower: beyond the 99.8% limits around the rate of the others (or around the target), or "
            "beyond the 95% limits in two periods running; beyond them once: watch. Too few: fewer than 5 expected."
        )
        return [verdict, *letters_findings.lawful_lines(self.meeting.letters, self.language)]

    def _definition(self, key: str) -> Definition:
        say, measure, target = self.language.say, registry.get(key), self.target(key)
        told = [self.target_words(key), target.set_by, target.document] if target else []
        return Definition(
            title=title_of(key, self.language),
            formula=capital(say(measure.formula)),
            left_out="" if measure.left_out == NOTHING else capital(say(measure.left_out)),
            target=". ".join(part for part in told if part),
            legal_basis=say(measure.legal_basis),
        )


def pack_of(
    store: Store,
    version: str,
    scope: Scope,
    viewer: Viewer,
    held: Holdings,
    profile: Profile,
    language: Language,
    actions: Sequence[Action] = (),
    objected: str = "",
) -> Pack:
    """Count the meeting and put its contents together. ``actions``: all that were agreed (``data_access.journal``)."""
    seen = meeting(store, version, scope, viewer, held, profile)
    agreed = agreed_words(Asked(store, version, viewer), seen, held, profile, language, actions)
    return Pack(profile.title, seen, held, profile, language, agreed, objected)


def agreed_words(
    asked: Asked, seen: Meeting, held: Holdings, profile: Profile, language: Language, actions: Sequence[Action]
) -> tuple[Agreed, ...]:
    """What the meeting looks back on, with its measure then and now; of some units only what they have to do."""
    named, today = set(seen.scope.units) - set(UNIT_KINDS), the_day(held)
    chosen = [one for one in for_meeting(actions, seen.scope.period) if not named or one.unit in named]
    if not chosen:
        return ()
    return tuple(
        Agreed(
            what=action_words(one.action, held, language),
            due=language.date(one.action.due),
            status=status_words(one.action, today, language),
            progress=progress_words(one, held, language),
        )
        for one in progress(asked, chosen, held, profile, seen.scope)
    )
