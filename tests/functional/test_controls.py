"""A run in which a control letter comes out with an identity ends there, and leaves nothing behind."""

import json
import shutil
from pathlib import Path

import pytest

from imr_reports.records.limited import EntityType
from imr_reports.scrub import Scrubber
from tests.conftest import ROOT
from tests.functional.conftest import Run

LETTERS = sorted((ROOT / "samples" / "letters").glob("*.txt"))


@pytest.fixture
def letters(tmp_path: Path) -> Path:
    folder = tmp_path / "letters"
    folder.mkdir()
    for file in LETTERS[:4]:
        shutil.copy(file, folder)
    return folder


def blinded(monkeypatch: pytest.MonkeyPatch, kind: EntityType) -> None:
    find = Scrubber.find
    monkeypatch.setattr(
        Scrubber,
        "find",
        lambda self, text: tuple(
            finding
            for finding in find(self, text)
            if finding.entity_type is not kind and not finding.recognizer.startswith("gate.")
        ),
    )


def report(run: Run, letters: Path, *more: str):
    return run("--period", "all", "--letters", letters, "--workers", "1", "--format", "html", *more)


def test_nothing_is_recorded_or_published(run: Run, letters: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        blinded(patch, EntityType.NAME)
        done = report(run, letters)
        assert done.code == 4
        assert "control letter" in done.err
        assert "undo the last change" in done.err
        assert "NAME" in done.err
        assert not Path("output").exists()
        assert run("deidentify", letters, "--out", "out").code == 4
        assert not Path("out").exists()
        assert run("parse", letters).code == 4
    status = run("status").out
    assert f"{'letters found':<28}{0:>8}" in status
    assert not list(Path(".imr-store").rglob("*.parquet"))
    assert report(run, letters).code == 0
    assert f"{'cases':<28}{4:>8}" in run("status").out


def test_what_earlier_runs_recorded_stays(run: Run, letters: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert report(run, letters).code == 0
    before = run("status", "--show-files").out
    page = Path("output/all/report.html").read_bytes()
    shutil.copy(LETTERS[5], letters)
    (letters / LETTERS[0].name).unlink()
    (letters / "empty.txt").touch()
    with monkeypatch.context() as patch:
        blinded(patch, EntityType.DATE)
        assert report(run, letters).code == 4
    assert run("status", "--show-files").out == before
    assert Path("output/all/report.html").read_bytes() == page
    assert {path.name for path in Path(".imr-store").iterdir()} == {
        "README",
        "cases",
        "lock",
        "manifest.sqlite",
    }
    assert run("--period", "all", "--format", "html").code == 0
    assert Path("output/all/report.html").read_bytes() == page


@pytest.mark.slow
def test_figures_and_evidence_do_not_depend_on_the_number_of_workers(run: Run, letters: Path) -> None:
    said = []
    for workers in ("1", "2"):
        done = run(
            *("--period", "all", "--letters", letters, "--workers", workers, "--format", "html"),
            *("--store", f"store{workers}", "--output", f"out{workers}"),
        )
        assert done.code == 0, done.err
        manifest = json.loads(Path(f"out{workers}/all/manifest.json").read_text())
        del manifest["files"]  # references are drawn for each store
        said.append(manifest)
    assert said[0] == said[1]
    assert said[0]["coverage"]["cases"] == 4
