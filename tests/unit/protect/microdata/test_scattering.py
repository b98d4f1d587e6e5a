"""A few cells go at random, so that a year's counts settle no withheld count of a month."""

import numpy as np
import pytest

from imr_reports.protect.microdata.scattering import is_open, scattered
from imr_reports.records.dataset import Tier
from tests.invented_microdata import invent_microdata, release


def test_the_commonest_value_and_the_others_each_lose_k_cells_of_each_decision() -> None:
    random = np.random.default_rng(1)
    codes, decision = (
        random.choice([0, 1, 2, -1], 4000, p=[0.8, 0.1, 0.05, 0.05]),
        random.integers(0, 2, 4000),
    )
    gone = scattered(codes, decision, random.integers(0, 2**60, 4000).astype(np.uint64), 11)
    for one in (0, 1):
        lost = codes[gone & (decision == one)]
        assert (lost == 0).sum() == 11
        assert (lost > 0).sum() == 11
    assert not gone[codes < 0].any()


@pytest.mark.parametrize("name", ["reviewer_basis", "claims_administrator_basis", "partly_authorized"])
def test_no_value_of_a_column_lost_all_that_the_column_lost(name: str) -> None:
    frames = invent_microdata(900, seed=3)
    shown = release(frames, Tier.OPEN).tables["issues"]
    true = frames.issues["was_partly_authorized" if name == "partly_authorized" else name].astype("str")
    decision = frames.issues["decision"].astype("str").replace("partially_overturned", "overturned")
    for one, group in shown.groupby("decision"):
        counts = group[name].astype("str").value_counts()
        lost = (
            true[decision == one]
            .value_counts()
            .sub(counts, fill_value=0)
            .drop(["nan", "<NA>"], errors="ignore")
        )
        blanks = group[name].isna().sum()
        assert blanks >= 22
        assert (blanks - lost >= 10).all(), lost


@pytest.mark.parametrize(
    ("lost", "is_safe"),
    [({0: 20, 1: 20}, True), ({0: 20, 1: 3}, False), ({0: 0, 1: 0}, False), ({0: 0, 1: 20}, False)],
)
def test_a_column_is_open_where_the_blanks_may_be_of_any_value(lost: dict[int, int], is_safe: bool) -> None:
    true = np.repeat([0, 1], [100, 60])
    shown = true.copy()
    for value, count in lost.items():
        shown[np.flatnonzero(true == value)[:count]] = -1
    assert is_open(true, shown, np.zeros(160, dtype=np.int64), 11) is is_safe


def test_the_one_value_of_a_column_tells_nothing_but_how_many_there_are() -> None:
    true = np.zeros(50, dtype=np.int64)
    assert is_open(true, true, true, 11)
