"""Tables that are not what they are said to be are not written, and the refusal quotes nothing of them."""

from collections.abc import Callable

import pandas as pd
import pytest

from imr_reports.errors import PrivacyGateError
from imr_reports.export.checks import smallest_class
from imr_reports.records.dataset import ReleaseDataset, Tier
from tests.invented_dataset import EDITION, export_dataset, invent_dataset, release

Break = Callable[[dict[str, pd.DataFrame]], None]


def unknown_value(tables: dict[str, pd.DataFrame]) -> None:
    tables["cases"].loc[0, "sex"] = "Krzyzewski"


def blank_where_none_may_be(tables: dict[str, pd.DataFrame]) -> None:
    tables["issues"].loc[0, "decision"] = pd.NA


def too_large(tables: dict[str, pd.DataFrame]) -> None:
    tables["cases"].loc[0, "issue_count"] = 40


def another_type(tables: dict[str, pd.DataFrame]) -> None:
    tables["cases"]["decision_year"] = tables["cases"]["decision_year"].astype("string")


def further_column(tables: dict[str, pd.DataFrame]) -> None:
    tables["cases"]["Krzyzewski"] = "Krzyzewski"


def twice_the_same_key(tables: dict[str, pd.DataFrame]) -> None:
    tables["issues"].loc[1, "issue_key"] = tables["issues"].loc[0, "issue_key"]


def key_that_leads_nowhere(tables: dict[str, pd.DataFrame]) -> None:
    tables["issues"].loc[1, "case_key"] = "Krzyzewski"


def small_class(tables: dict[str, pd.DataFrame]) -> None:
    tables["cases"].loc[0, "age_band"] = tables["cases"]["age_band"].dropna().unique()[1]
    tables["cases"].loc[0, "sex"] = "male"


def missing_table(tables: dict[str, pd.DataFrame]) -> None:
    del tables["reasons"]


BREAKS = (
    unknown_value,
    blank_where_none_may_be,
    too_large,
    another_type,
    further_column,
    twice_the_same_key,
    key_that_leads_nowhere,
    small_class,
    missing_table,
)


def changed(tier: Tier, change: Break) -> ReleaseDataset:
    tables = {name: frame.copy() for name, frame in invent_dataset(tier).tables.items()}
    change(tables)
    return release(tier, tables)


@pytest.mark.parametrize("tier", list(Tier), ids=str)
@pytest.mark.parametrize("change", BREAKS, ids=lambda change: change.__name__)
def test_a_broken_table_stops_the_publication_without_a_word_of_it(tier: Tier, change: Break) -> None:
    with pytest.raises(PrivacyGateError, match="publication stopped") as caught:
        export_dataset(changed(tier, change), EDITION)
    assert "Krzyzewski" not in str(caught.value)


def test_issues_count_for_the_class_of_their_case() -> None:
    dataset = invent_dataset(Tier.OPEN, cases=90)
    assert smallest_class(dataset) == 30
    tables = {name: frame.copy() for name, frame in dataset.tables.items()}
    # The second item of one case becomes of another kind: the case is then alone.
    both = tables["issues"]["case_key"].duplicated(keep="last")
    first = both[both].index[0]
    others = tables["issues"]["service_category"].dropna().unique()
    tables["issues"].loc[first, "service_category"] = next(
        one for one in others if one != tables["issues"].loc[first, "service_category"]
    )
    assert smallest_class(release(Tier.OPEN, tables)) == 1


def test_no_cases_are_no_small_class() -> None:
    empty = {name: frame.iloc[:0] for name, frame in invent_dataset(Tier.OPEN).tables.items()}
    dataset = release(Tier.OPEN, empty)
    assert smallest_class(dataset) is None
    assert "data/cases.csv" in export_dataset(dataset, EDITION)
