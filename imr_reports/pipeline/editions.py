"""The ledger of releases ↔ versions of the data set: which there are, and what a new one tells of itself."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from imr_reports.errors import ConfigurationError, UsageError
from imr_reports.export import TABLES, checksums, read_tables
from imr_reports.gate import withhold_unknown
from imr_reports.publish import Declared, is_count
from imr_reports.records.dataset import ColumnRole, ReleaseDataset, Tier
from imr_reports.records.edition import EarlierEdition, Edition
from imr_reports.records.ledger import Release, ReleaseKind
from imr_reports.records.period import Period, parse_period
from imr_reports.store import Store

_COUNTED = frozenset({ColumnRole.QUASI_IDENTIFIER, ColumnRole.SENSITIVE, ColumnRole.OTHER})


def editions_in(store: Store, period: Period, tier: Tier) -> tuple[Release, ...]:
    """Return the entries of all versions of a period and tier, the first one first.

    Raises:
        UsageError: if the tier was released for another period that shares a year with this one: a case has
            one key in both, and the two were not protected together.
        ConfigurationError: if the ledger is damaged.
    """
    of_tier = [
        release
        for release in store.ledger.releases(ReleaseKind.DATASET)
        if release.content["tier"] == str(tier)
    ]
    for release in of_tier:
        if release.period != period.label and parse_period(release.period).overlaps(period):
            raise UsageError(
                f"the {tier} tier was released for {release.period}, which shares a year with "
                f"{period.label}; release years apart, or always the same run of years"
            )
    return tuple(release for release in of_tier if release.period == period.label)


def tables_beside(
    out: Path, series: str, known: Sequence[Release], tables: Mapping[str, bytes]
) -> list[dict[str, pd.DataFrame]]:
    """Return the tables of earlier versions that a new one must be checked with.

    Args:
        out: where the versions are.
        series: what they are called.
        known: their entries.
        tables: the new version's files; earlier ones of the same content need no check.

    Raises:
        ConfigurationError: if one of them is not where it was written, or is not as the ledger has it.
    """
    names = [f"data/{name}.parquet" for name in TABLES]
    new = checksums({name: tables[name] for name in names})
    found: dict[tuple[str, ...], dict[str, pd.DataFrame]] = {}
    for release in known:
        sums = {name: release.content["sums"][name] for name in names}
        if sums != new and tuple(sums.values()) not in found:
            folder = out / f"{series}-v{release.content['version']}"
            found[tuple(sums.values())] = _read(folder, sums)
    return list(found.values())


def _read(folder: Path, sums: Mapping[str, str]) -> dict[str, pd.DataFrame]:
    try:
        held = {name: (folder / name).read_bytes() for name in sums}
    except OSError:
        held = {}
    if checksums(held) != sums:
        raise ConfigurationError(
            f"{folder.name} is not in --out as the ledger has it, and a new version with other rows must be "
            "checked beside it; put it back there"
        )
    return read_tables({name: held[f"data/{name}.parquet"] for name in TABLES})


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


def declared_in(edition: Edition, dataset: ReleaseDataset) -> Declared:
    """Return the operator's own words in a data set, which the last look lets through, and how long it is.

    A few years of the whole state have so many citations that their number could be that of a claim.
    """
    words = {edition.organization, edition.program, *edition.settings.values()}
    rows = (str(len(frame)) for frame in dataset.tables.values())
    words |= {number for number in rows if not is_count(number)}
    for one in edition.earlier:
        words |= {one.program, *one.settings.values()}
    return Declared(phrases=frozenset(word for word in words if withhold_unknown(word) != word))
