"""Bare years of a case go where they would give a hidden day away; those of publications stay."""

import pytest

from imr_reports.records.limited import EntityType
from imr_reports.scrub.bare_years import with_years_of_the_case
from tests.unit.scrub.test_apply import found


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("She fell in 2013 and had surgery in 2014.", ["2013", "2014"]),
        ("Hurt her back (2012).", ["2012"]),
        ("Physical therapy since 2011, 2012-2013 chiropractic.", ["2011"]),
        ("MTUS 2009, Chronic Pain; ACOEM 2004, page 48.", []),
        ("The 2014 edition of the ODG supports it. He rested in 2014.", ["2014"]),
        ("Chou et al., 2009, found no gain.", []),
        ("He takes 2000 mg a day and lifts 2000 pounds.", []),
        ("Paid $2014; page 2009-11.", []),
    ],
)
def test_bare_years(text: str, years: list[str]) -> None:
    assert [text[one.start : one.end] for one in with_years_of_the_case(text, [])] == years


def test_years_within_findings_are_not_found_again() -> None:
    text = "Seen March 4, 2014 and in 2015."
    date = found(text, "March 4, 2014", EntityType.DATE)
    both = with_years_of_the_case(text, [date])
    assert [text[one.start : one.end] for one in both] == ["March 4, 2014", "2015"]
