"""What of a rationale an audience reads."""

from dataclasses import replace

import pytest

from imr_reports.protect import protect_excerpts
from imr_reports.protect.excerpts import without_dates
from imr_reports.records.coded import Decision
from imr_reports.records.limited import IssueText
from imr_reports.records.rationales import RationaleRequest, SelectedRationale
from imr_reports.records.tables import PROTECT_SEAL, Audience, Excerpt, Showing

CONCLUSION = "Therefore, the request for six more visits is not medically necessary."


def selected(
    rationale: str = CONCLUSION,
    *,
    decision: Decision = Decision.OVERTURNED,
    sequence: int = 1,
    allowed: str = "",
) -> SelectedRationale:
    return SelectedRationale(
        request=RationaleRequest(
            reference="R1",
            sequence=sequence,
            decision=decision,
            service_category="Injection",
        ),
        text=IssueText(
            reference="R1",
            sequence=sequence,
            disputed_item="Six visits from [date 2014]",
            claims_administrator_guideline="ODG, accessed [date 2014]",
            reviewer_guideline="MTUS Low Back 2004",
            rationale=rationale,
            allowed=allowed,
        ),
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("seen [date 2014] and [date]", "seen [date] and [date]"),
        ("seen 3/14/2015, 03-14-15 and 2015-03-14", "seen [date], [date] and [date]"),
        ("seen 05NOV2016 and 3 / 14 / 2015", "seen [date] and [date]"),
        ("due [date +45 days] on", "due [date] on"),
        ("since March 2015 and 14 March 2015", "since [date] and [date]"),
        ("on March 14, 2015 and Sept. 4th, 2014", "on [date] and [date]"),
        (
            "Norco 10/325, pain 7/10, L4-5-6, 24/7, MTUS 2009",
            "Norco 10/325, pain 7/10, L4-5-6, 24/7, MTUS 2009",
        ),
        ("[name] is 90+ and may march on", "[name] is 90+ and may march on"),
    ],
)
def test_no_dates_are_left(text: str, expected: str) -> None:
    assert without_dates(text) == expected


def test_the_internal_audience_reads_all_with_references() -> None:
    excerpts = protect_excerpts([selected(), selected(sequence=2)], Audience.INTERNAL)
    assert [item.reference for item in excerpts] == ["R1", "R1"]
    assert excerpts[0].kind == "overturned"
    assert excerpts[0].disputed_item == "Six visits from [date]"
    assert excerpts[0].claims_administrator_guideline == "ODG, accessed [date]"


def test_the_internal_audience_reads_what_is_known_of_the_service_and_why() -> None:
    item = selected(decision=Decision.PARTIALLY_OVERTURNED, allowed="Three visits from [date 2014]")
    request = replace(item.request, service_details=("Opioids",), reasons=("Benefit shown",))
    chosen = replace(item, request=request, showing=Showing.OVERTURNED, rank=7)
    typical = replace(item, showing=Showing.TYPICAL, alike=4, compared=20)
    first, second = protect_excerpts([chosen, typical], Audience.INTERNAL)
    assert (first.service_details, first.reasons, first.rank) == (("Opioids",), ("Benefit shown",), 7)
    assert first.allowed == "Three visits from [date]"
    assert (second.showing, second.alike, second.compared) == (Showing.TYPICAL, 4, 20)


def test_the_public_reads_none_outside_a_protected_report() -> None:
    assert protect_excerpts([selected()], Audience.PUBLIC) == ()


def test_only_protect_makes_excerpts() -> None:
    (excerpt,) = protect_excerpts([selected()], Audience.INTERNAL)
    fields = {name: getattr(excerpt, name) for name in Excerpt.__slots__}
    assert fields["seal"] is PROTECT_SEAL
    with pytest.raises(TypeError, match=r"only imr_reports\.protect"):
        Excerpt(**fields | {"seal": object()})
