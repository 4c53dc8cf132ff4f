"""The words of a judgement. Charts turn them into shape and colour; they decide nothing."""

from __future__ import annotations

from enum import StrEnum


class Direction(StrEnum):
    """Which way is good."""

    LOWER = "lower"
    HIGHER = "higher"


class Verdict(StrEnum):
    """What the numbers allow to say about one unit against the others (COUNTING 4.3)."""

    HIGHER = "higher"  # clearly: beyond 99.8 %, or beyond 95 % in two periods running
    WATCH_HIGHER = "watch_higher"  # beyond 95 % once: "theo dõi"
    NO_EVIDENCE = "no_evidence"  # inside the limits
    WATCH_LOWER = "watch_lower"
    LOWER = "lower"
    TOO_FEW = "too_few"  # fewer than 5 expected: no verdict
    NO_DATA = "no_data"  # nothing came due


CLEAR = frozenset({Verdict.HIGHER, Verdict.LOWER})


def is_concern(verdict: Verdict, good: Direction) -> bool:
    """True where the verdict points away from what is good."""
    bad = {Verdict.HIGHER, Verdict.WATCH_HIGHER} if good is Direction.LOWER else {Verdict.LOWER, Verdict.WATCH_LOWER}
    return verdict in bad
