"""Report → `report.json`, for machines: every protected table, and the schema that it keeps to."""

import json
from collections.abc import Mapping
from importlib import resources
from typing import Any

from imr_reports.records.json_values import json_values
from imr_reports.records.tables import Cell, CellStatus, Measure, ProtectedTable, Report, Row
from imr_reports.render.numerals import rounded
from imr_reports.render.order import sections_in_order
from imr_reports.render.outline import Outline, SectionPlan

SCHEMA_NAME = "report.schema.json"
_VERSION = 1
_WITHHELD = "withheld"
_OF_REPORT = (
    "title",
    "organization",
    "period",
    "period_words",
    "basis",
    "as_of",
    "audience",
    "is_sample",
    "threshold",
    "notice",
    "headlines",
)


def report_json(report: Report, outline: Outline) -> bytes:
    """Return a report's figures as JSON: numbers rounded as they are printed, "withheld" or null else."""
    tables = [
        _table(table, number, plan)
        for number, (plan, table) in enumerate(
            ((plan, table) for plan, tables in sections_in_order(report, outline) for table in tables), 1
        )
    ]
    body = {
        "$schema": SCHEMA_NAME,
        "version": _VERSION,
        **{name: json_values(getattr(report, name)) for name in _OF_REPORT},
        "tables": tables,
        "methods": [json_values(fact) for fact in report.methods],
        "privacy": [json_values(fact) for fact in report.privacy],
    }
    return (json.dumps(body, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def report_schema() -> bytes:
    """Return the JSON Schema (draft 2020-12) of `report.json`."""
    return resources.files(__package__ or "imr_reports.render").joinpath(SCHEMA_NAME).read_bytes()


def _table(table: ProtectedTable, number: int, plan: SectionPlan) -> Mapping[str, Any]:
    return {
        "key": table.key,
        "number": number,
        "section": plan.key,
        "title": table.title,
        "definition": table.definition,
        "unit": table.unit,
        "row_header": table.row_header,
        "withheld": table.withheld,
        "design_effect": table.design_effect,
        "measures": [_measure(measure, table) for measure in table.measures],
        "rows": [_row(row, table) for row in table.rows],
    }


def _measure(measure: Measure, table: ProtectedTable) -> Mapping[str, Any]:
    return {
        "key": measure.key,
        "label": measure.label,
        "kind": str(measure.kind),
        "unit": measure.unit or table.unit,
        "numerator": measure.numerator or None,
        "denominator": measure.denominator or None,
        "denominator_is_total": measure.denominator_is_total,
        "decimals": measure.decimals,
    }


def _row(row: Row, table: ProtectedTable) -> Mapping[str, Any]:
    cells = list(zip(table.measures, row.cells, strict=True))
    return {
        "key": row.key,
        "label": row.label,
        "depth": row.depth,
        "is_total": row.is_total,
        "note": row.note,
        "values": {measure.key: _value(cell, measure) for measure, cell in cells},
        "notable": [measure.key for measure, cell in cells if cell.is_notable],
    }


def _value(cell: Cell, measure: Measure) -> int | float | str | None:
    if cell.status is not CellStatus.SHOWN:
        return _WITHHELD
    return None if cell.value is None else rounded(cell.value, measure.decimals)
