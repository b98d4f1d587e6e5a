"""A letter's text → its format and where its sections stand."""

from dataclasses import dataclass

from imr_reports.parse.sections import Heading, find_headings
from imr_reports.records.coded import LetterFormat
from imr_reports.vocabulary.letters.headings import block_labels, form

_FIRST_LABELS = 4_000  # a letter whose headings are lost is known by a label within so many colons


@dataclass(frozen=True, slots=True, kw_only=True)
class Structure:
    """The format of a letter and its headings.

    Attributes:
        headings: the first heading of each section that this format has, by key of `headings.toml`.
        all_headings: every heading of any format, in order.
    """

    format: LetterFormat
    headings: dict[str, Heading]
    all_headings: tuple[Heading, ...]

    def section(self, key: str, text: str) -> tuple[int, int] | None:
        """Return the span of a section up to the next heading of this format, or None."""
        heading = self.headings.get(key)
        if heading is None:
            return None
        later = [other.start for other in self.headings.values() if other.start >= heading.end]
        return heading.end, min(later, default=len(text))

    @property
    def first(self) -> int | None:
        """Offset of the first heading, None where there is none."""
        return min((heading.start for heading in self.headings.values()), default=None)


_IMR = ("how_made", "documents_reviewed", "clinical_summary", "issues")
_OLD = ("case_summary", "clinical_summary", "documents_reviewed", "qualifications")
_BY_FORMAT: dict[LetterFormat, tuple[str, ...]] = {
    LetterFormat.STANDARD: _IMR,
    LetterFormat.DOCUMENTS_REVIEWED: (*_IMR, "decisions"),
    LetterFormat.NOTICE_2013: ("notice", "notice_decision", *_OLD),
    LetterFormat.PROFESSIONAL_REVIEW: ("professional", "dispute", *_OLD),
}
_INLINE = frozenset({LetterFormat.NOTICE_2013, LetterFormat.PROFESSIONAL_REVIEW})


def find_structure(text: str) -> Structure | None:
    """Tell a letter's format by its headings.

    Returns:
        None where the text has no heading or decision of an IMR letter.
    """
    found = find_headings(text)
    told = _detect(text, {heading.section for heading in found})
    if told is None:
        return None
    if told not in _INLINE:
        found = tuple(heading for heading in found if heading.is_firm)
    headings: dict[str, Heading] = {}
    for heading in found:
        if heading.section in _BY_FORMAT[told]:
            headings.setdefault(heading.section, heading)
    if told is LetterFormat.STANDARD and "clinical_summary" not in headings:
        summary = next((heading for heading in found if heading.section == "case_summary"), None)
        headings |= {"clinical_summary": summary} if summary else {}
    return Structure(format=told, headings=headings, all_headings=found)


def _detect(text: str, sections: set[str]) -> LetterFormat | None:
    if "issues" in sections:
        return LetterFormat.STANDARD
    if "decisions" in sections:
        return LetterFormat.DOCUMENTS_REVIEWED
    if "notice" in sections or form("notice_determination").search(text):
        return LetterFormat.NOTICE_2013
    if sections & {"professional", "dispute"}:
        return LetterFormat.PROFESSIONAL_REVIEW
    if "how_made" in sections or _has_label(text):
        return LetterFormat.STANDARD
    return None


def _has_label(text: str) -> bool:
    """Return whether a claims administrator's guideline is labelled near the beginning."""
    colon = text.find(":")
    for _ in range(_FIRST_LABELS):
        if colon < 0:
            return False
        label = block_labels().before(text, 0, colon)
        if label and label[0] == "administrator":
            return True
        colon = text.find(":", colon + 1)
    return False
