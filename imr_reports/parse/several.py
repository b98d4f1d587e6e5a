"""A file's text → its letters, where it holds several.

A letter begins anew where a heading that opens the form comes again after decisions were given. What is only
quoted does not count: a quoted header has no headings behind it, and a part without decisions that states no
other case number belongs to the letter before.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from heapq import merge
from itertools import pairwise

from imr_reports.parse.sections import Heading, find_headings
from imr_reports.records.identified import Letter
from imr_reports.vocabulary.letters.headings import block_labels, form

_OPENING = frozenset({"how_made", "notice", "professional"})
_OPENING_AGAIN = frozenset({"documents_reviewed", "clinical_summary", "case_summary", "dispute"})
# Stand among the headings for what shows that decisions were given: what a letter of 2013 has in place of
# their heading, and any label or sentence of a disputed item.
_DETERMINATION = "a determination"
_DECISION = "a decision"
_DECIDING = frozenset({"issues", "decisions", _DETERMINATION})
_LONGEST_HEAD = 12_000
_MOST_ADDRESS_LINES = 40
_ADDRESS_LINE = re.compile(
    r"\s*(?![a-z])(?:[A-Z][A-Za-z.'/()&\- ]{1,40}:[^\n\r\f]{0,160}"
    r"|[^\n\r\f]{0,160}(?:(?<![.!?;,])|(?<![A-Za-z])[A-Z]\.|(?:\.[A-Z]|Inc|Esq|Co|Ltd|Jr|Sr|LLP)\.))\Z"
)
_COLON = re.compile("[:;]")


def split_letters(letter: Letter) -> tuple[Letter, ...]:
    """Return the letters of a file: the one given, or several with digests of their own, in order."""
    text = letter.text
    headings = tuple(heading for heading in find_headings(text) if heading.is_firm)
    if not _may_be_several(headings):
        return (letter,)
    marks = tuple(merge(headings, _decisions(text), key=_start))
    starts = [cut.start for cut in _joined(text, list(_cuts(marks)))]
    if len(starts) < 2:
        return (letter,)
    begins = [0]
    for start in starts[1:]:
        floor = _end_of_last(marks, begins[-1], start)
        begins.append(_beginning(text, floor, start))
    return tuple(_parts(letter, begins))


def _may_be_several(headings: Sequence[Heading]) -> bool:
    """Return whether a heading that opens a letter stands behind another, or one comes twice."""
    again = [heading.section for heading in headings if heading.section in _OPENING_AGAIN]
    return len(again) > len(set(again)) or any(heading.section in _OPENING for heading in headings[1:])


def _start(heading: Heading) -> int:
    return heading.start


def _decisions(text: str) -> list[Heading]:
    """Return what shows that decisions were given, as marks among the headings."""
    marks = [
        Heading(_DETERMINATION, *match.span(), is_firm=True)
        for name in ("notice_determination", "professional_rationale")
        for match in form(name).finditer(text)
    ]
    spans = [match.span() for match in form("administrator_sentence").finditer(text)]
    marks += [Heading(_DECISION, *span, is_firm=True) for span in (*spans, *_labels(text))]
    return sorted(marks, key=_start)


def _labels(text: str) -> Iterator[tuple[int, int]]:
    floor = 0
    for match in _COLON.finditer(text):
        if found := block_labels().before(text, floor, match.start()):
            floor = match.end()
            yield found[1], floor


@dataclass(frozen=True, slots=True)
class _Cut:
    """A heading that may open a letter, and whether a section of decisions follows it."""

    start: int
    end: int
    is_decided: bool


def _cuts(marks: Iterable[Heading]) -> Iterator[_Cut]:
    """Yield the headings that open a letter; the first mark of all opens the first letter."""
    start: int | None = None
    end = 0
    seen: set[str] = set()
    for mark in marks:
        if start is None:
            start = mark.start
        elif _opens(mark.section, seen):
            yield _Cut(start, end, bool(seen & _DECIDING))
            start = mark.start
            seen = set()
        seen.add(mark.section)
        end = mark.end
    if start is not None:
        yield _Cut(start, end, bool(seen & _DECIDING))


def _opens(section: str, seen: set[str]) -> bool:
    if section in _OPENING:
        return section in seen or _is_decided(seen)
    return section in _OPENING_AGAIN and section in seen and _is_decided(seen)


def _is_decided(seen: set[str]) -> bool:
    return _DECISION in seen or bool(seen & _DECIDING)


def _joined(text: str, cuts: list[_Cut]) -> list[_Cut]:
    """Join what has no decisions of its own with the letter that it belongs to."""
    joined: list[_Cut] = []
    numbers: list[str] = []
    for place, cut in enumerate(cuts):
        floor = joined[-1].end if joined else 0
        limit = cuts[place + 1].start if place + 1 < len(cuts) else len(text)
        number = _own_number(text, floor, cut.start, limit)
        belongs = joined and (number in {"", numbers[-1]}) and not (joined[-1].is_decided and cut.is_decided)
        if belongs:
            last = joined[-1]
            joined[-1] = _Cut(last.start, cut.end, last.is_decided or cut.is_decided)
        else:
            joined.append(cut)
            numbers.append(number)
    return joined


def _own_number(text: str, floor: int, start: int, limit: int) -> str:
    """Return the case number of the letter whose first heading begins at `start`, "" where there is none."""
    before = list(form("case_number").finditer(text, max(floor, start - _LONGEST_HEAD), start))
    found = (
        before[-1] if before else form("case_number").search(text, start, min(limit, start + _LONGEST_HEAD))
    )
    return "".join(found.group().split()) if found else ""


def _end_of_last(marks: Sequence[Heading], begin: int, start: int) -> int:
    """Return where the last mark of the letter before `start` ends."""
    place = bisect_left(marks, start, key=_start)
    return marks[place - 1].end if place else begin


def _beginning(text: str, floor: int, start: int) -> int:
    """Return where the letter begins whose first heading stands at `start`: its letterhead or table."""
    floor = max(floor, start - _LONGEST_HEAD)
    own = _own_number(text, floor, start, len(text))
    first: int | None = None
    for match in form("letter_opening").finditer(text, floor, start):
        number = form("case_number").search(text, match.start(), min(start, match.end() + 40))
        if number and match["number_label"] and "".join(number.group().split()) != own:
            first = None  # the header of another letter, quoted
        elif first is None:
            first = match.start("line")
    return _with_addresses(text, floor, start if first is None else first)


def _with_addresses(text: str, floor: int, start: int) -> int:
    """Return where the lines before a letterhead or table begin that name who it goes to."""
    floor = max(floor, text.rfind("\f", floor, start) + 1)
    end = start
    for _ in range(_MOST_ADDRESS_LINES):
        line_end = len(text[floor:end].rstrip()) + floor
        line_start = max(floor, text.rfind("\n", floor, line_end) + 1, text.rfind("\r", floor, line_end) + 1)
        if line_start == floor and text[floor - 1 : floor] not in "\f":
            break  # what a label or heading stands before, on its own line
        if not _ADDRESS_LINE.match(text[line_start:line_end]):
            break
        end = line_start
        if end <= floor:
            break
    return end


def _parts(letter: Letter, begins: list[int]) -> Iterator[Letter]:
    page = 1
    for number, (start, end) in enumerate(pairwise([*begins, len(letter.text)]), 1):
        text = letter.text[start:end]
        pages = text.rstrip().count("\f") + 1
        yield replace(
            letter,
            text=text,
            digest=sha256(f"{letter.digest} {number}".encode()).hexdigest(),
            pages=pages,
            part=number,
            parts=len(begins),
            pages_by_ocr=_own_pages(letter.pages_by_ocr, page, pages),
            pages_without_text=_own_pages(letter.pages_without_text, page, pages),
        )
        page += text.count("\f")


def _own_pages(pages: tuple[int, ...], first: int, count: int) -> tuple[int, ...]:
    return tuple(page - first + 1 for page in pages if first <= page < first + count)
