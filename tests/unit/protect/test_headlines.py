"""Findings in plain sentences, from protected tables alone."""

import re

from imr_reports.aggregate import aggregate_tables
from imr_reports.protect import headlines, protect_tables
from imr_reports.records.limited import CaseFrames
from imr_reports.records.tables import Audience, MeasureKind
from tests.invented_frames import invent_coverage, invent_frames


def findings_of(frames: CaseFrames, audience: Audience) -> tuple[str, ...]:
    return headlines(protect_tables(aggregate_tables(frames, invent_coverage(frames)), audience))


def test_the_first_findings_name_volume_and_outcomes_with_denominators() -> None:
    frames = invent_frames(800, 6)
    cases, issues = len(frames.cases), len(frames.issues)
    lost = int((frames.issues["decision"] != "upheld").sum())
    lost_cases = int((frames.cases["outcome"] != "uphold").sum())
    found = findings_of(frames, Audience.INTERNAL)
    assert found[0] == f"{cases} cases decided {issues:,} issues."
    assert f"{lost} ({100 * lost / issues:.1f}%; 95% interval " in found[1]
    assert found[2].startswith(
        f"In {lost_cases} of {cases} cases ({100 * lost_cases / cases:.1f}%; 95% interval "
    )


def test_the_interval_holds_the_share_and_stays_within_bounds() -> None:
    for seed, overturned in ((1, 0.0), (2, 0.09), (3, 1.0)):
        found = findings_of(invent_frames(40, seed, overturned=overturned), Audience.INTERNAL)[2]
        share, low, high = (float(value) for value in re.findall(r"(\d+\.\d)%", found))
        assert 0 <= low <= share <= high <= 100
        assert low < high


def test_a_category_far_from_the_rest_stands_out_and_a_small_one_does_not() -> None:
    frames = invent_frames(900, 4)
    of_injections = frames.issues["service_category"] == "Injection"
    issues = frames.issues.copy()
    places = range(of_injections.sum())
    issues.loc[of_injections, "decision"] = ["overturned" if place % 2 else "upheld" for place in places]
    changed = CaseFrames(cases=frames.cases, issues=issues, citations=frames.citations)
    found = headlines(protect_tables(aggregate_tables(changed, invent_coverage(changed)), Audience.INTERNAL))
    standing_out = next(item for item in found if "99.8% limits" in item)
    assert "above it Injection (service category; 49.7% of 143 issues)" in standing_out
    assert "Pharmaceuticals" not in standing_out
    assert any("too few to say" in item for item in found)


def test_ordinary_variation_is_called_so() -> None:
    found = findings_of(invent_frames(900, 4), Audience.INTERNAL)
    assert any(item.startswith("No group") for item in found)


def test_where_the_claims_administrator_cited_none_is_a_finding() -> None:
    frames = invent_frames(900, 4)
    none = frames.issues[frames.issues["claims_administrator_basis"] == "none_cited"]
    lost = 100 * (none["decision"] != "upheld").mean()
    found = next(item for item in findings_of(frames, Audience.INTERNAL) if "cited no evidence" in item)
    assert found.startswith(f"For {len(none)} issues")
    assert f"{lost:.1f}% of these were overturned" in found


def test_public_findings_hold_no_figure_that_is_withheld() -> None:
    for seed in (2, 3):
        frames = invent_frames(70, seed)
        tables = aggregate_tables(frames, invent_coverage(frames))
        protected = protect_tables(tables, Audience.PUBLIC)
        printed = {
            f"{cell.value:,.0f}"
            for table in protected
            for row in table.rows
            for measure, cell in zip(table.measures, row.cells, strict=True)
            if cell.value is not None and measure.kind is not MeasureKind.PERCENT
        }
        own = {"50", "95", "99", "8"}
        for finding in headlines(protected):
            if "are withheld so" in finding or "too few" in finding:
                continue  # these count cells and categories, not cases
            whole = re.findall(r"(?<![\d.,])\d[\d,]*(?![\d%]|\.\d)", finding)
            assert set(whole) <= printed | own, finding


def test_a_report_without_cases_says_so() -> None:
    frames = invent_frames(20, 1)
    empty = CaseFrames(
        cases=frames.cases.head(0), issues=frames.issues.head(0), citations=frames.citations.head(0)
    )
    assert findings_of(empty, Audience.INTERNAL)[0] == "No cases fall in this period."
    assert headlines(()) == ()


def test_a_public_report_of_a_few_cases_says_that_their_number_is_withheld() -> None:
    found = findings_of(invent_frames(6, 1), Audience.PUBLIC)
    assert found[0] == "The number of cases and issues is withheld."


def test_what_is_withheld_is_called_neither_ordinary_nor_the_same() -> None:
    for seed in (2, 3, 4):
        frames = invent_frames(70, seed)
        protected = protect_tables(aggregate_tables(frames, invent_coverage(frames)), Audience.PUBLIC)
        hidden = any(table.withheld for table in protected if table.key.startswith("decisions_by_"))
        told = [item for item in headlines(protected) if item.startswith("No group")]
        assert all(("whose figures are shown" in item) == hidden for item in told)
        assert not any("ordinary variation" in item for item in headlines(protected))
