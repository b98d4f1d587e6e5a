"""Limited records: text scrubbed, exact dates in fields of their own; they live in the store alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

import pandas as pd

from imr_reports.records.clinical import NOTHING_KNOWN, ClinicalFacts
from imr_reports.records.coded import Basis, Decision, LetterFormat, Priority, QualityFinding, Work
from imr_reports.records.lists import explode, split_sites
from imr_reports.records.period import Period
from imr_reports.records.reasons import Reason, SentenceRole
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


GATE_UNKNOWN = "gate.unknown"
"""The recognizer of words that the gate withheld because nothing knows them as safe."""
GATE = "gate."
"""How the recognizers of all that the gate withheld begin."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Withheld:
    """A word that the gate withheld in a letter. Private: the word may well be a name.

    Attributes:
        token: as written; "" for what is known to identify, which is counted alone.
        count: how often in the letter.
        recognizer: the rule of the gate ("gate.unknown", "gate.own", "gate.shape").
    """

    token: str
    count: int
    entity_type: EntityType = EntityType.NAME
    recognizer: str = GATE_UNKNOWN


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitedSection:
    """A section of a cited work.

    Attributes:
        text: its name as written, scrubbed.
        name: its name as in the vocabulary, "" where the list lacks it.
    """

    text: str
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitedCitation:
    """A cited work with its sections and pages."""

    work: Work
    sections: tuple[LimitedSection, ...] = ()
    pages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitedReason:
    """A reason and the rule that found it."""

    reason: Reason
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitedSentence:
    """A sentence of a rationale, scrubbed, with what it does and its worth in an excerpt."""

    role: SentenceRole
    rank: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitedIssue:
    """A disputed item with its text scrubbed; white space collapsed.

    Attributes:
        service: coded, names of the vocabulary alone; its spans are empty, since the letter is gone.
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
    reasons: tuple[LimitedReason, ...] = ()
    sentences: tuple[LimitedSentence, ...] = ()


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
        reviewer_specialties: in the state's words.
        reviewer_subspecialties: those of them that the letter calls so.
        summary: the scrubbed clinical case summary.
        clinical: coded facts, spans empty; ages from 90 on are given as 90.
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
    reviewer_subspecialties: tuple[str, ...] = ()
    clinical: ClinicalFacts = NOTHING_KNOWN
    diagnoses: tuple[LimitedDiagnosis, ...] = ()

    def __post_init__(self) -> None:
        if self.seal is not SCRUB_SEAL:
            raise TypeError("only imr_reports.scrub makes limited cases")


@dataclass(frozen=True, slots=True, kw_only=True)
class ScrubbedLetter:
    """A scrubbed case, and what the gate withheld in its letter: for the operator's list alone."""

    case: LimitedCase
    withheld: tuple[Withheld, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """Where in time a report stands.

    Attributes:
        period: what it is about.
        by: the date that places cases in it: "decided", "received" or "assigned".
        compared: the period that changes are told against, None for none.
        year_before: the same months a year before, where they are shown beside it.
    """

    period: Period
    by: str = "decided"
    compared: Period | None = None
    year_before: Period | None = None


@dataclass(frozen=True, kw_only=True, eq=False)  # no slots: what is exploded is kept
class CaseFrames:
    """The store's coded columns for one period, as `aggregate` takes them. Texts stay in the store.

    Every list is empty, and every number missing (NA), where the letter says nothing or was read before the
    column was kept. Names are those of the vocabulary; no column holds words of a letter.

    References and names are categoricals, so that millions of rows count fast: group by them, merge on them
    (frames of one period share the references' categories), compare them and map them, but mind that
    `value_counts` of a filtered frame also names what no longer occurs, and that a value which is not a
    category needs `.astype("str")` first. Lists are Arrow's: count them by the long frames below, which hold
    one row an entry and are exploded when first asked for.

    Attributes:
        cases: one row a case. Columns: `reference`, `format`, `priority` ("" when unknown),
            `decided`, `assigned`, `received`, `ur_denial`, `injury` (datetime64, NaT when unknown),
            `date_basis` (a DateBasis), `reviewer_specialties`, `reviewer_subspecialties`,
            `reviewer_states` (lists), `issue_count` (int), `outcome` (a CaseOutcome), `quality`
            (list), `age` (number; 90 stands for 90 and older), `sex`, `work_status` ("" when
            unknown), `sites` (list of "part" or "part:side"), `treatments` (list), `icd_codes`
            (list of "ICD-10:M54.16"), and one column `findings_NAME` … for each EntityType (int).
            Columns `group:<name>` (str) come from `--index`. Frames that public statistics count have no
            such columns, but one more, `counted`: the month in which each case is counted ("2015-03").
        issues: one row an issue. Columns: `reference`, `sequence` (int), `decision`,
            `was_partly_authorized`, `has_allowed` (bool), `service_category`, `service_subcategory`,
            `procedure` ("" when none), `sites` (as above), `claims_administrator_basis`,
            `reviewer_basis`, `visits`, `per_week`, `weeks` (numbers), `codes` (list of "CPT:62323"),
            `reasons` (list of Reason). Drugs are lists with one entry a drug: `drug_names`, `ingredients`
            ("hydrocodone/acetaminophen"), `drug_classes`, `drug_strengths` ("10/325 mg"), `drug_forms`,
            `drug_quantities` (number), `drug_quantity_units`, `drug_refills` (number), `drug_parts` (of a
            compound: "ketoprofen 10 % + lidocaine 5 %"), `drug_flags` ("" or flags joined by "+").
        citations: one row a citation. Columns: `reference`, `sequence`, `side`
            ("claims_administrator" or "reviewer"), `source`, `title`, `edition`, `sections` (list of names
            in the vocabulary; others stand in the scrubbed statement alone), `pages` (list).
        earlier: the same of the period that this one is compared with, None for none.
        history: one row an issue of the months up to the end of this period, at most 24, by the same date
            that places cases in it: `reference`, `month` ("2015-03"), `decision`. Cases without a date are in
            no month. None where the history was not read.
        placement: where in time the report stands; None where that doesn't matter.
    """

    cases: pd.DataFrame
    issues: pd.DataFrame
    citations: pd.DataFrame
    earlier: "CaseFrames | None" = None
    history: pd.DataFrame | None = None
    placement: Placement | None = None

    @cached_property
    def drugs(self) -> pd.DataFrame:
        """One row a drug of an issue: `reference`, `sequence`, `ingredients`, `drug_class`, `drug_name`."""
        names = {"ingredients": "ingredients", "drug_classes": "drug_class", "drug_names": "drug_name"}
        return explode(self.issues, names, ISSUE)

    @cached_property
    def issue_sites(self) -> pd.DataFrame:
        """One row a body site of an issue: `reference`, `sequence`, `part`, `side` ("" for none)."""
        return split_sites(explode(self.issues, {"sites": "site"}, ISSUE), "site")

    @cached_property
    def reasons(self) -> pd.DataFrame:
        """One row a reason of an issue: `reference`, `sequence`, `reason`."""
        return explode(self.issues, {"reasons": "reason"}, ISSUE)

    @cached_property
    def specialties(self) -> pd.DataFrame:
        """One row a specialty of a case's reviewer: `reference`, `specialty`."""
        return explode(self.cases, {"reviewer_specialties": "specialty"}, CASE)

    @cached_property
    def reviewer_states(self) -> pd.DataFrame:
        """One row a state in which a case's reviewer is licensed: `reference`, `state`."""
        return explode(self.cases, {"reviewer_states": "state"}, CASE)

    @cached_property
    def case_quality(self) -> pd.DataFrame:
        """One row a thing that is odd about a case's letter: `reference`, `code` (a QualityCode)."""
        return explode(self.cases, {"quality": "code"}, CASE)

    @cached_property
    def late(self) -> int:
        """How many cases are counted in a later month than that of their decision; 0 where none ever is."""
        if COUNTED not in self.cases:
            return 0
        return int((self.cases["decided"].dt.strftime("%Y-%m") != self.cases[COUNTED].astype("str")).sum())

    @cached_property
    def sections(self) -> pd.DataFrame:
        """One row a section of a citation: `reference`, `sequence`, `side`, the work's columns, `section`."""
        return explode(self.citations, {"sections": "section"}, CITATION)

    @cached_property
    def pages(self) -> pd.DataFrame:
        """One row a page of a citation: `reference`, `sequence`, `side`, the work's columns, `page`."""
        return explode(self.citations, {"pages": "page"}, CITATION)


COUNTED = "counted"
"""The column of `CaseFrames.cases` that public statistics have: the month in which a case is counted."""
CASE = ("reference",)
"""What tells a row of `CaseFrames.cases`."""
ISSUE = ("reference", "sequence")
"""What tells a row of `CaseFrames.issues`."""
CITATION = ("reference", "sequence", "side", "source", "title", "edition")
"""What tells a row of `CaseFrames.citations`: the issue, who cites, and the work (`source` to `edition`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueText:
    """The scrubbed texts of one issue, fetched from the store for an excerpt.

    Attributes:
        allowed: what the reviewer allowed of a request that was overturned in part, may be "".
    """

    reference: str
    sequence: int
    disputed_item: str
    claims_administrator_guideline: str
    reviewer_guideline: str
    rationale: str
    allowed: str = ""
