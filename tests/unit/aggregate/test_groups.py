"""Decisions by a column of the index: with the period before, and where rows lie outside the limits."""

from dataclasses import replace

from imr_reports.aggregate.groups import decisions_by_group
from imr_reports.records.limited import CaseFrames
from imr_reports.records.tables import Table
from tests.invented_frames import invent_frames


def with_group(frames: CaseFrames, values: list[str]) -> CaseFrames:
    return replace(frames, cases=frames.cases.assign(**{"group:client": values}))


def changes(table: Table) -> dict[str, float | int | None]:
    place = [measure.key for measure in table.measures].index("change")
    return {row.label: row.cells[place].value for row in table.rows}


def test_an_earlier_period_is_grouped_as_this_one_is() -> None:
    now, then = invent_frames(60, 1), invent_frames(60, 2)
    grouped = with_group(now, ["North"] * 40 + ["South"] * 17 + ["East"] * 2 + [""])
    # "East" is one of the others in this period, and so are its cases before; "West" is new to it.
    earlier = with_group(then, ["North"] * 20 + ["East"] * 20 + ["West"] * 20)
    table = decisions_by_group(replace(grouped, earlier=earlier), "client")
    found = changes(table)
    assert {label for label, change in found.items() if change is not None} == {
        "North",
        "Other values",
        "All issues",
    }
    others = then.issues[then.issues["reference"].isin(set(then.cases["reference"][20:]))]
    of_east = now.issues[now.issues["reference"].isin(set(now.cases["reference"][57:59]))]
    share, before = (
        100 * frame["decision"].isin(["overturned", "partially_overturned"]).mean()
        for frame in (of_east, others)
    )
    assert round(found["Other values"] or 0, 6) == round(share - before, 6)


def test_an_earlier_period_without_the_column_is_all_not_given() -> None:
    now, then = invent_frames(30, 1), invent_frames(30, 2)
    earlier = replace(then, cases=then.cases.drop(columns="group:client"))
    table = decisions_by_group(replace(with_group(now, ["North"] * 30), earlier=earlier), "client")
    assert changes(table)["North"] is None
    assert changes(table)["All issues"] is not None


def test_a_group_whose_letters_hold_many_issues_has_wider_limits() -> None:
    frames = invent_frames(200, 3)
    by_size = frames.cases["issue_count"].map(lambda size: "many" if size > 2 else "few").tolist()
    alike, mixed = (
        decisions_by_group(with_group(frames, values), "client").design_effect
        for values in (["North"] * 200, by_size)
    )
    assert alike == mixed  # a letter's issues all stand in one group, whichever it is
    assert (alike or 0) > 1
