"""Issues without a guideline of the claims administrator → what the reviewer cited, and what followed."""

import numpy as np
import pandas as pd

from imr_reports.aggregate.counting import APPEALED, ISSUE_KEY, DecisionColumns, Line, by_size, make_rows
from imr_reports.aggregate.guidelines import SOURCES, cited_works
from imr_reports.aggregate.joining import are_among, distinct, stacked, with_columns
from imr_reports.records.coded import Basis, GuidelineSource
from imr_reports.records.limited import CaseFrames
from imr_reports.records.tables import Table

_CITES = (Basis.MTUS, Basis.MTUS_AND_NON_MTUS, Basis.NON_MTUS)
_FIRST_SIDE = {
    "none": "The claims administrator cited none",
    "some": "The claims administrator cited a guideline",
    "not_stated": "Not stated of the claims administrator",
}
_NO_SOURCE = {
    Basis.NONE_CITED: "None cited",
    Basis.NON_MTUS: "A work not recognized",
    Basis.NOT_STATED: "Not stated",
}


def none_cited(frames: CaseFrames) -> Table:
    """Count what the reviewer cites, and what is decided, where the claims administrator cites none."""
    columns = DecisionColumns.of(frames)
    measures = columns.measures()
    sides = columns.by(frames, ["first_side"], _with_first_side)
    sources = columns.by(frames, ["first_side", "source"], _reviewed_sources)
    lines: list[Line] = []
    for key, label in _FIRST_SIDE.items():
        if (key,) in sides:
            lines.append(Line(key=key, label=label, values=sides[key,]))
            lines += by_size(
                (
                    Line(key=f"{key}/{source}", label=_source_label(source), values=values, depth=1)
                    for (side, source), values in sources.items()
                    if side == key
                ),
                "issues",
            )
    return Table(
        key="none_cited",
        title="Where the claims administrator cited none, and what followed",
        definition=(
            "Issues for which the letter reports that the claims administrator cited no guideline, with the "
            "sources that the reviewer then cited, beside those for which it did cite one. An issue may "
            "stand under several sources. The share is of all issues in the period, % overturned of the "
            f"row's issues. {APPEALED}"
        ),
        unit="issues",
        dimension="first_side",
        row_header="Cited",
        measures=measures,
        rows=make_rows(measures, [*lines, columns.total(frames)]),
        sums=columns.sums,
        rows_are_partition=False,
    )


def _with_first_side(frames: CaseFrames) -> pd.DataFrame:
    basis = frames.issues["claims_administrator_basis"]
    some = np.where(basis.isin(_CITES), "some", "not_stated")
    return frames.issues.assign(first_side=np.where(basis == Basis.NONE_CITED, "none", some))


def _reviewed_sources(frames: CaseFrames) -> pd.DataFrame:
    """Return issue × source that its reviewer cites, or a row that says that none is known."""
    wanted = [*ISSUE_KEY, "decision", "first_side", "reviewer_basis"]
    issues = _with_first_side(frames)
    sources = distinct(cited_works(frames, "reviewer")[[*ISSUE_KEY, "source"]], [*ISSUE_KEY, "source"])
    silent = issues[~are_among(issues, sources)][wanted]
    known = with_columns(sources, issues, wanted[len(ISSUE_KEY) :])
    return stacked([known, silent.assign(source=silent["reviewer_basis"])])


def _source_label(source: str) -> str:
    label = _NO_SOURCE[Basis(source)] if source in set(Basis) else SOURCES[GuidelineSource(source)]
    return f"reviewer: {label}"
