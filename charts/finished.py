"""Figures that are drawn again and again: built and checked once, then plain values."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec

from plotly.basedatatypes import BaseFigure

from charts.theme import Figure

Key = ParamSpec("Key")


class Finished(BaseFigure):
    """What a figure says to plotly.js, already written as JSON.

    Streamlit asks a figure for its dictionary in every run. A ``go.Figure`` copies itself for that, and out of a cache
    it validates each of its properties anew: together some 10 ms of processor time a figure and run. As text it leaves
    a cache at once; only a figure that is asked for is read.
    """

    def __init__(self, written: str) -> None:
        self._written = written  # nothing of BaseFigure's own is made: that is the validation

    def to_dict(self) -> dict[str, Any]:
        return json.loads(self._written)  # type: ignore[no-any-return]

    def __reduce__(self) -> tuple[type[Finished], tuple[str]]:
        return Finished, (self._written,)


def finished(drawn: Figure) -> Finished:
    """``drawn`` as plain JSON values."""
    return Finished(drawn.to_json())


def all_finished(make: Callable[Key, dict[str, Figure]]) -> Callable[Key, dict[str, Finished]]:
    """Decorates what makes figures, so that its cache keeps them finished."""

    @wraps(make)
    def made(*args: Key.args, **options: Key.kwargs) -> dict[str, Finished]:
        return {name: finished(drawn) for name, drawn in make(*args, **options).items()}

    return made
