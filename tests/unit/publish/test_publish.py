"""Nothing with the shape of an identifier is published, and a folder never mixes two runs."""

import json
from datetime import date
from pathlib import Path

import pytest

from imr_reports.errors import ConfigurationError, PrivacyGateError
from imr_reports.gate import find_identifier
from imr_reports.publish import publish_files

NONE: frozenset[date] = frozenset()


@pytest.mark.parametrize(
    "text",
    ["on 3/4/2015 he", "on 03-04-15 he", "2015-03-04", "March 4, 2015", "4th of March 2015", "Sept. 4 2015"],
)
def test_days_are_refused_unless_the_report_names_them(text: str) -> None:
    assert find_identifier(text, NONE) == "date"
    if "Sept" not in text:
        assert find_identifier(text, frozenset({date(2015, 3, 4)})) is None


@pytest.mark.parametrize(
    "text",
    [
        "strength 4/5, pain 7/10",
        "Norco 10/325",
        "L5-S1",
        "March 2015",
        "ODG (updated 05/04/15)",
        "18/02/33/4",
        "8 CCR 9792.24.2",
        "14\r\nNovember 2013",
    ],
)
def test_clinical_numbers_months_and_guideline_dates_pass(text: str) -> None:
    assert find_identifier(text, NONE) is None


@pytest.mark.parametrize(
    "content",
    [
        b"<p>Call 916-555-0100</p>",
        b"<p title='CM15-0000001'>x</p>",
        b"<!-- a@example.com --><p>x</p>",
        b"<p>01&#47;02&#47;2015</p>",
    ],
)
def test_a_leak_anywhere_in_the_page_stops_publication(tmp_path: Path, content: bytes) -> None:
    target = tmp_path / "out"
    with pytest.raises(PrivacyGateError) as caught:
        publish_files(target, {"report.html": content}, {}, NONE)
    assert not target.exists()
    assert "0100" not in str(caught.value)


def test_the_manifest_sums_files_and_stale_ones_go(tmp_path: Path) -> None:
    publish_files(tmp_path, {"report.html": b"<p>a</p>", "old.html": b"<p>b</p>"}, {"n": 1}, NONE)
    (tmp_path / "mine.txt").write_text("kept")
    publish_files(tmp_path, {"report.html": b"<p>c</p>"}, {"n": 2}, NONE)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["manifest.json", "mine.txt", "report.html"]
    manifest = json.loads((tmp_path / "manifest.json").read_text())
    assert list(manifest["files"]) == ["report.html"]


def test_an_output_that_is_a_file_is_one_clear_error(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("in the way")
    with pytest.raises(ConfigurationError, match="--output"):
        publish_files(tmp_path / "out", {"report.html": b"<p>a</p>"}, {}, NONE)
