"""Numbers of receipt as codes show them: which are missing in a day's run, and which codes cannot be read so.

What a gap is stands in ``data_access.load.deriving_rows``, which finds them when dossiers are loaded.
"""

from __future__ import annotations

from sqlalchemy import select

from data_access import tables
from measures.sets import d

gaps = tables.receipt_gap
GAP, ODD_CODE = gaps.name, "odd_code"
# One row a code of another shape, by the day of submission.
odd_codes = (
    select(d.c.receiving_unit_id.label("unit_id"), d.c.dossier_code, d.c.applied_on)
    .where(d.c.numbered_on.is_(None), d.c.applied_on.is_not(None))
    .subquery(ODD_CODE)
)
