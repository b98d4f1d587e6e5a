"""What a period covers."""

from datetime import date

import pytest

from imr_reports.records.period import parse_period


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
