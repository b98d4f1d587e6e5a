"""Policies as a user meets them: `deidentify` and reports under each, and what is refused."""

import json
import re
import stat
from pathlib import Path

import pytest

from imr_reports.scrub.policy import SHIPPED
from tests.conftest import ROOT
from tests.functional.conftest import Run

LETTERS = ROOT / "samples" / "letters"
LETTER = "26_std2015_laundry_crps_dense.txt"
OWN = (ROOT / "imr_reports" / "scrub" / "policies" / "safe-harbor.toml").read_text(encoding="utf-8")
OWN = OWN.replace('name = "safe-harbor"', 'name = "of-our-own"')
_DATE = re.compile(r"\b\d{2}/\d{2}/\d{4}\b")


def scrubbed(run: Run, policy: str | Path, out: str, *more: object) -> str:
    done = run("deidentify", LETTERS / LETTER, "--out", out, "--keep-names", "--policy", policy, *more)
    assert done.code == 0, done.err
    return (Path(out) / LETTER).read_text(encoding="utf-8")


def own_policy(tmp_path: Path, *changes: tuple[str, str]) -> Path:
    text = OWN
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    file = tmp_path / "own.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_safe_harbor_is_the_default_and_names_no_day(run: Run) -> None:
    text = scrubbed(run, "safe-harbor", "a")
    assert run("deidentify", LETTERS / LETTER, "--out", "b", "--keep-names").code == 0
    assert (Path("b") / LETTER).read_text(encoding="utf-8") == text
    assert not _DATE.search(text)
    assert "[patient]" in text
    assert "[physician 2]" in text


def test_a_limited_data_set_keeps_dates_and_towns_and_says_so(run: Run) -> None:
    done = run("deidentify", LETTERS / LETTER, "--out", "a", "--keep-names", "--policy", "limited")
    text = (Path("a") / LETTER).read_text(encoding="utf-8")
    assert "data use agreement" in done.err
    assert json.loads(Path("a/policy.json").read_text())["policy_standard"] == "limited"
    assert len(_DATE.findall(text)) >= 5
    assert re.search(r"\bin (?!\[)[A-Z]\w+", text)
    assert "[patient]" in text
    assert "[contact]" in text


def test_an_expert_policy_keeps_intervals_and_another_run_moves_otherwise(run: Run, tmp_path: Path) -> None:
    true = _DATE.findall((LETTERS / LETTER).read_text(encoding="utf-8"))
    key = tmp_path / "key"
    key.write_bytes(bytes(range(32)))
    key.chmod(0o600)
    first = _DATE.findall(scrubbed(run, "expert", "a", "--key-file", key))
    again = _DATE.findall(scrubbed(run, "expert", "b", "--key-file", key))
    others = {tuple(_DATE.findall(scrubbed(run, "expert", f"c{i}"))) for i in range(3)}
    assert len(first) == len(true)
    assert not set(first) & set(true)
    assert first == again
    assert len(others | {tuple(first)}) > 1


def test_letters_are_read_again_under_another_key(run: Run, tmp_path: Path) -> None:
    letters, key = tmp_path / "letters", tmp_path / "key"
    letters.mkdir()
    (letters / LETTER).write_bytes((LETTERS / LETTER).read_bytes())
    key.write_bytes(bytes(range(32)))
    key.chmod(0o600)
    common = ("--period", "all", "--format", "html", "--workers", 1, "--policy", "expert")
    assert "1 new" in run(*common, "--letters", letters).out
    assert "0 new" in run(*common).out
    assert "1 new" in run(*common, "--key-file", key).out
    assert "0 new" in run(*common, "--key-file", key).out
    assert bytes(range(32)).hex() not in Path(".imr-store/manifest.sqlite").read_bytes().hex()
    # Dates moved by two keys are not put into one report.
    (letters / LETTER).unlink()
    done = run(*common)
    assert done.code == 5
    assert "another policy or key" in done.err


def test_a_key_that_others_can_read_is_refused(run: Run, tmp_path: Path) -> None:
    key = tmp_path / "key"
    key.write_bytes(bytes(32))
    key.chmod(0o644)
    done = run("deidentify", LETTERS / LETTER, "--out", "a", "--policy", "expert", "--key-file", key)
    assert done.code == 5
    assert "read by others" in done.err
    done = run("deidentify", LETTERS / LETTER, "--out", "a", "--key-file", key)
    assert done.code == 5
    assert "shifts no dates" in done.err


def test_offsets_count_from_the_injury_and_bare_years_go_with_them(run: Run, tmp_path: Path) -> None:
    text = scrubbed(run, own_policy(tmp_path, ('operator = "year"', 'operator = "offset"')), "a")
    assert "Date of Injury:\t[date +0 days]" in text
    assert re.search(r"Decision Date:\t\[date \+\d+ days\]", text)
    assert not re.search(r"\[date \d{4}\]", text)


def test_surrogates_stand_for_people(run: Run, tmp_path: Path) -> None:
    file = own_policy(tmp_path, ('[NAME]\noperator = "placeholder"', '[NAME]\noperator = "surrogate"'))
    text = scrubbed(run, file, "a")
    assert "[patient]" not in text
    assert "[physician" not in text


def test_texts_of_two_policies_do_not_share_a_folder(run: Run) -> None:
    scrubbed(run, "limited", "a")
    done = run("deidentify", LETTERS / LETTER, "--out", "a", "--policy", "safe-harbor")
    assert done.code == 5
    assert "another policy" in done.err


@pytest.mark.parametrize("policy", [name for name in SHIPPED if name != "safe-harbor"])
def test_the_public_gets_nothing_that_is_not_deidentified(run: Run, policy: str) -> None:
    done = run("--period", "2015", "--letters", LETTERS, "--policy", policy, "--audience", "public")
    assert done.code == 5
    assert "no public report" in done.err
    assert not Path("output").exists()


def test_a_report_says_under_which_policy_it_was_made(run: Run, tmp_path: Path) -> None:
    letters = tmp_path / "letters"
    letters.mkdir()
    for name in (LETTER, "08_psych_interpreter.txt", "12_carpal_tunnel.txt"):
        (letters / name).write_bytes((LETTERS / name).read_bytes())
    common = ("--period", "all", "--format", "html", "--workers", 1)
    done = run(*common, "--letters", letters, "--policy", "limited")
    assert done.code == 0, done.err
    folder = Path("output/all")
    assert "Limited data set" in (folder / "report.html").read_text(encoding="utf-8")
    assert json.loads((folder / "manifest.json").read_text())["policy"] == "limited"
    # Under another policy the letters are read again …
    done = run(*common, "--policy", "expert")
    assert done.code == 0, done.err
    assert "3 new" in done.out
    assert stat.S_IMODE(Path(".imr-store/shift.key").stat().st_mode) == 0o600
    assert "not by Safe Harbor" in (folder / "report.html").read_text(encoding="utf-8")
    # … and where that can't be done any more, nothing is mixed.
    for file in letters.iterdir():
        file.unlink()
    done = run(*common)
    assert done.code == 5
    assert "another policy" in done.err
    assert run("purge", "--yes").code == 0
    assert not Path(".imr-store").exists()
