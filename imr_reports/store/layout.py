"""What stands where in a store's folder, and how it is deleted."""

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

MANIFEST, LOCK, CASES, KEY = "manifest.sqlite", "lock", "cases", "shift.key"
LEDGER = "ledger"
"""The folder of the ledger's snapshots."""
BEFORE = "manifest.before"
"""The manifest's copy while letters are read; it goes when they are."""
MARKER = "imr_reports store: scrubbed letters and the private map to their case numbers; treat as PHI\n"
MARKER_FILE = "README"


def is_store(folder: Path) -> bool:
    """Return whether a folder is a store of ours."""
    try:
        return (folder / MARKER_FILE).read_text(encoding="utf-8") == MARKER
    except (OSError, UnicodeDecodeError):
        return False


def has_ledger(folder: Path) -> bool:
    """Return whether anything was ever released from a store, also from one that can't be opened."""
    return (folder / LEDGER).exists()


def purge_folder(folder: Path) -> int:
    """Delete a store's own files, and its folders where nothing else is in them; return how many files."""
    names = (MANIFEST, f"{MANIFEST}-journal", "manifest.aside", LOCK)
    # The marker goes last, so that a purge that is cut off can be repeated.
    snapshots = _written((folder / LEDGER).glob("*"))
    own = [*snapshots, *(folder / name for name in names), folder / MARKER_FILE]
    deleted = purge_letters(folder) + _deleted(own)
    _remove_empty(folder / LEDGER, folder)
    return deleted


def purge_letters(folder: Path) -> int:
    """Delete what was made of letters, but for the manifest; return how many files."""
    own = _written((folder / CASES).glob("*/*"))
    deleted = _deleted([*own, *(folder / name for name in (BEFORE, KEY, f"{KEY}.aside"))])
    _remove_empty(*sorted((folder / CASES).glob("*")), folder / CASES)
    return deleted


def _written(files: Iterable[Path]) -> list[Path]:
    return [file for file in files if {".parquet", ".aside"} & set(file.suffixes)]


def _deleted(files: Iterable[Path]) -> int:
    deleted = 0
    for file in files:
        if file.exists():
            file.unlink()
            deleted += 1
    return deleted


def _remove_empty(*folders: Path) -> None:
    for folder in folders:
        with suppress(OSError):  # a folder with other people's files in it stays
            os.rmdir(folder)  # noqa: PTH106 - as dull as it gets
