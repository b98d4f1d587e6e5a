"""A released data set: k cases in each class, keys that link nothing, nothing in it that may not leave."""

import re
from dataclasses import replace

import pandas as pd
import pytest

from imr_reports.errors import UsageError
from imr_reports.protect.microdata import DatasetPlan, protect_dataset
from imr_reports.records.dataset import KEY_PATTERN, ColumnRole, ReleaseDataset, Tier
from tests.invented_microdata import SECRET, invent_microdata, release, smallest_classes

FRAMES = invent_microdata(900, seed=3)


@pytest.fixture(scope="module")
def opened() -> ReleaseDataset:
    return release(FRAMES, Tier.OPEN)


@pytest.fixture(scope="module")
def controlled() -> ReleaseDataset:
    return release(FRAMES, Tier.CONTROLLED)


def both(opened: ReleaseDataset, controlled: ReleaseDataset) -> tuple[ReleaseDataset, ReleaseDataset]:
    return opened, controlled


def test_each_class_has_k_cases_by_a_few_lines_of_pandas(
    opened: ReleaseDataset, controlled: ReleaseDataset
) -> None:
    assert min(smallest_classes(opened).values()) >= 11
    assert min(smallest_classes(controlled).values()) >= 5


def test_tables_have_the_columns_types_and_values_of_the_specification(
    opened: ReleaseDataset, controlled: ReleaseDataset
) -> None:
    for dataset in (opened, controlled):
        assert list(dataset.tables) == [table.name for table in dataset.spec.tables]
        for table in dataset.spec.tables:
            frame = dataset.tables[table.name]
            assert list(frame) == [column.name for column in table.columns]
            keys = frame[list(table.primary_key)]
            assert keys.notna().all(axis=None)
            assert not keys.duplicated().any()
            assert keys.equals(keys.sort_values(list(table.primary_key), ignore_index=True))
            for column in table.columns:
                values = frame[column.name]
                assert str(values.dtype) == column.type.dtype
                assert not (column.required and values.isna().any()), column.name
                if column.values:
                    assert set(values.dropna()) <= {value for value, _ in column.values}
                if column.maximum is not None:
                    assert values.dropna().between(column.minimum or 0, column.maximum).all()
                if column.within:
                    assert values[frame[column.within].isna()].isna().all()
            for column_name, other in table.foreign_keys:
                assert frame[column_name].dropna().isin(dataset.tables[other][column_name]).all()


def test_keys_are_stable_over_versions_and_have_nothing_in_common_between_tiers(
    opened: ReleaseDataset, controlled: ReleaseDataset
) -> None:
    most = set(FRAMES.cases["reference"].astype("str")) - set(FRAMES.cases["reference"].astype("str")[::5])
    part = replace(
        FRAMES,
        cases=FRAMES.cases[FRAMES.cases["reference"].isin(most)].reset_index(drop=True),
        issues=FRAMES.issues[FRAMES.issues["reference"].isin(most)].reset_index(drop=True),
        citations=FRAMES.citations[FRAMES.citations["reference"].isin(most)].reset_index(drop=True),
    )
    earlier = release(part, Tier.OPEN).tables["cases"]
    later = opened.tables["cases"].merge(earlier, on="case_key", suffixes=("", "_earlier"))
    assert len(later) == len(earlier)
    assert (later["partition"] == later["partition_earlier"]).all()
    keys = {dataset.tier: set(dataset.tables["cases"]["case_key"]) for dataset in (opened, controlled)}
    assert not keys[Tier.OPEN] & keys[Tier.CONTROLLED]
    assert not keys[Tier.OPEN] & set(release(FRAMES, Tier.OPEN, bytes(32)).tables["cases"]["case_key"])
    references = set(FRAMES.cases["reference"].astype("str"))
    for dataset in (opened, controlled):
        for frame in dataset.tables.values():
            for name in frame:
                values = set(frame[name].dropna().astype("str"))
                assert not values & references
                assert not name.endswith("_key") or all(re.fullmatch(KEY_PATTERN, value) for value in values)


def test_rows_stand_in_another_order_in_each_tier(opened: ReleaseDataset, controlled: ReleaseDataset) -> None:
    orders = [dataset.tables["cases"]["issue_count"].clip(upper=2) for dataset in (opened, controlled)]
    assert not orders[0].equals(orders[1])


def test_sides_are_drawn_by_case_and_differ_between_tiers(
    opened: ReleaseDataset, controlled: ReleaseDataset
) -> None:
    issues = opened.tables["issues"].dropna(subset="case_key")
    joined = issues.merge(opened.tables["cases"], on="case_key")
    assert (joined["partition_x"] == joined["partition_y"]).all()
    shares = opened.tables["cases"]["partition"].value_counts(normalize=True)
    assert shares["train"] == pytest.approx(0.8, abs=0.05)
    assert shares["test"] == pytest.approx(0.1, abs=0.04)
    assert set(controlled.tables["texts"]["partition"]) == {"train", "validation", "test"}


def test_the_same_frames_give_the_same_tables(opened: ReleaseDataset) -> None:
    again = release(FRAMES, Tier.OPEN)
    for name, frame in opened.tables.items():
        pd.testing.assert_frame_equal(frame, again.tables[name])


def test_the_open_tier_has_no_texts_days_or_dates(opened: ReleaseDataset) -> None:
    assert "texts" not in opened.tables
    names = {column.name for table in opened.spec.tables for column in table.columns}
    assert not {name for name in names if "days" in name or "date" in name}
    assert not any(table.of_role(ColumnRole.TEXT) for table in opened.spec.tables)
    for frame in opened.tables.values():
        for column in frame:
            assert not frame[column].astype("string").str.contains(r"\d{4}-\d\d|\d/\d", na=False).any()


def test_texts_hold_no_years_and_go_with_their_issues(controlled: ReleaseDataset) -> None:
    texts = controlled.tables["texts"]
    rationales = texts[texts["kind"] == "rationale"]
    assert rationales["text"].str.contains("[date]", regex=False).all()
    assert not rationales["text"].str.contains("2015").any()
    assert len(rationales) == len(controlled.tables["issues"])
    assert (texts["issue_key"].isna() == (texts["kind"] == "summary")).all()


def test_how_many_texts_could_be_found_by_their_wording_is_measured(controlled: ReleaseDataset) -> None:
    found = {match.kind: match for match in controlled.text_matches}
    assert found["rationale"].share == 1
    assert found["summary"].share == 0
    assert found["summary"].texts == len(FRAMES.cases)
    assert found["disputed_item"].texts == 0  # five words hold no run of eight


def test_issues_stand_with_their_case_up_to_a_number_that_many_cases_have(
    opened: ReleaseDataset, controlled: ReleaseDataset
) -> None:
    true = FRAMES.issues.groupby(FRAMES.issues["reference"].astype("str")).size()
    for dataset in (opened, controlled):
        cases, issues = dataset.tables["cases"], dataset.tables["issues"]
        linked = issues.groupby("case_key").size()
        assert (linked.loc[cases["case_key"]].to_numpy() == cases["issue_count"].to_numpy()).all()
        most = cases["issue_count"].max()
        assert most > 1
        assert sorted(cases["issue_count"]) == sorted(true.clip(upper=most))
        assert issues["case_key"].isna().sum() == (true - true.clip(upper=most)).sum()
        assert dataset.left_out["issues of cases with very many"] == 0
    assert controlled.tables["cases"]["issue_count"].max() == 7


@pytest.mark.parametrize("tier", Tier)
def test_unusual_values_never_come_out(tier: Tier) -> None:
    cases, issues = FRAMES.cases.copy(), FRAMES.issues.copy()
    for name, value in {"sex": "planted", "priority": "planted", "work_status": "planted"}.items():
        cases[name] = cases[name].astype("str")
        cases.loc[:20, name] = value
    for name in ("service_category", "service_subcategory", "procedure", "reviewer_basis"):
        issues[name] = issues[name].astype("str")
        issues.loc[:40, name] = "planted"
    issues.loc[0, "procedure"] = "Kyphoplasty"
    cases.loc[0, "age"] = 97
    dataset = release(replace(FRAMES, cases=cases, issues=issues), tier)
    for frame in dataset.tables.values():
        for name in frame:
            if name != "text":
                assert not frame[name].astype("string").str.contains("planted|Kyphoplasty", na=False).any()
    assert min(smallest_classes(dataset).values()) >= dataset.k


def test_no_count_of_a_decision_is_small_in_the_open_tier(opened: ReleaseDataset) -> None:
    issues = opened.tables["issues"].merge(opened.tables["cases"], on="case_key", how="left")
    names = [
        column.name
        for table in opened.spec.tables[:2]
        for column in table.columns
        if column.role in (ColumnRole.QUASI_IDENTIFIER, ColumnRole.OTHER)
    ]
    for name in names:
        rows = issues if name in opened.tables["issues"] else issues.dropna(subset="case_key")
        counts = rows.groupby([name, "decision"], dropna=False).size()
        assert counts.min() >= 11, counts
    for table, name in (("reasons", "reason"), ("citations", "title"), ("citations", "source")):
        rows = opened.tables[table].merge(opened.tables["issues"], on="issue_key")
        has = rows.groupby(["side", name] if table == "citations" else [name])
        for _, group in has:
            counts = group.drop_duplicates("issue_key").groupby("decision").size()
            assert counts.min() >= 11


def test_risks_fall_and_what_was_withheld_is_told(opened: ReleaseDataset, controlled: ReleaseDataset) -> None:
    for dataset in (opened, controlled):
        before, after = dataset.risk_before, dataset.risk_after
        assert before.prosecutor_highest == 1
        assert after.prosecutor_highest <= 1 / dataset.k
        assert after.marketer < before.marketer
        assert (after.classes_below_k, after.unique) == (0, 0)
        assert before.classes_below_k > 0
        assert all(0 <= share <= 1 for share in dataset.suppressed.values())
        assert dataset.diversity.lowest >= 1
    blank = opened.tables["issues"]["service_category"].isna().mean()
    assert opened.suppressed["issues.service_category"] == pytest.approx(blank, abs=0.02)


def test_a_late_letter_stands_in_the_year_that_counts_it() -> None:
    cases = FRAMES.cases.assign(counted="2015-02")
    cases.loc[:5, "decided"] = pd.Timestamp("2014-12-20")
    years = release(replace(FRAMES, cases=cases), Tier.OPEN).tables["cases"]["decision_year"]
    assert set(years) == {2015}


def test_too_few_cases_or_decisions_are_refused() -> None:
    with pytest.raises(UsageError, match="at least 11 cases"):
        release(invent_microdata(9, seed=1), Tier.OPEN)
    with pytest.raises(UsageError, match="too few decisions"):
        release(invent_microdata(60, seed=1, overturned=0.02), Tier.OPEN)


def test_texts_go_into_the_controlled_tier_alone() -> None:
    for tier, texts in ((Tier.OPEN, pd.DataFrame()), (Tier.CONTROLLED, None)):
        with pytest.raises(UsageError, match="texts"):
            protect_dataset(FRAMES, DatasetPlan(tier=tier, period="2015", secret=SECRET), texts)


def test_issues_that_go_are_of_no_case_or_of_many_with_each_decision(opened: ReleaseDataset) -> None:
    decided = FRAMES.issues[FRAMES.issues["decision"].isin(["upheld", "overturned"])]
    lost = (
        decided["decision"].astype("str").value_counts()
        - opened.tables["issues"]["decision"].astype("str").value_counts()
    )
    assert lost.isin([0]).all() or (lost[lost > 0] >= opened.k).all()


def test_a_set_in_which_few_issues_would_have_to_go_is_refused() -> None:
    sizes = FRAMES.issues.groupby("reference", observed=True)["sequence"].transform("size")
    alone = FRAMES.issues[sizes == 1]["reference"].astype("str").unique()
    several = FRAMES.issues[sizes > 1]["reference"].astype("str").unique()[:4]
    chosen = set(alone) | set(several)
    part = replace(
        FRAMES,
        cases=FRAMES.cases[FRAMES.cases["reference"].isin(chosen)].reset_index(drop=True),
        issues=FRAMES.issues[FRAMES.issues["reference"].isin(chosen)].reset_index(drop=True),
        citations=FRAMES.citations[FRAMES.citations["reference"].isin(chosen)].reset_index(drop=True),
    )
    with pytest.raises(UsageError, match="too few cases have several issues"):
        release(part, Tier.OPEN)
