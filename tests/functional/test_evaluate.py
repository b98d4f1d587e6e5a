"""`imr-report evaluate`: figures on tagged letters, a private page, and no letter text anywhere else."""

import json
import re
import stat
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from imr_reports.errors import UsageError
from imr_reports.pipeline import evaluate_letters
from tests.conftest import ROOT
from tests.functional.conftest import Run

TAGGED = ROOT / "samples" / "tagged"
LETTER = (
    "Case Number: ⟦ID|CM15-0012345⟧\r\n"
    "Dear ⟦NAME|Hallvard Quistgaard⟧: on ⟦DATE|11/22/2014⟧ Dr. ⟦NAME|Nakamura-Ruiz⟧ asked for Norco\r\n"
    "10/325 mg.\r\n"
    "The Spurling test was positive at C5-C6; pain was 7/10. MTUS, 2009, Page(s): 74-96.\r\n"
)


class Silent:
    def start(self, total: int, what: str) -> None:
        pass

    def advance(self, steps: int) -> None:
        pass


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    folder = tmp_path / "gold"
    folder.mkdir()
    (folder / "quistgaard.txt").write_text(LETTER, encoding="utf-8", newline="")
    (folder / "README.md").write_text("no letter", encoding="utf-8")
    return folder


def figure(out: str, label: str) -> str:
    (line,) = (line for line in out.splitlines() if line.startswith(f"{label}  "))
    return line.removeprefix(label).strip()


def test_a_letter_scrubbed_rightly(run: Run, gold: Path) -> None:
    done = run("evaluate", gold)
    assert done.code == 0
    assert done.out.startswith("1 letter\n")
    assert "1 of 1)" in figure(done.out, "leak-free letters")
    assert "4 of 4)" in figure(done.out, "entities caught, all")
    assert "2 of 2)" in figure(done.out, "entities caught, NAME")
    assert figure(done.out, "preserved, eponyms").endswith("1 of 1)")
    assert figure(done.out, "preserved, scores").endswith("2 of 2)")


def test_a_miss_and_a_wrong_redaction_are_counted_and_shown_on_the_page_alone(run: Run, gold: Path) -> None:
    # What is tagged here no scrubber should take; what is not tagged, it must.
    (gold / "b.txt").write_text("Mr. Osei had ⟦NAME|medically necessary⟧ care.", encoding="utf-8")
    done = run("evaluate", gold, "--out", "page.html", "--json", "figures.json")
    assert done.code == 0
    assert "1 of 2)" in figure(done.out, "leak-free letters")
    assert "4 of 5)" in figure(done.out, "entities caught, all")
    figures = json.loads(Path("figures.json").read_text("utf-8"))
    assert figures["letters"] == 2
    assert figures["systems"][0]["wrong"]["part"] == 1
    page = Path("page.html").read_text("utf-8")
    assert '<mark class="missed">medically necessary</mark>' in page
    assert re.search(r'<mark class="wrong">[^<]*Osei</mark>', page)
    assert "Quistgaard" not in page
    for text in (done.out, done.err, Path("figures.json").read_text("utf-8")):
        assert not re.search("Osei|necessary|Quistgaard|quistgaard|b\\.txt", text)
    assert "PHI" in done.err


def test_outputs_are_for_their_owner_alone(run: Run, gold: Path) -> None:
    run("evaluate", gold, "--out", "page.html", "--json", "figures.json")
    assert {stat.S_IMODE(Path(name).stat().st_mode) for name in ("page.html", "figures.json")} == {0o600}


def test_without_out_no_page_is_written(run: Run, gold: Path) -> None:
    done = run("evaluate", gold)
    assert done.code == 0
    assert list(Path().iterdir()) == []


def test_only_an_earlier_page_is_replaced(run: Run, gold: Path) -> None:
    assert run("evaluate", gold, "--out", "page.html").code == 0
    assert run("evaluate", gold, "--out", "page.html").code == 0
    letter = gold / "quistgaard.txt"
    before = letter.read_bytes()
    for option in ("--out", "--json"):
        done = run("evaluate", gold, option, letter)
        assert done.code == 2
        assert option in done.err
    assert letter.read_bytes() == before
    assert run("evaluate", gold, "--out", "one", "--json", "one").code == 2


def test_a_zip_gives_what_its_folder_gives(run: Run, gold: Path, tmp_path: Path) -> None:
    packed = tmp_path / "gold.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.write(gold / "quistgaard.txt", "2015/quistgaard.txt")
    folder, zipped = run("evaluate", gold), run("evaluate", packed)
    speed = re.compile(r"^letters per second.*$", re.MULTILINE)
    assert zipped.code == 0
    assert speed.sub("", zipped.out) == speed.sub("", folder.out)


def test_the_baseline_stands_beside_ours(run: Run, gold: Path) -> None:
    done = run("evaluate", gold, "--baseline", "--json", "figures.json")
    assert done.code == 0
    ours, stock = json.loads(Path("figures.json").read_text("utf-8"))["systems"]
    assert (ours["system"], stock["system"]) == ("imr-report", "stock presidio")
    assert ours["entities"]["all"]["whole"] == stock["entities"]["all"]["whole"] == 4
    assert stock["letters_per_second"] > 0


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.zip", b"no zip"),
        ("a.txt", b""),
        ("a.txt", b"No tags in here."),
    ],
)
def test_what_holds_no_tagged_letter_is_said_to_hold_none(
    run: Run, tmp_path: Path, name: str, content: bytes
) -> None:
    folder = tmp_path / "gold"
    folder.mkdir()
    (folder / name).write_bytes(content)
    done = run("evaluate", folder)
    assert done.code in {2, 3}
    assert done.out == ""
    assert len(done.err.strip().splitlines()) == 1


def test_an_empty_folder_holds_no_letters(run: Run, tmp_path: Path) -> None:
    done = run("evaluate", tmp_path)
    assert done.code == 3
    assert "no tagged letters" in done.err


def test_a_folder_that_is_not_there_is_named_by_its_position(run: Run) -> None:
    assert run("evaluate", "nowhere").code == 2


def test_a_letter_that_is_not_utf_8_is_told_by_its_position(run: Run, gold: Path) -> None:
    (gold / "roe.txt").write_bytes("Seen by ⟦NAME|Roe⟧.".encode("utf-16"))
    done = run("evaluate", gold)
    assert (done.code, len(done.err.splitlines())) == (2, 1)
    assert "letter 2: not UTF-8" in done.err
    assert "roe" not in done.err


def test_tags_that_hold_too_much_are_counted(run: Run, gold: Path) -> None:
    assert "warning" not in run("evaluate", gold).err
    (gold / "roe.txt").write_text("By ⟦NAME|Dr. Quillfeather⟧ of ⟦LOCATION|Reno, NV⟧.", encoding="utf-8")
    done = run("evaluate", gold)
    assert done.code == 0
    assert "begin with a title: 1;" in done.err
    assert "end with a state: 1;" in done.err
    assert "Quillfeather" not in done.err


def test_bad_tags_are_told_by_place_alone(run: Run, gold: Path) -> None:
    (gold / "zz_osei.txt").write_text("One.\nTwo ⟦NAME|Osei, three.\n", encoding="utf-8")
    (gold / "zz_bray.txt").write_text("⟦PERSON|Bray⟧", encoding="utf-8")
    done = run("evaluate", gold)
    assert done.code == 2
    assert done.out == ""
    (line,) = done.err.strip().splitlines()
    assert "letter 2, line 1: unknown type" in line
    assert "1 more" in line
    assert not re.search("Osei|Bray|osei|bray|PERSON", line)


words = st.text("bcdfghjklmnpqrstvwxz", min_size=7, max_size=12)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    parts=st.lists(
        st.tuples(words, st.sampled_from(["NAME", "ORG", "ID", "DONTCARE", ""])), min_size=1, max_size=8
    ),
    is_broken=st.booleans(),
)
def test_no_word_of_a_letter_is_printed(
    parts: list[tuple[str, str]], is_broken: bool, tmp_path: Path
) -> None:
    text = "\n".join(f"Mr. ⟦{kind}|{word}⟧ came" if kind else f"with {word}." for word, kind in parts)
    folder = tmp_path / "letters"
    folder.mkdir(exist_ok=True)
    (folder / "zq.txt").write_text(f"⟦NAME|Ann⟧ {text}{'⟦NAME|' if is_broken else ''}", encoding="utf-8")
    figures = tmp_path / "figures.json"
    figures.unlink(missing_ok=True)
    try:
        result = evaluate_letters(folder, Silent(), baseline=False, page=None, figures=figures)
        printed = "\n".join(result.lines) + figures.read_text("utf-8")
    except UsageError as error:
        assert is_broken
        printed = str(error)
    assert [word for word, _ in parts if word in printed] == []
    assert "zq" not in printed


@pytest.mark.slow
def test_the_samples_are_measured(run: Run) -> None:
    done = run("evaluate", TAGGED, "--json", "figures.json")
    assert done.code == 0
    figures = json.loads(Path("figures.json").read_text("utf-8"))
    ours = figures["systems"][0]
    assert figures["letters"] == len(list(TAGGED.glob("*.txt")))
    assert ours["entities"]["all"]["part"] / ours["entities"]["all"]["whole"] > 0.97
    assert ours["preserved"]["drug"]["part"] / ours["preserved"]["drug"]["whole"] > 0.99
