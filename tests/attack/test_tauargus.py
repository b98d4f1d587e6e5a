"""A second opinion: pytauargus and we on one table, both under the attack."""

import pytest
from tauargus import METHODS, Tree, category_table, learned, tau_withholds, tree_of, we_withhold

pytest.importorskip("pytauargus")


@pytest.fixture(scope="module")
def tree_and_ours() -> tuple[Tree, set[tuple[str, str]]]:
    table, shown = category_table(1200)
    return tree_of(table, shown), we_withhold(shown)


def test_both_are_safe_on_the_category_table(tree_and_ours: tuple[Tree, set[tuple[str, str]]]) -> None:
    tree, ours = tree_and_ours
    small = {cell for cell, value in tree.counts.items() if 0 < value < 11}
    assert small
    for withheld in (ours, *(tau_withholds(tree, method) for method in METHODS)):
        assert small <= withheld
        assert not learned(tree, withheld)


def test_small_counts_withheld_alone_are_recovered(tree_and_ours: tuple[Tree, set[tuple[str, str]]]) -> None:
    tree, _ = tree_and_ours
    assert learned(tree, {cell for cell, value in tree.counts.items() if 0 < value < 11})


def test_we_withhold_about_as_little(tree_and_ours: tuple[Tree, set[tuple[str, str]]]) -> None:
    tree, ours = tree_and_ours
    least = min(len(tau_withholds(tree, method)) for method in METHODS)
    assert len(ours) <= 1.5 * least
