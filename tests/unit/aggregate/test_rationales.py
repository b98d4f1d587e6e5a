"""Which rationales are asked for, and which are chosen."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import pytest

from imr_reports.aggregate import candidates, overturned_counts, typical
from imr_reports.aggregate.rationales import MOST_CATEGORIES, MOST_COMPARED, MOST_OVERTURNED
from imr_reports.records.coded import Decision
from imr_reports.records.limited import IssueText
from imr_reports.records.rationales import RationaleRequest, SelectedRationale
from imr_reports.records.tables import Showing
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


def test_beyond_the_cap_all_categories_and_months_have_their_share() -> None:
    frames = invent_frames(4000, 2, overturned=0.3)
    overturned = frames.issues[frames.issues["decision"] != "upheld"]
    asked = [item for item in candidates(frames) if item.decision is not Decision.UPHELD]
    assert len(asked) == MOST_OVERTURNED
    months = frames.cases.set_index("reference")["decided"].dt.strftime("%Y-%m")
    for chosen in (asked, asked[:25]):
        categories = Counter(item.service_category for item in chosen)
        assert set(categories) == set(overturned["service_category"])
        for category, size in overturned["service_category"].value_counts().items():
            assert categories[category] <= max(1, round(len(chosen) * size / len(overturned)) + 1)
        assert set(Counter(months[item.reference] for item in chosen)) == set(months)
    by_month = Counter(months[item.reference] for item in asked if item.service_category == "Pharmaceuticals")
    assert max(by_month.values()) < 1.3 * min(by_month.values())


def test_what_is_known_of_the_service_and_the_reasons_is_told() -> None:
    frames = invent_frames(200, 6)
    issues = frames.issues.set_index(["reference", "sequence"])
    for item in candidates(frames):
        row = issues.loc[(item.reference, item.sequence)]
        details = [row["service_subcategory"], row["procedure"], *row["ingredients"]]
        assert item.service_details == tuple(dict.fromkeys(filter(None, details)))
        assert len(item.reasons) == len(row["reasons"])
        assert all(reason.isascii() and "_" not in reason for reason in item.reasons)


def test_overturned_issues_are_counted_by_category() -> None:
    frames = invent_frames(1500, 8)
    counts = overturned_counts(frames)
    overturned = frames.issues[frames.issues["decision"] != "upheld"]
    assert [item.issues for item in counts] == sorted(
        overturned["service_category"].value_counts(), reverse=True
    )
    assert sum(item.in_part for item in counts) == (overturned["decision"] == "partially_overturned").sum()
    none = replace(frames, issues=frames.issues[frames.issues["decision"] == "upheld"])
    assert overturned_counts(none) == ()


def test_upheld_issues_are_asked_for_in_the_largest_categories() -> None:
    frames = invent_frames(2500, 3)
    upheld = [item for item in candidates(frames) if item.decision is Decision.UPHELD]
    of_upheld = frames.issues[frames.issues["decision"] == "upheld"]
    sizes = of_upheld["service_category"].value_counts()
    letters = of_upheld.drop_duplicates(["reference", "service_category"])["service_category"].value_counts()
    asked = {item.service_category for item in upheld}
    assert asked == set(sizes.index[:MOST_CATEGORIES])
    for category in asked:
        of_category = [item for item in upheld if item.service_category == category]
        assert len(of_category) == min(MOST_COMPARED, letters[category])
        assert len({item.reference for item in of_category}) == len(of_category)


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


def test_overturned_come_first_and_upheld_issues_without_rationale_are_left_out() -> None:
    requests = [
        request_of("a"),
        request_of("b", Decision.OVERTURNED),
        request_of("c", Decision.PARTIALLY_OVERTURNED),
        request_of("d", category="Injection"),
        request_of("e", category="Programs"),
    ]
    rationales = {"d": "Another reason for another thing.", "e": ""}
    texts = [text_of(item, rationales.get(item.reference, "A reason.")) for item in requests]
    assert [item.request.reference for item in typical(requests, texts)] == ["b", "c", "a", "d"]
    assert typical(requests, []) == ()


def test_an_overturned_issue_without_a_readable_rationale_ranks_last_in_its_category() -> None:
    requests = [request_of(name, Decision.OVERTURNED) for name in "abc"]
    requests.insert(1, request_of("x", Decision.OVERTURNED, "Injection"))
    rationales = {"a": "", "b": "The [withheld] of [withheld] is [withheld]."}
    texts = [text_of(item, rationales.get(item.reference, "A reason.")) for item in requests]
    chosen = typical(requests, texts)
    assert [(item.request.reference, item.rank) for item in chosen] == [
        ("c", 1),
        ("x", 2),
        ("a", 3),
        ("b", 4),
    ]


REASONS = ("Criteria of the guideline not met",)
TEMPLATE = (
    "The guideline asks for a trial of other drugs before {}, and none is on record. It is not necessary."
)
ODD = (
    "Imaging was done twice within one year, and neither symptoms nor signs have changed since the last "
    "films were taken, so that another scan would tell nothing that is not known to the physician already."
)


def examples_of(*categories: Sequence[str]) -> list[SelectedRationale]:
    requests = [
        replace(request_of(f"{place}{number:02d}", category=f"Category {place}"), reasons=REASONS)
        for place, texts in enumerate(categories)
        for number in range(len(texts))
    ]
    rationales = [text for texts in categories for text in texts]
    return list(typical(requests, list(map(text_of, requests, rationales))))


def test_the_typical_one_tells_how_many_read_alike_and_the_divergent_one_stands_beside_it() -> None:
    drugs = ("naproxen", "ibuprofen", "etodolac", "meloxicam")
    common, odd = examples_of([*map(TEMPLATE.format, drugs), ODD, "Short."])
    assert (common.showing, common.alike, common.compared) == (Showing.TYPICAL, 4, 6)
    assert (odd.showing, odd.alike, odd.text.rationale) == (Showing.DIVERGENT, 1, ODD)


def test_none_is_called_divergent_among_a_few_or_without_a_known_reason() -> None:
    texts = [*map(TEMPLATE.format, ("naproxen", "ibuprofen", "etodolac")), ODD]
    assert [item.showing for item in examples_of(texts)] == [Showing.TYPICAL]
    requests = [request_of(f"{number}") for number in range(6)]
    unknown = typical(requests, list(map(text_of, requests, [*texts, *texts[:2]])))
    assert [item.showing for item in unknown] == [Showing.TYPICAL]


def test_one_wording_stands_in_one_category_alone() -> None:
    texts = [TEMPLATE.format(drug) for drug in ("naproxen", "ibuprofen", "etodolac")]
    own = "Surgery was not certified, so that what goes with it is not needed."
    first, second = examples_of(texts, [*texts, own])
    assert first.text.rationale in texts
    assert second.text.rationale == own


def test_a_readable_rationale_is_preferred_to_one_of_withheld_words() -> None:
    hollow = [TEMPLATE.format(f"[withheld] [withheld] [withheld] {drug}") for drug in ("x", "y", "z", "v")]
    (chosen,) = examples_of([*hollow, "The patient walks well."])
    assert "[withheld]" not in chosen.text.rationale
    (only,) = examples_of(hollow[:3])
    assert only.text.rationale in hollow


def test_a_text_must_belong_to_its_request() -> None:
    with pytest.raises(ValueError, match="belong"):
        SelectedRationale(request=request_of("a"), text=text_of(request_of("b"), "A reason."))
