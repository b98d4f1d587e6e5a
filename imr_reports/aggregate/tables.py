"""CaseFrames → all tables of a report, in print order."""

from collections.abc import Collection, Iterator
from dataclasses import replace

import pandas as pd

from imr_reports.aggregate.bases import basis_cross, decisions_by_basis
from imr_reports.aggregate.comparison import comparison
from imr_reports.aggregate.counting import ISSUE_KEY
from imr_reports.aggregate.coverage import coverage_table
from imr_reports.aggregate.decisions import (
    decisions_by_body_part,
    decisions_by_category,
    decisions_by_procedure,
    decisions_by_specialty,
)
from imr_reports.aggregate.disagreement import guidelines_differ, guidelines_differ_by_category
from imr_reports.aggregate.drugs import decisions_by_drug_class, decisions_by_ingredient
from imr_reports.aggregate.findings import FINDINGS, findings, told_by
from imr_reports.aggregate.groups import decisions_by_group, refused_groups
from imr_reports.aggregate.guidelines import SIDES, cited_guidelines
from imr_reports.aggregate.histograms import days_histogram
from imr_reports.aggregate.lateness import late_cases
from imr_reports.aggregate.outcomes import (
    issues_per_case,
    outcomes_by_month,
    outcomes_cases,
    outcomes_issues,
    partly_authorized,
)
from imr_reports.aggregate.reasons import REASONED, reasons_by_category, reasons_given
from imr_reports.aggregate.references import reference_figures
from imr_reports.aggregate.reviewers import (
    california_license,
    reviewer_specialties,
    specialty_fit,
    specialty_fit_by_category,
)
from imr_reports.aggregate.sections import cited_pages, cited_sections
from imr_reports.aggregate.silence import none_cited
from imr_reports.aggregate.timeliness import days, days_by_month
from imr_reports.aggregate.trend import trend
from imr_reports.aggregate.ur_decisions import ur_decisions
from imr_reports.records.coded import Decision, Priority
from imr_reports.records.coverage import Coverage
from imr_reports.records.limited import CaseFrames
from imr_reports.records.policy import Policy
from imr_reports.records.tables import Table
from imr_reports.records.ur_decisions import UrDecisions

_UNDECIDED = (
    " Issues whose decision their letter does not state, and cases in which none is stated, are left out of "
    "all tables of this report."
)
_SAYS_SO = ("outcomes_cases", "outcomes_issues")


def aggregate_tables(
    frames: CaseFrames,
    coverage: Coverage | None,
    groups: tuple[str, ...] = (),
    *,
    decided_only: bool = False,
    policy: Policy | None = None,
    ur: UrDecisions | None = None,
) -> tuple[Table, ...]:
    """Count a period's cases and issues.

    Args:
        frames: the period's cases, issues and citations.
        coverage: what became of the letters of the whole store, None where that isn't told.
        groups: columns of the index by which internal tables are made (`group:<name>` in the frames); those
            that `refused_groups` names are passed over.
        decided_only: whether issues without a stated decision are no part of what is counted, as for the
            public: a handful of them would cost it the numbers of upheld and overturned ones.
        policy: what the letters were read under; without one, all that was found was replaced.
        ur: the data holder's own numbers of UR decisions, where it gives them.

    Returns:
        Tables with true counts, for `protect` alone.

    Raises:
        UsageError: if the frames lack a group's column.
    """
    if decided_only:
        frames = decided(frames)
    refused = refused_groups(frames, groups)
    tables = (
        *((coverage_table(coverage, len(frames.cases), len(frames.issues)),) if coverage else ()),
        *_period_tables(frames, all_details=decided_only),
        *(decisions_by_group(frames, group) for group in groups if group not in refused),
        *(ur_decisions(frames, ur) if ur else ()),
    )
    if policy:
        tables = tuple(told_by(policy, table) if table.key == FINDINGS else table for table in tables)
    if not decided_only:
        return tables
    return tuple(
        replace(table, definition=table.definition + _UNDECIDED) if table.key in _SAYS_SO else table
        for table in tables
    )


def count_quoted(frames: CaseFrames, chosen: Collection[tuple[str, int]]) -> tuple[Table, ...]:
    """Return the tables of some decided issues alone, by (reference, sequence): what quoting them tells.

    Each table has every row of the period's table to which one of these issues belongs.
    """
    frames = decided(frames)
    wanted = pd.DataFrame(sorted(chosen), columns=ISSUE_KEY)
    issues = frames.issues.merge(wanted, on=ISSUE_KEY)
    cases = frames.cases[frames.cases["reference"].isin(set(issues["reference"]))]
    citations = frames.citations.merge(wanted, on=ISSUE_KEY)
    return _period_tables(CaseFrames(cases=cases, issues=issues, citations=citations), all_details=True)


def decided(frames: CaseFrames) -> CaseFrames:
    """Return the issues whose decision is stated, with their cases; a case's issues are then those."""
    issues = frames.issues[frames.issues["decision"] != str(Decision.NOT_STATED)]
    sizes = issues.groupby("reference", observed=True).size()
    cases = frames.cases[frames.cases["reference"].isin(sizes.index)]
    history = frames.history
    return CaseFrames(
        cases=cases.assign(issue_count=cases["reference"].map(sizes).astype("int64")),
        issues=issues,
        citations=frames.citations.merge(issues[ISSUE_KEY], on=ISSUE_KEY),
        earlier=decided(frames.earlier) if frames.earlier else None,
        history=None if history is None else history[history["decision"] != str(Decision.NOT_STATED)],
        placement=frames.placement,
    )


def _over_time(frames: CaseFrames) -> Iterator[Table]:
    """Yield the period beside earlier ones, its months, and the figures published for its years."""
    beside, months = comparison(frames), outcomes_by_month(frames)
    # One month's figures stand in the comparison already.
    of_one_month = sum(not row.is_total for row in months.rows) == 1
    found = (beside, trend(frames), None if beside and of_one_month else months, reference_figures(frames))
    yield from _known(*found)


def _period_tables(frames: CaseFrames, *, all_details: bool = False) -> tuple[Table, ...]:
    if frames.cases.empty:  # forty tables of zeros say no more than one
        return (outcomes_cases(frames), outcomes_issues(frames), *_with_rows(*_over_time(frames)))
    return (
        outcomes_cases(frames),
        outcomes_issues(frames),
        issues_per_case(frames),
        partly_authorized(frames),
        *_over_time(frames),
        decisions_by_category(frames, all_details=all_details),
        decisions_by_drug_class(frames),
        decisions_by_ingredient(frames),
        decisions_by_procedure(frames),
        decisions_by_body_part(frames),
        decisions_by_specialty(frames),
        decisions_by_basis(frames, "claims_administrator"),
        decisions_by_basis(frames, "reviewer"),
        basis_cross(frames),
        cited_guidelines(frames, "claims_administrator"),
        cited_guidelines(frames, "reviewer"),
        guidelines_differ(frames),
        *_with_rows(
            *(table(frames, side) for side in SIDES for table in (cited_sections, cited_pages)),
            guidelines_differ_by_category(frames),
            none_cited(frames),
        ),
        *(reasons_given(frames, decision) for decision in REASONED),
        *_with_rows(*(reasons_by_category(frames, decision) for decision in REASONED)),
        days(frames),
        *_with_rows(days_by_month(frames), *(days_histogram(frames, priority) for priority in Priority)),
        reviewer_specialties(frames),
        california_license(frames),
        specialty_fit(frames),
        *_with_rows(specialty_fit_by_category(frames)),
        findings(frames),
        *_with_rows(*_known(late_cases(frames))),
    )


def _known(*tables: Table | None) -> Iterator[Table]:
    yield from (table for table in tables if table is not None)


def _with_rows(*tables: Table) -> tuple[Table, ...]:
    """Return those tables, for the data holder alone, that say more than a total."""
    return tuple(
        table for table in tables if any(row.cells[0].value for row in table.rows if not row.is_total)
    )
