"""Works that few cases cite and reasons that few give → their source, or another reason: for the open tier.

Who knows that a claim turned on a rarely cited work would find it by that work alone. A value of a table with
several rows an issue divides the issues into those that have it and those that have not; with each decision,
both must be none or k or more. What fails is told less exactly, step by step, and left out in the end.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from imr_reports.protect.microdata.hashing import distinct
from imr_reports.protect.microdata.profiles import codes_of
from imr_reports.protect.microdata.small_counts import Counted
from imr_reports.records.coded import GuidelineSource
from imr_reports.records.reasons import Reason

_STEPS = (("side", "source", "title", "edition"), ("side", "source", "title"))
_SOURCE = ("side", "source")


def coarsen_citations(citations: pd.DataFrame, counted: Counted) -> pd.DataFrame:
    """Return citations without works, and then sources, that few cases cite.

    Args:
        citations: with `issue`, the place of the issue in what is counted.
        counted: the decision and the case of each issue.
    """
    citations = citations.copy()
    for columns in _STEPS:
        failing = _settled(citations, columns, "", counted)
        citations[columns[-1]] = citations[columns[-1]].mask(failing)
        if columns[-1] == "title":
            citations["edition"] = citations["edition"].mask(failing)
    other = str(GuidelineSource.OTHER)
    failing = _settled(citations, _SOURCE, other, counted)
    citations.loc[failing, ["title", "edition"]] = None
    citations.loc[failing, "source"] = other
    return _merged(citations, _SOURCE, counted)


def coarsen_reasons(reasons: pd.DataFrame, counted: Counted) -> pd.DataFrame:
    """Return reasons; those that few cases give are given as another reason."""
    reasons = reasons.copy()
    other = str(Reason.OTHER)
    reasons.loc[_settled(reasons, ("reason",), other, counted), "reason"] = other
    return _merged(reasons, ("reason",), counted)


def _merged(rows: pd.DataFrame, columns: Sequence[str], counted: Counted) -> pd.DataFrame:
    """Return each row once, and none of a value that still fails."""
    rows = rows[~_failing(rows, columns, counted)]
    return rows.drop_duplicates().sort_values(list(rows.columns), ignore_index=True)


def _settled(rows: pd.DataFrame, columns: Sequence[str], other: str, counted: Counted) -> NDArray[np.bool_]:
    """Return which rows must be told less exactly in the last of some columns.

    What is told less exactly stands together with the rows that told no more from the start (a blank, or
    `other`); these need be enough too, so where they are not, the smallest value joins them.
    """
    *above, last = columns
    group = _codes(rows, above) if above else np.zeros(len(rows), dtype=np.int64)
    value = _codes(rows, columns)
    blank = rows[last].isna().to_numpy() | (rows[last].astype("object") == other).to_numpy(dtype=bool)
    coarse = blank | _failing(rows, columns, counted)
    while True:
        rest = np.where(coarse, group, -1)
        bad = np.unique(group[coarse & _failing_codes(rows, rest, counted)])
        joins = []
        for one in bad:
            still = value[(group == one) & ~coarse]
            if len(still):
                names, sizes = np.unique(still, return_counts=True)
                joins.append(names[np.argmin(sizes)])
        if not joins:
            return coarse & ~blank
        coarse = coarse | np.isin(value, joins)


def _failing(rows: pd.DataFrame, columns: Sequence[str], counted: Counted) -> NDArray[np.bool_]:
    return _failing_codes(rows, _codes(rows, columns), counted)


def _failing_codes(rows: pd.DataFrame, codes: NDArray[np.int64], counted: Counted) -> NDArray[np.bool_]:
    """Return which rows have a value (-1 for none) that, or whose absence, stands in too few cases."""
    kinds, values = int(counted.decision.max()) + 1, int(codes.max(initial=-1)) + 1
    issue = rows["issue"].to_numpy()
    # Each value once an issue, then each once a case and decision.
    pairs = distinct(codes[codes >= 0] * len(counted.owner) + issue[codes >= 0])
    value, issue_of = pairs // len(counted.owner), pairs % len(counted.owner)
    with_it = _cases(value, issue_of, counted, values, kinds)
    issues_with = _tally(value * kinds + counted.decision[issue_of], values * kinds).reshape(values, kinds)
    without = np.bincount(counted.decision, minlength=kinds)[None, :] - issues_with
    failing = (((with_it > 0) & (with_it < counted.k)) | ((without > 0) & (without < counted.k))).any(axis=1)
    return np.append(failing, False)[codes]


def _cases(
    value: NDArray[np.int64], issue: NDArray[np.int64], counted: Counted, values: int, kinds: int
) -> NDArray[np.int64]:
    cells = value * kinds + counted.decision[issue]
    owners = int(counted.owner.max()) + 1
    once = distinct(cells * owners + counted.owner[issue])
    return _tally(once // owners, values * kinds).reshape(values, kinds)


def _tally(cells: NDArray[np.int64], size: int) -> NDArray[np.int64]:
    return np.bincount(cells, minlength=size)


def _codes(rows: pd.DataFrame, columns: Sequence[str]) -> NDArray[np.int64]:
    """Return rows as numbers of the combinations that occur, blanks counting as values."""
    code = np.zeros(len(rows), dtype=np.int64)
    for column in columns:
        own = codes_of(rows[column]) + 1
        code = pd.factorize(code * (own.max(initial=0) + 1) + own, sort=True)[0].astype(np.int64)
    return code
