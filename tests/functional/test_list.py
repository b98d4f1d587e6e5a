"""`imr-report list` says which reports have been made."""

import json
from pathlib import Path

from tests.functional.conftest import Run


def manifest(folder: Path, **said: object) -> None:
    folder.mkdir(parents=True)
    body = {"period": "2015Q1", "audience": "internal", "by": "decision date", "as_of": "2015-03-31"}
    (folder / "manifest.json").write_text(
        json.dumps({**body, "policy": "safe-harbor", "files": {"a": "b"}} | said)
    )


def test_reports_stand_by_period_and_audience(run: Run, tmp_path: Path) -> None:
    manifest(tmp_path / "2015Q1-public", audience="public")
    manifest(tmp_path / "2015Q1", invented_samples=True)
    manifest(tmp_path / "2014", period="2014")
    (tmp_path / "notes").mkdir()
    done = run("list", "--output", tmp_path)
    assert done.code == 0
    lines = [line.split() for line in done.out.splitlines()]
    assert lines[0][:2] == ["period", "audience"]
    assert [(line[0], line[-1]) for line in lines[1:]] == [
        ("2014", "2014"),
        ("2015Q1", "2015Q1"),
        ("2015Q1", "2015Q1-public"),
    ]
    assert "invented samples" in done.out.splitlines()[2]


def test_a_folder_without_a_report_says_so(run: Run, tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "nowhere"):
        done = run("list", "--output", folder)
        assert done.code == 3
        assert "no report" in done.err


def test_a_broken_manifest_is_no_report(run: Run, tmp_path: Path) -> None:
    manifest(tmp_path / "2015")
    (tmp_path / "x").mkdir()
    (tmp_path / "x" / "manifest.json").write_text("{")
    assert len(run("list", "--output", tmp_path).out.splitlines()) == 2
