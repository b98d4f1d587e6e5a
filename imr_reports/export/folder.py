"""`ReleaseDataset` → its tables as files; these and an edition → all files of a version, by name."""

import hashlib
import json
from collections.abc import Mapping
from importlib.resources import files

from imr_reports.export.changes import changelog
from imr_reports.export.checks import check_tables
from imr_reports.export.columnar import to_parquet
from imr_reports.export.croissant import croissant
from imr_reports.export.datapackage import data_package
from imr_reports.export.delimited import to_csv, to_json_lines
from imr_reports.export.dictionary import dictionary_csv, dictionary_markdown
from imr_reports.export.documents import described, documents
from imr_reports.records.dataset import ColumnRole, ReleaseDataset
from imr_reports.records.edition import EarlierEdition, Edition

CHECKSUMS, PROVENANCE = "SHA256SUMS", "provenance.json"
_EXAMPLES = ("overturned.py", "reasons.sql", "classes.py")


def export_tables(dataset: ReleaseDataset) -> dict[str, bytes]:
    """Return the tables as Parquet and CSV, and those that hold texts as JSON lines too.

    The same tables give the same bytes, whatever the version.

    Args:
        dataset: the tables; they are checked against their specification first.

    Raises:
        PrivacyGateError: if a table does not keep to its specification, or a class is too small.
    """
    check_tables(dataset)
    facts = {
        "period": dataset.period,
        "tier": str(dataset.tier),
        "specification": dataset.spec.version,
    }
    made: dict[str, bytes] = {}
    for table in dataset.spec.tables:
        frame = dataset.tables[table.name]
        made[f"data/{table.name}.parquet"] = to_parquet(frame, table, facts)
        made[f"data/{table.name}.csv"] = to_csv(frame, table)
        if table.of_role(ColumnRole.TEXT):
            made[f"data/{table.name}.jsonl"] = to_json_lines(frame, table)
    return made


def export_edition(
    dataset: ReleaseDataset, edition: Edition, tables: Mapping[str, bytes]
) -> dict[str, bytes]:
    """Return all files of a version; the same tables and edition give the same bytes.

    Args:
        dataset: what the version holds.
        edition: what it says of itself.
        tables: its tables as files.
    """
    sums = checksums(tables)
    about = described(dataset, edition)
    made = {**tables, **documents(dataset, edition)}
    made["datapackage.json"] = data_package(dataset, edition, about, sums)
    made["croissant.json"] = croissant(dataset, edition, about, sums)
    made["dictionary.md"] = dictionary_markdown(dataset)
    made["dictionary.csv"] = dictionary_csv(dataset.spec)
    made["CHANGELOG.md"] = changelog(as_told(dataset, edition, sums), edition.earlier)
    made[PROVENANCE] = _provenance(dataset, edition)
    examples = files("imr_reports.export") / "examples"
    made |= {f"examples/{file}": (examples / file).read_bytes() for file in _EXAMPLES}
    made[CHECKSUMS] = "".join(f"{total}  {file}\n" for file, total in checksums(made).items()).encode()
    return dict(sorted(made.items()))


def checksums(made: Mapping[str, bytes]) -> dict[str, str]:
    """Return the SHA-256 of files by name, in the order of their names."""
    return {file: hashlib.sha256(content).hexdigest() for file, content in sorted(made.items())}


def as_told(dataset: ReleaseDataset, edition: Edition, sums: Mapping[str, str]) -> EarlierEdition:
    """Return what the ledger is to tell of a version once it is an earlier one."""
    return EarlierEdition(
        version=edition.version,
        as_of=edition.as_of,
        spec_version=dataset.spec.version,
        k=dataset.k,
        rows={name: len(frame) for name, frame in dataset.tables.items()},
        columns={table.name: tuple(column.name for column in table.columns) for table in dataset.spec.tables},
        program=edition.program,
        settings=edition.settings,
        sums=sums,
    )


def _provenance(dataset: ReleaseDataset, edition: Edition) -> bytes:
    body = {
        "dataset": edition.name,
        "dataset_version": edition.version,
        "as_of": edition.as_of.isoformat(),
        "earlier": [one.as_of.isoformat() for one in edition.earlier],
        "period": dataset.period,
        "tier": str(dataset.tier),
        "specification": dataset.spec.version,
        "k": dataset.k,
        "invented_samples": dataset.is_sample,
        "rows": {table: len(frame) for table, frame in dataset.tables.items()},
        "settings": dict(edition.settings),
        **edition.provenance,
    }
    return (json.dumps(body, indent=2, ensure_ascii=False) + "\n").encode("utf-8")
