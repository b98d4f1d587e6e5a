"""Invented tables of the kinds that have charts of their own."""

import calendar
from collections.abc import Mapping, Sequence
from dataclasses import replace

from imr_reports.records.tables import Cell, Measure, MeasureKind, ProtectedTable, Row
from tests.invented_report import (
    CATEGORIES,
    ISSUES,
    OVERTURNED,
    RATE,
    UPHELD,
    WITHHELD,
    categories,
    guidelines,
    months,
    row,
    table,
)

MONTHS = tuple(calendar.month_name)[1:]
LIMITS = tuple(
    Measure(
        key=key,
        label=label,
        kind=MeasureKind.LIMIT,
        numerator="overturned",
        denominator="issues",
        decimals=1,
    )
    for key, label in (("lower", "Lower limit"), ("centre", "Centre line"), ("upper", "Upper limit"))
)
PUBLISHED = Measure(
    key="published", label="Published % overturned, year", kind=MeasureKind.NUMBER, decimals=1
)
STEPS = (
    ("received_to_decided", "Application received to decision"),
    ("assigned_to_decided", "Assignment to decision"),
)


def trend(
    rates: Sequence[float], *, notes: Mapping[int, str] | None = None, published: float | None = 12.4
) -> ProtectedTable:
    """Return months up to December 2015, with limits around 12%."""
    rows = []
    for index, rate in enumerate(rates):
        month = (12 - len(rates) + index) % 12
        year = 2015 + (12 - len(rates) + index) // 12
        issues = 380 + 37 * (index % 5)
        overturned = round(issues * rate / 100)
        reach = 300 * (0.12 * 0.88 / issues) ** 0.5
        cells = (issues, issues - overturned, overturned, rate, 12 - reach, 12.0, 12 + reach, published)
        rows.append(
            Row(
                key=f"{year}-{month + 1:02}",
                label=f"{MONTHS[month]} {year}",
                cells=tuple(Cell(value=cell) for cell in cells),
                note=(notes or {}).get(index, ""),
            )
        )
    measures = (ISSUES, UPHELD, OVERTURNED, RATE, *LIMITS, PUBLISHED)
    return replace(table("trend", "T", "D", "Month", measures, rows), note_header="Signal")


def groups(
    counts: Sequence[tuple[str, int, int]], *, key: str = "decisions_by_category", design_effect: float = 1.4
) -> ProtectedTable:
    """Return groups of (label, issues, overturned) with their total."""
    rows = [
        row(f"g{index}", label, issues, issues - part, part, 100 * part / issues if issues else None)
        for index, (label, issues, part) in enumerate(counts)
    ]
    whole, part = sum(issues for _, issues, _ in counts), sum(part for *_, part in counts)
    rows.append(row("total", "All", whole, whole - part, part, 100 * part / whole, is_total=True))
    made = table(key, "T", "D", "Group", (ISSUES, UPHELD, OVERTURNED, RATE), rows)
    return replace(made, design_effect=design_effect)


BASES = (
    ("mtus", "MTUS"),
    ("mtus_and_non_mtus", "MTUS and other works"),
    ("non_mtus", "Other works alone"),
    ("none_cited", "None cited"),
)


def bases(cells: Mapping[tuple[str, str], tuple[object, object]]) -> ProtectedTable:
    """Return a cross-table of bases; each cell (issues, rate)."""
    rows = []
    for main, label in BASES:
        rows.append(row(main, label, 400, 350, 50, 12.5))
        for other, name in BASES:
            if (main, other) in cells:
                issues, rate = cells[main, other]
                rows.append(
                    row(f"{main}/{other}", f"reviewer: {name}", issues, issues, issues, rate, depth=1)
                )
    rows.append(row("total", "All issues", 1600, 1400, 200, 12.5, is_total=True))
    return table("basis_cross", "T", "D", "Basis cited", (ISSUES, UPHELD, OVERTURNED, RATE), rows)


def histogram(counts: Sequence[object]) -> ProtectedTable:
    """Return standard cases by bins of five days up to 60, those above, and those not stated."""
    measures = tuple(Measure(key=key, label=label, kind=MeasureKind.COUNT) for key, label in STEPS)
    keys = [f"to_{end}" for end in range(5, 61, 5)] + ["above_60", "not_stated"]
    names = ["0 to 5", *(f"{end - 4} to {end}" for end in range(10, 61, 5)), "Above 60", "Not stated"]
    rows = [row(key, name, count, count) for key, name, count in zip(keys, names, [*counts, 17], strict=True)]
    return replace(table("days_histogram", "T", "D", "Days", measures, rows), unit="cases")


CALM = (11.0, 12.5, 13.0, 10.2, 12.0, 11.1, 14.0, 12.2, 11.9, 12.6, 13.1, 11.8)
GROUPS = tuple((name, issues, overturned) for name, issues, overturned, _ in CATEGORIES)
CROSSED = {
    ("mtus", "mtus"): (700, 9.1),
    ("mtus", "non_mtus"): (120, 19.4),
    ("mtus", "none_cited"): (33, 44.4),
    ("mtus_and_non_mtus", "mtus"): (60, 8.0),
    ("non_mtus", "non_mtus"): (220, 30.1),
    ("non_mtus", "mtus"): (12, 75.0),
    ("none_cited", "none_cited"): (90, WITHHELD),
    ("none_cited", "mtus"): (61, 61.0),
}
DAYS = (0, 3, 12, 40, 120, 180, 150, 90, 41, 12, 4, 1, 0)


def samples_of_forms() -> dict[str, ProtectedTable]:
    """Return a table for each form of chart."""
    return {
        "control": trend(CALM * 2, notes={23: "above the upper limit"}),
        "months": months([f"{month} 2015" for month in MONTHS]),
        "rates": categories(),
        "funnel": groups(GROUPS),
        "bars": guidelines("reviewer", "reviewer"),
        "heat": bases(CROSSED),
        "histogram": histogram(DAYS),
    }
