"""What a person may see, as conditions on rows. Every query takes a Viewer; the default sees nothing."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, FromClause, false, or_, true


@dataclass(frozen=True)
class Viewer:
    """Rights of one person. ``units=None`` means every unit, an empty set (the default) none.

    ``may_list`` opens the dossiers behind a number; without it only aggregates are shown.
    """

    units: frozenset[str] | None = frozenset()
    may_list: bool = False

    def rows(self, dossier: FromClause) -> ColumnElement[bool]:
        """The condition on ``dossier`` (or an alias of it) that keeps what this person may see."""
        if self.units is None:
            return true()
        if not self.units:
            return false()
        allowed = sorted(self.units)
        return or_(dossier.c.receiving_unit_id.in_(allowed), dossier.c.resolving_unit_id.in_(allowed))


NOBODY = Viewer()
EVERYTHING = Viewer(units=None, may_list=True)
