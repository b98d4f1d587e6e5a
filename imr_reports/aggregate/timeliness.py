"""Dates of cases → how many days each step took, in all and month by month."""

import pandas as pd

from imr_reports.aggregate.counting import TOTAL, Line, Value, count, make_rows, percent
from imr_reports.aggregate.months import months_counted
from imr_reports.aggregate.outcomes import month_label
from imr_reports.aggregate.steps import (
    ASSIGNED_TO_DECIDED,
    LIMITS,
    RECEIVED_TO_DECIDED,
    STEPS,
    Step,
    elapsed,
    late,
)
from imr_reports.records.coded import Priority
from imr_reports.records.limited import CaseFrames
from imr_reports.records.tables import CountName, Measure, MeasureKind, Relation, RelationKind, Table

_DEFINITION = (
    "Calendar days between two dates of a letter, over the cases of the period that state both in order; "
    "each row rests on its own number of cases. Above the limit are standard cases that took more than 45 "
    "days and expedited ones that took more than 4, the limits that the reviewing organization reports from "
    "assignment to final letter. The statutory clock starts when the records are complete, a date that no "
    "letter states."
)


def days(frames: CaseFrames) -> Table:
    """Return the statistics of days between the dates of cases."""
    measures = _measures()
    taken_by = {step: elapsed(frames.cases, step) for step in STEPS}
    lines = [
        Line(key=step.key, label=step.label, values=_values(frames.cases, taken, step))
        for step, taken in taken_by.items()
    ]
    nested = all(
        late(frames.cases, taken_by[ASSIGNED_TO_DECIDED], priority)
        .le(late(frames.cases, taken_by[RECEIVED_TO_DECIDED], priority))
        .all()
        for priority in LIMITS
    )
    return Table(
        key="days",
        title="Days from step to step",
        definition=_DEFINITION,
        unit="cases",
        dimension="days",
        row_header="Step",
        measures=measures,
        rows=make_rows(measures, lines),
        rows_are_partition=False,
        relations=_relations(nested=nested),
    )


def days_by_month(frames: CaseFrames) -> Table:
    """Return the statistics of days from receipt to decision by the month of the decision."""
    cases = frames.cases.assign(
        month=months_counted(frames.cases),
        taken=elapsed(frames.cases, RECEIVED_TO_DECIDED),
        assigned_taken=elapsed(frames.cases, ASSIGNED_TO_DECIDED),
    )
    measures = _month_measures(any_expedited=bool((cases["priority"] == str(Priority.EXPEDITED)).any()))
    lines = [
        Line(key=str(month), label=month_label(str(month)), values=_month_values(of_month))
        for month, of_month in cases.groupby("month", observed=True)
    ]
    total = Line(key=TOTAL, label="All months", values=_month_values(cases), is_total=True)
    return Table(
        key="days_by_month",
        title="Days to the decision by month",
        definition=(
            "Calendar days from the receipt of the application to the decision, by the month of the "
            "decision, over the cases that state both dates in order; the median from assignment to decision "
            "is over those that state their assignment. Days above the limit are counted from receipt."
        ),
        unit="cases",
        dimension="days_of_month",
        row_header="Month",
        measures=measures,
        rows=make_rows(measures, [*lines, total]),
        rows_are_partition=False,
    )


def _month_values(cases: pd.DataFrame) -> dict[str, Value]:
    values = _values(cases, cases["taken"], RECEIVED_TO_DECIDED)
    assigned = cases["assigned_taken"].dropna()
    values["assigned_median"] = float(assigned.median()) if len(assigned) else None
    return values


def _month_measures(*, any_expedited: bool) -> tuple[Measure, ...]:
    expedited = _key(Priority.EXPEDITED)
    columns = [measure for measure in _measures() if measure.key not in {"mean", "maximum"}]
    assigned = Measure(
        key="assigned_median",
        label="Median from assignment",
        kind=MeasureKind.NUMBER,
        denominator="cases",
        decimals=1,
    )
    keys = [one.key for one in columns]
    columns.insert(keys.index("ninth_decile") + 1, assigned)
    return tuple(one for one in columns if any_expedited or not one.key.startswith(expedited))


def _values(cases: pd.DataFrame, taken: "pd.Series[float]", step: Step) -> dict[str, Value]:
    known = taken.dropna()
    values: dict[str, Value] = {"cases": len(known)}
    if len(known):
        values |= {
            "mean": float(known.mean()),
            "lower_quartile": float(known.quantile(0.25)),
            "median": float(known.median()),
            "upper_quartile": float(known.quantile(0.75)),
            "ninth_decile": float(known.quantile(0.9)),
            "maximum": int(known.max()),
        }
    if step.has_limit:
        for priority in LIMITS:
            values[_key(priority)] = int((cases.loc[known.index, "priority"] == str(priority)).sum())
            values[f"{_key(priority)}_above"] = int(late(cases, taken, priority).sum())
    return values


def _key(priority: Priority) -> str:
    return str(priority).lower()


# A mean can be subtracted from that of a longer period; an extreme value is that of one case.
_PUBLIC = ("lower_quartile", "median", "upper_quartile")


def _measures() -> tuple[Measure, ...]:
    statistics = {
        "mean": "Mean",
        "lower_quartile": "Lower quartile",
        "median": "Median",
        "upper_quartile": "Upper quartile",
        "ninth_decile": "90th percentile",
        "maximum": "Longest",
    }
    columns = [count("cases", "Cases")]
    for key, label in statistics.items():
        columns.append(
            Measure(
                key=key,
                label=label,
                kind=MeasureKind.NUMBER,
                denominator="cases",
                decimals=0 if key == "maximum" else 1,
                internal_only=key not in _PUBLIC,
            )
        )
    for priority, limit in LIMITS.items():
        key, word = _key(priority), str(priority).lower()
        columns += [
            count(key, f"{priority} cases"),
            count(f"{key}_above", f"{priority}, above {limit} days"),
            percent(f"{key}_percent_above", f"% of {word} above {limit} days", f"{key}_above", key),
        ]
    return tuple(columns)


def _relations(*, nested: bool) -> tuple[Relation, ...]:
    """Return that each row counts some of all cases, and by priority some of its own.

    Where every case that is late from its assignment is late from its receipt too (`nested`), a reader may
    take the one count from the other.
    """

    def named(step: Step, measure: str) -> CountName:
        return CountName(unit="cases", dimension="days", row=step.key, measure=measure)

    contained = [
        Relation(
            total=CountName(unit="cases", measure="cases"),
            parts=((1, named(step, "cases")),),
            kind=RelationKind.CONTAINS,
        )
        for step in STEPS
    ]
    contained += [
        Relation(
            total=named(step, "cases"),
            parts=tuple((1, named(step, _key(priority))) for priority in LIMITS),
            kind=RelationKind.CONTAINS,
        )
        for step in STEPS
        if step.has_limit
    ]
    if nested:
        contained += [
            Relation(
                total=named(RECEIVED_TO_DECIDED, f"{_key(priority)}_above"),
                parts=((1, named(ASSIGNED_TO_DECIDED, f"{_key(priority)}_above")),),
                kind=RelationKind.CONTAINS,
            )
            for priority in LIMITS
        ]
    return tuple(contained)
