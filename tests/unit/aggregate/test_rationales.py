"""Which rationales are asked for, and which are chosen."""

import pytest

from imr_reports.aggregate import candidates, typical
from imr_reports.aggregate.rationales import MOST_CATEGORIES, MOST_COMPARED, MOST_OVERTURNED
from imr_reports.records.coded import Decision
from imr_reports.records.limited import IssueText
from imr_reports.records.rationales import RationaleRequest, SelectedRationale
from tests.invented_frames import invent_frames


def text_of(request: RationaleRequest, rationale: str) -> IssueText:
    return IssueText(
        reference=request.reference,
        sequence=request.sequence,
        disputed_item="An item",
        claims_administrator_guideline="",
        reviewer_guideline="",
        rationale=rationale,
    )


def request_of(
    reference: str, decision: Decision = Decision.UPHELD, category: str = "Surgery"
) -> RationaleRequest:
    return RationaleRequest(reference=reference, sequence=1, decision=decision, service_category=category)


def test_all_overturned_issues_are_asked_for() -> None:
    frames = invent_frames(300, 1)
    asked = candidates(frames)
    expected = frames.issues[frames.issues["decision"] != "upheld"]
    got = {(item.reference, item.sequence) for item in asked if item.decision is not Decision.UPHELD}
    assert got == set(zip(expected["reference"], expected["sequence"], strict=True))


def test_beyond_the_cap_the_latest_months_are_taken_over_all_categories() -> None:
    frames = invent_frames(4000, 2, overturned=0.3)
    asked = [item for item in candidates(frames) if item.decision is not Decision.UPHELD]
    assert len(asked) == MOST_OVERTURNED
    assert {item.service_category for item in asked} == set(frames.issues["service_category"])
    months = frames.cases.set_index("reference")["decided"].dt.strftime("%Y-%m")
    surgery = [months[item.reference] for item in asked if item.service_category == "Surgery"]
    assert surgery == sorted(surgery, reverse=True)


def test_upheld_issues_are_asked_for_in_the_largest_categories() -> None:
    frames = invent_frames(2500, 3)
    upheld = [item for item in candidates(frames) if item.decision is Decision.UPHELD]
    sizes = frames.issues[frames.issues["decision"] == "upheld"]["service_category"].value_counts()
    asked = {item.service_category for item in upheld}
    assert asked == set(sizes.index[:MOST_CATEGORIES])
    for category in asked:
        of_category = [item for item in upheld if item.service_category == category]
        assert len(of_category) == min(MOST_COMPARED, sizes[category])


def test_a_category_with_a_single_upheld_issue_has_no_typical_one() -> None:
    frames = invent_frames(60, 3)
    issues = frames.issues.copy()
    issues.loc[issues["service_category"] == "Surgery", "decision"] = "overturned"
    issues.loc[issues.index[0], ["service_category", "decision"]] = ["Surgery", "upheld"]
    changed = type(frames)(cases=frames.cases, issues=issues, citations=frames.citations)
    upheld = [item for item in candidates(changed) if item.decision is Decision.UPHELD]
    assert upheld
    assert "Surgery" not in {item.service_category for item in upheld}


def test_the_same_frames_ask_for_the_same_in_any_row_order() -> None:
    frames = invent_frames(200, 4)
    shuffled = type(frames)(
        cases=frames.cases.sample(frac=1, random_state=1),
        issues=frames.issues.sample(frac=1, random_state=2),
        citations=frames.citations,
    )
    assert candidates(shuffled) == candidates(frames)


def test_the_typical_rationale_is_the_one_most_like_the_others() -> None:
    rationales = {
        "a": "The guidelines ask for a trial of therapy. No trial is on record. Not medically necessary.",
        "b": "The guidelines ask for a trial of therapy. No trial is documented. Not medically necessary.",
        "c": "The guidelines ask for a trial. No trial of exercise is on record. Not medically necessary.",
        "d": "Imaging was done twice in one year already.",
    }
    requests = [request_of(reference) for reference in rationales]
    texts = [text_of(request, rationales[request.reference]) for request in requests]
    (chosen,) = typical(requests, texts)
    assert chosen.request.reference == "a"
    assert typical(requests, texts[::-1]) == (chosen,)


def test_placeholders_do_not_make_rationales_alike() -> None:
    rationales = {
        "a": "[name] [date 2014] knee",
        "b": "hip pain [name] [date 2014]",
        "c": "hip pain since long",
    }
    requests = [request_of(reference) for reference in rationales]
    (chosen,) = typical(requests, [text_of(item, rationales[item.reference]) for item in requests])
    assert chosen.request.reference == "b"


def test_overturned_come_first_and_issues_without_rationale_are_left_out() -> None:
    requests = [
        request_of("a"),
        request_of("b", Decision.OVERTURNED),
        request_of("c", Decision.PARTIALLY_OVERTURNED),
        request_of("d", category="Injection"),
        request_of("e", Decision.OVERTURNED),
    ]
    texts = [text_of(item, "" if item.reference == "e" else "A reason.") for item in requests]
    assert [item.request.reference for item in typical(requests, texts)] == ["b", "c", "a", "d"]
    assert typical(requests, []) == ()


def test_a_text_must_belong_to_its_request() -> None:
    with pytest.raises(ValueError, match="belong"):
        SelectedRationale(request=request_of("a"), text=text_of(request_of("b"), "A reason."))
