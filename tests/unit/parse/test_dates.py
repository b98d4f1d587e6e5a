"""Dates in the writings of letters."""

from datetime import date

import pytest

from imr_reports.parse.dates import find_dates


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("seen 10-13-16 and 1/2/2017.", [date(2016, 10, 13), date(2017, 1, 2)]),
        ("on 11-22-\n16 again", [date(2016, 11, 22)]),
        ("03/24/2014Urine", [date(2014, 3, 24)]),
        (
            "October 14, 2016; Oct. 3 2016; Sept 9th, 2016",
            [date(2016, 10, 14), date(2016, 10, 3), date(2016, 9, 9)],
        ),
        (
            "30 July 2011, 3rd of June, 2012, 16DEC2016",
            [date(2011, 7, 30), date(2012, 6, 3), date(2016, 12, 16)],
        ),
        ("2012-09-18", [date(2012, 9, 18)]),
        ("born 2/29/1960, hurt 2/7/96", [date(1960, 2, 29), date(1996, 2, 7)]),
        ("02/30/2016", [None]),
        ("Norco 5/325, pain 7/10, MED 1-2-3-4, C5-6, 10/325/500, page 12-14, 555-01-1234", []),
        ("maybe 5, 2016 of them; the march of 12 men", []),
    ],
)
def test_dates(text, values):
    found = list(find_dates(text))
    assert [written.value for written in found] == values
    assert all(text[written.start : written.end].strip() for written in found)
