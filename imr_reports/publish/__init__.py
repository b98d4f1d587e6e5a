"""Rendered bytes → a checked folder with its manifest; a published folder → whether it still is as it was."""

from imr_reports.publish.declaring import declare_templates
from imr_reports.publish.edition import check_edition, publish_edition, refuse_other
from imr_reports.publish.folder import publish_files, published_fact
from imr_reports.publish.listing import PublishedReport, published_reports
from imr_reports.publish.looking import MANIFEST, Declared
from imr_reports.publish.markup import is_count
from imr_reports.publish.verify import FileVerdict, Verification, read_manifest, verify_folder

__all__ = [
    "MANIFEST",
    "Declared",
    "FileVerdict",
    "PublishedReport",
    "Verification",
    "check_edition",
    "declare_templates",
    "is_count",
    "publish_edition",
    "publish_files",
    "published_fact",
    "published_reports",
    "read_manifest",
    "refuse_other",
    "verify_folder",
]
