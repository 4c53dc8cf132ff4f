"""What the national portal shows of the dossiers of June 2020, for some wards: mostly what they exported themselves.

Now and then the portal lags behind, shows another day, or a dossier that no export knows. Of one ward the list is newer
than its own export: such lists cannot be compared yet. Its own stream of chance leaves everything else as it was.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from .clock import DAY, NEVER, Clock, day_number
from .facts import Facts
from .tables import STATUSES, choose, dates

LISTED = ("p01", "p03", "p04", "p06", "p08", "p10", "p12", "p13")  # p03 exported last on 26/06
FIRST_DAY, LISTED_ON = day_number("2020-06-01"), day_number("2020-06-30")
BEHIND, OTHER_DUE, OTHER_FINISH, UNKNOWN = 0.02, 0.012, 0.01, 0.005
BEHIND_TIMES = {"p12": 4.0}
UNDER_WAY, DONE = 4, (9, 10)


def portal_table(seed: int, facts: Facts, frame: pd.DataFrame, codes: pa.Array, clock: Clock) -> pa.Table:
    """The list of 30/06/2020, one row a dossier."""
    rng = np.random.default_rng([seed, 9])
    unit = facts.units["unit_id"]
    listed = unit.isin(LISTED).to_numpy()[frame["unit"]] & ~frame["certification"].to_numpy()
    came = frame["seen_received"].to_numpy() // DAY
    rows = np.flatnonzero(listed & (came >= FIRST_DAY) & (came <= LISTED_ON))
    status, due = frame["status"].to_numpy()[rows].copy(), frame["seen_due"].to_numpy()[rows]
    finished = frame["seen_finished"].to_numpy()[rows]
    due, finished = (np.where(moment == NEVER, NEVER, moment // DAY) for moment in (due, finished))
    times = unit.map(BEHIND_TIMES).fillna(1.0).to_numpy()[frame["unit"].to_numpy()[rows]]
    done = np.isin(status, DONE)
    behind = done & (rng.random(rows.size) < BEHIND * times)
    status[behind], finished[behind] = UNDER_WAY, NEVER
    moved = (due != NEVER) & (rng.random(rows.size) < OTHER_DUE)
    due[moved] = clock.add_working(due[moved], rng.integers(1, 4, moved.sum()))
    later = (finished != NEVER) & (finished < LISTED_ON) & (rng.random(rows.size) < OTHER_FINISH)
    finished[later] += 1
    names = [f"UBND {name}" for name in facts.units["name"]]
    return pa.table(
        {
            "Mã hồ sơ trên Cổng quốc gia": _with_unknown(codes.take(pa.array(rows)), rng.random(rows.size) < UNKNOWN),
            "Đơn vị trên Cổng quốc gia": choose(names, frame["unit"].to_numpy()[rows]),
            "Ngày lấy danh sách": dates(np.full(rows.size, LISTED_ON)),
            "Trạng thái trên Cổng quốc gia": choose(STATUSES, status),
            "Ngày hẹn trả trên Cổng quốc gia": dates(due),
            "Ngày kết thúc trên Cổng quốc gia": dates(finished),
        }
    )


def _with_unknown(codes: pa.Array, unknown: np.ndarray) -> pa.Array:
    """Some codes with a number far beyond those of their day."""
    other = pc.replace_substring_regex(codes, r"-0(\d{3})$", r"-9\1")
    return pc.if_else(pa.array(unknown), other, codes)
