"""How well letters were understood → Markdown or JSON."""

import json
from collections.abc import Iterable, Sequence

from imr_reports.records.coded import LetterFormat
from imr_reports.records.json_values import json_values
from imr_reports.records.quality import Gap, QualityReport, Unit
from imr_reports.render.numerals import print_number

QUALITY_FORMATS = frozenset({".md", ".json"})

_MOST_REQUESTS = 500
_GAPS = {
    Gap.CATEGORY: 'Fell into "Unclassified"',
    Gap.DRUG: "Pharmaceuticals without a drug",
    Gap.PROCEDURE: "Other services without a procedure",
}
# What Markdown would take for markup; a request is words of a letter and is shown as they are.
_MARKUP = str.maketrans({mark: f"\\{mark}" for mark in "\\|`*_[]<>"})


def render_quality(report: QualityReport, kind: str) -> bytes:
    """Render a data-quality report; the same report gives the same bytes.

    Args:
        report: what was counted.
        kind: ".md" or ".json".

    Raises:
        ValueError: if the kind is another one.
    """
    if kind not in QUALITY_FORMATS:
        raise ValueError(f"unknown format of a quality report: {kind}")
    if kind == ".json":
        return (json.dumps(json_values(report), ensure_ascii=False, indent=1) + "\n").encode("utf-8")
    return ("\n".join(_page(report)) + "\n").encode("utf-8")


def _page(report: QualityReport) -> Iterable[str]:
    yield "# Data quality of parsed letters"
    yield ""
    yield "De-identified. References are random, drawn for this run; they stand in the lines printed with it."
    yield ""
    yield from _letters(report)
    yield from _coverage(report, Unit.CASES, "Coverage of case fields")
    yield from _coverage(report, Unit.ISSUES, "Coverage of issue fields")
    yield from _codes(report)
    for gap in Gap:
        yield from _requests(report, gap)
    yield from _unexplained(report)


def _letters(report: QualityReport) -> Iterable[str]:
    unread = sum(report.unread.values())
    yield "## Letters"
    yield ""
    yield from _table(
        ("", "letters"),
        [
            ("read", print_number(report.read)),
            ("not read", print_number(unread)),
            *((f"not read: {reason}", print_number(count)) for reason, count in report.unread.items()),
        ],
    )
    yield (
        f"{print_number(report.issues)} issues. Service unclassified: "
        f"{_share(report.unclassified_requests, report.issues)}. Reasons unclassified: "
        f"{_share(report.unexplained, report.issues)}, {print_number(report.without_rationale)} of these "
        "without a rationale."
    )
    yield ""


def _coverage(report: QualityReport, unit: Unit, title: str) -> Iterable[str]:
    rows = [one for one in report.coverage if one.unit is unit]
    formats: Sequence[LetterFormat] = tuple(rows[0].of) if rows else ()
    yield f"## {title}"
    yield ""
    if not formats:
        yield "No letter was read."
        yield ""
        return
    yield f"How many {unit} have the field, of all and by format of the letter."
    yield ""
    yield from _table(
        ("field", "all", *formats),
        [
            (
                f"`{row.field}`",
                _share(sum(row.have.values()), sum(row.of.values())),
                *(_share(row.have[layout], row.of[layout]) for layout in formats),
            )
            for row in rows
        ],
    )


def _codes(report: QualityReport) -> Iterable[str]:
    yield "## Quality codes"
    yield ""
    if not report.codes:
        yield "None were given."
        yield ""
        return
    yield from _table(
        ("code", "concerns", "letters", "references"),
        [
            (
                f"`{found.code}`",
                found.subject.replace(">", "\\>"),
                print_number(len(found.references)),
                " ".join(found.references),
            )
            for found in report.codes
        ],
    )


def _requests(report: QualityReport, gap: Gap) -> Iterable[str]:
    rows = [request for request in report.requests if request.gap is gap]
    total = sum(row.count for row in rows)
    yield f"## {_GAPS[gap]}"
    yield ""
    yield f"{_share(total, report.issues)} of all issues, {print_number(len(rows))} different requests."
    yield ""
    if not rows:
        return
    yield from _table(
        ("issues", "request"),
        [(print_number(row.count), row.request.translate(_MARKUP)) for row in rows[:_MOST_REQUESTS]],
    )
    yield from _left_out(len(rows))


def _unexplained(report: QualityReport) -> Iterable[str]:
    issues = report.unexplained_issues
    yield "## Rationales without a known reason"
    yield ""
    yield (
        f"{_share(len(issues), report.issues)} of all issues have a rationale in which no rule found a "
        "reason, the most frequent request first."
    )
    yield ""
    if not issues:
        return
    yield from _table(
        ("letter", "issue", "decision", "request"),
        [
            (issue.reference, print_number(issue.sequence), issue.decision, issue.request.translate(_MARKUP))
            for issue in issues[:_MOST_REQUESTS]
        ],
    )
    yield from _left_out(len(issues))


def _left_out(rows: int) -> Iterable[str]:
    if rows > _MOST_REQUESTS:
        yield f"{print_number(rows - _MOST_REQUESTS)} more stand in the JSON form of this report."
        yield ""


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterable[str]:
    yield _line(heads)
    yield _line(["---"] * len(heads))
    yield from (_line(row) for row in rows)
    yield ""


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _share(part: int, whole: int) -> str:
    if not whole:
        return print_number(part)
    return f"{print_number(part)} ({print_number(100 * part / whole, 1)}%)"
