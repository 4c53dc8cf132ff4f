-- The tables of the first layout (release 0.1.0) as that version of the program made them, with a little in them.
CREATE TABLE unit (
    unit_id TEXT NOT NULL, official_code TEXT, name TEXT NOT NULL, short_name TEXT NOT NULL, kind TEXT NOT
    NULL, number INTEGER, parent_id TEXT, valid_from DATE, valid_to DATE, successor_id TEXT, population
    INTEGER, tile_row INTEGER, tile_column INTEGER
);
CREATE TABLE procedure (
    procedure_id TEXT NOT NULL, name TEXT NOT NULL, field TEXT NOT NULL, level TEXT NOT NULL, days INTEGER,
    working_days BOOLEAN, certification BOOLEAN NOT NULL
);
CREATE TABLE procedure_online_level (
    procedure_id TEXT NOT NULL, valid_from DATE NOT NULL, valid_to DATE, level SMALLINT NOT NULL
);
CREATE TABLE calendar (
    day DATE NOT NULL, working BOOLEAN NOT NULL, working_number INTEGER NOT NULL, due_day DATE NOT NULL
);
CREATE TABLE dossier (
    dossier_code TEXT NOT NULL, receiving_unit_id TEXT NOT NULL, resolving_unit_id TEXT NOT NULL, area_unit_id
    TEXT, procedure_id TEXT NOT NULL, field TEXT NOT NULL, certification BOOLEAN NOT NULL, channel SMALLINT
    NOT NULL, status SMALLINT NOT NULL, submitted_at TIMESTAMP WITHOUT TIME ZONE, received_at TIMESTAMP
    WITHOUT TIME ZONE, exported_due_at TIMESTAMP WITHOUT TIME ZONE, finished_at TIMESTAMP WITHOUT TIME ZONE,
    ended_at TIMESTAMP WITHOUT TIME ZONE, returned_at TIMESTAMP WITHOUT TIME ZONE, load_id INTEGER NOT NULL,
    accepted BOOLEAN NOT NULL, applied_on DATE, received_on DATE, received_month DATE, received_number
    INTEGER, finished_on DATE, finished_month DATE, finished_number INTEGER, ended_on DATE, left_on DATE,
    left_month DATE, returned_on DATE, finish_unknown BOOLEAN NOT NULL, intake_due_at TIMESTAMP WITHOUT TIME
    ZONE, intake_due_on DATE, supplements SMALLINT NOT NULL, paused_after_breach BOOLEAN NOT NULL,
    due_computed BOOLEAN NOT NULL, first_due DATE, first_due_month DATE, in_first_cohort BOOLEAN NOT NULL,
    breached_first BOOLEAN NOT NULL, in_first_cohort_instant BOOLEAN NOT NULL, breached_first_instant BOOLEAN
    NOT NULL, due DATE, due_at TIMESTAMP WITHOUT TIME ZONE, due_month DATE, due_number INTEGER, promised_on
    DATE, in_cohort BOOLEAN NOT NULL, breached BOOLEAN NOT NULL, before_due BOOLEAN NOT NULL, days_late
    INTEGER, first_letter_on DATE, due_instant DATE, due_at_instant TIMESTAMP WITHOUT TIME ZONE,
    due_month_instant DATE, due_number_instant INTEGER, promised_on_instant DATE, in_cohort_instant BOOLEAN
    NOT NULL, breached_instant BOOLEAN NOT NULL, before_due_instant BOOLEAN NOT NULL, days_late_instant
    INTEGER, first_letter_on_instant DATE, stage TEXT, holder_unit_id TEXT
);
CREATE TABLE due_move (
    dossier_code TEXT NOT NULL, set_at TIMESTAMP WITHOUT TIME ZONE NOT NULL, old_due_at TIMESTAMP WITHOUT TIME
    ZONE NOT NULL, due_at TIMESTAMP WITHOUT TIME ZONE NOT NULL, reason TEXT NOT NULL, origin TEXT NOT NULL
);
CREATE TABLE promise (
    dossier_code TEXT NOT NULL, promise_no INTEGER NOT NULL, due DATE NOT NULL, due_at TIMESTAMP WITHOUT TIME
    ZONE NOT NULL, raw_due_at TIMESTAMP WITHOUT TIME ZONE NOT NULL, due_number INTEGER NOT NULL, set_at
    TIMESTAMP WITHOUT TIME ZONE NOT NULL, set_on DATE NOT NULL, replaced_on DATE, replaced_at TIMESTAMP
    WITHOUT TIME ZONE, reason TEXT NOT NULL, origin TEXT NOT NULL
);
CREATE TABLE pause (
    dossier_code TEXT NOT NULL, started_at TIMESTAMP WITHOUT TIME ZONE NOT NULL, resumed_at TIMESTAMP WITHOUT
    TIME ZONE, reason TEXT NOT NULL, origin TEXT NOT NULL, started_on DATE, closed_at TIMESTAMP WITHOUT TIME
    ZONE, closed_on DATE
);
CREATE TABLE step (
    dossier_code TEXT NOT NULL, step_no INTEGER NOT NULL, receiving_unit_id TEXT NOT NULL, stage TEXT NOT
    NULL, holder_unit_id TEXT NOT NULL, started_at TIMESTAMP WITHOUT TIME ZONE NOT NULL, due_at TIMESTAMP
    WITHOUT TIME ZONE, finished_at TIMESTAMP WITHOUT TIME ZONE
);
CREATE TABLE letter (
    dossier_code TEXT NOT NULL, letter_no TEXT NOT NULL, receiving_unit_id TEXT NOT NULL, resolving_unit_id
    TEXT NOT NULL, drafted_on DATE, issued_on DATE, new_due_on DATE, has_applicant BOOLEAN NOT NULL, has_type
    BOOLEAN NOT NULL, has_receipt_number BOOLEAN NOT NULL, has_state BOOLEAN NOT NULL, has_reason BOOLEAN NOT
    NULL, has_next_date BOOLEAN NOT NULL, has_apology BOOLEAN NOT NULL, signed_by_head BOOLEAN NOT NULL
);
CREATE TABLE load (
    load_id INTEGER NOT NULL, started_at TIMESTAMP WITHOUT TIME ZONE NOT NULL, mapping TEXT NOT NULL, profile
    TEXT NOT NULL, sample BOOLEAN NOT NULL, cut_off DATE, rows_read INTEGER NOT NULL, rows_new INTEGER NOT
    NULL, rows_changed INTEGER NOT NULL, rows_unchanged INTEGER NOT NULL, rows_refused INTEGER NOT NULL
);
CREATE TABLE load_file (
    load_id INTEGER NOT NULL, file_no INTEGER NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL, sha256 TEXT
    NOT NULL, rows_read INTEGER NOT NULL, rows_new INTEGER NOT NULL, rows_changed INTEGER NOT NULL,
    rows_unchanged INTEGER NOT NULL, rows_refused INTEGER NOT NULL, columns_left_out TEXT NOT NULL
);
CREATE TABLE rejected_row (
    load_id INTEGER NOT NULL, file_no INTEGER NOT NULL, row_no INTEGER NOT NULL, reasons TEXT NOT NULL,
    row_values TEXT NOT NULL
);
CREATE TABLE source_cut_off (
    unit_id TEXT NOT NULL, last_complete_day DATE NOT NULL, last_complete_number INTEGER NOT NULL, soon_until
    DATE NOT NULL, basis TEXT NOT NULL, load_id INTEGER NOT NULL
);
INSERT INTO pause (dossier_code, started_at, reason, origin) VALUES ('H-1', '2020-06-01', 'payment', 'source');
INSERT INTO load_file VALUES (1, 1, 'old.csv', 'dossier', '0a', 5, 5, 0, 0, 0, 'Họ tên');
