"""Tags of a PDF as WeasyPrint writes them → tags that say what readers of screens go by.

WeasyPrint leaves three things open that validators don't see: running heads and feet count as content, cells
of heads don't say what they head, and the places of figures are in the units of the page's style sheet.
"""

from collections.abc import Iterator
from typing import Any

Pdf = Any  # pydyf has no types
Element = Any

_POINTS = 0.75  # in a pixel of a style sheet
_GROUPS = {"/THead": "/Column", "/TBody": "/Row", "/TFoot": "/Row"}


def mend_tags(pdf: Pdf) -> None:
    """Mend a document's tags in place, before it is written."""
    told = set()
    for number, element, group in _elements(pdf):
        told.add(number)
        if element["S"] == "/TH":
            element["A"]["Scope"] = _GROUPS.get(group, "/Column")
        elif element["S"] == "/Figure":
            _place(pdf, element)
    _set_heads_apart(pdf, told)


def _elements(pdf: Pdf) -> Iterator[tuple[int, Element, str]]:
    """Yield the elements that a reader reaches: number, element, the group of rows that it stands in."""
    waiting = [(_number(pdf.catalog["StructTreeRoot"]), "")]
    while waiting:
        number, group = waiting.pop()
        element = pdf.objects[number]
        if "S" in element:
            yield number, element, group
            group = element["S"] if element["S"] in _GROUPS else group
        if "Obj" not in element:  # an annotation is told by its own entry
            waiting += [(_number(kid), group) for kid in element["K"] if isinstance(kid, bytes)]


def _place(pdf: Pdf, figure: Element) -> None:
    height = pdf.objects[_number(figure["Pg"])]["MediaBox"][3]
    left, top, right, bottom = (_POINTS * value for value in figure["A"]["BBox"])
    figure["A"]["BBox"][:] = [left, height - bottom, right, height - top]


def _set_heads_apart(pdf: Pdf, told: set[int]) -> None:
    """Make an artifact of all text that no element tells: running heads and feet."""
    root = pdf.objects[_number(pdf.catalog["StructTreeRoot"])]
    places = pdf.objects[_number(root["ParentTree"])]["Nums"]
    for place, page in enumerate(pdf.page_references):
        owners = places[2 * place + 1]
        content = pdf.objects[_number(pdf.objects[_number(page)]["Contents"])].stream
        for at, operand in enumerate(content):
            mark = operand.get("MCID") if isinstance(operand, dict) else None
            if mark is not None and _number(owners[mark]) not in told:
                content[at - 1] = "/Artifact"
                operand.clear()
                operand["Type"] = "/Pagination"
                owners[mark] = "null"


def _number(reference: bytes) -> int:
    return int(reference.split()[0])
