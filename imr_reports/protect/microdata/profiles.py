"""Cases with all their issues → profiles: what the quasi-identifiers tell of a person, as one number.

A profile is the case's own quasi-identifiers together with the multiset of those of all its issues. Two
cases with equal profiles can't be told apart by them, whichever tables are joined and however many issues
one knows.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from imr_reports.protect.microdata.hashing import Numbers, hashed, mixed
from imr_reports.records.dataset import Column, ColumnRole, DatasetSpec, TableSpec

COUNT = "issue_count"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ladder:
    """A quasi-identifier of issues and those that detail it, step by step.

    Attributes:
        steps: columns by how deep they stand; where a step is blank, all below it are.
    """

    steps: tuple[tuple[Column, ...], ...]

    @property
    def weights(self) -> tuple[float, ...]:
        """What one blank on each step costs."""
        return tuple(max(column.weight for column in step) for step in self.steps)


def case_columns(spec: DatasetSpec) -> tuple[Column, ...]:
    """Return the quasi-identifiers of cases but for the number of issues, which can't be withheld."""
    return tuple(column for column in _quasi(spec.table("cases")) if column.name != COUNT)


def ladders(spec: DatasetSpec) -> tuple[Ladder, ...]:
    """Return the quasi-identifiers of issues."""
    columns = _quasi(spec.table("issues"))
    found = []
    for root in columns:
        if not root.within:
            steps: list[tuple[Column, ...]] = [(root,)]
            while below := tuple(c for c in columns if c.within in {one.name for one in steps[-1]}):
                steps.append(below)
            found.append(Ladder(steps=tuple(steps)))
    return tuple(found)


def issue_columns(spec: DatasetSpec) -> tuple[Column, ...]:
    """Return all quasi-identifiers of issues."""
    return tuple(column for ladder in ladders(spec) for step in ladder.steps for column in step)


def _quasi(table: TableSpec) -> tuple[Column, ...]:
    return tuple(column for column in table.columns if column.role is ColumnRole.QUASI_IDENTIFIER)


def codes_of(values: "pd.Series[Any]") -> NDArray[np.int64]:
    """Return a column as numbers, -1 for a blank."""
    if isinstance(values.dtype, pd.CategoricalDtype):
        return values.cat.codes.to_numpy().astype(np.int64)
    codes: NDArray[np.int64] = values.astype("Int64").fillna(-1).to_numpy().astype(np.int64)
    return codes


def hashes(frame: pd.DataFrame, columns: Sequence[Column], first: int) -> tuple[Numbers, Numbers]:
    """Return the numbers of some columns' values, a row a column, and those of their blanks."""
    values = [hashed(codes_of(frame[one.name]), first + place) for place, one in enumerate(columns)]
    blanks = [hashed(np.array([-1]), first + place) for place in range(len(columns))]
    shape = (len(columns), len(frame))
    return np.array(values, dtype=np.uint64).reshape(shape), np.array(blanks, dtype=np.uint64).reshape(-1, 1)


def profiles(cases: pd.DataFrame, issues: pd.DataFrame, spec: DatasetSpec) -> Numbers:
    """Return the profile of each case; issues tell by `case` where theirs stands, -1 for none."""
    own, _ = hashes(cases, case_columns(spec), 0)
    linked = issues[issues["case"] >= 0]
    of_issue, _ = hashes(linked, issue_columns(spec), 100)
    number = mixed(own.sum(axis=0, dtype=np.uint64))
    np.add.at(number, linked["case"].to_numpy(), mixed(of_issue.sum(axis=0, dtype=np.uint64)))
    return number
