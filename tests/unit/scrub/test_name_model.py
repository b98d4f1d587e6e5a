"""The name model: what it sees by the place of words alone, and what it leaves."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import numpy as np
import pytest

from imr_reports.scrub.model import mentions_in, reader
from imr_reports.scrub.model.tokens import tokens
from imr_reports.scrub.ner import ModelNames, sentences

ROOT = Path(__file__).parents[3]

# The sentences are invented and none of the templates of `training/`.
NAMED = [
    ("Page reported that the ankle gives way.", "Page"),
    ("The brace was fitted, per Major, at the last visit.", "Major"),
    ("Twelve visits with Hope Young, PT, brought no relief.", "Hope Young"),
    ("He stocked shelves at Lucky Dog Feed for nine years.", "Lucky Dog Feed"),
    ("She has packed fruit for Second Chance since 2009.", "Second Chance"),
    ("A referral to the Spine Center on Laurel was made.", "Spine Center on Laurel"),  # two: where, and what
    ("The applicant was seen by Wall for numbness of both hands.", "Wall"),
    ("Pilar reported that the cream burned her skin.", "Pilar"),
    ("told bishop that the injection wore off in two days", "bishop"),
    ("RE: LAKE, SUMMER", "LAKE, SUMMER"),
    ("Her husband Guadalupe drives her to therapy.", "Guadalupe"),
    ("Therapy was done at Back In Motion twice a week.", "Back In Motion"),
    ("According to Sharp, the patient can lift ten pounds.", "Sharp"),
    ("Per the appeal of Baker, the films were misread.", "Baker"),
    ("Case: Joy Case, PsyD, saw him for depression.", "Joy Case"),
    ("The employee lives in Happy Camp with two sons.", "Happy Camp"),
    ("He drives a truck for Blue Goose and hurt his back.", "Blue Goose"),
    ("Golden denied the request for aquatic therapy.", "Golden"),
    ("A letter from Stone & Rivers arrived on 3/4/2015.", "Stone & Rivers"),
    ("Interpreter: Dawn March", "Dawn March"),
]
UNNAMED = [
    "Norco 10/325 mg was refilled and Lyrica was stopped.",
    "Spurling, Hawkins and Neer signs were positive on the right.",
    "The Beck Depression Inventory score was 22.",
    "Physical Therapy twelve visits for the lumbar spine: Upheld",
    "MAXIMUS guideline: Decision based on MTUS Low Back Complaints 2004, Section(s): Physical Methods.",
    "Decision based on Non-MTUS Citation ODG, Shoulder Chapter, Surgery for rotator cuff repair.",
    "REASONS FOR THE DECISION",
    "PAST MEDICAL HISTORY: DIABETES AND ASTHMA",
    "Per ODG, a trial of six visits comes first.",
    "Seen by psychiatry for major depression.",
    "The surgeon then ordered an MRI of the knee.",
    "Currently, the worker takes Flexeril at night.",
    "A Baker's cyst was noted behind the knee.",
    "The Jamar readings were 20, 22 and 18 pounds.",
    "There is little hope that rest alone will help.",
    "Active Release and Kinesio tape were used (e.g., for the calf).",
    "Board Certified in Physical Medicine and Rehabilitation, licensed in California.",
    "the patient was told to page the nurse if pain grew worse",
    "Urine Drug Screen, quantity one, is not medically necessary.",
    "EMG of both arms showed carpal tunnel syndrome.",
]


def found(text: str) -> list[str]:
    return [text[start:end] for _, start, end, _ in ModelNames().find(text)]


@pytest.mark.parametrize(("sentence", "name"), NAMED, ids=[name for _, name in NAMED])
def test_names_are_known_by_their_place(sentence, name):
    at = sentence.index(name)
    covered = {i for _, start, end, _ in ModelNames().find(sentence) for i in range(start, end)}
    joints = {i for m in re.finditer(r" on ", sentence) for i in range(*m.span())}
    words = {i for i in range(at, at + len(name)) if sentence[i].isalnum()}
    assert words - joints <= covered


@pytest.mark.parametrize("sentence", UNNAMED)
def test_terms_and_plain_words_are_left(sentence):
    assert found(sentence) == []


@pytest.mark.parametrize("sentence", [sentence for sentence, _ in NAMED] + UNNAMED)
def test_no_sentence_is_a_template_of_the_training(sentence):
    templates = (ROOT / "training" / "templates").glob("*.toml")
    entries = {
        entry
        for path in templates
        for value in tomllib.loads(path.read_text("utf-8")).values()
        if isinstance(value, list)
        for entry in value
    }
    assert sentence not in entries


def test_a_sentence_is_read_the_same_alone_and_among_others():
    every = [sentence for sentence, _ in NAMED] + UNNAMED
    together = mentions_in(every)
    reader._seen.clear()
    alone = [mentions_in([sentence])[0] for sentence in reversed(every)]
    assert together == alone[::-1]


def test_the_odds_do_not_depend_on_what_was_read_before():
    read = [tokens(sentence) for sentence, _ in NAMED]
    fresh = reader.network.__wrapped__().probabilities(read[-1:])[0]
    used = reader.network().probabilities(read)[-1]
    assert np.array_equal(fresh, used)


def test_two_processes_and_any_number_of_threads_see_the_same():
    script = (
        "from imr_reports.scrub.ner import ModelNames;"
        "print(list(ModelNames().find('Hope then told Joy Young, PT, at Lucky Dog Feed. ' * 40)))"
    )
    outcomes = {
        subprocess.run(
            [sys.executable, "-c", script],
            capture_output=True,
            text=True,
            check=True,
            env={"PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": threads, "PYTHONHASHSEED": threads},
        ).stdout
        for threads in ("1", "2")
    }
    assert len(outcomes) == 1
    assert "NAME" in outcomes.pop()


def test_sentences_with_placeholders_are_left_alone():
    assert found("Hope then asked for a cane.") == ["Hope"]
    assert found("Hope then asked [name] for a cane.") == []


def test_sentences_cover_the_text_and_do_not_end_at_titles():
    text = (
        'Seen by Dr. Page. "So it was," J. Smith of Beach Blvd. Spine wrote.\n\nEmployer: Foo Co.\nClaim: 3'
    )
    parts = [text[start:end] for start, end in sentences(text)]
    assert "".join(parts) == text
    assert parts[0] == "Seen by Dr. Page. "
    assert len(parts) == 3


def test_memory_of_sentences_is_bounded(monkeypatch):
    monkeypatch.setattr(reader, "KEPT_SENTENCES", 5)
    for i in range(30):
        mentions_in([f"Visit {i} was uneventful."])
    assert len(reader._seen) <= 7


def test_the_weights_are_small_and_go_into_the_wheel():
    weights = Path(reader.__file__).with_name("weights.npz")
    assert weights.stat().st_size < 5_000_000
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    wheel = project["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert "imr_reports" in wheel["packages"]
    assert not wheel.get("exclude")
    ignored = (ROOT / ".gitignore").read_text("utf-8").split()
    assert "*.npz" not in ignored


def test_damaged_weights_are_refused(monkeypatch):
    from imr_reports.errors import ConfigurationError

    monkeypatch.setattr(reader, "files", lambda _: ROOT / "training")
    with pytest.raises(ConfigurationError, match="weights"):
        reader.network.__wrapped__()
