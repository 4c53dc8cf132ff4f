CREATE TABLE IF NOT EXISTS entry (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    at TIMESTAMP NOT NULL,
    who TEXT NOT NULL,
    role TEXT NOT NULL,
    what TEXT NOT NULL,
    details TEXT NOT NULL
);

CREATE TRIGGER IF NOT EXISTS entry_stays BEFORE UPDATE ON entry
BEGIN SELECT RAISE(ABORT, 'the journal is only added to'); END;

CREATE TRIGGER IF NOT EXISTS entry_remains BEFORE DELETE ON entry
BEGIN SELECT RAISE(ABORT, 'the journal is only added to'); END;

CREATE TRIGGER IF NOT EXISTS entry_is_not_replaced BEFORE INSERT ON entry
WHEN EXISTS (SELECT 1 FROM entry WHERE number = NEW.number)
BEGIN SELECT RAISE(ABORT, 'the journal is only added to'); END;

CREATE TABLE IF NOT EXISTS record (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    at TIMESTAMP NOT NULL,
    who TEXT NOT NULL,
    role TEXT NOT NULL,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    body TEXT NOT NULL
);

CREATE TRIGGER IF NOT EXISTS record_stays BEFORE UPDATE ON record
BEGIN SELECT RAISE(ABORT, 'the journal is only added to'); END;

CREATE TRIGGER IF NOT EXISTS record_remains BEFORE DELETE ON record
BEGIN SELECT RAISE(ABORT, 'the journal is only added to'); END;

CREATE TRIGGER IF NOT EXISTS record_is_not_replaced BEFORE INSERT ON record
WHEN EXISTS (SELECT 1 FROM record WHERE number = NEW.number)
BEGIN SELECT RAISE(ABORT, 'the journal is only added to'); END;
