"""A period and earlier ones → the table that tells what changed."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import pandas as pd

from imr_reports.aggregate.counting import (
    APPEALED,
    DecisionColumns,
    Line,
    Value,
    count,
    make_rows,
)
from imr_reports.aggregate.outcomes import any_overturn_sum, case_counts, within_row
from imr_reports.aggregate.tallies import OVERTURNED
from imr_reports.aggregate.trend import WINDOW, month_dimension
from imr_reports.records.limited import CaseFrames, Placement
from imr_reports.records.period import Period
from imr_reports.records.tables import CountName, Measure, MeasureKind, Relation, RelationKind, Table

THIS, BEFORE, COMPARED, YEAR_BEFORE = "this", "before", "compared", "year_before"
"""Its rows: the report's period, the one before it, another that the user named, a year before."""
_DIMENSION = "comparison"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Past:
    """A period that stands beside the report's own; `issues` has `reference` and `decision`."""

    key: str
    period: Period
    words: str
    issues: pd.DataFrame


def comparison(frames: CaseFrames) -> Table | None:
    """Count the period beside those that it is compared with; None where the store holds none of them."""
    placement = frames.placement
    past = [one for one in _past(frames) if not one.issues.empty]
    if placement is None or not past:
        return None
    columns = DecisionColumns.of(frames, *(one.issues for one in past))
    this = replace(frames, earlier=None)
    lines = [
        Line(
            key=THIS,
            label=f"{placement.period.words} (this report)",
            values={**columns.total(this).values, **case_counts(frames.cases)},
        ),
        *(
            Line(
                key=one.key,
                label=f"{one.period.words} ({one.words})",
                values=_past_values(columns, this, one.issues),
            )
            for one in past
        ),
    ]
    measures = _measures(columns)
    return Table(
        key="comparison",
        title="This period and earlier ones",
        definition=(
            "The period beside the one that it is compared with and the same months a year before. Changes "
            "are from the row's period to this one: in the number of cases, and in percentage points of "
            f"issues overturned. {APPEALED}"
        ),
        unit="issues",
        dimension=_DIMENSION,
        row_header="Period",
        measures=measures,
        rows=make_rows(measures, lines),
        sums=columns.sums,
        rows_are_partition=False,
        relations=(
            *_sums_of_this(columns),
            *(item for line in lines for item in within_row(_DIMENSION, line.key, columns)),
            *(item for one in past for item in _sums_of_months(one, placement, columns)),
        ),
    )


def _past(frames: CaseFrames) -> Iterator[_Past]:
    """Yield the periods beside the report's own, the one that changes are told against first."""
    placement = frames.placement
    if placement is None:
        return
    compared, year = placement.compared, placement.year_before
    if compared is not None and frames.earlier is not None:
        key, words = _named(placement.period, compared)
        yield _Past(key=key, period=compared, words=words, issues=frames.earlier.issues)
    if year is not None and year != compared and frames.history is not None:
        inside = frames.history["month"].isin(year.month_keys)
        yield _Past(key=YEAR_BEFORE, period=year, words="a year before", issues=frames.history[inside])


def _named(period: Period, compared: Period) -> tuple[str, str]:
    if compared == period.before:
        return BEFORE, period.before_words
    if compared == period.year_before:
        return YEAR_BEFORE, "a year before"
    return COMPARED, "compared with"


def _past_values(columns: DecisionColumns, this: CaseFrames, issues: pd.DataFrame) -> dict[str, Value]:
    then = replace(this, issues=issues)
    change = replace(columns, compares=True).total(replace(this, earlier=then)).values
    cases = int(issues["reference"].nunique())
    return {
        **columns.total(then).values,
        "cases": cases,
        "cases_change": len(this.cases) - cases,
        "any_overturn": int(issues.loc[issues["decision"].isin(OVERTURNED), "reference"].nunique()),
        "change": change.get("change"),
        "change_is_notable": change.get("change_is_notable"),
    }


def _measures(columns: DecisionColumns) -> tuple[Measure, ...]:
    cases_change = Measure(
        key="cases_change",
        label="Change in cases",
        kind=MeasureKind.CHANGE,
        numerator="cases",
        denominator="cases",
    )
    told = replace(columns, compares=True, any_in_part=False).measures(share="")
    return (
        count("cases", "Cases", unit="cases"),
        cases_change,
        count("any_overturn", "Cases with any overturn", unit="cases"),
        *told,
    )


def _columns_told(columns: DecisionColumns) -> tuple[tuple[str, str], ...]:
    """Return the units and keys of the counts that months have too."""
    return (("cases", "cases"), ("issues", "issues"), *(("issues", str(item)) for item in columns.decisions))


def _sums_of_this(columns: DecisionColumns) -> tuple[Relation, ...]:
    """Return that the row of this report holds the report's totals."""
    own = [
        Relation(
            total=CountName(unit=unit, dimension=_DIMENSION, row=THIS, measure=measure),
            parts=((1, CountName(unit=unit, measure=measure)),),
        )
        for unit, measure in _columns_told(columns)
    ]
    any_overturn = CountName(unit="cases", dimension=_DIMENSION, row=THIS, measure="any_overturn")
    return (*own, any_overturn_sum(any_overturn))


def _sums_of_months(past: _Past, placement: Placement, columns: DecisionColumns) -> Iterator[Relation]:
    """Yield that a row is the sum of its months in the trend, or holds those of them that stand there."""
    window = placement.period.ending_here(WINDOW)
    shown = set(window.month_keys) if window else set()
    inside = [month for month in past.period.month_keys if month in shown]
    if not inside:
        return
    kind = RelationKind.EQUALS if len(inside) == past.period.months else RelationKind.CONTAINS
    for unit, measure in _columns_told(columns):
        yield Relation(
            total=CountName(unit=unit, dimension=_DIMENSION, row=past.key, measure=measure),
            parts=tuple(
                (1, CountName(unit=unit, dimension=month_dimension(placement), row=month, measure=measure))
                for month in inside
            ),
            kind=kind,
        )
