"""What the store knows of each letter: an SQLite file with the private map from case number to reference."""

import secrets
import sqlite3
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from imr_reports.records.coded import UnreadReason
from imr_reports.records.index import IndexRow
from imr_reports.records.limited import Withheld
from imr_reports.store.checks import PassedControl, record_controls
from imr_reports.store.references import ALPHABET, letters_before, reference_for, subject_of
from imr_reports.store.withheld import record_withheld

# A fault that may have passed by the next run, such as memory that ran out.
_TRY_AGAIN = UnreadReason.FAILED


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterOutcome:
    """How reading one letter ended. Private: it may hold the case number.

    Attributes:
        digest: the letter's.
        letter_key: the random key under which a read letter's rows stand in its part.
        reason: why it was not read, None when it was.
        file: SHA-256 of the bytes of its file, "" where that is its own digest.
        part: which letter of its file it is.
        case_number: as in the letter, "" when it has none.
        content: digest of its letters and digits alone, so that the same letter is known again from
            another kind of file.
        decided: stated decision date.
        withheld: what the gate withheld in it.
    """

    digest: str
    letter_key: str
    reason: UnreadReason | None = None
    file: str = ""
    part: int = 1
    case_number: str = ""
    content: str = ""
    decided: date | None = None
    withheld: tuple[Withheld, ...] = ()


def new_key() -> str:
    """Return a random key of 12 characters, derived from nothing."""
    return "".join(secrets.choice(ALPHABET) for _ in range(12))


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """A file in which a letter was found. Private: paths can identify a person.

    Attributes:
        locator: the file's identity, as `ingest` gives it.
        name: the last part of its path.
        relative: the path below the argument it was found under.
        digest: SHA-256 of its bytes.
    """

    locator: str
    name: str
    relative: str
    digest: str


def pack(locator: str) -> bytes:
    """Return a locator as bytes: file names on disk need not be valid UTF-8."""
    return locator.encode("utf-8", "surrogateescape")


def unpack(locator: bytes) -> str:
    """Return the locator that `pack` packed."""
    return locator.decode("utf-8", "surrogateescape")


def known(connection: sqlite3.Connection, pipeline: str) -> frozenset[str]:
    """Return digests of files whose letters a pipeline version has all dealt with for good."""
    rows = connection.execute(
        "SELECT file FROM letters GROUP BY file HAVING min(pipeline = ? AND reason != ?)",
        (pipeline, str(_TRY_AGAIN)),
    )
    return frozenset(digest for (digest,) in rows)


def unfinished(connection: sqlite3.Connection, pipeline: str) -> tuple[str, ...]:
    """Return locators of letters that no run has come to, or that another pipeline version read."""
    rows = connection.execute(
        "SELECT DISTINCT f.locator FROM files f LEFT JOIN letters l ON l.file = f.digest "
        "WHERE l.pipeline IS NULL OR l.pipeline != ? ORDER BY f.locator",
        (pipeline,),
    )
    return tuple(unpack(locator) for (locator,) in rows)


def record_outcomes(
    connection: sqlite3.Connection,
    pipeline: str,
    outcomes: Iterable[LetterOutcome],
    parts: Iterable[str],
    controls: Iterable[PassedControl] = (),
) -> None:
    """Write a shard's outcomes, parts and controls in one transaction; what was known of its files goes."""
    outcomes = tuple(outcomes)
    with connection:
        before = letters_before(connection, [outcome.digest for outcome in outcomes])
        connection.executemany(
            "DELETE FROM letters WHERE file = ?",
            [(file,) for file in {_file(outcome) for outcome in outcomes}],
        )
        for outcome in outcomes:
            reference = None
            if outcome.reason is None:
                subject = subject_of(outcome.case_number, outcome.content)
                reference = reference_for(connection, subject, before.get(outcome.digest))
            decided = outcome.decided.isoformat() if outcome.decided else ""
            connection.execute(
                "INSERT OR REPLACE INTO letters VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    outcome.digest,
                    outcome.letter_key,
                    pipeline,
                    str(outcome.reason or ""),
                    reference,
                    outcome.content,
                    decided,
                    decided,
                    _file(outcome),
                    outcome.part,
                ),
            )
            record_withheld(connection, outcome.letter_key, outcome.withheld)
        connection.executemany(
            "INSERT OR REPLACE INTO parts VALUES (?, ?)", [(part, part.split("/")[0]) for part in parts]
        )
        record_controls(connection, pipeline, controls)


def _file(outcome: LetterOutcome) -> str:
    return outcome.file or outcome.digest


# Asked of one file at a time: a list of all read letters would be made anew for each.
_UNREAD = "NOT EXISTS (SELECT 1 FROM letters l WHERE l.file = files.digest AND l.reason = '')"


def record_files(connection: sqlite3.Connection, sightings: Sequence[Sighting]) -> None:
    """Write where letters were found.

    A letter that was read stays, whatever becomes of its file. What could not be read is forgotten when its
    file is gone or holds something else now, and so is a second place of a letter when the file has moved.
    """
    with connection:
        for sighting in sightings:
            locator = pack(sighting.locator)
            connection.execute(
                f"DELETE FROM files WHERE locator = ? AND digest != ? AND {_UNREAD}",  # noqa: S608 - no input in it
                (locator, sighting.digest),
            )
            connection.execute(
                "INSERT OR IGNORE INTO files VALUES (?, ?, ?, ?)",
                (locator, sighting.digest, _plain(sighting.name), _plain(sighting.relative)),
            )


def forget_files(connection: sqlite3.Connection, gone: Iterable[str]) -> None:
    """Forget files that are no longer there, but for the last place of a letter that was read."""
    elsewhere = "EXISTS (SELECT 1 FROM files o WHERE o.digest = files.digest AND o.locator != files.locator)"
    with connection:
        connection.executemany(
            f"DELETE FROM files WHERE locator = ? AND ({elsewhere} OR {_UNREAD})",  # noqa: S608 - as above
            [(pack(locator),) for locator in gone],
        )


def forget_letters(connection: sqlite3.Connection, pinned: Collection[str]) -> None:
    """Forget all letters. What ties pinned cases to their references stays, so that they are known again."""
    references = [row for row in connection.execute("SELECT reference FROM refs") if row[0] not in pinned]
    with connection:
        for table in ("letters", "files", "parts", "index_values", "withheld", "controls"):
            connection.execute(f"DELETE FROM {table}")  # noqa: S608 - no input in it
        connection.executemany("DELETE FROM refs WHERE reference = ?", references)


def _plain(name: str) -> str:
    return name.encode("utf-8", "replace").decode().casefold()


def record_index(connection: sqlite3.Connection, rows: Sequence[IndexRow]) -> int:
    """Write an operator's index; what an earlier index said of the same keys goes.

    Returns:
        How many rows match no letter in the store.
    """
    with connection:
        connection.executemany("DELETE FROM index_values WHERE key = ?", [(row.key,) for row in rows])
        for row in rows:
            values = [("date", name, day.isoformat()) for name, day in row.dates.items()]
            values += [("group", name, text) for name, text in row.groups.items()]
            connection.executemany(
                "INSERT OR REPLACE INTO index_values VALUES (?, ?, ?, ?)",
                [(row.key, kind, name, value) for kind, name, value in values],
            )
    matched = {key for (key,) in connection.execute("SELECT DISTINCT key FROM indexed")}
    return sum(row.key not in matched for row in rows)


def settle_dates(connection: sqlite3.Connection) -> None:
    """Let the index date letters that state no decision date, so that the latest of a case is known."""
    with connection:
        connection.execute(
            """UPDATE letters SET effective = CASE WHEN decided != '' THEN decided ELSE coalesce(
                (SELECT value FROM indexed i WHERE i.digest = letters.digest AND i.kind = 'date'
                    AND i.name = 'decided' ORDER BY by_case LIMIT 1), '') END
            WHERE reason = '' AND decided = ''"""
        )


def index_by_reference(connection: sqlite3.Connection) -> Mapping[str, dict[tuple[str, str], str]]:
    """Return what the index says of each case, as reference → {(kind, name): value}.

    What it says of the file of the letter that counts goes before what it says of the case number.
    """
    values: dict[str, dict[tuple[str, str], str]] = {}
    if connection.execute("SELECT 1 FROM index_values").fetchone() is None:
        return values
    rows = connection.execute(
        """SELECT i.reference, i.kind, i.name, i.value FROM indexed i JOIN current_letters c
            ON c.reference = i.reference AND c.content = i.content
        ORDER BY i.by_case DESC, i.key, i.value"""
    )
    for reference, kind, name, value in rows:
        values.setdefault(reference, {})[kind, name] = value
    return values
