"""The command line: each command parses its arguments, makes one call to the pipeline, and maps errors."""

from imr_reports.cli import dataset, ledger, letters, published, report, store
from imr_reports.cli.application import app
from imr_reports.cli.running import main

__all__ = ["app", "dataset", "ledger", "letters", "main", "published", "report", "store"]
