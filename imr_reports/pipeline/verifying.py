"""`imr-report verify`: a published folder → one line a file, and a verdict."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from imr_reports.errors import PrivacyGateError, UsageError
from imr_reports.publish import read_manifest, verify_folder
from imr_reports.records.period import parse_period


def verify_report(folder: Path, emit: Callable[[str], None]) -> None:
    """Check a published folder: checksums, words and shapes of every file; say one line of each.

    Args:
        folder: where a report was published.
        emit: takes a line; none holds a word of a file.

    Raises:
        UsageError: if there is no such folder.
        PrivacyGateError: if no report was published there, or a file is missing, changed or not named, or
            holds what may not be published.
    """
    if not folder.is_dir():
        raise UsageError("the folder to verify is not there")
    verification = verify_folder(folder, _days(read_manifest(folder)))
    for verdict in verification.files:
        emit(f"{verdict.name}: {verdict.fault or 'as published, nothing found'}")
    if verification.declared:
        emit(f"let through by declaration: {'; '.join(verification.declared)}")
    faulty = sum(bool(verdict.fault) for verdict in verification.files)
    if faulty:
        raise PrivacyGateError(
            f"{faulty} of {len(verification.files)} files of the folder failed: do not pass it on"
        )
    emit(f"verified: {len(verification.files)} files")


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _days(manifest: dict[str, object]) -> frozenset[date]:
    """Return the days that a report or data set names: its own, its release's, its period's ends."""
    days: set[date | None] = set()
    try:
        days.add(date.fromisoformat(str(manifest.get("as_of"))))
        period = parse_period(str(manifest.get("period")))
        days |= {period.first, period.last}
        others = (*_listed(manifest.get("earlier")), *filter(None, [manifest.get("released")]))
        days |= {date.fromisoformat(str(day)) for day in others}
    except ValueError:
        return frozenset(day for day in days if day)
    return frozenset(day for day in days if day)
