"""The tile map, read from its figure: what is coloured, what is written, what can be clicked."""

from __future__ import annotations

import datetime as dt
import math

import hypothesis.strategies as st
import plotly.graph_objects as go
import pytest
from hypothesis import given, settings

from charts import theme
from charts.tile_grid import place_notes
from charts.tile_map import tile_map, tile_map_phone
from measures.verdict import Direction, Verdict, is_concern
from tests.charts.frames import ARGUMENTS, CLEAR, COUNTS, PLACES, history, judged, unit, units
from text import ENGLISH, NBSP, VIETNAMESE

BUILDERS = (tile_map, tile_map_phone)
COLOURED = {theme.BLUE, theme.BLUE_TINT, theme.ORANGE, theme.ORANGE_TINT, theme.ORANGE_TEXT}


def draw(frame=None, builder=tile_map, mapped=True, **changes) -> go.Figure:
    frame = judged() if frame is None else frame
    return builder(frame, history(), units(mapped=mapped), **{**ARGUMENTS, **changes})


def trace(figure: go.Figure, name: str) -> go.Scatter:
    return next(one for one in figure.data if one.name == name)


def words(figure: go.Figure) -> list[str]:
    return [annotation.text for annotation in figure.layout.annotations]


def frames_by_tint(figure: go.Figure) -> list[str]:
    return [shape.fillcolor for shape in figure.layout.shapes]


@pytest.mark.parametrize("builder", BUILDERS)
def test_every_unit_can_be_clicked_and_is_named_by_its_id(builder):
    tiles = draw(builder=builder).data[-1]
    assert tiles.name == "tiles"
    assert {row[0] for row in tiles.customdata} == {unit(number) for number in PLACES}
    assert len(tiles.customdata) == len(tiles.x) == 9 * len(PLACES)


def test_the_clickable_points_lie_around_the_words_of_their_own_tile():
    figure = draw()
    tiles = figure.data[-1]
    names = {note.text: note for note in figure.layout.annotations}
    for number in PLACES:
        own = [index for index, row in enumerate(tiles.customdata) if row[0] == unit(number)]
        across, down = [tiles.x[index] for index in own], [tiles.y[index] for index in own]
        name = names[f"Phường {number}"]
        assert min(across) - 30 < name.x < min(across)  # the name begins left of the leftmost point
        assert min(down) - 20 < name.y < max(down)


def test_hover_repeats_name_rate_and_counts():
    tiles = draw().data[-1]
    text = next(text for text, row in zip(tiles.hovertext, tiles.customdata, strict=True) if row[0] == unit(10))
    assert text.startswith(f"<b>Phường 10</b><br>6,3{NBSP}% · 15/239")


def test_numbers_are_vietnamese_and_english_on_demand():
    assert f"6,3{NBSP}%" in words(draw())
    assert "6.3%" in words(draw(language=ENGLISH))
    assert draw().layout.template.layout.separators == ",."


def test_only_clear_verdicts_are_coloured():
    tints = frames_by_tint(draw())
    assert tints.count(theme.ORANGE_TINT) == 1
    assert tints.count(theme.BLUE_TINT) == 1
    assert tints.count(theme.PAGE) == len(PLACES) - 2


def test_watch_is_hollow_and_slate():
    watched = {10: Verdict.WATCH_HIGHER, 13: Verdict.WATCH_LOWER}
    figure = draw(judged(verdicts=watched))
    assert set(frames_by_tint(figure)) == {theme.PAGE}
    symbols = trace(figure, "symbols").marker
    hollow = [colour for symbol, colour in zip(symbols.symbol, symbols.color, strict=True) if "triangle" in symbol]
    assert sorted(one for one in symbols.symbol if "triangle" in one) == ["triangle-down-open", "triangle-up-open"]
    assert set(hollow) == {theme.DATA}


def test_no_dossiers_means_no_percentage():
    figure = draw(judged({**COUNTS, 3: (0, 0)}, {**CLEAR, 3: Verdict.NO_DATA}))
    assert VIETNAMESE.say("no dossiers") in words(figure)
    in_notes = 2  # the legend's level and the help's target
    assert len([text for text in words(figure) if text.endswith("%")]) == len(PLACES) - 1 + in_notes
    assert "nan" not in " ".join(words(figure)).lower()


def test_fewer_than_thirty_shows_counts_only():
    figure = draw(judged({**COUNTS, 3: (1, 29)}, {}))
    assert "1/29" in words(figure)
    assert f"3,4{NBSP}%" not in words(figure)
    assert f"3,4{NBSP}%" not in " ".join(figure.data[-1].hovertext)
    assert len(trace(figure, "ends").x) == len(PLACES) - 1


def test_a_unit_that_is_behind_says_so_without_alarm():
    figure = draw(judged(stale={5: dt.date(2020, 6, 26)}))
    note = next(one for one in figure.layout.annotations if "26/06" in one.text)
    assert note.font.color == theme.INK2
    assert len(trace(figure, "ends").x) == len(PLACES) - 1


def test_the_selected_unit_has_a_border_of_ink_on_top():
    last = draw(selected=unit(10)).layout.shapes[-1]
    assert (last.line.color, last.line.width) == (theme.INK, 2)
    assert last.fillcolor == theme.ORANGE_TINT


def test_the_target_is_dashed_and_the_common_level_is_not():
    assert trace(draw(), "reference").line.dash
    assert trace(draw(target=None), "reference").line.dash is None


def test_a_month_without_dossiers_is_a_gap():
    lines = [one for one in draw(judged(verdicts={})).data if one.name == "lines"]
    pairs = zip(lines[0].x, lines[0].y, strict=True)
    assert sum(x is not None and y is None for x, y in pairs) == 1


@pytest.mark.parametrize("builder", BUILDERS)
@pytest.mark.parametrize("target", [None, 0.02])
def test_nothing_leaves_the_sheet(builder, target):
    every = dict(zip(PLACES, [*Verdict, *Verdict], strict=True))
    figure = draw(judged(verdicts=every), builder, target=target)
    width, height = figure.layout.xaxis.range[1], figure.layout.height
    for note in figure.layout.annotations:
        assert 0 <= note.x <= width
        assert 6 <= note.y <= height - 6


def test_departments_stand_in_rows_without_a_north_arrow():
    figure = draw(mapped=False)
    assert not any(note.showarrow for note in figure.layout.annotations)
    assert any(note.showarrow for note in draw().layout.annotations)
    assert len({round(y) for y in figure.data[-1].y}) == 3 * 3  # three rows of tiles, three points high


def test_phone_tiles_follow_the_numbers():
    figure = draw(builder=tile_map_phone)
    names = [note for note in figure.layout.annotations if note.text.startswith("Phường ")]
    ordered = sorted(names, key=lambda note: (note.y, note.x))
    assert [note.text for note in ordered] == [f"Phường {number}" for number in range(1, 15)]


def test_a_district_without_any_dossier_is_still_a_map():
    nothing = judged(dict.fromkeys(PLACES, (0, 0)), dict.fromkeys(PLACES, Verdict.NO_DATA))
    figure = draw(nothing, target=None, level=math.nan)
    assert not [text for text in words(figure) if "%" in text]


def test_wide_counts_move_below_the_rate_in_every_tile():
    figure = draw(judged({**COUNTS, 4: (1234, 2345)}))
    rate, wide, other = (
        next(note for note in figure.layout.annotations if note.text == text)
        for text in (f"52,6{NBSP}%", "1.234/2.345", "15/239")
    )
    assert wide.y > rate.y + 15
    assert wide.xanchor == other.xanchor == "left"


def test_notes_never_cover_a_unit():
    taken = {divmod(index, 5) for index in range(10)}
    placed = place_notes(taken, 5, {"legend": (0, 4), "reading": (1, 0)})
    assert not taken & set(placed.values())
    assert len(set(placed.values())) == 2


@settings(max_examples=60, deadline=None)
@given(
    verdicts=st.lists(st.sampled_from(list(Verdict)), min_size=14, max_size=14),
    due=st.lists(st.integers(0, 400), min_size=14, max_size=14),
    good=st.sampled_from(list(Direction)),
    builder=st.sampled_from(BUILDERS),
)
def test_colour_appears_exactly_where_the_verdict_is_clear(verdicts, due, good, builder):
    counts = {number: (one // 3, one) for number, one in zip(PLACES, due, strict=True)}
    figure = draw(judged(counts, dict(zip(PLACES, verdicts, strict=True))), builder, good=good)
    concerned = [one for one in verdicts if one in CLEAR.values() and is_concern(one, good)]
    favourable = [one for one in verdicts if one in CLEAR.values() and not is_concern(one, good)]
    tints = frames_by_tint(figure)
    assert tints.count(theme.ORANGE_TINT) == len(concerned)
    assert tints.count(theme.BLUE_TINT) == len(favourable)
    marks = list(trace(figure, "symbols").marker.color)
    assert marks.count(theme.ORANGE) == len(concerned)
    assert marks.count(theme.BLUE) == len(favourable)
    if not concerned and not favourable:
        used = {note.font.color for note in figure.layout.annotations} | set(marks) | set(tints)
        assert not used & COLOURED
