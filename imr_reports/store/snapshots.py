"""Coded rows of the cases that a release pins ↔ Parquet files named by their SHA-256.

A snapshot has the tables of a part but for the texts, and a further one, `pins`, that names each case and the
month in which it is counted. Its name is the SHA-256 over those of its files.
"""

import hashlib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from imr_reports.errors import ConfigurationError
from imr_reports.store.parts import PINS_KIND, file_of, read_part

KINDS = ("cases", "issues", "citations", PINS_KIND)
_FOLDER_MODE, _FILE_MODE = 0o700, 0o600


@dataclass(frozen=True, slots=True, kw_only=True)
class SnapshotState:
    """What stands where a snapshot should be.

    Attributes:
        problem: what is wrong with it, "" for nothing.
        pins: reference → month of its cases.
    """

    problem: str = ""
    pins: Mapping[str, str] = field(default_factory=dict)


def write_snapshot(folder: Path, tables: Mapping[str, pa.Table]) -> str:
    """Write the files of a snapshot, readable by their owner alone, and return its name."""
    contents = {kind: _bytes(tables[kind]) for kind in KINDS}
    name = _name(hashlib.sha256(content).hexdigest() for content in contents.values())
    for kind, content in contents.items():
        target = file_of(folder, name, kind)
        aside = target.with_suffix(".aside")
        aside.touch(mode=_FILE_MODE)
        aside.chmod(_FILE_MODE)
        aside.write_bytes(content)
        aside.replace(target)
    return name


def pins_of(tables: Mapping[str, pa.Table]) -> Iterator[tuple[str, str]]:
    """Yield the reference and the month of each case."""
    pins = tables[PINS_KIND]
    return zip(pins["reference"].to_pylist(), pins["counted"].to_pylist(), strict=True)


def state_of(folder: Path, name: str) -> SnapshotState:
    """Return whether a snapshot is what its name says, and the cases in it."""
    files = [file_of(folder, name, kind) for kind in KINDS]
    if not all(file.is_file() for file in files):
        return SnapshotState(problem="is missing")
    try:
        if _name(_file_digest(file) for file in files) != name:
            return SnapshotState(problem="was changed")
        pins = read_part(folder, name, PINS_KIND, ("reference", "counted"))
    except (OSError, ConfigurationError):
        return SnapshotState(problem="can't be read")
    return SnapshotState(pins=dict(pins_of({PINS_KIND: pins})))


def remove_unnamed(folder: Path, known: Collection[str]) -> None:
    """Delete files of a release that was cut off: those of snapshots that no entry names."""
    for file in sorted(folder.glob("*")):
        if file.suffix == ".aside" or (file.suffix == ".parquet" and file.name.split(".")[0] not in known):
            file.unlink()


def _bytes(table: pa.Table) -> bytes:
    sink = pa.BufferOutputStream()
    pq.write_table(table, sink, compression="zstd")
    return bytes(sink.getvalue().to_pybytes())


def _name(digests: Iterator[str]) -> str:
    return hashlib.sha256("\n".join(digests).encode()).hexdigest()


def _file_digest(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
