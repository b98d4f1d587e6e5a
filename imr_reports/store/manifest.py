"""What the store knows of each letter: an SQLite file with the private map from case number to reference."""

import secrets
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from imr_reports.records.coded import UnreadReason
from imr_reports.records.index import IndexRow

SCHEMA_VERSION = "1"
# No vowels and no look-alikes: a reference never spells a word and survives a phone call.
_ALPHABET = "23456789BCDFGHJKMNPQRSTVWXZ"

_SCHEMA = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE letters (
    digest TEXT PRIMARY KEY, letter_key TEXT NOT NULL UNIQUE, pipeline TEXT NOT NULL,
    reason TEXT NOT NULL DEFAULT '', reference TEXT, content TEXT NOT NULL DEFAULT '',
    decided TEXT NOT NULL DEFAULT '');
CREATE INDEX letters_by_reference ON letters (reference);
CREATE TABLE files (locator TEXT PRIMARY KEY, name TEXT NOT NULL, digest TEXT NOT NULL);
CREATE INDEX files_by_digest ON files (digest);
CREATE TABLE refs (reference TEXT PRIMARY KEY, subject TEXT NOT NULL UNIQUE);
CREATE TABLE parts (part TEXT PRIMARY KEY, month TEXT NOT NULL);
CREATE TABLE index_values (
    key TEXT NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL,
    PRIMARY KEY (key, kind, name));
CREATE VIEW current_letters AS
    SELECT digest, letter_key, reference, content, decided FROM (
        SELECT letters.*, ROW_NUMBER() OVER (
            PARTITION BY reference ORDER BY decided DESC, content, letters.digest) AS place
        FROM letters WHERE reason = '' AND EXISTS (SELECT 1 FROM files WHERE files.digest = letters.digest))
    WHERE place = 1;
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterOutcome:
    """How reading one letter ended. Private: it may hold the case number.

    Attributes:
        digest: SHA-256 of the file's bytes.
        letter_key: the random key under which a read letter's rows stand in its part.
        reason: why it was not read, None when it was.
        case_number: as in the letter, "" when it has none.
        content: digest of its letters and digits alone, so that the same letter is known again from
            another kind of file.
        decided: stated decision date.
    """

    digest: str
    letter_key: str
    reason: UnreadReason | None = None
    case_number: str = ""
    content: str = ""
    decided: date | None = None


def new_key() -> str:
    """Return a random key of 12 characters, derived from nothing."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(12))


def connect(file: Path) -> sqlite3.Connection:
    """Open the manifest, making it (readable by its owner alone) when it is not there."""
    fresh = not file.exists()
    if fresh:
        file.touch(mode=0o600)
    connection = sqlite3.connect(file)
    if fresh:
        connection.executescript(_SCHEMA)
        connection.execute("INSERT INTO meta VALUES ('schema', ?)", (SCHEMA_VERSION,))
        connection.commit()
    return connection


def reference_for(connection: sqlite3.Connection, subject: str) -> str:
    """Return the reference of a case number or content digest, drawing a random one when it is new."""
    row = connection.execute("SELECT reference FROM refs WHERE subject = ?", (subject,)).fetchone()
    if row:
        return str(row[0])
    while True:
        text = "".join(secrets.choice(_ALPHABET) for _ in range(8))
        reference = f"{text[:4]}-{text[4:]}"
        try:
            connection.execute("INSERT INTO refs VALUES (?, ?)", (reference, subject))
        except sqlite3.IntegrityError:  # drawn before, once in 10 billion
            continue
        return reference


def record_outcomes(
    connection: sqlite3.Connection, pipeline: str, outcomes: Iterable[LetterOutcome], parts: Iterable[str]
) -> None:
    """Write a shard's outcomes and parts, in one transaction."""
    with connection:
        for outcome in outcomes:
            reference = None
            if outcome.reason is None:
                subject = f"case:{outcome.case_number}" if outcome.case_number else f"text:{outcome.content}"
                reference = reference_for(connection, subject)
            connection.execute(
                "INSERT OR REPLACE INTO letters VALUES (?, ?, ?, ?, ?, ?, ?)",
                (
                    outcome.digest,
                    outcome.letter_key,
                    pipeline,
                    str(outcome.reason or ""),
                    reference,
                    outcome.content,
                    outcome.decided.isoformat() if outcome.decided else "",
                ),
            )
        connection.executemany(
            "INSERT OR REPLACE INTO parts VALUES (?, ?)", [(part, part.split("/")[0]) for part in parts]
        )


def record_files(connection: sqlite3.Connection, files: Iterable[tuple[str, str, str]]) -> None:
    """Write (locator, name, digest) of files; a file that changed now points to its new letter."""
    with connection:
        connection.executemany("INSERT OR REPLACE INTO files VALUES (?, ?, ?)", files)


def record_index(connection: sqlite3.Connection, rows: Iterable[IndexRow]) -> None:
    """Write an operator's index; a later index overrules an earlier one value by value."""
    with connection:
        for row in rows:
            values = [("date", name, day.isoformat()) for name, day in row.dates.items()]
            values += [("group", name, text) for name, text in row.groups.items()]
            connection.executemany(
                "INSERT OR REPLACE INTO index_values VALUES (?, ?, ?, ?)",
                [(row.key, kind, name, value) for kind, name, value in values],
            )


def index_by_reference(connection: sqlite3.Connection) -> Mapping[str, dict[tuple[str, str], str]]:
    """Return what the index says, as reference → {(kind, name): value}; a case number overrules a file."""
    values: dict[str, dict[tuple[str, str], str]] = {}
    by_file = """SELECT l.reference, i.kind, i.name, i.value FROM index_values i
        JOIN files f ON lower(f.name) = i.key JOIN letters l ON l.digest = f.digest
        WHERE l.reference IS NOT NULL ORDER BY f.locator"""
    by_case = """SELECT r.reference, i.kind, i.name, i.value FROM index_values i
        JOIN refs r ON r.subject = 'case:' || upper(i.key)"""
    for query in (by_file, by_case):
        for reference, kind, name, value in connection.execute(query):
            values.setdefault(reference, {})[kind, name] = value
    return values
