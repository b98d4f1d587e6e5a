"""A letter's text → its words, each with what the vocabulary knows of it; read once for all recognizers."""

import re
import unicodedata
from collections.abc import Iterator
from enum import IntFlag
from functools import lru_cache

from imr_reports.vocabulary import names, places, safe
from imr_reports.vocabulary.lookalikes import readings
from imr_reports.vocabulary.names import position_words
from imr_reports.vocabulary.safe import subject

_WORD = re.compile(r"[^\W\d_](?:\w|['’](?=\w))*")
_GLUED_TITLE = re.compile(r"(?<=[a-z])(?:Drs?|Mrs?|Ms|Miss)$")
_GLUED_NAME = re.compile(r"(?<=[a-z]{4})[A-Z][a-z]{3,}$")
_ABBREVIATED = frozenset({"dr", "drs", "mr", "mrs", "ms", "st", "atty", "adj", "no", "vs"})
_POSSESSIVE = ("'s", "’s", "'S", "’S")
_SHORTEST_MISSPELLED = 6
_SHORTEST_MISREAD = 3
"""With figures in it; a word of letters alone has one more."""


class Kind(IntFlag):
    """What the vocabulary knows of a word; several may hold ("hope" is NAME, COMMON, FIRST and ENGLISH)."""

    NAME = 1
    COMMON = 2
    FIRST = 4
    ENGLISH = 8
    CLINICAL = 16
    DRUG = 32
    EPONYM = 64
    FORM = 128
    SERVICE = 256
    TOWN = 512


NAME, COMMON, FIRST, ENGLISH = int(Kind.NAME), int(Kind.COMMON), int(Kind.FIRST), int(Kind.ENGLISH)
CLINICAL, DRUG, EPONYM, FORM = int(Kind.CLINICAL), int(Kind.DRUG), int(Kind.EPONYM), int(Kind.FORM)
SERVICE, TOWN = int(Kind.SERVICE), int(Kind.TOWN)
TERM = CLINICAL | DRUG | FORM | SERVICE
"""A word of the letter's subject matter."""
SAFE = ENGLISH | EPONYM | TERM
"""A word with a meaning other than a name."""


@lru_cache(maxsize=1)
def _sources() -> tuple[tuple[int, frozenset[str]], ...]:
    towns = frozenset(town for town in places.towns() if " " not in town)
    return (
        (NAME, names.surnames()),
        (NAME | FIRST, names.first_names()),
        (COMMON, names.common_names()),
        (ENGLISH, safe.english() | safe.proper_words()),
        (CLINICAL, safe.clinical() | subject.terms()),
        (DRUG, safe.drugs() | safe.drug_names_of_people() | subject.ingredients()),
        (EPONYM, safe.eponyms()),
        (FORM, safe.form_words()),
        (SERVICE, safe.service_words()),
        (TOWN, towns),
    )


def _combine(word: str) -> int:
    kinds = 0
    for kind, entries in _sources():
        if word in entries:
            kinds |= kind
    return kinds


@lru_cache(maxsize=65_536)
def kind_of(word: str) -> int:
    """Return the kinds of a lower-case word (without possessive); 0 for a word that nothing knows."""
    plain = word.replace("'", "").replace("’", "")
    if not plain.isascii():
        plain = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    kinds = _combine(plain) | (_combine(word) if plain != word else 0)
    return kinds or _derived(plain)


@lru_cache(maxsize=65_536)
def listed_kind_of(word: str) -> int:
    """Return the kinds of a word as it stands: no inflection, compound or misspelling is resolved."""
    return _combine(word.replace("'", "").replace("’", ""))


def _derived(word: str) -> int:
    """Return the kinds of the word behind an inflected, compounded or misspelled clinical word."""
    for ending in ("s", "es", "ed", "ing", "ly", "al", "ally"):
        if word.endswith(ending) and (kinds := _stem(word[: -len(ending)]) & SAFE):
            return kinds
    if len(word) >= _SHORTEST_MISSPELLED and word.endswith(_endings()):
        return CLINICAL
    if kinds := _misread(word):
        return kinds
    if len(word) < _SHORTEST_MISSPELLED:
        return 0
    if kinds := _compounded(word):
        return kinds
    return next((SAFE & kinds for near in _one_letter_off(word) if (kinds := _stem(near)) & SAFE), 0)


def _misread(word: str) -> int:
    """Return the kinds of the word that letters which look alike were read for ("ernployer")."""
    if len(word) < _SHORTEST_MISREAD + word.isalpha():
        return 0
    return next((kinds for read in readings(word) if (kinds := _stem(read)) & SAFE), 0)


def _compounded(word: str) -> int:
    """Return the kinds of a word made of a learned prefix and a word, or of two plain words ("homebound")."""
    for prefix in position_words("prefixes"):
        if (
            word.startswith(prefix)
            and len(word) - len(prefix) > 3
            and (kinds := _stem(word[len(prefix) :]) & SAFE)
        ):
            return kinds
    if _combine(word) & NAME:
        return 0
    halves = ((word[:i], word[i:]) for i in range(4, len(word) - 3))
    return next((ENGLISH for a, b in halves if _stem(a) & ENGLISH and _stem(b) & ENGLISH), 0)


def _stem(word: str) -> int:
    """Return the kinds of a word that others are made of: no proper word is ("Hrothgar" + "d")."""
    return 0 if word in safe.proper_words() and word not in safe.english() else _combine(word)


@lru_cache(maxsize=1)
def _endings() -> tuple[str, ...]:
    return tuple(position_words("clinical_endings"))


def _one_letter_off(word: str) -> Iterator[str]:
    for i in range(1, len(word)):  # the first letter is hardly ever the wrong one
        yield word[:i] + word[i + 1 :]
        if i + 1 < len(word):
            yield word[:i] + word[i + 1] + word[i] + word[i + 2 :]
        for letter in "abcdefghijklmnopqrstuvwxyz":
            yield word[:i] + letter + word[i + 1 :]
            yield word[:i] + letter + word[i:]


def is_clear_name(kinds: int) -> bool:
    """Return whether a word is on a list of names and means nothing else."""
    return bool(kinds & NAME) and not kinds & SAFE


_Part = tuple[int, int, int, str, int, bool]


@lru_cache(maxsize=65_536)
def _parts(word: str) -> tuple[_Part, ...]:
    """Return the words in a word as written ("physicianDr", "nurseVang"), each as it goes into a reading."""
    cut = _GLUED_TITLE.search(word) or _GLUED_NAME.search(word)
    if not cut or (cut.re is _GLUED_NAME and not _combine(word[: cut.start()]) & SAFE):
        return (_part(word, 0),)
    return (_part(word[: cut.start()], 0), _part(word[cut.start() :], cut.start()))


def _part(word: str, offset: int) -> _Part:
    """Return start, end, tail, the word in lower case, its kinds, and whether it is capitalized."""
    end = len(word) - 2 if word.endswith(_POSSESSIVE) else len(word)
    lower = word[:end].lower()
    return offset, offset + end, offset + len(word), lower, kind_of(lower), word[0].isupper()


class Reading:
    """The words of a text, as parallel lists.

    Attributes:
        text: the text itself.
        starts: offset of each word.
        ends: offset behind each word, its possessive left out.
        tails: offset behind each word, its possessive included.
        lowers: the words in lower case, without possessive.
        kinds: what the vocabulary knows of each.
        capitals: whether each begins with a capital.
        vocabulary: the distinct words, in lower case; a pattern without any of them can be left out.
    """

    __slots__ = ("capitals", "ends", "kinds", "lowers", "starts", "tails", "text", "vocabulary")

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.tails: list[int] = []
        self.lowers: list[str] = []
        self.kinds: list[int] = []
        self.capitals: list[bool] = []
        for match in _WORD.finditer(text):
            at = match.start()
            for start, end, tail, lower, kinds, capital in _parts(match[0]):
                self.starts.append(at + start)
                self.ends.append(at + end)
                self.tails.append(at + tail)
                self.lowers.append(lower)
                self.kinds.append(kinds)
                self.capitals.append(capital)
        self.vocabulary = frozenset(self.lowers)

    def __len__(self) -> int:
        return len(self.starts)

    def word(self, i: int) -> str:
        """Return a word as written, without possessive."""
        return self.text[self.starts[i] : self.ends[i]]

    def gap(self, i: int) -> str:
        """Return what stands between a word and the next."""
        return (
            self.text[self.tails[i] : self.starts[i + 1]]
            if i + 1 < len(self.starts)
            else self.text[self.tails[i] :]
        )

    def is_capitalized(self, i: int) -> bool:
        """Return whether a word begins with a capital."""
        return self.capitals[i]

    def is_all_capitals(self, i: int) -> bool:
        """Return whether a word of several letters is written in capitals throughout."""
        return self.ends[i] - self.starts[i] > 1 and self.word(i).isupper()

    def is_initial(self, i: int) -> bool:
        """Return whether a word is a single capital."""
        return self.ends[i] - self.starts[i] == 1 and self.is_capitalized(i)

    def begins_sentence(self, i: int) -> bool:
        """Return whether a word stands at the start of the text, a sentence, a list item or a paragraph."""
        if i == 0:
            return True
        gap = self.gap(i - 1)
        if gap.startswith(".") and (self.is_initial(i - 1) or self.lowers[i - 1] in _ABBREVIATED):
            return gap.count("\n") > 1
        return any(mark in gap for mark in ".!?:;•\f") or gap.count("\n") > 1


@lru_cache(maxsize=8)
def read_words(text: str) -> Reading:
    """Return the words of a text. The last few readings are kept, as each recognizer asks for the same."""
    return Reading(text)
