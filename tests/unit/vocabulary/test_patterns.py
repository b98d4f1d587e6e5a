"""Every pattern does what its examples say, and broken vocabulary is refused."""

import pytest

from imr_reports.errors import ConfigurationError
from imr_reports.vocabulary import datafiles
from imr_reports.vocabulary.citations.guidelines import guideline_patterns
from imr_reports.vocabulary.letters.headings import form_patterns

PATTERNS = {
    **{f"headings.{name}": pattern for name, pattern in form_patterns().items()},
    **{f"stories.{name}": pattern for name, pattern in datafiles.load_patterns("stories.toml").items()},
    **{f"guidelines.{name}": pattern for name, pattern in guideline_patterns().items()},
}


@pytest.mark.parametrize("name", PATTERNS)
def test_examples(name):
    assert PATTERNS[name].faults() == []


@pytest.mark.parametrize(
    "entry",
    [
        {"regex": "a", "match": ["a"]},
        {"regex": "a", "no_match": ["b"]},
        {"regex": "(", "match": ["a"], "no_match": ["b"]},
        {"match": ["a"], "no_match": ["b"]},
    ],
)
def test_a_pattern_without_examples_or_sense_is_refused(entry):
    with pytest.raises(ConfigurationError):
        datafiles.compile_pattern(entry, "x", "some.toml")


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("title = ", "not valid TOML"),
        ("title = 'x'", "lacks provenance"),
        ("provenance = 'x'", "lacks wanted"),
    ],
)
def test_a_broken_toml_file_is_refused(monkeypatch, content, problem):
    monkeypatch.setattr(datafiles, "read_text", lambda name: content)
    with pytest.raises(ConfigurationError, match=problem):
        datafiles.read_toml("some.toml", "wanted")


@pytest.mark.parametrize(
    "content", ["name,kind\na,b\n", "# from here\nname\na\n", "# from here\nname,kind\n,b\n", ""]
)
def test_a_broken_csv_file_is_refused(monkeypatch, content):
    monkeypatch.setattr(datafiles, "read_text", lambda name: content)
    with pytest.raises(ConfigurationError):
        datafiles.read_csv("some.csv", "name", "kind")


def test_a_missing_file_is_named():
    with pytest.raises(ConfigurationError, match=r"no_such_file\.toml"):
        datafiles.read_text("no_such_file.toml")
