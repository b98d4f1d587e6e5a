"""Names, organizations and places: cues by their examples, words, guards and the sweep."""

import re
import tomllib
from importlib.resources import files

import pytest
from presidio_analyzer import RecognizerResult

from imr_reports.errors import ConfigurationError
from imr_reports.scrub.cues import Cue, load_cues
from imr_reports.scrub.guards import is_citation, keep
from imr_reports.scrub.organizations import Organizations
from imr_reports.scrub.people import CuedNames, people_recognizers
from imr_reports.scrub.places import Places
from imr_reports.scrub.recognizer import SpanRecognizer
from imr_reports.scrub.sweep import sweep
from imr_reports.scrub.words import DRUG, ENGLISH, NAME, SAFE, is_clear_name, kind_of, read_words
from imr_reports.vocabulary import names, places, safe
from imr_reports.vocabulary.matching.spelling import is_one_off
from imr_reports.vocabulary.wordlists import read_sets
from imr_reports.vocabulary.wordlists import read_words as read_list

MARKED = re.compile(r"«([^»]*)»")
CUES = load_cues("people")


def plain_and_marked(sentence: str) -> tuple[str, set[int]]:
    text = sentence.replace("«", "").replace("»", "")
    marked = {
        i
        for count, mark in enumerate(MARKED.finditer(sentence))
        for i in range(mark.start() - 2 * count, mark.end() - 2 * count - 2)
    }
    return text, {i for i in marked if text[i].isalnum()}


def letters_found(recognizer: SpanRecognizer, text: str) -> set[int]:
    results = recognizer.analyze(text, [])
    return {i for r in results for i in range(r.start, r.end) if text[i].isalnum()}


@pytest.mark.parametrize("cue", CUES, ids=lambda cue: cue.name)
def test_each_cue_finds_its_examples(cue: Cue) -> None:
    recognizer = CuedNames((cue,))
    for sentence in cue.matches:
        text, marked = plain_and_marked(sentence)
        assert letters_found(recognizer, text) == marked, sentence


@pytest.mark.parametrize("cue", CUES, ids=lambda cue: cue.name)
def test_each_cue_leaves_its_counterexamples(cue: Cue) -> None:
    for sentence in cue.rejects:
        assert letters_found(CuedNames((cue,)), sentence) == set(), sentence


@pytest.mark.parametrize(("name", "recognizer"), [("organizations", Organizations()), ("places", Places())])
def test_terms_of_organizations_and_places_do_what_their_examples_say(
    name: str, recognizer: SpanRecognizer
) -> None:
    table = tomllib.loads((files("imr_reports.scrub") / "patterns" / f"{name}.toml").read_text("utf-8"))
    for example in table["example"]:
        for sentence in example["matches"]:
            text, marked = plain_and_marked(sentence)
            assert letters_found(recognizer, text) == marked, sentence
        for sentence in example["rejects"]:
            assert letters_found(recognizer, sentence) == set(), sentence


def test_a_cue_file_without_its_parts_is_refused() -> None:
    with pytest.raises(ConfigurationError):
        load_cues("no such file")


def test_results_index_the_raw_text_and_name_their_recognizer() -> None:
    text = "seen by Dr. Araksya \r\nTer-Petrosyan, MD at Kern River Wellness Institute in Wasco, CA 93280"
    results = [r for recognizer in people_recognizers() for r in recognizer.analyze(text, [])]
    assert {"NAME", "ORG", "LOCATION"} <= {r.entity_type for r in results}
    assert all(0 <= r.start < r.end <= len(text) and r.recognition_metadata for r in results)
    assert "Araksya \r\nTer-Petrosyan" in {text[r.start : r.end] for r in results}


def test_only_the_asked_entity_types_are_reported() -> None:
    text = "Dr. Okafor works in Wasco, CA 93280."
    results = [r for recognizer in people_recognizers() for r in recognizer.analyze(text, ["LOCATION"])]
    assert {r.entity_type for r in results} == {"LOCATION"}


def test_words_know_titles_glued_to_them_and_possessives() -> None:
    reading = read_words("physicianDr.Payne's note")
    assert reading.lowers == ["physician", "dr", "payne", "note"]
    assert reading.text[reading.starts[2] : reading.ends[2]] == "Payne"


@pytest.mark.parametrize(
    "word", ["norco", "flexeril", "fanatrex", "gabapentin", "omeprazole", "gabapentn", "radiculopathy"]
)
def test_subject_words_and_their_near_misspellings_are_safe(word: str) -> None:
    assert kind_of(word) & SAFE


@pytest.mark.parametrize(
    "word", ["okafor", "nguyen", "ter", "echeverría", "o'shaughnessy", "sandhu", "xiong"]
)
def test_names_of_many_origins_are_known(word: str) -> None:
    assert kind_of(word) & NAME


def test_a_word_may_be_several_things() -> None:
    assert kind_of("hope") & NAME
    assert kind_of("hope") & ENGLISH
    assert kind_of("soma") & DRUG
    assert not is_clear_name(kind_of("hope"))
    assert is_clear_name(kind_of("okafor"))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("exercise helps (Chou, 2009) in most", "Chou"),
        ("Airaksinen et al. found", "Airaksinen"),
        ("Furlan A, Brosseau L, et al. Massage for pain. Spine. 2002;27:1896", "Furlan"),
    ],
)
def test_authors_are_citations(text: str, name: str) -> None:
    start = text.index(name)
    assert is_citation(text, start, start + len(name))


def test_a_physician_beside_a_year_is_no_citation() -> None:
    text = "Dr. Chou wrote in 2009 that"
    assert not is_citation(text, 4, 8)


def result(entity_type: str, text: str, part: str, score: float) -> RecognizerResult:
    start = text.index(part)
    return RecognizerResult(entity_type=entity_type, start=start, end=start + len(part), score=score)


def test_guards_drop_terms_and_yield_to_certainty() -> None:
    text = "Soma 350 mg; Hawkins test; by Soma Patel"
    assert not keep(text, result("NAME", text, "Soma", 0.5))
    assert not keep(text, result("NAME", text, "Hawkins", 0.5))
    assert keep(text, result("NAME", text, "Soma", 0.95))
    assert keep(text, result("DATE", text, "350", 0.1))


def swept(text: str, *parts: str) -> list[str]:
    found = sweep(text, [result("NAME", text, part, 0.95) for part in parts])
    return [text[r.start : r.end] for r in found]


def test_a_name_is_found_again_in_its_other_forms() -> None:
    text = (
        "Soma Patel came. Patel's knee hurts; PATEL agreed. Ms. Pattel said so. S.P. initialled. "
        "Soma told the nurse that Soma 350 mg helps; she takes Soma at night."
    )
    assert swept(text, "Soma Patel") == ["Patel", "PATEL", "Pattel", "S.P.", "Soma"]


def test_a_name_that_is_a_word_is_found_again_only_as_a_name() -> None:
    text = "Grant Page fell. Page was seen. See page 12. The grant ended. Page 4 shows it. Grant walks."
    assert swept(text, "Grant Page") == ["Page", "Grant"]


def test_a_month_that_is_a_name_is_no_date() -> None:
    text = "His daughter May drives. May answered for her. He may return in May 2015."
    assert swept(text, "May") == ["May"]


def test_nicknames_of_a_first_name_are_found() -> None:
    assert "Debbie" in swept("Deborah Quillfeather came. In Debbie's case", "Deborah Quillfeather")


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("patel", "pattel", True),
        ("patel", "paetl", True),
        ("patel", "petal", False),
        ("patel", "patel", True),
    ],
)
def test_one_letter_off(a: str, b: str, expected: bool) -> None:
    assert is_one_off(a, b) is expected


def test_lists_have_what_they_must_and_not_what_they_must_not() -> None:
    assert {"san jose", "rancho cordova", "wasco"} <= places.california_towns()
    assert "california" not in places.towns()
    assert "kern" in places.counties()
    assert "johnson" not in read_list("safe", "drugs")
    assert {"spurling", "phalen", "lachman", "hawkins", "kemp"} <= safe.eponyms()
    assert "kim" in names.nicknames("Kimberly")


def test_a_missing_list_is_refused() -> None:
    with pytest.raises(ConfigurationError):
        read_list("names", "absent")
    with pytest.raises(ConfigurationError):
        read_sets("names", "absent")


def test_a_nickname_in_quotes_comes_back_wherever_it_has_a_capital() -> None:
    from imr_reports.scrub import Scrubber

    text = 'Employee: TAUFA, SIONE "JUNIOR"\n\nThe worker was a junior clerk. "Junior liked it," he writes.'
    assert Scrubber().scrub_text(text).text.count("unior") == 1
