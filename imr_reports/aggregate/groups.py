"""Columns of the index → decisions by group, for columns that group cases and do not single them out."""

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from imr_reports.aggregate.counting import APPEALED, DecisionColumns, Line, by_size, count, make_rows
from imr_reports.aggregate.funnel import with_limits
from imr_reports.errors import UsageError
from imr_reports.records.limited import CaseFrames
from imr_reports.records.tables import Table

FEWEST_CASES = 3
LEAST_SHARE = 0.9
_OTHER, _NOT_GIVEN = "other values", ""
_LABELS = {_OTHER: "Other values", _NOT_GIVEN: "Not given"}


def refused_groups(frames: CaseFrames, groups: Sequence[str]) -> tuple[str, ...]:
    """Return the columns that are not tabulated, because their values may name persons.

    A column of names has values that few cases share, however many cases there are. So at least 90% of the
    cases that have a value must have one that three cases or more share.

    Raises:
        UsageError: if the index has no such column.
    """
    return tuple(group for group in groups if not _groups_cases(_values(frames, group)))


def decisions_by_group(frames: CaseFrames, group: str) -> Table:
    """Count issues and cases by a column of the index: for the data holder alone.

    Raises:
        UsageError: if the index has no such column.
    """
    columns = DecisionColumns.of(frames)
    measures = (count("cases", "Cases", unit="cases"), *columns.measures())
    grouping = _Grouping(group, _values(frames, group))
    table = Table(
        key=f"group:{group}",
        title=f"Decisions by {group}",
        definition=(
            "Issues and cases by the column of the index; values of fewer than three cases are merged. The "
            f"share is of all issues in the period, % overturned of the row's issues. {APPEALED}"
        ),
        unit="issues",
        dimension=f"group:{group}",
        row_header=group,
        measures=measures,
        rows=make_rows(measures, _lines(grouping, frames, columns)),
        sums=columns.sums,
        design_effect=columns.design_effect(frames, grouping.issues, ["group"]),
        ordered_by_size=True,
    )
    return with_limits(table)


class _Grouping:
    """Cases by a column of the index, values that few cases of the period share being one."""

    def __init__(self, group: str, values: "pd.Series[str]") -> None:
        sizes = values.value_counts()
        self._column = f"group:{group}"
        self._kept = frozenset(sizes.index[sizes >= FEWEST_CASES]) | {_NOT_GIVEN}

    def cases(self, frames: CaseFrames) -> "pd.Series[str]":
        """Return reference → group; an earlier period is grouped as this one is."""
        cases = frames.cases
        values = _stripped(cases[self._column]) if self._column in cases else pd.Series("", cases.index)
        grouped = values.where(values.isin(self._kept), _OTHER)
        return pd.Series(grouped.to_numpy(), index=cases["reference"].astype("str"), name="group")

    def issues(self, frames: CaseFrames) -> pd.DataFrame:
        """Return issues with their group."""
        issues = frames.issues[["reference", "decision"]]
        return issues.assign(group=issues["reference"].astype("str").map(self.cases(frames)))


def _values(frames: CaseFrames, group: str) -> "pd.Series[str]":
    column = f"group:{group}"
    if column not in frames.cases:
        raise UsageError("a group was asked for that the index has no column for")
    return _stripped(frames.cases[column])


def _stripped(column: "pd.Series[str]") -> "pd.Series[str]":
    return column.fillna("").astype("str").str.strip()


def _groups_cases(values: "pd.Series[str]") -> bool:
    given = values[values != _NOT_GIVEN]
    sizes = given.value_counts()
    return float(sizes[sizes >= FEWEST_CASES].sum()) >= LEAST_SHARE * len(given)


def _lines(grouping: _Grouping, frames: CaseFrames, columns: DecisionColumns) -> list[Line]:
    by_group = columns.by(frames, ["group"], grouping.issues)
    cases = grouping.cases(frames)
    total = columns.total(frames)
    none = columns.nothing()
    lines = [
        Line(
            key=str(key),
            label=_LABELS.get(str(key), str(key)),
            values={**by_group.get((str(key),), none), "cases": int(size)},
        )
        for key, size in cases.value_counts().items()
    ]
    return [*by_size(lines, "issues"), replace(total, values={**total.values, "cases": len(cases)})]
