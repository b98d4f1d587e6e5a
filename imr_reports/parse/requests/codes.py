"""A request → the CPT and HCPCS codes given in it."""

import re

from imr_reports.parse.passages import Line
from imr_reports.records.services import CodedTerm, CodeSystem
from imr_reports.records.stated import Stated
from imr_reports.vocabulary.services.procedures import category_of_code
from imr_reports.vocabulary.services.reading import LONGEST_ITEM

_CODE = re.compile(
    r"(?<![\w#$.])(?<!\w-)(?:(?P<cpt>\d{5}|\d{4}T)|(?P<hcpcs>[ADEGJKLQSTV]\d{4}))(?!\w|[.,]\d|-\d{3,4}(?!\d))"
)
_CUE = re.compile(r"\b(?:CPT|HCPCS|codes?|procedures?)\b[\s:#(,;&/x\dA-Z-]*\Z", re.IGNORECASE)
# A number behind these words counts or names something else; behind a state it is a ZIP code.
_OTHER_NUMBER = re.compile(
    r"(?:\b[A-Z]{2},?|(?i:\b(?:case|claim|file|id|zip|no|number|qty|quantity|account|member|suite|vitamin|box|icd|icd-?10|times|x)\b"
    r"\.?\s?[:#]?))\s*\Z"
)
_UNIT = re.compile(
    r"\s*(?:mg|mcg|ml|cc|gm?|units?|iu|miles?|tablets?|capsules?|dollars?|count|%)\b", re.IGNORECASE
)
_LOOK_BACK = 60


def read_codes(line: Line) -> tuple[Stated[CodedTerm], ...]:
    """Read the codes of a request, in order, each once.

    A five-digit number is a CPT code behind a cue ("CPT", "code"), or where the vocabulary knows its range
    and nothing beside it tells of a ZIP code, a quantity or a case.
    """
    text = line.text[:LONGEST_ITEM]
    found: dict[str, Stated[CodedTerm]] = {}
    for match in _CODE.finditer(text):
        if match.group() in found or not _is_code(text, match):
            continue
        system = CodeSystem.CPT if match["cpt"] else CodeSystem.HCPCS
        start, end = line.span(*match.span())
        found[match.group()] = Stated(
            value=CodedTerm(system=system, code=match.group()), start=start, end=end
        )
    return tuple(found.values())


def _is_code(text: str, match: re.Match[str]) -> bool:
    before = text[max(0, match.start() - _LOOK_BACK) : match.start()]
    if _CUE.search(before):
        return True
    if _OTHER_NUMBER.search(before) or _UNIT.match(text, match.end()):
        return False
    return bool(match["hcpcs"]) or category_of_code(match.group()) is not None
