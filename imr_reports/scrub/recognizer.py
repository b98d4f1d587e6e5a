"""What our recognizers of names, organizations and places share: they read words and report spans."""

import re
from collections.abc import Iterable, Iterator
from typing import ClassVar

from presidio_analyzer import AnalysisExplanation, EntityRecognizer, RecognizerResult
from presidio_analyzer.nlp_engine import NlpArtifacts

from imr_reports.scrub.words import NAME, Reading, kind_of, read_words
from imr_reports.vocabulary.names import position_words

_SHORTEST_GLUED = 7
_INITIAL_BEHIND = re.compile(r",[ ]?[A-Z]\.(?![ ]?[A-Z]\b)(?=[\s,;:.)]|\Z)")

Span = tuple[str, int, int, float]
"""Entity type, start, end, score; offsets into the letter."""


class SpanRecognizer(EntityRecognizer):
    """A presidio recognizer that finds spans in a text by itself, without linguistic artifacts.

    Attributes:
        label: its name in findings.
        types: the entity types that it finds.
    """

    label: ClassVar[str] = ""
    types: ClassVar[tuple[str, ...]] = ()

    def __init__(self) -> None:
        super().__init__(
            supported_entities=list(self.types), name=self.label, supported_language="en", version="1.0"
        )

    def load(self) -> None:
        """Load nothing: vocabulary is read when first needed."""

    def find(self, text: str) -> Iterable[Span]:
        """Return the spans in a text."""
        raise NotImplementedError

    def analyze(
        self, text: str, entities: list[str], nlp_artifacts: NlpArtifacts | None = None
    ) -> list[RecognizerResult]:
        """Return what is found in a text; offsets into the text as given.

        Args:
            text: a letter.
            entities: entity types asked for; none means all.
            nlp_artifacts: not used.
        """
        del nlp_artifacts
        if entities and not set(entities) & set(self.types):
            return []
        return [
            result_of(span, self.label, self.id)
            for span in self.find(text)
            if not entities or span[0] in entities
        ]


def result_of(span: Span, recognizer: str, identifier: str) -> RecognizerResult:
    """Return a span as presidio's result, signed by its recognizer."""
    entity_type, start, end, score = span
    return RecognizerResult(
        entity_type=entity_type,
        start=start,
        end=end,
        score=score,
        analysis_explanation=AnalysisExplanation(recognizer=recognizer, original_score=score),
        recognition_metadata={
            RecognizerResult.RECOGNIZER_NAME_KEY: recognizer,
            RecognizerResult.RECOGNIZER_IDENTIFIER_KEY: identifier,
        },
    )


class NameRecognizer(SpanRecognizer):
    """What the recognizers of names share: they read the letter's words and report NAME."""

    types = ("NAME",)

    def find(self, text: str) -> Iterator[Span]:
        """Yield the names in a text."""
        reading = read_words(text)
        for first, end, score in self.spans(reading):
            yield "NAME", reading.starts[first], _with_initial(reading, first, end), score

    def spans(self, reading: Reading) -> Iterator[tuple[int, int, float]]:
        """Yield (first word, index behind the last word, score)."""
        raise NotImplementedError


def _with_initial(reading: Reading, first: int, end: int) -> int:
    """Return where a name ends; the initial behind a surname and a comma is part of it ("Okoro, T.")."""
    closing = name_end(reading, end - 1)
    surname = end - first == 1 or "-" in reading.gap(first)
    initial = _INITIAL_BEHIND.match(reading.text, closing) if surname else None
    return initial.end() if initial else closing


def _glued_verb(word: str) -> int:
    """Return the length of the verb at the end of a word that is a name and a verb ("paynerecommended")."""
    lengths = (len(verb) for verb in position_words("verbs") if len(verb) > 3 and word.endswith(verb))
    return max((n for n in lengths if kind_of(word[:-n]) & NAME), default=0)


def name_end(reading: Reading, last: int) -> int:
    """Return where a name ends: an initial keeps its period, a verb glued to the name stays out."""
    end = reading.ends[last]
    if not reading.kinds[last] and end - reading.starts[last] > _SHORTEST_GLUED:
        return end - _glued_verb(reading.lowers[last])
    return end + 1 if reading.is_initial(last) and reading.text[end : end + 1] == "." else end
