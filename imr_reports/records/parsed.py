"""One letter's parse as it is given out: the one definition of its JSON, identified or de-identified.

Identified, it holds PHI and the span of every field. De-identified, texts are scrubbed, dates are years, and
there is neither a case number nor a span. `docs/case.schema.json` is made of these classes and their words.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from imr_reports.records.clinical import Sex, Treatment, WorkStatus
from imr_reports.records.coded import (
    Basis,
    Decision,
    GuidelineSource,
    LetterFormat,
    Priority,
    QualityFinding,
)
from imr_reports.records.reasons import Reason, SentenceRole
from imr_reports.records.services import BodySite, CodedTerm, Dosing, DrugRequest

Span = tuple[int, int]
"""Where a value stands in the letter's text: code points, the end not among them."""

Spans = dict[str, Span | tuple[Span, ...]]
"""Spans of a record's plain values, by field; a list of values has a list of spans."""

Day = date | int
"""A day; de-identified, its year alone."""


class CitingSide(StrEnum):
    """Who cites a work."""

    CLAIMS_ADMINISTRATOR = "claims_administrator"
    REVIEWER = "reviewer"


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedReviewer:
    """The physician who decided.

    Attributes:
        specialties: as written; de-identified, as in `specialty_codes`.
        specialty_codes: specialties in the state's words, "Other" where its list has none.
        subspecialties: those of them that the letter calls subspecialties, as written; de-identified, coded.
        subspecialty_codes: the same in the state's words.
        states: states of licensure.
        spans: where the values stand; identified only.
    """

    specialties: tuple[str, ...]
    specialty_codes: tuple[str, ...]
    subspecialties: tuple[str, ...]
    subspecialty_codes: tuple[str, ...]
    states: tuple[str, ...]
    spans: Spans | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedSite(BodySite):
    """A body part with its side.

    Attributes:
        side: left, right or bilateral; empty where none is stated or the part has none.
        span: where it stands; identified only.
    """

    span: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedCode(CodedTerm):
    """A procedure or diagnosis code.

    Attributes:
        system: the system that it is of.
        code: as that system writes it.
        span: where it stands; identified only.
    """

    span: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedDrug(DrugRequest):
    """A drug that was asked for.

    Attributes:
        span: where it stands; identified only.
    """

    span: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedDosing(Dosing):
    """How much of a therapy was asked for.

    Attributes:
        span: where it stands; identified only.
    """

    span: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedService:
    """The disputed item, normalized.

    Attributes:
        category: category of the state's list, "Unclassified" where no rule fits.
        subcategory: its sub-category, "" where none; for drugs the drug class.
        procedure: name of the procedure in the project's list.
        sites: body parts that the request names or that its procedure implies.
        drugs: drugs asked for.
        dosing: visits, frequency and duration of a therapy.
        codes: CPT and HCPCS codes given.
        spans: where the procedure is named; identified only.
    """

    category: str
    subcategory: str
    procedure: str | None
    sites: tuple[ParsedSite, ...]
    drugs: tuple[ParsedDrug, ...]
    dosing: ParsedDosing | None
    codes: tuple[ParsedCode, ...]
    spans: Spans | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedCitation:
    """A work that one side cites.

    Attributes:
        side: who cites it.
        source: the family of works.
        title: chapter or guideline, spelled as in the project's list; "" where unknown.
        edition: year or edition, "" where not given.
        sections: sections cited, spelled as in the project's list, else as written.
        pages: pages and ranges.
        span: where the citation stands; identified only.
        spans: where its sections stand; identified only.
    """

    side: CitingSide
    source: GuidelineSource
    title: str
    edition: str
    sections: tuple[str, ...]
    pages: tuple[str, ...]
    span: Span | None = None
    spans: Spans | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedReason:
    """A reason for the decision.

    Attributes:
        reason: defined in docs/reasons.md.
        rule: the rule that found it.
        span: the sentence that shows it; identified only.
    """

    reason: Reason
    rule: str
    span: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedSentence:
    """A sentence of the rationale.

    Attributes:
        role: what it does.
        rank: its worth in an excerpt; 1 is the first to take.
        text: the sentence.
        span: where it stands; identified only.
    """

    role: SentenceRole
    rank: int
    text: str
    span: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedIssue:
    """A disputed item and what was decided on it.

    Attributes:
        sequence: position in the letter, from 1.
        request: the whole heading before the decision.
        disputed_item: what was decided on: the request, or its remaining part.
        original_request: what was asked for at first, where the heading tells.
        authorized: the part that the claims administrator authorized, where the heading tells.
        allowed: what the reviewer allowed, where the decision is partial and says so.
        decision: from the decision itself, never from the rationale's words.
        was_partly_authorized: whether the claims administrator had authorized a part.
        claims_administrator_guideline: what the claims administrator cited, in the letter's words.
        reviewer_guideline: what the reviewer cited, in the letter's words.
        claims_administrator_basis: on what the claims administrator rested its decision.
        reviewer_basis: on what the reviewer did.
        citations: works cited, the claims administrator's first.
        service_category: as in `service`.
        service_subcategory: as in `service`.
        service: the disputed item, normalized.
        reasons: why it was decided so; empty where no rule fits ("unclassified").
        sentences: those of the rationale, in order.
        rationale: the reviewer's rationale.
        spans: where the texts stand; identified only.
    """

    sequence: int
    request: str
    disputed_item: str
    original_request: str | None
    authorized: str | None
    allowed: str | None
    decision: Decision
    was_partly_authorized: bool
    claims_administrator_guideline: str | None
    reviewer_guideline: str | None
    claims_administrator_basis: Basis
    reviewer_basis: Basis
    citations: tuple[ParsedCitation, ...]
    service_category: str
    service_subcategory: str
    service: ParsedService
    reasons: tuple[ParsedReason, ...]
    sentences: tuple[ParsedSentence, ...]
    rationale: str | None
    spans: Spans | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedClinical:
    """What the letter says of the injured worker; what it denies or doesn't say is null or not listed.

    Attributes:
        age: in years; de-identified, 90 stands for all ages from 90 on.
        sex: as stated.
        sites: injured or complained-of body parts.
        treatments: kinds of treatment that have taken place.
        work_status: the last one stated.
        spans: where age, sex, treatments and work status stand; identified only.
    """

    age: int | None
    sex: Sex | None
    sites: tuple[ParsedSite, ...]
    treatments: tuple[Treatment, ...]
    work_status: WorkStatus | None
    spans: Spans | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedDiagnosis:
    """A diagnosis as mentioned.

    Attributes:
        text: in the letter's words.
        codes: ICD codes given for it.
        span: where it stands; identified only.
    """

    text: str
    codes: tuple[ParsedCode, ...]
    span: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedCase:
    """One final determination letter, parsed.

    Attributes:
        is_deidentified: whether texts are scrubbed and dates are years.
        reference: a random name of this letter, drawn anew in each run; the quality report uses it.
        case_number: null when de-identified.
        format: layout of the letter.
        decision_date: when the final determination was made.
        date_assigned: when the case was assigned to the review organization.
        date_of_injury: when the injury happened.
        ur_denial_date: when utilization review denied or modified the request.
        application_received: when the application for review was received.
        latest_date: the latest plausible full date anywhere in the letter.
        priority: how soon the determination was due.
        reviewer: the physician who decided.
        clinical: coded facts of the clinical summary.
        diagnoses: diagnoses as mentioned.
        issues: the disputed items, in the letter's order.
        summary: the clinical case summary.
        quality: what is odd about the letter.
        findings: count of identifying stretches replaced, by type; null when identified.
        spans: where case number, dates and summary stand; identified only.
    """

    is_deidentified: bool
    reference: str | None = None
    case_number: str | None
    format: LetterFormat
    decision_date: Day | None
    date_assigned: Day | None
    date_of_injury: Day | None
    ur_denial_date: Day | None
    application_received: Day | None
    latest_date: Day | None
    priority: Priority | None
    reviewer: ParsedReviewer
    clinical: ParsedClinical
    diagnoses: tuple[ParsedDiagnosis, ...]
    issues: tuple[ParsedIssue, ...]
    summary: str | None
    quality: tuple[QualityFinding, ...]
    findings: dict[str, int] | None
    spans: Spans | None = None
