"""A request for therapy → visits, frequency and duration."""

from imr_reports.parse.passages import Line
from imr_reports.records.services import Dosing
from imr_reports.records.stated import Stated


def read_dosing(line: Line) -> Stated[Dosing] | None:
    """Read how much of a therapy is asked for, None where the request doesn't say."""
    return None
