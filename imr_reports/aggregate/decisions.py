"""Issues → decisions by service category, procedure, body part, and specialty of the reviewer."""

from dataclasses import replace

import pandas as pd

from imr_reports.aggregate.counting import (
    APPEALED,
    ISSUE_KEY,
    DecisionColumns,
    Line,
    by_size,
    count,
    make_rows,
)
from imr_reports.aggregate.families import (
    MERGED,
    main_lines,
    stated_lines,
    stated_or_not,
    with_decision,
    without_rare,
)
from imr_reports.aggregate.funnel import with_limits
from imr_reports.aggregate.joining import distinct, each_with
from imr_reports.aggregate.once import once
from imr_reports.records.limited import CaseFrames
from imr_reports.records.tables import CountName, Relation, RelationKind, Table

_CATEGORY = ("service_category", "service_subcategory")
_PROCEDURE = ("service_category", "procedure")
_NOT_CLASSIFIED = "Not classified"
_SHARES = "the share is of all issues in the period, % overturned of the row's issues."


def decisions_by_category(frames: CaseFrames, *, all_details: bool = False) -> Table:
    """Count issues by service category, detailed by sub-category where there are several (or always)."""
    columns = DecisionColumns.of(frames)
    measures = columns.measures()
    labels = {(0, ""): _NOT_CLASSIFIED, (1, ""): "Not further specified"}
    lines = main_lines(columns, frames, _CATEGORY, labels=labels, all_details=all_details)
    table = Table(
        key="decisions_by_category",
        title="Decisions by service category",
        definition=(
            "Issues by the service category of the disputed item, in the state's own categories; "
            f"{_SHARES} {APPEALED}"
        ),
        unit="issues",
        dimension="service_category",
        row_header="Service category",
        measures=measures,
        rows=make_rows(measures, [*lines, columns.total(frames)]),
        sums=columns.sums,
        design_effect=columns.design_effect(frames, columns=_CATEGORY[:1]),
        ordered_by_size=True,
    )
    return with_limits(table)


def decisions_by_procedure(frames: CaseFrames) -> Table:
    """Count issues by the procedure that the disputed item asks for, within its service category."""
    columns = DecisionColumns.of(frames)
    measures = columns.measures()
    rows = once(without_rare(frames, _PROCEDURE))
    labels = {(0, ""): _NOT_CLASSIFIED, (1, ""): "No procedure recognized"}
    lines = main_lines(columns, frames, _PROCEDURE, rows, labels=labels)
    table = Table(
        key="decisions_by_procedure",
        title="Decisions by procedure",
        definition=(
            "Issues by the procedure, test, therapy or device that the disputed item asks for, within its "
            f"service category; an issue counts under one, the most particular. {MERGED} As to percentages, "
            f"{_SHARES} {APPEALED}"
        ),
        unit="issues",
        dimension="procedure",
        row_header="Service category and procedure",
        measures=measures,
        rows=make_rows(measures, [*lines, columns.total(frames)]),
        sums=columns.sums,
        design_effect=columns.design_effect(frames, rows, _PROCEDURE),
        ordered_by_size=True,
    )
    return with_limits(table)


def decisions_by_body_part(frames: CaseFrames) -> Table:
    """Count issues by the parts of the body that the disputed item states."""
    columns = DecisionColumns.of(frames)
    measures = columns.measures()
    dimension, rows = "body_part", once(_body_parts)
    label_of = {part: part.capitalize() for part in rows(frames)["part"].unique()}
    labels = ("A body part is stated", "No body part is stated")
    lines = stated_lines(columns, frames, "part", rows, labels=labels, label_of=label_of)
    table = Table(
        key="decisions_by_body_part",
        title="Decisions by body part",
        definition=(
            "Issues by the parts of the body that the disputed item states, whatever the side; an issue "
            "counts under each part that it states, so that these rows do not add up. Many items, drugs "
            f"above all, state none. As to percentages, {_SHARES} {APPEALED}"
        ),
        unit="issues",
        dimension=dimension,
        row_header="Body part",
        measures=measures,
        rows=make_rows(measures, [*lines, columns.total(frames)]),
        sums=columns.sums,
        rows_are_partition=False,
        design_effect=columns.design_effect(frames, rows, ["part"]),
        ordered_by_size=True,
        relations=stated_or_not(columns, dimension),
    )
    return with_limits(table)


def _body_parts(frames: CaseFrames) -> pd.DataFrame:
    """Return issue × body part, with the decision."""
    return with_decision(frames, distinct(frames.issue_sites, [*ISSUE_KEY, "part"]))


def decisions_by_specialty(frames: CaseFrames) -> Table:
    """Count cases and issues by the specialties of the reviewer."""
    columns = DecisionColumns.of(frames)
    measures = (count("cases", "Cases", unit="cases"), *columns.measures())
    rows = once(_reviewed)
    sizes = _specialties(frames)["specialty"].value_counts().to_dict()
    by_specialty = columns.by(frames, ["specialty"], rows)
    lines = [
        Line(
            key=str(key),
            label=str(key),
            values={**by_specialty.get((str(key),), columns.nothing()), "cases": int(size)},
        )
        for key, size in sizes.items()
    ]
    total = columns.total(frames)
    total = replace(total, values={**total.values, "cases": len(frames.cases)})
    table = Table(
        key="decisions_by_specialty",
        title="Decisions by specialty of the reviewer",
        definition=(
            "Cases and issues by the specialties in which the letter says that the reviewer is certified; "
            "those of a reviewer with several count under each, so that rows do not add up. As to "
            f"percentages, {_SHARES} {APPEALED}"
        ),
        unit="issues",
        dimension="reviewer_specialty",
        row_header="Specialty",
        measures=measures,
        rows=make_rows(measures, [*by_size(lines, "cases"), total]),
        sums=columns.sums,
        rows_are_partition=False,
        design_effect=columns.design_effect(frames, rows, ["specialty"]),
        ordered_by_size=True,
        relations=tuple(_case_has_an_issue(line.key) for line in lines if line.values["issues"]),
    )
    return with_limits(table)


def _specialties(frames: CaseFrames) -> pd.DataFrame:
    """Return case × specialty of its reviewer."""
    return distinct(frames.specialties, ["reference", "specialty"])


def _reviewed(frames: CaseFrames) -> pd.DataFrame:
    """Return issue × specialty of its reviewer, with the decision."""
    return each_with(frames.issues[[*ISSUE_KEY, "decision"]], _specialties(frames), "specialty")[0]


def _case_has_an_issue(specialty: str) -> Relation:
    def counted(unit: str) -> CountName:
        return CountName(unit=unit, dimension="reviewer_specialty", row=specialty, measure=unit)

    return Relation(total=counted("issues"), parts=((1, counted("cases")),), kind=RelationKind.AT_LEAST)
