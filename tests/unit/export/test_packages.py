"""The descriptions of the data set are valid, and tools of others find and check the tables by them."""

import json
import subprocess
import sys
from pathlib import Path

import duckdb
import frictionless
import mlcroissant
import pandas as pd
import pytest

from imr_reports.export.checks import smallest_class

EXAMPLES = Path("examples")


def ran(script: Path, where: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(script)], capture_output=True, text=True, check=False, cwd=where, timeout=120
    )


def test_frictionless_finds_nothing_wrong(folder) -> None:
    report = frictionless.validate(str(folder / "datapackage.json"))
    assert report.valid, report.flatten(["resourceName", "fieldName", "type", "note"])[:5]


def test_frictionless_finds_a_value_that_no_list_holds_and_a_key_that_leads_nowhere(folder, tmp_path) -> None:
    package = json.loads((folder / "datapackage.json").read_text())
    (tmp_path / "data").mkdir()
    for resource in package["resources"]:
        rows = pd.read_csv(folder / resource["path"], dtype=str, keep_default_na=False)
        if resource["name"] == "issues":
            rows.loc[0, "decision"], rows.loc[1, "case_key"] = "maybe", "bcdf" * 5
        rows.to_csv(tmp_path / resource["path"], index=False, lineterminator="\r\n")
        del resource["hash"]
    (tmp_path / "datapackage.json").write_text(json.dumps(package))
    report = frictionless.validate(str(tmp_path / "datapackage.json"))
    found = {(kind, field) for kind, field in report.flatten(["type", "fieldName"])}
    assert ("constraint-error", "decision") in found
    assert any(kind == "foreign-key" for kind, _ in found)


def test_croissant_is_valid_and_loads_all_tables(dataset, folder, monkeypatch) -> None:
    monkeypatch.chdir(folder)
    described = mlcroissant.Dataset(jsonld="croissant.json")
    assert not described.metadata.ctx.issues.errors
    for table in dataset.spec.tables:
        records = list(described.records(record_set=table.name))
        assert len(records) == len(dataset.tables[table.name])
        assert {name.partition("/")[2] for name in records[0]} == {one.name for one in table.columns}


def test_the_dictionary_names_each_column_and_value(dataset, folder) -> None:
    rows = pd.read_csv(folder / "dictionary.csv", dtype=str, keep_default_na=False)
    page = (folder / "dictionary.md").read_text(encoding="utf-8")
    for table in dataset.spec.tables:
        for column in table.columns:
            own = rows[(rows["table"] == table.name) & (rows["column"] == column.name)]
            assert list(zip(own["value"], own["label"], strict=True)) == list(column.values or [("", "")])
            assert f"### `{column.name}`: {column.title}" in page


@pytest.mark.parametrize("name", ["overturned.py", "classes.py"])
def test_an_example_in_python_runs_as_it_stands(folder, tmp_path, name) -> None:
    done = ran(folder / "examples" / name, tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.strip()


def test_the_example_tells_the_share_overturned(dataset, folder) -> None:
    done = subprocess.run(
        [sys.executable, str(folder / "examples" / "overturned.py")],
        capture_output=True,
        text=True,
        check=True,
    )
    line = next(line for line in done.stdout.splitlines() if line.startswith("all "))
    issues, share, lower, upper = map(float, line.split()[1:])
    decided = dataset.tables["issues"]["decision"]
    decided = decided[decided != "not_stated"]
    assert issues == len(decided)
    assert share == pytest.approx((decided != "upheld").mean(), abs=0.001)
    assert lower < share < upper


def test_the_example_of_classes_agrees_with_the_check(dataset, folder) -> None:
    done = ran(folder / "examples" / "classes.py")
    assert done.stdout.strip().endswith(f"smallest class: {smallest_class(dataset)}")


def test_the_example_in_sql_counts_issues_by_reason(dataset, folder, monkeypatch) -> None:
    monkeypatch.chdir(folder)
    rows = duckdb.sql((EXAMPLES / "reasons.sql").read_text(encoding="utf-8")).fetchall()
    decided = dataset.tables["issues"].query("decision != 'not_stated'")
    reasons = dataset.tables["reasons"].merge(decided[["issue_key", "decision"]], on="issue_key")
    for reason, issues, overturned, *_ in rows:
        own = reasons[reasons["reason"] == reason]
        assert (issues, overturned) == (len(own), (own["decision"] != "upheld").sum())
    assert len(rows) == reasons["reason"].nunique()
