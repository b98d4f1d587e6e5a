"""Whatever the cases are: what is released keeps the rule, says nothing untrue, and is the same each time."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from imr_reports.errors import PrivacyGateError, UsageError
from imr_reports.protect.microdata.keys import draw
from imr_reports.protect.microdata.linking import link, suppress_unlinked
from imr_reports.protect.microdata.profiles import COUNT
from imr_reports.protect.microdata.recheck import check_classes
from imr_reports.protect.microdata.recodes import recode
from imr_reports.protect.microdata.suppression import suppress
from imr_reports.records.dataset import ColumnRole, DatasetSpec, Tier
from imr_reports.vocabulary.dataset import dataset_spec
from tests.invented_microdata import SECRET, invent_microdata, release, smallest_classes

SLOW = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@SLOW
@given(
    cases=st.integers(5, 160),
    seed=st.integers(0, 10_000),
    overturned=st.floats(0.05, 0.6),
    tier=st.sampled_from(Tier),
)
def test_a_release_keeps_the_rule_or_is_refused(cases: int, seed: int, overturned: float, tier: Tier) -> None:
    frames = invent_microdata(cases, seed, overturned)
    try:
        dataset = release(frames, tier)
    except UsageError:
        return
    assert min(smallest_classes(dataset).values()) >= dataset.k
    assert dataset.risk_after.classes_below_k == 0
    if tier is Tier.OPEN:
        issues = dataset.tables["issues"]
        for name in ("service_category", "body_region", "reviewer_basis", "partly_authorized"):
            assert issues.groupby([name, "decision"], dropna=False).size().min() >= dataset.k


@SLOW
@given(cases=st.integers(60, 160), seed=st.integers(0, 10_000), tier=st.sampled_from(Tier))
def test_values_are_withheld_and_never_changed(cases: int, seed: int, tier: Tier) -> None:
    frames = invent_microdata(cases, seed)
    try:
        dataset = release(frames, tier)
    except UsageError:
        return
    before = recode(frames, dataset_spec().of(tier), tier)
    references = before.cases["reference"].to_numpy()
    things = [
        f"{references[case]}|{number}"
        for case, number in zip(before.issues["case"], before.issues["sequence"], strict=True)
    ]
    for name, table in (
        ("cases", before.cases.assign(case_key=draw(SECRET, tier, "case", references).keys.astype("str"))),
        ("issues", before.issues.assign(issue_key=draw(SECRET, tier, "issue", things).keys.astype("str"))),
    ):
        key = dataset.spec.table(name).primary_key[0]
        shown = dataset.tables[name].set_index(key)
        given_ = table.set_index(key).loc[shown.index]
        for column in shown.columns.intersection(given_.columns):
            same = shown[column].astype("string") == given_[column].astype("string")
            assert (shown[column].isna() | same.fillna(False)).all(), column


def _random_tables(
    sizes: list[int], seed: int, variety: int, spec: DatasetSpec
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return tables whose quasi-identifiers are drawn from so many values, some of them blank."""
    random = np.random.default_rng(seed)

    def drawn(table: str, rows: int) -> pd.DataFrame:
        names = spec.table(table).of_role(ColumnRole.QUASI_IDENTIFIER)
        values = {
            name: pd.Series(
                pd.Categorical.from_codes(
                    random.integers(-1, variety, rows), [f"v{one}" for one in range(variety)]
                )
            )
            for name in names
            if name != COUNT
        }
        return pd.DataFrame(values, index=range(rows))

    cases = drawn("cases", len(sizes))
    issues = drawn("issues", sum(sizes))
    for column in spec.table("issues").columns:
        if column.within:
            issues[column.name] = issues[column.name].mask(issues[column.within].isna())
    decision = pd.Categorical.from_codes(random.integers(0, 2, len(issues)), ["upheld", "overturned"])
    return cases, issues.assign(case=np.repeat(np.arange(len(sizes)), sizes), decision=decision)


@SLOW
@given(
    sizes=st.lists(st.sampled_from([1, 1, 1, 2, 2, 3, 5, 9, 14]), min_size=5, max_size=120),
    seed=st.integers(0, 10_000),
    variety=st.integers(1, 6),
    tier=st.sampled_from(Tier),
    k=st.sampled_from([2, 5, 11]),
)
def test_any_tables_come_out_k_anonymous(
    sizes: list[int], seed: int, variety: int, tier: Tier, k: int
) -> None:
    spec = dataset_spec().of(tier)
    cases, issues = _random_tables(sizes, seed, variety, spec)
    owner = issues["case"].to_numpy()
    if len(sizes) < k:
        with pytest.raises(UsageError):
            link(issues, owner.astype("str"), 4, k, by_decision=False)
        return
    issues["case"] = link(issues, np.arange(len(issues)).astype("str"), 4, k, by_decision=tier is Tier.OPEN)
    cases[COUNT] = np.bincount(issues.loc[issues["case"] >= 0, "case"], minlength=len(cases))
    first, second = (cases.copy(), issues.copy()), (cases, issues)
    for one in (first, second):
        suppress(*one, spec, k)
        gone = suppress_unlinked(one[1], owner, spec, k)
        check_classes(one[0], one[1].drop(index=gone), spec, k)
    for again, once in zip(first, second, strict=True):
        pd.testing.assert_frame_equal(again, once)


def test_the_check_before_release_refuses_a_class_that_is_too_small() -> None:
    spec = dataset_spec().of(Tier.OPEN)
    cases, issues = _random_tables([1], 1, 3, spec)
    cases = cases.iloc[[0] * 12].reset_index(drop=True).assign(**{COUNT: 1})
    issues = issues.iloc[[0] * 12].reset_index(drop=True).assign(case=range(12))
    check_classes(cases, issues, spec, 12)
    with pytest.raises(PrivacyGateError, match="fewer than 13"):
        check_classes(cases, issues, spec, 13)
