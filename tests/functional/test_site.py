"""A site's lists work through the command line, are taken up at once, and are refused with one line."""

import json
import shutil
from pathlib import Path

import pytest

from imr_reports.records.limited import EntityType, Withheld
from imr_reports.store import LetterOutcome, Store
from tests.conftest import ROOT
from tests.functional.conftest import Run


@pytest.fixture
def letters(tmp_path: Path) -> Path:
    folder = tmp_path / "letters"
    folder.mkdir()
    for file in sorted((ROOT / "samples" / "letters").glob("*.txt"))[:2]:
        shutil.copy(file, folder)
    return folder


def site(entries: str) -> Path:
    folder = Path("site")
    folder.mkdir(exist_ok=True)
    (folder / "safe-terms.txt").write_text(entries)
    return folder


def report(run: Run, *more: str | Path):
    return run("--period", "all", "--workers", "1", "--format", "html", *more)


def manifest(folder: str = "output/all") -> dict:
    return json.loads(Path(folder, "manifest.json").read_text())


def test_letters_are_read_again_when_an_entry_changes_and_only_then(run: Run, letters: Path) -> None:
    site("zorblax\n")
    assert "2 new" in report(run, "--letters", letters, "--site", "site").out
    first = manifest()["lists"]["site"]
    site("# ours\nZorblax\n")
    assert "0 new" in report(run, "--letters", letters, "--site", "site").out
    assert manifest()["lists"]["site"] == first
    site("zorblax\nquendimar\n")
    assert "not yet read" in run("status", "--site", "site").out
    assert "2 new" in report(run, "--site", "site").out
    assert manifest()["lists"]["site"] != first
    assert manifest()["control_letters"]["came_out"] == 0
    assert report(run, "--site", "site", "--audience", "public").code == 0
    assert manifest("output/all-public")["lists"]["site"] == "in use"


def test_a_safe_term_stays_in_what_is_written(run: Run, tmp_path: Path) -> None:
    letter = tmp_path / "note.txt"
    letter.write_text("The Zorblax unit was used twice.\n\nDr. Quendimar agreed.\n")
    site("zorblax\nquendimar\n")
    Path("settings.toml").write_text('site = "site"\n')
    for more, stays in ((), False), (("--site", "site"), True), (("--config", "settings.toml"), True):
        out = Path(f"out{len(list(Path().glob('out*')))}")
        assert run("deidentify", letter, "--out", out, "--keep-names", *more).code == 0
        text = (out / "note.txt").read_text()
        assert ("Zorblax" in text) is stays
        assert "Quendimar" not in text


@pytest.mark.parametrize("command", ["report", "deidentify", "parse", "status"])
def test_lists_that_can_not_be_used_end_every_command_with_5(run: Run, letters: Path, command: str) -> None:
    assert report(run, "--letters", letters).code == 0
    site("zorblax\nDr. Quendimar\n")
    commands = {
        "report": ("--period", "all"),
        "deidentify": ("deidentify", letters, "--out", "out"),
        "parse": ("parse", letters),
        "status": ("status",),
    }
    for folder in ("site", "nowhere"):
        done = run(*commands[command], "--site", folder)
        assert done.code == 5
        assert "Quendimar" not in done.err
        assert len(done.err.strip().splitlines()) == 1
    assert not Path("out").exists()


def test_what_was_withheld_is_listed_with_a_warning(run: Run) -> None:
    words = tuple(Withheld(token=token, count=count) for token, count in (("zorblax", 1), ("quendi\nmar", 3)))
    with Store(Path(".imr-store"), create=True) as store:
        store.record("v", [LetterOutcome(digest="d", letter_key="k", content="c", withheld=words)], ())
    done = run("withheld")
    assert done.code == 0
    assert "PHI" in done.err
    assert [line.split() for line in done.out.splitlines()[1:]] == [
        ["3", "1", "NAME", "quendi", "mar"],
        ["1", "1", "NAME", "zorblax"],
    ]
    assert "zorblax" not in run("withheld", "--limit", "1").out
    assert "zorblax" not in run("status", "--show-files").out


def test_what_was_withheld_without_being_listed_is_counted(run: Run) -> None:
    shape = Withheld(token="", count=2, entity_type=EntityType.ID, recognizer="gate.shape")
    own = Withheld(token="", count=1, recognizer="gate.own")
    word = Withheld(token="zorblax", count=1)
    for name, withheld, listed in (("one", (shape, own, word), 2), ("two", (shape, own), 0)):
        with Store(Path(name), create=True) as store:
            store.record("v", [LetterOutcome(digest="d", letter_key="k", content="c", withheld=withheld)], ())
        *rows, last = run("withheld", "--store", name).out.splitlines()
        assert len(rows) == listed
        assert last.startswith("3 further stretches withheld and not listed")
