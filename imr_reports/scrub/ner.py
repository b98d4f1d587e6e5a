"""A letter → the names, organizations and places that the name model sees where rules and lists see none.

The model (`imr_reports.scrub.model`) knows names by their place in a sentence. It reads each sentence by
itself, and none that holds a placeholder, so that a letter scrubbed already comes out as it went in.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from imr_reports.scrub import guards
from imr_reports.scrub.apply import PLACEHOLDER
from imr_reports.scrub.model import Mention, mentions_in
from imr_reports.scrub.names import is_stop
from imr_reports.scrub.recognizer import Span, SpanRecognizer, name_end
from imr_reports.scrub.words import COMMON, DRUG, EPONYM, FIRST, NAME, SAFE, TERM, Reading, read_words
from imr_reports.vocabulary import safe
from imr_reports.vocabulary.names import grammar

SEEN_BY_MODEL = 0.5
"""The guards may keep what has this score, if all its words are terms or plain."""
SURELY_SEEN = guards.CERTAIN
CAPITALIZED, SMALL, SURE = 0.9, 0.97, 0.97
"""How likely a name must be: with a capital, without one, and to overrule the guards."""
_END = re.compile(r"[.?!][\"”)]?\s+(?=[\"“(]?[A-Z0-9\[])|\n[ \t\r]*\n\s*|\f")
_LAST_WORD = re.compile(r"[\w)\]\"”]{3,}\Z")
_LONGEST_SHORTENED = 6
_SHORTENED = frozenset(
    "blvd dept hosp assoc atty capt prof orth pharm phys ther surg corp bros assn engr univ".split()  # noqa: SIM905
)
"""Longer words that are written short, so that their period ends no sentence."""
_LONGEST_INITIALS = 3
_LABEL = re.compile(r"\s?[:#]")
_OWNED = re.compile(r"\s{1,2}[a-z]")
_FIGURE = re.compile(r"\d[ -]\Z")
_NUMBERED = re.compile(r"\.|[^A-Za-z]*\d[^A-Za-z]*")
_NEGATED = re.compile(r"n['’]t\Z")
_LETTERS = re.compile(r"[^\W\d_]{2}")
_TITLES = frozenset("dr drs mr mrs ms sr sra don doña father nurse atty judge".split())  # noqa: SIM905


class ModelNames(SpanRecognizer):
    """What the name model sees, where lists don't speak against it."""

    label = "names by model"
    types = ("NAME", "ORG", "LOCATION")

    def find(self, text: str) -> Iterator[Span]:
        """Yield the names that the model sees. It is loaded for the first letter."""
        reading = read_words(text)
        bounds = [
            (start, end)
            for start, end in sentences(text)
            if not guards.is_quiet(text, start)
            and _is_worth_reading(reading, start, end)
            and not PLACEHOLDER.search(text, start, end)
        ]
        seen = mentions_in([text[start:end] for start, end in bounds])
        for (start, _), mentions in zip(bounds, seen, strict=True):
            for mention in mentions:
                if mention.score >= CAPITALIZED and (span := _span(reading, start, mention)):
                    yield span


def _is_worth_reading(reading: Reading, start: int, end: int) -> bool:
    """Return whether a sentence holds a word that could be a name as it is written; most do not."""
    words = guards.words_within(reading, start, end)
    return any(_could_be_name(reading, i, i == words.start) for i in words)


def _could_be_name(reading: Reading, i: int, opens: bool) -> bool:
    kinds, lower = reading.kinds[i], reading.lowers[i]
    if not reading.capitals[i]:
        return not kinds & TERM and bool(kinds & COMMON or not kinds) and not is_stop(lower)
    if opens:
        return bool(kinds & (COMMON | FIRST) or not kinds)
    return (bool(kinds & NAME) or not kinds) and not is_stop(lower)


@lru_cache(maxsize=8)
def sentences(text: str) -> tuple[tuple[int, int], ...]:
    """Return the bounds of a letter's sentences and blocks; replaced names join two, but never part one."""
    bounds: list[tuple[int, int]] = []
    start = 0
    for end in _END.finditer(text):
        if _ends_sentence(text, end.start()):
            bounds.append((start, end.end()))
            start = end.end()
    return (*bounds, (start, len(text)))


def _ends_sentence(text: str, at: int) -> bool:
    if text[at] in "\n\f":
        return True
    word = _LAST_WORD.search(text, max(0, at - _LONGEST_SHORTENED), at)
    return word is not None and word[0].lower() not in _SHORTENED


def _span(reading: Reading, offset: int, mention: Mention) -> Span | None:
    """Return a mention as a span of the letter, cut to what belongs to it, or None if its words forbid."""
    words = guards.words_within(reading, offset + mention.start, offset + mention.end)
    first, last = words.start, words.stop
    while first < last and reading.lowers[first] in _TITLES:
        first += 1
    if last - first > 1 and _LABEL.match(reading.text, reading.tails[last - 1]):
        last -= 1
    capitals = any(reading.capitals[first:last])
    while first < last and (
        _is_behind_names(reading, last - 1) or (capitals and _is_small(reading, last - 1))
    ):
        last -= 1
    while first < last and capitals and _is_before_name(reading, first, mention.label):
        first += 1
    if first >= last or not _may_be_name(reading, first, last, mention):
        return None
    start = offset + mention.start if first == words.start else reading.starts[first]
    end = _end(reading, last, offset + mention.end if last == words.stop else 0, mention.label)
    if guards.is_citation(reading.text, start, end):
        return None
    return mention.label, start, end, SURELY_SEEN if mention.score >= SURE else SEEN_BY_MODEL


def _end(reading: Reading, last: int, seen: int, label: str) -> int:
    """Return where a name ends: with its number, with an organization's own "'s", but before an owner's."""
    end, tail = name_end(reading, last - 1), reading.tails[last - 1]
    if label == "ORG" and tail > reading.ends[last - 1] and not _OWNED.match(reading.text, tail):
        return max(tail, seen)
    return seen if _NUMBERED.fullmatch(reading.text, end, max(end, seen)) else end


def _is_behind_names(reading: Reading, i: int) -> bool:
    lower = reading.lowers[i]
    return lower in grammar("credentials") or (is_stop(lower) and not reading.capitals[i])


def _is_before_name(reading: Reading, i: int, label: str) -> bool:
    """Return whether a small word stands before a person, or is glued to any name ("nurseVang")."""
    return _is_small(reading, i) and (label == "NAME" or reading.tails[i] == reading.starts[i + 1])


def _is_small(reading: Reading, i: int) -> bool:
    return not reading.capitals[i] and reading.lowers[i] not in grammar("particles")


def _may_be_name(reading: Reading, first: int, last: int, mention: Mention) -> bool:
    text = reading.text[reading.starts[first] : reading.ends[last - 1]]
    if text.islower() and not _may_be_small(reading.text, reading.starts[first], text, mention):
        return False
    if all(word in safe.state_words() for word in reading.lowers[first:last]):
        return False
    if (
        text.islower()
        and len(text) > _LONGEST_INITIALS
        and all(_is_plain(reading, i) for i in range(first, last))
    ):
        return False
    return last - first > 1 or _may_stand_alone(reading, first, mention)


def _is_plain(reading: Reading, i: int) -> bool:
    kinds = reading.kinds[i]
    return is_stop(reading.lowers[i]) or bool(kinds & SAFE and not kinds & (COMMON | FIRST))


def _may_be_small(text: str, start: int, name: str, mention: Mention) -> bool:
    """Return whether a name may be written in small letters; what is counted is none ("2 way stretch")."""
    if mention.score < SMALL or not _LETTERS.search(name) or _NEGATED.search(name):
        return False
    return not _FIGURE.search(text, max(0, start - 2), start)


def _may_stand_alone(reading: Reading, i: int, mention: Mention) -> bool:
    """Return whether a single word may be what the model takes it for, by what lists know of it."""
    kinds, small = reading.kinds[i], not reading.capitals[i]
    if reading.ends[i] - reading.starts[i] < 2 or (kinds & EPONYM and guards.is_eponym(reading, i)):
        return False
    if is_stop(reading.lowers[i]) and (small or not kinds & COMMON or mention.score < SURE):
        return False
    if mention.label != "NAME":
        return not small and not (kinds & DRUG and not kinds & NAME)
    if kinds & SAFE and not kinds & NAME:
        return False
    return bool(kinds & COMMON or not kinds & TERM or (mention.score >= SURE and not small))
