"""How well letters were understood: what the data-quality report tells. Its texts are scrubbed."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from imr_reports.records.coded import Decision, LetterFormat, QualityCode, UnreadReason


class Unit(StrEnum):
    """What a field belongs to."""

    CASES = "cases"
    ISSUES = "issues"


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldCoverage:
    """How many cases or issues have a field.

    Attributes:
        field: as in the parse's JSON; for a part of a record with a point ("clinical.age").
        unit: whether cases or issues are counted.
        have: those that have it, by format.
        of: all there are, by format.
    """

    field: str
    unit: Unit
    have: Mapping[LetterFormat, int]
    of: Mapping[LetterFormat, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeOccurrence:
    """A quality code with the letters that it was given to.

    Attributes:
        code: what is odd.
        subject: the field or issue that it concerns, "" for the whole letter.
        references: random references of the letters.
    """

    code: QualityCode
    subject: str
    references: tuple[str, ...]


class Gap(StrEnum):
    """What a request was not coded into."""

    CATEGORY = "unclassified"
    DRUG = "no drug"
    PROCEDURE = "no procedure"


@dataclass(frozen=True, slots=True, kw_only=True)
class UncodedRequest:
    """A request that fell into "Unclassified", or that no drug or procedure was found in.

    Attributes:
        request: the disputed item, scrubbed.
        gap: what it was not coded into.
        count: issues with this request.
    """

    request: str
    gap: Gap
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class UnexplainedIssue:
    """An issue whose rationale gives no reason that a rule knows.

    Attributes:
        reference: random reference of its letter.
        sequence: its position in the letter.
        request: the disputed item, scrubbed.
        decision: what was decided.
    """

    reference: str
    sequence: int
    request: str
    decision: Decision


@dataclass(frozen=True, slots=True, kw_only=True)
class QualityReport:
    """How well some letters were understood.

    Attributes:
        read: letters that became cases.
        unread: letters that did not, by reason.
        issues: disputed items of all cases.
        unclassified_requests: issues without a service category.
        unexplained: issues for which no rule found a reason ("unclassified").
        without_rationale: those among them that have no rationale to find one in.
        coverage: each field of the parse.
        codes: quality codes given.
        requests: requests that were not coded, most frequent first.
        unexplained_issues: those of them that have a rationale, the most frequent request first.
    """

    read: int
    unread: Mapping[UnreadReason, int]
    issues: int
    unclassified_requests: int
    unexplained: int
    without_rationale: int
    coverage: tuple[FieldCoverage, ...]
    codes: tuple[CodeOccurrence, ...]
    requests: tuple[UncodedRequest, ...]
    unexplained_issues: tuple[UnexplainedIssue, ...] = ()
