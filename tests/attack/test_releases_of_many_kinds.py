"""The attack on a quarter of a store of all kinds of services, works and reasons."""

from collections.abc import Iterator

import pytest

from tests.attack.attack import attack
from tests.attack.knowledge import OTHERS, OVERLAPPING
from tests.attack.published import WITHHELD, Figure, Line, Published, Release
from tests.attack.releases import Run, Series, calendar


@pytest.fixture(scope="module")
def quarter(run: Run, tmp_path_factory: pytest.TempPathFactory) -> list[Release]:
    series = Series(tmp_path_factory.mktemp("quarter"), run, cases=2000, late=30)
    return list(series.publish(calendar(2015, 3)))


@pytest.mark.slow
def test_a_quarter_of_a_larger_store_is_not_broken(quarter: list[Release]) -> None:
    found = attack(quarter)
    assert found.withheld > 500
    assert not found.undecided
    assert not found.leaks


@pytest.mark.slow
def test_withheld_rows_stand_last_by_label(quarter: list[Release]) -> None:
    """Rows stand by the size of their first count where it is shown, so that no order tells a size."""
    compared = 0
    for release in quarter:
        for table in release.tables.values():
            for sizes, labels in families(table):
                shown = [size for size in sizes if size != WITHHELD]
                assert WITHHELD not in sizes[: len(shown)]
                assert labels[len(shown) :] == sorted(labels[len(shown) :])
                compared += len(labels) - len(shown) > 1
    assert compared > 5


def families(table: Published) -> Iterator[tuple[list[Figure], list[str]]]:
    """Return the rows that stand in an order of size: first counts and labels of each family."""
    if table.key not in {"decisions_by_category", *OVERLAPPING}:
        return
    found: dict[str, list[Line]] = {}
    parent = ""
    for line in table.lines:
        parent = line.key if line.depth == 0 else parent
        if not line.is_total and OTHERS not in line.key:
            found.setdefault(parent if line.depth else "", []).append(line)
    for lines in found.values():
        yield [line.figures[table.counts[0].key] for line in lines], [line.label for line in lines]
