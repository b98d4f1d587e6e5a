"""The data-quality report as Markdown and JSON."""

import json

import pytest

from imr_reports.records.coded import Decision, LetterFormat, QualityCode, UnreadReason
from imr_reports.records.quality import (
    CodeOccurrence,
    FieldCoverage,
    Gap,
    QualityReport,
    UncodedRequest,
    UnexplainedIssue,
    Unit,
)
from imr_reports.render import render_quality

OF = {LetterFormat.NOTICE_2013: 40, LetterFormat.STANDARD: 1_160}
REPORT = QualityReport(
    read=1_200,
    unread={UnreadReason.SCANNED: 3},
    issues=2_000,
    unclassified_requests=7,
    unexplained=150,
    without_rationale=5,
    coverage=(
        FieldCoverage(
            field="summary",
            unit=Unit.CASES,
            have={LetterFormat.NOTICE_2013: 40, LetterFormat.STANDARD: 1_000},
            of=OF,
        ),
    ),
    codes=(CodeOccurrence(code=QualityCode.DATE_ORDER, subject="injury > decided", references=("AB", "CD")),),
    requests=(
        UncodedRequest(request="a | b *c* <d> [name]", gap=Gap.CATEGORY, count=7),
        UncodedRequest(request="cream", gap=Gap.DRUG, count=1),
    ),
    unexplained_issues=(
        UnexplainedIssue(reference="AB", sequence=2, request="a | stool", decision=Decision.UPHELD),
    ),
)
EMPTY = QualityReport(
    read=0,
    unread={UnreadReason.EMPTY: 1},
    issues=0,
    unclassified_requests=0,
    unexplained=0,
    without_rationale=0,
    coverage=(),
    codes=(),
    requests=(),
)


def page(report: QualityReport) -> list[str]:
    return render_quality(report, ".md").decode().splitlines()


def test_markdown_tells_shares_codes_and_requests() -> None:
    lines = page(REPORT)
    assert "| not read: scanned | 3 |" in lines
    assert "| field | all | notice_2013 | standard |" in lines
    assert "| `summary` | 1,040 (86.7%) | 40 (100.0%) | 1,000 (86.2%) |" in lines
    assert "| `date_order` | injury \\> decided | 2 | AB CD |" in lines
    assert any("Reasons unclassified: 150 (7.5%), 5 of these without a rationale." in line for line in lines)


def test_a_request_is_no_markup() -> None:
    assert r"| 7 | a \| b \*c\* \<d\> \[name\] |" in page(REPORT)


def test_every_table_has_as_many_cells_in_each_row() -> None:
    widths = [line.replace(r"\|", "").count("|") if line.startswith("|") else 0 for line in page(REPORT)]
    tables = "".join(chr(width) if width else " " for width in widths).split()
    assert len(tables) == 6
    assert all(len(set(table)) == 1 for table in tables)


def test_long_lists_are_cut_in_markdown_and_whole_in_json() -> None:
    many = tuple(UncodedRequest(request=f"item {n}", gap=Gap.PROCEDURE, count=1) for n in range(600))
    report = QualityReport(**{name: getattr(REPORT, name) for name in REPORT.__slots__} | {"requests": many})
    assert "100 more stand in the JSON form of this report." in page(report)
    assert len(json.loads(render_quality(report, ".json"))["requests"]) == 600


def test_no_letters_make_a_report_too() -> None:
    assert "No letter was read." in page(EMPTY)
    assert json.loads(render_quality(EMPTY, ".json"))["unread"] == {"empty": 1}


def test_other_kinds_are_refused() -> None:
    with pytest.raises(ValueError, match="unknown format"):
        render_quality(REPORT, ".html")


def test_an_unexplained_issue_can_be_looked_up() -> None:
    assert r"| AB | 2 | upheld | a \| stool |" in page(REPORT)
