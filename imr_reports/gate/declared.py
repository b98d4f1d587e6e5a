"""A letter → what its own labels and greetings declare: names, and numbers of claims and records."""

import re
from collections.abc import Iterator, Sequence

from imr_reports.gate import known
from imr_reports.gate.words import Kind, word_kind

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_LABELS_OF_NAMES = frozenset(
    {
        "employee",
        "claimant",
        "injured worker",
        "applicant",
        "patient",
        "member",
        "re",
        "regarding",
        "attention",
        "attn",
    }
)
_GREETING = re.compile(r"D(?i:ear)[ \t]+")
_LABEL_OF_NUMBER = re.compile(
    r"\b(?:claim|case|file|policy|member|mrn|medical record|ssn|social security|wcab|adj|account|control"
    r"|invoice)[ \t]*"
    r"(?:numbers?|nos?\.?|id|#)*[ \t]*$"
)
_NUMBER = re.compile(r"[ \t]*([A-Za-z0-9][A-Za-z0-9 \t/-]{3,24})")
_LINE_END = re.compile(r"[\n:;|]")
_LONGEST_LABEL, _LONGEST_VALUE, _MOST_WORDS = 32, 48, 4
_BEARABLE = frozenset({Kind.NAME_FIRST, Kind.NAME_TOO, Kind.UNKNOWN, Kind.EPONYM, Kind.STATE})


def name_words(text: str) -> list[str]:
    """Return the words of a name as written, without titles, degrees, words of the form, redactions."""
    return [word for word in _WORD.findall(text) if not _says_nothing(word.lower())]


def _says_nothing(lower: str) -> bool:
    return lower in known.terms("no_names") or (len(lower) > 1 and len(set(lower)) == 1)


def declared(text: str) -> tuple[list[list[str]], list[str]]:
    """Return the names that stand behind labels of persons or in greetings, and the numbers behind labels."""
    names: list[list[str]] = []
    numbers: list[str] = []
    at = text.find(":")
    while at >= 0:
        first = max(text.rfind("\n", 0, at) + 1, at - _LONGEST_LABEL)
        label = text[first:at].strip().lower().replace("’", "'")
        at += 1
        if label.removesuffix(" name").removesuffix("'s") in _LABELS_OF_NAMES:
            names += _name_at(text, at)
        elif _LABEL_OF_NUMBER.search(label) and (number := _NUMBER.match(text, at)):
            numbers.append(number[1])
        at = text.find(":", at)
    for greeting in _GREETING.finditer(text):
        names += _name_at(text, greeting.end())
    return names, numbers


def _name_at(text: str, start: int) -> Iterator[list[str]]:
    end = _LINE_END.search(text, start + 1, start + _LONGEST_VALUE)
    words = name_words(text[start : end.start() if end else start + _LONGEST_VALUE])
    if 0 < len(words) <= _MOST_WORDS and _looks_like_name(words):
        yield words


def _looks_like_name(words: Sequence[str]) -> bool:
    """Return whether words in a name's place can be one: all with capitals, and one that people bear."""
    return all(word[0].isupper() for word in words) and any(word_kind(word) in _BEARABLE for word in words)
