"""What the address says of a show: the only truth of it, so that the address alone brings the slide back."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from measures.scope import ScopeError

SLIDE, SECONDS, PAUSED, GROUND, UNIT, VERSION = "trang", "giay", "dung", "nen", "phuong", "phien"
DARK = "toi"
LEAST_SECONDS, MOST_SECONDS = 1, 3600
_VERSION = re.compile(r"store-\d{6}-[0-9a-f]{4,16}\.duckdb")


@dataclass(frozen=True)
class Show:
    """Slide number from 1, seconds a slide (0: it stays), whether it pauses, dark ground, the unit whose own slide is
    shown instead ("": none)."""

    slide: int = 1
    seconds: int = 0
    paused: bool = False
    dark: bool = False
    unit: str = ""

    @staticmethod
    def names() -> tuple[str, ...]:
        """All parameters of the address that a show has, but the version of its data."""
        return SLIDE, SECONDS, PAUSED, GROUND, UNIT

    def to_params(self) -> dict[str, str]:
        """The parameters of the address, without what is usual; the number of the slide always."""
        written = {
            SLIDE: str(self.slide),
            SECONDS: str(self.seconds) if self.seconds else "",
            PAUSED: "1" if self.paused else "",
            GROUND: DARK if self.dark else "",
            UNIT: self.unit,
        }
        return {name: value for name, value in written.items() if value}


def read_show(params: Mapping[str, str], slides: int, units: Collection[str]) -> Show:
    """The show that an address asks for, of so many slides.

    Raises:
        ScopeError: a value is not known; all are named, none is replaced.
    """
    faults = [(name, params[name]) for name, known in _known(slides, units).items() if not known(params.get(name, ""))]
    if faults:
        raise ScopeError(faults)
    return Show(
        slide=int(params.get(SLIDE) or 1),
        seconds=int(params.get(SECONDS) or 0),
        paused=params.get(PAUSED) == "1",
        dark=params.get(GROUND) == DARK,
        unit=params.get(UNIT, ""),
    )


def _known(slides: int, units: Collection[str]) -> dict:
    """By parameter whether a value is known; "" is where it is missing."""
    return {
        SLIDE: lambda value: not value or _between(value, 1, slides),
        SECONDS: lambda value: value in ("", "0") or _between(value, LEAST_SECONDS, MOST_SECONDS),
        PAUSED: lambda value: value in ("", "0", "1"),
        GROUND: lambda value: value in ("", "sang", DARK),
        UNIT: lambda value: not value or value in units,
    }


def _between(value: str, least: int, most: int) -> bool:
    return bool(re.fullmatch(r"[0-9]{1,4}", value)) and least <= int(value) <= most


def frozen_version(params: Mapping[str, str]) -> str | None:
    """The version of the data that the show began with; None before it began.

    Raises:
        ScopeError: no version is called so. Only names that a store gives go on to a store.
    """
    asked = params.get(VERSION)
    if asked is not None and not _VERSION.fullmatch(asked):
        raise ScopeError([(VERSION, asked)])
    return asked
