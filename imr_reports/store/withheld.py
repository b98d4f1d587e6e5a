"""What the gate withheld: words with their counts, for the operator who keeps the site's safe terms."""

import sqlite3
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from imr_reports.records.limited import EntityType, Withheld


@dataclass(frozen=True, slots=True, kw_only=True)
class WithheldToken:
    """A word over all letters of the store. Private: it may well be a name."""

    token: str
    entity_type: EntityType
    count: int
    letters: int


def record_withheld(connection: sqlite3.Connection, letter_key: str, withheld: Iterable[Withheld]) -> None:
    """Write what was withheld in a letter; the caller holds the transaction."""
    connection.executemany(
        "INSERT OR REPLACE INTO withheld VALUES (?, ?, ?, ?, ?)",
        [(letter_key, one.recognizer, str(one.entity_type), one.token, one.count) for one in withheld],
    )


def list_withheld(connection: sqlite3.Connection, limit: int) -> tuple[WithheldToken, ...]:
    """Return withheld words, the most frequent first; 0 means all."""
    rows = connection.execute(
        "SELECT token, entity_type, sum(count), count(DISTINCT letter_key) FROM withheld WHERE token != '' "
        "GROUP BY token, entity_type ORDER BY 3 DESC, 4 DESC, token, entity_type LIMIT ?",
        (limit or -1,),
    )
    return tuple(
        WithheldToken(token=token, entity_type=EntityType(entity_type), count=count, letters=letters)
        for token, entity_type, count, letters in rows
    )


def count_withheld(connection: sqlite3.Connection, references: Collection[str]) -> Mapping[str, int]:
    """Return how many words each rule of the gate withheld in the letters of some cases."""
    counts: dict[str, int] = {}
    rows = connection.execute(
        "SELECT c.reference, w.recognizer, sum(w.count) FROM withheld w "
        "JOIN current_letters c ON c.letter_key = w.letter_key GROUP BY c.reference, w.recognizer"
    )
    for reference, recognizer, count in rows:
        if reference in references:
            counts[recognizer] = counts.get(recognizer, 0) + count
    return dict(sorted(counts.items()))
