"""The attack on what was published over a year: months, quarters and the year, one after the other."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.attack.attack import attack
from tests.attack.media import read_html, rows_of, same_cells
from tests.attack.published import WITHHELD, Line, Published, Release
from tests.attack.releases import Run, Series, calendar, use_few_kinds


def check(releases: list[Release]) -> None:
    found = attack(releases)
    assert found.withheld
    assert not found.undecided
    assert not found.leaks


@pytest.fixture(scope="module")
def few_kinds() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        use_few_kinds(patch)
        yield


@pytest.mark.slow
@pytest.mark.usefixtures("few_kinds")
def test_a_year_of_releases_is_not_broken(run: Run, tmp_path: Path) -> None:
    series = Series(tmp_path, run, cases=1500, late=3)
    *periods, year = calendar(2015)
    releases = list(series.publish(periods))
    releases += series.publish([year], "json,html")
    assert len(releases) == 17
    page = read_html((series.folders[year] / "report.html").read_bytes())
    assert all(same_cells(page.tables[key], rows_of(table)) for key, table in releases[-1].tables.items())
    check(releases)


@pytest.mark.usefixtures("few_kinds")
def test_the_month_that_was_not_released_does_not_follow_from_its_quarter(run: Run, tmp_path: Path) -> None:
    series = Series(tmp_path, run, cases=200, late=12)
    check(list(series.publish(["2015-01", "2015-02", "2015Q1"])))


@pytest.fixture(scope="module")
def two_months(
    run: Run, few_kinds: None, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Series, list[Release]]:
    """A store of which two months are released, and letters of the first came late after both."""
    series = Series(tmp_path_factory.mktemp("two"), run, cases=300, late=4)
    released = list(series.publish(["2015-01", "2015-02"]))
    series.let_letters_come("2015-01", 14)
    return series, released


def test_a_released_period_made_again_has_the_same_figures(two_months: tuple[Series, list[Release]]) -> None:
    series, released = two_months
    assert series.draft("2015-01").tables == released[0].tables


@pytest.mark.parametrize(
    "arguments",
    [
        ("release", "2015-01"),
        ("release", "2015-01..2015-02"),
        ("--period", "2015-01..2015-02", "--audience", "public"),
        ("--period", "2014-12..2015-01", "--audience", "public"),
        ("--period", "all", "--audience", "public"),
        ("--period", "2015", "--audience", "public", "--by", "received"),
    ],
)
def test_what_would_overlap_releases_is_refused(
    two_months: tuple[Series, list[Release]], arguments: tuple[str, ...]
) -> None:
    series, _ = two_months
    code, said = series.run(*arguments, "--store", series.store, "--output", series.output)
    assert code == 2
    assert "released" in said or "a release is of" in said


def test_rates_and_statistics_stand_only_beside_their_counts(
    two_months: tuple[Series, list[Release]],
) -> None:
    rates = 0
    for release in two_months[1]:
        for table in release.tables.values():
            for line, column, figure in table.cells():
                if figure in {WITHHELD, None} or column.kind == "count" or not column.denominator:
                    continue
                below = total(table) if column.of_total else line
                counts = [below.figures[column.denominator]]
                counts += [line.figures[column.numerator]] if column.numerator else []
                if column.kind == "number" and WITHHELD in counts:
                    assert float(figure or 0).is_integer(), (table.key, line.key, column.key)
                elif column.kind != "number":
                    assert WITHHELD not in counts, (table.key, line.key, column.key)
                rates += 1
    assert rates > 100


def total(table: Published) -> Line:
    (line,) = [line for line in table.lines if line.is_total]
    return line


def test_a_draft_after_releases_is_protected_beside_them(two_months: tuple[Series, list[Release]]) -> None:
    series, released = two_months
    check([*released, series.draft("2015-03")])
    check([*released, series.draft("2015Q1")])
