"""The specification as a pandera schema → whether the tables are what they are said to be."""

import re
from typing import TYPE_CHECKING

import pandas as pd

from imr_reports.errors import PrivacyGateError
from imr_reports.records.dataset import KEY_PATTERN, Column, ColumnRole, ReleaseDataset, TableSpec

if TYPE_CHECKING:
    import pandera.pandas as pa

_CODE = re.compile(r"[^a-z_]")
_PERSONS = "cases"
"""The table whose rows stand for persons."""


def check_tables(dataset: ReleaseDataset) -> None:
    """Refuse tables that do not keep to their specification.

    Raises:
        PrivacyGateError: if one doesn't: which table, which column and what is broken, and no value.
    """
    if list(dataset.tables) != [table.name for table in dataset.spec.tables]:
        raise PrivacyGateError(
            "publication stopped: the data set's tables are not those of its specification"
        )
    for table in dataset.spec.tables:
        _check(dataset.tables[table.name], table)
    _check_keys(dataset)
    _check_classes(dataset)


def _check(frame: pd.DataFrame, table: TableSpec) -> None:
    from pandera.errors import SchemaErrors  # noqa: PLC0415 - slow to import, and only data sets need it

    try:
        schema_of(table).validate(frame, lazy=True)
    except SchemaErrors as error:
        first = error.failure_cases.iloc[0]
        # What fails can be a value of a letter; names of columns and of checks are our own.
        names = {column.name for column in table.columns}
        column = str(first["column"]) if first["column"] in names else "the columns' names or order"
        kind = _CODE.sub("", str(first["check"]).split("(")[0])
        raise PrivacyGateError(
            f"publication stopped: table {table.name} does not keep to its specification "
            f"({column}: {kind}); nothing was written"
        ) from None


def schema_of(table: TableSpec) -> "pa.DataFrameSchema":
    """Return the schema that a table's rows must keep to: these columns, in this order, and no others."""
    import pandera.pandas as pa  # noqa: PLC0415 - as above

    return pa.DataFrameSchema(
        {column.name: _column(column) for column in table.columns},
        strict=True,
        ordered=True,
        unique=list(table.primary_key) or None,
    )


def _column(column: Column) -> "pa.Column":
    import pandera.pandas as pa  # noqa: PLC0415 - as above

    checks = []
    if column.role is ColumnRole.KEY:
        checks.append(pa.Check.str_matches(f"^{KEY_PATTERN}$"))
    if column.values:
        checks.append(pa.Check.isin([value for value, _ in column.values]))
    if column.minimum is not None:
        checks.append(pa.Check.ge(column.minimum))
    if column.maximum is not None:
        checks.append(pa.Check.le(column.maximum))
    return pa.Column(column.type.dtype, checks, nullable=not column.required)


def _check_keys(dataset: ReleaseDataset) -> None:
    for table in dataset.spec.tables:
        for column, parent in table.foreign_keys:
            (key,) = dataset.spec.table(parent).primary_key
            given = set(dataset.tables[table.name][column].dropna())
            if not given <= set(dataset.tables[parent][key]):
                raise PrivacyGateError(
                    f"publication stopped: table {table.name} names a {column} that table {parent} lacks"
                )


def _check_classes(dataset: ReleaseDataset) -> None:
    smallest = smallest_class(dataset)
    if smallest is not None and smallest < dataset.k:
        raise PrivacyGateError(
            f"publication stopped: a class holds fewer than {dataset.k} cases; nothing was written"
        )


def smallest_class(dataset: ReleaseDataset) -> int | None:
    """Return how many cases the smallest class holds, None where there is no case.

    Cases are of one class when they agree in their own quasi-identifiers and in those of all rows that name
    them, in whatever order; a blank is a value like any other. It shares nothing with what made the classes.
    """
    (key,) = dataset.spec.table(_PERSONS).primary_key
    cases = dataset.tables[_PERSONS].set_index(key)
    signatures = [_codes(cases, dataset.spec.table(_PERSONS)).astype("str")]
    for table in dataset.spec.tables:
        names = [column for column, parent in table.foreign_keys if parent == _PERSONS]
        if names and table.of_role(ColumnRole.QUASI_IDENTIFIER):
            rows = dataset.tables[table.name].dropna(subset=names)
            signatures.append(lines_of(_codes(rows, table), rows[names[0]], cases.index))
    classes = pd.concat(signatures, axis="columns").value_counts()
    return int(classes.min()) if len(classes) else None


def lines_of(
    codes: "pd.Series[int]", owners: "pd.Series[str]", everyone: "pd.Index[str]"
) -> "pd.Series[str]":
    """Return for each owner the codes of its rows, in order, as a line; "" where it has none."""
    lines = dict.fromkeys(everyone, "")
    order = codes.to_numpy().argsort(kind="stable")
    for owner, code in zip(owners.to_numpy()[order], codes.to_numpy()[order], strict=True):
        lines[owner] += f"{code},"
    return pd.Series(lines, dtype="str")


def _codes(frame: pd.DataFrame, table: TableSpec) -> "pd.Series[int]":
    """Return a number a row, the same for rows that agree in all quasi-identifiers."""
    names = list(table.of_role(ColumnRole.QUASI_IDENTIFIER))
    return frame.groupby(names, dropna=False, sort=False).ngroup()
