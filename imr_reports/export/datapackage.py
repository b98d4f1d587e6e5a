"""Specification → `datapackage.json`, a Frictionless data package of tabular resources."""

import json
from collections.abc import Mapping

from imr_reports.export.delimited import LINE_END
from imr_reports.export.licences import licences
from imr_reports.records.dataset import Column, ColumnRole, ColumnType, ReleaseDataset, TableSpec
from imr_reports.records.edition import Edition


def data_package(
    dataset: ReleaseDataset, edition: Edition, description: str, sums: Mapping[str, str]
) -> bytes:
    """Return the package's description.

    Args:
        dataset: the tables.
        edition: of which version.
        description: of the data set, in words.
        sums: SHA-256 by file.
    """
    body = {
        "profile": "tabular-data-package",
        "name": edition.name,
        "title": edition.title,
        "description": description,
        "version": f"{edition.version}.0.0",
        "created": f"{edition.as_of.isoformat()}T00:00:00Z",
        "licenses": [one.described() for one in licences(dataset.tier)],
        "contributors": [{"title": edition.organization or "imr_reports", "role": "author"}],
        "resources": [_resource(table, sums) for table in dataset.spec.tables],
    }
    return (json.dumps(body, indent=2, ensure_ascii=False) + "\n").encode("utf-8")


def _resource(table: TableSpec, sums: Mapping[str, str]) -> dict[str, object]:
    path = f"data/{table.name}.csv"
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "title": table.title,
        "description": table.description,
        "path": path,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "hash": f"sha256:{sums[path]}",
        "dialect": {"lineTerminator": LINE_END, "quoteChar": '"', "doubleQuote": True, "header": True},
        "schema": {
            "fields": [_field(column, table) for column in table.columns],
            "missingValues": [""],
            "primaryKey": list(table.primary_key),
            "foreignKeys": [_foreign_key(column, parent) for column, parent in table.foreign_keys],
        },
    }


def _foreign_key(column: str, parent: str) -> dict[str, object]:
    return {"fields": [column], "reference": {"resource": parent, "fields": [column]}}


def _field(column: Column, table: TableSpec) -> dict[str, object]:
    constraints: dict[str, object] = {"required": True} if column.required else {}
    if table.primary_key == (column.name,):
        constraints["unique"] = True
    if column.values:
        constraints["enum"] = [value for value, _ in column.values]
    bounds = {"minimum": column.minimum, "maximum": column.maximum}
    constraints |= {name: bound for name, bound in bounds.items() if bound is not None}
    field: dict[str, object] = {
        "name": column.name,
        "title": column.title,
        "description": column.description,
        "type": str(column.type),
    }
    field |= {"unit": column.unit} if column.unit else {}
    if column.values:
        field["categories"] = [{"value": value, "label": label} for value, label in column.values]
    if column.type is ColumnType.BOOLEAN:
        field |= {"trueValues": ["true"], "falseValues": ["false"]}
    if column.role is ColumnRole.QUASI_IDENTIFIER:
        field["role"] = str(column.role)
    return field | ({"constraints": constraints} if constraints else {})
