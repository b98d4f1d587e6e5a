"""Reasons counted by hand from a few invented issues."""

from dataclasses import replace

import pandas as pd
import pytest

from imr_reports.aggregate.reasons import MOST_REASONS, reasons_by_category, reasons_given
from imr_reports.protect import protect_tables
from imr_reports.records.coded import Decision
from imr_reports.records.limited import CaseFrames
from imr_reports.records.reasons import Reason
from imr_reports.records.tables import Audience, CellStatus
from tests.invented_frames import invent_frames
from tests.unit.aggregate.test_tables import figures, hand_frames

UPHELD, OVERTURNED = Decision.UPHELD, Decision.OVERTURNED


def frames_of(*issues: tuple[str, str, str, list[str]]) -> CaseFrames:
    """Issues as (reference, decision, category, reasons)."""
    table = pd.DataFrame(issues, columns=["reference", "decision", "service_category", "reasons"])
    table["sequence"] = table.groupby("reference").cumcount() + 1
    cases = pd.DataFrame({"reference": table["reference"].unique()})
    return CaseFrames(cases=cases, issues=table, citations=pd.DataFrame())


def test_an_issue_counts_once_a_reason_and_one_without_is_told() -> None:
    table = reasons_given(hand_frames(), OVERTURNED)
    assert figures(table, "overturned", "percent") == {
        "findings_present": (2, 66.7),
        "criteria_met": (1, 33.3),
        "none": (1, 33.3),
        "total": (3, 100.0),
    }
    assert [row.label for row in table.rows][-2:] == ["No reason recognized", "All issues overturned"]
    upheld = figures(reasons_given(hand_frames(), UPHELD), "upheld")
    assert upheld == {
        "documentation_insufficient": (2,),
        "criteria_not_met": (1,),
        "none": (1,),
        "total": (3,),
    }


def test_a_reason_that_an_issue_gives_twice_counts_once() -> None:
    frames = frames_of(("a", "upheld", "Surgery", ["duplicative", "duplicative"]))
    assert figures(reasons_given(frames, UPHELD), "upheld")["duplicative"] == (1,)


def test_letters_that_repeat_a_reason_for_each_issue_widen_its_interval() -> None:
    alike = [(str(n // 4), "upheld", "Surgery", ["risk_or_harm"] if n % 8 < 4 else []) for n in range(400)]
    apart = [(str(n), "upheld", "Surgery", ["risk_or_harm"] if n % 8 < 4 else []) for n in range(400)]
    widths = [
        high - low
        for frames in (frames_of(*alike), frames_of(*apart))
        for low, high in [figures(reasons_given(frames, UPHELD), "low", "high")["risk_or_harm"]]
    ]
    assert widths[0] > 1.8 * widths[1]


def test_the_change_is_of_the_share_and_marked_where_chance_does_not_explain_it() -> None:
    def of(share: int) -> CaseFrames:
        return frames_of(
            *((str(n), "upheld", "Surgery", ["risk_or_harm"] if n % 10 < share else []) for n in range(500))
        )

    now = replace(of(5), earlier=of(2))
    table = reasons_given(now, UPHELD)
    assert figures(table, "change")["risk_or_harm"] == (30.0,)
    assert next(row for row in table.rows if row.key == "risk_or_harm").cells[-1].is_notable
    same = reasons_given(replace(of(5), earlier=of(5)), UPHELD)
    assert figures(same, "change")["risk_or_harm"] == (0.0,)
    assert not any(cell.is_notable for row in same.rows for cell in row.cells)
    assert "change" not in [measure.key for measure in reasons_given(of(5), UPHELD).measures]


def test_a_reason_that_is_new_changes_from_nothing() -> None:
    now = frames_of(*((str(n), "upheld", "Surgery", ["duplicative"]) for n in range(10)))
    then = frames_of(*((str(n), "upheld", "Surgery", ["risk_or_harm"]) for n in range(10)))
    changes = figures(reasons_given(replace(now, earlier=then), UPHELD), "change")
    assert changes["duplicative"] == (100.0,)


def test_categories_by_size_with_the_share_of_each_frequent_reason() -> None:
    frames = frames_of(
        ("a", "upheld", "Surgery", ["duplicative", "risk_or_harm"]),
        ("a", "overturned", "Surgery", ["criteria_met"]),
        ("b", "upheld", "Injection", ["duplicative"]),
        ("c", "upheld", "Injection", []),
        ("d", "upheld", "Injection", ["duplicative"]),
        ("e", "upheld", "", ["other"]),
    )
    table = reasons_by_category(frames, UPHELD)
    columns = ("upheld", "share:duplicative", "share:risk_or_harm", "share:none")
    assert list(figures(table, *columns).items()) == [
        ("Injection", (3, 66.7, 0.0, 33.3)),
        ("", (1, 0.0, 0.0, 0.0)),
        ("Surgery", (1, 100.0, 100.0, 0.0)),
        ("total", (5, 60.0, 20.0, 20.0)),
    ]
    assert [row.label for row in table.rows if not row.key] == ["Not classified"]


def test_by_category_there_are_as_many_reasons_as_a_page_is_wide() -> None:
    table = reasons_by_category(invent_frames(300, 3), UPHELD)
    assert [measure.key for measure in table.measures].count("share:none") == 1
    assert len(table.measures) == MOST_REASONS + 2


@pytest.mark.parametrize("decision", [UPHELD, OVERTURNED])
def test_a_period_without_such_decisions_has_a_total_of_nothing(decision: Decision) -> None:
    frames = hand_frames()
    empty = replace(frames, issues=frames.issues.head(0))
    assert figures(reasons_given(empty, decision), str(decision)) == {"total": (0,)}
    assert [row.key for row in reasons_by_category(empty, decision).rows] == ["total"]


def test_the_public_sees_a_reason_only_where_those_with_and_without_it_are_many() -> None:
    reasons = [["risk_or_harm"]] * 40 + [["other"]] * 4 + [["duplicative", "risk_or_harm"]] * 20
    frames = frames_of(*((str(n), "upheld", "Surgery", given) for n, given in enumerate(reasons)))
    (table,) = protect_tables((reasons_given(frames, UPHELD),), Audience.PUBLIC)
    cells = {row.key: row.cells[0] for row in table.rows}
    assert "other" not in cells
    assert cells["duplicative"].value == 20
    # 60 of 64 give it: the other four would follow.
    assert cells["risk_or_harm"].status is CellStatus.WITHHELD


def test_every_reason_has_words() -> None:
    frames = frames_of(*((reason, "upheld", "Surgery", [reason]) for reason in map(str, Reason)))
    labels = {row.label for row in reasons_given(frames, UPHELD).rows}
    assert len(labels) == len(Reason) + 2
    assert not any("_" in label for label in labels)
