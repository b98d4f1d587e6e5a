"""`ReleaseDataset` → the files of a version of the data set, by name."""

from imr_reports.export.folder import CHECKSUMS, as_told, checksums, export_edition, export_tables

__all__ = ["CHECKSUMS", "as_told", "checksums", "export_edition", "export_tables"]
