"""Both sides' citations of an issue → whether they rest on the same work, and what was decided there."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from imr_reports.aggregate.counting import (
    APPEALED,
    ISSUE_KEY,
    TOTAL,
    DecisionColumns,
    Line,
    Value,
    by_size,
    count,
    make_rows,
)
from imr_reports.aggregate.guidelines import NO_WORK_STATED, cited_works
from imr_reports.aggregate.joining import are_among, are_in, distinct, numbered
from imr_reports.aggregate.once import once
from imr_reports.aggregate.tallies import OVERTURNED
from imr_reports.records.coded import Basis, GuidelineSource
from imr_reports.records.limited import CaseFrames
from imr_reports.records.tables import CountName, Measure, MeasureKind, Relation, RelationKind, Table

_CITES = (Basis.MTUS, Basis.MTUS_AND_NON_MTUS, Basis.NON_MTUS)
_OF_MTUS = (Basis.MTUS, Basis.MTUS_AND_NON_MTUS)
_OUTSIDE = (Basis.NON_MTUS, Basis.MTUS_AND_NON_MTUS)
_AGREEMENTS = {
    "same_work": "Both cite the same work",
    "same_source": "Both cite the same source, no work in common",
    "different": "Both cite, no source in common",
    "not_comparable": "Both cite, a work not recognized",
    "reviewer_only": "The reviewer alone cites",
    "claims_administrator_only": "The claims administrator alone cites",
    "neither": "Neither cites",
    "not_stated": "Not stated of one side or both",
}
_ALWAYS = ("same_work", "same_source", "different")
_COMPARED = {
    "same": ("Same work", ("same_work",)),
    "other": ("No work in common", ("same_source", "different")),
    "none": ("Claims administrator cites none", ("reviewer_only", "neither")),
}
_MEANING = (
    "A work is the same by source and title, whatever its edition, sections and pages; sources are the "
    "state's Medical Treatment Utilization Schedule (MTUS), the Official Disability Guidelines (ODG) and the "
    "other rows of the tables of guidelines cited."
)


def guidelines_differ(frames: CaseFrames) -> Table:
    """Count issues by whether both sides cite the same work, the same source, different ones, or none."""
    columns = DecisionColumns.of(frames)
    measures = columns.measures()
    counts = columns.by(frames, ["agreement"], compared)
    lines = [
        Line(key=key, label=label, values=counts.get((key,), columns.nothing()))
        for key, label in _AGREEMENTS.items()
        if key in _ALWAYS or (key,) in counts
    ]
    return Table(
        key="guidelines_differ",
        title="Whether both sides cite the same guideline",
        definition=(
            f"Issues by whether the claims administrator and the reviewer cite the same work. {_MEANING} The "
            f"share is of all issues in the period, % overturned of the row's issues. {APPEALED}"
        ),
        unit="issues",
        dimension="agreement",
        row_header="Citations",
        measures=measures,
        rows=make_rows(measures, [*lines, columns.total(frames)]),
        sums=columns.sums,
        design_effect=columns.design_effect(frames),
        relations=tuple(
            relation for measure in ("issues", *columns.sums[0][1]) for relation in _relations(measure)
        ),
    )


def guidelines_differ_by_category(frames: CaseFrames) -> Table:
    """Return % overturned by service category, where both sides cite one work and where they do not."""
    rows = compared(frames).assign(overturned=lambda issues: issues["decision"].isin(OVERTURNED))
    sizes = rows.groupby(["service_category", "agreement"], observed=True)["overturned"].agg(["size", "sum"])
    by_category = {str(key): part.droplevel(0) for key, part in sizes.groupby(level=0, observed=True)}
    measures = _compared_columns()
    lines = [
        Line(key=category, label=category or "Not classified", values=_compared_values(part))
        for category, part in by_category.items()
    ]
    whole = sizes.groupby(level=1, observed=True).sum()
    total = Line(key=TOTAL, label="All categories", values=_compared_values(whole), is_total=True)
    return Table(
        key="guidelines_differ_by_category",
        title="Overturned where both sides cite the same guideline and where not, by service category",
        definition=(
            "Issues of each category where the claims administrator and the reviewer cite the same work, "
            "where both cite and have no work in common, and where the claims administrator cites none, each "
            f"with the percentage of these issues that was overturned. {_MEANING} {APPEALED}"
        ),
        unit="issues",
        dimension="service_category_agreement",
        row_header="Service category",
        measures=measures,
        rows=make_rows(measures, [*by_size(lines, "issues"), total]),
    )


@once
def compared(frames: CaseFrames) -> pd.DataFrame:
    """Return a period's issues with their `agreement`, a key of what both sides' citations have in common."""
    ours, theirs = (
        distinct(cited_works(frames, side), [*ISSUE_KEY, "source", "title"])
        for side in ("claims_administrator", "reviewer")
    )
    issues = frames.issues
    first, second = issues["claims_administrator_basis"], issues["reviewer_basis"]
    named = ours[~ours["title"].isin(["", NO_WORK_STATED])]
    conditions = {
        "not_stated": (first == Basis.NOT_STATED) | (second == Basis.NOT_STATED),
        "neither": (first == Basis.NONE_CITED) & (second == Basis.NONE_CITED),
        "reviewer_only": first == Basis.NONE_CITED,
        "claims_administrator_only": second == Basis.NONE_CITED,
        "same_work": _is_among(issues, _shared(named, theirs, ["source", "title"])),
        "same_source": _is_among(issues, _shared(ours, theirs, ["source"])),
        "not_comparable": first.isin(_OUTSIDE)
        & second.isin(_OUTSIDE)
        & ~(_is_among(issues, _outside(ours)) & _is_among(issues, _outside(theirs))),
    }
    chosen = np.select(
        [condition.to_numpy() for condition in conditions.values()], list(conditions), "different"
    )
    kept = [*ISSUE_KEY, "decision", "service_category"]
    return issues[kept].assign(agreement=pd.Categorical(chosen))


def _shared(ours: pd.DataFrame, theirs: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    """Return our rows that have the values of some columns in common with one of theirs on the same issue."""
    key = [*ISSUE_KEY, *columns]
    return ours[are_in(numbered(ours, key, ours), numbered(theirs, key, ours))]


def _is_among(issues: pd.DataFrame, some: pd.DataFrame) -> "pd.Series[bool]":
    """Return which issues are among some."""
    return pd.Series(are_among(issues, some), index=issues.index, dtype="bool")


def _outside(works: pd.DataFrame) -> pd.DataFrame:
    return works[works["source"] != str(GuidelineSource.MTUS)]


def _compared_columns() -> tuple[Measure, ...]:
    columns = [count("issues", "Issues")]
    for key, (label, _) in _COMPARED.items():
        rate = Measure(
            key=f"{key}_overturned",
            label=f"{label}: % overturned",
            kind=MeasureKind.NUMBER,
            denominator=key,
            decimals=1,
        )
        columns += [count(key, f"{label}: issues"), rate]
    return tuple(columns)


def _compared_values(sizes: pd.DataFrame) -> dict[str, Value]:
    """Return the figures of one row; `sizes` has issues ("size") and overturned ones ("sum") by agreement."""
    values: dict[str, Value] = {"issues": int(sizes["size"].sum())}
    for key, (_, agreements) in _COMPARED.items():
        size, overturned = sizes[sizes.index.isin(agreements)].sum()[["size", "sum"]]
        values |= {key: int(size), f"{key}_overturned": 100 * float(overturned) / size if size else None}
    return values


def _relations(measure: str) -> list[Relation]:
    """Return how the rows hang together with the cross-table of both bases.

    Where one side cites none, or isn't told, the bases say so. Who both rest on the MTUS have a source in
    common, and who rest the one on the MTUS alone and the other outside it have none; the rest of either is a
    count itself.
    """

    def agreed(row: str) -> CountName:
        return CountName(unit="issues", dimension="agreement", row=row, measure=measure)

    def crossed(firsts: Sequence[Basis], seconds: Sequence[Basis]) -> tuple[tuple[int, CountName], ...]:
        pairs = [f"{first}/{second}" for first in firsts for second in seconds]
        dimension = "claims_administrator_basis"
        return tuple(
            (1, CountName(unit="issues", dimension=dimension, row=pair, measure=measure)) for pair in pairs
        )

    none, unstated = (Basis.NONE_CITED,), (Basis.NOT_STATED,)
    stated = tuple(basis for basis in Basis if basis is not Basis.NOT_STATED)
    apart = (*crossed((Basis.MTUS,), (Basis.NON_MTUS,)), *crossed((Basis.NON_MTUS,), (Basis.MTUS,)))
    return [
        Relation(total=agreed("reviewer_only"), parts=crossed(none, _CITES)),
        Relation(total=agreed("claims_administrator_only"), parts=crossed(_CITES, none)),
        Relation(total=agreed("neither"), parts=crossed(none, none)),
        Relation(
            total=agreed("not_stated"), parts=(*crossed(unstated, tuple(Basis)), *crossed(stated, unstated))
        ),
        Relation(
            total=agreed("same_work"),
            parts=((-1, agreed("same_source")), *crossed(_OF_MTUS, _OF_MTUS)),
            kind=RelationKind.CONTAINS,
        ),
        Relation(total=agreed("different"), parts=apart, kind=RelationKind.CONTAINS),
    ]
