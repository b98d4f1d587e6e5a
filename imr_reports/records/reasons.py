"""Why a reviewer decided so, and what each sentence of a rationale does: codes with their places."""

from dataclasses import dataclass
from enum import StrEnum


class Reason(StrEnum):
    """Reasons for a decision; defined, with the line between neighbours, in docs/reasons.md."""

    CRITERIA_MET = "criteria_met"
    CRITERIA_NOT_MET = "criteria_not_met"
    NOT_RECOMMENDED = "not_recommended"
    EXCEEDS_RECOMMENDED = "exceeds_recommended"
    NO_FUNCTIONAL_IMPROVEMENT = "no_functional_improvement"
    BENEFIT_SHOWN = "benefit_shown"
    DOCUMENTATION_INSUFFICIENT = "documentation_insufficient"
    REQUEST_INCOMPLETE = "request_incomplete"
    FIRST_LINE_NOT_TRIED = "first_line_not_tried"
    FIRST_LINE_FAILED = "first_line_failed"
    FINDINGS_ABSENT = "findings_absent"
    FINDINGS_PRESENT = "findings_present"
    DUPLICATIVE = "duplicative"
    DEPENDS_ON_DENIED = "depends_on_denied"
    DEPENDS_ON_APPROVED = "depends_on_approved"
    NOT_ADDRESSED = "not_addressed"
    NEW_OR_WORSENING = "new_or_worsening"
    RISK_OR_HARM = "risk_or_harm"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedReason:
    """A reason, the rule that found it, and the sentence of the letter that shows it."""

    reason: Reason
    rule: str
    start: int
    end: int


class SentenceRole(StrEnum):
    """What a sentence of a rationale does."""

    CONCLUSION = "conclusion"
    PATIENT = "patient"
    GUIDELINE = "guideline"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class RationaleSentence:
    """A sentence of a rationale.

    Attributes:
        role: what it does.
        rank: its worth in an excerpt; 1 is the first to take.
    """

    role: SentenceRole
    rank: int
    start: int
    end: int
