"""The ledger of releases: entries chained by SHA-256, with snapshots of the cases that each pins to a month.

Nothing in it is ever changed or deleted. Triggers refuse it; where they are got round, the chain, the head
that is also kept apart from it, and the digests of the snapshots tell.
"""

import hashlib
import json
import sqlite3
import zlib
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa

from imr_reports.errors import ConfigurationError
from imr_reports.records.ledger import Release, ReleaseKind
from imr_reports.store.parts import PINS_KIND, read_part
from imr_reports.store.snapshots import remove_unnamed, snapshot_problem, write_snapshot

_HEAD = "ledger"
_COLUMNS = (
    *("number", "kind", "label", "period", "recorded", "months", "content", "snapshot", "previous", "digest"),
)
_SIGNED = frozenset(_COLUMNS) - {"content", "previous", "digest"}


class Ledger:
    """The ledger of one store.

    Args:
        connection: the store's manifest.
        folder: where the snapshots are.
    """

    def __init__(self, connection: sqlite3.Connection, folder: Path) -> None:
        self._connection = connection
        self._folder = folder
        self._problems: tuple[str, ...] | None = None

    def releases(self, kind: ReleaseKind | None = None) -> tuple[Release, ...]:
        """Return all entries, or those of a kind, the first one first.

        Raises:
            ConfigurationError: if the ledger is damaged.
        """
        self.check()
        return tuple(
            Release(
                number=row["number"],
                kind=ReleaseKind(row["kind"]),
                label=row["label"],
                period=row["period"],
                recorded=date.fromisoformat(row["recorded"]),
                months=tuple(json.loads(row["months"])),
                text=zlib.decompress(row["content"]).decode(),
                snapshot=row["snapshot"],
                previous=row["previous"],
                digest=row["digest"],
            )
            for row in self._rows()
            if kind is None or row["kind"] == kind
        )

    def pinned_months(self) -> Mapping[str, str]:
        """Return month → the snapshot that holds its cases ("" where it has none).

        Raises:
            ConfigurationError: if the ledger is damaged.
        """
        self.check()
        rows = self._connection.execute("SELECT months, snapshot FROM releases ORDER BY number")
        return {month: snapshot for months, snapshot in rows for month in json.loads(months)}

    def pinned_references(self) -> pa.ChunkedArray:
        """Return the references of all cases that any release has pinned.

        Raises:
            ConfigurationError: if the ledger is damaged.
        """
        names = dict.fromkeys(name for name in self.pinned_months().values() if name)
        pins = (read_part(self._folder, name, PINS_KIND, ("reference",)) for name in names)
        return pa.chunked_array([chunk for one in pins for chunk in one["reference"].chunks], pa.string())

    def is_empty(self) -> bool:
        """Return whether nothing was ever released: no trace of an entry is there."""
        found = self._connection.execute("SELECT 1 FROM releases").fetchone()
        return not (found or self._head() or self._folder.exists())

    def append(
        self,
        *,
        kind: ReleaseKind,
        label: str,
        period: str,
        recorded: date,
        content: Mapping[str, Any],
        months: Collection[str] = (),
        snapshot: Mapping[str, pa.Table] | None = None,
    ) -> Release:
        """Write an entry and pin its cases, both or neither.

        Args:
            kind: what was released.
            label: what it is called.
            period: the label of its period.
            recorded: the day of the release.
            content: JSON values.
            months: those that it pins; none of them was pinned before.
            snapshot: the tables of the cases pinned, None for none.

        Raises:
            ConfigurationError: if the ledger is damaged.
            ValueError: if a month is pinned already.
        """
        if set(months) & set(self.pinned_months()):
            raise ValueError("a month is pinned but once")
        text = _canonical(content)
        remove_unnamed(self._folder, self._snapshots())
        self._folder.mkdir(mode=0o700, exist_ok=True)
        number, previous = self._last()
        entry = {
            "number": number + 1,
            "kind": str(kind),
            "label": label,
            "period": period,
            "recorded": recorded.isoformat(),
            "months": sorted(months),
            "snapshot": write_snapshot(self._folder, snapshot) if snapshot else "",
        }
        self._write(entry, previous, text)
        self._problems = None
        return self.releases()[-1]

    def _write(self, entry: Mapping[str, Any], previous: str, content: str) -> None:
        number, digest = entry["number"], _digest(previous, entry, content)
        row = {
            **entry,
            "months": json.dumps(entry["months"]),
            "content": zlib.compress(content.encode()),
            "previous": previous,
            "digest": digest,
        }
        values = ", ".join(f":{name}" for name in _COLUMNS)
        with self._connection as connection:
            connection.execute(f"INSERT INTO releases VALUES ({values})", row)  # noqa: S608 - no input in it
            connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (_HEAD, f"{number} {digest}"))

    def check(self) -> None:
        """Refuse a damaged ledger: nothing may be published past it.

        Raises:
            ConfigurationError: if it is damaged.
        """
        if self._problems is None:
            self._problems = self.verify()
        if self._problems:
            raise ConfigurationError(
                f"the ledger of releases is damaged: {self._problems[0]}; nothing can be published from this "
                "store until it is restored from a copy (see 'imr-report ledger verify')"
            )

    def verify(self) -> tuple[str, ...]:
        """Return what is wrong with the ledger, a line each."""
        return tuple(self._chain_problems()) or tuple(self._snapshot_problems())

    def _last(self) -> tuple[int, str]:
        row = self._connection.execute("SELECT number, digest FROM releases ORDER BY number DESC").fetchone()
        return (int(row[0]), str(row[1])) if row else (0, "")

    def _head(self) -> str:
        row = self._connection.execute("SELECT value FROM meta WHERE name = ?", (_HEAD,)).fetchone()
        return str(row[0]) if row else ""

    def _snapshots(self) -> frozenset[str]:
        return frozenset(name for (name,) in self._connection.execute("SELECT snapshot FROM releases"))

    def _rows(self) -> Iterator[Mapping[str, Any]]:
        columns = ", ".join(_COLUMNS)
        for row in self._connection.execute(f"SELECT {columns} FROM releases ORDER BY number"):  # noqa: S608
            yield dict(zip(_COLUMNS, row, strict=True))

    def _chain_problems(self) -> Iterator[str]:
        number, digest = 0, ""
        for row in self._rows():
            if row["number"] != number + 1:
                yield f"release {number + 1} is missing"
            elif row["previous"] != digest:
                yield f"release {row['number']} does not follow the one before it"
            if not _is_unchanged(row):
                yield f"release {row['number']} was changed"
            number, digest = row["number"], row["digest"]
        if self._head() != (f"{number} {digest}" if number else ""):
            yield "the last release in it is not the one last written"

    def _snapshot_problems(self) -> Iterator[str]:
        rows = self._connection.execute("SELECT number, snapshot FROM releases ORDER BY number")
        for number, name in rows:
            if problem := snapshot_problem(self._folder, name) if name else "":
                yield f"the snapshot of release {number} {problem}"


def _canonical(values: Mapping[str, Any]) -> str:
    return json.dumps(values, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def _digest(previous: str, entry: Mapping[str, Any], content: str) -> str:
    # "content" comes first in alphabetical order, so this is the canonical JSON of the whole.
    whole = f'{{"content":{content},{_canonical(entry)[1:]}'
    return hashlib.sha256(f"{previous}{whole}".encode()).hexdigest()


def _is_unchanged(row: Mapping[str, Any]) -> bool:
    try:
        entry = {name: row[name] for name in _SIGNED} | {"months": json.loads(row["months"])}
        content = zlib.decompress(row["content"]).decode()
        return bool(_digest(row["previous"], entry, content) == row["digest"])
    except (zlib.error, ValueError, TypeError):
        return False
