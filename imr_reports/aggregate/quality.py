"""Limited cases, one by one → how well they were understood."""

from collections import Counter, defaultdict
from collections.abc import Callable

from imr_reports.records.coded import Decision, LetterFormat, QualityCode, UnreadReason
from imr_reports.records.limited import LimitedCase, LimitedIssue
from imr_reports.records.quality import (
    CodeOccurrence,
    FieldCoverage,
    Gap,
    QualityReport,
    UncodedRequest,
    UnexplainedIssue,
    Unit,
)
from imr_reports.vocabulary.drugs.mentions import PHARMACEUTICALS
from imr_reports.vocabulary.services.reading import unclassified

# The keys are those of the parse's JSON; a value is whether a case or an issue has the field.
_CASE_FIELDS: dict[str, Callable[[LimitedCase], object]] = {
    "case_number": lambda case: QualityCode.NO_CASE_NUMBER not in {found.code for found in case.quality},
    "decision_date": lambda case: case.decided,
    "date_assigned": lambda case: case.assigned,
    "date_of_injury": lambda case: case.injury,
    "ur_denial_date": lambda case: case.ur_denial,
    "application_received": lambda case: case.received,
    "priority": lambda case: case.priority,
    "reviewer.specialties": lambda case: case.reviewer_specialties,
    "reviewer.subspecialties": lambda case: case.reviewer_subspecialties,
    "reviewer.states": lambda case: case.reviewer_states,
    "clinical.age": lambda case: case.clinical.age,
    "clinical.sex": lambda case: case.clinical.sex,
    "clinical.sites": lambda case: case.clinical.sites,
    "clinical.treatments": lambda case: case.clinical.treatments,
    "clinical.work_status": lambda case: case.clinical.work_status,
    "diagnoses": lambda case: case.diagnoses,
    "diagnoses.codes": lambda case: any(diagnosis.codes for diagnosis in case.diagnoses),
    "summary": lambda case: case.summary,
}
_ISSUE_FIELDS: dict[str, Callable[[LimitedIssue], object]] = {
    "decision": lambda issue: issue.decision is not Decision.NOT_STATED,
    "claims_administrator_guideline": lambda issue: issue.claims_administrator_guideline,
    "reviewer_guideline": lambda issue: issue.reviewer_guideline,
    "citations (claims_administrator)": lambda issue: issue.claims_administrator_citations,
    "citations (reviewer)": lambda issue: issue.reviewer_citations,
    "rationale": lambda issue: issue.rationale,
    "reasons": lambda issue: issue.reasons,
    "original_request": lambda issue: issue.original_request,
    "authorized": lambda issue: issue.authorized,
    "allowed": lambda issue: issue.allowed,
    "service.category": lambda issue: issue.service.category != unclassified(),
    "service.subcategory": lambda issue: issue.service.subcategory,
    "service.procedure": lambda issue: issue.service.procedure,
    "service.sites": lambda issue: issue.service.sites,
    "service.drugs": lambda issue: issue.service.drugs,
    "service.dosing": lambda issue: issue.service.dosing,
    "service.codes": lambda issue: issue.service.codes,
}


class QualityTally:
    """Counts over cases that come one at a time; it keeps references and some requests, no case."""

    def __init__(self) -> None:
        self._cases: Counter[LetterFormat] = Counter()
        self._issues: Counter[LetterFormat] = Counter()
        self._have: Counter[tuple[str, LetterFormat]] = Counter()
        self._unread: Counter[UnreadReason] = Counter()
        self._unexplained = self._without_rationale = 0
        self._references: dict[tuple[QualityCode, str], list[str]] = defaultdict(list)
        self._requests: dict[Gap, _Requests] = {gap: _Requests() for gap in Gap}
        self._unexplained_issues: list[UnexplainedIssue] = []

    def add_unread(self, reason: UnreadReason) -> None:
        """Count a letter that did not become a case."""
        self._unread[reason] += 1

    def add(self, case: LimitedCase) -> None:
        """Count a case and its issues."""
        self._cases[case.format] += 1
        self._issues[case.format] += len(case.issues)
        self._have.update((name, case.format) for name, has in _CASE_FIELDS.items() if has(case))
        for finding in dict.fromkeys(case.quality):
            self._references[finding.code, finding.subject].append(case.reference)
        for issue in case.issues:
            self._add_issue(case, issue)

    def _add_issue(self, case: LimitedCase, issue: LimitedIssue) -> None:
        self._have.update((name, case.format) for name, has in _ISSUE_FIELDS.items() if has(issue))
        if not issue.reasons:
            self._add_unexplained(case.reference, issue)
        if gap := _gap(issue):
            self._requests[gap].add(issue.disputed_item)

    def _add_unexplained(self, reference: str, issue: LimitedIssue) -> None:
        self._unexplained += 1
        if not issue.rationale:
            self._without_rationale += 1
            return
        self._unexplained_issues.append(
            UnexplainedIssue(
                reference=reference,
                sequence=issue.sequence,
                request=issue.disputed_item,
                decision=issue.decision,
            )
        )

    def report(self) -> QualityReport:
        """Return what has been counted so far."""
        return QualityReport(
            read=self._cases.total(),
            unread=dict(sorted(self._unread.items())),
            issues=self._issues.total(),
            unclassified_requests=self._requests[Gap.CATEGORY].total,
            unexplained=self._unexplained,
            without_rationale=self._without_rationale,
            coverage=(
                *(self._coverage(name, Unit.CASES, self._cases) for name in _CASE_FIELDS),
                *(self._coverage(name, Unit.ISSUES, self._issues) for name in _ISSUE_FIELDS),
            ),
            codes=tuple(
                CodeOccurrence(code=code, subject=subject, references=tuple(references))
                for (code, subject), references in sorted(self._references.items())
            ),
            requests=tuple(
                UncodedRequest(request=request, gap=gap, count=count)
                for gap in Gap
                for request, count in self._requests[gap].by_count()
            ),
            unexplained_issues=_by_request(self._unexplained_issues),
        )

    def _coverage(self, name: str, unit: Unit, of: Counter[LetterFormat]) -> FieldCoverage:
        formats = [layout for layout in LetterFormat if of[layout]]
        return FieldCoverage(
            field=name,
            unit=unit,
            have={layout: self._have[name, layout] for layout in formats},
            of={layout: of[layout] for layout in formats},
        )


class _Requests:
    """Requests and how often each was made; spellings that differ in case and stops alone are one."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self._spellings: dict[str, str] = {}

    def add(self, request: str) -> None:
        key = _spelled_alike(request)
        self._spellings.setdefault(key, request)
        self._counts[key] += 1

    @property
    def total(self) -> int:
        return self._counts.total()

    def by_count(self) -> list[tuple[str, int]]:
        ordered = sorted(self._counts.items(), key=lambda pair: (-pair[1], pair[0]))
        return [(self._spellings[key], count) for key, count in ordered]


def _spelled_alike(request: str) -> str:
    return request.casefold().strip(" .,;:")


def _by_request(issues: list[UnexplainedIssue]) -> tuple[UnexplainedIssue, ...]:
    """Return issues with those of one request together, the most frequent request first."""
    counts = Counter(_spelled_alike(issue.request) for issue in issues)

    def place(issue: UnexplainedIssue) -> tuple[int, str]:
        key = _spelled_alike(issue.request)
        return -counts[key], key

    return tuple(sorted(issues, key=place))


def _gap(issue: LimitedIssue) -> Gap | None:
    service = issue.service
    if service.category == unclassified():
        return Gap.CATEGORY
    if service.drugs or service.procedure:
        return None
    return Gap.DRUG if service.category == PHARMACEUTICALS else Gap.PROCEDURE
