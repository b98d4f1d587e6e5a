"""A stretch of a letter → the body parts it names, with their sides."""

from imr_reports.parse.passages import Line
from imr_reports.records.services import BodySite
from imr_reports.records.stated import Stated


def read_sites(line: Line) -> tuple[Stated[BodySite], ...]:
    """Read the body parts that a stretch names or implies, each once, in order."""
    return ()
