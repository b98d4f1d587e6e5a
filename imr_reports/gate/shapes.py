"""Shapes of identifiers that nothing published may hold; patterns and examples are data (`data/shapes.toml`).

They share no pattern with the scrubber: they know only what an identifier looks like, not how letters are
written.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from imr_reports.errors import ConfigurationError
from imr_reports.gate import known
from imr_reports.gate.days import find_days
from imr_reports.gate.unknown import cues_in

Span = tuple[int, int]

_FIGURES = re.compile(r"[(+\dl][\dOlI()\s.+/'’–-]{3,}\d")
_FEWEST_SIGNS = 7
_NOTHING: frozenset[date] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """One shape: what it is, where it is looked for, its pattern, and texts that must and must not match.

    Attributes:
        cues: words (small letters), one of which stands in each match.
        anchors: strings (small letters) of which that is true; with neither it is looked for in figures.
        before: how far before a cue or anchor a match can begin.
        after: how far behind its beginning a match can end.
        hosts: whether the address of a public host is no match.
        in_letters: whether it is looked for in letters alone, not in what reports print.
    """

    name: str
    cues: frozenset[str]
    anchors: tuple[str, ...]
    before: int
    after: int
    pattern: re.Pattern[str]
    match: tuple[str, ...]
    no_match: tuple[str, ...]
    hosts: bool = False
    in_letters: bool = False

    def at(self, text: str, place: int) -> Span | None:
        """Return where the shape stands around a cue or an anchor, None where it doesn't."""
        found = self.pattern.search(text, max(0, place - self.before), place + self.after)
        if found is None or not found.start() <= place < found.end() or self._is_public(found):
            return None
        return found.span()

    def in_figures(self, text: str, figures: Sequence[Span]) -> Iterator[Span]:
        """Yield where the shape stands in stretches of figures."""
        for start, end in figures:
            if end - start >= _FEWEST_SIGNS and (found := self.pattern.search(text, start, end + 10)):
                yield found.span()

    def _is_public(self, found: re.Match[str]) -> bool:
        return self.hosts and is_public_host(found[0])


@cache
def load_shapes() -> tuple[Shape, ...]:
    """Return all shapes.

    Raises:
        ConfigurationError: if one of them is incomplete or doesn't compile.
    """
    entries = known.read_table("shapes.toml").get("shape")
    if not isinstance(entries, list) or not entries:
        raise ConfigurationError("the gate's shapes are missing")
    return tuple(_shape(entry) for entry in entries)


def _shape(entry: dict[str, object]) -> Shape:
    name, regex = entry.get("name"), entry.get("regex")
    match, no_match = _strings(entry.get("match")), _strings(entry.get("no_match"))
    anchors, cues = _strings(entry.get("anchors", [])), _strings(entry.get("cues", []))
    if not isinstance(name, str) or not isinstance(regex, str) or not match or not no_match:
        raise ConfigurationError("a shape of the gate lacks its name, its pattern or its examples")
    if bool(anchors or cues) == bool(entry.get("figures")):
        raise ConfigurationError(f"the shape '{name}' needs cues, anchors or figures")
    try:
        pattern = re.compile(regex, re.IGNORECASE)
    except re.error as error:
        raise ConfigurationError(f"the shape '{name}' does not compile: {error}") from error
    return Shape(
        name=name,
        cues=frozenset(cues),
        anchors=anchors,
        before=int(str(entry.get("before", 0))),
        after=int(str(entry.get("after", 0))),
        pattern=pattern,
        match=match,
        no_match=no_match,
        hosts=bool(entry.get("hosts")),
        in_letters=bool(entry.get("in_letters")),
    )


def _strings(value: object) -> tuple[str, ...]:
    return tuple(value) if isinstance(value, list) and all(isinstance(one, str) for one in value) else ()


def is_public_host(address: str) -> bool:
    """Return whether an address is of an agency, a publisher or a reference work."""
    host = re.sub(r"^https?:\s?/\s?/\s?", "", address.lower()).split("/")[0].strip(".").removeprefix("www.")
    labels = host.split(".")
    return any(".".join(labels[i:]) in known.terms("public_hosts") for i in range(len(labels)))


def find_shapes(
    text: str,
    allowed: Collection[date] = _NOTHING,
    *,
    in_letters: bool = False,
    cues: Iterable[tuple[int, str]] | None = None,
) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and kind of everything in a text that has the shape of an identifier.

    Args:
        text: any text.
        allowed: days that may stand.
        in_letters: whether the text is of a letter, where months, holidays and days without their year count.
        cues: where words stand at which shapes are looked for, and the words, where that is known already.
    """
    lowered = text.lower()
    if len(lowered) != len(text):  # a few letters change their length: offsets would slip
        lowered = "".join(small if len(small := sign.lower()) == 1 else sign for sign in text)
    figures = [match.span() for match in _FIGURES.finditer(text)]
    for place, shape in _places(lowered, cues_in(text) if cues is None else cues):
        if (in_letters or not shape.in_letters) and (span := shape.at(text, place)):
            yield *span, shape.name
    for shape in load_shapes():
        if not shape.cues and not shape.anchors:
            for span in shape.in_figures(text, figures):
                yield *span, shape.name
    for span in find_days(text, lowered, figures, allowed, months=in_letters):
        yield *span, "date"


def _places(lowered: str, cues: Iterable[tuple[int, str]]) -> Iterator[tuple[int, Shape]]:
    by_cue = _shapes_by_cue()
    for place, word in cues:
        for shape in by_cue[word]:
            yield place, shape
    for shape in load_shapes():
        for anchor in shape.anchors:
            at = lowered.find(anchor)
            while at >= 0:
                yield at, shape
                at = lowered.find(anchor, at + 1)


@cache
def _shapes_by_cue() -> dict[str, tuple[Shape, ...]]:
    cues = {cue for shape in load_shapes() for cue in shape.cues}
    return {cue: tuple(shape for shape in load_shapes() if cue in shape.cues) for cue in cues}


def find_identifier(text: str, allowed: Collection[date] = _NOTHING) -> str | None:
    """Return the kind of the first identifier in a text, or None."""
    return next((kind for _, _, kind in find_shapes(text, allowed)), None)
