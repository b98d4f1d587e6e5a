"""The attack on what was published over a year: months, quarters and the year, one after the other."""

from pathlib import Path

import pytest

from tests.attack.attack import attack
from tests.attack.media import read_html, rows_of, same_cells
from tests.attack.published import Release
from tests.attack.releases import Run, Series, calendar


def check(releases: list[Release]) -> None:
    found = attack(releases)
    assert found.withheld
    assert not found.undecided
    assert not found.leaks


@pytest.mark.slow
def test_a_year_of_releases_of_a_small_store_is_not_broken(run: Run, tmp_path: Path) -> None:
    series = Series(tmp_path, run, cases=60, late=3)
    releases = list(series.publish(calendar(2015), "json,html"))
    assert len(releases) == 17
    for release in releases:
        page = read_html((series.folders[release.period] / "report.html").read_bytes())
        assert all(same_cells(page.tables[key], rows_of(table)) for key, table in release.tables.items())
    check(releases)


@pytest.mark.slow
def test_a_quarter_of_a_larger_store_is_not_broken(run: Run, tmp_path: Path) -> None:
    series = Series(tmp_path, run, cases=2000, late=30)
    check(list(series.publish(calendar(2015, 3))))


def test_the_month_that_was_not_released_does_not_follow_from_its_quarter(run: Run, tmp_path: Path) -> None:
    series = Series(tmp_path, run, cases=150, late=12)
    check(list(series.publish(["2015-01", "2015-02", "2015Q1"])))


def test_a_draft_after_releases_is_protected_beside_them(run: Run, tmp_path: Path) -> None:
    series = Series(tmp_path, run, cases=150, late=5)
    released = list(series.publish(["2015-01", "2015-02"]))
    series.let_letters_come("2015-02", 4)
    check([*released, series.draft("2015-03")])
    check([*released, series.draft("2015Q1")])
