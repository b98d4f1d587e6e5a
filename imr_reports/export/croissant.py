"""Specification → `croissant.json`, by which machine-learning tools find and load the tables (JSON-LD)."""

import json
from collections.abc import Mapping

from imr_reports.export.licences import licences
from imr_reports.records.dataset import Column, ColumnType, ReleaseDataset, TableSpec
from imr_reports.records.edition import Edition

_CROISSANT = "http://mlcommons.org/croissant/"
_TERMS = (
    *("citeAs", "column", "equivalentProperty", "extract", "field", "fileProperty", "fileObject", "fileSet"),
    *("format", "includes", "isLiveDataset", "jsonPath", "key", "md5", "parentField", "path", "recordSet"),
    *("references", "regex", "repeated", "replace", "samplingRate", "separator", "source", "subField"),
    "transform",
)
_CONTEXT: dict[str, object] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "cr": _CROISSANT,
    "dct": "http://purl.org/dc/terms/",
    "rai": f"{_CROISSANT}RAI/",
    "sc": "https://schema.org/",
    "conformsTo": "dct:conformsTo",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "examples": {"@id": "cr:examples", "@type": "@json"},
    **{term: f"cr:{term}" for term in _TERMS},
}
_TYPES = {
    ColumnType.STRING: "sc:Text",
    ColumnType.INTEGER: "sc:Integer",
    ColumnType.BOOLEAN: "sc:Boolean",
    ColumnType.YEAR: "sc:Integer",
}


def croissant(dataset: ReleaseDataset, edition: Edition, description: str, sums: Mapping[str, str]) -> bytes:
    """Return the JSON-LD; its record sets read the Parquet files.

    Args:
        dataset: the tables.
        edition: of which version.
        description: of the data set, in words.
        sums: SHA-256 by file.
    """
    tables = dataset.spec.tables
    body = {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "name": edition.name,
        "alternateName": edition.title,
        "description": description,
        "conformsTo": f"{_CROISSANT}1.0",
        "license": [one.place for one in licences(dataset.tier)],
        "creator": {"@type": "sc:Organization", "name": edition.organization or "imr_reports"},
        "datePublished": edition.as_of.isoformat(),
        "inLanguage": "en",
        "version": f"{edition.version}.0.0",
        "citeAs": f"{edition.title}, version {edition.version}, {edition.as_of.year}",
        "distribution": [_file(table, sums) for table in tables],
        "recordSet": [_records(table, dataset) for table in tables],
    }
    return (json.dumps(body, indent=2, ensure_ascii=False) + "\n").encode("utf-8")


def _file(table: TableSpec, sums: Mapping[str, str]) -> dict[str, object]:
    path = f"data/{table.name}.parquet"
    return {
        "@type": "cr:FileObject",
        "@id": f"{table.name}.parquet",
        "name": f"{table.name}.parquet",
        "description": table.title,
        "contentUrl": path,
        "encodingFormat": "application/x-parquet",
        "sha256": sums[path],
    }


def _records(table: TableSpec, dataset: ReleaseDataset) -> dict[str, object]:
    parents = dict(table.foreign_keys)
    return {
        "@type": "cr:RecordSet",
        "@id": table.name,
        "name": table.name,
        "description": table.description,
        "key": [{"@id": f"{table.name}/{column}"} for column in table.primary_key],
        "field": [_field(column, table, parents.get(column.name), dataset) for column in table.columns],
    }


def _field(
    column: Column, table: TableSpec, parent: str | None, dataset: ReleaseDataset
) -> dict[str, object]:
    field: dict[str, object] = {
        "@type": "cr:Field",
        "@id": f"{table.name}/{column.name}",
        "name": column.name,
        "description": f"{column.title}. {column.description}",
        "dataType": _TYPES[column.type],
        "source": {"fileObject": {"@id": f"{table.name}.parquet"}, "extract": {"column": column.name}},
    }
    if parent is not None:
        (key,) = dataset.spec.table(parent).primary_key
        # To the file, not to the record set: readers can't follow a reference to what has references itself.
        field["references"] = {"fileObject": {"@id": f"{parent}.parquet"}, "extract": {"column": key}}
    return field
