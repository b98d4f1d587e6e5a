"""Stretches of a text → the tokens in them that are not known as safe, judged in their place.

Most tokens are settled by themselves (`words.parts_of`, cached). The few that are not, words that people bear
as names too, surnames of tests, authors, codes, are judged by what stands around them.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

from imr_reports.gate import places_of_names as position
from imr_reports.gate.broken import is_broken
from imr_reports.gate.words import Kind, bare, parts_of

Span = tuple[int, int]
_NUMBERS = frozenset({Kind.CODE, Kind.FOUR, Kind.NUMBER})
WITHHELD = "[withheld]"
_MOST_ROUNDS = 5
COVER = "\x01"
"""Stands for each character that is not to be kept: no letter, no figure, no blank."""


class Suspect:
    """A token that is not safe whatever stands around it."""

    __slots__ = ("end", "kind", "start", "unsafe")

    def __init__(self, start: int, end: int, kind: Kind) -> None:
        self.start, self.end, self.kind = start, end, kind
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
    stretches = list(spans)
    return judged(masked_text(text, stretches, COVER), suspects_in(text, stretches, extra), extra, named)


def suspects_in(text: str, spans: Iterable[Span], extra: Collection[str] = frozenset()) -> list[Suspect]:
    """Return the tokens of stretches that are not settled by themselves, in order."""
    spaced = masked_text(text, spans, " ")
    found = [
        Suspect(at + start, at + end, kind)
        for chunk in set(spaced.split())
        if (parts := parts_of(chunk))
        for at in _places(spaced, chunk)
        for start, end, kind in parts
    ]
    found.sort(key=lambda one: one.start)
    if extra:
        found = [one for one in found if not is_declared(text[one.start : one.end], extra)]
    return found


def cues_in(text: str, suspects: Iterable[Suspect] | None = None) -> list[tuple[int, str]]:
    """Return where words stand at which shapes are looked for, and the words in small letters."""
    if suspects is None:
        suspects = suspects_in(text, [(0, len(text))])
    return [(one.start, bare(text[one.start : one.end])) for one in suspects if one.kind is Kind.CUE]


def _places(spaced: str, chunk: str) -> Iterator[int]:
    """Yield where a chunk stands between blanks."""
    length, at = len(chunk), spaced.find(chunk)
    while at >= 0:
        end = at + length
        if (not at or spaced[at - 1].isspace()) and (end == len(spaced) or spaced[end].isspace()):
            yield at
        at = spaced.find(chunk, at + 1)


def masked_text(text: str, stretches: Iterable[Span], cover: str) -> str:
    """Return a text of the same length in which a sign covers each character outside the stretches."""
    parts: list[str] = []
    last = 0
    for start, end in stretches:
        parts += (cover * (start - last), text[start:end])
        last = end
    parts.append(cover * (len(text) - last))
    return "".join(parts)


def judged(
    text: str, suspects: Sequence[Suspect], extra: Collection[str], named: Sequence[Span]
) -> tuple[Span, ...]:
    """Return the spans of the suspects that are not known as safe in their place, and of names beside titles.

    Args:
        text: the text with all that is not to be kept covered.
        suspects: its tokens that are not settled by themselves.
        extra: words that are declared safe.
        named: stretches that are known to name a person.
    """
    forced: list[Span] = []
    for suspect in suspects:
        if suspect.kind in {Kind.TITLE, Kind.CREDENTIAL}:
            forced += position.names_beside(text, suspect, extra)
        elif suspect.kind not in {Kind.FORGIVEN, Kind.CUE}:
            suspect.unsafe = _is_unsafe(text, suspect)
    _spread(text, suspects, [*forced, *named])
    words = [*forced, *((one.start, one.end) for one in suspects if one.unsafe and one.kind not in _NUMBERS)]
    grown = [position.whole_name(text, start, end) for start, end in words]
    numbers = [(one.start, one.end) for one in suspects if one.unsafe and one.kind in _NUMBERS]
    return _merged([*grown, *numbers])


def is_declared(token: str, extra: Collection[str]) -> bool:
    """Return whether a token, or what stands before its possessive ending, was declared safe."""
    lower = token.lower().replace("’", "'")
    return lower in extra or lower.removesuffix("'s").rstrip("'") in extra


def _is_unsafe(text: str, suspect: Suspect) -> bool:
    judge = _JUDGES.get(suspect.kind)
    if judge is not None:
        return judge(text, suspect.start, suspect.end)
    if suspect.kind is Kind.NUMBER:
        return not position.is_cited_number(text, suspect.start)
    return position.is_identifier(text, suspect.start, suspect.end, suspect.kind)


_JUDGES: dict[Kind, Callable[[str, int, int], bool]] = {
    Kind.UNKNOWN: lambda text, start, end: (
        not position.is_author(text, start, end) and not is_broken(text, start, end)
    ),
    Kind.SLIP: lambda text, start, end: (
        not position.begins_sentence(text, start) and not is_broken(text, start, end)
    ),
    Kind.NAME_FIRST: position.is_likely_person,
    Kind.NAME_TOO: position.is_named,
    Kind.STATE: position.is_named,
    Kind.EPONYM: lambda text, start, end: (
        not position.is_eponym(text, start, end) and not position.is_author(text, start, end)
    ),
}


def _spread(text: str, suspects: Sequence[Suspect], certain: Sequence[Span]) -> None:
    """Make names of words that people bear too and that stand beside a name, until nothing changes."""
    bearable = {Kind.NAME_FIRST, Kind.NAME_TOO, Kind.EPONYM, Kind.SLIP, Kind.STATE}
    open_ones = [one for one in suspects if one.kind in bearable and not one.unsafe]
    sure = [*certain, *((one.start, one.end) for one in suspects if one.unsafe and one.kind not in _NUMBERS)]
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


def withhold_unknown(text: str) -> str:
    """Return a text in which a mark stands for each token that is not known as safe where it stands now.

    What is cut out of a letter can stand otherwise than it did in it: a sentence may begin elsewhere, a
    citation may have lost its year.
    """
    for _ in range(_MOST_ROUNDS):
        spans = unknown_tokens(text, [(0, len(text))])
        if not spans:
            break
        for start, end in reversed(spans):
            text = f"{text[:start]}{WITHHELD}{text[end:]}"
    return text
