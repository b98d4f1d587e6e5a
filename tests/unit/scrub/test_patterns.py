"""Every pattern finds its examples and leaves its counterexamples alone."""

import re

import pytest

from imr_reports.errors import ConfigurationError
from imr_reports.scrub.ages import AgeRecognizer
from imr_reports.scrub.contacts import ContactRecognizer
from imr_reports.scrub.dates import LetterDateRecognizer
from imr_reports.scrub.identifiers import IdentifierRecognizer
from imr_reports.scrub.rules import ReadText, Rule, RuleRecognizer, _fill, _rule

RECOGNIZERS = (LetterDateRecognizer(), AgeRecognizer(), ContactRecognizer(), IdentifierRecognizer())
RULES = [(recognizer, rule) for recognizer in RECOGNIZERS for rule in recognizer.book.rules]
MARKED = re.compile(r"«([^»]*)»")


def plain_and_marked(sentence: str) -> tuple[str, list[tuple[int, int]]]:
    spans, taken = [], 0
    for mark in MARKED.finditer(sentence):
        start = mark.start() - taken
        spans.append((start, start + len(mark[1])))
        taken += 2
    return sentence.replace("«", "").replace("»", ""), spans


def spans_of(rule: Rule, recognizer: RuleRecognizer, text: str) -> list[tuple[int, int]]:
    return list(rule.spans(recognizer.book.places(ReadText(text))))


def covered(text: str, spans: list[tuple[int, int]]) -> set[int]:
    return {i for start, end in spans for i in range(start, end) if text[i].isalnum()}


@pytest.mark.parametrize(("recognizer", "rule"), RULES, ids=lambda value: getattr(value, "name", ""))
def test_examples_are_found_whole_and_alone(recognizer: RuleRecognizer, rule: Rule) -> None:
    for sentence in rule.examples:
        text, marked = plain_and_marked(sentence)
        results = recognizer.analyze(text, recognizer.supported_entities)
        assert covered(text, [(r.start, r.end) for r in results]) == covered(text, marked), sentence
        assert set(spans_of(rule, recognizer, text)) & set(marked), sentence


@pytest.mark.parametrize(("recognizer", "rule"), RULES, ids=lambda value: getattr(value, "name", ""))
def test_counterexamples_are_left_alone(recognizer: RuleRecognizer, rule: Rule) -> None:
    for sentence in rule.counterexamples:
        assert not spans_of(rule, recognizer, sentence), sentence


@pytest.mark.parametrize(("recognizer", "rule"), RULES, ids=lambda value: getattr(value, "name", ""))
def test_needed_words_are_in_the_examples(recognizer: RuleRecognizer, rule: Rule) -> None:
    del recognizer
    for sentence in rule.examples:
        words = ReadText(plain_and_marked(sentence)[0]).words
        assert not rule.words or rule.words & words, sentence


def test_results_name_their_rule() -> None:
    (result,) = LetterDateRecognizer().analyze("seen 2016-11-05 again", ["DATE"])
    assert result.recognition_metadata["recognizer_name"] == "dates.year_first"


def test_entities_that_are_not_asked_for_are_not_looked_for() -> None:
    assert LetterDateRecognizer().analyze("seen 2016-11-05 again", ["ID"]) == []


@pytest.mark.parametrize(
    "broken",
    [
        {"surprise": 1},
        {"check": "no_such_check"},
        {"examples": []},
        {"pattern": "("},
        {"pattern": 3},
    ],
)
def test_a_broken_rule_is_refused(broken: dict[str, object]) -> None:
    entry = {
        "name": "x",
        "type": "ID",
        "score": 0.5,
        "pattern": "x",
        "examples": ["«x»"],
        "counterexamples": ["y"],
    }
    with pytest.raises(ConfigurationError):
        _rule("file", entry | broken, {}, {})


def test_an_unknown_fragment_is_refused() -> None:
    with pytest.raises(ConfigurationError):
        _fill("{{nothing}}", {})
