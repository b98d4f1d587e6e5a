"""`deidentify` and `parse`: letters without a store."""

import json
import re
import stat
import zipfile
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.conftest import ROOT
from tests.functional.conftest import Run

LETTERS = ROOT / "samples" / "letters"


def without_spans(value: Any) -> Any:
    """A case as JSON, or a part of one, without its spans."""
    if isinstance(value, dict):
        return {name: without_spans(part) for name, part in value.items() if name not in {"span", "spans"}}
    return [without_spans(part) for part in value] if isinstance(value, list) else value


def findings(out: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in (out / "findings.jsonl").read_text().splitlines()]


def test_findings_index_the_text_as_read_and_never_quote_it(run: Run) -> None:
    out = Path("out")
    assert run("deidentify", LETTERS, "--out", out, "--keep-names").code == 0
    lines = findings(out)
    assert set(lines[0]) == {"letter", "entity_type", "start", "end", "score", "recognizer"}
    for file in sorted(LETTERS.glob("*.txt")):
        data = file.read_bytes()
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode("cp1252")
        own = [line for line in lines if line["letter"] == file.name]
        assert own
        assert all(0 <= line["start"] < line["end"] <= len(text) for line in own)
        scrubbed = (out / file.name).read_bytes().decode()
        kept = 0
        for line in sorted(own, key=lambda line: line["start"]):
            # What lies between two findings is in the scrubbed text, in its order.
            piece = text[kept : line["start"]]
            assert piece in scrubbed
            kept = line["end"]


def test_outputs_carry_neutral_names_unless_asked(run: Run, tmp_path: Path) -> None:
    source = tmp_path / "Roe_Jane.txt"
    source.write_bytes((sorted(LETTERS.glob("*.txt"))[0]).read_bytes())
    assert run("deidentify", source, "--out", "out").code == 0
    assert "Roe" not in " ".join(path.name for path in Path("out").iterdir())
    assert "Roe" not in Path("out/findings.jsonl").read_text()
    assert run("deidentify", tmp_path, "--out", "named", "--keep-names").code == 0
    assert Path("named/Roe_Jane.txt").is_file()


def test_keep_text_writes_what_offsets_index_for_the_owner_alone(run: Run, tmp_path: Path) -> None:
    source = tmp_path / "a.txt"
    source.write_bytes("Seen 3/4/2015 by Dr. Quillfeather.\r\n".encode("utf-16"))
    assert run("deidentify", source, "--out", "out", "--keep-names", "--keep-text").code == 0
    kept = Path("out/a.phi")
    assert kept.read_bytes().decode() == "Seen 3/4/2015 by Dr. Quillfeather.\r\n"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert "Quillfeather" not in Path("out/a.txt").read_text()


def test_a_member_called_like_a_way_out_stays_inside(run: Run, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "z.zip", "w") as archive:
        archive.writestr("../../escape.txt", "Nothing in here but plain words.")
    assert run("deidentify", tmp_path / "z.zip", "--out", "out", "--keep-names").code == 0
    assert Path("out/z.zip/escape.txt").is_file()


@pytest.mark.parametrize("out", ["letters", ".", "letters/out", "letters/../letters", "link"])
@pytest.mark.parametrize("given", ["letters", "letters/a.txt"])
def test_letters_are_never_written_over(run: Run, out: str, given: str) -> None:
    if (out, given) == ("letters/out", "letters/a.txt"):
        pytest.skip("a folder beside a letter that was given alone is apart from it")
    Path("letters").mkdir()
    Path("link").symlink_to("letters")
    Path("letters/a.txt").write_text("Seen 3/4/2015.")
    done = run("deidentify", given, "--out", out, "--keep-names")
    assert (done.code, len(done.err.splitlines())) == (2, 1)
    assert "path number 1" in done.err
    assert Path("letters/a.txt").read_text() == "Seen 3/4/2015."
    assert [path.name for path in Path("letters").iterdir()] == ["a.txt"]


def test_a_folder_that_holds_anything_else_is_refused(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Seen 3/4/2015.")
    Path("out").mkdir()
    Path("out/a.txt").write_text("Mine.")
    for _ in range(2):
        done = run("deidentify", tmp_path / "a.txt", "--out", "out", "--keep-names")
        assert (done.code, len(done.err.splitlines())) == (2, 1)
        assert [path.name for path in Path("out").iterdir()] == ["a.txt"]
        assert Path("out/a.txt").read_text() == "Mine."
    Path("out/a.txt").unlink()
    assert run("deidentify", tmp_path / "a.txt", "--out", "out", "--keep-names").code == 0
    Path("out/notes.txt").write_text("Mine.")
    done = run("deidentify", tmp_path / "a.txt", "--out", "out", "--keep-names")
    assert done.code == 2
    assert "1 file that deidentify did not write" in done.err
    assert Path("out/a.txt").exists()


def test_a_second_run_replaces_the_whole_former_output(run: Run, tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    for name in ("a.txt", "sub/b.txt"):
        (tmp_path / name).write_text("Seen 3/4/2015.")
    assert run("deidentify", tmp_path, "--out", "out", "--keep-names", "--keep-text").code == 0
    assert Path("out/sub/b.phi").is_file()
    for _ in range(2):  # under fresh references each time, and yet never doubled
        done = run("deidentify", tmp_path, "--out", "out")
        assert done.code == 0
        assert "of an earlier run replaced" in done.err
        texts = list(Path("out").rglob("*.txt"))
        assert len(texts) == len({line["letter"] for line in findings(Path("out"))}) == 2
        assert not list(Path("out").rglob("*.phi"))
        assert not Path("out/sub").exists()


def test_a_text_that_somebody_worked_on_is_left_alone(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Seen 3/4/2015.")
    assert run("deidentify", tmp_path, "--out", "out", "--keep-names").code == 0
    Path("out/a.txt").write_text("Seen [date]. My own note.")
    done = run("deidentify", tmp_path, "--out", "out", "--keep-names")
    assert done.code == 2
    assert "1 file that deidentify did not write, or that changed since" in done.err
    assert Path("out/a.txt").read_text() == "Seen [date]. My own note."


def test_a_list_that_leads_out_of_the_folder_deletes_nothing_there(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Seen 3/4/2015.")
    Path("mine.txt").write_text("Mine.")
    assert run("deidentify", tmp_path / "a.txt", "--out", "out").code == 0
    with Path("out/files.jsonl").open("a") as listed:
        listed.write('{"file": "../mine.txt", "sha256": ""}\n{"fil')
    assert run("deidentify", tmp_path / "a.txt", "--out", "out").code == 0
    assert Path("mine.txt").exists()


def test_texts_are_for_their_owner_alone(run: Run, tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "a.txt").write_text("Seen 3/4/2015.")
    assert run("deidentify", tmp_path, "--out", "new/out", "--keep-names", "--keep-text").code == 0
    modes = {stat.S_IMODE(path.stat().st_mode) for path in Path("new").rglob("*") if path.is_file()}
    folders = [Path("new"), Path("new/out"), Path("new/out/sub")]
    assert modes == {0o600}
    assert {stat.S_IMODE(folder.stat().st_mode) for folder in folders} == {0o700}


def test_what_cannot_be_read_is_named_by_position_and_the_rest_goes_on(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a Roe.txt").write_bytes(b"")
    (tmp_path / "b.txt").write_text("Plain words.")
    done = run("deidentify", tmp_path, "--out", "out")
    assert done.code == 0
    assert "file 1 of 2: not read (empty)" in done.err
    assert "Roe" not in done.err


def test_parse_is_deidentified_unless_told_otherwise(run: Run) -> None:
    letter = next(path for path in sorted(LETTERS.glob("*.txt")) if b"CM1" in path.read_bytes())
    plain, shown = run("parse", letter), run("parse", letter, "--show-phi")
    hidden, open_ = json.loads(plain.out), json.loads(shown.out)
    assert open_["case_number"].startswith("CM")
    assert open_["case_number"] not in plain.out
    assert len(hidden["issues"]) == len(open_["issues"])
    assert {
        "request",
        "decision",
        "claims_administrator_guideline",
        "reviewer_guideline",
        "rationale",
    } <= set(open_["issues"][0])


def test_every_sample_fits_the_published_schema(run: Run) -> None:
    validator = Draft202012Validator(json.loads(run("parse", "--schema").out))
    assert validator.schema == json.loads((ROOT / "docs" / "case.schema.json").read_text("utf-8"))
    for options in ((), ("--show-phi",)):
        lines = run("parse", LETTERS, *options).out.splitlines()
        assert len(lines) == len(list(LETTERS.glob("*.txt")))
        for line in lines:
            faults = [
                f"{fault.json_path}: {fault.validator}" for fault in validator.iter_errors(json.loads(line))
            ]
            assert faults == []


def test_the_gate_loses_nothing_that_was_coded(run: Run) -> None:
    hidden, shown = (run("parse", LETTERS, *options).out.splitlines() for options in ((), ("--show-phi",)))
    for one, other in zip(map(json.loads, hidden), map(json.loads, shown), strict=True):
        assert one["quality"] == other["quality"]
        for issue, identified in zip(one["issues"], other["issues"], strict=True):
            assert issue["service"] == without_spans(identified["service"])
            reasons = [(found["reason"], found["rule"]) for found in identified["reasons"]]
            assert [(found["reason"], found["rule"]) for found in issue["reasons"]] == list(
                dict.fromkeys(reasons)
            )
            for cited, known in zip(issue["citations"], identified["citations"], strict=True):
                assert {name: cited[name] for name in ("source", "title", "edition", "pages")} == {
                    name: known[name] for name in ("source", "title", "edition", "pages")
                }


@pytest.mark.parametrize("options", [(), ("--show-phi",)])
def test_the_quality_report_is_deidentified_and_names_letters_as_the_lines_do(
    run: Run, tmp_path: Path, options: tuple[str, ...]
) -> None:
    (tmp_path / "Roe Jane.txt").write_bytes(b"")
    files = [Path("quality.json"), Path("quality.md")]
    for file in files:
        done = run("parse", LETTERS, tmp_path, *options, "--quality", file)
        assert done.code == 0
        lines = [json.loads(line) for line in done.out.splitlines()]
        report = file.read_text("utf-8")
        for letter in LETTERS.glob("*.txt"):
            # What the tagged twin marks as a name or a number of a person is nowhere in the report.
            twin = (LETTERS.parent / "tagged" / letter.name).read_text("utf-8")
            marked = re.findall(r"⟦(?:NAME|ID|CONTACT)\|([^⟧]{5,})⟧", twin)
            assert [words for words in marked if words in report] == [], letter.name
        assert "Roe" not in report
    told = json.loads(files[0].read_text("utf-8"))
    assert (told["read"], told["unread"]) == (28, {"empty": 1})
    assert told["issues"] == sum(len(line["issues"]) for line in lines)
    assert {one["field"] for one in told["coverage"]} >= {"decision_date", "clinical.age", "service.drugs"}
    assert not Path("quality.json.aside").exists()


def test_a_quality_code_names_its_letters(run: Run) -> None:
    lines = [json.loads(line) for line in run("parse", LETTERS, "--quality", "q.json").out.splitlines()]
    given = {(code["code"], line["reference"]) for line in lines for code in line["quality"]}
    told = json.loads(Path("q.json").read_text("utf-8"))["codes"]
    assert given
    assert given == {(one["code"], reference) for one in told for reference in one["references"]}


@pytest.mark.parametrize(
    ("file", "code", "message"),
    [
        ("report.html", 2, "ends in .json or .md"),
        ("nowhere/report.md", 5, "can't be written"),
        ("folder.md", 5, "can't be written"),
    ],
)
def test_a_quality_report_that_cannot_be_written_stops_before_any_letter(
    run: Run, file: str, code: int, message: str
) -> None:
    Path("folder.md").mkdir()
    done = run("parse", LETTERS, "--quality", file)
    assert (done.code, done.out) == (code, "")
    assert message in done.err
    assert len(done.err.splitlines()) == 1


def test_parse_without_letters_says_what_it_needs(run: Run) -> None:
    done = run("parse")
    assert (done.code, done.err) == (2, "imr-report: name letters to parse: files, folders or zips\n")


@pytest.mark.parametrize("name", [path.stem for path in sorted(LETTERS.glob("*.txt"))])
def test_sample_letters_parse_as_expected(run: Run, name: str) -> None:
    expected = json.loads((ROOT / "samples" / "expected" / f"{name}.json").read_text())
    case = json.loads(run("parse", LETTERS / f"{name}.txt", "--show-phi").out)
    for field in (
        "case_number", "decision_date", "date_assigned", "date_of_injury", "ur_denial_date",
        "application_received", "priority", "format",
    ):  # fmt: skip
        assert case[field] == expected[field], field
    for field in ("specialties", "states"):
        assert case["reviewer"][field] == expected["reviewer"][field]
    assert [issue["decision"] for issue in case["issues"]] == [
        issue["decision"] for issue in expected["issues"]
    ]
    for got, wanted in zip(case["issues"], expected["issues"], strict=True):
        assert got["request"] == wanted["request"]
        assert got["rationale"].startswith(wanted["rationale_starts"])
        assert got["rationale"].endswith(wanted["rationale_ends"])
        for field in (
            "claims_administrator_guideline", "reviewer_guideline", "was_partly_authorized",
            "claims_administrator_basis", "reviewer_basis", "service_category",
        ):  # fmt: skip
            assert got[field] == wanted[field], field


def test_files_of_which_no_letter_was_read_end_with_exit_code_3(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("A list of errands, and nothing that was decided.")
    told = run("parse", tmp_path)
    assert told.code == 3
    assert "no letter was read" in told.err
    (tmp_path / "b.txt").write_bytes(sorted(LETTERS.glob("*.txt"))[0].read_bytes())
    told = run("parse", tmp_path)
    assert told.code == 0
    assert "1 letter done, 1 not read" in told.err
