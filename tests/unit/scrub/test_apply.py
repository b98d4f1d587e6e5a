"""Placeholders, years of dates, and what a stretch of a letter keeps."""

import pytest

from imr_reports.records.limited import EntityType, Finding
from imr_reports.scrub.apply import Redaction, apply_findings
from imr_reports.scrub.years import year_of


def finding(entity_type: EntityType, start: int, end: int) -> Finding:
    return Finding(entity_type=entity_type, start=start, end=end, score=1.0, recognizer="test")


def found(text: str, part: str, entity_type: EntityType) -> Finding:
    start = text.index(part)
    return finding(entity_type, start, start + len(part))


@pytest.mark.parametrize(
    ("date_text", "year"),
    [
        ("3/4/13", 2013),
        ("11-22-\n16", 2016),
        ("11/15", None),
        ("05NOV2016", 2016),
        ("05NOV16", 2016),
        ("Aug '14", 2014),
        ("Aug-14", None),
        ("20 dec 16", 2016),
        ("14.XI.13", 2013),
        ("5-Nov-16", 2016),
        ("MAR-04-14", 2014),
        ("11/98", 1998),
        ("7/12, 8/30", None),
        ("Aug. 6-25", None),
        ("November 12,", None),
        ("3rd of June", None),
        ("June 28, 2013", 2013),
        ("August and November of 2013", 2013),
        ("2012-09-18", 2012),
        ("12/30/71", 1971),
        ("Q4 2012", 2012),
        ("March 3", None),
        ("11-1 to 11-30-16", 2016),
    ],
)
def test_year_of_a_date(date_text: str, year: int | None) -> None:
    assert year_of(date_text) == year


@pytest.mark.parametrize(
    "pattern", ["{month} {day}", "{month}. {day}", "{month} {day}th", "{month}-{day}", "{month} 2-{day}"]
)
@pytest.mark.parametrize("month", ["October", "Nov", "AUG", "Sept"])
def test_a_day_is_never_taken_for_a_year(pattern: str, month: str) -> None:
    for day in range(1, 32):
        assert year_of(pattern.format(month=month, day=day)) is None


def test_each_type_has_its_placeholder() -> None:
    text = "Kim of Acme in Elk on 3/4/13, tel 555-0100, no. 77123"
    findings = [
        found(text, "Kim", EntityType.NAME),
        found(text, "Acme", EntityType.ORG),
        found(text, "Elk", EntityType.LOCATION),
        found(text, "3/4/13", EntityType.DATE),
        found(text, "555-0100", EntityType.CONTACT),
        found(text, "77123", EntityType.ID),
    ]
    assert apply_findings(text, findings) == (
        "[person 1] of [organization 1] in [place 1] on [date 2013], tel [contact], no. [identifier]"
    )


def test_neighbours_of_a_glued_date_stay() -> None:
    text = "on 03/24/2014Urine"
    assert apply_findings(text, [found(text, "03/24/2014", EntityType.DATE)]) == "on [date 2014]Urine"


def test_an_age_over_89_is_capped() -> None:
    text = "a 93-year-old"
    assert apply_findings(text, [found(text, "93", EntityType.AGE)]) == "a 90+-year-old"


def test_a_year_that_shows_an_age_over_89_goes() -> None:
    text = "born 3/4/1921, seen 5/6/2014"
    findings = [found(text, "3/4/1921", EntityType.DATE), found(text, "5/6/2014", EntityType.DATE)]
    assert apply_findings(text, findings) == "born [date], seen [date 2014]"


def test_a_finding_cut_by_the_stretch_is_replaced_whole() -> None:
    text = "by Ana Lee here"
    name = found(text, "Ana Lee", EntityType.NAME)
    letter = Redaction(text, [name])
    assert letter.stretch(0, 6) == "by [person 1]"
    assert letter.stretch(6, len(text)) == "[person 1] here"
    assert letter.stretch(10, len(text)) == " here"
