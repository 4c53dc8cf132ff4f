"""What the slides show, kept as in ``ui.loading``: a slide that was shown once is there at once."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from charts.finished import Finished, finished
from charts.lettering import fits
from charts.slide_actions import Agreed, actions_slide
from charts.slide_headlines import headlines_slide, tile_boxes
from charts.slide_kpi import kpi
from charts.slide_letters import letters_slide
from charts.slide_ranking import Reading, ranking_slide, reading_of
from charts.slide_sheet import DARK, LIGHT, WIDTH, Palette
from charts.slide_soon import soon_slide
from charts.slide_trend import Marked, trend_slide
from charts.slide_unit import Judged, unit_slide
from charts.theme import Figure
from charts.tile_grid import Box
from data_access.profiles import load_profile
from data_access.viewer import Viewer
from measures import meeting_findings as titles
from measures import registry
from measures.headlines import aim
from measures.meeting import Meeting, meeting
from measures.scope import Scope
from measures.unit_findings import said_of
from measures.unit_page import LATE, LETTERS, UnitPage, unit_page
from text import Language, language
from ui.loading import kept
from ui.session import Session, _holdings, the_store

ONLINE = "online_share"
ACTIONS, UNIT = "actions", "unit"
SLIDES = ("headlines", "ranking", "months", "online", "letters", "soon")
TITLE_SIZE, TITLE_WEIGHT = 56, 600


@kept
def _meeting(scope: Scope, version: str, viewer: Viewer) -> Meeting:
    held = _holdings(version)
    return meeting(the_store(), version, scope, viewer, held, load_profile(held.profile))


def load_meeting(session: Session) -> Meeting:
    """Everything a meeting looks at, at the version of the session."""
    return _meeting(session.scope, session.version, session.viewer)


def boxes(session: Session) -> dict[str, Box]:
    """Where the units' tiles are on the first slide."""
    return tile_boxes(load_meeting(session), session.held.units)


def fits_title(words: str) -> bool:
    """Whether a title goes into its one line."""
    return fits(words, WIDTH, TITLE_SIZE, TITLE_WEIGHT)


def title(session: Session, name: str) -> str:
    """The title of a slide."""
    seen, held, spoken = load_meeting(session), session.held, session.language
    return {
        "headlines": lambda: titles.headline_title(seen, held, spoken, fits_title),
        "ranking": lambda: titles.ranking_title(seen, held, spoken, fits_title),
        "months": lambda: titles.months_title(seen, spoken, fits_title),
        "online": lambda: titles.online_title(seen, spoken, fits_title),
        "letters": lambda: titles.letters_title(seen, spoken, fits_title),
        "soon": lambda: titles.soon_title(seen, spoken, fits_title),
    }[name]()


@kept
def _slide(
    name: str, dark: bool, beside: tuple[tuple[str, str], ...], scope: Scope, version: str, viewer: Viewer, code: str
) -> Finished:
    seen, held, spoken = _meeting(scope, version, viewer), _holdings(version), language(code)
    palette, words = DARK if dark else LIGHT, dict(beside)
    if name == "headlines":
        return finished(headlines_slide(seen, held.units, spoken, palette, words))
    if name == "ranking":
        return finished(_ranking(seen, version, spoken, palette))
    if name == "months":
        overview = seen.overview
        target = aim(LATE, overview.target, scope.certification)
        joins = held.joins(scope.units, overview.trend.frame["period"].min(), scope.carried_on)
        return finished(trend_slide(overview.trend, _marked(target, joins, version, spoken), spoken, palette))
    if name == "online":
        return finished(_online(seen, version, spoken, palette))
    if name == "letters":
        tasks = [titles.task_words(task, held, spoken) for task in seen.tasks]
        objected = words.get(LETTERS, "")
        return finished(letters_slide(seen.letters, tasks, spoken, palette, objected))
    return finished(soon_slide(seen.soon, seen.until, held.units, spoken, palette))


def _ranking(seen: Meeting, version: str, spoken: Language, palette: Palette) -> Figure:
    shown, good = seen.overview.maps[LATE], registry.get(LATE).good
    assert good is not None
    reading = reading_of(shown, good, spoken.say("Late/due"))
    return ranking_slide(shown.units, _of(shown.units, version), reading, spoken, palette)


def _online(seen: Meeting, version: str, spoken: Language, palette: Palette) -> Figure:
    online, good = seen.online, registry.get(ONLINE).good
    assert good is not None
    (x, n), target = online.level, online.target.value if online.target else None
    reading = Reading(good, target, x / n if n else float("nan"), target is not None, spoken.say("Online/received"))
    return ranking_slide(online.units, _of(online.units, version), reading, spoken, palette)


def _of(judged: pd.DataFrame, version: str) -> pd.DataFrame:
    """The named units of judged rows."""
    units = _holdings(version).units
    return units[units["unit_id"].isin(judged["unit"])]


def _marked(target: float | None, joins: list[dt.date], version: str, spoken: Language) -> Marked:
    events = load_profile(_holdings(version).profile).events
    named = [(event.day, event.title if spoken.code == "vi" else event.title_en) for event in events]
    good = registry.get(LATE).good
    assert good is not None
    return Marked(good, target, named, joins)


def slide(session: Session, name: str, dark: bool, beside: dict[str, str]) -> Finished:
    """The figure of a slide; ``beside``: words of objections by the key of the headline they stand beside."""
    return _slide(name, dark, tuple(sorted(beside.items())), *session.cache_key)


def agreed_slide(session: Session, actions: list[Agreed], dark: bool) -> Finished:
    """The figure of what was agreed before: it changes with each record, and is not kept."""
    return finished(actions_slide(actions, session.language, DARK if dark else LIGHT))


@kept
def _unit_page(scope: Scope, version: str, viewer: Viewer) -> UnitPage:
    held = _holdings(version)
    return unit_page(the_store(), version, scope, viewer, held, load_profile(held.profile))


def unit_words(session: Session, scope: Scope) -> str:
    """The title of the slide of one unit."""
    seen = _unit_page(scope, session.version, session.viewer)
    return titles.unit_title(seen, session.held, session.language, fits_title)


@kept
def one_unit_slide(
    dark: bool, beside: tuple[tuple[str, str], ...], scope: Scope, version: str, viewer: Viewer, code: str
) -> Finished:
    """The figure of the slide of one unit; ``scope`` is about it."""
    seen, spoken, words = _unit_page(scope, version, viewer), language(code), dict(beside)
    numbers = [_judged(seen, key, words.get(key, ""), spoken) for key in (LATE, ONLINE, LETTERS)]
    target = aim(LATE, seen.standings[LATE].target, scope.certification)
    marked = _marked(target, seen.joins, version, spoken)
    return finished(unit_slide(numbers, seen.trend, marked, spoken, DARK if dark else LIGHT))


def _judged(seen: UnitPage, key: str, beside: str, spoken: Language) -> Judged:
    """A number of the unit; of the letters the number is the verdict: what is missing is a missed duty."""
    one, good = seen.standings[key], registry.get(key).good
    assert good is not None
    meant = one.target if aim(key, one.target, seen.scope.certification) is not None else None
    shown = kpi(key, (one.x, one.n), meant, seen.missing if key == ONLINE else None, spoken, beside)
    if key == LETTERS or not one.n:
        return Judged(shown, "", None, good)
    return Judged(shown, said_of(seen, key, spoken).words, one.verdict, good)
