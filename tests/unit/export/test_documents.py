"""What is written about a data set is true of it, and of the measurements that it quotes."""

import re
from dataclasses import replace
from datetime import date

import pytest

from imr_reports.export import as_told
from imr_reports.records.dataset import Tier
from tests.conftest import ROOT
from tests.invented_dataset import EDITION, export_dataset, invent_dataset

HEADINGS = ("Motivation", "Composition", "Collection", "Preprocessing", "Uses", "Limits")


def text(files: dict[str, bytes], name: str) -> str:
    return files[name].decode("utf-8")


def test_the_datasheet_has_its_headings_and_this_versions_figures(dataset, files) -> None:
    page = text(files, "README.md")
    assert [line[3:] for line in page.splitlines() if line.startswith("## ")][:6] == list(HEADINGS)
    for name, frame in dataset.tables.items():
        assert f"| `{name}` | {len(frame):,} |" in page
    upheld = dataset.tables["issues"]["decision"].eq("upheld")
    assert f"(`upheld`) | {upheld.sum():,} | {upheld.mean():.1%} |" in page
    assert "| issues whose decision could not be read | 1 to 10 |".replace("10", str(dataset.k - 1)) in page
    named = re.findall(r"^\| `([^`]+)` \| [^|]*\|$", page.split("## Motivation")[0], re.MULTILINE)
    assert {name.split("/")[0] for name in named} | {"README.md"} == {name.split("/")[0] for name in files}


def test_no_place_is_left_open_in_any_document(files) -> None:
    for name in ("README.md", "PRIVACY.md", "USE-TERMS.md", "LICENSE", "CITATION.cff", "CHANGELOG.md"):
        assert "$" not in text(files, name), name


def test_the_terms_say_what_the_law_asks_of_such_a_contract(dataset, files) -> None:
    terms = " ".join(text(files, "USE-TERMS.md").split())
    assert "includes de-identified patient information" in terms
    assert "1798.148" in terms
    assert "must not re-identify anyone in it, nor try to" in terms
    assert "must not pass it on to a third party" in terms
    assert "bound by contract to these terms or to stricter ones" in terms
    assert EDITION.method in terms
    assert ("published letters" in terms.lower()) is (dataset.tier is Tier.CONTROLLED)


def test_only_the_open_tier_has_a_public_licence(dataset, files) -> None:
    licence = text(files, "LICENSE")
    assert ("CC-BY-4.0" in licence) is (dataset.tier is Tier.OPEN)
    assert "LicenseRef-IMR-Use-Terms" in licence


def test_measured_recall_is_that_of_the_documentation(files) -> None:
    stated = (ROOT / "docs" / "deidentification.md").read_text(encoding="utf-8")
    rows = re.findall(r"\(`(samples/[\w.]+)`\) \| (\d+) \| (\.\d+) \| (\d+) \|", text(files, "PRIVACY.md"))
    assert len(rows) == 3
    for name, letters, recall, clean in rows:
        line = next(line for line in stated.splitlines() if line.startswith(f"| `{name}`"))
        assert f"| {letters} | {recall} (" in line
        assert f"| {clean} of {letters} (" in line


def test_risks_stand_beside_each_other_and_small_numbers_of_persons_do_not() -> None:
    dataset = invent_dataset(Tier.OPEN)
    before = replace(dataset.risk_before, unique=4, records_below_k=40, classes_below_k=6)
    page = text(export_dataset(replace(dataset, risk_before=before), EDITION), "PRIVACY.md")
    assert "| Cases alone in their class | 1 to 10 | 0 |" in page
    assert "| Cases in them | 40 | 0 |" in page
    assert "| Classes of fewer than k cases | 6 | 0 |" in page
    assert "| Prosecutor, highest | 0.0333 | 0.0333 |" in page
    assert "| `cases.age_band` | 12.5% |" in page


def test_the_controlled_tier_tells_how_many_texts_can_be_found_again() -> None:
    page = text(export_dataset(invent_dataset(Tier.CONTROLLED), EDITION), "PRIVACY.md")
    assert "| rationale | 8 | 120 | 50.0% |" in page


@pytest.fixture(scope="module")
def second() -> str:
    """The changelog of a second version that has fewer cases, another policy and another program."""
    larger, smaller = invent_dataset(Tier.OPEN), invent_dataset(Tier.OPEN, cases=60)
    told = as_told(larger, EDITION, {"data/cases.parquet": "0" * 64})
    told = replace(told, columns={**told.columns, "cases": (*told.columns["cases"], "height")})
    now = replace(
        EDITION,
        version=2,
        as_of=date(2016, 12, 31),
        program="imr_reports 0.2.0",
        settings={"Policy": "expert"},
        earlier=(told,),
    )
    return text(export_dataset(smaller, now), "CHANGELOG.md")


def test_the_changelog_tells_what_differs_from_the_version_before(second: str) -> None:
    newest, first = second.split("## 1.0.0")
    assert "## 2.0.0, 2016-12-31" in newest
    assert "Rows of `cases`: 90 before, 60 now." in newest
    assert "Columns of `cases` that are gone: `height`." in newest
    assert "Policy: safe-harbor before, expert now." in newest
    assert "Program: imr_reports 0.1.0 before, imr_reports 0.2.0 now." in newest
    assert "`data/cases.parquet`" in newest
    assert "Specification" not in newest
    assert "First version. Rows: cases 90" in first
