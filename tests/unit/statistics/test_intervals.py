"""Intervals are those of the published examples, and never promise more for fewer letters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imr_reports.statistics.intervals import (
    clustered_rate,
    design_effect,
    letter_rate,
    student_t,
    wilson,
)

# Pups alive at 21 days, of those alive at 4 days, by litter: C. S. Weil, Food Cosmet. Toxicol. 8 (1970) pp.
# 177-182; Rao and Scott (1992), table 1.
CONTROL = [
    (13, 13), (12, 12), (9, 9), (9, 9), (8, 8), (8, 8), (12, 13), (11, 12),
    (9, 10), (9, 10), (8, 9), (11, 13), (4, 5), (5, 7), (7, 10), (7, 10),
]  # fmt: skip
TREATED = [
    (12, 12), (11, 11), (10, 10), (9, 9), (10, 11), (9, 10), (9, 10), (8, 9),
    (8, 9), (4, 5), (7, 9), (4, 7), (5, 10), (3, 6), (3, 10), (0, 7),
]  # fmt: skip

letters = st.lists(
    st.integers(1, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), min_size=2, max_size=30
)


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_is_that_of_newcombe_1998_table_1(part: int, whole: int, low: float, high: float) -> None:
    assert wilson(part / whole, whole) == pytest.approx((low, high), abs=5e-5)


def test_the_design_effect_is_that_of_rao_and_scott_1992() -> None:
    # As the R package PF prints it for these data.
    assert design_effect(CONTROL) == pytest.approx(1.232495, abs=1e-6)
    assert design_effect(TREATED) == pytest.approx(3.952861, abs=1e-6)


@pytest.mark.parametrize(
    ("freedom", "value"), [(1, 12.706), (2, 4.303), (3, 3.182), (6, 2.447), (9, 2.262), (29, 2.045)]
)
def test_student_t_is_that_of_the_tables(freedom: int, value: float) -> None:
    assert student_t(freedom) == pytest.approx(value, abs=0.01)


def test_letters_that_differ_widen_the_interval() -> None:
    alike, unlike = [(9, 10)] * 20, [(10, 10)] * 18 + [(0, 10)] * 2
    narrow, wide = clustered_rate(alike), clustered_rate(unlike)
    assert narrow.value == wide.value == 0.9
    assert None not in {narrow.low, wide.low}
    assert wide.high - wide.low > 1.5 * (narrow.high - narrow.low)


def test_ten_letters_cannot_show_99_percent() -> None:
    assert letter_rate(10, 10).low == pytest.approx(0.7225, abs=1e-4)
    assert clustered_rate([(35, 35)] * 10).low < 0.99
    assert clustered_rate([(35, 35)] * 100).low > 0.99


def test_with_nothing_missed_each_letter_is_a_trial_at_least() -> None:
    assert clustered_rate([(1, 1), (1, 1)]) == letter_rate(2, 2)
    assert clustered_rate([(0, 1), (0, 1)]) == letter_rate(0, 2)
    assert clustered_rate([(9, 9)] * 3).high == 1


def test_one_letter_gives_no_interval() -> None:
    one = clustered_rate([(40, 41), (0, 0)])
    assert (one.part, one.whole, one.low, one.high) == (40, 41, None, None)


def test_nothing_counted_gives_no_rate() -> None:
    assert letter_rate(0, 0).value is None
    assert clustered_rate([]).value is None
    assert clustered_rate([(0, 0), (0, 0)]).low is None


@given(letters)
def test_an_interval_holds_its_rate_and_is_no_narrower_than_that_of_independent_trials(counts) -> None:
    rate = clustered_rate(counts)
    assert 0 <= rate.low <= rate.value <= rate.high <= 1
    low, high = wilson(rate.value, rate.whole)
    assert rate.high - rate.low >= high - low - 1e-12


@given(letters)
def test_the_order_of_letters_does_not_matter(counts) -> None:
    forward, backward = clustered_rate(counts), clustered_rate(counts[::-1])
    assert (forward.low, forward.high) == pytest.approx((backward.low, backward.high))
