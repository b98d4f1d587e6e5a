"""Coded values: closed vocabularies that hold no words of a letter, shared on both sides of the gates."""

from dataclasses import dataclass
from enum import StrEnum


class LetterFormat(StrEnum):
    """The four layouts of a final determination letter, found by their headings."""

    NOTICE_2013 = "notice_2013"
    DOCUMENTS_REVIEWED = "documents_reviewed"
    PROFESSIONAL_REVIEW = "professional_review"
    STANDARD = "standard"


class Decision(StrEnum):
    """What the reviewer decided on one disputed item, from the decision itself."""

    UPHELD = "upheld"
    OVERTURNED = "overturned"
    PARTIALLY_OVERTURNED = "partially_overturned"
    NOT_STATED = "not_stated"


class CaseOutcome(StrEnum):
    """What a whole letter decided; derived from its issues."""

    UPHOLD = "uphold"
    OVERTURN = "overturn"
    PARTIAL_OVERTURN = "partial_overturn"
    NOT_STATED = "not_stated"


class Basis(StrEnum):
    """On what a side rested its decision on one disputed item."""

    MTUS = "mtus"
    NON_MTUS = "non_mtus"
    MTUS_AND_NON_MTUS = "mtus+non_mtus"
    NONE_CITED = "none_cited"
    NOT_STATED = "not_stated"


class GuidelineSource(StrEnum):
    """Families of cited works."""

    MTUS = "MTUS"
    ACOEM = "ACOEM"
    ODG = "ODG"
    GUIDELINE = "Other guideline"
    JOURNAL = "Journal"
    TEXTBOOK = "Textbook"
    UPTODATE = "UpToDate"
    FDA = "FDA"
    DRUG_REFERENCE = "Drug reference"
    ONLINE = "Online reference"
    LAW = "Law"
    OTHER = "Other"


class Priority(StrEnum):
    """How soon the determination was due."""

    STANDARD = "Standard"
    EXPEDITED = "Expedited"


class DateBasis(StrEnum):
    """Where a case's decision date comes from."""

    STATED = "stated"
    INDEX = "index"
    INFERRED = "inferred"
    UNDATED = "undated"


class UnreadReason(StrEnum):
    """Why a file or a letter could not become a case."""

    EMPTY = "empty"
    SCANNED = "scanned"
    UNREADABLE = "unreadable"
    PASSWORD = "password-protected"  # noqa: S105
    BROKEN_ZIP = "broken zip"
    TOO_LARGE = "too large"
    UNSUPPORTED = "not a text, PDF or zip"
    UNRECOGNIZED = "unrecognized"
    OTHER_IMR_DOCUMENT = "another IMR document"
    UR_LETTER = "utilization review letter"
    MEDICAL_RECORD = "medical record"
    GARBLED = "garbled text"
    NO_ISSUES = "no decisions found"
    FAILED = "failed"
    PENDING = "not yet read"


class QualityCode(StrEnum):
    """What is odd about a letter that was read."""

    NO_CASE_NUMBER = "no_case_number"
    NO_DECISION_DATE = "no_decision_date"
    IMPOSSIBLE_DATE = "impossible_date"
    DATE_ORDER = "date_order"
    NO_REVIEWER = "no_reviewer"
    NO_SUMMARY = "no_summary"
    NO_RATIONALE = "no_rationale"
    DECISION_NOT_STATED = "decision_not_stated"
    TRUNCATED = "truncated"
    NO_ISSUES = "no_issues"
    SEVERAL_IN_FILE = "several_in_file"
    READ_BY_OCR = "read_by_ocr"


@dataclass(frozen=True, slots=True, kw_only=True)
class QualityFinding:
    """Something odd about a letter, and what it concerns.

    Attributes:
        code: what is odd.
        subject: a field's name ("injury", "injury > decided") or "issue 3"; "" for the whole letter.
    """

    code: QualityCode
    subject: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """A canonical cited work from the vocabulary.

    Attributes:
        source: the family of works.
        title: chapter or guideline, spelled as the vocabulary spells it ("Chronic Pain Medical Treatment").
        edition: year or edition as in the vocabulary ("2009", "3rd ed."), or "" when not stated.
    """

    source: GuidelineSource
    title: str
    edition: str = ""
