"""One file with several letters, through every command."""

import json
from pathlib import Path

import pytest

from tests.functional.conftest import Run
from tests.invented_letters import HEAD, TABLE, block

FIRST = TABLE + HEAD + block("Cane: Upheld")
SECOND = TABLE.replace("9900001", "9900002") + HEAD + block("Brace: Overturned") + block("Norco: Upheld")
CUT_OFF = TABLE.replace("9900001", "9900003") + HEAD


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    """Two letters, the first of them again, and one without its end."""
    file = tmp_path / "bundle.txt"
    file.write_text("\n\f".join([FIRST, SECOND, FIRST, CUT_OFF]))
    return file


def test_each_letter_is_a_case_and_the_same_one_counts_once(run: Run, bundle: Path) -> None:
    options = ("--period", "all", "--letters", bundle, "--workers", "1", "--format", "html")
    assert run(*options).code == 0
    status = run("status").out
    for name, number in (("letters found", 4), ("duplicates", 1), ("cases", 2)):
        assert f"{name:<28}{number:>8}" in status
    assert f"    {'no decisions found':<24}{1:>8}" in status
    before = Path("output/all/report.html").read_bytes()
    assert run(*options).code == 0
    assert Path("output/all/report.html").read_bytes() == before
    assert "4 letters" in run("purge", "--yes").out


def test_each_letter_is_a_line_of_its_own(run: Run, bundle: Path) -> None:
    lines = [json.loads(line) for line in run("parse", bundle, "--show-phi").out.splitlines()]
    assert [line["case_number"][-1] for line in lines] == ["1", "2", "1", "3"]
    assert [len(line["issues"]) for line in lines] == [1, 2, 1, 0]
    codes = [{found["code"] for found in line["quality"]} for line in lines]
    assert codes[0] == {"several_in_file"}
    assert codes[3] == {"several_in_file", "no_issues", "truncated"}


def test_each_letter_is_a_text_of_its_own(run: Run, bundle: Path) -> None:
    assert run("deidentify", bundle, "--out", "out", "--keep-names", "--keep-text").code == 0
    texts = sorted(Path("out").glob("*.phi"))
    assert [text.name for text in texts] == [f"bundle_letter{number}.phi" for number in (1, 2, 3, 4)]
    assert "".join(text.read_text() for text in texts) == bundle.read_text()
