"""Specification → the data dictionary, for readers (Markdown) and for machines (CSV)."""

from collections.abc import Iterator, Mapping

import pandas as pd

from imr_reports.export.delimited import disarmed, written
from imr_reports.records.dataset import Column, ColumnRole, DatasetSpec, ReleaseDataset, TableSpec

_HEADING = (
    *("table", "column", "position", "type", "role", "required", "unit", "title", "description", "recode"),
    *("value", "label"),
)
_ROLES = {
    ColumnRole.KEY: "key",
    ColumnRole.QUASI_IDENTIFIER: "quasi-identifier",
    ColumnRole.SENSITIVE: "outcome or other sensitive value",
    ColumnRole.PARTITION: "partition",
    ColumnRole.OTHER: "other",
    ColumnRole.TEXT: "text",
}


def dictionary_csv(spec: DatasetSpec) -> bytes:
    """Return the dictionary as CSV: a line a column, or one for each value of a closed list."""
    rows = (
        tuple(map(disarmed, (*_said(table, column, place), value, label)))
        for table in spec.tables
        for place, column in enumerate(table.columns, 1)
        for value, label in column.values or (("", ""),)
    )
    return written(_HEADING, rows)


def _said(table: TableSpec, column: Column, place: int) -> tuple[str, ...]:
    required = "true" if column.required else "false"
    return (
        *(table.name, column.name, str(place), str(column.type), str(column.role), required, column.unit),
        *(column.title, column.description, column.recode),
    )


def dictionary_markdown(dataset: ReleaseDataset) -> bytes:
    """Return the dictionary in words: tables, columns, how they were made, what is missing, value labels."""
    lines = ["# Data dictionary", ""]
    lines += [
        f"Specification {dataset.spec.version}, {dataset.tier} tier. Made from the same specification as the "
        "schemas of `datapackage.json` and `croissant.json` and the metadata of the Parquet files.",
        "",
    ]
    for table in dataset.spec.tables:
        lines += _table(table, dataset.tables[table.name], dataset.suppressed)
    return ("\n".join(lines) + "\n").encode("utf-8")


def _table(table: TableSpec, frame: pd.DataFrame, suppressed: Mapping[str, float]) -> Iterator[str]:
    yield from (f"## {table.title} (`{table.name}`)", "", table.description, "")
    yield f"{len(frame):,} rows. Primary key: {_names(table.primary_key)}."
    for key, parent in table.foreign_keys:
        yield f"`{key}` leads to `{parent}`."
    yield ""
    yield "| column | type | role | blank | of these withheld |"
    yield "|---|---|---|---|---|"
    for column in table.columns:
        withheld = suppressed.get(f"{table.name}.{column.name}")
        kind = f"{column.type}, {column.unit}" if column.unit else str(column.type)
        shares = f"{_share(_blank(frame, column))} | {'–' if withheld is None else _share(withheld)}"
        yield f"| `{column.name}` | {kind} | {_ROLES[column.role]} | {shares} |"
    yield ""
    for column in table.columns:
        yield from _column(column)


def _column(column: Column) -> Iterator[str]:
    yield from (f"### `{column.name}`: {column.title}", "", column.description, "")
    if column.recode:
        yield from (f"Made coarser: {column.recode}", "")
    bounds = [
        f"{name} {bound}"
        for name, bound in (("at least", column.minimum), ("at most", column.maximum))
        if bound is not None
    ]
    if bounds:
        yield from (f"Values: {', '.join(bounds)}.", "")
    if column.values:
        yield from ("| value | label |", "|---|---|")
        yield from (f"| {_cell(value)} | {_cell(label)} |" for value, label in column.values)
        yield ""


def _blank(frame: pd.DataFrame, column: Column) -> float:
    return float(frame[column.name].isna().mean()) if len(frame) else 0.0


def _share(share: float) -> str:
    return f"{share:.1%}"


def _names(names: tuple[str, ...]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
