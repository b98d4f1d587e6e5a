"""The closed list of tables that a public report may hold, and what becomes of their rare rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class RareRows(StrEnum):
    """What becomes of rows that hold few.

    FIXED: the rows are a short closed list and stay. MERGED: they are parts of a whole, and rare ones become
    one row. LEFT_OUT: an issue can stand in several, so that they can't be added up, and rare ones go.
    """

    FIXED = "fixed"
    MERGED = "merged"
    LEFT_OUT = "left_out"


@dataclass(frozen=True, slots=True, kw_only=True)
class Publishable:
    """A table that the public may see.

    Attributes:
        ways: what its counts are classified by, at most three things; the decision is one of them.
        rare_rows: what becomes of them, by a plan that holds for a calendar year.
        merged_label: label of the merged row.
    """

    ways: tuple[str, ...]
    rare_rows: RareRows = RareRows.FIXED
    merged_label: str = ""


_LEFT_OUT = RareRows.LEFT_OUT

PUBLISHABLE: Mapping[str, Publishable] = MappingProxyType(
    {
        "outcomes_cases": Publishable(ways=("outcome",)),
        "outcomes_issues": Publishable(ways=("decision",)),
        "issues_per_case": Publishable(ways=("issue_count",)),
        "partly_authorized": Publishable(ways=("partly_authorized", "decision")),
        "trend": Publishable(ways=("decision_month", "decision")),
        "outcomes_by_month": Publishable(ways=("decision_month", "decision")),
        "reference_figures": Publishable(ways=()),
        "decisions_by_category": Publishable(
            ways=("service_category", "service_subcategory", "decision"),
            rare_rows=RareRows.MERGED,
            merged_label="Other categories",
        ),
        "decisions_by_body_part": Publishable(ways=("body_part", "decision"), rare_rows=_LEFT_OUT),
        "decisions_by_specialty": Publishable(ways=("reviewer_specialty", "decision"), rare_rows=_LEFT_OUT),
        "decisions_by_claims_administrator_basis": Publishable(
            ways=("claims_administrator_basis", "decision")
        ),
        "decisions_by_reviewer_basis": Publishable(ways=("reviewer_basis", "decision")),
        "basis_cross": Publishable(ways=("claims_administrator_basis", "reviewer_basis", "decision")),
        "guidelines_claims_administrator": Publishable(
            ways=("guideline_source", "guideline_title", "decision"), rare_rows=_LEFT_OUT
        ),
        "guidelines_reviewer": Publishable(
            ways=("guideline_source", "guideline_title", "decision"), rare_rows=_LEFT_OUT
        ),
        "guidelines_differ": Publishable(ways=("agreement", "decision")),
        "reasons_overturned": Publishable(ways=("reason",), rare_rows=_LEFT_OUT),
        "reasons_upheld": Publishable(ways=("reason",), rare_rows=_LEFT_OUT),
        "days": Publishable(ways=("step", "priority")),
        "reviewer_specialties": Publishable(ways=("reviewer_specialty",), rare_rows=_LEFT_OUT),
        "california_license": Publishable(ways=("california_license",)),
        "specialty_fit": Publishable(ways=("specialty_fit", "decision")),
        "late_cases": Publishable(ways=("counted",)),
        "findings": Publishable(ways=("entity_type",)),
    }
)
"""By table key. What isn't named is for the data holder alone: tables by drug, procedure, section or page,
which small counts would fill; of the data holder's own groups and UR decisions; of earlier periods, whose
cells their own reports tell; and the coverage of the whole store, which changes with every letter."""
