"""Tables and scrubbed texts → what an audience may see."""

from imr_reports.protect.tables import THRESHOLD, protect_tables

__all__ = ["THRESHOLD", "protect_tables"]
