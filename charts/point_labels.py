"""Labels beside points, none over another, over a point or over a line: the same places for the same points.

Each label tries the places round its point from near to far, those in the most important order first; a label that
has to stand away from its point gets a thin leader.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_AIR = 2
_TOUCHING = 10  # from the middle of a point to the words beside it
_FIRST_RING = 22
_NEAR_RING = 46
_LAST_RING = 154
_RING_STEP = 12
_ANGLES = 16
_LEADER_STEP = 6
_LINE_HEIGHT = 15

Boxes = NDArray[np.float64]  # rows of left, top, right, bottom
Point = tuple[float, float]
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Wanted:
    """A label and its point, in px from the top left; ``width`` of its words."""

    key: str
    point: Point
    width: float


@dataclass(frozen=True)
class Placed:
    """Where a label's words stand, and whether a leader joins them to their point."""

    key: str
    point: Point
    left: float
    middle: float
    width: float
    leader: bool

    @property
    def box(self) -> Box:
        """Left, top, right, bottom of the words."""
        half = _LINE_HEIGHT / 2
        return (self.left, self.middle - half, self.left + self.width, self.middle + half)

    @property
    def foot(self) -> Point:
        """Where the leader meets the words: the nearest point of their box."""
        left, top, right, bottom = self.box
        x, y = self.point
        return (min(max(x, left), right), min(max(y, top), bottom))


def place_labels(wanted: Sequence[Wanted], hard: Sequence[Box], soft: Sequence[Box], size: Point) -> list[Placed]:
    """The labels that find a place inside ``size`` px, in the order they were given: the first choose first.

    Args:
        wanted: the labels, most important first.
        hard: boxes that no words may touch: marks and reference lines.
        soft: boxes that words touch only where there is no other place: it is better than to have no name.
        size: width and height of the plot.
    """
    taken, avoided = _boxes(hard), _boxes(soft)
    placed = []
    for label in wanted:
        both = np.vstack([taken, avoided])
        near, far = _choices(label, _NEAR_RING), _choices(label, _LAST_RING)
        tries = ((near, both, True), (near, taken, True), (far, both, True), (far, taken, True), (far, taken, False))
        found = next((one for attempt in tries if (one := _first_free(*attempt, size))), None)
        if found is None:
            continue
        placed.append(found)
        taken = np.vstack([taken, _boxes([found.box, *(_leader_boxes(found) if found.leader else [])])])
    return placed


def _boxes(boxes: Sequence[Box]) -> Boxes:
    return np.array(boxes, dtype=float).reshape(-1, 4)


def _first_free(choices: Sequence[Placed], taken: Boxes, strict: bool, size: Point) -> Placed | None:
    """The nearest free place; ``strict`` also keeps its leader off the words of others."""
    boxes = np.array([choice.box for choice in choices])
    inside = (boxes[:, 0] >= 0) & (boxes[:, 1] >= 0) & (boxes[:, 2] <= size[0]) & (boxes[:, 3] <= size[1])
    free = inside & ~_overlaps(boxes, taken)
    words = taken[np.isclose(taken[:, 3] - taken[:, 1], _LINE_HEIGHT)]
    for index in np.flatnonzero(free):
        choice = choices[index]
        if not (strict and choice.leader) or not _overlaps(_boxes(_leader_boxes(choice)), words).any():
            return choice
    return None


def _overlaps(boxes: Boxes, taken: Boxes) -> NDArray[np.bool_]:
    """For each box, whether it comes nearer than the air to any of those taken."""
    if not len(taken):
        return np.zeros(len(boxes), dtype=bool)
    first, second = boxes[:, None, :], taken[None, :, :]
    apart_x = (first[..., 2] + _AIR <= second[..., 0]) | (second[..., 2] + _AIR <= first[..., 0])
    apart_y = (first[..., 3] <= second[..., 1]) | (second[..., 3] <= first[..., 1])
    return np.asarray((~(apart_x | apart_y)).any(axis=1))


def _choices(label: Wanted, last: int) -> list[Placed]:
    """Right, left, above, below, the corners; then rings up to the ``last``, further away and with a leader."""
    x, y = label.point
    width, high, near = label.width, _LINE_HEIGHT / 2 + 7, _TOUCHING
    touching = [
        (x + near, y),
        (x - near - width, y),
        (x - width / 2, y - high),
        (x - width / 2, y + high),
        (x + 3, y - high + 2),
        (x + 3, y + high - 2),
        (x - 3 - width, y - high + 2),
        (x - 3 - width, y + high - 2),
    ]
    found = [Placed(label.key, label.point, left, middle, width, False) for left, middle in touching]
    for radius in range(_FIRST_RING, last + 1, _RING_STEP):
        for step in range(_ANGLES):
            angle = 2 * math.pi * step / _ANGLES
            across, down = math.cos(angle), math.sin(angle)
            left = x + radius * across - width * (1 - across) / 2
            found.append(Placed(label.key, label.point, left, y + radius * down, width, True))
    return found


def _leader_boxes(label: Placed) -> list[Box]:
    """The leader as a chain of small boxes."""
    (x, y), (end_x, end_y) = label.point, label.foot
    steps = max(int(math.hypot(end_x - x, end_y - y) / _LEADER_STEP), 1)
    along = [(x + (end_x - x) * step / steps, y + (end_y - y) * step / steps) for step in range(steps)]
    return [(at_x - 1, at_y - 1, at_x + 1, at_y + 1) for at_x, at_y in along]
