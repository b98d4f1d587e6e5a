"""A version and those before it → whether all of them together still let nobody be singled out.

A case has one key in all versions. Who has two of them lays their rows side by side, and what one left blank
the other may tell.
"""

import io
from collections.abc import Mapping, Sequence

import pandas as pd

from imr_reports.errors import PrivacyGateError
from imr_reports.export.checks import lines_of
from imr_reports.records.dataset import ColumnRole, ReleaseDataset, TableSpec

TABLES = ("cases", "issues")
"""What of an earlier version is laid beside a new one."""
_CASE, _ISSUE = "case_key", "issue_key"


def read_tables(files: Mapping[str, bytes]) -> dict[str, pd.DataFrame]:
    """Return the tables of an earlier version that are compared, from its files by table."""
    return {name: pd.read_parquet(io.BytesIO(files[name])) for name in TABLES}


def check_together(dataset: ReleaseDataset, earlier: Sequence[Mapping[str, pd.DataFrame]]) -> None:
    """Refuse a version that together with earlier ones singles cases out.

    Args:
        dataset: the new version.
        earlier: the tables of earlier versions of the same period and tier.

    Raises:
        PrivacyGateError: if fewer than k cases agree in all that the versions say of their quasi-identifiers.
    """
    smallest = smallest_together(dataset, earlier)
    if smallest is not None and smallest < dataset.k:
        raise PrivacyGateError(
            f"this version and an earlier one would together tell fewer than {dataset.k} cases apart, since "
            "each withholds other values; nothing was written"
        )


def smallest_together(dataset: ReleaseDataset, earlier: Sequence[Mapping[str, pd.DataFrame]]) -> int | None:
    """Return how many cases the smallest class holds for who has all versions, None without a case."""
    cases, issues = (_beside(dataset, name, earlier) for name in TABLES)
    linked = issues[issues[_CASE].notna()]
    lines = lines_of(_numbered(linked.drop(columns=_CASE)), linked[_CASE], cases.index)
    whole = pd.DataFrame({"own": _numbered(cases), "issues": lines})
    sizes = whole.value_counts()
    return int(sizes.min()) if len(sizes) else None


def _beside(
    dataset: ReleaseDataset, name: str, earlier: Sequence[Mapping[str, pd.DataFrame]]
) -> pd.DataFrame:
    """Return what all versions say of each row of a table: a column a version and quasi-identifier."""
    table = dataset.spec.table(name)
    (key,) = table.primary_key
    parts = [
        _quasi(frame.set_index(key), table).add_prefix(f"{place} ")
        for place, frame in enumerate((dataset.tables[name], *(one[name] for one in earlier)))
    ]
    beside = pd.concat(parts, axis="columns", join="outer")
    if name == TABLES[0]:
        return beside
    owners = beside[[column for column in beside if str(column).endswith(f" {_CASE}")]]
    return beside.drop(columns=owners.columns).assign(**{_CASE: owners.bfill(axis="columns").iloc[:, 0]})


def _quasi(frame: pd.DataFrame, table: TableSpec) -> pd.DataFrame:
    """Return the columns that others may know of a person; one that the specification lacks may be such."""
    plain = {column.name for column in table.columns if column.role is not ColumnRole.QUASI_IDENTIFIER}
    return frame[[name for name in frame if name not in plain or name == _CASE]].astype("string")


def _numbered(frame: pd.DataFrame) -> "pd.Series[int]":
    return frame.groupby(list(frame.columns), dropna=False, sort=False).ngroup()
