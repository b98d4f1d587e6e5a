"""`ReleaseDataset` → the files of a version of the data set, by name."""

from imr_reports.export.folder import CHECKSUMS, as_told, checksums, export_edition, export_tables
from imr_reports.export.successive import TABLES, check_together, read_tables

__all__ = [
    "CHECKSUMS",
    "TABLES",
    "as_told",
    "check_together",
    "checksums",
    "export_edition",
    "export_tables",
    "read_tables",
]
