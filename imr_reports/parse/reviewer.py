"""The reviewer's credentials, as a list or as a sentence → specialties and states."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from imr_reports.parse.passages import collapse, passage
from imr_reports.parse.sections import Heading, next_heading
from imr_reports.records.identified import Passage
from imr_reports.records.stated import Stated
from imr_reports.vocabulary.letters.headings import credential_labels, form
from imr_reports.vocabulary.letters.specialties import is_specialty, specialty_code
from imr_reports.vocabulary.letters.states import find_states

Span = tuple[int, int]

_LONGEST_LIST = 400
_LONGEST_LEAD = 60_000  # credentials stand before the summary, on one of the first pages
_COLON = re.compile("[:;]")
_SENTENCES = ("credentials_prose_turned", "credentials_prose")
_END_OF_LIST = re.compile(r"\f|[\n\r][^\S\n\r]*[\n\r]|\Z")
_AND = re.compile(r"\s+and\s+|\s*[/&]\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewer:
    """Credentials as written, and specialties in the state's words.

    Attributes:
        specialties: all, in the letter's order.
        subspecialties: those that the letter calls so.
    """

    specialties: tuple[Passage, ...] = ()
    subspecialties: tuple[Passage, ...] = ()
    codes: tuple[str, ...] = ()
    states: tuple[Stated[str], ...] = ()


def read_reviewer(text: str, headings: Sequence[Heading]) -> Reviewer:
    """Read the credentials; the list wins where a letter has both."""
    labels = {name: span for name in ("licensure", "certification") if (span := _label(text, name))}
    if not labels and (prose := _prose(text)):
        return _from_prose(text, prose)
    if len(labels) < 2:
        labels = _misread_labels(text) | labels
    return _from_list(text, headings, labels) if labels else Reviewer()


def _prose(text: str) -> re.Match[str] | None:
    found = (form(name).search(text, 0, _LONGEST_LEAD) for name in _SENTENCES)
    return next((match for match in found if match), None)


def _label(text: str, name: str) -> Span | None:
    found = form(name).search(text)
    return found.span() if found else None


def _misread_labels(text: str) -> dict[str, Span]:
    """Return the labels of the list as a scanner may have spoilt them."""
    found: dict[str, Span] = {}
    for match in _COLON.finditer(text, 0, _LONGEST_LEAD):
        if label := credential_labels().before(text, 0, match.start()):
            found.setdefault(label[0], (label[1], match.end()))
    return found


def _from_list(text: str, headings: Sequence[Heading], labels: dict[str, Span]) -> Reviewer:
    states: tuple[Stated[str], ...] = ()
    specialties: tuple[Passage, ...] = ()
    licensure, certification = labels.get("licensure"), labels.get("certification")
    if licensure:
        follows = certification is not None and certification[0] > licensure[1]
        stop = certification[0] if certification and follows else None
        states = find_states(text, licensure[1], _list_end(text, headings, licensure[1], stop))
    if certification:
        end = _list_end(text, headings, certification[1], None)
        specialties = _split_list(text, certification[1], end)
    return _reviewer(specialties, (), states)


def _from_prose(text: str, prose: re.Match[str]) -> Reviewer:
    subspecialties = _split_prose(text, *prose.span("subspecialty")) if prose["subspecialty"] else ()
    specialties = (*_split_prose(text, *prose.span("specialty")), *subspecialties)
    return _reviewer(specialties, subspecialties, find_states(text, *prose.span("states")))


def _reviewer(
    specialties: tuple[Passage, ...], subspecialties: tuple[Passage, ...], states: tuple[Stated[str], ...]
) -> Reviewer:
    codes = tuple(specialty_code(item.text) for item in specialties)
    return Reviewer(specialties=specialties, subspecialties=subspecialties, codes=codes, states=states)


def _list_end(text: str, headings: Sequence[Heading], start: int, stop: int | None) -> int:
    """Return where a credentials list ends: at the next heading or label, else after its paragraph."""
    limit = min(len(text), start + _LONGEST_LIST) if stop is None else stop
    heading = next_heading(headings, start, len(text))
    ends = [heading] if heading < min(len(text), limit + 80) else []
    if stop is not None:
        return min([stop, *ends])
    if label := form("licensure").search(text, start, limit):
        ends.append(label.start())
    if ends:
        return min(ends)
    paragraph = _END_OF_LIST.search(text, start + 1)
    return min(limit, paragraph.start() if paragraph else limit)


def _split_list(text: str, start: int, end: int) -> tuple[Passage, ...]:
    parts: list[Passage] = []
    for match in re.finditer(r"[^,;_|~]+", text[start:end]):
        part = passage(text, start + match.start(), start + match.end())
        if part is not None:
            parts.append(part)
    return tuple(parts)


def _split_prose(text: str, start: int, end: int) -> tuple[Passage, ...]:
    """Split "A, B and C", keeping specialties whose own name holds "and" whole."""
    parts: list[Passage] = []
    for item in _split_list(text, start, end):
        lead = len(item.text) - len(item.text.removeprefix("and "))
        parts += _split_and(text, item.start + lead, item.end)
    return tuple(parts)


def _split_and(text: str, start: int, end: int) -> list[Passage]:
    whole = passage(text, start, end)
    if whole is None:
        return []
    if is_specialty(collapse(whole.text)):
        return [whole]
    for match in _AND.finditer(whole.text):
        if is_specialty(collapse(whole.text[: match.start()])):
            left = passage(text, whole.start, whole.start + match.start())
            rest = _split_and(text, whole.start + match.end(), whole.end)
            return ([left] if left else []) + rest
    return [whole]
