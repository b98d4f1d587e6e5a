"""Settings come from a file and the environment; nonsense is refused with a clear word."""

from pathlib import Path

import pytest

from imr_reports.config import load_settings
from imr_reports.errors import ConfigurationError


def test_the_environment_overrules_the_file(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text('audience = "public"\nworkers = 3\nformats = ["html"]\n')
    settings = load_settings(file, {"IMR_REPORT_WORKERS": "1", "OTHER": "x", "_IMR_REPORT_COMPLETE": "x"})
    assert (settings.audience, settings.workers, settings.formats) == ("public", 1, frozenset({"html"}))


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("colour = 1", "colour"),
        ('audience = "everyone"', "audience"),
        ("threshold = 5", "threshold"),
        ('workers = "many"', "workers"),
        ("workers = -1", "workers"),
        ('formats = ["docx"]', "formats"),
        ("title = [", "TOML"),
    ],
)
def test_bad_settings_are_named(tmp_path: Path, text: str, word: str) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(text)
    with pytest.raises(ConfigurationError, match=word):
        load_settings(file, {})


def test_an_unknown_variable_is_named() -> None:
    with pytest.raises(ConfigurationError, match="colour"):
        load_settings(None, {"IMR_REPORT_COLOUR": "red"})


def test_a_missing_file_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="--config"):
        load_settings(tmp_path / "none.toml", {})
