"""The manifest's tables, and how one of an earlier version is brought to this one."""

import sqlite3
from pathlib import Path

SCHEMA_VERSION = "5"

_TABLES = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE letters (
    digest TEXT PRIMARY KEY, letter_key TEXT NOT NULL UNIQUE, pipeline TEXT NOT NULL,
    reason TEXT NOT NULL DEFAULT '', reference TEXT, content TEXT NOT NULL DEFAULT '',
    decided TEXT NOT NULL DEFAULT '', effective TEXT NOT NULL DEFAULT '',
    file TEXT NOT NULL DEFAULT '', part INTEGER NOT NULL DEFAULT 1);
CREATE INDEX letters_by_reference ON letters (reference);
CREATE TABLE files (
    locator BLOB NOT NULL, digest TEXT NOT NULL, name TEXT NOT NULL, relative TEXT NOT NULL,
    PRIMARY KEY (locator, digest));
CREATE INDEX files_by_digest ON files (digest);
CREATE INDEX files_by_name ON files (name);
CREATE INDEX files_by_relative ON files (relative);
CREATE TABLE refs (reference TEXT PRIMARY KEY, subject TEXT NOT NULL UNIQUE);
CREATE TABLE parts (part TEXT PRIMARY KEY, month TEXT NOT NULL);
CREATE TABLE index_values (
    key TEXT NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL,
    PRIMARY KEY (key, kind, name));
"""
# The latest letter of each case. Few cases have several, and only those are put in order.
_CURRENT = """
CREATE VIEW current_letters AS
    WITH several AS (
        SELECT reference FROM letters WHERE reference IS NOT NULL GROUP BY reference HAVING count(*) > 1)
    SELECT digest, letter_key, reference, content, decided, pipeline FROM letters
        WHERE reason = '' AND reference NOT IN several
    UNION ALL
    SELECT digest, letter_key, reference, content, decided, pipeline FROM (
        SELECT letters.*, ROW_NUMBER() OVER (
            PARTITION BY reference ORDER BY effective DESC, content, digest) AS place
        FROM letters WHERE reason = '' AND reference IN several)
    WHERE place = 1;
"""
# A file that holds several letters has a row for each: `file` is the file's digest, `digest` the letter's.
_VIEWS = f"""
CREATE INDEX letters_by_file ON letters (file);
CREATE VIEW indexed AS
    SELECT l.digest, l.reference, l.content, i.key, i.kind, i.name, i.value, 0 AS by_case
        FROM index_values i JOIN files f ON f.name = i.key OR f.relative = i.key
        JOIN letters l ON l.file = f.digest WHERE l.reference IS NOT NULL
    UNION ALL
    SELECT l.digest, l.reference, l.content, i.key, i.kind, i.name, i.value, 1
        FROM index_values i JOIN refs r ON r.subject = 'case:' || upper(i.key)
        JOIN letters l ON l.reference = r.reference;
{_CURRENT}"""  # noqa: S608 - no input in it
# From version 1, in which every file held one letter.
_FROM_1 = f"""
BEGIN;
DROP VIEW indexed;
DROP VIEW current_letters;
ALTER TABLE letters ADD COLUMN file TEXT NOT NULL DEFAULT '';
ALTER TABLE letters ADD COLUMN part INTEGER NOT NULL DEFAULT 1;
UPDATE letters SET file = digest;
{_VIEWS}
UPDATE meta SET value = '2' WHERE name = 'schema';
COMMIT;
"""  # noqa: S608 - no input in it
# What the gate withheld, and which control letters went through. The words are as good as PHI.
_CHECKS = """
CREATE TABLE withheld (
    letter_key TEXT NOT NULL, recognizer TEXT NOT NULL, entity_type TEXT NOT NULL, token TEXT NOT NULL,
    count INTEGER NOT NULL, PRIMARY KEY (letter_key, recognizer, entity_type, token)) WITHOUT ROWID;
CREATE TRIGGER letters_gone AFTER DELETE ON letters BEGIN
    DELETE FROM withheld WHERE letter_key = old.letter_key;
END;
CREATE TABLE controls (
    pipeline TEXT NOT NULL, number INTEGER NOT NULL, planted INTEGER NOT NULL,
    PRIMARY KEY (pipeline, number)) WITHOUT ROWID;
"""
# From version 2, in which there was no gate.
_FROM_2 = f"""
BEGIN;
{_CHECKS}
UPDATE meta SET value = '3' WHERE name = 'schema';
COMMIT;
"""  # noqa: S608 - no input in it
# From version 3, in which all letters were put in order.
_FROM_3 = f"""
BEGIN;
DROP VIEW current_letters;
{_CURRENT}
UPDATE meta SET value = '4' WHERE name = 'schema';
COMMIT;
"""  # noqa: S608 - no input in it
# What was released. Nothing here ever changes.
_LEDGER = """
CREATE TABLE releases (
    number INTEGER PRIMARY KEY, kind TEXT NOT NULL, label TEXT NOT NULL, period TEXT NOT NULL,
    recorded TEXT NOT NULL, months TEXT NOT NULL, content BLOB NOT NULL, snapshot TEXT NOT NULL,
    previous TEXT NOT NULL, digest TEXT NOT NULL);
CREATE TRIGGER releases_unchanged BEFORE UPDATE ON releases BEGIN
    SELECT RAISE(ABORT, 'the ledger is append-only');
END;
CREATE TRIGGER releases_kept BEFORE DELETE ON releases BEGIN
    SELECT RAISE(ABORT, 'the ledger is append-only');
END;
"""
# From version 4, in which there was no ledger.
_FROM_4 = f"""
BEGIN;
{_LEDGER}
UPDATE meta SET value = '5' WHERE name = 'schema';
COMMIT;
"""  # noqa: S608 - no input in it
_UPGRADES = {"1": _FROM_1, "2": _FROM_2, "3": _FROM_3, "4": _FROM_4}


def connect(file: Path, kind: str) -> sqlite3.Connection:
    """Open the manifest, making it (whole, readable by its owner alone) when it is not there.

    One of an earlier version is brought to this one.
    """
    if not file.exists():
        aside = file.with_suffix(".aside")
        aside.unlink(missing_ok=True)
        aside.touch(mode=0o600)
        fresh = sqlite3.connect(aside)
        fresh.executescript(_TABLES + _VIEWS + _CHECKS + _LEDGER)
        fresh.executemany("INSERT INTO meta VALUES (?, ?)", [("schema", SCHEMA_VERSION), ("kind", kind)])
        fresh.commit()
        fresh.close()
        aside.rename(file)
    connection = sqlite3.connect(file)
    # What is deleted is overwritten; a row that is replaced takes with it what hangs on it.
    connection.executescript("PRAGMA secure_delete = ON; PRAGMA recursive_triggers = ON;")
    while upgrade := _UPGRADES.get(_version(connection)):
        connection.executescript(upgrade)
    return connection


def _version(connection: sqlite3.Connection) -> str:
    (version,) = connection.execute("SELECT value FROM meta WHERE name = 'schema'").fetchone() or ("",)
    return str(version)
