"""Stretches of a text → the tokens in them that are not known as safe, judged in their place.

Most tokens are settled by themselves (`words.parts_of`, cached). The few that are not, words that people bear as
names too, surnames of tests, authors, codes, are judged by what stands around them.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence

from imr_reports.gate import places_of_names as position
from imr_reports.gate.words import Kind, parts_of, word_kind

Span = tuple[int, int]
_CHUNK = re.compile(r"\S+")


class _Suspect:
    """A token that is not safe whatever stands around it."""

    __slots__ = ("end", "kind", "start", "stretch", "unsafe")

    def __init__(self, start: int, end: int, kind: Kind, stretch: Span) -> None:
        self.start, self.end, self.kind, self.stretch = start, end, kind, stretch
        self.unsafe = False


def unknown_tokens(
    text: str,
    spans: Iterable[Span],
    extra: Collection[str] = frozenset(),
    *,
    named: Sequence[Span] = (),
) -> tuple[Span, ...]:
    """Return the spans of tokens that are not known as safe.

    Args:
        text: the whole text, from which the surroundings are read.
        spans: the stretches to judge; a token that a stretch's end cuts through is judged by its rest.
        extra: words (lower case) that are declared safe.
        named: stretches that are known to name a person; a word that people bear too is a name beside them.

    Returns:
        Sorted spans, each within one of the stretches.
    """
    suspects = list(_suspects(text, spans, extra))
    forced: list[Span] = []
    for suspect in suspects:
        if suspect.kind in {Kind.TITLE, Kind.CREDENTIAL}:
            forced += position.names_beside(
                text, suspect.start, suspect.end, suspect.kind, suspect.stretch, extra
            )
        else:
            suspect.unsafe = _is_unsafe(text, suspect)
    _spread(text, suspects, [*forced, *named])
    return _merged([*forced, *((one.start, one.end) for one in suspects if one.unsafe)])


def _suspects(text: str, spans: Iterable[Span], extra: Collection[str]) -> Iterator[_Suspect]:
    for first, last in spans:
        for chunk in _CHUNK.finditer(text, first, last):
            parts = parts_of(chunk[0])
            if not parts:
                continue
            offset = chunk.start()
            for start, end, kind in parts:
                if not (extra and is_declared(text[offset + start : offset + end], extra)):
                    yield _Suspect(offset + start, offset + end, kind, (first, last))


def is_declared(token: str, extra: Collection[str]) -> bool:
    """Return whether a token, or what stands before its possessive ending, was declared safe."""
    lower = token.lower().replace("’", "'")
    return lower in extra or lower.removesuffix("'s").rstrip("'") in extra


def _is_unsafe(text: str, suspect: _Suspect) -> bool:
    start, end = suspect.start, suspect.end
    match suspect.kind:
        case Kind.UNKNOWN:
            return not position.is_author(text, start, end)
        case Kind.SLIP:
            return not position.begins_sentence(text, start)
        case Kind.NAME_FIRST:
            return position.is_likely_person(text, start, end)
        case Kind.NAME_TOO | Kind.STATE:
            return position.is_named(text, start, end)
        case Kind.EPONYM:
            return not position.is_eponym(text, start, end) and not position.is_author(text, start, end)
        case Kind.CODE | Kind.FOUR:
            return position.is_identifier(text, start, end, suspect.kind)
        case _:
            return not position.is_cited_number(text, start)


def _spread(text: str, suspects: Sequence[_Suspect], certain: Sequence[Span]) -> None:
    """Make names of words that people bear too and that stand beside a name, until nothing changes."""
    bearable = {Kind.NAME_FIRST, Kind.NAME_TOO, Kind.EPONYM, Kind.SLIP, Kind.STATE}
    numbers = {Kind.CODE, Kind.FOUR, Kind.NUMBER}
    open_ones = [one for one in suspects if one.kind in bearable and not one.unsafe]
    sure = [*certain, *((one.start, one.end) for one in suspects if one.unsafe and one.kind not in numbers)]
    while open_ones and sure:
        starts, ends = {start for start, _ in sure}, {end for _, end in sure}
        joined = [one for one in open_ones if position.is_beside(text, one.start, one.end, starts, ends)]
        for one in joined:
            one.unsafe = True
        sure = [(one.start, one.end) for one in joined]
        open_ones = [one for one in open_ones if not one.unsafe]


def _merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    merged: list[Span] = []
    for start, end in sorted(set(spans)):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


def is_plainly_safe(word: str) -> bool:
    """Return whether a word is safe whatever stands around it."""
    return word_kind(word) is Kind.SAFE
