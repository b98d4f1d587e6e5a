"""A letter's text → its format and where its sections stand."""

from dataclasses import dataclass

from imr_reports.records.coded import LetterFormat
from imr_reports.vocabulary.headings import form, section_headings


@dataclass(frozen=True, slots=True)
class Heading:
    """Where a section's heading stands; the section's text begins at `end`."""

    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Structure:
    """The format of a letter and the headings found, by key of `headings.toml`."""

    format: LetterFormat
    headings: dict[str, Heading]

    def section(self, key: str, text: str) -> tuple[int, int] | None:
        """Return the span of a section up to the next heading of any kind, or None."""
        heading = self.headings.get(key)
        if heading is None:
            return None
        later = [other.start for other in self.headings.values() if other.start >= heading.end]
        return heading.end, min(later, default=len(text))

    @property
    def first(self) -> int | None:
        """Offset of the first heading, None where there is none."""
        return min((heading.start for heading in self.headings.values()), default=None)


_IMR = ("how_made", "documents_reviewed", "case_summary", "issues")
_OLD = ("notice_summary", "notice_documents", "qualifications")
_BY_FORMAT: dict[LetterFormat, tuple[str, ...]] = {
    LetterFormat.STANDARD: _IMR,
    LetterFormat.DOCUMENTS_REVIEWED: (*_IMR, "decisions"),
    LetterFormat.NOTICE_2013: ("notice", "notice_decision", *_OLD),
    LetterFormat.PROFESSIONAL_REVIEW: ("professional", "dispute", *_OLD),
}


def find_structure(text: str) -> Structure | None:
    """Tell a letter's format by its headings.

    Returns:
        None where the text has no heading or decision of an IMR letter.
    """
    found = _detect(text)
    if found is None:
        return None
    headings = {}
    for key in _BY_FORMAT[found]:
        if match := section_headings()[key].search(text):
            headings[key] = Heading(*match)
    return Structure(format=found, headings=headings)


def _detect(text: str) -> LetterFormat | None:
    patterns = section_headings()
    if patterns["issues"].search(text):
        return LetterFormat.STANDARD
    if patterns["decisions"].search(text):
        return LetterFormat.DOCUMENTS_REVIEWED
    if form("notice_determination").search(text) or patterns["notice"].search(text):
        return LetterFormat.NOTICE_2013
    if patterns["professional"].search(text) or patterns["dispute"].search(text):
        return LetterFormat.PROFESSIONAL_REVIEW
    if patterns["how_made"].search(text) or form("administrator_label").search(text):
        return LetterFormat.STANDARD
    return None
