"""A letter → small signs of people: who signed or typed, initials before names, names letter by letter."""

import re
import string
from collections.abc import Iterator
from functools import lru_cache

from imr_reports.scrub.damage import spaced_words
from imr_reports.scrub.deeds import BY_DEED
from imr_reports.scrub.names import is_stop
from imr_reports.scrub.recognizer import Span, SpanRecognizer
from imr_reports.scrub.strange_words import is_glued
from imr_reports.scrub.words import Reading, is_clear_name, kind_of, read_words
from imr_reports.vocabulary.names import grammar
from imr_reports.vocabulary.wordlists import read_sets

_SHORTEST_SPACED = 4
_SIGNERS = re.compile(
    r"\b(?:(?:co-?)?signed|countersigned|initial(?:l)?ed|(?:typed|transcribed|dictated|entered|charted|signed|cosigned)"
    r"(?:\s(?:off\s)?by))[\s:,]{1,2}[\"“(]?(?P<hit>[A-Z]\.\s?(?:[A-Z]\.\s?){1,2}|[A-Z]{2,3}(?![A-Za-z])|[a-z]{2,3}"
    r"(?=[\"”).,;]|\s(?:on|at)\b))(?![\w'])"
)
_SIGNING = frozenset(
    "signed cosigned countersigned initialed initialled typed transcribed dictated entered charted".split()  # noqa: SIM905
)
_PARTICLES = frozenset({"la", "las", "los"})
_INITIAL_AND_NAME = re.compile(r"(?<![\w.])(?P<initial>[a-z])\.\s(?=[a-z]{3})")
_PARTICLES_AND_INITIAL = re.compile(r"\b(?:[Dd][eE]\s[Ll][aA]s?|de\slos)\s[A-Z](?![\w.])")
"""'de la O' is a surname of one letter."""
_LAST_FIRST = re.compile(
    r"(?i:\bLast(?:[ ]Name)?)[ ]?:\s{0,3}(?P<last>[^\W\d_][\w'’-]+)[,;\s]{1,9}"
    r"(?i:First(?:[ ]Name)?)[ ]?:\s{0,3}(?P<first>[^\W\d_][\w'’-]+)"
    r"(?:[,;\s]{1,9}(?i:M\.?I\.?|Middle(?:[ ]Name)?)[ ]?:\s{0,3}(?P<middle>[A-Za-z]\w*))?"
)


class SmallSigns(SpanRecognizer):
    """Initials of who signed or typed, an initial before a name in small letters, surnames of a letter."""

    label = "initials"
    types = ("NAME",)

    def find(self, text: str) -> Iterator[Span]:
        """Yield initials in the place of a signature, "d. aquino", "de la O", "R O S A L E S"."""
        reading = read_words(text)
        spans = list(_of_initials(reading))
        if not _SIGNING.isdisjoint(reading.vocabulary):
            spans += _of_signers(text)
        if reading.vocabulary >= {"last", "first"}:
            spans += _of_name_fields(text)
        if not _PARTICLES.isdisjoint(reading.vocabulary):
            spans += [match.span() for match in _PARTICLES_AND_INITIAL.finditer(text)]
        spans += [(start, end) for start, end, letters in spaced_words(reading) if _spells_name(letters)]
        return (("NAME", start, end, BY_DEED) for start, end in spans)


def _of_signers(text: str) -> Iterator[tuple[int, int]]:
    for match in _SIGNERS.finditer(text):
        letters = match["hit"].replace(".", "").replace(" ", "").lower()
        if "." in match["hit"] or (not is_stop(letters) and letters not in _known_letters()):
            yield match.span("hit")


def _of_initials(reading: Reading) -> Iterator[tuple[int, int]]:
    matches = list(_INITIAL_AND_NAME.finditer(reading.text))
    at = {start: i for i, start in enumerate(reading.starts)} if matches else {}
    for match in matches:
        i = at.get(match.end())
        if i is not None and is_clear_name(reading.kinds[i]) and not is_stop(reading.lowers[i]):
            yield match.start(), reading.ends[i]


def _of_name_fields(text: str) -> Iterator[tuple[int, int]]:
    for match in _LAST_FIRST.finditer(text):
        yield from (match.span(group) for group in ("last", "first", "middle") if match[group])


def _spells_name(letters: str) -> bool:
    """Return whether letters with blanks between them are a name, or no word at all, and no heading."""
    kinds = kind_of(letters)
    few = len(set(letters)) * 2 <= len(letters)
    if len(letters) < _SHORTEST_SPACED or few or letters in string.ascii_lowercase:
        return False
    unknown = not kinds and not is_glued(letters) and not set(letters).isdisjoint("aeiouy")
    return is_clear_name(kinds) or unknown


@lru_cache(maxsize=1)
def _known_letters() -> frozenset[str]:
    return grammar("credentials") | grammar("ambiguous_credentials") | read_sets("safe", "titles")["acronyms"]
