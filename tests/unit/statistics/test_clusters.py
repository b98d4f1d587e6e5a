"""How alike issues of one letter are widens intervals, and by as much as the published method says."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imr_reports.statistics.clusters import (
    Sums,
    design_effect_at,
    differs,
    interval,
    likeness,
    limits_at,
)
from imr_reports.statistics.intervals import design_effect, wilson


def sums_of(letters: list[tuple[int, int]]) -> Sums:
    k, n = (np.array(column) for column in zip(*letters, strict=True))
    return Sums(
        letters=len(letters), n=n.sum(), k=k.sum(), nn=(n * n).sum(), nk=(n * k).sum(), kk=(k * k).sum()
    )


def test_letters_that_go_one_way_count_as_one_issue_each() -> None:
    letters = [(2, 2), (0, 2)] * 40
    rho = likeness(sums_of(letters))
    assert rho == pytest.approx(1.0, abs=0.03)
    assert design_effect_at(rho, 160, 320) == pytest.approx(2.0, abs=0.03)


def test_independent_issues_widen_nothing() -> None:
    chance = np.random.default_rng(5)
    letters = [(int(chance.binomial(4, 0.3)), 4) for _ in range(4_000)]
    assert likeness(sums_of(letters)) < 0.02


@given(st.lists(st.integers(1, 6).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), min_size=30))
def test_in_all_it_gives_back_the_design_effect_over_letters(letters: list[tuple[int, int]]) -> None:
    sums = sums_of(letters)
    rho = likeness(sums)
    assert 0 <= rho <= 1
    if 0 < rho < 1:
        assert design_effect_at(rho, sums.n, sums.nn) == pytest.approx(design_effect(letters))


def test_few_letters_take_the_worst() -> None:
    assert likeness(sums_of([(1, 2), (0, 3)])) == 1.0
    assert likeness(Sums(letters=0, n=0, k=0, nn=0, nk=0, kk=0)) == 1.0


def test_an_interval_is_wilsons_and_widens_with_the_design_effect() -> None:
    assert interval(81, 263) == pytest.approx(tuple(100 * bound for bound in wilson(81 / 263, 263)))
    narrow, wide = interval(30, 100), interval(30, 100, 2.5)
    assert narrow
    assert wide
    assert wide[0] < narrow[0] < narrow[1] < wide[1]
    assert interval(0, 0) is None


def test_limits_narrow_as_groups_grow() -> None:
    low, high = limits_at(0.1, 100, 1.0, 1.96)
    assert (low, high) == pytest.approx((0.0412, 0.1588), abs=1e-4)
    assert limits_at(0.1, 400, 4.0, 1.96) == pytest.approx((low, high))
    assert limits_at(0.02, 5, 1.0, 3.09)[0] == 0.0


def test_only_large_groups_and_large_steps_differ() -> None:
    assert differs((50, 100, 1.0), (10, 100, 1.0))
    assert not differs((50, 100, 20.0), (10, 100, 20.0))
    assert not differs((19, 19, 1.0), (0, 500, 1.0))
    assert not differs((0, 100, 1.0), (0, 100, 1.0))
