"""Figures of a report, counted again from the store's files by other means: plain pandas over Parquet."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from synthetic_store import write_store

from imr_reports.cli import main

CASES, MONTHS = 3_000, 26
PERIOD, FIRST, LAST = "2016Q4", "2016-10-01", "2016-12-31"
OVERTURNED = ["overturned", "partially_overturned"]

Figures = dict[str, dict[str, dict[str, Any]]]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("recount") / "store"
    write_store(folder, CASES, MONTHS, "2016-12")
    return folder


@pytest.fixture(scope="module")
def figures(store: Path) -> Figures:
    """Table → row → measure → figure, as `report.json` says."""
    output = store.parent / "output"
    asked = ["--period", PERIOD, "--store", str(store), "--format", "json", "--output", str(output)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["imr-report", *asked])
        with pytest.raises(SystemExit) as ended:
            main()
    assert not ended.value.code
    told = json.loads((output / PERIOD / "report.json").read_text(encoding="utf-8"))
    return {table["key"]: {row["key"]: row["values"] for row in table["rows"]} for table in told["tables"]}


def read(store: Path, kind: str) -> pd.DataFrame:
    files = sorted(store.glob(f"cases/*/*.{kind}.parquet"))
    return pd.concat([pd.read_parquet(file) for file in files], ignore_index=True)


class Recount:
    """The period's cases, issues and citations."""

    def __init__(self, store: Path, first: str = FIRST, last: str = LAST) -> None:
        cases = read(store, "cases")
        cases["decided"] = pd.to_datetime(cases["decided"])
        self.cases = cases[cases["decided"].between(first, last)]
        keys = set(self.cases["letter_key"])
        issues = read(store, "issues")
        self.issues = issues[issues["letter_key"].isin(keys)].copy()
        self.issues["lost"] = self.issues["decision"].isin(OVERTURNED)
        cited = read(store, "citations")
        self.citations = cited[cited["letter_key"].isin(keys)].merge(
            self.issues[["letter_key", "sequence", "lost"]], on=["letter_key", "sequence"]
        )

    def exploded(self, column: str) -> pd.DataFrame:
        """Issues by each entry of a list once."""
        rows = self.issues.explode(column).dropna(subset=[column])
        rows = rows[rows[column] != ""]
        return rows.drop_duplicates(["letter_key", "sequence", column])


@pytest.fixture(scope="module")
def recount(store: Path) -> Recount:
    return Recount(store)


def decided(rows: pd.DataFrame, by: str) -> Iterator[tuple[str, int, int]]:
    """Yield key, rows and overturned rows."""
    for key, group in rows.groupby(by):
        yield str(key), len(group), int(group["lost"].sum())


def assert_same(table: dict[str, dict[str, Any]], rows: pd.DataFrame, by: str, least: int = 1) -> None:
    found = 0
    for key, issues, lost in decided(rows, by):
        if issues >= least:
            found += 1
            assert (table[key]["issues"], table[key]["overturned"]) == (issues, lost), key
            assert table[key]["percent_overturned"] == pytest.approx(100 * lost / issues, abs=0.051)
    assert found > 1


def test_cases_and_issues(figures: Figures, recount: Recount) -> None:
    cases, issues = recount.cases, recount.issues
    assert figures["outcomes_cases"]["total"]["cases"] == len(cases) > 300
    assert figures["outcomes_issues"]["total"]["issues"] == len(issues)
    assert figures["outcomes_issues"]["overturned"]["issues"] == issues["lost"].sum()
    for outcome, size in cases["outcome"].value_counts().items():
        assert figures["outcomes_cases"][str(outcome)]["cases"] == size
    per_case = issues.groupby("letter_key").size()
    for number in (1, 2, 3):
        assert figures["issues_per_case"][str(number)]["cases"] == (per_case == number).sum()


def test_decisions_by_what_was_disputed(figures: Figures, recount: Recount) -> None:
    assert_same(figures["decisions_by_category"], recount.issues, "service_category")
    for basis in ("claims_administrator_basis", "reviewer_basis"):
        assert_same(figures[f"decisions_by_{basis}"], recount.issues, basis)
    assert_same(figures["decisions_by_drug_class"], recount.exploded("drug_classes"), "drug_classes", 5)
    sites = recount.exploded("sites")
    sites = sites.assign(part=sites["sites"].str.split(":").str[0])
    parts = sites.drop_duplicates(["letter_key", "sequence", "part"])
    assert_same(figures["decisions_by_body_part"], parts, "part", 5)


def test_months_of_two_years(figures: Figures, store: Path) -> None:
    last_two_years = Recount(store, "2015-01-01", LAST)
    months = last_two_years.cases.set_index("letter_key")["decided"].dt.strftime("%Y-%m")
    issues = last_two_years.issues.assign(month=last_two_years.issues["letter_key"].map(months))
    assert len(figures["trend"]) == 24
    assert_same(figures["trend"], issues, "month")
    for month, cases in months.value_counts().items():
        assert figures["trend"][str(month)]["cases"] == cases


def test_the_period_before_and_a_year_before(figures: Figures, store: Path, recount: Recount) -> None:
    share = recount.issues["lost"].mean()
    for row, first, last in (
        ("before", "2016-07-01", "2016-09-30"),
        ("year_before", "2015-10-01", "2015-12-31"),
    ):
        then = Recount(store, first, last)
        told = figures["comparison"][row]
        assert (told["cases"], told["issues"]) == (len(then.cases), len(then.issues))
        change = 100 * (share - then.issues["lost"].mean())
        assert told["change"] == pytest.approx(change, abs=0.051)


def test_guidelines_cited(figures: Figures, recount: Recount) -> None:
    for side in ("claims_administrator", "reviewer"):
        cited = recount.citations[recount.citations["side"] == side]
        once = cited.drop_duplicates(["letter_key", "sequence", "source"])
        others = once[once["source"] != "mtus"]  # of the MTUS the basis tells, too
        assert_same(figures[f"guidelines_{side}"], others, "source", 5)


def test_reasons(figures: Figures, recount: Recount) -> None:
    for outcome, lost in (("overturned", True), ("upheld", False)):
        issues = recount.issues
        chosen = issues[issues["lost"]] if lost else issues[issues["decision"] == "upheld"]
        table = figures[f"reasons_{outcome}"]
        assert table["total"][outcome] == len(chosen)
        rows = chosen.explode("reasons").dropna(subset=["reasons"])
        sizes = rows.drop_duplicates(["letter_key", "sequence", "reasons"])["reasons"].value_counts()
        assert len(sizes) > 3
        for reason, size in sizes.items():
            assert table[str(reason)][outcome] == size


def test_days(figures: Figures, recount: Recount) -> None:
    for row, start in (("received_to_decided", "received"), ("assigned_to_decided", "assigned")):
        taken = (recount.cases["decided"] - pd.to_datetime(recount.cases[start])).dt.days
        known = taken[taken >= 0]
        told = figures["days"][row]
        assert told["cases"] == len(known)
        assert told["median"] == pytest.approx(known.median(), abs=0.051)
        assert told["ninth_decile"] == pytest.approx(known.quantile(0.9), abs=0.051)
        standard = recount.cases.loc[known.index, "priority"] == "Standard"
        assert told["standard_above"] == (standard & (known > 45)).sum()


def test_reviewers(figures: Figures, recount: Recount) -> None:
    rows = recount.cases.explode("reviewer_specialties").dropna(subset=["reviewer_specialties"])
    sizes = rows.drop_duplicates(["letter_key", "reviewer_specialties"])[
        "reviewer_specialties"
    ].value_counts()
    for specialty, size in sizes.head(5).items():
        assert figures["reviewer_specialties"][str(specialty)]["cases"] == size
    licensed = recount.cases["reviewer_states"].map(lambda states: "California" in set(states)).sum()
    assert figures["california_license"]["california"]["cases"] == licensed
