"""The private map: which random reference stands for which case."""

import secrets
import sqlite3
from collections.abc import Collection, Mapping
from dataclasses import dataclass

_CASE, _TEXT = "case:", "text:"
# No vowels and no look-alikes: a reference never spells a word and survives a phone call.
ALPHABET = "23456789BCDFGHJKMNPQRSTVWXZ"


def subject_of(case_number: str, content: str) -> str:
    """Return what tells a case: its number, or the digest of its letter where that states none."""
    return f"{_CASE}{case_number}" if case_number else f"{_TEXT}{content}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """How a letter was known when it was last read: by its case's reference, and its own content digest."""

    reference: str
    content: str


def letters_before(connection: sqlite3.Connection, digests: Collection[str]) -> Mapping[str, Before]:
    """Return letter → how it was known, for those letters that were read before."""
    found = {}
    for digest in digests:
        row = connection.execute(
            "SELECT reference, content FROM letters WHERE digest = ? AND reason = ''", (digest,)
        ).fetchone()
        if row:
            found[digest] = Before(reference=str(row[0]), content=str(row[1]))
    return found


def reference_for(connection: sqlite3.Connection, subject: str, before: Before | None = None) -> str:
    """Return the reference of a case, drawing a random one when it is new.

    A letter that is read again, and now states its case's number where it did not, or reads a little
    otherwise, is no new case: its reference stays, for statistics may have been released that count it.

    Args:
        connection: the manifest, without the letter.
        subject: what tells the case.
        before: how the same letter was known when it was last read.
    """
    row = connection.execute("SELECT reference FROM refs WHERE subject = ?", (subject,)).fetchone()
    if row:
        return str(row[0])
    if before and not _has_other_letters(connection, before):
        query = "SELECT subject FROM refs WHERE reference = ?"
        (known,) = connection.execute(query, (before.reference,)).fetchone()
        if not (known.startswith(_CASE) and subject.startswith(_TEXT)):
            connection.execute("UPDATE refs SET subject = ? WHERE reference = ?", (subject, before.reference))
        return before.reference
    return _drawn(connection, subject)


def _has_other_letters(connection: sqlite3.Connection, before: Before) -> bool:
    """Return whether a case has letters that are not the same one again."""
    query = "SELECT 1 FROM letters WHERE reference = ? AND content != ?"
    return connection.execute(query, (before.reference, before.content)).fetchone() is not None


def _drawn(connection: sqlite3.Connection, subject: str) -> str:
    while True:
        text = "".join(secrets.choice(ALPHABET) for _ in range(8))
        reference = f"{text[:4]}-{text[4:]}"
        try:
            connection.execute("INSERT INTO refs VALUES (?, ?)", (reference, subject))
        except sqlite3.IntegrityError:  # drawn before, once in 10 billion
            continue
        return reference
