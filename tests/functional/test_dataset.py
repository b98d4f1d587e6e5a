"""`imr-report dataset`: a version of the data set from the samples' store, in both tiers."""

import hashlib
import json
import shutil
import stat
import zipfile
from dataclasses import replace
from pathlib import Path

import duckdb
import frictionless
import mlcroissant
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from imr_reports.protect.microdata import protect_dataset
from imr_reports.records.dataset import ReleaseDataset, Tier
from imr_reports.records.ledger import ReleaseKind
from imr_reports.store import Store
from imr_reports.vocabulary.dataset import dataset_spec
from tests.conftest import ROOT
from tests.functional.conftest import Done, Run, run_once

CORPUS = ROOT / "samples" / "corpus.zip"
K = {"open": 11, "controlled": 5}


@pytest.fixture(scope="module")
def letters(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a third of the sample letters, copied so that they count as letters of the user's own."""
    folder = tmp_path_factory.mktemp("letters")
    with zipfile.ZipFile(CORPUS) as corpus:
        for name in sorted(corpus.namelist())[::3]:
            corpus.extract(name, folder)
    return folder


@pytest.fixture(scope="module")
def filled(letters: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of them, to be copied."""
    store = tmp_path_factory.mktemp("filled") / "store"
    done = run_once(
        "--period", "2015-01", "--letters", letters, "--store", store, "--format", "json",
        "--output", store.parent / "out",
    )  # fmt: skip
    assert done.code == 0, done.err
    return store


@pytest.fixture
def store(filled: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(filled, tmp_path / "store"))


def dataset(
    run: Run, store: Path, tier: str, *more: str | Path, period: str = "2015", out: str = "sets"
) -> Done:
    return run("dataset", "--period", period, "--tier", tier, "--store", store, "--out", out, *more)


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


@pytest.fixture(scope="module")
def written(filled: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The first version in each tier; tests must not change them."""
    root = tmp_path_factory.mktemp("written")
    store = Path(shutil.copytree(filled, root / "store"))
    for tier in K:
        done = run_once(
            "dataset", "--period", "2015", "--tier", tier, "--store", store, "--out", root / "sets"
        )
        assert done.code == 0, done.err
    return {tier: root / "sets" / f"imr-2015-{tier}-v1" for tier in K}


@pytest.mark.parametrize("tier", K)
def test_a_version_holds_all_its_files_and_their_checksums(written: dict[str, Path], tier: str) -> None:
    held = files(written[tier])
    tables = [table.name for table in dataset_spec().of(Tier(tier)).tables]
    assert {f"data/{table}.{kind}" for table in tables for kind in ("csv", "parquet")} <= held.keys()
    assert ("data/texts.jsonl" in held) is (tier == "controlled")
    assert {
        *("README.md", "LICENSE", "USE-TERMS.md", "CITATION.cff", "CHANGELOG.md", "PRIVACY.md"),
        *("SHA256SUMS", "provenance.json", "datapackage.json", "croissant.json"),
        *("dictionary.md", "dictionary.csv"),
        *("examples/overturned.py", "examples/reasons.sql", "examples/classes.py"),
    } <= held.keys()
    sums = dict(reversed(line.split("  ")) for line in held.pop("SHA256SUMS").decode().splitlines())
    assert sums == {name: hashlib.sha256(content).hexdigest() for name, content in held.items()}


@pytest.mark.parametrize("tier", K)
def test_every_class_of_the_written_files_holds_k_cases(written: dict[str, Path], tier: str) -> None:
    spec = dataset_spec().of(Tier(tier))
    tables = {
        name: pd.read_csv(written[tier] / "data" / f"{name}.csv", dtype=str, keep_default_na=False)
        for name in ("cases", "issues")
    }
    lines = {
        table.name: tables[table.name][
            [one.name for one in table.columns if one.role == "quasi_identifier"]
        ].agg("|".join, axis=1)
        for table in spec.tables
        if table.name in tables
    }
    issues = lines["issues"].groupby(tables["issues"]["case_key"]).agg(lambda one: "#".join(sorted(one)))
    whole = lines["cases"] + "##" + tables["cases"]["case_key"].map(issues).fillna("")
    assert len(whole) > 100
    assert whole.value_counts().min() >= K[tier]


@pytest.mark.parametrize("tier", K)
def test_others_tools_read_it(written: dict[str, Path], tier: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(written[tier])
    report = frictionless.validate("datapackage.json")
    assert report.valid, report.flatten(["resourceName", "fieldName", "type"])[:5]
    croissant = mlcroissant.Dataset(jsonld="croissant.json")
    for table in dataset_spec().of(Tier(tier)).tables:
        ((rows,),) = duckdb.sql(f"SELECT count(*) FROM 'data/{table.name}.parquet'").fetchall()
        assert [(rows,)] == duckdb.sql(f"SELECT count(*) FROM 'data/{table.name}.csv'").fetchall()
        assert sum(1 for _ in croissant.records(record_set=table.name)) == rows
    assert duckdb.sql(Path("examples/reasons.sql").read_text()).fetchall()


@pytest.mark.parametrize("tier", K)
def test_a_folder_is_verified_and_a_change_in_it_is_told(
    run: Run, written: dict[str, Path], tier: str, tmp_path: Path
) -> None:
    done = run("verify", written[tier])
    assert done.code == 0, done.out
    assert "data/issues.parquet: as published, nothing found" in done.out
    copy = Path(shutil.copytree(written[tier], tmp_path / "copy"))
    (copy / "data" / "issues.csv").write_bytes(b"issue_key\r\nKrzyzewski\r\n")
    (copy / "notes.txt").write_text("pain")
    done = run("verify", copy)
    assert done.code == 4
    assert (
        "data/issues.csv: it was changed after it was published; it holds a word that is not known"
        in done.out
    )
    assert "the manifest does not name it" in done.out
    assert "Krzyzewski" not in done.out + done.err


def test_nothing_links_the_tiers(written: dict[str, Path]) -> None:
    def keys(tier: str) -> set[str]:
        tables = [pd.read_parquet(path) for path in (written[tier] / "data").glob("*.parquet")]
        columns = [table[name] for table in tables for name in table if name.endswith("_key")]
        return {str(value) for column in columns for value in column.dropna()}

    assert not (keys("open") & keys("controlled"))


def test_a_rebuild_gives_the_same_bytes_and_no_new_version(run: Run, store: Path) -> None:
    first = dataset(run, store, "open")
    assert first.code == 0, first.err
    assert "version 1 is new" in first.out
    held = files(Path("sets/imr-2015-open-v1"))
    again = dataset(run, store, "open", out="elsewhere")
    assert again.code == 0, again.err
    assert "version 1 is in the ledger already" in again.out
    assert files(Path("elsewhere/imr-2015-open-v1")) == held
    assert "is there already" in dataset(run, store, "open").out
    with Store(store, kind=Store.kind_of(store)) as opened:
        (entry,) = opened.ledger.releases(ReleaseKind.DATASET)
    assert entry.label == "2015 open v1"
    assert entry.content["sums"]["SHA256SUMS"] == hashlib.sha256(held["SHA256SUMS"]).hexdigest()


def test_two_copies_of_a_store_give_the_same_bytes(run: Run, store: Path, tmp_path: Path) -> None:
    assert dataset(run, store, "controlled", out="before").code == 0
    other = Path(shutil.copytree(store, tmp_path / "copy"))
    assert dataset(run, other, "controlled", out="after").code == 0
    assert files(Path("before/imr-2015-controlled-v1")) == files(Path("after/imr-2015-controlled-v1"))


def test_what_differs_is_the_next_version_and_says_so(run: Run, store: Path) -> None:
    assert dataset(run, store, "open").code == 0
    done = dataset(run, store, "open", "--as-of", "2016-02-01", "--organization", "Example Health Plan")
    assert done.code == 0, done.err
    assert "version 2 is new" in done.out
    second = files(Path("sets/imr-2015-open-v2"))
    changes = second["CHANGELOG.md"].decode()
    assert changes.index("## 2.0.0, 2016-02-01") < changes.index("## 1.0.0, 2015-12-31")
    assert "Only the words about the data set changed." in changes
    first = files(Path("sets/imr-2015-open-v1"))
    assert [name for name in first if name.startswith("data/") and first[name] != second[name]] == []
    assert run("verify", "sets/imr-2015-open-v2").code == 0
    # What the first version was made by makes a third; the second, asked for again, is the second no more.
    again = dataset(run, store, "open", "--as-of", "2016-02-01", "--organization", "Example Health Plan")
    assert "version 2 is in the ledger already" in again.out


def test_a_version_is_never_overwritten(run: Run, store: Path) -> None:
    assert dataset(run, store, "open").code == 0
    (Path("sets/imr-2015-open-v1") / "README.md").write_text("mine")
    done = dataset(run, store, "open")
    assert done.code == 5
    assert "a version never changes" in done.err
    assert len(done.err.splitlines()) == 1
    assert Path("sets/imr-2015-open-v1/README.md").read_text() == "mine"


def plant(store: Path, words: str) -> None:
    """Write some words into a scrubbed text of the store, as if scrubbing had missed them."""
    for path in sorted(store.glob("cases/2015-*/*.texts.parquet")):
        table = pq.read_table(path)
        texts = table["rationale"].to_pylist()
        place = next((place for place, text in enumerate(texts) if len(text) > 80), None)
        if place is not None:
            texts[place] += words
            at = table.column_names.index("rationale")
            mode = stat.S_IMODE(path.stat().st_mode)
            pq.write_table(table.set_column(at, table.schema.field(at), pa.array(texts)), path)
            path.chmod(mode)
            return
    raise AssertionError("no text to plant it in")


PLANTED = {
    " As told by Dr. Zbigniew Krzyzewski of Wqxvale.": ("Krzyzewski", "Wqxvale"),
    " SSN: 123-45-6789.": ("123-45", "45-6789"),
    " Claim no. WC-2015-0044871.": ("0044871",),
    " Reach him at j.okwuosa@example.com.": ("okwuosa",),
}


@pytest.mark.parametrize(("words", "telling"), PLANTED.items())
def test_a_planted_identity_does_not_come_out(
    run: Run, store: Path, words: str, telling: tuple[str, ...]
) -> None:
    plant(store, words)
    done = dataset(run, store, "controlled")
    said = done.out + done.err
    if done.code:  # its shape stopped the run: nothing is written, and the ledger knows of nothing
        assert (done.code, len(done.err.splitlines())) == (4, 1)
        assert not Path("sets").exists()
        with Store(store, kind=Store.kind_of(store)) as opened:
            assert opened.ledger.releases() == ()
    else:
        texts = pd.read_parquet("sets/imr-2015-controlled-v1/data/texts.parquet")["text"]
        said += " ".join(texts)
        said += " ".join(content.decode("latin-1") for content in files(Path("sets")).values())
    assert [word for word in telling if word in said] == []


def test_no_planted_word_reaches_the_open_tier(run: Run, store: Path) -> None:
    plant(store, " As told by Dr. Zbigniew Krzyzewski, SSN 123-45-6789.")
    assert dataset(run, store, "open").code == 0
    folder = Path("sets/imr-2015-open-v1")
    assert not any(b"Krzyzewski" in content or b"123-45" in content for content in files(folder).values())
    tables = [pd.read_parquet(path).astype("str") for path in folder.glob("data/*.parquet")]
    assert not any(table.isin(["Krzyzewski"]).any().any() for table in tables)


@pytest.mark.parametrize("period", ["2015Q1", "2015-03", "all", "2015-02..2016-01"])
def test_only_whole_years_are_data_sets(run: Run, store: Path, period: str) -> None:
    done = dataset(run, store, "open", period=period)
    assert done.code == 2
    assert "whole calendar years" in done.err


def test_a_run_of_years_is_one_data_set(run: Run, store: Path) -> None:
    done = dataset(run, store, "controlled", period="2014-01..2015-12")
    assert done.code == 0, done.err
    years = pd.read_parquet("sets/imr-2014-2015-controlled-v1/data/cases.parquet")["decision_year"]
    assert set(years.dropna().astype(int)) <= {2014, 2015}


def test_a_period_without_letters_and_a_policy_that_keeps_dates_give_none(run: Run, store: Path) -> None:
    nothing = dataset(run, store, "open", period="2021")
    assert (nothing.code, len(nothing.err.splitlines())) == (3, 1)
    limited = dataset(run, store, "controlled", "--policy", "limited")
    assert limited.code == 5
    assert "no data set under the policy 'limited'" in limited.err
    assert not Path("sets").exists()


def test_the_store_and_the_data_set_stand_apart(run: Run, store: Path) -> None:
    done = dataset(run, store, "open", out=str(store / "sets"))
    assert done.code == 5
    assert "folders apart" in done.err


def test_the_provenance_tells_how_it_was_made(written: dict[str, Path]) -> None:
    said = json.loads((written["open"] / "provenance.json").read_text())
    assert said["policy"] == "safe-harbor"
    assert said["control_letters"]["came_out"] == 0
    assert said["ledger_head"] == "none"
    assert len(said["models"]["names"]["sha256"]) == 64
    later = json.loads((written["controlled"] / "provenance.json").read_text())
    assert len(later["ledger_head"]) == 64


def test_a_tier_is_not_released_for_two_periods_that_share_a_year(run: Run, store: Path) -> None:
    assert dataset(run, store, "open").code == 0
    done = dataset(run, store, "open", period="2014-01..2015-12")
    assert done.code == 2
    assert "shares a year" in done.err
    assert dataset(run, store, "controlled", period="2014-01..2015-12").code == 0


def test_a_version_with_other_rows_is_checked_beside_the_earlier_one(
    run: Run, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert dataset(run, store, "open").code == 0
    shown = protect_dataset

    def other_rows(*given: object) -> ReleaseDataset:
        """What a later program might do: withhold the age of all cases of one sex, and no one's sex."""
        made = shown(*given)
        cases = made.tables["cases"].copy()
        cases["sex"] = ["male", "female"] * (len(cases) // 2) + ["male"] * (len(cases) % 2)
        return replace(made, tables={**made.tables, "cases": cases})

    monkeypatch.setattr("imr_reports.pipeline.dataset.protect_dataset", other_rows)
    monkeypatch.setattr("imr_reports.export.checks._check_classes", lambda _: None)
    done = dataset(run, store, "open")
    assert done.code == 4
    assert "nothing was written" in done.err
    shutil.rmtree("sets")
    done = dataset(run, store, "open")
    assert done.code == 5
    assert "put it back there" in done.err
