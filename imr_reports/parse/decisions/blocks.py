"""The decisions section of a letter → one block of spans for each disputed item.

A block is heading, decision, both guideline statements and rationale. Its anchor is the claims
administrator's label (in 2013: sentence) right behind a decision; the heading is then found by walking back
to where its paragraph begins, since nothing in the text marks the end of the rationale before it.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from imr_reports.parse.decisions.issue_headings import first_heading_start, heading_start, last_match
from imr_reports.parse.decisions.layout import Lines, read_layout
from imr_reports.parse.decisions.stories import Span, partly_decided, read_allowed, read_story
from imr_reports.parse.passages import trim
from imr_reports.records.coded import Decision
from imr_reports.vocabulary.letters.headings import block_labels, form

_LONGEST_MARK = 160
_PARTIAL_WORDS = ("part", "Part", "PART", "odified", "ODIFIED")
_COLON = re.compile("[:;]")
_BEFORE_DECISION = ":;.-–—"
_RANK = {"administrator": 0, "reviewer": 1, "rationale": 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Spans of one issue. `request` ends before the colon of its decision.

    Attributes:
        story: whether the heading tells of a partly authorized request.
        item: span of what was decided on; the request itself where there is no story.
        original: what was asked for at first, where a story tells.
        authorized: what the claims administrator authorized, where a story tells.
        ruling: the words that state the decision.
        allowed: what a partial decision says that it allows.
    """

    request: Span
    item: Span
    story: bool
    decision: Decision
    administrator: Span | None
    reviewer: Span | None
    rationale: Span | None
    ruling: Span | None = None
    original: Span | None = None
    authorized: Span | None = None
    allowed: Span | None = None


@dataclass(frozen=True, slots=True)
class _Mark:
    """A decision and the label behind it: the end of a heading."""

    heading_end: int
    end: int
    decision: Decision
    is_sentence: bool = False
    allowed: Span | None = None


@dataclass(frozen=True, slots=True)
class _Label:
    kind: str
    start: int
    end: int
    is_sentence: bool = False


def find_blocks(text: str, start: int, end: int) -> list[Block]:
    """Find the blocks of a decisions section that spans `start` to `end`."""
    labels = _labels(text, start, end)
    marks = _marks(text, start, end, labels)
    if not marks:
        return []
    closing = form("closing").search(text, marks[-1].end, end)
    stop = closing.start() if closing else end
    limits = [*(mark.heading_end for mark in marks[1:]), stop]
    own = [_own_labels(labels, mark.end, limit) for mark, limit in zip(marks, limits, strict=True)]
    lines = Lines(text, start)
    begins = [first_heading_start(text, start, marks[0].heading_end, lines)]
    if len(marks) > 1:
        # Most letters have one issue and need no look at how their lines are set.
        layout = read_layout(lines, start)
        for mark, mine, limit in zip(marks[:-1], own[:-1], limits[:-1], strict=True):
            begins.append(heading_start(text, mine[-1].end if mine else mark.end, limit, lines, layout))
    return [
        _block(text, (begins[position], mark.heading_end), mark, own[position], position + 1, stop=after)
        for position, (mark, after) in enumerate(zip(marks, [*begins[1:], stop], strict=True))
    ]


def _own_labels(labels: list[_Label], start: int, end: int) -> list[_Label]:
    """Return the labels of one block: the first of each kind, in the form's order.

    A rationale can quote a label or hold a sentence that looks like one; nothing counts behind it.
    """
    own: list[_Label] = []
    for label in labels[bisect_left(labels, start, key=_start) : bisect_left(labels, end, key=_start)]:
        if not own or _RANK[label.kind] > _RANK[own[-1].kind]:
            own.append(label)
    return own


def _start(label: _Label) -> int:
    return label.start


def _labels(text: str, start: int, end: int) -> list[_Label]:
    labels = list(_plain_labels(text, start, end))
    plain = {label.kind for label in labels}
    for kind in ("administrator", "reviewer"):
        if kind not in plain:
            labels += [
                _Label(kind, match.start(), match.start(), is_sentence=True)
                for match in form(f"{kind}_sentence").finditer(text, start, end)
            ]
    return sorted(labels, key=_start)


def _plain_labels(text: str, start: int, end: int) -> Iterator[_Label]:
    """Yield the labels that end in a colon. A letter holds few colons: looking back from each is fast."""
    known = block_labels()
    floor = start
    for match in _COLON.finditer(text, start, end):
        colon = match.start()
        if found := known.before(text, floor, colon):
            kind, begin = found
            yield _Label(kind, begin, colon + 1)
            floor = colon + 1


def _marks(text: str, start: int, end: int, labels: list[_Label]) -> list[_Mark]:
    marks: list[_Mark] = []
    last, last_kind = start, "rationale"
    for label in labels:
        # Inside a block no decision can stand: before the reviewer's label comes the administrator's text.
        if label.kind == "administrator" or last_kind == "rationale":
            mark = _mark_before(text, max(last, label.start - _LONGEST_MARK), label)
            if mark is None and label.kind == "administrator" and last_kind == "rationale":
                mark = _undecided(text, last, label)
            if mark is not None:
                marks.append(mark)
                last_kind = label.kind
            elif _RANK[label.kind] > _RANK[last_kind]:
                last_kind = label.kind
        else:
            last_kind = label.kind
        last = label.end
    tail = _mark_before(text, max(last, end - _LONGEST_MARK), _Label("end", end, end))
    if tail is not None and ":" in text[tail.heading_end : tail.end]:
        marks.append(tail)
    return marks


def _mark_before(text: str, start: int, label: _Label) -> _Mark | None:
    """Return the decision that ends right before a label, if one does."""
    _, edge = trim(text, start, label.start)
    if label.is_sentence and not _opens_line(text, edge, label):
        return None
    window = text[start:edge]
    if match := form("decision_word").search(window):
        return _Mark(start + match.start("colon"), edge, _decision(match["word"]))
    may_be_partial = any(word in window for word in _PARTIAL_WORDS)
    if may_be_partial and (partly := _partly(text, start, edge)):
        return partly
    if match := form("necessity_at_end").search(window):
        return _Mark(start + match.start(), edge, necessity_decision(match), is_sentence=True)
    return None


def _partly(text: str, start: int, end: int) -> _Mark | None:
    """Return the partial decision that goes on to say what it allows, up to the end of a heading."""
    if decided := partly_decided(text, start, end):
        allowed = read_allowed(text, decided[1], end)
        return _Mark(decided[0], end, Decision.PARTIALLY_OVERTURNED, allowed=allowed)
    match = last_match(form("necessity"), text, start, end)
    if match is None or necessity_decision(match) is not Decision.PARTIALLY_OVERTURNED:
        return None
    allowed = read_allowed(text, match.end(), end)
    if allowed is None:
        return None
    return _Mark(match.start(), end, Decision.PARTIALLY_OVERTURNED, is_sentence=True, allowed=allowed)


def _undecided(text: str, start: int, label: _Label) -> _Mark | None:
    # The claims administrator's label on a line of its own begins an issue, its decision readable or not.
    _, edge = trim(text, start, label.start)
    if label.is_sentence or not _opens_line(text, edge, label):
        return None
    return _Mark(edge, edge, Decision.NOT_STATED)


def _opens_line(text: str, edge: int, label: _Label) -> bool:
    return any(mark in text[edge : label.start] for mark in "\n\r\f")


def _decision(word: str) -> Decision:
    lowered = word.lower()
    if "part" in lowered or not lowered.startswith(("u", "o", "0")):
        return Decision.PARTIALLY_OVERTURNED
    return Decision.UPHELD if lowered.startswith("up") else Decision.OVERTURNED


def necessity_decision(match: re.Match[str]) -> Decision:
    """Return the decision that a sentence "is (not) medically necessary" states."""
    if match["negation"]:
        return Decision.UPHELD
    if match["part"] or match["part_after"]:
        return Decision.PARTIALLY_OVERTURNED
    return Decision.OVERTURNED


def _block(text: str, heading: Span, mark: _Mark, labels: list[_Label], number: int, *, stop: int) -> Block:
    request = trim(text, *heading)
    if mark.is_sentence:
        request = _without_lead(text, request, number)
    story = read_story(text, request)
    spans: dict[str, Span] = {}
    for position, label in enumerate(labels):
        end = labels[position + 1].start if position + 1 < len(labels) else stop
        spans.setdefault(label.kind, (label.end, max(end, label.end)))
    return Block(
        request=request,
        item=story.item,
        story=story.item != request,
        original=story.original,
        authorized=story.authorized,
        ruling=_ruling(text, mark),
        allowed=mark.allowed,
        decision=mark.decision,
        administrator=spans.get("administrator"),
        reviewer=spans.get("reviewer"),
        rationale=spans.get("rationale"),
    )


def _ruling(text: str, mark: _Mark) -> Span | None:
    start = mark.heading_end
    while start < mark.end and (text[start].isspace() or text[start] in _BEFORE_DECISION):
        start += 1
    return (start, mark.end) if start < mark.end else None


def _without_lead(text: str, request: Span, number: int) -> Span:
    """Leave out the number and "The request for" of a decision in a sentence."""
    start, end = request
    if match := re.compile(rf"\(?{number}\s?[.)](?!\d)\s*").match(text, start, end):
        start = match.end()
    if match := re.compile(r"(?:The\s+)?requests?\s+for\s+", re.IGNORECASE).match(text, start, end):
        start = match.end()
    return start, end
