"""Tables and scrubbed texts → what an audience may see."""

from imr_reports.protect.excerpts import protect_excerpts
from imr_reports.protect.explaining import explain_cell
from imr_reports.protect.headlines import headlines
from imr_reports.protect.quoting import PublicRelease, quotable_rows
from imr_reports.protect.released import ledger_content, ledger_for
from imr_reports.protect.tables import (
    THRESHOLD,
    Ledger,
    Protected,
    protect_for_public,
    protect_tables,
)

__all__ = [
    "THRESHOLD",
    "Ledger",
    "Protected",
    "PublicRelease",
    "explain_cell",
    "headlines",
    "ledger_content",
    "ledger_for",
    "protect_excerpts",
    "protect_for_public",
    "protect_tables",
    "quotable_rows",
]
