"""Report → a workbook (XLSX): a sheet of contents, and a sheet for each table with its definition."""

import io
from datetime import UTC, date, datetime
from typing import Any

from imr_reports.records.tables import CellStatus, Measure, MeasureKind, ProtectedTable, Report, Row
from imr_reports.render.inert import visible_text
from imr_reports.render.numerals import WITHHELD, rounded
from imr_reports.render.order import sections_in_order
from imr_reports.render.outline import Outline

_LABEL_WIDTH, _FIGURE_WIDTH, _TEXT_WIDTH = 44, 13, 100
_LONGEST = 30_000  # a cell of a sheet holds 32,767 characters
_BOUNDS = {MeasureKind.LOWER: "lower", MeasureKind.UPPER: "upper"}
_INDENT = 2


def workbook_bytes(report: Report, outline: Outline) -> bytes:
    """Return all tables of a report as one workbook; the same report gives the same bytes.

    Texts are written as texts, never as formulas, links or numbers. A withheld figure is an asterisk.
    """
    # It takes a while to load, and only who asks for a workbook needs it.
    import xlsxwriter  # noqa: PLC0415

    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True})
    made = datetime.combine(date.fromisoformat(report.as_of), datetime.min.time(), UTC).replace(tzinfo=None)
    book.set_properties({"title": _text(report.title), "author": _text(report.organization), "created": made})
    sheets = _Sheets(book)
    tables = [table for _, tables in sections_in_order(report, outline) for table in tables]
    sheets.add_contents(report, tables)
    for number, table in enumerate(tables, 1):
        sheets.add_table(number, table)
    book.close()
    return content.getvalue()


class _Sheets:
    """Writes sheets of one workbook."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._bold = book.add_format({"bold": True})
        self._heading = book.add_format({"bold": True, "text_wrap": True, "valign": "bottom", "bottom": 1})
        self._wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        self._withheld = book.add_format({"align": "right"})
        self._figures = {decimals: _figures(book, decimals) for decimals in range(4)}

    def add_contents(self, report: Report, tables: list[ProtectedTable]) -> None:
        """Add the first sheet: what the report is of, and which sheet holds what."""
        sheet = self._book.add_worksheet("Contents")
        sheet.set_column(0, 0, _FIGURE_WIDTH)
        sheet.set_column(1, 1, _TEXT_WIDTH)
        sheet.write_string(0, 0, _text(report.title), self._bold)
        lines = [report.organization, report.period_words, f"Cases by {report.basis}", report.notice]
        lines.append("Invented sample letters" if report.is_sample else "")
        lines.append(f"Audience: {report.audience}. {WITHHELD} withheld.")
        row = 1
        for line in filter(None, lines):
            sheet.write_string(row, 0, _text(line))
            row += 1
        for number, table in enumerate(tables, 1):
            sheet.write_string(row + number, 0, f"Table {number}")
            sheet.write_string(row + number, 1, _text(table.title))

    def add_table(self, number: int, table: ProtectedTable) -> None:
        """Add the sheet of one table."""
        sheet = self._book.add_worksheet(f"Table {number}")
        sheet.set_column(0, 0, _LABEL_WIDTH)
        sheet.set_column(1, len(table.measures), _FIGURE_WIDTH)
        sheet.write_string(0, 0, _text(table.title), self._bold)
        sheet.merge_range(1, 0, 1, max(1, len(table.measures)), _text(table.definition), self._wrapped)
        sheet.set_row(1, 90)
        headings = [table.row_header, *map(_heading_of, table.measures)]
        if table.note_header:
            headings.append(table.note_header)
        for column, heading in enumerate(headings):
            sheet.write_string(3, column, _text(heading), self._heading)
        for place, row in enumerate(table.rows, 4):
            self._add_row(sheet, place, row, table)
        sheet.freeze_panes(4, 1)

    def _add_row(self, sheet: Any, place: int, row: Row, table: ProtectedTable) -> None:
        label = " " * (_INDENT * row.depth) + _text(row.label)
        sheet.write_string(place, 0, label, self._bold if row.is_total else None)
        for column, (measure, cell) in enumerate(zip(table.measures, row.cells, strict=True), 1):
            if cell.status is not CellStatus.SHOWN:
                sheet.write_string(place, column, WITHHELD, self._withheld)
            elif cell.value is not None:
                value = rounded(cell.value, measure.decimals)
                sheet.write_number(place, column, value, self._figures[min(measure.decimals, 3)])
        if table.note_header:
            sheet.write_string(place, len(table.measures) + 1, _text(row.note))


def _figures(book: Any, decimals: int) -> Any:
    return book.add_format({"num_format": "#,##0" + ("." + "0" * decimals if decimals else "")})


def _heading_of(measure: Measure) -> str:
    return f"{measure.label}, {_BOUNDS[measure.kind]}" if measure.kind in _BOUNDS else measure.label


def _text(text: str) -> str:
    return visible_text(text)[:_LONGEST]
