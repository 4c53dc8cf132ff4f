"""What a person may see, as conditions on rows. Every query takes a Viewer; the default sees nothing."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, FromClause, false, or_, select, true

from data_access.tables import standing


@dataclass(frozen=True)
class Viewer:
    """Rights of one person. ``units=None`` means every unit, an empty set (the default) none.

    ``may_list`` opens the dossiers behind a number; without it only aggregates are shown. ``may_load`` loads exports
    and takes refused rows away. ``may_act`` shows dossier codes in full, where this person has to act on them.
    ``may_audit`` reads the journal. ``least_cell``: of units that are not this person's own the published aggregates
    are shown, but none of fewer dossiers than that; None: nothing is shown of them.
    """

    units: frozenset[str] | None = frozenset()
    may_list: bool = False
    may_load: bool = False
    may_act: bool = False
    may_audit: bool = False
    least_cell: int | None = None

    @property
    def sees_all(self) -> bool:
        """Whether every unit is this person's own."""
        return self.units is None

    def rows(self, dossier: FromClause) -> ColumnElement[bool]:
        """The condition on ``dossier`` (or an alias of it) that keeps what this person may see.

        A unit sees its own and what it took over: the dossiers of every unit whose work it has ever carried. A unit
        that ended sees nothing of its successor's.
        """
        return or_(self.unit_rows(dossier.c.receiving_unit_id), self.unit_rows(dossier.c.resolving_unit_id))

    def unit_rows(self, unit_id: ColumnElement[str]) -> ColumnElement[bool]:
        """The same for rows of one unit, told beside dossiers."""
        if self.units is None:
            return true()
        if not self.units:
            return false()
        return unit_id.in_(select(standing.c.unit_id).where(standing.c.stands_as.in_(sorted(self.units))))


NOBODY = Viewer()
EVERYTHING = Viewer(units=None, may_list=True, may_load=True, may_act=True, may_audit=True)
