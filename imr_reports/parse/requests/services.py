"""A disputed item → the service, normalized: category, procedure, body parts, drugs, dosing, codes."""

from bisect import bisect_right

from imr_reports.parse.passages import Line, one_line
from imr_reports.parse.requests.codes import read_codes
from imr_reports.parse.requests.dosing import read_dosing
from imr_reports.parse.requests.drugs import find_named, read_drugs
from imr_reports.parse.sites import read_sites
from imr_reports.records.identified import Passage
from imr_reports.records.services import CodedTerm, DrugRequest, Service
from imr_reports.records.stated import Stated
from imr_reports.vocabulary.services.classification import (
    Classified,
    NamedDrug,
    classify_named,
    classify_weakly,
)
from imr_reports.vocabulary.services.procedures import category_of_code
from imr_reports.vocabulary.services.reading import LONGEST_ITEM, Reading, read_terms, unclassified

Drugs = tuple[Stated[DrugRequest], ...]
Codes = tuple[Stated[CodedTerm], ...]


def read_service(text: str, item: Passage, request: Passage) -> Service:
    """Normalize a disputed item.

    Args:
        text: the letter.
        item: what was decided on.
        request: the whole heading, which names the service where a remaining part does not.
    """
    line = _line(text, item)
    named = find_named(line.text)
    drugs = read_drugs(line, named)
    codes = read_codes(line)
    heading = None if item == request else _line(text, request)
    classified, where = _classify(line, drugs, codes, heading)
    return Service(
        category=classified.category,
        subcategory=classified.subcategory,
        procedure=_stated(classified, where),
        sites=read_sites(line),
        drugs=drugs,
        dosing=read_dosing(line, "" if heading is None else heading.text, named),
        codes=codes,
    )


def _line(text: str, passage: Passage) -> Line:
    """Return a passage as a line; of a monstrous one its beginning, so that no reader has to be fast."""
    return one_line(text, passage.start, min(passage.end, passage.start + LONGEST_ITEM))


def _classify(line: Line, drugs: Drugs, codes: Codes, heading: Line | None) -> tuple[Classified, Line]:
    """Return the category and the line that tells it: item, heading, at last a word that says little."""
    reading = read_terms(line.text)
    if found := classify_named(reading, _first(line, drugs)) or _by_code(codes):
        return found, line
    readings: list[tuple[Reading, Line]] = [(reading, line)]
    if heading is not None:
        readings.append((read_terms(heading.text), heading))
        if found := classify_named(readings[1][0], _first(heading, read_drugs(heading))):
            return found, heading
    for told, where in readings:
        if found := classify_weakly(told):
            return found, where
    return Classified(category=unclassified(), subcategory=""), line


def _first(line: Line, drugs: Drugs) -> NamedDrug | None:
    """Return the first drug with its place in the line."""
    if not drugs:
        return None
    return NamedDrug(start=_offset(line, drugs[0].start), drug_class=drugs[0].value.drug_class)


def _offset(line: Line, source: int) -> int:
    """Return where in a line a place of the letter stands."""
    piece = max(0, bisect_right(line.sources, source) - 1)
    return line.places[piece] + source - line.sources[piece]


def _by_code(codes: Codes) -> Classified | None:
    for code in codes:
        if category := category_of_code(code.value.code):
            return Classified(category=category[0], subcategory=category[1])
    return None


def _stated(classified: Classified, line: Line) -> Stated[str] | None:
    if not classified.procedure:
        return None
    start, end = line.span(classified.start, classified.end)
    return Stated(value=classified.procedure, start=start, end=end)
