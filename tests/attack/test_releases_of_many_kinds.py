"""The attack on a quarter of a store of all kinds of services, works and reasons."""

from pathlib import Path

import pytest

from tests.attack.attack import attack
from tests.attack.releases import Run, Series, calendar


@pytest.mark.slow
def test_a_quarter_of_a_larger_store_is_not_broken(run: Run, tmp_path: Path) -> None:
    series = Series(tmp_path, run, cases=2000, late=30)
    found = attack(list(series.publish(calendar(2015, 3))))
    assert found.withheld > 500
    assert not found.undecided
    assert not found.leaks
