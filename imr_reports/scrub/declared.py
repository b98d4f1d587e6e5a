"""A letter's header → the people declared in it, whatever else their names mean ("CASE, NEVA L.")."""

import re
from collections.abc import Iterator

from imr_reports.scrub.explained import run_words
from imr_reports.scrub.recognizer import Span, SpanRecognizer
from imr_reports.scrub.words import FORM, NAME, Reading
from imr_reports.vocabulary import names

DECLARED = 0.95
LABEL = "declared names"
_HEADER = re.compile(
    r"(?im)(?:^|\t|[ ]{2})[ \t]*(?:employee|applicant|patient|claimant|injured worker|injured employee"
    r"|member|insured"
    r"|full name|name|treating physician|requesting physician|requesting provider|provider|physician"
    r"|primary treating physician|claims examiner|adjuster|attorney|applicant'?s? attorney|defense attorney"
    r"|interpreter|nurse case manager|case manager)(?:[ ]name)?[ \t]*:[ \t]*(?:\r?\n[ \t]*)?"
    r"(?P<value>[^\W\d_][^\r\n:;\t]{1,60}?)(?=[ ]{2,}|\t|[ \t]*(?:\r?\n|\f|\Z)"
    r"|[ \t]+(?:Claim|Date|Phone|Fax|Case|Policy|DOB|SSN|Employer|Provider)\b[^\r\n]*:)"
)
_CREDENTIALS = re.compile(
    r"(?:,[ ]?|[ ])(?:(?:M\.?D|D\.?[OC]|D\.?P\.?M|D\.?D\.?S|D\.?P\.?T|P\.?T|O\.?T|R\.?N|N\.?P|F\.?N\.?P"
    r"|P\.?A(?:-C)?|L\.?Ac|Ph\.?D|Psy\.?D|Q\.?M\.?E|A\.?M\.?E|O\.?D|LVN|LCSW|LMFT|Esq|M\.?P\.?H|R\.?P\.?T|FAAPMR|FACS)"
    r"\.?(?:,[ ]?|[ ]|(?=\W*\Z)))+\W*\Z"
)
_JOINED = re.compile(r"[ ,.'’\-\"“”()]{0,4}")
_MOST_WORDS = 7


class DeclaredNames(SpanRecognizer):
    """What stands behind a person's label at the beginning of a line, to the end of the line."""

    label = LABEL
    types = ("NAME",)

    def find(self, text: str) -> Iterator[Span]:
        """Yield the values of the labels of people."""
        for match in _HEADER.finditer(text):
            if names_somebody(match["value"]):
                start, end = match.span("value")
                yield "NAME", start, end - len(_credentials_behind(match["value"])), DECLARED


def _credentials_behind(value: str) -> str:
    """Return how a name ends that has credentials behind it: ", D.O.", " MD, QME"."""
    found = _CREDENTIALS.search(value)
    return found[0] if found else ""


def names_somebody(value: str) -> bool:
    """Return whether the value of a label is a name: capitalized words, one of them no word of the form."""
    words = Reading(value)
    if not 0 < len(words) <= _MOST_WORDS or any(character.isdigit() for character in value):
        return False
    particles, credentials = names.grammar("particles"), names.grammar("credentials")
    written = all(
        (words.capitals[i] and words.lowers[i] not in run_words("no_name")) or words.lowers[i] in particles
        for i in range(len(words))
    )
    joined = all(_JOINED.fullmatch(words.gap(i)) for i in range(len(words) - 1))
    kinds = [words.kinds[i] for i in range(len(words)) if words.lowers[i] not in credentials]
    surname_first = "," in value and len(words) > 1
    hidden = len(set(value.lower())) <= 2
    return (
        written
        and joined
        and not hidden
        and (surname_first or any((kind & NAME and not kind & FORM) or not kind for kind in kinds))
    )
