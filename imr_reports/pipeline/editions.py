"""The ledger of releases ↔ versions of the data set: which there are, and what a new one tells of itself."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from imr_reports.records.dataset import ColumnRole, ReleaseDataset, Tier
from imr_reports.records.edition import EarlierEdition
from imr_reports.records.ledger import Release, ReleaseKind
from imr_reports.records.period import Period
from imr_reports.store import Store

_COUNTED = frozenset({ColumnRole.QUASI_IDENTIFIER, ColumnRole.SENSITIVE, ColumnRole.OTHER})


def editions_in(store: Store, period: Period, tier: Tier) -> tuple[Release, ...]:
    """Return the entries of all versions of a period and tier, the first one first.

    Raises:
        ConfigurationError: if the ledger is damaged.
    """
    return tuple(
        release
        for release in store.ledger.releases(ReleaseKind.DATASET)
        if release.period == period.label and release.content["tier"] == str(tier)
    )


def told(release: Release) -> EarlierEdition:
    """Return what the ledger tells of a version."""
    said = release.content
    return EarlierEdition(
        version=said["version"],
        as_of=release.recorded,
        spec_version=said["specification"],
        k=said["k"],
        rows=said["rows"],
        columns={name: tuple(columns) for name, columns in said["columns"].items()},
        program=said["program"],
        settings=said["settings"],
        sums=said["sums"],
    )


def entry_of(dataset: ReleaseDataset, edition: EarlierEdition, sums: Mapping[str, str]) -> dict[str, Any]:
    """Return what the ledger is to hold of a version.

    Args:
        dataset: its tables.
        edition: what it tells of itself.
        sums: SHA-256 of all its files by name.
    """
    entry = {
        "tier": str(dataset.tier),
        "version": edition.version,
        "specification": edition.spec_version,
        "k": edition.k,
        "rows": dict(edition.rows),
        "columns": {name: list(columns) for name, columns in edition.columns.items()},
        "program": edition.program,
        "settings": dict(edition.settings),
        "sums": dict(sums),
    }
    return entry | ({"counts": counts_shown(dataset)} if dataset.tier is Tier.OPEN else {})


def counts_shown(dataset: ReleaseDataset) -> dict[str, dict[str, dict[str, int]]]:
    """Return how many rows hold each value: table → column → value ("" for a blank) → rows."""
    return {
        table.name: {
            column.name: _counts(dataset.tables[table.name][column.name])
            for column in table.columns
            if column.role in _COUNTED and (column.values or column.role is ColumnRole.QUASI_IDENTIFIER)
        }
        for table in dataset.spec.tables
    }


def _counts(column: "pd.Series[Any]") -> dict[str, int]:
    numbers = column.astype("string").fillna("").value_counts()
    return {str(value): int(count) for value, count in sorted(numbers.items())}
