-- The journal, made once: by whoever owns the database, or by the dashboard itself where it may.
SELECT pg_advisory_xact_lock(14002020);  -- two that make it at once would both find it missing
CREATE SCHEMA IF NOT EXISTS journal;
CREATE TABLE IF NOT EXISTS journal.entry (
    number BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at TIMESTAMPTZ NOT NULL,
    who TEXT NOT NULL,
    role TEXT NOT NULL,
    what TEXT NOT NULL,
    details TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS entry_at ON journal.entry (at);
CREATE OR REPLACE FUNCTION journal.refuse() RETURNS trigger LANGUAGE plpgsql AS $refuse$
BEGIN
    RAISE EXCEPTION 'the journal is only added to';
END $refuse$;
CREATE OR REPLACE TRIGGER entry_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON journal.entry
    FOR EACH STATEMENT EXECUTE FUNCTION journal.refuse();
CREATE TABLE IF NOT EXISTS journal.record (
    number BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at TIMESTAMPTZ NOT NULL,
    who TEXT NOT NULL,
    role TEXT NOT NULL,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    body TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS record_subject ON journal.record (kind, subject);
CREATE OR REPLACE TRIGGER record_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON journal.record
    FOR EACH STATEMENT EXECUTE FUNCTION journal.refuse();
