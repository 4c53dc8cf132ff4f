"""Text that must fit: how wide it will be, where to break it, how to keep labels apart.

Plotly cannot be asked for the size of a text before it is drawn, so widths are computed from the font's advances,
rounded up: a label that seems too wide is moved, which is harmless; one that seems to fit and does not is a fault.
"""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Sequence

# Advances of IBM Plex Sans in em, by groups of letters of about the same width.
_ADVANCES = {
    letter: advance
    for letters, advance in (
        (" \u00a0", 0.24),
        ("ijl.,:;'|!", 0.30),
        ("ftr()-·", 0.38),
        ("/I", 0.41),
        ("scvyxzkLg–", 0.51),
        ("aeohnubdpqFT", 0.58),
        ("0123456789", 0.60),
        ("wMm%…", 0.93),
    )
    for letter in letters
}
_OTHER_ADVANCE = 0.68
_BOLD_FACTOR = 1.03
_BOLD_FROM = 600


def text_width(text: str, size: float, weight: int = 400) -> float:
    """The width of one line of text in px."""
    advances = sum(_advance(letter) for letter in unicodedata.normalize("NFD", text))
    return advances * size * (_BOLD_FACTOR if weight >= _BOLD_FROM else 1)


def _advance(letter: str) -> float:
    return 0 if unicodedata.combining(letter) else _ADVANCES.get(letter, _OTHER_ADVANCE)


def fits(text: str, width: float, size: float, weight: int = 400) -> bool:
    """True if one line of text goes into ``width`` px."""
    return text_width(text, size, weight) <= width


def wrapped(text: str, width: float, size: float, weight: int = 400) -> list[str]:
    """The text broken into lines of at most ``width`` px where its words allow; unbreakable spaces hold."""
    per_letter = text_width(text, size, weight) / max(len(text), 1)
    return textwrap.wrap(text, max(int(width / per_letter), 1), break_long_words=False) if per_letter else [text]


def shortened(text: str, width: float, size: float, weight: int = 400) -> str:
    """The text cut with an ellipsis where it is too wide."""
    if fits(text, width, size, weight):
        return text
    kept = text
    while kept and not fits(kept + "…", width, size, weight):
        kept = kept[:-1]
    return kept.rstrip() + "…"


def spread(positions: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Positions at least ``gap`` apart, within ``low`` to ``high``, in their order and as near as that allows.

    Neighbours that are too close share the shift: a group is centred on the mean of what it wanted.

    Raises:
        ValueError: so many labels do not fit between ``low`` and ``high``.
    """
    if (len(positions) - 1) * gap > high - low:
        raise ValueError(f"{len(positions)} labels {gap} apart do not fit between {low} and {high}")
    order = sorted(range(len(positions)), key=lambda index: positions[index])
    groups: list[list[int]] = [[index] for index in order]
    starts = [_start(group, positions, gap, low, high) for group in groups]
    while (clash := _first_clash(groups, starts, gap)) is not None:
        groups[clash : clash + 2] = [groups[clash] + groups[clash + 1]]
        starts[clash : clash + 2] = [_start(groups[clash], positions, gap, low, high)]
    placed = [0.0] * len(positions)
    for group, start in zip(groups, starts, strict=True):
        for step, index in enumerate(group):
            placed[index] = start + step * gap
    return placed


def _start(group: list[int], wanted: Sequence[float], gap: float, low: float, high: float) -> float:
    """Where a group of labels begins: centred on what its members wanted, pushed inside."""
    extent = (len(group) - 1) * gap
    centre = sum(wanted[index] for index in group) / len(group)
    return min(max(centre - extent / 2, low), high - extent)


def _first_clash(groups: list[list[int]], starts: list[float], gap: float) -> int | None:
    """The first group that reaches into the next one."""
    rounding = 1e-9 * max(gap, 1)
    for place in range(len(groups) - 1):
        if starts[place] + len(groups[place]) * gap > starts[place + 1] + rounding:
            return place
    return None
