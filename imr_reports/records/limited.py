"""Limited records: text scrubbed, exact dates in fields of their own; they live in the store alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import pandas as pd

from imr_reports.records.clinical import NOTHING_KNOWN, ClinicalFacts
from imr_reports.records.coded import Basis, Decision, LetterFormat, Priority, QualityFinding, Work
from imr_reports.records.reasons import Reason
from imr_reports.records.services import CodedTerm, Service


class EntityType(StrEnum):
    """Kinds of identifying text."""

    NAME = "NAME"
    DATE = "DATE"
    AGE = "AGE"
    LOCATION = "LOCATION"
    ORG = "ORG"
    CONTACT = "CONTACT"
    ID = "ID"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One stretch of identifying text: where it is and who found it, never what it says.

    Attributes:
        start: code point offset into the text as read.
        end: offset behind the last code point.
        score: confidence, 0 to 1.
        recognizer: name of the recognizer that found it.

    Raises:
        ValueError: if the span is empty or negative.
    """

    entity_type: EntityType
    start: int
    end: int
    score: float
    recognizer: str

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError("a finding must span at least one character")


@dataclass(frozen=True, slots=True, kw_only=True)
class ScrubbedText:
    """A text with its findings replaced, and the findings (offsets into the text before scrubbing)."""

    text: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitedCitation:
    """A cited work; names of sections as in the vocabulary, else scrubbed."""

    work: Work
    sections: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitedIssue:
    """A disputed item with its text scrubbed; white space collapsed.

    Attributes:
        service: coded; its spans are those of the letter, which is gone.
    """

    sequence: int
    request: str
    disputed_item: str
    was_partly_authorized: bool
    decision: Decision
    service: Service
    claims_administrator_basis: Basis
    claims_administrator_guideline: str
    claims_administrator_citations: tuple[LimitedCitation, ...]
    reviewer_basis: Basis
    reviewer_guideline: str
    reviewer_citations: tuple[LimitedCitation, ...]
    rationale: str
    original_request: str = ""
    authorized: str = ""
    allowed: str = ""
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitedDiagnosis:
    """A diagnosis as mentioned, scrubbed, with the ICD codes given for it."""

    text: str
    codes: tuple[CodedTerm, ...] = ()


class _Seal:
    """Held by `scrub` alone: a case that can't show it has not been scrubbed."""


SCRUB_SEAL = _Seal()


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitedCase:
    """One scrubbed case. Only `scrub` makes it; only the store keeps it.

    Attributes:
        reference: a random key, not derived from the letter.
        summary: the scrubbed clinical case summary.
        clinical: coded facts; ages from 90 on are given as 90.
        findings: count of findings in the letter by entity type.
    """

    seal: object
    reference: str
    format: LetterFormat
    priority: Priority | None
    decided: date | None
    assigned: date | None
    received: date | None
    ur_denial: date | None
    injury: date | None
    latest_date: date | None
    reviewer_specialties: tuple[str, ...]
    reviewer_states: tuple[str, ...]
    summary: str
    issues: tuple[LimitedIssue, ...]
    quality: tuple[QualityFinding, ...]
    findings: Mapping[EntityType, int]
    clinical: ClinicalFacts = NOTHING_KNOWN
    diagnoses: tuple[LimitedDiagnosis, ...] = ()

    def __post_init__(self) -> None:
        if self.seal is not SCRUB_SEAL:
            raise TypeError("only imr_reports.scrub makes limited cases")


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFrames:
    """The store's coded columns for one period, as `aggregate` takes them. Texts stay in the store.

    Attributes:
        cases: one row a case. Columns: `reference` (str), `format`, `priority` (str, "" when unknown),
            `decided`, `assigned`, `received`, `ur_denial`, `injury` (datetime64, NaT when unknown),
            `date_basis` (a DateBasis), `reviewer_specialties`, `reviewer_states` (list of str),
            `issue_count` (int), `outcome` (a CaseOutcome), `quality` (list of str), and one column
            `findings_NAME` … for each EntityType (int). Columns `group:<name>` come from `--index`.
        issues: one row an issue. Columns: `reference`, `sequence` (int), `decision`,
            `was_partly_authorized` (bool), `service_category`, `service_subcategory`,
            `claims_administrator_basis`, `reviewer_basis`.
        citations: one row a citation. Columns: `reference`, `sequence`, `side`
            ("claims_administrator" or "reviewer"), `source`, `title`, `edition`, `pages` (list of str).
    """

    cases: pd.DataFrame
    issues: pd.DataFrame
    citations: pd.DataFrame


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueText:
    """The scrubbed texts of one issue, fetched from the store for an excerpt."""

    reference: str
    sequence: int
    disputed_item: str
    claims_administrator_guideline: str
    reviewer_guideline: str
    rationale: str
