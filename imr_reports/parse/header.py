"""The header table (and a 2013 notice's prose) → case number, dates, priority.

Extractors lay the table out in many ways: label and value on one line or two, two columns with tabs, all
labels before all values, a label torn in two by its value. Read in order, every layout is runs of labels
followed by runs of values: a run's last values belong to its last labels.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, NamedTuple

from imr_reports.parse.dates import WrittenDate, find_dates
from imr_reports.parse.structure import Structure
from imr_reports.records.coded import LetterFormat, Priority
from imr_reports.records.identified import Passage
from imr_reports.records.stated import Stated
from imr_reports.vocabulary.letters.headings import form, header_labels

# A cover page can be long, a header table is not; noise without headings must not be read as one.
_LONGEST_HEADER = 12_000

_LONGEST_SENTENCE = 160
_LONGEST_LABEL = 130
_COLON = re.compile("[:;]")
# What stands for a date but has no day, month or year that could be one: "00/00/0000", "3/30/20166".
_NO_DATE = re.compile(r"(?<![\d/\-])\d{1,3}[/\-]\d{1,3}[/\-]\d{1,6}(?![\d/\-])")
_SENTENCE_BREAK = re.compile(r"[.!?]\s+[A-Z]")

Kind = Literal["label", "date", "case_number", "priority"]


class _Token(NamedTuple):
    kind: Kind
    start: int
    end: int
    name: str = ""
    date: WrittenDate | None = None


@dataclass(slots=True, kw_only=True)
class Header:
    """What the header states; a date that no calendar has is left out and reported.

    Attributes:
        dates: field name (decided, assigned, received, ur_denial, injury) → date.
        impossible: fields whose date no calendar has.
    """

    case_number: Passage | None = None
    priority: Stated[Priority] | None = None
    dates: dict[str, Stated[date]] = field(default_factory=dict)
    impossible: set[str] = field(default_factory=set)

    def take(self, name: str, written: WrittenDate) -> None:
        """Keep a date for a field that has none yet."""
        if name in self.dates:
            return
        if written.value is None:
            self.impossible.add(name)
        else:
            self.dates[name] = Stated(value=written.value, start=written.start, end=written.end)


def read_header(text: str, structure: Structure) -> Header:
    """Read what stands before the first section, and for a 2013 notice its opening sentences."""
    end = _header_end(text, structure)
    header = Header()
    labels: list[_Token] = []
    values: list[_Token] = []
    for token in _tokens(text, end):
        if token.kind == "label":
            if values:
                _assign(header, text, labels, values)
                labels, values = [], []
            labels.append(token)
        else:
            values.append(token)
    _assign(header, text, labels, values)
    if structure.format is LetterFormat.NOTICE_2013:
        _read_prose(header, text)
    if header.case_number is None:
        header.case_number = _case_number_outside_table(text, end)
    return header


def _header_end(text: str, structure: Structure) -> int:
    if structure.format is LetterFormat.NOTICE_2013:
        # Its title stands first; the table lies between the title and the second heading.
        later = [heading.start for key, heading in structure.headings.items() if key != "notice"]
        end = min(later, default=len(text))
    elif structure.format is LetterFormat.PROFESSIONAL_REVIEW:
        later = [heading.start for key, heading in structure.headings.items() if key != "professional"]
        end = min(later, default=len(text))
    else:
        end = structure.first if structure.first is not None else len(text)
    return min(end, _LONGEST_HEADER)


def _tokens(text: str, end: int) -> list[_Token]:
    tokens = list(_labels(text, end))
    tokens += [_Token("date", found.start, found.end, date=found) for found in find_dates(text, 0, end)]
    tokens += [
        _Token("date", *match.span(), date=WrittenDate(None, *match.span()))
        for match in _NO_DATE.finditer(text, 0, end)
    ]
    tokens += [
        _Token("case_number", match.start(), match.end())
        for match in form("case_number").finditer(text, 0, end)
    ]
    priority = next((token for token in tokens if token.name == "priority"), None)
    if priority and (match := form("priority").search(text, priority.end, min(end, priority.end + 300))):
        tokens.append(_Token("priority", match.start(), match.end()))
    return _without_overlap(sorted(tokens, key=_start))


def _start(token: _Token) -> int:
    return token.start


def _labels(text: str, end: int) -> Iterator[_Token]:
    known = header_labels()
    floor = 0
    for match in _COLON.finditer(text, 0, end):
        colon = match.start()
        if found := known.before(text, floor, colon):
            yield _Token("label", found[1], colon + 1, found[0])
        elif other := form("other_label").search(text[_line_start(text, floor, colon) : colon + 1]):
            yield _Token("label", colon - len(other["label"]), colon + 1, "other")
        else:
            continue
        floor = colon + 1
    for match in form("application_before_value").finditer(text, 0, end):
        yield _Token("label", match.start(), match.end(), "received")


def _line_start(text: str, floor: int, colon: int) -> int:
    floor = max(floor, colon - _LONGEST_LABEL)
    return max(floor, *(text.rfind(mark, floor, colon) + 1 for mark in "\n\r\f"))


def _without_overlap(tokens: list[_Token]) -> list[_Token]:
    kept: list[_Token] = []
    for token in tokens:
        if kept and token.start < kept[-1].end:
            continue
        if token.kind == "label" and token.name == "received" and _is_second_half(token, kept):
            continue
        kept.append(token)
    return kept


def _is_second_half(token: _Token, kept: list[_Token]) -> bool:
    """Return whether "Received:" only ends a label whose "Application" has been read already."""
    recent = [other for other in kept[-2:] if other.kind == "label"]
    return bool(recent) and recent[-1].name == "received" and token.start - recent[-1].end < 60


def _assign(header: Header, text: str, labels: list[_Token], values: list[_Token]) -> None:
    pending = list(labels)
    attached = bool(pending and values) and text[pending[-1].end : values[0].start].strip(" \t\xa0:") == ""
    if attached:
        _set(header, text, pending.pop().name, values[0])
        values = values[1:]
    pending = [label for label in pending if label.name != "other"] if attached else pending
    for label, value in zip(pending[-len(values) :] if values else [], values, strict=False):
        _set(header, text, label.name, value)


def _set(header: Header, text: str, name: str, value: _Token) -> None:
    if value.date is not None and name not in {"other", "case_number", "priority"}:
        header.take(name, value.date)
    elif value.kind == "case_number" and name == "case_number" and header.case_number is None:
        header.case_number = Passage(text=text[value.start : value.end], start=value.start, end=value.end)
    elif value.kind == "priority" and name == "priority" and header.priority is None:
        word = text[value.start : value.end].lower()
        priority = Priority.EXPEDITED if word == "expedited" else Priority.STANDARD
        header.priority = Stated(value=priority, start=value.start, end=value.end)


def _read_prose(header: Header, text: str) -> None:
    if (match := form("assignment_sentence").search(text)) and (written := _nearest_date(text, match)):
        header.take("assigned", written)
    for name, sentence in (("received", "filed_sentence"), ("ur_denial", "denial_sentence")):
        if match := form(sentence).search(text):
            written = next(find_dates(text, match.end(), match.end() + 40), None)
            if written is not None and not text[match.end() : written.start].strip():
                header.take(name, written)


def _nearest_date(text: str, match: re.Match[str]) -> WrittenDate | None:
    """Return the date behind a phrase, else the one before it, within the sentence."""
    after = next(find_dates(text, match.end(), match.end() + _LONGEST_SENTENCE), None)
    if after is not None and not _SENTENCE_BREAK.search(text, match.end(), after.start):
        return after
    before = list(find_dates(text, max(0, match.start() - _LONGEST_SENTENCE), match.start()))
    if before and not _SENTENCE_BREAK.search(text, before[-1].end, match.start()):
        return before[-1]
    return None


def _case_number_outside_table(text: str, end: int) -> Passage | None:
    """Find a case number above the first section, or in a running foot, where no label names it."""
    if match := form("case_number").search(text, 0, end):
        return Passage(text=match.group(), start=match.start(), end=match.end())
    foot = re.search(r"IMR\s+Case\s+Number\s*:?\s*(?=CM)", text)
    if foot and (match := form("case_number").match(text, foot.end())):
        return Passage(text=match.group(), start=match.start(), end=match.end())
    return None
