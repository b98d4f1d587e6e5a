"""The heading of an issue → its parts: what was asked for at first, what was authorized, what was decided on.

A partial decision may go on to say what it allows; that is read here as well, from the decision alone.
"""

import re
from dataclasses import dataclass

from imr_reports.parse.decisions.issue_headings import last_match
from imr_reports.parse.passages import trim
from imr_reports.vocabulary.datafiles import load_patterns
from imr_reports.vocabulary.letters.headings import form

Span = tuple[int, int]

_SOURCE = "stories.toml"
_LONGEST_ALLOWED = 300
_EDGE = " \t\n\r\f.,;:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """Parts of a heading. Without a story the item is the heading itself.

    Attributes:
        item: what was decided on: the request, or its remaining part.
        original: what was asked for at first, where the heading tells.
        authorized: what the claims administrator authorized, where the heading tells.
    """

    item: Span
    original: Span | None = None
    authorized: Span | None = None


def read_story(text: str, request: Span) -> Story:
    """Read the parts of a heading that spans `request`."""
    remaining = last_match(form("remaining_item"), text, *request)
    if remaining is None or remaining.end() >= request[1]:
        return Story(item=request)
    item = trim(text, remaining.end(), request[1])
    if verb := form("trailing_verb").search(text[slice(*item)]):
        item = (item[0], item[0] + verb.start())
    original = last_match(form("original_request"), text, request[0], remaining.start())
    if original is None:
        return Story(item=item, authorized=_authorized(text, request[0], remaining.start()))
    return Story(
        item=item,
        original=_stripped(text, request[0], original.start()),
        authorized=_authorized(text, original.end(), remaining.start()),
    )


def _authorized(text: str, start: int, end: int) -> Span | None:
    if match := _pattern("authorized_by").search(text, start, end):
        return _stripped(text, start, match.start())
    if match := _pattern("administrator_authorized").search(text, start, end):
        return _stripped(text, match.end(), end)
    return None


def partly_decided(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return the partial decision that begins in a stretch and goes on to its end, as a span."""
    match = last_match(_pattern("partly_decided"), text, start, end)
    return match.span() if match and read_allowed(text, match.end(), end) else None


def read_allowed(text: str, start: int, end: int) -> Span | None:
    """Return what a partial decision that ends at `start` allows, where it goes on to say so."""
    match = _pattern("allowed_behind").match(text[start : min(end, start + _LONGEST_ALLOWED)])
    if match is None:
        return None
    return _stripped(text, start + match.start("allowed"), start + match.end("allowed"))


def _stripped(text: str, start: int, end: int) -> Span | None:
    start, end = trim(text, start, end)
    while end > start and text[end - 1] in _EDGE:
        end -= 1
    return (start, end) if start < end else None


def _pattern(name: str) -> re.Pattern[str]:
    return load_patterns(_SOURCE)[name].regex
