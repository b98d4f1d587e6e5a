"""Which control letters went through under a pipeline version, and how a run that failed one is undone."""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from imr_reports.store.layout import BEFORE


@dataclass(frozen=True, slots=True, kw_only=True)
class PassedControl:
    """A control letter of which no planted identity came out.

    Attributes:
        number: which one.
        planted: how many of its identities were searched for.
    """

    number: int
    planted: int


def record_controls(connection: sqlite3.Connection, pipeline: str, controls: Iterable[PassedControl]) -> None:
    """Write which control letters went through; the caller holds the transaction."""
    connection.executemany(
        "INSERT OR REPLACE INTO controls VALUES (?, ?, ?)",
        [(pipeline, control.number, control.planted) for control in controls],
    )


def read_controls(connection: sqlite3.Connection, pipeline: str) -> Mapping[int, int]:
    """Return number → planted identities of the control letters that went through under a version."""
    rows = connection.execute(
        "SELECT number, planted FROM controls WHERE pipeline = ? ORDER BY number", (pipeline,)
    )
    return dict(rows.fetchall())


@contextmanager
def undone_on(connection: sqlite3.Connection, folder: Path, *errors: type[BaseException]) -> Iterator[None]:
    """Bring the manifest back to what it was when one of these errors ends what is done inside."""
    before = folder / BEFORE
    before.unlink(missing_ok=True)
    before.touch(mode=0o600)
    try:
        with closing(sqlite3.connect(before)) as copy:
            connection.backup(copy)
            try:
                yield
            except errors:
                copy.backup(connection)
                raise
    finally:
        before.unlink(missing_ok=True)
