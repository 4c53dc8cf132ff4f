"""The meeting pack in the register of issued figures: which figures, under which name."""

from __future__ import annotations

from data_access.journal import Records
from reports import register
from reports.pack_contents import Pack

PAPER = "Hồ sơ họp"  # a title, the same in every language
# Not the months: they are those of the packs before.
SECTIONS = ("headline", "part", "beside", "unit", "letters", "missing", "overdue", "soon")


def about(pack: Pack) -> dict[str, str]:
    """What ties the versions of a pack together."""
    scope = pack.meeting.scope
    return {"period": scope.period.token, "unit": ",".join(scope.units)}


def figures(pack: Pack) -> dict[str, register.Number]:
    """The figures by key; the denominator of a rate under its key and "/"."""
    kept = [one for one in pack.figures if one.section in SECTIONS]
    counts: dict[str, register.Number] = {one.key: one.numerator for one in kept}
    return counts | {f"{one.key}/": one.denominator for one in kept if one.denominator is not None}


def issue(pack: Pack, records: Records, who: str = "", role: str = "") -> register.Outcome:
    """Write the figures into the register, unless the version in force says the same.

    Raises:
        JournalError: they were not written, so nothing was issued.
    """
    names = {one.key: one.title for one in pack.figures if one.section in SECTIONS}
    version, until = pack.meeting.version, pack.meeting.until
    return register.issue(records, PAPER, about(pack), figures(pack), version, until, who, role, names=names)
