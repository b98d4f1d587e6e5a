"""LimitedCase ↔ the private working store."""

from imr_reports.store.checks import PassedControl
from imr_reports.store.counts import StoreCounts, count_months, count_store, unread_files
from imr_reports.store.frames import Selection, count_date_bases, read_frames, read_history
from imr_reports.store.keys import dataset_secret
from imr_reports.store.layout import has_ledger, is_store, purge_folder
from imr_reports.store.ledger import Ledger
from imr_reports.store.manifest import LetterOutcome, Sighting, new_key
from imr_reports.store.parts import write_parts
from imr_reports.store.public import read_public_frames
from imr_reports.store.releasing import append_release
from imr_reports.store.texts import read_case_texts, read_texts
from imr_reports.store.withheld import WithheldToken
from imr_reports.store.working import Purged, Store

__all__ = [
    "Ledger",
    "LetterOutcome",
    "PassedControl",
    "Purged",
    "Selection",
    "Sighting",
    "Store",
    "StoreCounts",
    "WithheldToken",
    "append_release",
    "count_date_bases",
    "count_months",
    "count_store",
    "dataset_secret",
    "has_ledger",
    "is_store",
    "new_key",
    "purge_folder",
    "read_case_texts",
    "read_frames",
    "read_history",
    "read_public_frames",
    "read_texts",
    "unread_files",
    "write_parts",
]
