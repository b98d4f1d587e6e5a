"""A plan → the text of its letter, the PHI spans in it, and the case that a reader should find."""

from dataclasses import dataclass
from typing import Any

from samples.generator.formats_2013 import DocumentsReviewedLetter, NoticeLetter, ProfessionalReviewLetter
from samples.generator.plan import Plan
from samples.generator.standard import StandardLetter
from samples.generator.tagged import Span
from samples.generator.writer import Writer

_WRITERS: dict[str, type[Writer]] = {
    "standard": StandardLetter,
    "notice_2013": NoticeLetter,
    "documents_reviewed": DocumentsReviewedLetter,
    "professional_review": ProfessionalReviewLetter,
}


@dataclass(frozen=True, slots=True)
class Written:
    """A letter: its text, its PHI spans, and the expected case as plain data."""

    text: str
    spans: list[Span]
    case: dict[str, Any]


def write_letter(plan: Plan) -> Written:
    """Return the letter of a plan."""
    writer = _WRITERS[plan.format](plan)
    writer.write()
    text, spans = writer.page.finish()
    return Written(text, spans, writer.expected())
