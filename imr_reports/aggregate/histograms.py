"""Dates of cases → how many cases took how many days."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from imr_reports.aggregate.counting import TOTAL, Line, make_rows, percent
from imr_reports.aggregate.steps import STEPS, elapsed
from imr_reports.records.coded import Priority
from imr_reports.records.limited import CaseFrames
from imr_reports.records.tables import Measure, MeasureKind, Table

# The last day of each bin; the limit of each priority (45 days, 4 days) ends one.
_BINS = {
    Priority.STANDARD: tuple(range(5, 61, 5)),
    Priority.EXPEDITED: (0, 1, 2, 3, 4, 5, 7, 10, 15, 20, 30),
}
_NOT_STATED = "not_stated"


def days_histogram(frames: CaseFrames, priority: Priority) -> Table:
    """Count the cases of one priority by bins of days, for each step between their dates."""
    word = str(priority).lower()
    cases = frames.cases[frames.cases["priority"] == str(priority)]
    sizes = {step.key: _sizes(elapsed(cases, step), _BINS[priority]) for step in STEPS}
    measures = _measures()
    lines = [
        Line(key=key, label=label, values={step: of_step[place] for step, of_step in sizes.items()})
        for place, (key, label) in enumerate(_labels(_BINS[priority]))
        if key != _NOT_STATED or any(of_step[place] for of_step in sizes.values())
    ]
    total = dict.fromkeys(sizes, len(cases))
    return Table(
        key="days_histogram" if priority is Priority.STANDARD else f"days_histogram_{word}",
        title=f"{priority} cases by days from step to step",
        definition=(
            f"The period's {word} cases by the calendar days from the receipt of the application to the "
            "decision, from the assignment to the decision, and from the denial in utilization review (UR) "
            f"to the receipt of the application; the shares are of all {word} cases of the period. Not "
            "stated: a date is missing, or the dates run backwards."
        ),
        unit="cases",
        dimension=f"days_{word}",
        row_header="Days",
        measures=measures,
        rows=make_rows(
            measures, [*lines, Line(key=TOTAL, label=f"All {word} cases", values=total, is_total=True)]
        ),
    )


def _sizes(taken: "pd.Series[float]", ends: Sequence[int]) -> list[int]:
    """Return how many cases fall into each bin, how many lie above the last one, and how many are unknown."""
    known = taken.dropna().to_numpy()
    sizes = np.bincount(np.searchsorted(ends, known), minlength=len(ends) + 1)
    return [*(int(size) for size in sizes), len(taken) - len(known)]


def _labels(ends: Sequence[int]) -> list[tuple[str, str]]:
    starts = [0, *(end + 1 for end in ends[:-1])]
    bins = [
        (f"to_{end}", str(end) if start == end else f"{start} to {end}")
        for start, end in zip(starts, ends, strict=True)
    ]
    return [*bins, (f"above_{ends[-1]}", f"Above {ends[-1]}"), (_NOT_STATED, "Not stated")]


def _measures() -> tuple[Measure, ...]:
    columns: list[Measure] = []
    for step in STEPS:
        columns += [
            Measure(key=step.key, label=step.label, kind=MeasureKind.COUNT),
            percent(f"{step.key}_percent", "% of cases", step.key, step.key, of_total=True),
        ]
    return tuple(columns)
