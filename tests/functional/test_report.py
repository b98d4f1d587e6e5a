"""The main job, from letters to a published folder."""

import calendar
import json
import os
import re
import shutil
import stat
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.functional.conftest import Run, run_once

LETTERS = ROOT / "samples" / "letters"
TAGGED = ROOT / "samples" / "tagged"
MONTHS = frozenset(calendar.month_name)  # "April" is a name, too
OWN = "tests use copies, so that they count as letters of the user's own"


def fill(folder: Path) -> Path:
    """Make a user's folder: sample letters, one of them twice, and all kinds of bad files."""
    (folder / "deep" / "er").mkdir(parents=True)
    for file in sorted(LETTERS.glob("*.txt")):
        shutil.copy(file, folder)
    shutil.copy(sorted(LETTERS.glob("*.txt"))[0], folder / "deep" / "er" / "again.txt")
    (folder / "empty.txt").write_bytes(b"")
    (folder / "shopping.txt").write_text("Milk, eggs and a letter to Aunt Hedwig Zwart.")
    (folder / "bad.pdf").write_bytes(b"%PDF-1.4 cut off")
    (folder / "bad.zip").write_bytes(b"PK nothing")
    (folder / "notes.docx").write_bytes(b"x")
    return folder


@pytest.fixture
def letters(tmp_path: Path) -> Path:
    return fill(tmp_path / "letters")


@pytest.fixture
def few(tmp_path: Path) -> Path:
    """A folder of three letters, where it doesn't matter which."""
    folder = tmp_path / "few"
    folder.mkdir()
    for file in sorted(LETTERS.glob("0*.txt"))[:3]:
        shutil.copy(file, folder)
    return folder


@pytest.fixture(scope="module")
def read_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store into which such a folder was read, to be copied."""
    home = tmp_path_factory.mktemp("read")
    done = run_once(
        "--period", "all", "--letters", fill(home / "letters"), "--store", home / "store", "--workers", "1",
        "--format", "json", "--output", home / "out",
    )  # fmt: skip
    assert done.code == 0, done.err
    return home / "store"


@pytest.fixture
def stored(run: Run, read_once: Path) -> None:
    """The store stands where a run looks for it; `run` has gone into a folder of its own."""
    shutil.copytree(read_once, ".imr-store")


def ordinary_words() -> set[str]:
    """Words of the letters outside all tags: what stands there is no identity by itself."""
    outside = " ".join(
        re.sub(r"⟦[^⟧]*⟧", " ", file.read_text(encoding="utf-8")) for file in TAGGED.glob("*.txt")
    )
    return set(re.findall(r"[\w'’-]+", outside.casefold()))


def report(run: Run, letters: Path, *more: str | Path, period: str = "all"):
    return run("--period", period, "--letters", letters, "--workers", "1", "--format", "html", *more)


def test_letters_become_a_report_and_every_file_is_accounted_for(run: Run, letters: Path) -> None:
    done = report(run, letters)
    assert done.code == 0, done.err
    folder = Path("output/all")
    assert {path.name for path in folder.iterdir()} == {"report.html", "manifest.json"}
    status = run("status").out
    samples = len(list(LETTERS.glob("*.txt")))
    assert f"{'letters found':<28}{samples + 6:>8}" in status
    for reason in ("empty", "unrecognized", "unreadable", "broken zip", "not a text, PDF or zip"):
        assert f"    {reason:<24}{1:>8}" in status
    assert f"{'duplicates':<28}{1:>8}" in status
    assert "shopping" not in status
    assert "shopping.txt" in run("status", "--show-files").out


@pytest.mark.usefixtures("stored")
def test_nothing_of_the_identities_is_in_the_report(run: Run) -> None:
    assert run("--period", "all", "--format", "html").code == 0
    page = Path("output/all/report.html").read_text(encoding="utf-8")
    folded = page.casefold()
    words = ordinary_words()
    planted, leaked = 0, []
    for file in sorted(TAGGED.glob("*.txt")):
        tags = re.findall(r"⟦(NAME|ID|CONTACT|ORG|LOCATION|DATE)\|([^⟧]*)⟧", file.read_text(encoding="utf-8"))
        for kind, text in tags:
            plain = " ".join(text.split())
            # "May", "Page" or "11/2" say nothing by themselves, and months stand in the report's tables.
            is_month = plain in MONTHS or (kind == "DATE" and len(re.findall(r"\d+", plain)) < 2)
            if len(plain) < 5 or plain.casefold() in words or is_month:
                continue
            planted += 1
            if plain.casefold() in folded and re.search(
                rf"(?<!\w){re.escape(plain)}(?!\w)", page, re.IGNORECASE
            ):
                leaked.append((file.name, kind, plain))
    assert planted > 1000
    assert not leaked


def test_a_second_run_reads_nothing_new_and_gives_the_same_bytes(run: Run, letters: Path) -> None:
    assert "0 new" not in report(run, letters).out
    first = {path.name: path.read_bytes() for path in Path("output/all").iterdir()}
    again = report(run, letters)
    assert " 0 new" in again.out
    assert {path.name: path.read_bytes() for path in Path("output/all").iterdir()} == first
    stored = run("--period", "all", "--format", "html")
    assert stored.code == 0
    assert {path.name: path.read_bytes() for path in Path("output/all").iterdir()} == first


def test_workers_and_order_change_nothing_but_references(run: Run, letters: Path) -> None:
    assert report(run, letters, "--store", "one", "--output", "a").code == 0
    done = run(
        "--period", "all", "--letters", letters, "--workers", "2", "--format", "html",
        "--store", "two", "--output", "b",
    )  # fmt: skip
    assert done.code == 0, done.err
    one, two = (json.loads(Path(f"{name}/all/manifest.json").read_text()) for name in "ab")
    one.pop("files")
    two.pop("files")
    assert one == two


@pytest.mark.usefixtures("stored")
def test_internal_and_public_reports_are_apart(run: Run) -> None:
    assert run("--period", "all", "--format", "html").code == 0
    assert run("--period", "all", "--audience", "public", "--format", "html").code == 0
    internal, public = (Path(f"output/{name}/report.html").read_text() for name in ("all", "all-public"))
    assert "Internal: not for release" in internal
    assert "Internal: not for release" not in public


@pytest.mark.usefixtures("stored")
def test_a_reference_resolves_to_its_case_number(run: Run) -> None:
    assert run("--period", "all", "--format", "html").code == 0
    page = Path("output/all/report.html").read_text()
    references = sorted(set(re.findall(r"\b[2-9B-DF-HJ-NP-TV-Z]{4}-[2-9B-DF-HJ-NP-TV-Z]{4}\b", page)))
    assert references
    answers = [run("resolve", reference) for reference in references]
    assert all(answer.code == 0 for answer in answers)
    assert any(answer.out.startswith("CM") for answer in answers)
    assert run("resolve", "WRNG-WRNG").code == 2


def test_a_zip_holds_letters_too(run: Run, few: Path, tmp_path: Path) -> None:
    target = tmp_path / "letters.zip"
    with zipfile.ZipFile(target, "w") as archive:
        for file in sorted(few.glob("*.txt")):
            archive.write(file, f"x/{file.name}")
    assert run("--period", "all", "--letters", target, "--workers", "1", "--format", "html").code == 0


def test_the_store_is_private_and_can_be_purged(run: Run, few: Path) -> None:
    assert report(run, few).code == 0
    store = Path(".imr-store")
    assert stat.S_IMODE(store.stat().st_mode) == 0o700
    assert all(stat.S_IMODE(path.stat().st_mode) == 0o600 for path in store.rglob("*") if path.is_file())
    done = run("purge", "--yes")
    assert done.code == 0
    assert "deleted the store" in done.out
    assert not store.exists()


def test_an_index_places_undated_letters_and_groups_internal_tables(run: Run, letters: Path) -> None:
    names = sorted(path.name for path in letters.glob("*.txt"))
    index = Path("index.csv")
    index.write_text("file,decided,client\n" + "".join(f"{name},2015-02-03,North\n" for name in names))
    plain = report(run, letters, "--store", "one", period="2015")
    placed = report(run, letters, "--store", "two", "--index", index, period="2015")
    count = lambda text: int(text.split(" cases and ")[0].split()[-1])  # noqa: E731
    assert count(placed.out) > count(plain.out)
    assert "North" in Path("output/2015/report.html").read_text()


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("--period", "2015Q9"), 2, "unknown period"),
        (("--letters", "."), 2, "--period"),
        (("--colour", "red"), 2, "--colour"),
        (("--period", "2015", "--audience", "everyone"), 2, "everyone"),
        (("--period", "2015", "--as-of", "2014-01-01"), 2, "--as-of"),
        (("--period", "2015", "--letters", "none/Roe.txt"), 2, "number 1"),
        (("--period", "2015", "--as-of", "soon"), 2, "--as-of"),
        (("--period", "2015", "--format", "docx"), 2, "formats"),
        (("--period", "2015", "--config", "none.toml"), 5, "--config"),
        (("--period", "2015", "--letters", str(LETTERS), "--letters", "."), 2, "never mix"),
        (("status",), 5, "no store"),
        (("purge", "--yes"), 5, "no store"),
        (("deidentify", "none.txt", "--out", "o"), 2, "number 1"),
        (("parse", "none.txt"), 2, "number 1"),
    ],
)
def test_bad_input_gets_one_clear_line(run: Run, arguments: tuple[str, ...], code: int, words: str) -> None:
    done = run(*arguments)
    assert done.code == code
    assert words in done.err
    assert "Traceback" not in done.err
    assert "Roe" not in done.err
    assert len(done.err.strip().splitlines()) == 1


def test_a_folder_without_letters_and_an_empty_period_end_with_code_3(run: Run) -> None:
    Path("nothing").mkdir()
    assert run("--period", "2015", "--letters", "nothing").code == 3
    assert not Path("output").exists()
    assert run("deidentify", "nothing", "--out", "o").code == 3


def test_what_is_no_regular_file_hangs_nothing(run: Run, few: Path) -> None:
    os.mkfifo(few / "pipe.txt")
    (few / "zero.txt").symlink_to("/dev/zero")
    (few / "gone.txt").symlink_to("/nowhere/at/all")
    Path(os.fsencode(few).decode(), b"Pe\xf1a.txt".decode("utf-8", "surrogateescape")).write_bytes(b"")
    assert report(run, few).code == 0
    assert f"    {'unreadable':<24}{3:>8}" in run("status").out
    assert run("status", "--show-files").code == 0


def test_a_damaged_store_is_code_5_and_can_be_purged(run: Run, few: Path) -> None:
    assert report(run, few).code == 0
    for part in Path(".imr-store/cases").glob("*/*.cases.parquet"):
        part.write_bytes(b"cut")
    assert run("--period", "all").code == 5
    Path(".imr-store/manifest.sqlite").unlink()
    assert run("--period", "all").code == 5
    assert run("purge", "--yes").code == 0
    assert not Path(".imr-store").exists()


def test_a_cut_off_run_leaves_no_workers_behind(letters: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "imr_reports", "--period", "all", "--letters", str(letters)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    run = subprocess.Popen(
        [*command, "--workers", "2"], cwd=tmp_path, env=environment, stderr=subprocess.PIPE, text=True
    )
    latest = time.monotonic() + 60
    while not (tmp_path / ".imr-store" / "manifest.sqlite").exists() and time.monotonic() < latest:
        time.sleep(0.1)
    time.sleep(1)  # until there are workers
    run.terminate()
    _, said = run.communicate(timeout=60)  # a worker left behind would hold stderr open
    assert run.returncode == 130
    assert said.splitlines() == ["imr-report: interrupted; what was read is kept, run it again to go on"]


def test_an_output_that_cannot_be_written_is_code_5(run: Run, few: Path) -> None:
    Path("output").write_text("in the way")
    done = report(run, few)
    assert done.code == 5
    assert "--output" in done.err


def test_version_and_help_for_newcomers(run: Run) -> None:
    assert run("--version").out.startswith("imr-report 0.")
    text = run("--help").out
    for word in ("--period", "2015Q1", "deidentify", "parse", "status", "resolve", "purge", "Exit codes"):
        assert word in text


@pytest.mark.usefixtures("stored")
def test_a_period_with_nothing_in_it_gives_a_short_report_that_says_so(run: Run) -> None:
    done = run("--period", "2099", "--format", "html")
    assert done.code == 0, done.err
    assert "no letters in the period 2099 by decision date; the store holds" in done.err
    page = Path("output/2099/report.html").read_text(encoding="utf-8")
    assert "No cases fall in this period." in page
    assert "Letters found" in page
    assert len(re.findall(r"<figure", page)) == 0
