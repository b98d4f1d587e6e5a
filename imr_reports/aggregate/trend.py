"""Months up to a period's end → the control chart of issues overturned, as a table."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import pandas as pd

from imr_reports.aggregate.counting import APPEALED, DecisionColumns, Line, Value, count, make_rows
from imr_reports.aggregate.outcomes import at_least, month_label
from imr_reports.records.limited import CaseFrames, Placement
from imr_reports.records.tables import CountName, Measure, MeasureKind, Relation, RelationKind, Table
from imr_reports.statistics.control import FEWEST_MONTHS, Point, Reading, control_chart
from imr_reports.vocabulary.published.figures import overall_overturned

WINDOW = 24
"""Months that a trend shows at most."""
_BY = {"decided": "decision", "received": "receipt", "assigned": "assignment"}
_LIMITS = {"centre": "Centre line", "lower": "Lower limit", "upper": "Upper limit"}
_FEWEST_ROWS = 2
_COUNTED = (
    "Cases and issues by the month of the {by}, up to {window} months; % overturned is of the month's "
    "issues, beside it the percentage published for its year. "
)
_LIMITS_WORDS = (
    "The centre line is the share of all issues shown; limits lie three standard errors around it, wider "
    "for months with fewer issues and for letters with several. A signal is a special cause: a month outside "
    "the limits, eight in a row on one side of the centre line, six in a row rising or falling, two of three "
    "beyond two standard errors on one side. Months without one vary as chance lets them: ordinary "
    "variation. "
)
_NO_LIMITS_WORDS = "Limits are drawn from {fewest} months of enough issues on. "


def trend(frames: CaseFrames) -> Table | None:
    """Count cases and issues by month, with control limits; None of fewer than two months."""
    placement, history = frames.placement, frames.history
    if placement is None or history is None or history.empty:
        return None
    months = _months(history)
    if len(months) < _FEWEST_ROWS:
        return None
    chart = replace(frames, issues=history, earlier=None)
    columns = replace(DecisionColumns.of(chart), any_in_part=False)
    values = _values(chart, columns, months)
    readings = control_chart([_point(values[month]) for month in months])
    lines = [
        Line(
            key=month,
            label=month_label(month),
            values=values[month] | _limits(reading),
            note=reading.signal if reading else "",
        )
        for month, reading in zip(months, readings or [None] * len(months), strict=True)
    ]
    measures = _measures(columns, has_limits=bool(readings))
    by = _BY[placement.by]
    words = _COUNTED + (_LIMITS_WORDS if readings else _NO_LIMITS_WORDS)
    return Table(
        key="trend",
        title=f"Trend by month of {by}",
        definition=words.format(by=by, window=WINDOW, fewest=FEWEST_MONTHS) + APPEALED,
        unit="issues",
        dimension=month_dimension(placement),
        row_header="Month",
        measures=measures,
        rows=make_rows(measures, lines),
        sums=columns.sums,
        rows_are_partition=False,
        relations=tuple(_relations(placement, months, columns)),
        design_effect=columns.design_effect(chart),
        note_header="Signal" if readings else "",
    )


def month_dimension(placement: Placement) -> str:
    """Return the dimension of months by the date that places cases."""
    return "decision_month" if placement.by == "decided" else f"{placement.by}_month"


def _months(history: pd.DataFrame) -> list[str]:
    """Return all months from the first with an issue to the last, at most two years of them."""
    known = sorted(map(str, history["month"].unique()))
    return [f"{month:%Y-%m}" for month in pd.period_range(known[0], known[-1], freq="M")][-WINDOW:]


def _values(
    chart: CaseFrames, columns: DecisionColumns, months: Sequence[str]
) -> dict[str, dict[str, Value]]:
    counts = columns.by(chart, ["month"])
    cases = chart.issues.groupby("month", observed=True)["reference"].nunique()
    by_month = {str(month): int(size) for month, size in cases.items()}
    return {
        month: {
            **counts.get((month,), columns.nothing()),
            "cases": by_month.get(month, 0),
            "published": overall_overturned(int(month[:4])),
        }
        for month in months
    }


def _point(values: Mapping[str, Value]) -> Point:
    return Point(
        part=int(values["overturned"] or 0),
        whole=int(values["issues"] or 0),
        effect=float(values["design_effect"] or 1),
    )


def _limits(reading: Reading | None) -> dict[str, Value]:
    if reading is None or reading.lower is None or reading.upper is None:
        return {}
    return {
        "centre": 100 * reading.centre,
        "lower": 100 * reading.lower,
        "upper": 100 * reading.upper,
    }


def _measures(columns: DecisionColumns, *, has_limits: bool) -> tuple[Measure, ...]:
    counts = [
        measure
        for measure in columns.measures(share="", change=False)
        if measure.kind in {MeasureKind.COUNT, MeasureKind.PERCENT}
    ]
    limits = [
        Measure(
            key=key,
            label=label,
            kind=MeasureKind.LIMIT,
            numerator="overturned",
            denominator="issues",
            decimals=1,
        )
        for key, label in _LIMITS.items()
    ]
    published = Measure(
        key="published", label="Published % overturned, year", kind=MeasureKind.NUMBER, decimals=1
    )
    return (count("cases", "Cases", unit="cases"), *counts, *(limits if has_limits else []), published)


def _relations(placement: Placement, months: Sequence[str], columns: DecisionColumns) -> Iterator[Relation]:
    """Yield what a month's counts say of each other, and how the period's months add up to its totals."""
    dimension = month_dimension(placement)

    def named(unit: str, month: str, measure: str) -> CountName:
        return CountName(unit=unit, dimension=dimension, row=month, measure=measure)

    for month in months:
        yield at_least(named("issues", month, "issues"), ((1, named("cases", month, "cases")),))
    period = placement.period
    inside = [month for month in months if not period.months or month in period.month_keys]
    whole = period.months is not None and period.months <= WINDOW
    told = (("cases", "cases"), ("issues", "issues"), *(("issues", str(item)) for item in columns.decisions))
    for unit, measure in told:
        yield Relation(
            total=CountName(unit=unit, measure=measure),
            parts=tuple((1, named(unit, month, measure)) for month in inside),
            kind=RelationKind.EQUALS if whole else RelationKind.CONTAINS,
        )
