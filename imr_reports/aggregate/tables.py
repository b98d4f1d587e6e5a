"""CaseFrames → all tables of a report, in print order."""

from imr_reports.aggregate.coverage import coverage_table
from imr_reports.aggregate.decisions import (
    basis_cross,
    decisions_by_basis,
    decisions_by_category,
    decisions_by_group,
)
from imr_reports.aggregate.guidelines import cited_guidelines
from imr_reports.aggregate.outcomes import (
    issues_per_case,
    outcomes_by_month,
    outcomes_cases,
    outcomes_issues,
    partly_authorized,
)
from imr_reports.aggregate.reviewers import california_licence, reviewer_specialties
from imr_reports.aggregate.timeliness import days
from imr_reports.records.coverage import Coverage
from imr_reports.records.limited import CaseFrames
from imr_reports.records.tables import Table


def aggregate_tables(
    frames: CaseFrames, coverage: Coverage, groups: tuple[str, ...] = ()
) -> tuple[Table, ...]:
    """Count a period's cases and issues.

    Args:
        frames: the period's cases, issues and citations.
        coverage: what became of the letters of the whole store.
        groups: columns of the index by which internal tables are made (`group:<name>` in the frames).

    Returns:
        Tables with true counts, for `protect` alone.

    Raises:
        UsageError: if the frames lack a group's column.
    """
    return (
        coverage_table(coverage, len(frames.cases), len(frames.issues)),
        outcomes_cases(frames),
        outcomes_issues(frames),
        issues_per_case(frames),
        partly_authorized(frames),
        outcomes_by_month(frames),
        decisions_by_category(frames),
        decisions_by_basis(frames, "claims_administrator"),
        decisions_by_basis(frames, "reviewer"),
        basis_cross(frames),
        cited_guidelines(frames, "claims_administrator"),
        cited_guidelines(frames, "reviewer"),
        days(frames),
        reviewer_specialties(frames),
        california_licence(frames),
        *(decisions_by_group(frames, group) for group in groups),
    )
