"""A letter's text → where its drugs, eponyms, levels, scores and citations stand, by the vocabulary alone.

Nothing here asks the scrubber what it would keep. Words so common in letters that they hardly tell anything
("MAXIMUS", "Low Back" by itself) are left out, since they would make the shares look better than they are.
"""

import re
from collections.abc import Iterator
from functools import cache

from imr_reports.records.evaluation import TermClass
from imr_reports.vocabulary.citations.guidelines import citation_form, other_works, titles
from imr_reports.vocabulary.drugs.names import DrugKind, drug_names
from imr_reports.vocabulary.matching.spelling import spell
from imr_reports.vocabulary.safe import english, eponym_company, eponyms, form_words, state_words

Term = tuple[TermClass, int, int]

_LEVEL = re.compile(r"(?<![A-Za-z0-9])[CTLS]-?\d{1,2}(?:\s?[-–/]\s?[CTLS]?-?\d{1,2}){0,3}(?![A-Za-z0-9])")
# Pain of 10, strength of 5, reflexes of 4, and the totals of questionnaires; a signed score or a range too.
_SCORE = re.compile(
    r"(?<![\d/.-])(?P<low>\d{1,3})(?:\.\d)?[+-]?(?:\s?[-–]\s?\d{1,2})?[+-]?\s?(?:/|\bout\s+of\b)\s?"
    r"(?P<high>4|5|10|21|24|27|30|50|52|63|80|100)(?![\d/.]\d|\d)"
)
_DOSE = re.compile(r"[\s,(]{0,3}\d+(?:[.,/-]\d+)*\s?(?:mg|mcg|ml|gm?|%|meq|units?)(?![a-z])", re.IGNORECASE)
_CAPITALIZED = re.compile(r"(?<![^\W\d_])[A-Z][^\W\d_]+(?:['’](?!s\b)[A-Za-z]+)?")
_NEXT_WORD = re.compile(r"(?:['’]s)?[\s-]{1,3}([A-Za-z]+)")
_FAMILIES = ("mtus", "odg", "acoem")
_FORMS = (*_FAMILIES[1:], "pages", "volume")
_CITED = (
    re.compile(r"(?<![A-Za-z])(?:MTUS|8\s?CCR\s?§{0,2}\s?[\d.]*\d)(?![A-Za-z])"),
    re.compile(r"\b\d{1,2}(?:st|nd|rd|th)\s{1,3}ed(?:ition|\.)", re.IGNORECASE),
    re.compile(r"\b[A-Z][\w'’-]{1,30}(?:\s[A-Z]{1,3})?,?\s{1,3}et\s{1,3}al\b(?:[.,\s(]{1,4}(?:19|20)\d\d)?"),
    re.compile(r"\([A-Z][\w'’-]{1,30}(?:\s(?:and|&)\s[A-Z][\w'’-]{1,30})?,?\s{1,3}(?:19|20)\d\d\)"),
)
# A title of one or two words is cited as a work where it says that it is one; otherwise it is plain words.
_SHORT_TITLE = 2
_SAYS_SO = frozenset({"guideline", "guidelines", "chapter", "complaints", "disorders"})


def find_terms(text: str) -> list[Term]:
    """Return class, start and end of each term; terms may overlap."""
    return [
        *((TermClass.DRUG, start, end) for start, end in _drugs(text)),
        *((TermClass.LEVEL, *match.span()) for match in _LEVEL.finditer(text)),
        *((TermClass.SCORE, *match.span()) for match in _SCORE.finditer(text) if _is_score(match)),
        *((TermClass.CITATION, start, end) for start, end in _citations(text)),
        *((TermClass.EPONYM, start, end) for start, end in _eponyms(text)),
    ]


def _is_score(match: re.Match[str]) -> bool:
    return int(match["low"]) <= int(match["high"])


def _drugs(text: str) -> Iterator[tuple[int, int]]:
    """Yield names of drugs with the strength behind them; names that are plain words too, only with one."""
    for name in drug_names(text):
        dose = _DOSE.match(text, name.end)
        is_clear = not (name.drug.needs_amount or name.drug.needs_company)
        if dose or (is_clear and name.drug.kind is not DrugKind.GROUP):
            yield name.start, dose.end() if dose else name.end


@cache
def _eponyms_alone() -> frozenset[str]:
    """Return eponyms that are no words of the form, such as the states and months among them."""
    return eponyms() - form_words() - state_words()


def _eponyms(text: str) -> Iterator[tuple[int, int]]:
    """Yield capitalized eponyms; those that are plain words too ("Speed"), only before one like "test"."""
    for match in _CAPITALIZED.finditer(text):
        word = match.group().lower()
        if word not in _eponyms_alone():
            continue
        behind = _NEXT_WORD.match(text, match.end())
        if word not in english() or (behind and behind[1].lower() in eponym_company()):
            yield match.span()


def _citations(text: str) -> Iterator[tuple[int, int]]:
    for form in (*_CITED, *map(citation_form, _FORMS)):
        yield from (match.span() for match in form.finditer(text))
    spelled = spell(text)
    last = len(spelled.starts)
    for word, start in enumerate(spelled.starts):
        if not text[start].isupper():
            continue
        for index in (*map(titles, _FAMILIES), other_works()):
            found = index.at(spelled, word, last)
            if found is None or found[1].is_brief:
                continue
            end = spelled.ends[found[0] - 1]
            tail = text[spelled.starts[found[0] - 1] : end].lower()
            if found[0] - word > _SHORT_TITLE or tail in _SAYS_SO:
                yield start, end
