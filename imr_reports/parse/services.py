"""A disputed item → the service, normalized: category, procedure, body parts, drugs, dosing, codes."""

from imr_reports.parse.dosing import read_dosing
from imr_reports.parse.drugs import read_drugs
from imr_reports.parse.passages import one_line
from imr_reports.parse.sites import read_sites
from imr_reports.records.identified import Passage
from imr_reports.records.services import Service
from imr_reports.vocabulary.services import classify_service


def read_service(text: str, item: Passage, request: Passage) -> Service:
    """Normalize a disputed item.

    Args:
        text: the letter.
        item: what was decided on.
        request: the whole heading, which names the service where a remaining part does not.
    """
    line = one_line(text, item.start, item.end)
    heading = line if item == request else one_line(text, request.start, request.end)
    category, subcategory = classify_service(line.text, heading.text)
    return Service(
        category=category,
        subcategory=subcategory,
        sites=read_sites(line),
        drugs=read_drugs(line),
        dosing=read_dosing(line),
    )
