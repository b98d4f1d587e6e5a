"""The private working store: one folder, one writer at a time."""

import fcntl
import secrets
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from imr_reports.errors import ConfigurationError, UsageError
from imr_reports.records.index import IndexRow
from imr_reports.store import checks, manifest, schema
from imr_reports.store.checks import PassedControl
from imr_reports.store.layout import (
    BEFORE,
    CASES,
    KEY,
    LEDGER,
    LOCK,
    MANIFEST,
    MARKER,
    MARKER_FILE,
    is_store,
    purge_folder,
    purge_letters,
)
from imr_reports.store.ledger import Ledger
from imr_reports.store.manifest import LetterOutcome, Sighting
from imr_reports.store.parts import DAMAGED, read_parts, remove_part, remove_strays, write_part
from imr_reports.store.rows import SCHEMAS
from imr_reports.store.withheld import WithheldToken, count_withheld, list_withheld

_KEY_BYTES = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Purged:
    """What a purge deleted, and whether it kept the ledger of releases."""

    letters: int
    cases: int
    files: int
    ledger_kept: bool = False


class Store:
    """The store of one set of letters.

    Folder 0700, files 0600. It holds scrubbed text, exact dates and the private map from case numbers to
    references; nothing in it is fit to leave. Use it as a context manager; only one process can.

    Args:
        folder: where the store stands or shall stand.
        kind: "letters" or "samples"; a store never changes its kind, so the two never mix.
        create: whether to make it when it is not there.

    Raises:
        ConfigurationError: if it is missing, of the other kind, in use, damaged, or of another version.
    """

    def __init__(self, folder: Path, *, kind: str = "letters", create: bool = False) -> None:
        self.folder = folder
        self.kind = kind
        self.cases_folder = folder / CASES
        if not is_store(folder) and not create:
            raise ConfigurationError("there is no store yet; give letters with --letters first")
        try:
            self._make_folders()
            self._lock = (folder / LOCK).open("w")
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise ConfigurationError("the store is in use by another run; wait for it to end") from None
        except OSError:
            raise ConfigurationError(
                "the store's folder can't be written; choose another with --store"
            ) from None
        try:
            if not (folder / MANIFEST).exists() and self._has_rows():
                raise ConfigurationError(DAMAGED)
            (folder / BEFORE).unlink(missing_ok=True)  # of a run that was cut off
            self.connection = schema.connect(folder / MANIFEST, kind)
            self.ledger = Ledger(self.connection, folder / LEDGER)
            self._check(kind)
        except sqlite3.DatabaseError:
            self.close()
            raise ConfigurationError(DAMAGED) from None
        except ConfigurationError:
            self.close()
            raise

    @staticmethod
    def kind_of(folder: Path) -> str:
        """Return what an existing store holds: "letters" or "samples".

        Raises:
            ConfigurationError: if its manifest can't be read.
        """
        try:
            connection = sqlite3.connect(f"{(folder / MANIFEST).resolve().as_uri()}?mode=ro", uri=True)
            try:
                (kind,) = connection.execute("SELECT value FROM meta WHERE name = 'kind'").fetchone()
            finally:
                connection.close()
        except (sqlite3.Error, TypeError):
            raise ConfigurationError(DAMAGED) from None
        return str(kind)

    def _make_folders(self) -> None:
        ours = {MANIFEST, LOCK, MARKER_FILE, CASES, KEY, LEDGER}
        there = {path.name for path in self.folder.iterdir()} if self.folder.is_dir() else set()
        if there and not is_store(self.folder) and not there <= ours:
            raise ConfigurationError("the folder given as store holds other files; choose an empty one")
        for folder in (self.folder, self.cases_folder):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            folder.chmod(0o700)
        marker = self.folder / MARKER_FILE
        if not marker.exists():
            marker.write_text(MARKER, encoding="utf-8")
        for file in (marker, self.folder / LOCK):
            file.touch()
            file.chmod(0o600)

    def _has_rows(self) -> bool:
        return any(self.cases_folder.glob("*/*.parquet")) or any((self.folder / LEDGER).glob("*.parquet"))

    def _check(self, kind: str) -> None:
        meta = dict(self.connection.execute("SELECT name, value FROM meta"))
        if meta.get("schema") != schema.SCHEMA_VERSION:
            raise ConfigurationError(
                "the store was made by another version; purge it and read the letters again"
            )
        if meta.get("kind") != kind:
            held = "invented samples" if meta.get("kind") == "samples" else "real letters"
            raise ConfigurationError(
                f"this store holds {held}; samples and real letters never mix, so choose another --store"
            )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the store."""
        if connection := getattr(self, "connection", None):
            connection.close()
        self._lock.close()

    # What reading letters writes

    def known(self, pipeline: str) -> frozenset[str]:
        """Return digests of files that this pipeline version has dealt with for good."""
        return manifest.known(self.connection, pipeline)

    def unfinished_files(self, pipeline: str) -> tuple[str, ...]:
        """Return locators of letters not yet read, or last read by another pipeline version."""
        return manifest.unfinished(self.connection, pipeline)

    def record(
        self,
        pipeline: str,
        outcomes: Iterable[LetterOutcome],
        parts: Iterable[str],
        controls: Iterable[PassedControl] = (),
    ) -> None:
        """Take in what a shard made; from here on its parts count."""
        manifest.record_outcomes(self.connection, pipeline, outcomes, parts, controls)

    @contextmanager
    def undone_on(self, *errors: type[BaseException]) -> Iterator[None]:
        """Record nothing of what is done inside when one of these errors ends it.

        Parts of earlier readings must still be there then, so only the last thing inside may be `tidy`.
        """
        try:
            with checks.undone_on(self.connection, self.folder, *errors):
                yield
        except errors:
            remove_strays(self.cases_folder, frozenset(self.parts()))
            raise

    def controls(self, pipeline: str) -> Mapping[int, int]:
        """Return number → planted identities of the control letters that went through under a version."""
        return checks.read_controls(self.connection, pipeline)

    def record_files(self, sightings: Sequence[Sighting]) -> None:
        """Take in where letters were found."""
        manifest.record_files(self.connection, sightings)

    def locators(self) -> tuple[str, ...]:
        """Return all places where letters were found."""
        rows = self.connection.execute("SELECT DISTINCT locator FROM files ORDER BY locator")
        return tuple(manifest.unpack(locator) for (locator,) in rows)

    def forget_files(self, gone: Iterable[str]) -> None:
        """Forget places that are no longer there; a letter that was read stays."""
        manifest.forget_files(self.connection, gone)

    def record_index(self, rows: Sequence[IndexRow]) -> int:
        """Take in an operator's index and return how many of its rows match no letter."""
        return manifest.record_index(self.connection, rows)

    def settle(self) -> None:
        """After reading: date letters by the index, delete what a run that was cut off left behind."""
        manifest.settle_dates(self.connection)
        remove_strays(self.cases_folder, frozenset(self.parts()))

    def shift_key(self) -> bytes:
        """Return the store's key for shifting dates, drawn when it is first asked for.

        Raises:
            ConfigurationError: if it is damaged.
        """
        file = self.folder / KEY
        if not file.exists():
            aside = self.folder / f"{KEY}.aside"
            aside.touch(mode=0o600)
            aside.chmod(0o600)
            aside.write_bytes(secrets.token_bytes(_KEY_BYTES))
            aside.replace(file)
        key = file.read_bytes()
        if len(key) != _KEY_BYTES:
            raise ConfigurationError(DAMAGED)
        return key

    def versions(self) -> frozenset[str]:
        """Return the pipeline versions by which the letters that count today were read."""
        rows = self.connection.execute("SELECT DISTINCT pipeline FROM current_letters")
        return frozenset(str(version) for (version,) in rows)

    def tidy(self) -> None:
        """Bring each month to one part, without rows of earlier readings of the same letter."""
        by_month: dict[str, list[str]] = {}
        for part in self.parts():
            by_month.setdefault(part.split("/")[0], []).append(part)
        kept = self._keys()
        for month, parts in sorted(by_month.items()):
            present = read_parts(self.cases_folder, parts, "cases", ["letter_key"])["letter_key"].to_pylist()
            if len(parts) > 1 or not kept.issuperset(present):
                self._merge(month, parts, kept)

    def _merge(self, month: str, parts: list[str], kept: frozenset[str]) -> None:
        contents = {kind: read_parts(self.cases_folder, parts, kind) for kind in SCHEMAS}
        for kind, table in contents.items():
            keep = [key in kept for key in table["letter_key"].to_pylist()]
            order = [("letter_key", "ascending")]
            order += [("sequence", "ascending")] if "sequence" in table.column_names else []
            contents[kind] = table.filter(keep).sort_by(order)
        merged = f"{month}/{manifest.new_key()}"
        if contents["cases"].num_rows:
            write_part(self.cases_folder, merged, contents)
        with self.connection:
            self.connection.executemany("DELETE FROM parts WHERE part = ?", [(part,) for part in parts])
            if contents["cases"].num_rows:
                self.connection.execute("INSERT INTO parts VALUES (?, ?)", (merged, month))
        for part in parts:
            remove_part(self.cases_folder, part)

    # What reports and operators read

    def parts(self, months: frozenset[str] | None = None) -> tuple[str, ...]:
        """Return the parts of some months, or all."""
        rows = self.connection.execute("SELECT part, month FROM parts ORDER BY part")
        return tuple(part for part, month in rows if months is None or month in months)

    def _keys(self) -> frozenset[str]:
        # Also those of letters that a later one replaced: an index can change which is the later one.
        return frozenset(
            key for (key,) in self.connection.execute("SELECT letter_key FROM letters WHERE reason = ''")
        )

    def months(self) -> tuple[str, ...]:
        """Return the months that hold cases, in order, "undated" last."""
        return tuple(sorted({part.split("/")[0] for part in self.parts()}))

    def references(self) -> Mapping[str, str]:
        """Return letter key → case reference for the letters that count today."""
        return dict(self.connection.execute("SELECT letter_key, reference FROM current_letters"))

    def index_values(self) -> Mapping[str, dict[tuple[str, str], str]]:
        """Return the operator's index by case reference."""
        return manifest.index_by_reference(self.connection)

    def withheld(self, limit: int = 0) -> tuple[WithheldToken, ...]:
        """Return words that the gate withheld, the most frequent first; 0 means all of them."""
        return list_withheld(self.connection, limit)

    def count_withheld(self, references: Collection[str]) -> Mapping[str, int]:
        """Return how many words each rule of the gate withheld in the letters of some cases."""
        return count_withheld(self.connection, references)

    def resolve(self, reference: str) -> str:
        """Return the case number behind a reference, or the file name when the letter states none.

        Raises:
            UsageError: if no case has that reference.
        """
        plain = "".join(character for character in reference.upper() if character.isalnum())
        row = self.connection.execute(
            "SELECT subject FROM refs WHERE replace(reference, '-', '') = ?", (plain,)
        ).fetchone()
        if row is None:
            raise UsageError("no case in this store has that reference")
        kind, _, subject = str(row[0]).partition(":")
        if kind == "case":
            return subject
        names = self.connection.execute(
            "SELECT DISTINCT f.relative, l.part, (SELECT count(*) FROM letters o WHERE o.file = l.file) "
            "FROM files f JOIN letters l ON l.file = f.digest WHERE l.content = ? "
            "ORDER BY f.relative, l.part",
            (subject,),
        )
        places = [f"{name} (letter {part} of {parts})" if parts > 1 else name for name, part, parts in names]
        return "the letter states no case number; it was read from " + ", ".join(places)

    def purge(self, *, ledger: bool = False) -> Purged:
        """Delete the store and return what was deleted.

        What was released is kept unless that is to go too: later releases are protected against it. Then the
        store stays, with its ledger and the references of the cases that are pinned, and nothing of letters.

        Args:
            ledger: whether the ledger of releases is deleted too.

        Raises:
            ConfigurationError: if the ledger is damaged and is not to go too.
        """
        letters = self.connection.execute("SELECT count(*) FROM letters").fetchone()[0]
        cases = self.connection.execute("SELECT count(*) FROM current_letters").fetchone()[0]
        kept = not ledger and not self.ledger.is_empty()
        if kept:
            manifest.forget_letters(self.connection, frozenset(self.ledger.pinned_references().to_pylist()))
        self.close()
        files = purge_letters(self.folder) if kept else purge_folder(self.folder)
        return Purged(letters=letters, cases=cases, files=files, ledger_kept=kept)
