"""A made-up district whose exports look like those of a one-stop system: the same seed writes the same bytes.

Everything is invented: no person stands behind a dossier, and every dossier row says so in "Ghi chú hệ thống".
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
from pyarrow import csv

from .arrivals import draw_arrivals
from .clock import Clock
from .desks import write_desks
from .dirt import Tables, soil_tables
from .facts import Facts, read_facts
from .letters import write_letters
from .outcomes import as_exported, settle
from .papers import write_demands
from .portal import portal_table
from .promises import known_moves, known_pauses, make_promises
from .steps import write_steps
from .tables import demand_table, dossier_codes, dossier_table, letter_table, move_table, pause_table, step_table

# Share of the district's real volume: about 550,000 and about 6,000 dossiers in 30 months.
SIZES = {"full": 1.0, "small": 0.011}
BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def write_exports(folder: Path, size: str = "full", seed: int = 2021) -> list[Path]:
    """Write all export files of the made-up district (01/2018 to 30/06/2020) into ``folder``; returns their paths."""
    # One stream of chance for each part: a change in one leaves the others as they were.
    chance = [np.random.default_rng(part) for part in np.random.SeedSequence(seed).spawn(8)]
    facts, clock = read_facts(), Clock()
    frame = draw_arrivals(chance[0], facts, clock, SIZES[size])
    promises = make_promises(chance[1], frame, clock)
    settle(chance[2], facts, frame, promises, clock)
    cut, left = frame["exported"].to_numpy(), frame["left"].to_numpy()
    pauses = known_pauses(promises, cut, left)
    as_exported(chance[3], frame, promises, pauses)
    codes = dossier_codes(facts, frame)
    others = {
        "hen-tra.csv": move_table(codes, known_moves(promises, cut, left)),
        "tam-dung.csv": pause_table(codes, pauses),
        "buoc-xu-ly.csv": step_table(facts, codes, write_steps(chance[4], facts, frame, promises, clock)),
        "thu-xin-loi.csv": letter_table(facts, codes, write_letters(chance[5], frame, promises, clock)),
    }
    dossiers = dossier_tables(facts, frame, codes)
    soil_tables(chance[6], dossiers, others, thorough=size == "full")
    others["giay-to.csv"] = demand_table(codes, write_demands(chance[7], facts, frame, clock))
    others["danh-sach-cong-quoc-gia.csv"] = portal_table(seed, facts, frame, codes, clock)
    return write_files(folder, dossiers | others | write_desks(seed, facts))


def dossier_tables(facts: Facts, frame: pd.DataFrame, codes: pa.Array) -> Tables:
    """One table for each receiving unit, in the order of the codes."""
    tables = {}
    for position, unit_id in enumerate(facts.units["unit_id"]):
        rows = np.flatnonzero(frame["unit"] == position)
        if not rows.size:
            continue
        own = codes.take(pa.array(rows))
        order = np.argsort(np.asarray(own, dtype=str), kind="stable")
        own = own.take(pa.array(order))
        tables[f"ho-so_{unit_id}.csv"] = dossier_table(facts, frame.iloc[rows[order]], own, position)
    return tables


def write_files(folder: Path, tables: Tables) -> list[Path]:
    """Write the tables as UTF-8; every second file starts with the byte-order mark, as spreadsheets leave it."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for position, (name, table) in enumerate(tables.items()):
        path = folder / name
        with path.open("wb") as file:
            if position % 2 == 0:
                file.write(BYTE_ORDER_MARK)
            file.write((",".join(table.column_names) + "\n").encode())
            csv.write_csv(table, file, csv.WriteOptions(include_header=False, quoting_style="needed"))
        paths.append(path)
    return paths
