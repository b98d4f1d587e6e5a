"""Coded rows of the cases that a release pins ↔ Parquet files named by their SHA-256.

A snapshot has the tables of a part but for the texts, and a further one, `pins`, that names each case and the
month in which it is counted. Its name is the SHA-256 over those of its files.
"""

import hashlib
import os
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from imr_reports.store.parts import PINS_KIND, file_of

KINDS = ("cases", "issues", "citations", PINS_KIND)
_FOLDER_MODE, _FILE_MODE = 0o700, 0o600


def write_snapshot(folder: Path, tables: Mapping[str, pa.Table]) -> str:
    """Write the files of a snapshot, readable by their owner alone, and return its name."""
    contents = {kind: _bytes(tables[kind]) for kind in KINDS}
    name = _name(hashlib.sha256(content).hexdigest() for content in contents.values())
    for kind, content in contents.items():
        target = file_of(folder, name, kind)
        aside = target.with_suffix(".aside")
        aside.touch(mode=_FILE_MODE)
        aside.chmod(_FILE_MODE)
        with aside.open("wb") as opened:
            opened.write(content)
            opened.flush()
            os.fsync(opened.fileno())  # before an entry names it
        aside.replace(target)
    return name


def snapshot_problem(folder: Path, name: str) -> str:
    """Return what is wrong with a snapshot, "" where it is what its name says."""
    files = [file_of(folder, name, kind) for kind in KINDS]
    try:
        return "" if _name(map(_file_digest, files)) == name else "was changed"
    except FileNotFoundError:
        return "is missing"
    except OSError:
        return "can't be read"


def remove_unnamed(folder: Path, known: Collection[str]) -> None:
    """Delete files of a release that was cut off: those of snapshots that no entry names."""
    for file in sorted(folder.glob("*")):
        if file.suffix == ".aside" or (file.suffix == ".parquet" and file.name.split(".")[0] not in known):
            file.unlink()


def _bytes(table: pa.Table) -> bytes:
    sink = pa.BufferOutputStream()
    pq.write_table(table, sink, compression="zstd")
    return bytes(sink.getvalue().to_pybytes())


def _name(digests: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(digests).encode()).hexdigest()


def _file_digest(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
