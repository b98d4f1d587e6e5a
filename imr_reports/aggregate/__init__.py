"""Case frames → tables with true counts, and which rationales to quote."""

from imr_reports.aggregate.rationales import candidates, typical
from imr_reports.aggregate.tables import aggregate_tables

__all__ = ["aggregate_tables", "candidates", "typical"]
