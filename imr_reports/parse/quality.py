"""What was read of a letter → what is odd about it."""

from collections.abc import Iterator
from itertools import combinations

from imr_reports.parse.header import Header
from imr_reports.parse.reviewer import Reviewer
from imr_reports.records.coded import Decision, QualityCode, QualityFinding
from imr_reports.records.identified import Issue, Letter, Passage
from imr_reports.vocabulary.letters.headings import form

# Each may fall on the day of the next, none after it.
_ORDER = ("injury", "ur_denial", "received", "assigned", "decided")
_SENTENCE_ENDS = (".", "!", "?", "…", ":", ";")
_LONGEST_CLOSE = 90


def judge_quality(
    letter: Letter,
    header: Header,
    reviewer: Reviewer,
    summary: Passage | None,
    issues: tuple[Issue, ...],
) -> tuple[QualityFinding, ...]:
    """Return everything odd about a letter, with the field or the issue that it concerns."""
    no_summary = () if summary else (QualityFinding(code=QualityCode.NO_SUMMARY),)
    return (*_of_header(header, reviewer), *no_summary, *_of_issues(letter, issues), *_of_file(letter))


def _of_header(header: Header, reviewer: Reviewer) -> Iterator[QualityFinding]:
    if header.case_number is None:
        yield QualityFinding(code=QualityCode.NO_CASE_NUMBER)
    if "decided" not in header.dates:
        yield QualityFinding(code=QualityCode.NO_DECISION_DATE)
    for name in sorted(header.impossible, key=_ORDER.index):
        yield QualityFinding(code=QualityCode.IMPOSSIBLE_DATE, subject=name)
    known = [name for name in _ORDER if name in header.dates]
    for earlier, later in combinations(known, 2):
        if header.dates[earlier].value > header.dates[later].value:
            yield QualityFinding(code=QualityCode.DATE_ORDER, subject=f"{earlier} > {later}")
    if not reviewer.specialties and not reviewer.states:
        yield QualityFinding(code=QualityCode.NO_REVIEWER)


def _of_issues(letter: Letter, issues: tuple[Issue, ...]) -> Iterator[QualityFinding]:
    for issue in issues:
        if issue.rationale is None:
            yield QualityFinding(code=QualityCode.NO_RATIONALE, subject=f"issue {issue.sequence}")
        if issue.decision is Decision.NOT_STATED:
            yield QualityFinding(code=QualityCode.DECISION_NOT_STATED, subject=f"issue {issue.sequence}")
    if not issues:
        yield QualityFinding(code=QualityCode.NO_ISSUES)
    if not issues or _breaks_off(issues[-1].rationale):
        yield QualityFinding(code=QualityCode.TRUNCATED)
    for page in letter.pages_without_text:
        yield QualityFinding(code=QualityCode.TRUNCATED, subject=f"page {page}")


def _breaks_off(rationale: Passage | None) -> bool:
    """Return whether the last rationale is missing or ends within a sentence."""
    if rationale is None:
        return True
    tail = rationale.text[-_LONGEST_CLOSE:].rstrip("\"'”’)] ")
    if tail.endswith(_SENTENCE_ENDS):
        return False
    # Some reviewers leave out the last full stop, but not after any word.
    return not any(match.end() == len(tail) + 1 for match in form("settled").finditer(tail + "."))


def _of_file(letter: Letter) -> Iterator[QualityFinding]:
    if letter.parts > 1:
        yield QualityFinding(code=QualityCode.SEVERAL_IN_FILE)
    if letter.pages_by_ocr:
        yield QualityFinding(code=QualityCode.READ_BY_OCR)
