"""Whoever has two versions of a data set knows no more of a case than that it is one of k."""

import pandas as pd
import pytest

from imr_reports.errors import PrivacyGateError
from imr_reports.export import check_together
from imr_reports.export.checks import smallest_class
from imr_reports.export.successive import smallest_together
from imr_reports.records.dataset import ReleaseDataset, Tier
from tests.invented_dataset import invent_dataset, release

Tables = dict[str, pd.DataFrame]


def tables_of(dataset: ReleaseDataset) -> Tables:
    return {name: frame.copy() for name, frame in dataset.tables.items()}


def blanked(dataset: ReleaseDataset, column: str, rows: slice) -> Tables:
    tables = tables_of(dataset)
    tables["cases"].loc[rows, column] = pd.NA
    return tables


@pytest.fixture
def first() -> ReleaseDataset:
    return invent_dataset(Tier.OPEN)


def test_the_same_rows_twice_tell_no_more(first: ReleaseDataset) -> None:
    assert smallest_together(first, [tables_of(first)]) == smallest_class(first) == 30
    check_together(first, [tables_of(first), tables_of(first)])


def test_two_versions_that_withhold_other_values_are_refused(first: ReleaseDataset) -> None:
    # In one the first 40 cases lack their age, in the other the last 40: each has classes of many by itself.
    one, other = blanked(first, "age_band", slice(0, 14)), blanked(first, "sex", slice(10, 89))
    with pytest.raises(PrivacyGateError, match="nothing was written"):
        check_together(release(Tier.OPEN, one), [other])


def test_an_issue_that_one_version_tells_more_of_counts(first: ReleaseDataset) -> None:
    other = tables_of(first)
    other["issues"].loc[0, "body_region"] = "not told before"
    assert smallest_together(first, [other]) == 1


def test_a_case_that_one_version_lacks_is_told_apart(first: ReleaseDataset) -> None:
    fewer = tables_of(first)
    gone = fewer["cases"].loc[:2, "case_key"]
    fewer = {
        name: frame[~frame["case_key"].isin(gone)] if "case_key" in frame else frame
        for name, frame in fewer.items()
    }
    assert (smallest_together(first, [fewer]) or 0) <= 3


def test_a_column_that_the_new_version_lacks_counts_too(first: ReleaseDataset) -> None:
    other = tables_of(first)
    other["cases"]["height"] = range(len(other["cases"]))
    assert smallest_together(first, [other]) == 1


def test_other_citations_or_outcomes_change_nothing(first: ReleaseDataset) -> None:
    other = tables_of(first)
    other["issues"]["decision"] = "upheld"
    assert smallest_together(first, [other]) == 30
