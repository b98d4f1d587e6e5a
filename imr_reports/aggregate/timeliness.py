"""Dates of cases → how many days each step took."""

from dataclasses import dataclass

import pandas as pd

from imr_reports.aggregate.counting import Line, Value, count, make_rows
from imr_reports.records.coded import Priority
from imr_reports.records.limited import CaseFrames
from imr_reports.records.tables import CountName, Measure, MeasureKind, Relation, RelationKind, Table

_LIMITS = {Priority.STANDARD: 45, Priority.EXPEDITED: 4}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Step:
    key: str
    label: str
    start: str
    end: str
    has_limit: bool


_STEPS = (
    _Step(
        key="received_to_decided",
        label="Application received to decision",
        start="received",
        end="decided",
        has_limit=True,
    ),
    _Step(
        key="assigned_to_decided",
        label="Assignment to decision",
        start="assigned",
        end="decided",
        has_limit=True,
    ),
    _Step(
        key="ur_denial_to_received",
        label="UR denial to application received",
        start="ur_denial",
        end="received",
        has_limit=False,
    ),
)
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
    elapsed = {step: _elapsed(frames.cases, step) for step in _STEPS}
    lines = [
        Line(key=step.key, label=step.label, values=_values(frames.cases, taken, step))
        for step, taken in elapsed.items()
    ]
    nested = all(
        _late(frames.cases, elapsed[_STEPS[1]], priority)
        .le(_late(frames.cases, elapsed[_STEPS[0]], priority))
        .all()
        for priority in _LIMITS
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


def _elapsed(cases: pd.DataFrame, step: _Step) -> "pd.Series[float]":
    taken = (cases[step.end] - cases[step.start]).dt.days.astype("float64")
    return taken.where(taken >= 0)


def _late(cases: pd.DataFrame, taken: "pd.Series[float]", priority: Priority) -> "pd.Series[bool]":
    return (cases["priority"] == str(priority)) & (taken > _LIMITS[priority])


def _values(cases: pd.DataFrame, taken: "pd.Series[float]", step: _Step) -> dict[str, Value]:
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
        for priority in _LIMITS:
            values[_key(priority)] = int((cases.loc[known.index, "priority"] == str(priority)).sum())
            values[f"{_key(priority)}_above"] = int(_late(cases, taken, priority).sum())
    return values


def _key(priority: Priority) -> str:
    return str(priority).lower()


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
                internal_only=key == "maximum",
            )
        )
    for priority, limit in _LIMITS.items():
        key, word = _key(priority), str(priority).lower()
        columns += [
            count(key, f"{priority} cases"),
            count(f"{key}_above", f"{priority}, above {limit} days"),
            Measure(
                key=f"{key}_percent_above",
                label=f"% of {word} above {limit} days",
                kind=MeasureKind.PERCENT,
                numerator=f"{key}_above",
                denominator=key,
                decimals=1,
            ),
        ]
    return tuple(columns)


def _relations(*, nested: bool) -> tuple[Relation, ...]:
    """Return that each row counts some of all cases, and by priority some of its own.

    Where every case that is late from its assignment is late from its receipt too (`nested`), a reader may
    take the one count from the other.
    """

    def named(step: _Step, measure: str) -> CountName:
        return CountName(unit="cases", dimension="days", row=step.key, measure=measure)

    contained = [
        Relation(
            total=CountName(unit="cases", measure="cases"),
            parts=((1, named(step, "cases")),),
            kind=RelationKind.CONTAINS,
        )
        for step in _STEPS
    ]
    contained += [
        Relation(
            total=named(step, "cases"),
            parts=tuple((1, named(step, _key(priority))) for priority in _LIMITS),
            kind=RelationKind.CONTAINS,
        )
        for step in _STEPS
        if step.has_limit
    ]
    if nested:
        contained += [
            Relation(
                total=named(_STEPS[0], f"{_key(priority)}_above"),
                parts=((1, named(_STEPS[1], f"{_key(priority)}_above")),),
                kind=RelationKind.CONTAINS,
            )
            for priority in _LIMITS
        ]
    return tuple(contained)
