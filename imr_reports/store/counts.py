"""What is in the store, counted: files found, read, unread by reason, duplicates, replaced, undated."""

from collections.abc import Mapping
from dataclasses import dataclass

from imr_reports.records.coded import UnreadReason
from imr_reports.store.manifest import unpack
from imr_reports.store.parts import read_parts
from imr_reports.store.working import Store

# A file that was found, but whose letter no run has come to yet, has no row among the letters.
_REASON = "coalesce(l.reason, :pending)"
# By the index of references alone: a store of millions is counted without looking at its letters.
_CASES = "SELECT reference FROM letters WHERE reference IS NOT NULL GROUP BY reference"
_PENDING = {"pending": str(UnreadReason.PENDING)}


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreCounts:
    """Counts over the whole store; letters found = read + unread. A file holds one letter or several.

    Attributes:
        found: letters that were found; a file that could not be opened counts as one.
        read: letters that became a case, or were the same letter again.
        unread: letters by reason.
        duplicates: letters that were already there.
        replaced: older letters of a case that was issued again.
        cases: cases that count.
        undated: cases whose letter states no decision date.
    """

    found: int
    read: int
    unread: Mapping[str, int]
    duplicates: int
    replaced: int
    cases: int
    undated: int


def count_store(store: Store) -> StoreCounts:
    """Count the letters of a store."""
    one = store.connection.execute
    joined = "FROM files f LEFT JOIN letters l ON l.file = f.digest"
    unread = dict(
        one(f"SELECT {_REASON}, count(*) {joined} WHERE {_REASON} != '' GROUP BY 1 ORDER BY 1", _PENDING)
    )
    (read,) = one(f"SELECT count(*) {joined} WHERE l.reason = ''").fetchone()
    cases = count_cases(store)
    (others,) = one(
        f"""SELECT coalesce(sum(contents - 1), 0) FROM (
            SELECT count(DISTINCT content) AS contents FROM letters
            WHERE reference IN ({_CASES} HAVING count(*) > 1) GROUP BY reference)"""  # noqa: S608 - no input in it
    ).fetchone()
    letters = cases + others
    (undated,) = one("SELECT count(*) FROM current_letters WHERE decided = ''").fetchone()
    return StoreCounts(
        found=read + sum(unread.values()),
        read=read,
        unread=unread,
        duplicates=read - letters,
        replaced=letters - cases,
        cases=cases,
        undated=undated,
    )


def count_cases(store: Store) -> int:
    """Return how many cases a store holds."""
    (cases,) = store.connection.execute(f"SELECT count(*) FROM ({_CASES})").fetchone()  # noqa: S608 - no input in it
    return int(cases)


def count_months(store: Store) -> tuple[tuple[str, int, int], ...]:
    """Return (decision month or "undated", cases, issues), as the letters state it."""
    current = set(store.references())
    rows = []
    for month in store.months():
        table = read_parts(
            store.cases_folder, store.parts(frozenset({month})), "cases", ["letter_key", "issue_count"]
        )
        issues = [
            number
            for key, number in zip(
                table["letter_key"].to_pylist(), table["issue_count"].to_pylist(), strict=True
            )
            if key in current
        ]
        if issues:
            rows.append((month, len(issues), sum(issues)))
    return tuple(rows)


def unread_files(store: Store) -> tuple[tuple[str, str], ...]:
    """Return (reason, locator) of the files that could not be read, for an operator."""
    rows = store.connection.execute(
        f"SELECT {_REASON} AS reason, f.locator FROM files f LEFT JOIN letters l ON l.file = f.digest "  # noqa: S608
        "WHERE reason != '' ORDER BY reason, f.locator",
        _PENDING,
    )
    return tuple((str(reason), unpack(locator)) for reason, locator in rows)
