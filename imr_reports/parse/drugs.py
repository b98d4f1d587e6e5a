"""A request → the drugs asked for, with strength, form, quantity and refills."""

from imr_reports.parse.passages import Line
from imr_reports.records.services import DrugRequest
from imr_reports.records.stated import Stated


def read_drugs(line: Line) -> tuple[Stated[DrugRequest], ...]:
    """Read every drug of a request, in order."""
    return ()
