"""Protected tables and excerpts → HTML and PDF."""

from imr_reports.records.tables import Report
from imr_reports.render.evaluation import (
    EVALUATION_MARK,
    evaluation_lines,
    render_evaluation,
    render_examples,
)
from imr_reports.render.page import report_page
from imr_reports.render.pdf import print_pdf
from imr_reports.render.quality import QUALITY_FORMATS, render_quality

FORMATS = frozenset({"html", "pdf"})

__all__ = [
    "EVALUATION_MARK",
    "FORMATS",
    "QUALITY_FORMATS",
    "evaluation_lines",
    "render_evaluation",
    "render_examples",
    "render_quality",
    "render_report",
]


def render_report(report: Report, formats: frozenset[str] = FORMATS) -> dict[str, bytes]:
    """Render a report. The same report gives the same bytes.

    Args:
        report: protected tables and excerpts, with what is printed about them.
        formats: "html", "pdf" or both.

    Returns:
        File name ("report.html", "report.pdf") → content.

    Raises:
        ValueError: if a format is unknown.
        ConfigurationError: if the templates' outline can't be used.
    """
    if unknown := formats - FORMATS:
        raise ValueError(f"unknown formats: {', '.join(sorted(unknown))}")
    files = {}
    if "html" in formats:
        files["report.html"] = report_page(report, screen=True).encode("utf-8")
    if "pdf" in formats:
        files["report.pdf"] = print_pdf(report_page(report, screen=False))
    return files
