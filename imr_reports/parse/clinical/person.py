"""The case summary → the injured worker's age and sex, where its words tell them of nobody else."""

import re

from imr_reports.records.clinical import Sex
from imr_reports.vocabulary.clinical.words import person_words
from imr_reports.vocabulary.matching.phrases import Words

Span = tuple[int, int]

_YEARS = re.compile(
    r"(?P<number>(?<![\d./-])\d{2,3}|\b(?:(?:twenty|thirty|fou?rty|fifty|sixty|seventy|eighty)"
    r"(?:[ -](?:one|two|three|four|five|six|seven|eight|nine))?|(?:six|seven|eigh|nine)teen))[ -]{0,3}"
    r"(?:years?[ -]{1,3}olds?|yrs?\.?[ -]{0,3}olds?|y[/.]? ?o\.?|years? of age|yo[mf]?)\b",
    re.IGNORECASE,
)
_AGED = re.compile(r"\bage[d]?(?: of|:| is)? ?(?P<number>\d{2})(?!\d|[ -]year|[/.-]\d)", re.IGNORECASE)
_WORD = re.compile(r"[A-Za-z']+")
_AFTER, _BEFORE = 30, 40
_SEX_NEAR = 70
_YOUNGEST, _OLDEST = 14, 110


def read_age(text: str) -> tuple[int, Span] | None:
    """Return the worker's age and where it stands; that of relatives, injuries and studies is not it."""
    # "Mother is 60 years old", but "died of a stroke at age 60": the second is told of somebody further off.
    for pattern, reach in ((_YEARS, 2), (_AGED, 6)):
        for match in pattern.finditer(text):
            age = _number(match["number"])
            is_likely = age is not None and _YOUNGEST <= age <= _OLDEST
            if age is not None and is_likely and _is_of_worker(text, *match.span(), reach):
                return age, match.span()
    return None


def read_sex(words: Words, age: Span | None) -> tuple[Sex, Span] | None:
    """Return the worker's sex: beside the age, else by a noun, else by pronouns that all agree."""
    if age and (near := _beside_age(words.text, age)):
        return near
    vocabulary = person_words()
    nouns = _mentions(words, vocabulary.nouns)
    own = [(sex, place) for sex, place in nouns if not _is_another(words, place)]
    for mentions in (own, _mentions(words, vocabulary.pronouns)):
        if mentions:
            sex, place = mentions[0]
            is_agreed = all(other is sex for other, _ in mentions)
            return (sex, (words.start(place), words.end(place))) if is_agreed else None
    return None


def _beside_age(text: str, age: Span) -> tuple[Sex, Span] | None:
    vocabulary = person_words()
    if text[age[1] - 3 : age[1] - 1].lower() == "yo" and (
        sex := vocabulary.letters.get(text[age[1] - 1].lower())
    ):
        return sex, (age[1] - 1, age[1])
    stop = text.find(". ", age[1], age[1] + _SEX_NEAR)
    for match in _WORD.finditer(text, age[1], stop if stop >= 0 else age[1] + _SEX_NEAR):
        word = match.group().lower()
        is_letter = word.upper() == match.group() and match.start() - age[1] <= 2
        sex_here = vocabulary.nouns.get(word) or (vocabulary.letters.get(word) if is_letter else None)
        if sex_here:
            return sex_here, match.span()
        if word in vocabulary.pronouns or word in vocabulary.relatives:
            return None
    return None


def _mentions(words: Words, vocabulary: dict[str, Sex]) -> list[tuple[Sex, int]]:
    if vocabulary.keys().isdisjoint(words.words):
        return []
    return [(vocabulary[word], place) for place, word in enumerate(words.words) if word in vocabulary]


def _is_another(words: Words, place: int) -> bool:
    following = words.after(place)
    return following < len(words.words) and words.words[following] in person_words().others


def _is_of_worker(text: str, start: int, end: int, reach: int) -> bool:
    vocabulary = person_words()
    if behind := _WORD.search(text, end, end + _AFTER):
        word = behind.group().lower()
        if word in vocabulary.things or word in vocabulary.relatives:
            return False
    sentence = max(text.rfind(". ", max(0, start - _BEFORE), start), start - _BEFORE, 0)
    before = [word.lower() for word in _WORD.findall(text, sentence, start)]
    # "The fracture is 4 years old" has its noun before it.
    is_thing = "is" in before[-1:] and not vocabulary.things.isdisjoint(before[-2:])
    return vocabulary.relatives.isdisjoint(before[-reach:]) and not is_thing


def _number(written: str) -> int | None:
    if written.isdigit():
        return int(written)
    return person_words().numbers.get(written.lower().replace("-", " "))
