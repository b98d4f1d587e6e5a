"""The research data set's columns as data: `*.toml` → `DatasetSpec`.

This specification is the one source of everything that describes the data set: run-time checks, the data
package, the dictionary, Parquet metadata and Croissant.
"""

from collections.abc import Collection
from functools import cache
from typing import Any

from imr_reports.errors import ConfigurationError
from imr_reports.records.dataset import Column, ColumnRole, ColumnType, DatasetSpec, TableSpec, Tier
from imr_reports.vocabulary.datafiles import read_toml
from imr_reports.vocabulary.dataset.value_lists import band_ends, group_of, value_list

__all__ = ["dataset_spec", "group_of"]

VERSION = "1.0"
_TABLES = ("cases", "issues", "citations", "reasons", "texts")
_SCALARS = (
    "name",
    "title",
    "description",
    "unit",
    "recode",
    "required",
    "weight",
    "minimum",
    "maximum",
    "within",
)


@cache
def dataset_spec() -> DatasetSpec:
    """Return the specification of all tables in both tiers.

    Raises:
        ConfigurationError: if a file is not valid, a column stands twice in a tier, or a key leads nowhere.
    """
    spec = DatasetSpec(version=VERSION, tables=tuple(_table(name) for name in _TABLES))
    for tier in Tier:
        _check(spec.of(tier))
    return spec


def _table(name: str) -> TableSpec:
    source = f"dataset/{name}.toml"
    entry = read_toml(source, "name", "title", "description", "primary_key", "columns")
    tiers = _tiers(entry, tuple(Tier))
    return TableSpec(
        name=name,
        title=entry["title"],
        description=entry["description"],
        primary_key=tuple(entry["primary_key"]),
        foreign_keys=tuple(entry.get("foreign_keys", {}).items()),
        columns=tuple(_column(column, source, tiers) for column in entry["columns"]),
        tiers=tiers,
    )


def _column(entry: dict[str, Any], source: str, tiers: tuple[Tier, ...]) -> Column:
    known = {*_SCALARS, "type", "role", "tiers", "values"}
    name = entry.get("name", "without a name")
    if entry.keys() - known or not {"name", "type", "role", "title", "description"} <= entry.keys():
        raise ConfigurationError(f"{source}: column {name} has a key too many, or one too few")
    try:
        return Column(
            type=ColumnType(entry["type"]),
            role=ColumnRole(entry["role"]),
            tiers=_tiers(entry, tiers),
            values=value_list(entry["values"]) if "values" in entry else (),
            ends=band_ends(entry.get("values", "")),
            **{key: entry[key] for key in _SCALARS if key in entry},
        )
    except ValueError as error:
        raise ConfigurationError(f"{source}: column {name} is of no known type, role or tier") from error


def _tiers(entry: dict[str, Any], otherwise: tuple[Tier, ...]) -> tuple[Tier, ...]:
    return tuple(map(Tier, entry["tiers"])) if "tiers" in entry else otherwise


def _check(spec: DatasetSpec) -> None:
    for table in spec.tables:
        names = [column.name for column in table.columns]
        if len(set(names)) < len(names):
            raise ConfigurationError(f"dataset/{table.name}.toml: a column stands twice in a tier")
        _check_keys(spec, table, names)


def _check_keys(spec: DatasetSpec, table: TableSpec, names: Collection[str]) -> None:
    required = {column.name for column in table.columns if column.required}
    leads = {other.name: other.primary_key for other in spec.tables}
    if not set(table.primary_key) <= required:
        raise ConfigurationError(f"dataset/{table.name}.toml: a primary key must stand in each row")
    for column, other in table.foreign_keys:
        if column not in names or leads.get(other) != (column,):
            raise ConfigurationError(f"dataset/{table.name}.toml: the key {column} leads nowhere")
