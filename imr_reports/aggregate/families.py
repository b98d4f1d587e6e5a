"""Counts by one or two columns → rows, largest first: main rows with their details, or all that is stated."""

from collections.abc import Mapping, Sequence

import pandas as pd

from imr_reports.aggregate.counting import ISSUE_KEY, DecisionColumns, Line, Rows, by_size, issues_of
from imr_reports.aggregate.joining import are_among, distinct, is_one_of, replaced, with_columns
from imr_reports.records.limited import CaseFrames
from imr_reports.records.tables import CountName, Relation

MOST_ROWS, FEWEST_ISSUES = 60, 3
MERGED = (
    "Where the table would have more than 60 rows, those of fewer than three issues are merged within the "
    "row above them."
)
SOME, NONE = "some", "none"
_RARE, _RARE_LABEL = "rarely counted", "Others, fewer than three issues each"


def with_decision(frames: CaseFrames, values: pd.DataFrame) -> pd.DataFrame:
    """Return rows of issue × value with the decision on the issue."""
    return with_columns(values, frames.issues, ["decision"])


def main_lines(
    columns: DecisionColumns,
    frames: CaseFrames,
    keys: tuple[str, str],
    rows: Rows = issues_of,
    *,
    labels: Mapping[tuple[int, str], str],
    all_details: bool = False,
) -> list[Line]:
    """Return a line for each value of the first column, with one for each value of the second beneath it.

    Args:
        columns: what is counted.
        frames: the period.
        keys: the two columns.
        rows: the rows to count.
        labels: for (depth, value) the label, where it isn't the value itself.
        all_details: whether a value's only detail is told too.
    """
    details: dict[str, list[Line]] = {}
    for (main, detail), values in columns.by(frames, keys, rows).items():
        line = Line(key=f"{main}/{detail}", label=_label(labels, 1, detail), values=values, depth=1)
        details.setdefault(main, []).append(line)
    mains = [
        Line(key=key, label=_label(labels, 0, key), values=values)
        for (key,), values in columns.by(frames, keys[:1], _once_a_value(rows, keys[:1])).items()
    ]
    lines: list[Line] = []
    for line in by_size(mains, "issues"):
        parts = sorted(by_size(details[line.key], "issues"), key=lambda part: part.key.endswith(f"/{_RARE}"))
        lines += [line, *(parts if all_details or len(parts) > 1 else [])]
    return lines


def _label(labels: Mapping[tuple[int, str], str], depth: int, value: str) -> str:
    return _RARE_LABEL if value == _RARE else labels.get((depth, value), value)


def _once_a_value(rows: Rows, keys: Sequence[str]) -> Rows:
    """Return rows of which each issue has one a value."""
    return lambda period: distinct(rows(period), [*ISSUE_KEY, *keys])


def without_rare(frames: CaseFrames, keys: tuple[str, str], rows: Rows = issues_of) -> Rows:
    """Return rows in which rare values of the second column are one, where they would make a long table.

    Which are rare is told by this period alone, so that an earlier one is counted by the same rows.
    """
    sizes = rows(frames).groupby(list(keys), observed=True).size()
    if len(sizes) <= MOST_ROWS:
        return rows
    is_rare = sizes < FEWEST_ISSUES
    alone = is_rare.groupby(level=0, observed=True).transform("sum") < 2
    kept = {tuple(map(str, key)) for key in sizes.index[~is_rare | alone]}

    def merged(period: CaseFrames) -> pd.DataFrame:
        found = rows(period)
        values = replaced(found[keys[1]], ~is_one_of(found, keys, kept), _RARE)
        found = found.assign(**{keys[1]: values})
        return distinct(found, [*ISSUE_KEY, *keys])

    return merged


def stated_lines(
    columns: DecisionColumns,
    frames: CaseFrames,
    key: str,
    rows: Rows,
    *,
    labels: tuple[str, str],
    label_of: Mapping[str, str],
) -> list[Line]:
    """Return lines of the issues that state something, of each value that they state, and of all others.

    Args:
        columns: what is counted.
        frames: the period.
        key: the column of values.
        rows: issue × value; one issue may state several.
        labels: of the issues that state a value, and of those that state none.
        label_of: value → label, where it isn't the value itself.
    """

    def told_apart(period: CaseFrames) -> pd.DataFrame:
        return period.issues[[*ISSUE_KEY, "decision"]].assign(has=are_among(period.issues, rows(period)))

    mains = columns.by(frames, ["has"], told_apart)
    details = [
        Line(key=value, label=label_of.get(value, value), values=values, depth=1)
        for (value,), values in columns.by(frames, [key], rows).items()
    ]
    nothing = columns.nothing()
    some, none = (mains.get((str(flag),), nothing) for flag in (True, False))
    return [
        Line(key=SOME, label=labels[0], values=some),
        *by_size(details, "issues"),
        Line(key=NONE, label=labels[1], values=none),
    ]


def stated_or_not(columns: DecisionColumns, dimension: str) -> tuple[Relation, ...]:
    """Return the tie between the issues that state something, those that don't, and all."""

    def counted(row: str, measure: str) -> CountName:
        return CountName(unit="issues", dimension=dimension, row=row, measure=measure)

    return tuple(
        Relation(
            total=CountName(unit="issues", measure=measure),
            parts=((1, counted(SOME, measure)), (1, counted(NONE, measure))),
        )
        for measure in ("issues", *columns.sums[0][1])
    )
