"""An order of rows whose beginnings stand for all of them."""

from collections import Counter

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from imr_reports.aggregate.spread import spread_out

KEYS = ("category", "reason", "month")
ROWS = st.lists(
    st.tuples(st.sampled_from("ABCDE"), st.sampled_from("xyz"), st.sampled_from("12")),
    min_size=1,
    max_size=80,
)


def spread(rows: list[tuple[str, ...]]) -> pd.DataFrame:
    return spread_out(pd.DataFrame(rows, columns=KEYS), KEYS)


@given(ROWS)
def test_each_row_stands_once(rows: list[tuple[str, str, str]]) -> None:
    assert sorted(spread(rows).index) == list(range(len(rows)))


@given(ROWS)
def test_any_beginning_holds_each_category_and_then_its_share(rows: list[tuple[str, str, str]]) -> None:
    order = list(spread(rows)["category"])
    sizes = Counter(order)
    for length in range(1, len(order) + 1):
        begun = Counter(order[:length])
        assert len(begun) == min(length, len(sizes))
        for one in begun:
            for other in begun:
                # None that had its first turn is more than a turn ahead of its share against another.
                if begun[one] > 1:
                    assert (begun[one] - 1.5) / sizes[one] <= (begun[other] + 0.5) / sizes[other] + 1e-9


def test_within_a_category_reasons_take_turns_and_within_a_reason_months() -> None:
    rows = [("A", "x", "1")] * 4 + [("A", "x", "2")] * 4 + [("A", "y", "1")] * 4 + [("A", "y", "2")] * 4
    first = spread(rows).head(4)
    assert sorted(zip(first["reason"], first["month"], strict=True)) == [
        ("x", "1"), ("x", "2"), ("y", "1"), ("y", "2"),
    ]  # fmt: skip


def test_the_most_frequent_category_comes_first() -> None:
    assert list(spread([("B", "x", "1")] * 3 + [("A", "x", "1")])["category"])[:2] == ["B", "A"]
