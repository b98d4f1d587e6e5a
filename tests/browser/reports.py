"""Invented reports for the browser: one with every kind of column, one that is hostile, one that is long."""

from dataclasses import replace

from imr_reports.records.tables import Cell, Measure, MeasureKind, ProtectedTable, Report
from tests.invented_report import (
    HOSTILE,
    ISSUES,
    OVERTURNED,
    RATE,
    WITHHELD,
    excerpt,
    hostile_report,
    invented_report,
    overturned_counts,
    row,
    table,
)

_BOUNDS = {"numerator": "overturned", "denominator": "issues", "decimals": 1}
LOWER = Measure(key="low", label="95% interval", kind=MeasureKind.LOWER, **_BOUNDS)
UPPER = Measure(key="high", label="95% interval", kind=MeasureKind.UPPER, **_BOUNDS)
CHANGE = Measure(key="change", label="Change (points)", kind=MeasureKind.CHANGE, **_BOUNDS)
EVERY_KIND = (ISSUES, OVERTURNED, RATE, LOWER, UPPER, CHANGE)
FORMULA = '=HYPERLINK("http://127.0.0.1:9/","x"), and more'


def every_kind() -> ProtectedTable:
    """A long table with intervals, changes, notes, details, withheld and undefined cells."""
    rows = [
        row("first", "Works of the state", 1234, 123, 1230 / 123.4, 8.4, 11.9, -2.3456789),
        row("first/a", "Chronic pain", 1000, 100, 10.0, 8.0, 12.5, Cell(value=4.5, is_notable=True), depth=1),
        row("first/b", "Low back", 234, 23, 9.829059829, 6.5, 14.6, 0.0, depth=1),
        row("odd", FORMULA, *[WITHHELD] * 6),
        row("none", "Nothing", 0, 0, None, None, None, None),
        *(row(f"w{n}", f"Work {n}", 50 + n, n, 100 * n / (50 + n), 1.0, 30.5, None) for n in range(10)),
        row("total", "All works", 1500, 200, 13.33, 11.0, 16.0, 1.0, is_total=True),
    ]
    rows[0] = replace(rows[0], note="above the limits")
    sealed = table("basis_cross", "Works that differ", "Invented.", "Work", EVERY_KIND, rows)
    return replace(sealed, note_header="Remark")


def turned() -> ProtectedTable:
    """A table of two rows and many columns, which is printed on its side."""
    measures = [Measure(key=f"m{n}", label=f"Column {n}", kind=MeasureKind.COUNT) for n in range(11)]
    rows = [row(name, name, *range(start, start + 11)) for name, start in (("First", 10), ("Second", 20))]
    return table("days", "Days on their side", "Invented.", "Step", measures, rows)


def plain() -> Report:
    """The invented report, with these two tables in place of two others."""
    report = invented_report()
    mine = {item.key: item for item in (every_kind(), turned())}
    return replace(report, tables=tuple(mine.get(item.key, item) for item in report.tables))


def hostile() -> Report:
    """The hostile report, with a table of every kind whose every text is hostile too."""
    report, source = hostile_report(), every_kind()
    rows = tuple(
        replace(item, label=f"{HOSTILE} {n}" if n % 2 else "W" * 10000, note=HOSTILE)
        for n, item in enumerate(source.rows)
    )
    wild = replace(
        source, key="group:" + HOSTILE, title=HOSTILE, row_header=HOSTILE, note_header=HOSTILE, rows=rows
    )
    return replace(report, tables=(*report.tables, wild))


def long() -> Report:
    """As many cards as a page shows, and a table of two thousand rows."""
    source = every_kind()
    rows = [row(f"r{n}", f"Row {n}", 50, 5, 10.0, 4.0, 21.0, 1.0) for n in range(2000)]
    big = table("guidelines_reviewer", "A long table", "Invented.", "Work", source.measures, rows)
    words = "The records describe pain, therapy and function at some length, as letters do. " * 6
    cards = tuple(
        excerpt("overturned", n, rank=n + 1, text=words + f"Card {n} ends here.") for n in range(500)
    )
    return invented_report(
        tables=(*invented_report().tables[:4], big), excerpts=cards, overturned=overturned_counts(500)
    )
