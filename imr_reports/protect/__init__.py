"""Tables and scrubbed texts → what an audience may see."""

from imr_reports.protect.excerpts import protect_excerpts
from imr_reports.protect.headlines import headlines
from imr_reports.protect.quoting import PublicRelease, quotable_rows
from imr_reports.protect.tables import THRESHOLD, protect_tables

__all__ = [
    "THRESHOLD",
    "PublicRelease",
    "headlines",
    "protect_excerpts",
    "protect_tables",
    "quotable_rows",
]
