"""Values of single columns that would give small counts of a decision away → blanks.

The open data set stands beside public tables in which counts of 1 to 10 are withheld. So in it each value
of each single column, a blank included, stands together with each decision either in no case or in k cases
or more. A value that doesn't is blanked wherever it stands, whatever was decided, so that rates among the
values that stay are not bent. To blank a value everywhere only joins classes, so what was k-anonymous stays
so.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from imr_reports.errors import UsageError
from imr_reports.protect.microdata.hashing import distinct
from imr_reports.protect.microdata.profiles import COUNT, codes_of
from imr_reports.records.dataset import Column, ColumnRole, DatasetSpec, TableSpec

_PAIRS = (("claims_administrator_basis", "reviewer_basis"),)
"""What public tables count by two columns and a decision, but for what details another column."""
_COUNTED = frozenset({ColumnRole.QUASI_IDENTIFIER, ColumnRole.OTHER})


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Counted:
    """What is counted with what.

    Attributes:
        decision: of each row, as numbers from 0.
        owner: the case of each row, as numbers from 0.
        k: smallest count that may be told.
    """

    decision: NDArray[np.int64]
    owner: NDArray[np.int64]
    k: int

    def fails(self, codes: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Return for each value of a column (blank last) whether it gives a small count away."""
        values = int(codes.max(initial=-1)) + 2
        cells = np.where(codes < 0, values - 1, codes) * (self.decision.max() + 1) + self.decision
        counts = self.cases(cells, values * (self.decision.max() + 1)).reshape(values, -1)
        return np.asarray(((counts > 0) & (counts < self.k)).any(axis=1))

    def cases(self, cells: NDArray[np.int64], size: int) -> NDArray[np.int64]:
        """Return how many cases stand in each cell."""
        pairs = distinct(cells * (self.owner.max() + 1) + self.owner)
        found: NDArray[np.int64] = np.bincount(pairs // (self.owner.max() + 1), minlength=size)
        return found


def blank_small(
    cases: pd.DataFrame, issues: pd.DataFrame, owner: NDArray[np.int64], spec: DatasetSpec, k: int
) -> None:
    """Blank values that stand with a decision in 1 to k - 1 cases.

    Args:
        cases: changed.
        issues: with `case`, -1 for none, and `decision`; changed.
        owner: whose each issue really is.
        spec: of the tier.
        k: smallest count.

    Raises:
        UsageError: if even all issues together hold a decision in so few cases.
    """
    decision = codes_of(issues["decision"])
    every = Counted(decision=decision, owner=owner, k=k)
    place = issues["case"].to_numpy()
    linked = np.flatnonzero(place >= 0)
    of_cases = Counted(decision=decision[linked], owner=owner[linked], k=k)
    if any(one.fails(np.zeros(len(one.owner), dtype=np.int64))[0] for one in (every, of_cases)):
        raise UsageError(
            "the period has too few decisions of a kind for an open data set; choose a longer one"
        )
    _blank_pairs(issues, every)
    for column in _columns(spec.table("issues")):
        _settle(issues, column, every, lambda codes: codes)
        for below in _columns(spec.table("issues")):
            if below.within == column.name:
                issues[below.name] = issues[below.name].mask(issues[column.name].isna())
    for column in _columns(spec.table("cases")):
        _settle(cases, column, of_cases, lambda codes: codes[place[linked]])


def _blank_pairs(issues: pd.DataFrame, counted: Counted) -> None:
    """Blank both values of pairs that public tables count and that stand with a decision in few cases."""
    for one, other in _PAIRS:
        first, second = codes_of(issues[one]), codes_of(issues[other])
        pair = np.where((first < 0) | (second < 0), -1, first * (second.max(initial=0) + 1) + second)
        failing = counted.fails(pair)
        failing[-1] = False
        for name in (one, other):
            issues[name] = issues[name].mask(failing[pair])


def _columns(table: TableSpec) -> Iterator[Column]:
    """Yield the columns that are counted, those that others detail first."""
    counted = [one for one in table.columns if one.role in _COUNTED and one.name != COUNT]
    yield from sorted(counted, key=lambda one: bool(one.within))


def _settle(
    frame: pd.DataFrame,
    column: Column,
    counted: Counted,
    to_rows: Callable[[NDArray[np.int64]], NDArray[np.int64]],
) -> None:
    codes = _coded(frame, column)
    while True:
        rows = to_rows(codes)
        failing = counted.fails(rows)
        if not failing.any():
            break
        if not failing[:-1].any():  # only the blanks are too few: the smallest value keeps them company
            sizes = np.bincount(rows[rows >= 0], minlength=1)
            if not sizes.any():
                break
            failing[np.argmin(np.where(sizes > 0, sizes, sizes.max() + 1))] = True
        codes = np.where(np.append(failing[:-1], False)[codes], -1, codes)
    frame[column.name] = frame[column.name].mask(codes < 0)


def _coded(frame: pd.DataFrame, column: Column) -> NDArray[np.int64]:
    """Return a column as small numbers; what details another column is told apart by that one's value."""
    codes = codes_of(frame[column.name])
    within = codes_of(frame[column.within]) if column.within else np.zeros(len(codes), dtype=np.int64)
    pairs = np.where(codes < 0, -1, within * (codes.max(initial=0) + 1) + codes)
    code, _ = pd.factorize(np.where(pairs < 0, np.nan, pairs))
    return code.astype(np.int64)
