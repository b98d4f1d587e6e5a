"""The only composer: it puts the stages together in the order of the arrow, and does nothing itself."""

from imr_reports.pipeline.dataset import DatasetRequest, DatasetResult, make_dataset
from imr_reports.pipeline.evaluating import EvaluationResult, evaluate_letters
from imr_reports.pipeline.ledger import explain_lines, release_lines, verify_ledger
from imr_reports.pipeline.listing import report_lines
from imr_reports.pipeline.operating import purge_store, status_lines, withheld_lines
from imr_reports.pipeline.policies import keyed_policy
from imr_reports.pipeline.reading import Progress, ReadingSummary, read_into_store
from imr_reports.pipeline.reporting import ReportRequest, ReportResult, make_report
from imr_reports.pipeline.single import SingleSummary, deidentify_files, parse_files, parse_schema
from imr_reports.pipeline.stores import open_existing_store, store_for
from imr_reports.pipeline.verifying import verify_report

__all__ = [
    "DatasetRequest",
    "DatasetResult",
    "EvaluationResult",
    "Progress",
    "ReadingSummary",
    "ReportRequest",
    "ReportResult",
    "SingleSummary",
    "deidentify_files",
    "evaluate_letters",
    "explain_lines",
    "keyed_policy",
    "make_dataset",
    "make_report",
    "open_existing_store",
    "parse_files",
    "parse_schema",
    "purge_store",
    "read_into_store",
    "release_lines",
    "report_lines",
    "status_lines",
    "store_for",
    "verify_ledger",
    "verify_report",
    "withheld_lines",
]
