"""A letter's text → where its drugs, eponyms, levels, scores and citations stand, by the vocabulary alone.

Nothing here asks the scrubber what it would keep. A word is of the first class that claims it.
"""

import re
from collections.abc import Iterator

from imr_reports.records.evaluation import TermClass
from imr_reports.vocabulary.citations.guidelines import guideline_patterns, other_works, titles
from imr_reports.vocabulary.drugs.names import DrugKind, drug_names
from imr_reports.vocabulary.matching.spelling import spell
from imr_reports.vocabulary.safe import english, eponym_company, eponyms

Term = tuple[TermClass, int, int]

_LEVEL = re.compile(r"(?<![A-Za-z0-9])[CTLS]-?\d{1,2}(?:\s?[-–/]\s?[CTLS]?-?\d{1,2}){0,3}(?![A-Za-z0-9])")
# Pain of 10, strength of 5, reflexes of 4, and the totals of questionnaires; a signed or halved score too.
_SCORE = re.compile(
    r"(?<![\d/.-])\d{1,2}(?:\.\d)?[+-]?(?:\s?[-–]\s?\d{1,2})?[+-]?\s?(?:/|\bout\s+of\b)\s?"
    r"(?:4|5|10|21|24|27|30|50|52|63|80|100)(?![\d/.])"
)
_DOSE = re.compile(r"[\s,(]{0,3}\d+(?:[.,/-]\d+)*\s?(?:mg|mcg|ml|gm?|%|meq|units?)(?![a-z])", re.IGNORECASE)
_CAPITALIZED = re.compile(r"(?<![^\W\d_])[A-Z][^\W\d_]+(?:['’](?!s\b)[A-Za-z]+)?")
_NEXT_WORD = re.compile(r"(?:['’]s)?[\s-]{1,3}([A-Za-z]+)")
_CITED = ("odg", "acoem", "pages")
_BODIES = re.compile(r"(?<![A-Za-z])(?:MTUS|MAXIMUS|8\s?CCR\s?§{0,2}\s?[\d.]*\d)(?![A-Za-z])")
_FAMILIES = ("mtus", "odg", "acoem")


def find_terms(text: str) -> list[Term]:
    """Return class, start and end of each term; stretches may overlap."""
    return [
        *((TermClass.DRUG, start, end) for start, end in _drugs(text)),
        *((TermClass.LEVEL, *match.span()) for match in _LEVEL.finditer(text)),
        *((TermClass.SCORE, *match.span()) for match in _SCORE.finditer(text)),
        *((TermClass.CITATION, start, end) for start, end in _citations(text)),
        *((TermClass.EPONYM, start, end) for start, end in _eponyms(text)),
    ]


def _drugs(text: str) -> Iterator[tuple[int, int]]:
    """Yield names of drugs with the strength behind them; names that are plain words too, only with one."""
    for name in drug_names(text):
        dose = _DOSE.match(text, name.end)
        is_clear = not (name.drug.needs_amount or name.drug.needs_company)
        if dose or (is_clear and name.drug.kind is not DrugKind.GROUP):
            yield name.start, dose.end() if dose else name.end


def _eponyms(text: str) -> Iterator[tuple[int, int]]:
    """Yield capitalized eponyms; those that are plain words too ("Speed"), only before one like "test"."""
    for match in _CAPITALIZED.finditer(text):
        word = match.group().lower()
        if word not in eponyms():
            continue
        behind = _NEXT_WORD.match(text, match.end())
        if word not in english() or (behind and behind[1].lower() in eponym_company()):
            yield match.span()


def _citations(text: str) -> Iterator[tuple[int, int]]:
    for name in _CITED:
        yield from (match.span() for match in guideline_patterns()[name].regex.finditer(text))
    yield from (match.span() for match in _BODIES.finditer(text))
    spelled = spell(text)
    last = len(spelled.starts)
    for word, start in enumerate(spelled.starts):
        if not text[start].isupper():
            continue
        for index in (*map(titles, _FAMILIES), other_works()):
            found = index.at(spelled, word, last)
            # A single capitalized word ("Knee") is a chapter's name and much else.
            if found and not found[1].is_brief and found[0] > word + 1:
                yield start, spelled.ends[found[0] - 1]
