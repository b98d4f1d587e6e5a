"""Protected tables and excerpts → HTML, PDF, JSON and a workbook."""

from collections.abc import Sequence
from pathlib import Path

from imr_reports.config import FORMATS
from imr_reports.records.tables import Report
from imr_reports.render.charts import draw_charts
from imr_reports.render.evaluation import (
    EVALUATION_MARK,
    evaluation_lines,
    render_evaluation,
    render_examples,
)
from imr_reports.render.library import Library
from imr_reports.render.logo import clean_logo
from imr_reports.render.machine import SCHEMA_NAME, report_json, report_schema
from imr_reports.render.order import check_sections
from imr_reports.render.page import report_page
from imr_reports.render.pdf import print_within
from imr_reports.render.quality import QUALITY_FORMATS, render_quality
from imr_reports.render.room import MOST_PAGES
from imr_reports.render.workbook import workbook_bytes

__all__ = [
    "EVALUATION_MARK",
    "FORMATS",
    "QUALITY_FORMATS",
    "clean_logo",
    "evaluation_lines",
    "refuse_unknown_sections",
    "render_evaluation",
    "render_examples",
    "render_quality",
    "render_report",
]


def render_report(
    report: Report, formats: frozenset[str] = FORMATS, templates: Path | None = None
) -> dict[str, bytes]:
    """Render a report. The same report gives the same bytes.

    Args:
        report: protected tables and excerpts, with what is printed about them.
        formats: some of `FORMATS`.
        templates: a user's folder, whose files stand in for the program's; None for none.

    Returns:
        File name ("report.html", "report.pdf", "report.json" with its schema, "report.xlsx") → content.

    Raises:
        ValueError: if a format is unknown.
        ConfigurationError: if the templates can't be used.
    """
    if unknown := formats - FORMATS:
        raise ValueError(f"unknown formats: {', '.join(sorted(unknown))}")
    library, files = Library(templates), {}
    outline = library.outline()
    if "json" in formats:
        files["report.json"] = report_json(report, outline)
        files[SCHEMA_NAME] = report_schema()
    workbook = workbook_bytes(report, outline) if formats & {"xlsx", "html"} else b""
    if "xlsx" in formats:
        files["report.xlsx"] = workbook
    drawn = formats & {"html", "pdf"}
    charts = draw_charts(report, outline) if drawn else {}
    if "html" in formats:
        page = report_page(report, charts, library, screen=True, workbook=workbook)
        files["report.html"] = page.encode("utf-8")
    if "pdf" in formats:
        files["report.pdf"] = print_within(
            lambda share: report_page(report, charts, library, screen=False, share=share), MOST_PAGES
        )
    return files


def refuse_unknown_sections(chosen: Sequence[str], templates: Path | None = None) -> None:
    """Refuse keys of sections that a report doesn't have, before anything is read.

    Raises:
        ConfigurationError: naming those that it has.
    """
    check_sections(chosen, Library(templates).outline())
