"""Words of clinical summaries and names of body parts: examples, and tables without slips."""

import pytest

from imr_reports.errors import ConfigurationError
from imr_reports.records.clinical import Treatment, WorkStatus
from imr_reports.vocabulary.clinical import words as clinical
from imr_reports.vocabulary.clinical.body_parts import body_parts, body_phrases, neighbours, spine_levels
from imr_reports.vocabulary.matching.phrases import PhraseTable, Words


@pytest.mark.parametrize("name", clinical.clinical_patterns())
def test_examples(name):
    assert clinical.clinical_patterns()[name].faults() == []


def test_every_treatment_and_status_can_be_named():
    words = clinical.clinical_phrases().values()
    assert {word.treatment for word in words} == {None, *Treatment}
    assert {word.status for word in words} == {None, *WorkStatus}


def test_an_unknown_kind_of_treatment_is_refused(monkeypatch):
    table = clinical._table() | {"treatments": {"magic": ["spell"]}}
    monkeypatch.setattr(clinical, "_table", lambda: table)
    clinical.clinical_phrases.cache_clear()
    with pytest.raises(ConfigurationError, match="magic"):
        clinical.clinical_phrases()
    monkeypatch.undo()
    clinical.clinical_phrases.cache_clear()


def test_no_phrase_names_two_parts_unless_it_is_listed_so():
    named = {}
    for phrase, word in body_phrases():
        parts = {part.part for part in word.parts}
        if len(parts) == 1:
            named.setdefault(phrase, set()).update(parts)
    several = {phrase: parts for phrase, parts in named.items() if len(parts) > 1}
    assert several == {}


def test_levels_and_neighbours_are_of_known_parts():
    assert {level.part for level in spine_levels().values()} <= set(body_parts())
    assert set(neighbours().values()) <= set(body_parts())
    assert spine_levels()["l5s1"].part == "lumbar spine"
    assert "l9" not in spine_levels()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Low-back pain", ["low back"]),
        ("low, back", ["back"]),
        ("the LE of le", ["LE"]),
        ("c. spine", ["c spine"]),
        ("back", ["back"]),
        ("backs", []),
        ("", []),
    ],
)
def test_the_longest_phrase_of_joined_words_is_found(text, found):
    table = PhraseTable([(phrase, phrase) for phrase in ("back", "low back", "LE", "c spine")])
    hits = table.find(Words(text))
    assert [hit.value for hit in hits] == found
    for hit in hits:
        assert Words(text[hit.start : hit.end]).folded.split() == Words(hit.value).folded.split()


def test_folding_keeps_every_place():
    text = "İ knee é ﬁ 𝔘 left"
    assert len(Words(text).folded) == len(text)
