"""`report.json` keeps to its schema and says what is printed; the workbook holds the same and no formula."""

import io
import json
import zipfile
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree as ET

import jsonschema
import pytest

from imr_reports.errors import ConfigurationError
from imr_reports.records.tables import Report
from imr_reports.render import refuse_unknown_sections, render_report
from imr_reports.render.machine import report_schema
from tests.invented_report import HOSTILE, WITHHELD, invented_report

_SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def with_something_withheld() -> Report:
    report = invented_report()
    first = report.tables[0]
    hidden = replace(first.rows[0], cells=(WITHHELD, *first.rows[0].cells[1:]))
    return replace(report, tables=(replace(first, rows=(hidden, *first.rows[1:])), *report.tables[1:]))


def machine_of(report: Report) -> dict[str, Any]:
    files = render_report(report, frozenset({"json"}))
    assert set(files) == {"report.json", "report.schema.json"}
    read: dict[str, Any] = json.loads(files["report.json"])
    jsonschema.validate(read, json.loads(files["report.schema.json"]))
    return read


def sheets_of(report: Report) -> dict[str, list[list[str]]]:
    with zipfile.ZipFile(io.BytesIO(render_report(report, frozenset({"xlsx"}))["report.xlsx"])) as archive:
        assert not any(b"<f>" in archive.read(name) for name in archive.namelist())
        shared = ["".join(part.itertext()) for part in ET.fromstring(archive.read("xl/sharedStrings.xml"))]
        names = [
            one.get("name", "")
            for one in ET.fromstring(archive.read("xl/workbook.xml")).iter(f"{_SHEET}sheet")
        ]
        return {
            name: [
                [
                    shared[int(cell.findtext(f"{_SHEET}v") or 0)]
                    if cell.get("t") == "s"
                    else cell.findtext(f"{_SHEET}v") or ""
                    for cell in row
                ]
                for row in ET.fromstring(archive.read(f"xl/worksheets/sheet{place}.xml")).iter(f"{_SHEET}row")
            ]
            for place, name in enumerate(names, 1)
        }


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(json.loads(report_schema()))


@pytest.mark.parametrize("title", ["A month", HOSTILE.encode("utf-8", "replace").decode()])
def test_every_table_stands_in_it_with_all_its_rows(title: str) -> None:
    report = replace(invented_report(), title=title)
    read = machine_of(report)
    assert read["title"] == title
    assert [table["number"] for table in read["tables"]] == list(range(1, len(report.tables) + 1))
    rows = {table["key"]: [row["key"] for row in table["rows"]] for table in read["tables"]}
    assert rows == {table.key: [row.key for row in table.rows] for table in report.tables}


def test_what_is_withheld_says_so_and_nothing_else() -> None:
    values = [
        value
        for table in machine_of(with_something_withheld())["tables"]
        for row in table["rows"]
        for value in row["values"].values()
    ]
    assert "withheld" in values
    assert {value for value in values if isinstance(value, str)} == {"withheld"}


def test_only_the_sections_asked_for_and_the_methods_are_in_it() -> None:
    read = machine_of(replace(invented_report(), sections=("time",)))
    assert {table["section"] for table in read["tables"]} <= {"time", "methods"}
    assert any(table["key"] == "days" for table in read["tables"])


def test_an_unknown_section_is_refused_with_those_there_are() -> None:
    with pytest.raises(ConfigurationError, match="headlines, outcomes"):
        refuse_unknown_sections(["times"])


def test_the_workbook_holds_a_sheet_a_table_and_the_same_figures() -> None:
    report = invented_report()
    sheets = sheets_of(report)
    read = machine_of(report)
    assert list(sheets) == ["Contents", *(f"Table {table['number']}" for table in read["tables"])]
    for table in read["tables"]:
        rows = sheets[f"Table {table['number']}"][-len(table["rows"]) :]
        for row, line in zip(table["rows"], rows, strict=True):
            assert line[0].strip() == row["label"]
            shown = [
                "*" if value == "withheld" else value for value in row["values"].values() if value is not None
            ]
            assert [cell if cell == "*" else float(cell) for cell in line[1 : 1 + len(shown)]] == shown


def test_a_text_that_looks_like_a_formula_stays_a_text() -> None:
    report = replace(invented_report(), title="=HYPERLINK(1)", organization="+1+1")
    assert sheets_of(report)["Contents"][0] == ["=HYPERLINK(1)"]


def test_the_same_report_gives_the_same_bytes() -> None:
    formats = frozenset({"json", "xlsx"})
    assert render_report(invented_report(), formats) == render_report(invented_report(), formats)
