"""`ReleaseDataset` → the files of a version of the data set, by name."""

from imr_reports.export.folder import as_told, checksums, edition_name, export_dataset

__all__ = ["as_told", "checksums", "edition_name", "export_dataset"]
