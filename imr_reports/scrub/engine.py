"""Text → presidio results: our own registry and an engine that runs no model."""

from collections.abc import Iterable, Iterator, Sequence

from presidio_analyzer import AnalyzerEngine, EntityRecognizer, RecognizerRegistry, RecognizerResult
from presidio_analyzer.context_aware_enhancers import ContextAwareEnhancer
from presidio_analyzer.nlp_engine import NlpArtifacts, NlpEngine

from imr_reports.scrub.ages import AgeRecognizer
from imr_reports.scrub.contacts import ContactRecognizer
from imr_reports.scrub.dates import LetterDateRecognizer
from imr_reports.scrub.identifiers import IdentifierRecognizer
from imr_reports.scrub.people import people_recognizers
from imr_reports.scrub.rules import ReadText

LANGUAGE = "en"


class NoModelEngine(NlpEngine):
    """Answers presidio's call for linguistic artifacts with the text's words alone.

    Most of a letter needs no model; the recognizer that does run one runs it on chosen sentences only.
    """

    def load(self) -> None:
        """Load nothing."""

    def is_loaded(self) -> bool:
        """Return True: there is nothing to load."""
        return True

    def process_text(self, text: str, language: str) -> NlpArtifacts:
        """Return the text, to be read once for all recognizers of what has a shape."""
        del language
        return ReadText(text)

    def process_batch(
        self, texts: Iterable[str], language: str, batch_size: int = 1, n_process: int = 1, **options: object
    ) -> Iterator[tuple[str, NlpArtifacts]]:
        """Pair each text with what is read from it."""
        del language, batch_size, n_process, options
        return ((text, ReadText(text)) for text in texts)

    def is_stopword(self, word: str, language: str) -> bool:
        """Return False: no word list is kept here."""
        del word, language
        return False

    def is_punct(self, word: str, language: str) -> bool:
        """Return False: no token is ever made."""
        del word, language
        return False

    def get_supported_entities(self) -> list[str]:
        """Return no entities: this engine finds none."""
        return []

    def get_supported_languages(self) -> list[str]:
        """Return the one language of the letters."""
        return [LANGUAGE]


class _NoEnhancer(ContextAwareEnhancer):
    # Context is part of our rules; presidio's own enhancer would copy every result and change none.
    def __init__(self) -> None:
        super().__init__(
            context_similarity_factor=0.0,
            min_score_with_context_similarity=0.0,
            context_prefix_count=0,
            context_suffix_count=0,
        )

    def enhance_using_context(
        self,
        text: str,
        raw_results: list[RecognizerResult],
        nlp_artifacts: NlpArtifacts,
        recognizers: list[EntityRecognizer],
        context: list[str] | None = None,
    ) -> list[RecognizerResult]:
        del text, nlp_artifacts, recognizers, context
        return raw_results


class _OrderedRegistry(RecognizerRegistry):
    # Presidio's registry hands recognizers out in the order of a set, which differs from run to run; of two
    # equal results the first is kept, so a finding's recognizer would differ between two runs.
    def get_recognizers(
        self,
        language: str,
        entities: list[str] | None = None,
        all_fields: bool = False,
        ad_hoc_recognizers: list[EntityRecognizer] | None = None,
    ) -> list[EntityRecognizer]:
        del language, entities, all_fields
        return [*self.recognizers, *(ad_hoc_recognizers or ())]


def structured_recognizers() -> list[EntityRecognizer]:
    """Return the recognizers of what has a shape: dates, ages, contacts, identifiers."""
    return [LetterDateRecognizer(), AgeRecognizer(), ContactRecognizer(), IdentifierRecognizer()]


def build_analyzer(recognizers: Sequence[EntityRecognizer]) -> AnalyzerEngine:
    """Return a presidio analyzer with these recognizers and no other.

    None of presidio's predefined recognizers is registered: on these letters they take drugs for places and
    levels for licences, and one of them fetches a list over the network.
    """
    registry = _OrderedRegistry(recognizers=list(recognizers), supported_languages=[LANGUAGE])
    return AnalyzerEngine(
        registry=registry,
        nlp_engine=NoModelEngine(),
        supported_languages=[LANGUAGE],
        context_aware_enhancer=_NoEnhancer(),
    )


def all_recognizers() -> list[EntityRecognizer]:
    """Return every recognizer that a letter goes through."""
    return [*structured_recognizers(), *people_recognizers()]
