"""A letter and what the first pass found in it → what of the rest must not be kept either."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from imr_reports.gate.own import GATE, Found, OwnIdentifiers, passage_around
from imr_reports.gate.shapes import find_shapes
from imr_reports.gate.unknown import COVER, Suspect, cues_in, judged, masked_text, suspects_in

Span = tuple[int, int]
UNKNOWN, OWN, SHAPE = f"{GATE}unknown", f"{GATE}own", f"{GATE}shape"


@dataclass(frozen=True, slots=True, kw_only=True)
class GateFinding:
    """A stretch that must be withheld: where it is and why, never what it says.

    Attributes:
        kind: "gate.unknown" (a token that is not known as safe), "gate.own" (part of a passage in which one
            of the letter's own identifiers was left), or "gate.shape" (the shape of an identifier).
        entity_type: "ID" where the stretch holds figures, "NAME" where it doesn't.
        detail: the shape's name, else "".
    """

    start: int
    end: int
    kind: str
    entity_type: str
    detail: str = ""


def check_kept(
    text: str, findings: Sequence[Found], safe_terms: Collection[str] = frozenset()
) -> tuple[GateFinding, ...]:
    """Check what is left of a letter where no finding covers it.

    Args:
        text: the letter as read, or as scrubbed before.
        findings: stretches that are replaced; in any order. Those of an earlier check count as covered.
        safe_terms: words (lower case) that the operator declares safe; they don't excuse the letter's own
            names or the shape of an identifier.

    Returns:
        Sorted, not overlapping, each in a stretch that no finding covers. Checking again with them among the
        findings returns nothing.
    """
    kept = _uncovered(len(text), findings)
    # What an earlier check withheld still tells what stood beside it: the same tokens are judged alike.
    first_pass = [one for one in findings if not one.recognizer.startswith(GATE)]
    named = [(one.start, one.end) for one in first_pass if str(one.entity_type) == "NAME"]
    around = masked_text(text, _uncovered(len(text), first_pass), COVER)
    suspects, masked = suspects_in(text, kept, safe_terms), masked_text(text, kept, COVER)
    cues = cues_in(text, suspects)
    found = [
        *((start, end, SHAPE, name) for start, end, name in find_shapes(masked, in_letters=True, cues=cues)),
        *_own_stretches(text, findings, kept, suspects),
        *(
            (start, end, UNKNOWN, "")
            for span in judged(around, suspects, safe_terms, named)
            for start, end in _within(kept, *span)
        ),
    ]
    return tuple(_without_overlaps(text, found))


def _uncovered(length: int, findings: Iterable[Found]) -> list[Span]:
    kept: list[Span] = []
    position = 0
    for start, end in sorted((one.start, one.end) for one in findings):
        if start > position:
            kept.append((position, start))
        position = max(position, end)
    if position < length:
        kept.append((position, length))
    return kept


def _within(kept: Sequence[Span], start: int, end: int) -> Iterator[Span]:
    for first, last in kept:
        if first < end and start < last:
            yield max(first, start), min(last, end)


def _own_stretches(
    text: str, findings: Sequence[Found], kept: Sequence[Span], suspects: Sequence[Suspect]
) -> Iterator[tuple[int, int, str, str]]:
    for hit in OwnIdentifiers(text, findings).hits(kept, suspects):
        for start, end in _within(kept, *passage_around(text, hit)):
            yield start, end, OWN, ""


_RANK = {OWN: 0, SHAPE: 1, UNKNOWN: 2}


def _without_overlaps(text: str, found: Iterable[tuple[int, int, str, str]]) -> Iterator[GateFinding]:
    position = 0
    for start, end, kind, detail in sorted(found, key=lambda one: (one[0], -one[1], _RANK[one[2]])):
        first = max(start, position)
        stretch = text[first:end]
        first += len(stretch) - len(stretch.lstrip())
        last = first + len(stretch.strip())
        if first >= last or not any(sign.isalnum() for sign in text[first:last]):
            continue
        position = last
        entity_type = "ID" if any(sign.isdigit() for sign in text[first:last]) else "NAME"
        yield GateFinding(start=first, end=last, kind=kind, entity_type=entity_type, detail=detail)
