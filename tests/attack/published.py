"""What was published, as a reader has it: figures of a release by table, row and column."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from imr_reports.records.period import parse_period
from imr_reports.records.tables import CellStatus, ProtectedTable

WITHHELD = "withheld"
Figure = float | str | None
"""A number as it is printed, "withheld", or None where there is nothing to print."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of a published table."""

    key: str
    label: str
    kind: str
    unit: str
    numerator: str
    denominator: str
    of_total: bool
    decimals: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A row of a published table."""

    key: str
    label: str
    depth: int
    is_total: bool
    note: str
    figures: dict[str, Figure]


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """A published table."""

    key: str
    title: str
    definition: str
    unit: str
    withheld: int
    design_effect: float | None
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]

    @property
    def counts(self) -> tuple[Column, ...]:
        """Columns of counts."""
        return tuple(column for column in self.columns if column.kind == "count")

    def cells(self) -> Iterator[tuple[Line, Column, Figure]]:
        """Every figure with its row and column."""
        for line in self.lines:
            for column in self.columns:
                yield line, column, line.figures[column.key]


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """A published report.

    Attributes:
        period: as it was asked for ("2015Q1").
        months: those that it covers.
        sentences: headlines, and what stands in methods and privacy notes.
    """

    period: str
    months: tuple[str, ...]
    tables: dict[str, Published]
    sentences: tuple[str, ...] = ()
    threshold: int = 11


def read_json(content: bytes | str) -> Release:
    """Read `report.json`."""
    report = json.loads(content)
    tables = [_table(table) for table in report["tables"]]
    facts = [f"{fact['label']}: {fact['value']}" for fact in [*report["methods"], *report["privacy"]]]
    return Release(
        period=report["period"],
        months=parse_period(report["period"]).month_keys,
        tables={table.key: table for table in tables},
        sentences=(*report["headlines"], *facts),
        threshold=report["threshold"],
    )


def _table(table: dict[str, Any]) -> Published:
    columns = tuple(
        Column(
            key=item["key"],
            label=item["label"],
            kind=item["kind"],
            unit=item["unit"],
            numerator=item["numerator"] or "",
            denominator=item["denominator"] or "",
            of_total=item["denominator_is_total"],
            decimals=item["decimals"],
        )
        for item in table["measures"]
    )
    lines = tuple(
        Line(
            key=row["key"],
            label=row["label"],
            depth=row["depth"],
            is_total=row["is_total"],
            note=row["note"],
            figures=row["values"],
        )
        for row in table["rows"]
    )
    return Published(
        key=table["key"],
        title=table["title"],
        definition=table["definition"],
        unit=table["unit"],
        withheld=table["withheld"],
        design_effect=table["design_effect"],
        columns=columns,
        lines=lines,
    )


def counts_alone(period: str, rows: Sequence[tuple[str, int, Sequence[Figure]]]) -> Release:
    """Return a release with one table, of issues, upheld and overturned ones by category.

    Args:
        period: of the release.
        rows: key, depth and figures; the last is the total.
    """
    names = ("issues", "upheld", "overturned")
    columns = tuple(
        Column(
            key=name,
            label=name,
            kind="count",
            unit="issues",
            numerator="",
            denominator="",
            of_total=False,
            decimals=0,
        )
        for name in names
    )
    lines = tuple(
        Line(
            key=key,
            label=key,
            depth=depth,
            is_total=place == len(rows) - 1,
            note="",
            figures=dict(zip(names, figures, strict=True)),
        )
        for place, (key, depth, figures) in enumerate(rows)
    )
    table = Published(
        key="decisions_by_category",
        title="",
        definition="",
        unit="issues",
        withheld=0,
        design_effect=None,
        columns=columns,
        lines=lines,
    )
    return Release(period=period, months=parse_period(period).month_keys, tables={table.key: table})


def read_protected(tables: tuple[ProtectedTable, ...], period: str) -> Release:
    """Read protected tables as if they had been published."""
    found = {table.key: _protected(table) for table in tables}
    return Release(period=period, months=parse_period(period).month_keys, tables=found)


def _protected(table: ProtectedTable) -> Published:
    columns = tuple(
        Column(
            key=item.key,
            label=item.label,
            kind=str(item.kind),
            unit=item.unit or table.unit,
            numerator=item.numerator,
            denominator=item.denominator,
            of_total=item.denominator_is_total,
            decimals=item.decimals,
        )
        for item in table.measures
    )
    lines = tuple(
        Line(
            key=row.key,
            label=row.label,
            depth=row.depth,
            is_total=row.is_total,
            note=row.note,
            figures={
                column.key: _printed(cell.value, column.decimals)
                if cell.status is CellStatus.SHOWN
                else WITHHELD
                for column, cell in zip(columns, row.cells, strict=True)
            },
        )
        for row in table.rows
    )
    return Published(
        key=table.key,
        title=table.title,
        definition=table.definition,
        unit=table.unit,
        withheld=table.withheld,
        design_effect=table.design_effect,
        columns=columns,
        lines=lines,
    )


def _printed(value: float | None, decimals: int) -> float | None:
    return None if value is None else round(value, decimals)
