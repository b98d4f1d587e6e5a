"""Dates move in the shape in which they are written; what can't be moved exactly isn't."""

from datetime import date, timedelta

import pytest

from imr_reports.scrub.shifting import MOST_WEEKS, day_of, days_from, moved, shift_of

TWO_WEEKS = timedelta(weeks=2)


@pytest.mark.parametrize(
    ("written", "later"),
    [
        ("3/4/2014", "3/18/2014"),
        ("03/24/2014", "04/07/2014"),
        ("12/25/13", "1/8/14"),
        ("12-25-\n13", "1-8-\n14"),
        ("28.05.2012", "11.06.2012"),
        ("2012-09-18", "2012-10-02"),
        ("20140312", "20140326"),
        ("03122014", "03262014"),
        ("March 24, 2014", "April 7, 2014"),
        ("MARCH 24 2014", "APRIL 7 2014"),
        ("Sept. 4th, 2014", "Sep. 18th, 2014"),
        ("Dec. 25 '13", "Jan. 8 '14"),
        ("3rd of June, 2014", "17th of June, 2014"),
        ("the 22nd of May 2014", "the 5th of June 2014"),
        ("30 July 2011", "13 August 2011"),
        ("05NOV2016", "19NOV2016"),
        ("29DEC2016", "12JAN2017"),
        ("5-Nov-16", "19-Nov-16"),
        ("Tue. 3/4/14", "Tue. 3/18/14"),
        ("2016-Nov-05", "2016-Nov-19"),
        ("May 28, 2014", "June 11, 2014"),
        ("November14,2016", "November28,2016"),
    ],
)
def test_a_date_keeps_its_shape(written: str, later: str) -> None:
    assert moved(written, TWO_WEEKS) == later


@pytest.mark.parametrize(
    "written",
    [
        "11/2013",
        "November 2013",
        "11/15",
        "the 8th",
        "March 3",
        "Christmas Eve 2016",
        "Q4 2012",
        "August and November of 2013",
        "2/30/2014",
        "1O/13/2016",
        "May 3, 9 and 12, 2014",
        "spring of 2014",
        "third of June 2014",
        "2013",
    ],
)
def test_what_states_no_single_day_is_not_moved(written: str) -> None:
    assert day_of(written) is None
    assert moved(written, TWO_WEEKS) is None
    assert days_from(date(2014, 1, 1), written) is None


def test_days_count_from_another_day() -> None:
    assert days_from(date(2014, 3, 1), "3/4/2014") == 3
    assert days_from(date(2014, 3, 5), "March 4, 2014") == -1
    assert days_from(None, "3/4/2014") is None


def test_a_shift_is_drawn_by_key_and_reference() -> None:
    shifts = {shift_of(b"k" * 32, f"R{i}") for i in range(500)}
    assert len(shifts) == 2 * MOST_WEEKS
    assert all(
        shift and shift.days % 7 == 0 and abs(shift) <= timedelta(weeks=MOST_WEEKS) for shift in shifts
    )
    assert shift_of(b"k" * 32, "R1") == shift_of(b"k" * 32, "R1")
    assert [shift_of(b"k" * 32, f"R{i}") for i in range(9)] != [
        shift_of(b"l" * 32, f"R{i}") for i in range(9)
    ]


@pytest.mark.parametrize(("key", "reference"), [(b"", "R1"), (b"k" * 32, "")])
def test_without_key_or_reference_nothing_is_drawn(key: bytes, reference: str) -> None:
    with pytest.raises(ValueError, match="key and a reference"):
        shift_of(key, reference)
