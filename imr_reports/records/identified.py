"""Identified records: the only place where a letter's own words live. Nothing after `scrub` imports this."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from imr_reports.records.clinical import NOTHING_KNOWN, ClinicalFacts
from imr_reports.records.coded import Basis, Decision, LetterFormat, Priority, QualityFinding, Work
from imr_reports.records.reasons import RationaleSentence, StatedReason
from imr_reports.records.services import CodedTerm, Service
from imr_reports.records.stated import Stated


class Medium(StrEnum):
    """What kind of file a letter was read from."""

    TEXT = "text"
    PDF = "pdf"


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """The text of one letter, as read.

    Attributes:
        text: decoded text, line ends as they are; pages of a PDF are joined by form feeds.
        medium: the kind of file it came from.
        digest: SHA-256 (hex) of the file's bytes; for one of several letters in a file, derived from it.
        pages: page count of a PDF, 1 for a text.
        part: which letter of its file it is.
        parts: how many letters its file holds.
        pages_by_ocr: numbers of the pages whose words were read from their picture.
        pages_without_text: numbers of the pages that hold a picture whose words could not be read.
    """

    text: str
    medium: Medium
    digest: str
    pages: int = 1
    part: int = 1
    parts: int = 1
    pages_by_ocr: tuple[int, ...] = ()
    pages_without_text: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A stretch of a letter: `letter.text[start:end] == text`, offsets in code points.

    Raises:
        ValueError: if the offsets do not span the text.
    """

    text: str
    start: int
    end: int

    def __post_init__(self) -> None:
        if self.start < 0 or self.end - self.start != len(self.text):
            raise ValueError("a passage's offsets must span its text")


@dataclass(frozen=True, slots=True, kw_only=True)
class CitedSection:
    """A section of a cited work.

    Attributes:
        passage: its name as written.
        name: its name as in `vocabulary/sections.toml`, "" where the list lacks it.
    """

    passage: Passage
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """One cited work, with section and pages where given.

    Attributes:
        work: the canonical work.
        sections: cited sections.
        pages: cited pages, digits and ranges only ("24", "72-73").
        start: where the citation begins in the letter.
        end: where it ends.
    """

    work: Work
    sections: tuple[CitedSection, ...] = ()
    pages: tuple[Stated[str], ...] = ()
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GuidelineStatement:
    """What one side (claims administrator or reviewer) cited for one issue."""

    passage: Passage | None
    basis: Basis
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """A disputed item and what was decided on it.

    Attributes:
        sequence: 1-based position in the letter.
        request: the whole heading before the decision, also where it tells the story of a partly
            authorized request.
        disputed_item: what was decided on: the request, or its remaining part.
        was_partly_authorized: whether the claims administrator had authorized a part.
        ruling: the words that state the decision.
        original_request: what was asked for at first, where the heading tells.
        authorized: the part that the claims administrator authorized, where the heading tells.
        allowed: what the reviewer allowed, where the decision itself says so and is partial.
        service: the disputed item, normalized.
        reasons: why it was decided so; empty where no rule fits.
        sentences: those of the rationale, in order.
    """

    sequence: int
    request: Passage
    disputed_item: Passage
    was_partly_authorized: bool
    decision: Decision
    claims_administrator: GuidelineStatement
    reviewer: GuidelineStatement
    rationale: Passage | None
    service: Service
    ruling: Passage | None = None
    original_request: Passage | None = None
    authorized: Passage | None = None
    allowed: Passage | None = None
    reasons: tuple[StatedReason, ...] = ()
    sentences: tuple[RationaleSentence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnosis:
    """A diagnosis as mentioned, with the ICD codes given for it."""

    passage: Passage
    codes: tuple[Stated[CodedTerm], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentifiedCase:
    """Everything that parsing understood of one letter. Full of PHI: never leaves memory.

    Attributes:
        reviewer_specialties: as written, in the letter's order, subspecialties among them.
        specialty_codes: the same, normalized to the state's list ("Other" where unknown).
        subspecialties: those that the letter calls so.
        reviewer_states: states of licensure, spelled in full.
        latest_date: the latest plausible full date anywhere in the letter (for `--infer-dates`).
        summary: the clinical case summary.
    """

    letter: Letter
    format: LetterFormat
    case_number: Passage | None
    priority: Stated[Priority] | None
    decided: Stated[date] | None
    assigned: Stated[date] | None
    received: Stated[date] | None
    ur_denial: Stated[date] | None
    injury: Stated[date] | None
    latest_date: Stated[date] | None
    reviewer_specialties: tuple[Passage, ...]
    specialty_codes: tuple[str, ...]
    reviewer_states: tuple[Stated[str], ...]
    summary: Passage | None
    issues: tuple[Issue, ...]
    subspecialties: tuple[Passage, ...] = ()
    clinical: ClinicalFacts = NOTHING_KNOWN
    diagnoses: tuple[Diagnosis, ...] = ()
    quality: tuple[QualityFinding, ...] = ()
