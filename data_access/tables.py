"""Every table of the store, declared here and nowhere else; nothing is reflected from a database.

Columns under "stored answers" do not depend on who asks or for which period: the loader works them out once
(``data_access/load/deriving.py``), so that a page only counts. Each lateness answer exists twice, for the rule
``day`` (calendar dates, the official rule) and, with the suffix ``_instant``, for sources that compare clock times.
Times are local (Asia/Ho_Chi_Minh) without zone. Codes of status and channel are those of COUNTING's section 1
(``docs/glossary.md``). No column holds a name, phone, address, ID number, birth date or free text.
"""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Date, DateTime, Integer, MetaData, SmallInteger, Table, Text, false

metadata = MetaData()
DUE_SOON_DAYS = 3
LAYOUT = 5  # of these tables; a change of theirs gives it the next number ("python -m data_access upgrade")

layout = Table(
    "layout",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False, comment="LAYOUT when it was written; one row"),
)

unit = Table(
    "unit",
    metadata,
    Column("unit_id", Text, primary_key=True, comment="ours, never reused: an official code can be"),
    Column("official_code", Text),
    Column("name", Text, nullable=False),
    Column("short_name", Text, nullable=False, comment="for tiles and tight columns: P.10"),
    Column("kind", Text, nullable=False, comment="ward, desk, department, land_branch, outside, district or city"),
    Column("number", Integer, comment="wards sort by number, never as text"),
    Column("parent_id", Text),
    Column("valid_from", Date),
    Column("valid_to", Date, comment="last day of the unit; empty = still exists"),
    Column("successor_id", Text),
    Column("population", Integer),
    Column("tile_row", Integer, comment="place on the tile map, row 0 = north"),
    Column("tile_column", Integer),
)

standing = Table(
    "standing",
    metadata,
    Column("unit_id", Text, primary_key=True),
    Column("stands_from", Date, primary_key=True),
    Column("stands_until", Date, nullable=False, comment="last day"),
    Column("stands_as", Text, nullable=False, comment="the unit that carries it in these days: itself or a successor"),
)

procedure = Table(
    "procedure",
    metadata,
    Column("procedure_id", Text, primary_key=True, comment="national code, e.g. 1.001193"),
    Column("name", Text, nullable=False),
    Column("field", Text, nullable=False),
    Column("level", Text, nullable=False, comment="ward, district or land_branch"),
    Column("days", Integer, comment="time limit; 0 = same day (before 15:00)"),
    Column("working_days", Boolean, comment="the limit counts working days, not calendar days"),
    Column("certification", Boolean, nullable=False, comment="same-day certification (chứng thực)"),
)

procedure_online_level = Table(
    "procedure_online_level",
    metadata,
    Column("procedure_id", Text, primary_key=True),
    Column("valid_from", Date, primary_key=True),
    Column("valid_to", Date, comment="last day; empty = still so"),
    Column("level", SmallInteger, nullable=False, comment="2, 3 or 4; offered online = 3 or 4"),
)

calendar = Table(
    "calendar",
    metadata,
    Column("day", Date, primary_key=True),
    Column("working", Boolean, nullable=False),
    Column("working_number", Integer, nullable=False, comment="working days up to and including this day"),
    Column("due_day", Date, nullable=False, comment="this day, or the next working day if it is a day off"),
)

dossier = Table(
    "dossier",
    metadata,
    # As the source tells it.
    Column("dossier_code", Text, primary_key=True),
    Column("receiving_unit_id", Text, nullable=False, comment="also the source unit: whose export tells of it"),
    Column("resolving_unit_id", Text, nullable=False, comment="whose duty the apology letter is"),
    Column("area_unit_id", Text, comment="ward of the person or parcel"),
    Column("procedure_id", Text, nullable=False),
    Column("field", Text, nullable=False, comment="copied from the procedure"),
    Column("certification", Boolean, nullable=False, comment="copied from the procedure"),
    Column("channel", SmallInteger, nullable=False),
    Column("status", SmallInteger, nullable=False),
    Column("submitted_at", DateTime),
    Column("received_at", DateTime),
    Column("exported_due_at", DateTime, comment="the last due date the source shows, not rolled"),
    Column("finished_at", DateTime),
    Column("ended_at", DateTime, comment="withdrawn or stopped (status 7, 8)"),
    Column("returned_at", DateTime),
    Column("load_id", Integer, nullable=False, comment="the load that last changed the row"),
    # Stored answers.
    Column("accepted", Boolean, nullable=False, comment="not status 1 or 3: counted outside the intake measures"),
    Column("applied_on", Date, comment="submitted, else received"),
    Column("numbered_on", Date, comment="the day in a code like 775.10.H29-200518-0012; empty where it tells none"),
    Column("received_on", Date),
    Column("received_month", Date, comment="first day of the month"),
    Column("received_number", Integer, comment="working-day number (calendar.working_number)"),
    Column("finished_on", Date),
    Column("finished_month", Date),
    Column("finished_number", Integer),
    Column("ended_on", Date),
    Column("left_on", Date, comment="finished or ended"),
    Column("left_month", Date),
    Column("returned_on", Date),
    Column("finish_unknown", Boolean, nullable=False, comment="finished or collected, but the day is not known"),
    Column("intake_due_at", DateTime, comment="online: when the 8 working hours for acceptance are over"),
    Column("intake_due_on", Date),
    Column(
        "offered_online",
        Boolean,
        nullable=False,
        server_default=false(),
        comment="the procedure was offered online (level 3 or 4) on the day of reception",
    ),
    Column("second_letter_on", Date, comment="the second apology letter issued, for whatever promise"),
    Column("supplements", SmallInteger, nullable=False, comment="how often a supplement was asked for"),
    Column("paused_after_breach", Boolean, nullable=False),
    Column("due_computed", Boolean, nullable=False, comment="hạn tự tính: the deciding date follows from a pause"),
    Column("first_due", Date, comment="first promise, rolled to a working day"),
    Column("first_due_month", Date),
    Column("in_first_cohort", Boolean, nullable=False),
    Column("breached_first", Boolean, nullable=False),
    Column("in_first_cohort_instant", Boolean, nullable=False),
    Column("breached_first_instant", Boolean, nullable=False),
    *(
        column
        for rule in ("", "_instant")
        for column in (
            Column(f"due{rule}", Date, comment="day of the deciding promise, rolled to a working day"),
            Column(f"due_at{rule}", DateTime, comment="its clock time; end of the day where the source gives none"),
            Column(f"due_month{rule}", Date),
            Column(f"due_number{rule}", Integer),
            Column(f"promised_on{rule}", Date, comment="the day the deciding promise was set"),
            Column(f"in_cohort{rule}", Boolean, nullable=False, comment="belongs to C in the period of its due day"),
            Column(f"breached{rule}", Boolean, nullable=False, comment="not finished on or before due"),
            Column(f"before_due{rule}", Boolean, nullable=False, comment="finished before due (E)"),
            Column(f"days_late{rule}", Integer, comment="working days from due to finish, where finished late"),
            Column(f"first_letter_on{rule}", Date, comment="first letter issued for the deciding promise"),
            Column(f"letter_complete{rule}", Boolean, comment="it has all seven contents and is signed by the head"),
            Column(f"letter_eve{rule}", Date, comment="the last working day before due; only where there is a letter"),
            Column(f"letter_new_due{rule}", Date, comment="the date that letter names, rolled; later than due"),
            Column(f"letter_drafted_on{rule}", Date, comment="first draft for the deciding promise"),
        )
    ),
    Column("stage", Text, comment="of the step not finished yet"),
    Column("holder_unit_id", Text, comment="who holds it now"),
)

due_move = Table(
    "due_move",
    metadata,
    Column("dossier_code", Text, primary_key=True),
    Column("set_at", DateTime, primary_key=True),
    Column("old_due_at", DateTime, nullable=False),
    Column("due_at", DateTime, nullable=False),
    Column("reason", Text, nullable=False, comment="supplement, payment or other"),
    Column("origin", Text, nullable=False, comment="source, or observed between two loads"),
)

promise = Table(
    "promise",
    metadata,
    Column("dossier_code", Text, primary_key=True),
    Column("promise_no", Integer, primary_key=True, comment="1 = first; in the order they were set"),
    Column("due", Date, nullable=False, comment="rolled to a working day"),
    Column("due_at", DateTime, nullable=False, comment="rolled; end of the day where the source gives no time"),
    Column("raw_due_at", DateTime, nullable=False, comment="as the source wrote it"),
    Column("due_number", Integer, nullable=False, comment="working-day number of due"),
    Column("set_at", DateTime, nullable=False),
    Column("set_on", Date, nullable=False, comment="valid from"),
    Column("replaced_on", Date, comment="valid to, not included; empty = last one"),
    Column("replaced_at", DateTime),
    Column("reason", Text, nullable=False, comment="first, supplement, payment, other or pause"),
    Column("origin", Text, nullable=False, comment="source, observed (seen between two loads) or computed"),
)

pause = Table(
    "pause",
    metadata,
    Column("dossier_code", Text, primary_key=True),
    Column("started_at", DateTime, primary_key=True),
    Column("resumed_at", DateTime, comment="as the source wrote it"),
    Column("reason", Text, nullable=False, comment="supplement (status 5) or payment (status 6)"),
    Column("origin", Text, nullable=False, comment="source or observed"),
    Column("started_on", Date, comment="stored answer"),
    Column("closed_at", DateTime, comment="resumed, the next pause, or the day the dossier left: the first of them"),
    Column("closed_on", Date, comment="not included"),
)

step = Table(
    "step",
    metadata,
    Column("dossier_code", Text, primary_key=True),
    Column("step_no", Integer, primary_key=True),
    Column("receiving_unit_id", Text, nullable=False, comment="copied from the dossier, so that joins stay local"),
    Column("stage", Text, nullable=False),
    Column("holder_unit_id", Text, nullable=False),
    Column("started_at", DateTime, nullable=False),
    Column("due_at", DateTime),
    Column("finished_at", DateTime),
    # Stored answers; a number is the working-day number of the day.
    Column("resolving_unit_id", Text, comment="copied from the dossier, too"),
    Column("started_on", Date),
    Column("started_number", Integer, comment="empty where the calendar does not know the day"),
    Column("due_on", Date, comment="rolled to a working day"),
    Column("due_number", Integer),
    Column("finished_on", Date),
    Column("finished_number", Integer),
)

# A stored answer: numbers of receipt that no dossier has, a row each run of them (``load/deriving_rows.py``).
receipt_gap = Table(
    "receipt_gap",
    metadata,
    Column("unit_id", Text, primary_key=True, comment="who received the dossier that follows the gap"),
    Column("numbered_on", Date, primary_key=True),
    Column("prefix", Text, primary_key=True),
    Column("first_missing", Integer, primary_key=True),
    Column("last_missing", Integer, nullable=False),
    Column("missing", Integer, nullable=False, comment="how many"),
)

letter = Table(
    "letter",
    metadata,
    Column("dossier_code", Text, primary_key=True),
    Column("letter_no", Text, primary_key=True, comment="the number it was filed under"),
    Column("receiving_unit_id", Text, nullable=False),
    Column("resolving_unit_id", Text, nullable=False),
    Column("drafted_on", Date),
    Column("issued_on", Date, comment="empty = a draft, which is no letter"),
    Column("new_due_on", Date, comment="the date the letter names; it sets no promise"),
    *(
        Column(f"has_{content}", Boolean, nullable=False)
        for content in ("applicant", "type", "receipt_number", "state", "reason", "next_date", "apology")
    ),
    Column("signed_by_head", Boolean, nullable=False),
)

# What the order of 2020 asks for beside dossiers: told in forms of their own, in no dossier's row. ``unit_id`` is the
# unit first observed, as everywhere.
posting = Table(
    "posting",
    metadata,
    Column("unit_id", Text, primary_key=True, comment="whose desk and web page must show the procedure"),
    Column("procedure_id", Text, primary_key=True),
    Column("announced_on", Date, primary_key=True, comment="this version of the procedure was announced"),
    Column("desk_posted_on", Date),
    Column("web_posted_on", Date),
    Column("removed_on", Date, comment="taken down, at the desk and on the web"),
    Column("is_complete", Boolean, nullable=False, comment="all parts of the procedure are posted"),
    Column("is_correct", Boolean, nullable=False, comment="the content is that of the announcement"),
    Column("is_in_form", Boolean, nullable=False, comment="posted in the form that is prescribed"),
)

paper_demand = Table(
    "paper_demand",
    metadata,
    Column("dossier_code", Text, primary_key=True),
    Column("demand_no", Integer, primary_key=True),
    Column("demanded_on", Date, nullable=False),
    Column("paper", Text, nullable=False, comment="kind of paper, one of the mapping's list"),
    Column("is_beyond_list", Boolean, nullable=False, comment="not among the papers the procedure lists"),
    Column("is_certified_copy", Boolean, nullable=False),
    Column("is_plain_enough", Boolean, nullable=False, comment="a plain copy with the original shown would do"),
    Column("receiving_unit_id", Text, comment="stored answer: copied from the dossier, so that joins stay local"),
)

staff = Table(
    "staff",
    metadata,
    Column("unit_id", Text, primary_key=True, comment="whose desk"),
    Column("staff_no", Integer, primary_key=True, comment="a number within the unit; never a name"),
    Column("started_on", Date, primary_key=True, comment="first day of this term at the desk"),
    Column("left_on", Date, comment="last day of the term"),
    Column("counter_no", Integer),
    Column("meets_grade", Boolean, nullable=False),
    Column("meets_experience", Boolean, nullable=False),
    Column("meets_performance", Boolean, nullable=False),
    Column("meets_conduct", Boolean, nullable=False),
)

inspection = Table(
    "inspection",
    metadata,
    Column("inspection_no", Text, primary_key=True),
    Column("unit_id", Text, nullable=False, comment="the unit inspected"),
    Column("planned_on", Date, nullable=False),
    Column("done_on", Date),
)

finding = Table(
    "finding",
    metadata,
    Column("inspection_no", Text, primary_key=True),
    Column("finding_no", Integer, primary_key=True),
    Column("unit_id", Text, nullable=False, comment="the unit inspected"),
    Column("finding_kind", Text, nullable=False, comment="one of the mapping's list"),
    Column("found_on", Date, nullable=False),
    Column("remedy_due_on", Date),
    Column("remedied_on", Date),
)

assistance = Table(
    "assistance",
    metadata,
    Column("unit_id", Text, primary_key=True),
    Column("event_no", Text, primary_key=True),
    Column("held_on", Date, nullable=False, comment="of help at the desk: the last day of the count"),
    Column("form", Text, nullable=False, comment="desk (helped to submit online) or event (outreach)"),
    Column("people", Integer, nullable=False),
)

portal_dossier = Table(
    "portal_dossier",
    metadata,
    Column("dossier_code", Text, primary_key=True, comment="as on the national portal; ours may not know it"),
    Column("unit_id", Text, nullable=False),
    Column("listed_on", Date, nullable=False, comment="the day of the portal's list"),
    Column("status", SmallInteger, nullable=False),
    Column("due_at", DateTime),
    Column("finished_at", DateTime),
)

load = Table(
    "load",
    metadata,
    Column("load_id", Integer, primary_key=True, autoincrement=False),
    Column("started_at", DateTime, nullable=False),
    Column("mapping", Text, nullable=False),
    Column("profile", Text, nullable=False),
    Column("sample", Boolean, nullable=False, comment="invented data: shown on every screen"),
    Column("cut_off", Date, comment="newest complete day of any source unit after this load"),
    Column("rows_read", Integer, nullable=False),
    Column("rows_new", Integer, nullable=False),
    Column("rows_changed", Integer, nullable=False),
    Column("rows_unchanged", Integer, nullable=False),
    Column("rows_refused", Integer, nullable=False),
)

load_file = Table(
    "load_file",
    metadata,
    Column("load_id", Integer, primary_key=True, autoincrement=False),
    Column("file_no", Integer, primary_key=True, autoincrement=False),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False, comment="kind of row, as in load/mapping.py"),
    Column("sha256", Text, nullable=False),
    Column("rows_read", Integer, nullable=False),
    Column("rows_new", Integer, nullable=False),
    Column("rows_changed", Integer, nullable=False),
    Column("rows_unchanged", Integer, nullable=False),
    Column("rows_refused", Integer, nullable=False),
    Column("columns_left_out", Text, nullable=False, comment="headers the mapping does not name; never read"),
    Column(
        "columns_personal",
        Text,
        nullable=False,
        server_default="",
        comment="of these, the ones that look like personal data",
    ),
)

rejected_row = Table(
    "rejected_row",
    metadata,
    Column("load_id", Integer, primary_key=True, autoincrement=False),
    Column("file_no", Integer, primary_key=True, autoincrement=False),
    Column("row_no", Integer, primary_key=True, autoincrement=False, comment="as a spreadsheet shows it; header = 1"),
    Column("reasons", Text, nullable=False, comment="codes, separated by spaces (load/reasons.py)"),
    Column("row_values", Text, nullable=False, comment="the mapped columns as read, JSON; others are never read"),
)

source_cut_off = Table(
    "source_cut_off",
    metadata,
    Column("unit_id", Text, primary_key=True, comment="source unit = receiving unit"),
    Column("last_complete_day", Date, nullable=False),
    Column("last_complete_number", Integer, nullable=False, comment="its working-day number"),
    Column("soon_until", Date, nullable=False, comment="the third working day after it: what is due soon"),
    Column("basis", Text, nullable=False, comment="export_time, given, newest_event or successor"),
    Column("load_id", Integer, nullable=False),
)
