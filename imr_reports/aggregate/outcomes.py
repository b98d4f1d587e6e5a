"""Cases and issues → what was decided, at both levels, and month by month."""

from dataclasses import replace

import pandas as pd

from imr_reports.aggregate.counting import (
    APPEALED,
    DECISION_LABELS,
    RATES,
    TOTAL,
    DecisionColumns,
    Line,
    Value,
    cases_and_share,
    count,
    make_rows,
    percent,
    rate_with_interval,
)
from imr_reports.aggregate.joining import with_columns_of_case
from imr_reports.aggregate.months import months_counted
from imr_reports.records.coded import CaseOutcome, Decision
from imr_reports.records.limited import CaseFrames
from imr_reports.records.tables import CountName, Measure, MeasureKind, Relation, RelationKind, Table
from imr_reports.statistics.clusters import interval

_OUTCOMES = {
    CaseOutcome.UPHOLD: "Upheld: every issue",
    CaseOutcome.OVERTURN: "Overturned: every issue",
    CaseOutcome.PARTIAL_OVERTURN: "Partly overturned",
    CaseOutcome.NOT_STATED: "Not stated",
}
_OVERTURNS = (CaseOutcome.OVERTURN, CaseOutcome.PARTIAL_OVERTURN)
_MOST_ISSUES = 5
_UNDATED = "undated"
# The public can divide the two totals, if it is shown both.
_MEAN = Measure(
    key="mean",
    label="Issues per case",
    kind=MeasureKind.NUMBER,
    denominator="cases",
    decimals=2,
    internal_only=True,
)


def outcomes_cases(frames: CaseFrames) -> Table:
    """Count cases by what their letter decided as a whole."""
    measures = (*cases_and_share(), *_bounds("cases"))
    sizes = frames.cases["outcome"].value_counts()
    lines = [
        Line(
            key=str(outcome),
            label=label,
            values=_share("cases", int(sizes.get(str(outcome), 0)), len(frames.cases)),
        )
        for outcome, label in _OUTCOMES.items()
        if outcome is not CaseOutcome.NOT_STATED or sizes.get(str(outcome), 0)
    ]
    return Table(
        key="outcomes_cases",
        title="Outcome of cases",
        definition=(
            "Cases (letters) by outcome, of all cases in the period. A case is partly overturned when some "
            f"of its issues were overturned and others upheld, or one was overturned in part. {RATES}"
        ),
        unit="cases",
        dimension="outcome",
        row_header="Outcome",
        measures=measures,
        rows=make_rows(measures, [*lines, all_cases(frames)]),
    )


def outcomes_issues(frames: CaseFrames) -> Table:
    """Count issues by what was decided on them."""
    columns = DecisionColumns.of(frames)
    measures = (*columns.measures()[:2], *_bounds("issues"), *columns.in_part)
    total = columns.total(frames)
    issues, effect = int(total.values["issues"] or 0), float(total.values["design_effect"] or 1)
    in_part = {measure.key: total.values[measure.key] for measure in columns.in_part}
    lines = [
        Line(
            key=str(item),
            label=DECISION_LABELS[item],
            values=_share("issues", int(total.values[item] or 0), issues, effect)
            | (in_part if item is Decision.OVERTURNED else {}),
        )
        for item in columns.decisions
    ]
    total = replace(total, values={"issues": issues} | in_part)
    return Table(
        key="outcomes_issues",
        title="Outcome of issues",
        definition=(
            "Issues (disputed items or services) by decision, of all issues in the period. Issues of one "
            f"letter are decided together and are not independent. {APPEALED}"
        ),
        unit="issues",
        dimension="decision",
        row_header="Decision",
        measures=measures,
        rows=make_rows(measures, [*lines, total]),
        relations=tuple(
            Relation(
                total=CountName(unit="issues", measure=str(item)),
                parts=((1, CountName(unit="issues", dimension="decision", row=str(item), measure="issues")),),
            )
            for item in columns.decisions
        ),
    )


def _bounds(measure: str) -> tuple[Measure, ...]:
    """Return the columns of the 95% interval of a share of all cases or issues."""
    interval_columns = rate_with_interval("percent", "", measure, measure)[1:]
    return tuple(replace(column, denominator_is_total=True) for column in interval_columns)


def _share(measure: str, part: int, whole: int, effect: float = 1.0) -> dict[str, Value]:
    """Return a count with the interval of its share: Wilson's, at the size that the design effect leaves."""
    low, high = interval(part, whole, effect) or (None, None)
    return {measure: part, "low": low, "high": high}


def issues_per_case(frames: CaseFrames) -> Table:
    """Count cases by how many issues they decide."""
    measures = (*cases_and_share(), _MEAN)
    numbers = frames.cases["issue_count"]
    groups = numbers.groupby(numbers.clip(upper=_MOST_ISSUES)).agg(["size", "mean"])
    known = {int(number): (int(size), float(mean)) for number, size, mean in groups.itertuples()}
    lines = [
        Line(
            key=_number_key(number),
            label=_number_label(number),
            values=dict(zip(("cases", "mean"), known.get(number, (0, None)), strict=True)),
        )
        for number in range(0 if 0 in known else 1, _MOST_ISSUES + 1)
    ]
    total = all_cases(frames)
    mean = float(numbers.mean()) if len(numbers) else None
    total = replace(total, values={**total.values, "mean": mean})
    return Table(
        key="issues_per_case",
        title="Issues per case",
        definition="Cases by the number of disputed items in their letter, of all cases in the period.",
        unit="cases",
        dimension="issue_count",
        row_header="Issues in the case",
        measures=measures,
        rows=make_rows(measures, [*lines, total]),
        relations=(
            Relation(
                total=CountName(unit="issues", measure="issues"),
                parts=tuple(
                    (
                        number,
                        CountName(
                            unit="cases", dimension="issue_count", row=_number_key(number), measure="cases"
                        ),
                    )
                    for number in range(1, _MOST_ISSUES + 1)
                ),
                # Of five or more it isn't told how many; where there are none the sum is exact.
                kind=RelationKind.AT_LEAST if _MOST_ISSUES in known else RelationKind.EQUALS,
            ),
        ),
    )


def partly_authorized(frames: CaseFrames) -> Table:
    """Count issues by whether the claims administrator had authorized a part of the request."""
    columns = DecisionColumns.of(frames)
    counts = columns.by(
        frames,
        ["partly"],
        lambda period: period.issues.assign(partly=period.issues["was_partly_authorized"].astype(bool)),
    )
    none = columns.nothing()
    lines = [
        Line(key="no", label="Denied as a whole", values=counts.get(("False",), none)),
        Line(key="yes", label="Authorized in part, the rest denied", values=counts.get(("True",), none)),
    ]
    measures = columns.measures()
    return Table(
        key="partly_authorized",
        title="Partly authorized requests",
        definition=(
            "Issues by whether the claims administrator had authorized a part of the original request, so "
            f"that only the remaining part was in dispute; of all issues in the period. {APPEALED}"
        ),
        unit="issues",
        dimension="partly_authorized",
        row_header="Request",
        measures=measures,
        rows=make_rows(measures, [*lines, columns.total(frames)]),
        sums=columns.sums,
    )


def outcomes_by_month(frames: CaseFrames) -> Table:
    """Count cases and issues by the month of the decision."""
    columns = DecisionColumns.of(frames)
    cases = _with_month(frames.cases)
    by_month = columns.by(
        frames,
        ["month"],
        lambda period: with_columns_of_case(period.issues, _with_month(period.cases), ["month"]),
    )
    lines = [
        Line(
            key=str(month),
            label=month_label(str(month)),
            values={**by_month.get((str(month),), columns.nothing()), **case_counts(of_month)},
        )
        for month, of_month in cases.groupby("month", observed=True)
    ]
    total = Line(
        key=TOTAL,
        label="All months",
        values={**columns.total(frames).values, **case_counts(cases)},
        is_total=True,
    )
    measures = (*_case_columns(), *columns.measures(share="", change=False))
    return Table(
        key="outcomes_by_month",
        title="Outcomes by month of decision",
        definition=(
            "Cases and issues by the month of the decision. The first percentage is of the month's cases, "
            "those with at least one issue overturned, wholly or in part; the second is of the month's "
            f"issues, those overturned. {APPEALED}"
        ),
        unit="issues",
        dimension="decision_month",
        row_header="Month",
        measures=measures,
        rows=make_rows(measures, [*lines, total]),
        sums=columns.sums,
        relations=(
            any_overturn_sum(CountName(unit="cases", measure="any_overturn")),
            *(item for line in lines for item in within_row("decision_month", line.key, columns)),
        ),
    )


def all_cases(frames: CaseFrames) -> Line:
    """Return the total row of a table that counts cases."""
    return Line(key=TOTAL, label="All cases", values={"cases": len(frames.cases)}, is_total=True)


def _case_columns() -> tuple[Measure, ...]:
    return (
        count("cases", "Cases", unit="cases"),
        count("any_overturn", "Cases with any overturn", unit="cases"),
        percent("percent_any_overturn", "% of cases", "any_overturn", "cases"),
    )


def _with_month(cases: pd.DataFrame) -> pd.DataFrame:
    return cases.assign(month=months_counted(cases, _UNDATED))


def month_label(month: str) -> str:
    """Return a month's key ("2015-03", "undated") in words."""
    return "Undated" if month == _UNDATED else pd.Timestamp(f"{month}-01").strftime("%B %Y")


def _number_key(number: int) -> str:
    return f"{number}+" if number == _MOST_ISSUES else str(number)


def _number_label(number: int) -> str:
    return f"{number} or more" if number == _MOST_ISSUES else str(number)


def case_counts(cases: pd.DataFrame) -> dict[str, Value]:
    """Return how many cases there are, and in how many of them any issue was overturned."""
    overturned = cases["outcome"].isin([str(item) for item in _OVERTURNS])
    return {"cases": len(cases), "any_overturn": int(overturned.sum())}


def any_overturn_sum(name: CountName) -> Relation:
    """Return that the period's cases with any overturn are those of two of its outcomes."""
    overturns = tuple(
        (1, CountName(unit="cases", dimension="outcome", row=str(item), measure="cases"))
        for item in _OVERTURNS
    )
    return Relation(total=name, parts=overturns)


def within_row(dimension: str, row: str, columns: DecisionColumns) -> tuple[Relation, ...]:
    """Return how the cases and the issues of a row bound each other, in a table that counts both."""

    def named(unit: str, measure: str) -> CountName:
        return CountName(unit=unit, dimension=dimension, row=row, measure=measure)

    cases, any_overturn = named("cases", "cases"), named("cases", "any_overturn")
    unstated = tuple(
        (-1, named("issues", str(item))) for item in columns.decisions if item is Decision.NOT_STATED
    )
    return (
        at_least(named("issues", "issues"), ((1, cases),)),
        at_least(named("issues", "overturned"), ((1, any_overturn),)),
        at_least(named("issues", "upheld"), ((1, cases), (-1, any_overturn), *unstated)),
    )


def at_least(total: CountName, parts: tuple[tuple[int, CountName], ...]) -> Relation:
    """Return that one count is no smaller than a sum of others."""
    return Relation(total=total, parts=parts, kind=RelationKind.AT_LEAST)
