"""A published folder is verified; one that was tampered with is told file by file, without a word of it."""

import hashlib
import json
from datetime import date
from pathlib import Path

import pytest

from imr_reports.errors import PrivacyGateError, UsageError
from imr_reports.pipeline import verify_report
from imr_reports.publish import publish_files

FACTS = {"as_of": "2015-03-31", "period": "2015Q1"}
DAYS = frozenset({date(2015, 3, 31)})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    files = {
        "report.html": b"<p>as of March 31, 2015: low back pain</p>",
        "data.csv": b"label,cases\npain,12\n",
    }
    publish_files(tmp_path / "2015Q1", files, FACTS, DAYS)
    return tmp_path / "2015Q1"


def _lines(folder: Path) -> list[str]:
    lines: list[str] = []
    with pytest.raises(PrivacyGateError) as caught:
        verify_report(folder, lines.append)
    assert caught.value.exit_code == 4
    return lines


def test_a_folder_as_published_is_verified(folder: Path) -> None:
    lines: list[str] = []
    verify_report(folder, lines.append)
    assert [line.split(":")[0] for line in lines] == ["manifest.json", "data.csv", "report.html", "verified"]


def test_a_missing_a_changed_and_a_further_file_are_told(folder: Path) -> None:
    (folder / "data.csv").unlink()
    (folder / "report.html").write_bytes(b"<p>low back pain, changed</p>")
    (folder / "Krzyzewski.txt").write_text("pain")
    lines = _lines(folder)
    assert "data.csv: it is missing or empty" in lines
    assert "report.html: it was changed after it was published" in lines
    assert any(line.startswith("further file (number 1 of the folder's files in sorted") for line in lines)
    assert "Krzyzewski" not in "\n".join(lines)


def test_a_further_file_of_our_own_words_is_told_by_name(folder: Path) -> None:
    for name in ("report copy.html", "data_old.csv", "report_Ruiz.html", "data 19470312.csv"):
        (folder / name).write_text("pain")
    told = "\n".join(_lines(folder))
    assert "further file report copy.html: the manifest" in told
    assert "further file data_old.csv: the manifest" in told
    assert told.count("further file (number") == 2
    assert "Ruiz" not in told
    assert "1947" not in told


def test_a_name_that_was_put_in_is_found_even_under_a_new_checksum(folder: Path) -> None:
    content = b"<p>as of March 31, 2015: Krzyzewski has pain</p>"
    (folder / "report.html").write_bytes(content)
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["files"]["report.html"] = hashlib.sha256(content).hexdigest()
    (folder / "manifest.json").write_text(json.dumps(manifest))
    lines = _lines(folder)
    assert "report.html: it holds a word that is not known as safe (text)" in lines
    assert "Krzyzewski" not in "\n".join(lines)


def test_a_manifest_that_names_a_person_or_leads_out_is_told(folder: Path) -> None:
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["files"] |= {"../secret.txt": "0" * 64, "Krzyzewski.html": "0" * 64}
    (folder / "manifest.json").write_text(json.dumps(manifest))
    (folder / "Krzyzewski.html").write_text("pain")
    lines = _lines(folder)
    assert any("leads out of the folder" in line for line in lines)
    assert "Krzyzewski" not in "\n".join(lines)


def test_declared_phrases_are_shown_to_whoever_verifies(folder: Path) -> None:
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["declared"] = ["Krzyzewski"]
    (folder / "manifest.json").write_text(json.dumps(manifest))
    lines: list[str] = []
    verify_report(folder, lines.append)
    assert "let through by declaration: Krzyzewski" in lines


@pytest.mark.parametrize("content", [None, "{", "[]", "{}"])
def test_a_folder_without_a_manifest_is_not_verified(tmp_path: Path, content: str | None) -> None:
    if content is not None:
        (tmp_path / "manifest.json").write_text(content)
    with pytest.raises(PrivacyGateError, match="not verified"):
        verify_report(tmp_path, print)
    with pytest.raises(UsageError):
        verify_report(tmp_path / "nowhere", print)
