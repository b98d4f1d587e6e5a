"""Files, folders and zips → letters as text."""

from imr_reports.ingest.files import MEMBER_SEPARATOR, LetterFile, file_at, find_files
from imr_reports.ingest.index import read_index
from imr_reports.ingest.ocr import ocr_version
from imr_reports.ingest.text import read_letter
from imr_reports.ingest.ur_decisions import read_ur_decisions

__all__ = [
    "MEMBER_SEPARATOR",
    "LetterFile",
    "file_at",
    "find_files",
    "ocr_version",
    "read_index",
    "read_letter",
    "read_ur_decisions",
]
