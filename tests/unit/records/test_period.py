"""What a period covers."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imr_reports.records.period import compared_period, parse_period


@pytest.mark.parametrize(
    ("text", "first", "last", "months", "words"),
    [
        ("2015", date(2015, 1, 1), date(2015, 12, 31), 12, "January to December 2015"),
        ("2015H2", date(2015, 7, 1), date(2015, 12, 31), 6, "July to December 2015"),
        ("2015q1", date(2015, 1, 1), date(2015, 3, 31), 3, "January to March 2015"),
        ("2016-02", date(2016, 2, 1), date(2016, 2, 29), 1, "February 2016"),
        ("2014-10..2015-03", date(2014, 10, 1), date(2015, 3, 31), 6, "October 2014 to March 2015"),
    ],
)
def test_periods_are_whole_months(text: str, first: date, last: date, months: int, words: str) -> None:
    period = parse_period(text)
    assert (period.first, period.last, period.months, period.words) == (first, last, months, words)
    assert period.covers(first)
    assert period.covers(last)
    assert not period.covers(None)


def test_all_covers_everything() -> None:
    assert parse_period("all").covers(None)
    assert parse_period("ALL").label == "all"


@pytest.mark.parametrize(
    "text", ["", "2015Q5", "2015-13", "15", "2015H3", "2015-03..2014-10", "1999", "Q1 2015", "2015-3"]
)
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="period"):
        parse_period(text)


@pytest.mark.parametrize(
    ("text", "before", "year_before", "words"),
    [
        ("2015-03", "2015-02", "2014-03", "the month before"),
        ("2015-01", "2014-12", "2014-01", "the month before"),
        ("2015Q1", "2014Q4", "2014Q1", "the quarter before"),
        ("2015H1", "2014H2", "2014H1", "the half year before"),
        ("2015", "2014", "2014", "the year before"),
        ("2014-10..2015-03", "2014-04..2014-09", "2013-10..2014-03", "the half year before"),
        ("2015-02..2015-05", "2014-10..2015-01", "2014-02..2014-05", "the 4 months before"),
        ("2015-01..2015-03", "2014Q4", "2014Q1", "the quarter before"),
        ("2015-01..2016-06", "2013-07..2014-12", None, "the 18 months before"),
    ],
)
def test_what_a_period_is_compared_with(text: str, before: str, year_before: str | None, words: str) -> None:
    period = parse_period(text)
    assert period.before == parse_period(before)
    assert period.year_before == (parse_period(year_before) if year_before else None)
    assert period.before_words == words
    assert compared_period(period, "before") == period.before
    assert compared_period(period, "year-before") == period.year_before
    assert compared_period(period, "none") is None
    assert compared_period(period, "2013-01") == parse_period("2013-01")


def test_nothing_comes_before_imr_or_before_all_time() -> None:
    assert parse_period("2013").before is None
    assert parse_period("2013-01").year_before is None
    assert parse_period("all").before is None
    assert parse_period("all").year_before is None
    assert parse_period("all").ending_here(24) is None


@pytest.mark.parametrize("other", ["2015Q1", "2015-03", "2015", "2014-12..2015-01", "all"])
def test_a_period_is_not_compared_with_what_it_overlaps(other: str) -> None:
    with pytest.raises(ValueError, match="overlap"):
        compared_period(parse_period("2015Q1"), other)


@given(st.integers(0, 200), st.integers(1, 30))
def test_the_period_before_ends_the_day_before(start: int, length: int) -> None:
    first, end = 2013 * 12 + start, 2013 * 12 + start + length - 1
    period = parse_period(f"{first // 12}-{first % 12 + 1:02d}..{end // 12}-{end % 12 + 1:02d}")
    assert len(period.month_keys) == period.months == length
    before = period.before
    if before is None:
        assert start < length
    else:
        assert before.months == length
        assert (period.first - before.last).days == 1
        assert not period.overlaps(before)
        assert parse_period(before.label) == before


def test_history_ends_with_the_period() -> None:
    window = parse_period("2015Q1").ending_here(24)
    assert window.month_keys[0] == "2013-04"
    assert window.month_keys[-1] == "2015-03"
    assert parse_period("2013-02").ending_here(24).month_keys == ("2013-01", "2013-02")
