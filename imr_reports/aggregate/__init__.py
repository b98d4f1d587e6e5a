"""Case frames → tables with true counts, and which rationales to quote."""

from imr_reports.aggregate.groups import refused_groups
from imr_reports.aggregate.quality import QualityTally
from imr_reports.aggregate.rationales import (
    candidates,
    cases_by_month,
    overturned_counts,
    public_candidates,
    typical,
)
from imr_reports.aggregate.tables import aggregate_tables, count_quoted
from imr_reports.aggregate.trend import WINDOW

__all__ = [
    "WINDOW",
    "QualityTally",
    "aggregate_tables",
    "candidates",
    "cases_by_month",
    "count_quoted",
    "overturned_counts",
    "public_candidates",
    "refused_groups",
    "typical",
]
