"""Shown figures of protected tables, and how they are put into words."""

from collections.abc import Iterator, Sequence

from imr_reports.protect.rollup import ROLLED_UP
from imr_reports.records.tables import CellStatus, ProtectedTable, Row

TOTAL = "total"


class Figures:
    """Shown figures by table, row and measure."""

    def __init__(self, tables: Sequence[ProtectedTable]) -> None:
        self.tables = {table.key: table for table in tables}

    def get(self, table: str, row: str, measure: str) -> float | None:
        """Return a shown figure, None when it is withheld, undefined or missing."""
        line = self.row(table, row)
        return self.of(table, line, measure) if line else None

    def row(self, table: str, row: str) -> Row | None:
        """Return a row by its key."""
        found = self.tables.get(table)
        return next((item for item in found.rows if item.key == row), None) if found else None

    def of(self, table: str, row: Row, measure: str) -> float | None:
        """Return a shown figure of a row."""
        for column, cell in zip(self.tables[table].measures, row.cells, strict=True):
            if column.key == measure and cell.status is CellStatus.SHOWN:
                return cell.value
        return None

    def is_notable(self, table: str, row: Row, measure: str) -> bool:
        """Return whether a figure changed by more than chance explains."""
        columns = self.tables[table].measures
        return any(
            cell.is_notable for column, cell in zip(columns, row.cells, strict=True) if column.key == measure
        )

    def main_rows(self, table: str) -> Iterator[Row]:
        """Yield the rows of a table that are neither details, nor totals, nor merged ones."""
        found = self.tables.get(table)
        for row in found.rows if found else ():
            if row.depth == 0 and not row.is_total and row.key != ROLLED_UP:
                yield row

    def interval(self, table: str, row: str) -> str:
        """Return the words of a rate's interval ("; 95% interval 9.1% to 12.3%"), "" where it isn't shown."""
        low, high = self.get(table, row, "low"), self.get(table, row, "high")
        return "" if low is None or high is None else f"; 95% interval {low:.1f}% to {high:.1f}%"


def percent(part: float, whole: float) -> str:
    """Return a share ("8.7%")."""
    return f"{100 * part / whole:.1f}%"


def number(value: float) -> str:
    """Return a number with thousands separators."""
    return f"{value:,.0f}" if value == int(value) else f"{value:,.1f}"


def many(value: float, noun: str) -> str:
    """Return a number of things ("1 case", "2 cases")."""
    return f"{number(value)} {noun}" if value == 1 else f"{number(value)} {noun}s"


def listed(words: Sequence[str]) -> str:
    """Return words as a list ("a, b and c")."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
