"""Citations of both sides, counted by hand from a few invented issues."""

from dataclasses import replace

import pandas as pd
import pytest

from imr_reports.aggregate.disagreement import guidelines_differ, guidelines_differ_by_category
from imr_reports.aggregate.guidelines import cited_guidelines
from imr_reports.aggregate.sections import MOST_ROWS, cited_pages, cited_sections
from imr_reports.aggregate.silence import none_cited
from imr_reports.records.limited import CaseFrames
from tests.unit.aggregate.test_tables import figures, hand_frames

OURS, THEIRS = "claims_administrator", "reviewer"
LOW_BACK, CHRONIC = (
    ("MTUS", "Low Back Complaints", "2004"),
    ("MTUS", "Chronic Pain Medical Treatment", "2009"),
)
CHRONIC_2016 = ("MTUS", "Chronic Pain Medical Treatment", "2016")
ODG_PAIN, ODG_BACK, JOURNAL = ("ODG", "Pain", ""), ("ODG", "Low Back", ""), ("Journal", "Spine Journal", "")
BASES = {frozenset(): "none_cited", frozenset({True}): "mtus", frozenset({False}): "non_mtus"}

Work = tuple[str, str, str]


def cited(*issues: tuple[list[Work], list[Work]], decision: str = "upheld") -> CaseFrames:
    """Frames of letters with one issue each, by what the claims administrator and the reviewer cite."""
    rows, citations = [], []
    for number, sides in enumerate(issues):
        row = {
            "reference": f"r{number:03d}",
            "sequence": 1,
            "decision": decision,
            "service_category": "Surgery",
        }
        for side, works in zip((OURS, THEIRS), sides, strict=True):
            row[f"{side}_basis"] = BASES.get(frozenset(work[0] == "MTUS" for work in works), "mtus+non_mtus")
            citations += [
                {"reference": row["reference"], "sequence": 1, "side": side, "source": source}
                | {"title": title, "edition": edition, "sections": [], "pages": []}
                for source, title, edition in works
            ]
        rows.append(row)
    cases = pd.DataFrame({"reference": [row["reference"] for row in rows]})
    columns = ["reference", "sequence", "side", "source", "title", "edition", "sections", "pages"]
    return CaseFrames(
        cases=cases, issues=pd.DataFrame(rows), citations=pd.DataFrame(citations, columns=columns)
    )


@pytest.mark.parametrize(
    ("ours", "theirs", "agreement"),
    [
        ([LOW_BACK], [LOW_BACK], "same_work"),
        ([CHRONIC], [CHRONIC_2016], "same_work"),
        ([LOW_BACK, ODG_PAIN], [CHRONIC, ODG_PAIN], "same_work"),
        ([LOW_BACK], [CHRONIC], "same_source"),
        ([LOW_BACK, ODG_PAIN], [ODG_BACK], "same_source"),
        ([ODG_BACK], [LOW_BACK], "different"),
        ([ODG_PAIN], [JOURNAL], "different"),
        ([LOW_BACK], [JOURNAL], "different"),
        ([], [LOW_BACK], "reviewer_only"),
        ([JOURNAL], [], "claims_administrator_only"),
        ([], [], "neither"),
    ],
)
def test_what_both_sides_have_in_common(ours: list[Work], theirs: list[Work], agreement: str) -> None:
    counts = figures(guidelines_differ(cited((ours, theirs))), "issues")
    assert {key for key, (size,) in counts.items() if size} == {agreement, "total"}


def test_the_mtus_without_a_work_is_a_source_in_common_and_no_work() -> None:
    frames = cited(([LOW_BACK], [LOW_BACK]))
    unnamed = replace(frames, citations=frames.citations.head(0))
    assert figures(guidelines_differ(unnamed), "issues")["same_source"] == (1,)


def test_works_that_were_not_recognized_are_not_called_different() -> None:
    frames = cited(([ODG_PAIN], [JOURNAL]), ([ODG_PAIN], [LOW_BACK]))
    theirs_lost = replace(frames, citations=frames.citations[frames.citations["source"] != "Journal"])
    counts = figures(guidelines_differ(theirs_lost), "issues")
    assert counts["not_comparable"] == (1,)
    assert counts["different"] == (1,)


def test_disagreement_with_what_was_decided() -> None:
    table = guidelines_differ(hand_frames())
    assert figures(table, "issues", "overturned", "percent_overturned") == {
        "same_work": (0, 0, None),
        "same_source": (3, 1, 33.3),
        "different": (0, 0, None),
        "reviewer_only": (1, 1, 100.0),
        "claims_administrator_only": (1, 0, 0.0),
        "neither": (1, 1, 100.0),
        "total": (6, 3, 50.0),
    }
    by_category = guidelines_differ_by_category(hand_frames())
    columns = ("issues", "same", "other", "other_overturned", "none", "none_overturned")
    assert figures(by_category, *columns) == {
        "Injection": (4, 0, 2, 50.0, 1, 100.0),
        "Surgery": (2, 0, 1, 0.0, 1, 100.0),
        "total": (6, 0, 3, 33.3, 2, 100.0),
    }


def test_what_followed_where_the_claims_administrator_cited_none() -> None:
    table = none_cited(hand_frames())
    assert figures(table, "issues", "overturned") == {
        "none": (2, 2),
        "none/ODG": (1, 1),
        "none/none_cited": (1, 1),
        "some": (4, 1),
        "some/MTUS": (3, 1),
        "some/none_cited": (1, 0),
        "total": (6, 3),
    }
    assert [row.label for row in table.rows if row.depth][:2] == [
        "reviewer: Official Disability Guidelines (ODG)",
        "reviewer: None cited",
    ]


def test_sections_beneath_their_works() -> None:
    assert figures(cited_sections(hand_frames(), OURS), "issues", "overturned") == {
        "MTUS/Low Back Complaints/2004": (2, 1),
        "MTUS/Low Back Complaints/2004/Special Studies": (2, 1),
        "MTUS/Low Back Complaints/2004/other parts": (1, 1),
        "total": (6, 3),
    }
    assert [row.key for row in cited_sections(hand_frames(), THEIRS).rows] == ["total"]


def test_pages_as_letters_state_them() -> None:
    table = cited_pages(hand_frames(), OURS)
    assert [row.label for row in table.rows] == [
        "MTUS: Low Back Complaints, 2004",
        "page 303",
        "Other pages",
        "All issues",
    ]
    assert figures(table, "issues")["MTUS/Low Back Complaints/2004/303"] == (2,)


def test_only_the_sections_cited_most_have_a_row_and_the_rest_is_counted_once_an_issue() -> None:
    frames = cited(*[([CHRONIC], [LOW_BACK])] * 300)
    ours = frames.citations["side"] == OURS
    sections = [[f"Part {n % 60:02d}", f"Part {(n + 1) % 60:02d}"] for n in range(300)]
    citations = frames.citations.assign(sections=[[]] * 600)
    citations.loc[ours, "sections"] = pd.Series(sections, index=citations.index[ours])
    citations.loc[citations.index[ours][:50], "sections"] = pd.Series(
        [[]] * 50, index=citations.index[ours][:50]
    )
    table = cited_sections(replace(frames, citations=citations), OURS)
    details = [row for row in table.rows if row.depth]
    assert len(details) == MOST_ROWS + 2
    assert [row.label for row in details][-2:] == ["Other sections", "No section stated"]
    counts = figures(table, "issues")
    assert counts["MTUS/Chronic Pain Medical Treatment/2009/no part"] == (50,)
    kept = {row.label for row in details}
    rest = sum(1 for pair in sections[50:] if not set(pair) <= kept)
    assert counts["MTUS/Chronic Pain Medical Treatment/2009/other parts"] == (rest,)


def test_change_is_of_the_same_sections_in_the_period_compared_with() -> None:
    now, then = hand_frames(), hand_frames()
    issues = then.issues.assign(decision="upheld")
    table = cited_sections(replace(now, earlier=replace(then, issues=issues)), OURS)
    assert figures(table, "change")["MTUS/Low Back Complaints/2004/Special Studies"] == (50.0,)


def test_works_of_one_title_without_a_title_are_told_apart_by_source() -> None:
    table = cited_guidelines(cited(([("ODG", "", "")], [])), OURS)
    assert [row.label for row in table.rows if row.depth] == ["Title not known"]
