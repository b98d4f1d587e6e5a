"""Identified records: the only place where a letter's own words live. Nothing after `scrub` imports this."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from imr_reports.records.coded import (
    Basis,
    Decision,
    LetterFormat,
    Priority,
    QualityCode,
    Work,
)


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
        digest: SHA-256 (hex) of the file's bytes.
        pages: page count of a PDF, 1 for a text.
    """

    text: str
    medium: Medium
    digest: str
    pages: int = 1


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
class DateField:
    """A date that the letter states, with its place in the letter."""

    value: date
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """One cited work, with section and pages where given.

    Attributes:
        work: the canonical work.
        sections: names of cited sections, as written.
        pages: cited pages, digits and ranges only ("24", "72-73").
        start: where the citation begins in the letter.
        end: where it ends.
    """

    work: Work
    sections: tuple[Passage, ...] = ()
    pages: tuple[str, ...] = ()
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
        service_category: a category of the state's taxonomy (vocabulary `services`).
        service_subcategory: its sub-category, or "".
    """

    sequence: int
    request: Passage
    disputed_item: Passage
    was_partly_authorized: bool
    decision: Decision
    claims_administrator: GuidelineStatement
    reviewer: GuidelineStatement
    rationale: Passage | None
    service_category: str
    service_subcategory: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentifiedCase:
    """Everything that parsing understood of one letter. Full of PHI: never leaves memory.

    Attributes:
        reviewer_specialties: as written, in the letter's order.
        specialty_codes: the same, normalized to the state's list ("Other" where unknown).
        reviewer_states: states of licensure as written.
        latest_date: the latest plausible full date anywhere in the letter (for `--infer-dates`).
        summary: the clinical case summary.
    """

    letter: Letter
    format: LetterFormat
    case_number: Passage | None
    priority: Priority | None
    decided: DateField | None
    assigned: DateField | None
    received: DateField | None
    ur_denial: DateField | None
    injury: DateField | None
    latest_date: date | None
    reviewer_specialties: tuple[Passage, ...]
    specialty_codes: tuple[str, ...]
    reviewer_states: tuple[str, ...]
    summary: Passage | None
    issues: tuple[Issue, ...]
    quality: tuple[QualityCode, ...] = ()
